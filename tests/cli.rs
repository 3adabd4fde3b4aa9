//! The two programs, used as people use them, on the sample corpus.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

static INDEX: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let report = add(folder.path(), &["corpus/"]);
    assert_eq!(
        (report["added"].as_u64(), report["rejected"].as_u64()),
        (Some(82), Some(0))
    );
    folder
});

fn add(index: &Path, inputs: &[&str]) -> Value {
    let mut command = Command::cargo_bin("naba-index").unwrap();
    let output = command
        .arg("--index")
        .arg(index)
        .args(["add", "--json"])
        .args(inputs)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn naba(args: &[&str]) -> String {
    let output = Command::cargo_bin("naba")
        .unwrap()
        .arg("--index")
        .arg(INDEX.path())
        .args(args)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Ids of the hits of a search, in order.
fn ids(args: &[&str]) -> Vec<String> {
    let mut all = vec!["search", "--format", "jsonl", "--limit", "50"];
    all.extend(args);
    let hit = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    naba(&all).lines().map(hit).collect()
}

fn error(program: &str, args: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin(program)
        .unwrap()
        .args(args)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn an_index_without_entities_says_so_instead_of_finding_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().to_str().unwrap();
    assert_eq!(
        add(folder.path(), &["--no-entities", "corpus/"])["added"],
        82
    );
    for asked in [
        &["search", "--person", "لافروف"][..],
        &["search", "--country", "DZ"],
        &["search", "شخص:لافروف"],
        &["people"],
        &["countries"],
    ] {
        let (code, said) = error("naba", &[&["--index", index], asked].concat());
        assert_eq!(code, 1, "{asked:?}");
        assert!(said.contains("--no-entities"), "{asked:?}: {said}");
    }
    // Words are found as ever, names among them, and other filters hold.
    let words = Command::cargo_bin("naba")
        .unwrap()
        .args(["--index", index, "search", "لافروف", "--since", "2000"])
        .assert()
        .success();
    assert!(String::from_utf8_lossy(&words.get_output().stdout).contains("لافروف"));
    // A half of the articles with persons and a half without would make every count wrong.
    let (code, said) = error("naba-index", &["--index", index, "add", "corpus/"]);
    assert_eq!((code, said.contains("--no-entities")), (1, true), "{said}");
}

#[test]
fn lavrov_is_found_under_every_spelling_and_particle() {
    for query in ["لافروف", "لافروڤ", "للافروف", "ﻻﻓﺮﻭﻑ"] {
        let found = ids(&[query]);
        for id in ["n001", "n002", "n003", "n005", "n057", "n060"] {
            assert!(
                found.contains(&id.to_owned()),
                "{query}: no {id} in {found:?}"
            );
        }
    }
    for name in ["Lavrov", "Lavroff", "Лавров", "سيرغي لافروف", "سيرجي لافروف"]
    {
        let found = ids(&["--person", name]);
        assert!(
            found.contains(&"n001".to_owned()) && found.contains(&"n002".to_owned()),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_country_is_found_in_all_its_words() {
    let all = ids(&["--country", "الجزائر"]);
    for other in ["Algeria", "Algérie", "DZ", "DZA", "🇩🇿", "جزائري"] {
        assert_eq!(ids(&["--country", other]), all, "{other}");
    }
    assert!(
        ids(&["--country", "أوكرانيا"]).contains(&"n001".to_owned()),
        "the misspelt أوكرنيا"
    );
    assert!(
        ids(&["--country", "تركيا"]).iter().all(|id| id != "n020"),
        "تركي الفيصل"
    );
    assert!(
        ids(&["--country", "المغرب"]).iter().all(|id| id != "n023"),
        "صلاة المغرب"
    );
    assert_eq!(
        ids(&[
            "--person",
            "Lavrov",
            "--country",
            "Algeria",
            "--since",
            "2023-01-01",
            "--until",
            "2023-12-31",
            "--sort",
            "oldest"
        ]),
        ["n003", "n005"]
    );
}

#[test]
fn a_plural_is_found_by_its_singular() {
    assert!(ids(&["وزير النفط"]).contains(&"n043".to_owned()));
    let found = ids(&["لاعب مغربي"]);
    assert!(found.contains(&"n024".to_owned()), "{found:?}");
}

#[test]
fn the_operators_of_the_query() {
    assert!(ids(&["لافروف -تبون"]).iter().all(|id| id != "n001"));
    assert!(ids(&["«التعاون العسكري»"]).contains(&"n001".to_owned()));
    assert!(ids(&["=أحمد"]).iter().all(|id| id != "n037"));
    assert!(ids(&["title:ميسي OR title:صلاح"]).len() >= 2);
}

#[test]
fn highlights_cover_the_whole_surface_word() {
    let lines = naba(&["search", "لافروف", "--format", "jsonl", "--limit", "50"]);
    let mut seen = Vec::new();
    for line in lines.lines() {
        let hit: Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
        for span in hit["snippet"]["highlights"].as_array().unwrap() {
            let (start, end) = (
                span[0].as_u64().unwrap() as usize,
                span[1].as_u64().unwrap() as usize,
            );
            seen.push(text[start..end].iter().collect::<String>());
        }
    }
    assert!(
        seen.contains(&"للافروف".to_owned()) && seen.contains(&"لافروڤ".to_owned()),
        "{seen:?}"
    );
    assert!(
        seen.iter()
            .all(|s| s.contains("فرو") || s.contains('ﻓ') || s.contains("فرف")),
        "{seen:?}"
    );
}

#[test]
fn the_same_articles_again_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), &["corpus/articles.jsonl"]);
    let again = add(folder.path(), &["corpus/articles.jsonl"]);
    assert_eq!(
        (
            again["unchanged"].as_u64(),
            again["added"].as_u64(),
            again["updated"].as_u64()
        ),
        (Some(70), Some(0), Some(0))
    );
    let changed = folder.path().join("one.jsonl");
    std::fs::write(
        &changed,
        "{\"id\":\"n001\",\"title\":\"عنوان جديد\"}\n{\"id\":\"n001\",\"title\":\"عنوان أجد\"}\n",
    )
    .unwrap();
    let index = folder.path();
    let report = add(index, &[changed.to_str().unwrap()]);
    assert_eq!(
        (report["updated"].as_u64(), report["read"].as_u64()),
        (Some(2), Some(2))
    );
    let found = Command::cargo_bin("naba")
        .unwrap()
        .arg("--index")
        .arg(index)
        .args(["search", "=أجد", "--format", "jsonl"])
        .output()
        .unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.lines().count(), 1);
    assert!(found.contains("عنوان أجد"));
}

#[test]
fn a_bad_record_is_reported_with_its_line_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.jsonl");
    std::fs::write(
        &file,
        "{\"title\":\"أول\"}\nnot json\n{\"id\":\"x\"}\n{\"title\":\"ثان\"}\n",
    )
    .unwrap();
    let index = folder.path().join("index");
    let output = Command::cargo_bin("naba-index")
        .unwrap()
        .arg("--index")
        .arg(&index)
        .args(["add", "--json"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(output.status.success());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("news.jsonl:2: ")
            && errors.contains("news.jsonl:3: neither title nor body"),
        "{errors}"
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (report["read"].as_u64(), report["rejected"].as_u64()),
        (Some(2), Some(2))
    );
}

#[test]
fn errors_are_one_line_and_say_the_way_out() {
    let (code, text) = error("naba", &["--index", "/nowhere/x", "search", "س"]);
    assert_eq!(code, 1);
    assert!(
        text.starts_with("error: no index at /nowhere/x")
            && text.contains("naba-index")
            && text.lines().count() == 1,
        "{text}"
    );
    let index = INDEX.path().to_str().unwrap();
    let (code, text) = error("naba", &["--index", index, "search", "--country", "لافروف"]);
    assert_eq!(code, 1);
    assert!(text.contains("no country is called"), "{text}");
    assert_eq!(
        error("naba", &["--index", index, "search", "--limit", "-1", "س"]).0,
        2
    );
    assert_eq!(
        error(
            "naba",
            &["--index", index, "search", "--limit", "99999", "س"]
        )
        .0,
        1
    );
    assert_eq!(error("naba", &["--index", index, "search"]).0, 1);
}

#[test]
fn an_index_of_another_version_is_refused_with_the_command_that_rebuilds_it() {
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), &["corpus/table.csv"]);
    let meta = folder.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(
        &meta,
        text.replace("\\\"analyzer\\\":", "\\\"analyzer\\\":9"),
    )
    .unwrap();
    let (code, text) = error(
        "naba",
        &[
            "--index",
            folder.path().to_str().unwrap(),
            "search",
            "بولندا",
        ],
    );
    assert_eq!(code, 1);
    assert!(text.contains("rebuild it with `naba-index"), "{text}");
}

