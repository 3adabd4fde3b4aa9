//! The query language, the rescue of mistyped words and the form ledger, as a session at a terminal on the sample corpus.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tempfile::TempDir;

static INDEX: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("naba-index").unwrap();
    command
        .arg("--index")
        .arg(folder.path())
        .args(["add", "--quiet", "corpus/"])
        .assert()
        .success();
    folder
});

/// Standard output and standard error of `naba ARGS`, and whether it succeeded.
fn run(args: &[&str]) -> (String, String, bool) {
    let mut command = Command::cargo_bin("naba").unwrap();
    let output = command
        .arg("--index")
        .arg(INDEX.path())
        .args(args)
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.success(),
    )
}

fn naba(args: &[&str]) -> String {
    let (out, error, success) = run(args);
    assert!(success, "{args:?}: {error}");
    out
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// Ids of all articles that match a query in full.
fn ids(args: &[&str]) -> BTreeSet<String> {
    let mut all = vec![
        "search", "--format", "jsonl", "--limit", "100", "--sort", "newest",
    ];
    all.extend(args);
    lines(&naba(&all))
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().to_owned())
        .collect()
}

/// How many articles match, as the text output says.
fn total(args: &[&str]) -> u64 {
    let mut all = vec!["search", "--limit", "0"];
    all.extend(args);
    let out = naba(&all);
    let first = out.lines().next().unwrap();
    if first.starts_with("no hits") {
        0
    } else {
        first.split(' ').next().unwrap().parse().unwrap()
    }
}

#[test]
fn a_session_with_the_query_language() {
    // $ naba search 'وزير الخارجية'
    let both = ids(&["وزير الخارجية"]);
    assert!(both.contains("n001"), "{both:?}");
    // The phrase is in some of them; near each other the words are in at least those.
    let phrase = ids(&["«وزير الخارجية»"]);
    assert_eq!(phrase, ids(&["\"وزير الخارجية\""]));
    let near = ids(&["\"الخارجية وزير\"~3"]);
    assert!(
        phrase.is_subset(&near) && near.is_subset(&both),
        "{phrase:?} {near:?} {both:?}"
    );
    // $ naba search 'لافروف [أو] تبون'
    let either = ids(&["لافروف OR تبون"]);
    for other in [
        "لافروف | تبون",
        "لافروف [أو] تبون",
        "(لافروف) OR (تبون)",
        "شيء_آخر_تماما OR لافروف OR تبون",
    ] {
        assert_eq!(ids(&[other]), either, "{other}");
    }
    let union: BTreeSet<String> = ids(&["لافروف"]).union(&ids(&["تبون"])).cloned().collect();
    assert_eq!(either, union);
    // $ naba search 'لافروف -تبون'
    let without: BTreeSet<String> = ids(&["لافروف"])
        .difference(&ids(&["تبون"]))
        .cloned()
        .collect();
    for other in [
        "لافروف -تبون",
        "لافروف NOT تبون",
        "لافروف [ليس] تبون",
        "لافروف AND -تبون",
    ] {
        assert_eq!(ids(&[other]), without, "{other}");
    }
    // و and أو are words, not operators.
    assert_ne!(ids(&["لافروف أو تبون"]), either);
    // $ naba search 'عنوان:لافروف'
    let titled = ids(&["عنوان:لافروف"]);
    assert_eq!(titled, ids(&["title:لافروف"]));
    assert_eq!(titled, ids(&["لافروف", "--fields", "title"]));
    assert!(!titled.is_empty() && titled.is_subset(&ids(&["لافروف"])));
    // $ naba search 'شخص:Lavrov دولة:الجزائر تاريخ:2023'
    assert_eq!(
        ids(&["شخص:Lavrov دولة:الجزائر تاريخ:2023"]),
        ids(&[
            "--person",
            "Lavrov",
            "--country",
            "DZ",
            "--since",
            "2023",
            "--until",
            "2023"
        ])
    );
    // $ naba search '(شخص:لافروف OR شخص:بوتين) -دولة:الجزائر'
    let persons = ids(&["(شخص:لافروف OR شخص:بوتين) -دولة:الجزائر"]);
    assert_eq!(persons, ids(&["شخص:(لافروف OR بوتين) -country:DZ"]));
}

