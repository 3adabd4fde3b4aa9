//! docs/query-language.md and `naba search --help` say what the program does: every example of the page is read out of it and must
//! read as the page says, so that the page cannot go stale.
#![allow(clippy::unwrap_used)]

use naba::entity::Field;
use naba::limits;
use naba::query::{Ast, parse};

const PAGE: &str = include_str!("../docs/query-language.md");
const VOCABULARY: &str = include_str!("../data/query_words.tsv");

/// The text of the page under a heading.
fn section(heading: &str) -> &'static str {
    let start = PAGE.find(&format!("\n## {heading}")).unwrap();
    let rest = PAGE.get(start + 1..).unwrap();
    rest.get(..rest.find("\n## ").unwrap_or(rest.len()))
        .unwrap()
}

/// What stands in code in a piece of the page.
fn examples(text: &str) -> Vec<String> {
    let text = text
        .replace("<code>", "`")
        .replace("</code>", "`")
        .replace("&#124;", "|");
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The rows of the tables in a piece of the page, cell by cell, without their heads.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    let mut in_table = false;
    for line in text.lines() {
        let Some(row) = line.strip_prefix('|') else {
            in_table = false;
            continue;
        };
        if row.starts_with("---") {
            in_table = true;
        } else if in_table {
            let row = row.trim_end().trim_end_matches('|');
            out.push(row.split(" | ").map(str::trim).collect());
        }
    }
    assert!(!out.is_empty());
    out
}

fn read(query: &str) -> Ast {
    parse(query).unwrap_or_else(|error| panic!("{query}: {error}"))
}

fn fault(query: &str) -> String {
    match parse(query) {
        Err(error) => error.to_string(),
        Ok(ast) => panic!("{query} is read as {ast:?}"),
    }
}

fn naba(args: &[&str]) -> (String, String, bool) {
    let mut command = assert_cmd::Command::cargo_bin("naba").unwrap();
    let output = command.args(args).output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.success(),
    )
}

/// Signs, options, files and names of fields are no queries; what follows `naba search` is one.
fn as_query(example: &str) -> Option<String> {
    if let Some(command) = example.strip_prefix("naba ") {
        let quoted = command.split('\'').nth(1)?;
        return Some(quoted.to_owned());
    }
    let sign = !example.contains(char::is_alphanumeric);
    let no_query =
        sign || example.starts_with("--") || example.contains(".tsv") || example.ends_with(':');
    (!no_query).then(|| example.to_owned())
}

#[test]
fn every_example_of_the_page_is_read() {
    let mut seen = 0;
    for heading in [
        "Words",
        "Operators",
        "Fields",
        "What Naba does",
        "Which forms count",
    ] {
        for query in examples(section(heading))
            .iter()
            .filter_map(|e| as_query(e))
        {
            read(&query);
            seen += 1;
        }
    }
    assert!(seen >= 60, "{seen} examples");
}

#[test]
fn the_constructs_for_words_are_what_the_page_says() {
    let table = rows(section("Words"));
    let of_row = |sign: &str| {
        let row = table.iter().find(|row| row[0].contains(sign)).unwrap();
        examples(row[0])
    };
    let quoted = of_row("«");
    assert_eq!(quoted.len(), 5);
    let round = examples(&table[1].join(" "));
    assert_eq!(round.len(), 7, "the pairs the other way round");
    for query in round {
        assert_eq!(read(&query), read("\"وزير الخارجية\""), "{query}");
    }
    let near = of_row("~5");
    assert!(matches!(
        read(&near[0]),
        Ast::Phrase {
            within: Some(5),
            ..
        }
    ));
    assert!(fault("\"وزير النفط\"~101").contains("up to 100"));
    for query in of_row("`=") {
        let exact = matches!(
            read(&query),
            Ast::Words { exact: true, .. } | Ast::Phrase { exact: true, .. }
        );
        assert!(exact, "{query}");
    }
    for query in of_row("`*ستان`").iter().filter(|q| q.len() > 1) {
        assert!(matches!(read(query), Ast::Wildcard { .. }), "{query}");
    }
    for (query, letters) in of_row("لافروف~").iter().zip([1, 2, 1]) {
        assert!(
            matches!(read(query), Ast::Fuzzy { off, .. } if off == letters),
            "{query}"
        );
    }
    // The word needs two letters more than may be off.
    assert!(parse("نفط~1").is_ok() && fault("نفط~2").contains("too few"));
    // A question mark at the end of a word ends a question, and a star inside quotes is text.
    assert!(matches!(read("هل تزور مصر?"), Ast::Words { .. }));
    assert!(matches!(read("\"أحم*\""), Ast::Phrase { .. }));
}