#[test]
fn json_keeps_to_the_interface() {
    let line = naba(&["search", "لافروف", "--format", "jsonl", "--limit", "1"]);
    let hit: Value = serde_json::from_str(&line).unwrap();
    let keys: Vec<&String> = hit.as_object().unwrap().keys().collect();
    let mut wanted = [
        "rank",
        "score",
        "id",
        "url",
        "source",
        "title",
        "published",
        "countries",
        "persons",
        "strength",
        "snippet",
    ];
    wanted.sort_unstable();
    let mut keys: Vec<&str> = keys.iter().map(|k| k.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, wanted);
    assert_eq!(
        naba(&["search", "لافروف", "--format", "trec", "--limit", "1"])
            .split_whitespace()
            .nth(5),
        Some("naba")
    );
    let counts = naba(&["countries", "لافروف", "--format", "jsonl", "--limit", "1"]);
    let count: Value = serde_json::from_str(&counts).unwrap();
    assert_eq!(count["code"], "DZ");
    assert!(count["articles"].as_u64().unwrap() > 0 && count["mentions"].as_u64().unwrap() > 0);
    let tokens = naba(&["analyze", "وبالجزائر", "--format", "jsonl"]);
    let token: Value = serde_json::from_str(&tokens).unwrap();
    assert_eq!(
        (
            token["start"].as_u64(),
            token["end"].as_u64(),
            token["position"].as_u64()
        ),
        (Some(0), Some(9), Some(0))
    );
}