#[test]
fn a_word_that_must_be_there_is_there_in_every_hit() {
    let some = lines(&naba(&[
        "search",
        "لافروف +الجزائر",
        "--format",
        "jsonl",
        "--limit",
        "100",
    ]));
    let all = ids(&["الجزائر"]);
    assert!(
        some.len() > 1
            && some
                .iter()
                .all(|hit| all.contains(hit["id"].as_str().unwrap()))
    );
    let plain = lines(&naba(&[
        "search",
        "لافروف الجزائر",
        "--format",
        "jsonl",
        "--limit",
        "100",
    ]));
    assert!(
        plain.len() > some.len(),
        "without + the articles with only some of the words follow"
    );
}

#[test]
fn wildcards_find_words_by_their_letters() {
    let found = ids(&["لافر*"]);
    assert!(
        ids(&["لافروف"]).is_subset(&found),
        "under particles too: {found:?}"
    );
    assert_eq!(ids(&["*افروف"]), ids(&["*افروف OR لافروف"]));
    assert!(naba(&["search", "لافر*", "--limit", "1"]).contains("لافر* stands for"));
    assert!(ids(&["لاف?وف"]).contains("n001"));
    assert!(ids(&["لافروغ~1"]).contains("n001"));
    assert!(ids(&["=لافر"]).is_empty());
}

#[test]
fn dates_of_both_calendars_are_one() {
    let day = ids(&["تاريخ:2022-05"]);
    assert!(!day.is_empty());
    for other in [
        "تاريخ:أيار 2022",
        "تاريخ:مايو 2022",
        "تاريخ:ماي ٢٠٢٢",
        "date:2022-05-01..2022-05-31",
    ] {
        assert_eq!(ids(&[other]), day, "{other}");
    }
    // شوال 1443 is 2 to 30 May 2022.
    assert_eq!(
        ids(&["تاريخ:شوال 1443"]),
        ids(&["date:2022-05-02..2022-05-30"])
    );
    assert_eq!(
        ids(&["--since", "شوال 1443", "--until", "1443-10 هـ"]),
        ids(&["date:2022-05-02..2022-05-30"])
    );
    let (_, error, success) = run(&["search", "--since", "أمس", "نفط"]);
    assert!(!success && error.contains("شوال 1436"), "{error}");
}