#[test]
fn operators_in_arabic_read_as_those_beside_them() {
    for row in rows(section("Operators")) {
        let same = examples(&row[..2].join(" "));
        for query in &same {
            assert_eq!(read(query), read(&same[0]), "{query}");
            assert!(!matches!(read(query), Ast::Words { .. }), "{query}");
        }
    }
    assert_eq!(read("نفط الجزائر OR غاز"), read("(نفط الجزائر) OR غاز"));
    for headline in [
        "نفط أو غاز",
        "نفط و غاز",
        "نفط ليس غاز",
        "نفط - غاز",
        "نفط or غاز",
    ] {
        assert!(matches!(read(headline), Ast::Words { .. }), "{headline}");
    }
    for query in ["(نفط غاز", "نفط غاز)", "\"نفط غاز"] {
        assert_eq!(read(query), read("نفط غاز"), "{query}");
    }
}

#[test]
fn every_field_of_the_table_is_one_and_none_is_left_out() {
    let text = section("Fields");
    let names: Vec<String> = rows(text)
        .iter()
        .flat_map(|row| examples(&row[..2].join(" ")))
        .collect();
    for name in &names {
        let value = if matches!(name.as_str(), "date:" | "تاريخ:") {
            "2015"
        } else {
            "الجزائر"
        };
        let query = format!("{name}{value}");
        assert!(
            !matches!(read(&query), Ast::Words { field: None, .. }),
            "{query}"
        );
    }
    for line in VOCABULARY.lines().filter(|l| l.starts_with("field\t")) {
        let name = line.split('\t').nth(2).unwrap();
        let known = names.iter().any(|n| {
            let n = n.trim_end_matches(':');
            n == name || name.strip_prefix("ال") == Some(n)
        });
        assert!(known, "{name} is not on the page");
    }
    assert_eq!(read("دوله:الجزائر"), read("دولة:الجزائر"));
    assert_eq!(read("TITLE:نفط"), read("عنوان:نفط"));
    assert!(matches!(
        read("نص:نفط"),
        Ast::Words {
            field: Some(Field::Body),
            ..
        }
    ));
    assert!(fault("لون:أحمر").contains("no field «لون»"));
    for query in ["عنوان: نفط", "الساعة 10:30", "CNN:نفط", "\"لون:أحمر\""] {
        let plain = matches!(
            read(query),
            Ast::Words { field: None, .. } | Ast::Phrase { field: None, .. }
        );
        assert!(plain, "{query}");
    }
}

#[test]
fn every_date_of_the_page_is_one() {
    let text = section("Dates");
    let mut dates = 0;
    for date in rows(text)
        .iter()
        .flat_map(|row| examples(&row[1..].join(" ")))
    {
        for name in ["تاريخ", "date"] {
            let query = format!("{name}:{date}");
            assert!(matches!(read(&query), Ast::Date { .. }), "{query}");
            assert!(matches!(
                read(&format!("{name}:({date})")),
                Ast::Date { .. }
            ));
        }
        // As an option; of an open range it has an end to take.
        let (_, error, _) = naba(&["--index", "/nonexistent", "search", "--since", &date]);
        assert!(
            error.contains("no index at") || date.starts_with(".."),
            "{date}: {error}"
        );
        dates += 1;
    }
    assert!(dates >= 15, "{dates}");
    let prose = text.rsplit('|').next().unwrap();
    for query in examples(prose).iter().filter(|q| q.starts_with("تاريخ:")) {
        if query.contains("1436-10-15") {
            assert!(fault(query).contains("write 1436-10-15 هـ"));
        } else {
            read(query);
        }
    }
    let month = |query: &str| match read(query) {
        Ast::Date { period, .. } => (period.since, period.until),
        other => panic!("{other:?}"),
    };
    for name in [
        "أغسطس 2015",
        "أوت 2015",
        "غشت 2015",
        "آب/أغسطس 2015",
        "2015-08",
    ] {
        assert_eq!(
            month(&format!("تاريخ:{name}")),
            month("تاريخ:آب 2015"),
            "{name}"
        );
    }
    for day in ["1436-10-15 هـ", "15/10/1436هـ", "2015-07-31"] {
        assert_eq!(
            month(&format!("تاريخ:{day}")),
            month("تاريخ:15 شوال 1436"),
            "{day}"
        );
    }
}