#[test]
fn tags_are_spans_of_the_original_in_characters() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jsonl");
    std::fs::write(
        &file,
        "{\"id\":\"a\",\"body\":\"😀 قال سيرغي لافروف إنه زار الجزائر وسلم رسالة للجزائريين.\"}\n",
    )
    .unwrap();
    let line = naba(&["tag", file.to_str().unwrap(), "--format", "jsonl"]);
    let tagged: Value = serde_json::from_str(&line).unwrap();
    let body: Vec<char> = "😀 قال سيرغي لافروف إنه زار الجزائر وسلم رسالة للجزائريين."
        .chars()
        .collect();
    for mention in tagged["countries"][0]["mentions"].as_array().unwrap() {
        let (start, end) = (
            mention["start"].as_u64().unwrap() as usize,
            mention["end"].as_u64().unwrap() as usize,
        );
        assert_eq!(
            body[start..end].iter().collect::<String>(),
            mention["text"].as_str().unwrap()
        );
    }
    assert_eq!(tagged["countries"][0]["code"], "DZ");
    assert_eq!(tagged["persons"][0]["name"], "سيرغي لافروف");
}

#[test]
fn spans_are_names_or_whole_words_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jsonl");
    let body = "وصل سيرغي لافروف أمس. وسلم السفير رسالة لِلافروف، ثم تحدث عن الجزائر وللجزائر.";
    std::fs::write(&file, format!("{{\"id\":\"a\",\"body\":\"{body}\"}}\n")).unwrap();
    let texts = |options: &[&str]| -> Vec<String> {
        let line = naba(&[&["tag", file.to_str().unwrap()], options].concat());
        let tagged: Value = serde_json::from_str(&line).unwrap();
        let mentions = ["persons", "countries"].map(|kind| tagged[kind][0]["mentions"].clone());
        let all = mentions.iter().flat_map(|m| m.as_array().unwrap());
        all.map(|m| {
            let at = |side: &str| m[side].as_u64().unwrap() as usize;
            let (start, end) = (at("start"), at("end"));
            let cut: String = body.chars().skip(start).take(end - start).collect();
            assert_eq!(cut, m["text"].as_str().unwrap());
            cut
        })
        .collect()
    };
    assert_eq!(
        texts(&[])[..2],
        ["سيرغي لافروف".to_owned(), "لافروف".to_owned()]
    );
    let whole = texts(&["--whole-words"]);
    assert_eq!(
        whole,
        ["سيرغي لافروف", "لِلافروف", "الجزائر", "وللجزائر"].map(str::to_owned)
    );
}

#[test]
fn paging_gives_each_hit_once() {
    let first = naba(&[
        "search",
        "--country",
        "DZ",
        "--format",
        "trec",
        "--limit",
        "5",
    ]);
    let second = naba(&[
        "search",
        "--country",
        "DZ",
        "--format",
        "trec",
        "--limit",
        "5",
        "--offset",
        "5",
    ]);
    let both = naba(&[
        "search",
        "--country",
        "DZ",
        "--format",
        "trec",
        "--limit",
        "10",
    ]);
    assert_eq!(format!("{first}{second}"), both);
}
