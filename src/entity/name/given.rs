//! Given names that are one name: in full and in short, or as other languages have it.
use super::arabic::rows;
use crate::arabic::fold_text;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Folded names of each row of the table, and the row of each name.
struct Table {
    rows: Vec<Vec<String>>,
    row_of: FxHashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../data/names/same_given.tsv"));
    let rows: Vec<Vec<String>> = rows
        .map(|row| {
            row.split('\t')
                .map(|n| fold_text(n).to_lowercase())
                .collect()
        })
        .collect();
    let names = rows.iter().enumerate();
    let row_of = names.flat_map(|(at, row)| row.iter().map(move |n| (n.clone(), at)));
    Table {
        row_of: row_of.collect(),
        rows,
    }
});

/// Whether two folded given names are one.
pub(super) fn same_given(a: &str, b: &str) -> bool {
    let row = |name: &str| TABLE.row_of.get(name);
    row(a).is_some_and(|at| row(b) == Some(at))
}

/// The Arabic names that are one with a given name, itself left out; the name in folded Arabic or lower-case Latin letters.
pub(super) fn others(name: &str) -> impl Iterator<Item = &'static str> {
    let table = &*TABLE;
    let row = table.row_of.get(name).and_then(|at| table.rows.get(*at));
    let names = row.into_iter().flatten().map(String::as_str);
    let name = name.to_owned();
    names.filter(move |n| *n != name && !n.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_one_row() {
        let names: usize = TABLE.rows.iter().map(Vec::len).sum();
        assert_eq!(names, TABLE.row_of.len());
    }

    #[test]
    fn short_names_are_the_full_ones() {
        assert!(same_given("سيب", "جوزيف") && same_given("بيل", "ويليام"));
        assert!(!same_given("سيب", "ويليام") && !same_given("محمد", "محمد علي"));
        assert!(others("bill").any(|n| n == "ويليام"));
    }
}
