//! Every form in which a country can stand in a text, as a trie over the words of the forms.
use super::super::model::{CountryCode, MentionKind};
use super::gazetteer::{all, code, info, rows};
use crate::arabic::{fold_text, word_frequency};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::LazyLock;

const PLACES: &str = include_str!("../../../data/places.tsv");
const PHRASES: &str = include_str!("../../../data/country_phrases.tsv");
const WEAK: &str = include_str!("../../../data/country_weak.tsv");

/// Most countries that one form mentions: the Koreas, the Sudans.
const COUNTRIES: usize = 2;

/// The forms by their folded words, joined by a space: all that a query asks for.
pub(super) static TABLE: LazyLock<FxHashMap<String, Form>> = LazyLock::new(build);

/// Long names, and they without one of their letters, to their full form: for spelling mistakes.
static NEAR: LazyLock<FxHashMap<String, &str>> = LazyLock::new(near_spellings);

/// The forms to be looked for in texts.
pub(super) static FORMS: LazyLock<Forms> = LazyLock::new(Forms::new);

/// What a weak form needs to count; see `data/country_weak.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    Place,
    Named,
    Noun,
    Human,
    NoTanwin,
    NotName,
}

/// A way to mention countries: none for a phrase that mentions no country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    codes: [Option<CountryCode>; COUNTRIES],
    pub kind: MentionKind,
    pub needs: Needs,
    /// A one-word adjective in the masculine singular, which may be a surname.
    pub surname: bool,
}

impl Form {
    /// The countries, in the order of the table.
    pub fn codes(&self) -> impl Iterator<Item = CountryCode> {
        self.codes.into_iter().flatten()
    }

    /// Whether it mentions no country, and only keeps its words from being read as one.
    pub fn is_none(&self) -> bool {
        self.codes == [None; COUNTRIES]
    }
}

/// A word that occurs in forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part(NonZeroU32);

/// The words of a form read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Node(u32);

const ROOT: Node = Node(0);

/// The forms, to be walked word by word.
pub(super) struct Forms {
    parts: FxHashMap<&'static str, Part>,
    /// By part: the node of the forms that begin with it.
    first: Vec<Option<Node>>,
    /// How nodes but the root go on, node by node.
    edges: Vec<(Part, Node)>,
    /// By node: where its edges begin.
    edges_of: Vec<u32>,
    /// By node: the form that ends there, and whether longer ones go on.
    nodes: Vec<(Option<Form>, bool)>,
    /// By node: whether its forms are looked for from their second word, as the first is too common to look at: بعد صلاة المغرب.
    late: Vec<bool>,
    /// By part: whether forms may have begun with the word before it.
    looks_back: Vec<bool>,
    /// Long names, in order: for spelling mistakes.
    long: Vec<&'static str>,
}

impl Forms {
    fn new() -> Self {
        let mut trie = Self {
            parts: FxHashMap::default(),
            first: Vec::new(),
            edges: Vec::new(),
            edges_of: Vec::new(),
            nodes: vec![(None, true)],
            late: Vec::new(),
            looks_back: Vec::new(),
            long: Vec::new(),
        };
        let names: BTreeSet<&str> = NEAR.values().copied().collect();
        trie.long.extend(names);
        let mut steps: FxHashMap<(Node, Part), Node> = FxHashMap::default();
        for (text, form) in &*TABLE {
            let mut node = ROOT;
            for word in text.split(' ') {
                let part = Part(NonZeroU32::MIN.saturating_add(trie.parts.len() as u32));
                let part = *trie.parts.entry(word).or_insert(part);
                let fresh = Node(trie.nodes.len() as u32);
                let next = *steps.entry((node, part)).or_insert(fresh);
                if next == fresh {
                    trie.nodes.push((None, false));
                    trie.nodes[node.0 as usize].1 = true;
                }
                node = next;
            }
            trie.nodes[node.0 as usize].0 = Some(*form);
        }
        trie.lay_out(steps);
        trie.find_late();
        trie
    }

    /// Lays the steps out by node.
    fn lay_out(&mut self, steps: FxHashMap<(Node, Part), Node>) {
        self.first = vec![None; self.parts.len() + 1];
        let mut edges: Vec<(Node, Part, Node)> = Vec::with_capacity(steps.len());
        for ((from, part), to) in steps {
            if from == ROOT {
                self.first[part.0.get() as usize] = Some(to);
            } else {
                edges.push((from, part, to));
            }
        }
        edges.sort_unstable_by_key(|(from, part, _)| (from.0, part.0));
        let before = |node: usize| edges.partition_point(|(from, ..)| (from.0 as usize) < node);
        self.edges_of = (0..=self.nodes.len())
            .map(|node| before(node) as u32)
            .collect();
        self.edges = edges.into_iter().map(|(_, part, to)| (part, to)).collect();
    }

    fn edges(&self, node: Node) -> &[(Part, Node)] {
        let bound = |node: usize| self.edges_of.get(node).map(|at| *at as usize);
        let (from, to) = (bound(node.0 as usize), bound(node.0 as usize + 1));
        from.zip(to)
            .and_then(|(from, to)| self.edges.get(from..to))
            .unwrap_or_default()
    }