#[test]
fn the_error_of_the_page_is_the_error_shown() {
    let text = section("What cannot be read");
    let mut shown = text.lines().filter_map(|l| l.strip_prefix("    "));
    let query = as_query(shown.next().unwrap()).unwrap();
    let error = format!("error: {}", fault(&query));
    let said = shown.next().unwrap();
    for part in said.split('…') {
        assert!(error.contains(part.trim()), "{part}: {error}");
    }
}

/// Found by running the page's examples: an unknown country or a phrase past the limit ended the list, and said no place.
#[test]
fn no_query_ends_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let index = index.to_str().unwrap();
    assert_cmd::Command::cargo_bin("naba-index")
        .unwrap()
        .args(["--index", index, "add", "--quiet", "corpus/articles.jsonl"])
        .assert()
        .success();
    let (_, error, success) = naba(&["--index", index, "search", "لافروف دولة:زمبلاستان"]);
    assert!(!success);
    assert!(
        error.contains("no country is called")
            && error.contains("(at character 13)")
            && error.contains("naba search 'لافروف زمبلاستان'"),
        "{error}"
    );
    let file = folder.path().join("queries.tsv");
    let rows = [
        "q1\tلافروف دولة:زمبلاستان".to_owned(),
        format!("q2\t\"{}\"", "لافروف ".repeat(limits::PHRASE_WORDS + 1)),
        format!("q3\t{}", "لافروف ".repeat(limits::QUERY_BYTES / 8)),
        "q4\tلافروف".to_owned(),
    ];
    std::fs::write(&file, rows.join("\n")).unwrap();
    let (out, error, success) = naba(&["--index", index, "batch", file.to_str().unwrap()]);
    assert!(success, "{error}");
    for id in ["q1", "q2", "q3", "q4"] {
        assert!(out.contains(&format!("{id} Q0 ")), "{id}: {out}");
        let told = error.contains(&format!("{id}: searched as plain words"));
        assert_eq!(told, id != "q4", "{error}");
    }
}

#[test]
fn the_limits_of_the_page_are_those_of_the_program() {
    let text = section("Limits").replace(',', "");
    for part in [
        format!(
            "{} bytes {} clauses {} parentheses deep",
            limits::QUERY_BYTES,
            limits::QUERY_CLAUSES,
            limits::QUERY_DEPTH
        ),
        format!(
            "{} words {} words between",
            limits::PHRASE_WORDS,
            limits::NEAR_WORDS
        ),
        format!(
            "{} to {} letters {} letters off",
            limits::WILDCARD_LETTERS,
            limits::FUZZY_LETTERS,
            limits::FUZZY_OFF
        ),
        format!(
            "the {} most frequent; {} for a query",
            limits::EXPANSIONS,
            limits::QUERY_EXPANSIONS
        ),
        format!(
            "latest {} articles {} forms",
            limits::LEDGER_ARTICLES,
            limits::LEDGER_FORMS
        ),
        format!("best {} hits", limits::GROUPED_HITS),
    ] {
        assert!(text.contains(&part), "{part}");
    }
}

#[test]
fn the_help_names_every_construct() {
    let (help, ..) = naba(&["search", "--help"]);
    for construct in [
        "\"…\"",
        "«…»",
        "“…”",
        "~5",
        " OR ",
        "|",
        "[أو]",
        " AND ",
        "&",
        "[و]",
        "+غاز",
        "-غاز",
        "NOT",
        "[ليس]",
        "( )",
        "أحم*",
        "*ستان",
        "مح?د",
        "لافروف~1",
        "~2",
        "=أحمد",
        "=\"أحمد محمد\"",
        "2015-08",
        "2015-08-01..2015-08-07",
        "آب 2015",
        "أوت 2015",
        "شوال 1436",
        "1436-10-15 هـ",
        "docs/query-language.md",
    ] {
        assert!(help.contains(construct), "{construct}");
    }
    // Every field under a name in each language.
    for field in [
        "title", "body", "person", "country", "source", "section", "author", "date",
    ] {
        let mut names = VOCABULARY.lines().filter_map(|l| {
            let columns: Vec<&str> = l.split('\t').collect();
            (columns[0] == "field" && columns[1] == field).then(|| columns[2])
        });
        assert!(help.contains(&format!("{field}:")), "{field}");
        let arabic = names.any(|n| !n.is_ascii() && help.contains(&format!("{n}:")));
        assert!(arabic, "{field} in Arabic");
    }
}