#[test]
fn an_error_names_the_place_and_the_way_out() {
    let (_, error, success) = run(&["search", "لافروف لون:أحمر"]);
    assert!(!success);
    assert_eq!(error.lines().count(), 1);
    for part in [
        "no field «لون»",
        "title (عنوان)",
        "at character 8",
        "as plain words: naba search 'لافروف لون أحمر'",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    // A list of queries goes on with plain words, and says so.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queries.tsv");
    std::fs::write(&file, "q1\tلافروف لون:أحمر\nq2\tghtv,t\n").unwrap();
    let (out, error, success) = run(&["batch", file.to_str().unwrap(), "--limit", "1"]);
    assert!(
        success && out.contains("q1 Q0 ") && out.contains("q2 Q0 "),
        "{out}"
    );
    assert!(
        error.contains("q1: searched as plain words: query: no field «لون»"),
        "{error}"
    );
    assert!(error.contains("q2: no article has ghtv,t"), "{error}");
}

#[test]
fn a_query_of_nothing_finds_nothing() {
    for query in ["؟", "()", "ـ", "\u{64B}\u{650}", "NOT لافروف", "«»"] {
        let out = naba(&["search", query]);
        assert!(out.starts_with("no hits"), "{query}: {out}");
    }
    assert!(naba(&["search", "NOT لافروف"]).contains("only says what to leave out"));
    assert!(
        !ids(&["NOT لافروف", "--country", "DZ"]).is_empty(),
        "a filter is something to look for"
    );
    let (_, error, success) = run(&["search", "  "]);
    assert!(!success && error.contains("nothing to look for"), "{error}");
}

#[test]
fn mistyped_words_are_rescued_and_said_to_be() {
    let meant = ids(&["لافروف"]);
    for typed in ["ghtv,t", "ghtv;t", "مشرقخر", "lavrov", "Lavroff", "لافروغ"] {
        assert_eq!(ids(&[typed]), meant, "{typed}");
        // One of the articles has Lavrov in Latin letters.
        let told = match typed {
            "lavrov" => "lavrov searched as Arabic in Latin letters too".to_owned(),
            _ => format!("no article has {typed}"),
        };
        let out = naba(&["search", typed, "--limit", "1"]);
        assert!(out.contains(&told) && out.contains("لافروف ("), "{out}");
        let (_, error, _) = run(&["search", typed, "--format", "jsonl"]);
        assert!(error.contains(&told), "{error}");
    }
    let (_, error, _) = run(&["search", "لافروف", "--format", "jsonl"]);
    assert_eq!(
        error, "",
        "nothing is said of a query that is read as typed"
    );
}

#[test]
fn the_counts_of_the_ledger_are_those_of_a_search_for_the_form() {
    for args in [
        &["لافروف"][..],
        &["وزير الخارجية"],
        &["«وزير الخارجية»"],
        &["الجزائر OR روسيا"],
        &["لاف*"],
        &["--person", "لافروف"],
        &["--country", "الجزائر"],
        &["لافروف", "--country", "الجزائر"],
        &["لافروف", "--fields", "title"],
    ] {
        let mut forms = vec!["forms", "--format", "jsonl"];
        forms.extend(args);
        let rows = lines(&naba(&forms));
        assert!(!rows.is_empty(), "{args:?}");
        for row in rows {
            let form = row["form"].as_str().unwrap();
            let mut search = args.to_vec();
            search.extend(["--forms", form]);
            assert_eq!(
                total(&search),
                row["articles"].as_u64().unwrap(),
                "{args:?} {row}"
            );
        }
    }
}

#[test]
fn chosen_forms_count_and_others_do_not() {
    let text = naba(&["forms", "لافروف"]);
    assert!(
        text.contains("the letters typed")
            && text.contains("the word with لل") | text.contains("with ل"),
        "{text}"
    );
    let all = total(&["لافروف"]);
    let rows = lines(&naba(&["forms", "لافروف", "--format", "jsonl"]));
    let every: Vec<&str> = rows.iter().map(|r| r["form"].as_str().unwrap()).collect();
    assert_eq!(total(&["لافروف", "--forms", &every.join(",")]), all);
    // الجزائري might be "my Algeria", but never is: that nothing stands so is said.
    let (out, error, _) = run(&["search", "الجزائر", "--forms", "الجزائري"]);
    assert!(
        (out + &error).contains("nothing of the query stands in the form الجزائري"),
        "{error}"
    );
    assert_eq!(total(&["لافروف", "--not-form", &every.join(",")]), 0);
    let without = ids(&["لافروف", "--not-form", "لافروف"]);
    assert!(without.len() < all as usize && !without.is_empty());
    // The counts of other commands are held, too.
    let held = naba(&["sources", "لافروف", "--forms", "للافروف"]);
    let count = total(&["لافروف", "--forms", "للافروف"]);
    assert!(
        held.starts_with(&format!("among {count} articles")),
        "{held}"
    );
    assert!(
        naba(&["forms", "لافروف", "--format", "csv"])
            .starts_with("form,word,occurrences,articles,reason\n")
    );
}

#[test]
fn why_an_article_of_the_index_has_its_score() {
    let hit = &lines(&naba(&[
        "search",
        "وزير لافروف",
        "--format",
        "jsonl",
        "--limit",
        "1",
    ]))[0];
    let id = hit["id"].as_str().unwrap();
    let out = naba(&["why", "--id", id, "وزير لافروف"]);
    assert!(out.starts_with("match: "), "{out}");
    assert!(
        out.contains(&format!("score {:.3}", hit["score"].as_f64().unwrap())),
        "{out}"
    );
    let sum: f64 = out
        .lines()
        .skip_while(|l| !l.starts_with("of which"))
        .skip(1)
        .map(|l| l.trim().split(' ').next().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{out}");
    assert!(naba(&["why", "--id", id, "كرة_السلة_النسائية"]).starts_with("no: "));
    let (_, error, success) = run(&["why", "--id", "nosuch", "لافروف"]);
    assert!(
        !success && error.contains("no article has the id"),
        "{error}"
    );
}

#[test]
fn near_copies_are_shown_under_the_best() {
    let folder = tempfile::tempdir().unwrap();
    let report = "وصل وزير الخارجية الروسي سيرغي لافروف اليوم إلى الجزائر في زيارة رسمية تستغرق يومين يجري خلالها محادثات مع \
        الرئيس الجزائري حول التعاون الاقتصادي والعسكري بين البلدين والأوضاع في المنطقة وخاصة في ليبيا ومالي كما يلتقي عددا من \
        المسؤولين ورجال الأعمال قبل أن يغادر إلى موسكو مساء الغد حيث ينتظر أن يعقد مؤتمرا صحفيا حول نتائج الزيارة";
    let other = "أعلن الاتحاد الجزائري لكرة القدم أن المنتخب الوطني سيواجه نظيره الروسي في مباراة ودية تقام في العاصمة موسكو نهاية \
        الشهر المقبل ضمن الاستعدادات للتصفيات وقال لافروف المدرب المساعد إن اللاعبين جاهزون للقاء الكبير أمام جماهير غفيرة \
        وأضاف أن التشكيلة ستضم وجوها شابة إلى جانب أصحاب الخبرة من المحترفين في الدوريات الأوروبية";
    let article = |id: &str, title: &str, body: &str| {
        serde_json::json!({"id": id, "title": title, "body": body}).to_string()
    };
    let file = folder.path().join("news.jsonl");
    let all = [
        article("a", "لافروف في الجزائر", report),
        article(
            "b",
            "وزير الخارجية الروسي يزور الجزائر",
            &format!("{report} وكالات"),
        ),
        article("c", "مباراة ودية", other),
    ];
    std::fs::write(&file, all.join("\n")).unwrap();
    let index = folder.path().join("index");
    let program = |name: &str, args: &[&str]| {
        let mut command = Command::cargo_bin(name).unwrap();
        let output = command
            .arg("--index")
            .arg(&index)
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    program("naba-index", &["add", "--quiet", file.to_str().unwrap()]);
    let hits = lines(&program(
        "naba",
        &["search", "لافروف", "--group", "--format", "jsonl"],
    ));
    let shown: Vec<(&str, Vec<&str>)> = hits
        .iter()
        .map(|h| {
            let copies = h["copies"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            (
                h["id"].as_str().unwrap(),
                copies.iter().map(|c| c.as_str().unwrap()).collect(),
            )
        })
        .collect();
    assert_eq!(shown, [("a", vec!["b"]), ("c", vec![])]);
    let text = program("naba", &["search", "لافروف", "--group"]);
    assert!(text.contains("near-copies: b"), "{text}");
    let plain = lines(&program("naba", &["search", "لافروف", "--format", "jsonl"]));
    assert_eq!(plain.len(), 3);
    assert!(plain[0].get("copies").is_none());
}

#[test]
fn a_timeline_counts_what_a_search_finds() {
    for by in ["day", "week", "month", "year"] {
        let rows = lines(&naba(&[
            "timeline",
            "لافروف",
            "--by",
            by,
            "--format",
            "jsonl",
        ]));
        let sum: u64 = rows.iter().map(|r| r["articles"].as_u64().unwrap()).sum();
        assert_eq!(sum, total(&["لافروف"]), "{by}");
        assert!(
            rows.iter()
                .all(|r| (0.0..=1.0).contains(&r["share"].as_f64().unwrap()))
        );
        let periods: Vec<&str> = rows.iter().map(|r| r["period"].as_str().unwrap()).collect();
        assert!(periods.is_sorted(), "{periods:?}");
    }
    let may = lines(&naba(&[
        "timeline",
        "لافروف",
        "--by",
        "month",
        "--format",
        "jsonl",
    ]));
    let row = may.iter().find(|r| r["period"] == "2022-05").unwrap();
    assert_eq!(
        row["articles"].as_u64().unwrap(),
        total(&["لافروف تاريخ:2022-05"])
    );
    let everything = lines(&naba(&["timeline", "--by", "year", "--format", "jsonl"]));
    assert!(everything.iter().all(|r| r["share"] == 1.0));
    let svg = naba(&["timeline", "لافروف", "--by", "month", "--format", "svg"]);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert!(
        naba(&["timeline", "لافروف", "--by", "year", "--format", "csv"])
            .starts_with("period,articles,share\n")
    );
    assert_eq!(
        naba(&["timeline", "كلمةلاتوجدأبدا", "--by", "year"]),
        "0 articles with a date\n"
    );
}