    /// Notes the first words that are no form by themselves and commoner than all the words together that follow them in forms.
    fn find_late(&mut self) {
        let common = |word: &str| word_frequency(word).map_or(0.0, |f| 10_f64.powf(f64::from(f)));
        let mut words = vec![""; self.parts.len() + 1];
        for (word, part) in &self.parts {
            words[part.0.get() as usize] = word;
        }
        let frequencies: Vec<f64> = words.into_iter().map(common).collect();
        let frequency = |part: &Part| frequencies[part.0.get() as usize];
        let (mut late, mut looks_back) = (
            vec![false; self.nodes.len()],
            vec![false; frequencies.len()],
        );
        for (first, node) in self.first.iter().enumerate() {
            let Some(node) = *node else { continue };
            let seconds = self.edges(node).iter().map(|(part, _)| part);
            if self.form(node).is_none()
                && frequencies[first] > seconds.clone().map(frequency).sum()
            {
                late[node.0 as usize] = true;
                for second in seconds {
                    looks_back[second.0.get() as usize] = true;
                }
            }
        }
        (self.late, self.looks_back) = (late, looks_back);
    }

    /// Whether the forms that begin with the first word read are looked for from their second word.
    pub fn is_late(&self, first: Node) -> bool {
        self.late.get(first.0 as usize).is_some_and(|late| *late)
    }

    /// Whether forms are to be looked for that began with the word before this one.
    pub fn looks_back(&self, part: Part) -> bool {
        let at = part.0.get() as usize;
        self.looks_back.get(at).is_some_and(|back| *back)
    }

    /// A folded word, if it occurs in a form.
    pub fn part(&self, word: &str) -> Option<Part> {
        self.parts.get(word).copied()
    }

    /// Where the forms go on that begin with a word.
    pub fn first(&self, part: Part) -> Option<Node> {
        self.first.get(part.0.get() as usize).copied()?
    }

    /// Where the forms go on with one more word.
    pub fn step(&self, node: Node, part: Part) -> Option<Node> {
        if node == ROOT {
            return self.first(part);
        }
        let edge = self.edges(node).iter().find(|(next, _)| *next == part);
        edge.map(|(_, to)| *to)
    }

    /// The form that the words read so far are.
    pub fn form(&self, node: Node) -> Option<Form> {
        self.nodes.get(node.0 as usize)?.0
    }

    /// Whether longer forms begin with the words read so far.
    pub fn goes_on(&self, node: Node) -> bool {
        self.nodes.get(node.0 as usize).is_some_and(|n| n.1)
    }

    /// All long names.
    pub fn all_long(&self) -> impl Iterator<Item = &'static str> {
        self.long.iter().copied()
    }
}

/// The long name that a word is, or is without one of its letters.
pub(super) fn near(word: &str) -> Option<&'static str> {
    NEAR.get(word).copied()
}

fn build() -> FxHashMap<String, Form> {
    let mut weak: FxHashMap<String, Vec<(&str, Needs)>> = FxHashMap::default();
    for row in rows(WEAK) {
        let [word, code, needs] = row.as_slice() else {
            continue;
        };
        let needs = match *needs {
            "place" => Needs::Place,
            "named" => Needs::Named,
            "noun" => Needs::Noun,
            "human" => Needs::Human,
            "notname" => Needs::NotName,
            _ => Needs::NoTanwin,
        };
        weak.entry(fold_text(word)).or_default().push((code, needs));
    }
    let mut forms: FxHashMap<String, Form> = FxHashMap::default();
    let mut add = |text: &str, code: CountryCode, kind: MentionKind, surname: bool| {
        let folded = fold_text(text);
        let of_code = weak.get(&folded).into_iter().flatten();
        let needs = of_code
            .filter(|(of, _)| *of == code.as_str())
            .map(|(_, needs)| *needs)
            .next_back()
            .unwrap_or(Needs::Nothing);
        forms.entry(folded).or_insert(Form {
            codes: [Some(code), None],
            kind,
            needs,
            surname,
        });
    };
    for country in all() {
        for name in &country.names_ar {
            add(name, country.code, MentionKind::Name, false);
        }
    }
    for country in all() {
        for people in &country.people {
            add(people, country.code, MentionKind::People, false);
            add(
                &format!("ال{people}"),
                country.code,
                MentionKind::People,
                false,
            );
        }
        for nisba in &country.nisba {
            for (ending, kind) in ENDINGS {
                // A compound adjective inflects in its last word; both or neither take the article: الكوري الشمالي.
                let (head, last) = nisba.rsplit_once(' ').map_or(("", *nisba), |(h, l)| (h, l));
                let inflected = |word: &str| match word.ends_with('ي') {
                    true => format!("{word}{ending}"),
                    false => word.to_owned(),
                };
                let mut versions = vec![
                    format!("{} {}", inflected(head), inflected(last)),
                    format!("{head} {}", inflected(last)),
                ];
                versions.push(format!("ال{} ال{}", inflected(head), inflected(last)));
                versions.push(format!("ال{head} {}", inflected(last)));
                versions.push(format!("{head} ال{}", inflected(last)));
                if head.is_empty() {
                    versions = vec![inflected(last), format!("ال{}", inflected(last))];
                }
                for version in versions {
                    let surname = ending.is_empty() && head.is_empty();
                    add(&version, country.code, *kind, surname);
                }
            }
        }
    }
    for row in rows(PLACES) {
        let [place, code_text] = row.as_slice() else {
            continue;
        };
        if let Some(code) = code(code_text) {
            add(place, code, MentionKind::Implied, false);
        }
    }
    for row in rows(PHRASES) {
        let [phrase, codes, kind] = row.as_slice() else {
            continue;
        };
        let kind = if *kind == "implied" {
            MentionKind::Implied
        } else {
            MentionKind::Name
        };
        let mut list = codes.split('|').filter_map(code);
        forms.insert(
            fold_text(phrase),
            Form {
                codes: std::array::from_fn(|_| list.next()),
                kind,
                needs: Needs::Nothing,
                surname: false,
            },
        );
    }
    forms
}

/// The folded words that are by themselves a mention of a country, a people or a place.
pub fn country_words() -> impl Iterator<Item = &'static str> {
    let known = TABLE
        .iter()
        .filter(|(text, form)| !form.is_none() && !text.contains(' '));
    known.map(|(text, _)| text.as_str())
}

/// Whether a folded word, attached particles aside, is by itself a mention of a country, a people or a place.
pub fn is_country_word(folded: &str) -> bool {
    let known = |w: &str| TABLE.get(w).is_some_and(|f| !f.is_none());
    known(folded)
        || folded
            .strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])
            .is_some_and(known)
        || folded
            .strip_prefix("لل")
            .is_some_and(|rest| known(&format!("ال{rest}")))
}

/// Folded Arabic names of countries.
static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    all()
        .flat_map(|country| country.names_ar.iter().map(|name| fold_text(name)))
        .collect()
});

/// Makes what queries ask, which takes a first query some milliseconds: to be called beside other work.
pub fn prepare() {
    LazyLock::force(&NEAR);
}

/// Other Arabic names and spellings of the country that a name, given by its folded words, is one of.
pub fn other_names(folded: &str) -> Vec<&'static str> {
    // Asked of all words of a query, before the forms are there.
    if !NAMES.contains(folded) {
        return Vec::new();
    }
    let Some(form) = TABLE
        .get(folded)
        .filter(|f| f.kind == MentionKind::Name && f.codes().count() == 1)
    else {
        return Vec::new();
    };
    let country = form.codes().next().and_then(|c| info(c.as_str()));
    let names = country.map(|c| c.names_ar.as_slice()).unwrap_or_default();
    if !names.iter().any(|n| fold_text(n) == folded) {
        return Vec::new();
    }
    names
        .iter()
        .copied()
        .filter(|n| fold_text(n) != folded)
        .collect()
}

/// Endings of a nationality adjective, and whether the form is more an adjective or the people.
const ENDINGS: &[(&str, MentionKind)] = &[
    ("", MentionKind::Adjective),
    ("ة", MentionKind::Adjective),
    ("ا", MentionKind::Adjective),
    ("ون", MentionKind::People),
    ("ين", MentionKind::People),
    ("ان", MentionKind::People),
    ("ات", MentionKind::People),
    ("تان", MentionKind::People),
    ("تين", MentionKind::People),
    ("ي", MentionKind::Adjective),
];

/// Shortest name, in letters, whose spelling mistakes are understood.
const LONG: usize = 6;

fn near_spellings() -> FxHashMap<String, &'static str> {
    let mut near = FxHashMap::default();
    let long = |name: &&String| !name.contains(' ') && name.chars().count() >= LONG;
    for (name, form) in TABLE
        .iter()
        .filter(|(n, f)| long(n) && f.kind == MentionKind::Name && f.needs == Needs::Nothing)
    {
        if form.is_none() {
            continue;
        }
        near.insert(name.clone(), name.as_str());
        for shorter in deletions(name) {
            near.entry(shorter).or_insert(name);
        }
    }
    near
}

/// A word without each of its letters in turn.
pub(super) fn deletions(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(move |(at, c)| {
        let (before, after) = word.split_at(at);
        format!("{before}{}", after.get(c.len_utf8()..).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_other_tables_names_a_country() {
        for row in rows(PLACES).chain(rows(WEAK)) {
            assert!(row.get(1).is_some_and(|c| info(c).is_some()), "{row:?}");
        }
        for row in rows(PHRASES) {
            assert!(
                row.len() == 3
                    && row[1].split('|').count() <= COUNTRIES
                    && (row[1] == "-" || row[1].split('|').all(|c| info(c).is_some())),
                "{row:?}"
            );
        }
        for row in rows(WEAK) {
            assert!(
                matches!(
                    row[2],
                    "place" | "named" | "noun" | "human" | "notan" | "notname"
                ),
                "{row:?}"
            );
        }
    }
}
