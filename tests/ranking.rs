//! What comes first, on small collections made for the question.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::fmt::Write;
use std::fs;
use tempfile::{TempDir, tempdir};

/// An index of articles, each given by id, title and body.
fn index(articles: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    let mut lines = String::new();
    for (id, title, body) in articles {
        let article = serde_json::json!({"id": id, "title": title, "body": body});
        writeln!(lines, "{article}").unwrap();
    }
    let file = folder.path().join("articles.jsonl");
    fs::write(&file, lines).unwrap();
    Command::cargo_bin("naba-index")
        .unwrap()
        .arg("--index")
        .arg(folder.path().join("index"))
        .args(["add", "--quiet"])
        .arg(&file)
        .assert()
        .success();
    folder
}

/// Ids of the hits of a query, best first.
fn found(index: &TempDir, query: &str, more: &[&str]) -> Vec<String> {
    let file = index.path().join("queries.tsv");
    fs::write(&file, format!("q\t{query}\n")).unwrap();
    let output = Command::cargo_bin("naba")
        .unwrap()
        .arg("--index")
        .arg(index.path().join("index"))
        .arg("batch")
        .arg(&file)
        .args(["--limit", "100"])
        .args(more)
        .output()
        .unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| line.split_whitespace().nth(2).unwrap().to_owned())
        .collect()
}

/// So many words that no query asks for.
fn padding(words: usize) -> String {
    ["وأضاف", "المصدر", "ذاته", "أمس", "موضحا", "تفاصيل", "أخرى"]
        .into_iter()
        .cycle()
        .take(words)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn words_in_one_stretch_come_before_words_far_apart() {
    let (open, between, far) = (padding(70), padding(11), padding(60));
    let near = format!("{open} زلزال {between} ميناء {far}");
    let apart = format!("{open} زلزال {far} ميناء {between}");
    let index = index(&[("apart", "", &apart), ("near", "", &near)]);
    assert_eq!(found(&index, "زلزال ميناء", &[]), ["near", "apart"]);
}

#[test]
fn a_title_with_the_word_itself_comes_before_one_with_a_related_word() {
    let body = format!("خطف الرهائن {}", padding(40));
    let index = index(&[
        ("related", "تفاصيل اختطاف الرهائن", &body),
        ("itself", "تفاصيل خطف الرهائن", &body),
    ]);
    assert_eq!(found(&index, "خطف الرهائن", &[]), ["itself", "related"]);
}

#[test]
fn a_title_on_the_matter_in_other_words_is_among_the_hundred_best() {
    let (short, long) = (padding(30), padding(45));
    let (other, wanted) = (format!("{short} الطلاب"), format!("{long} الطلاب"));
    let ids: Vec<String> = (0..150).map(|n| format!("other{n}")).collect();
    let mut articles: Vec<(&str, &str, &str)> = ids
        .iter()
        .map(|id| (id.as_str(), "أسعار النفط والدولار في الأسواق", other.as_str()))
        .collect();
    articles.push((
        "wanted",
        "ميداليات ذهبية في الأولمبياد الدولي للكيمياء",
        &wanted,
    ));
    let index = index(&articles);
    let has =
        |more: &[&str]| found(&index, "فوز الطلاب بجوائز", more).contains(&"wanted".to_owned());
    assert!(has(&[]));
    assert!(
        !has(&["--fields", "body"]),
        "a search in bodies alone does not look at titles"
    );
}

/// Found by running the examples of the query language: one word was said to have articles "with some of the words".
#[test]
fn articles_with_words_of_a_family_are_counted_apart() {
    let index = index(&[
        ("itself", "خطف الرهائن", ""),
        ("related", "تفاصيل اختطاف مسافرين", ""),
    ]);
    let told = |query: &str| {
        let mut naba = Command::cargo_bin("naba").unwrap();
        let at = index.path().join("index");
        let output = naba.arg("--index").arg(at).args(["search", query]).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let (one, two) = (told("خطف"), told("خطف الرهائن"));
    assert!(
        one.contains("1 article; 1 more with words of its family"),
        "{one}"
    );
    assert!(
        two.contains("1 article; 1 more with some of the words"),
        "{two}"
    );
}

/// Writers agree on no spelling of a town that was never in the news before; that they tell of the same thing says which are one.
#[test]
fn a_foreign_name_is_found_as_other_papers_spell_it() {
    let one = "هجوم انتحاري قرب الحدود السورية يوقع قتلى";
    let other = "قتلى في تفجير انتحاري عند الحدود مع سوريا";
    let far = "ارتفاع أسعار النفط والذهب في الأسواق";
    let mut articles = Vec::new();
    for n in 0..4 {
        articles.push((format!("one{n}"), one, "وقع الهجوم في بلدة سوروتش أمس"));
        articles.push((
            format!("other{n}"),
            other,
            "ضرب التفجير مدينة سوروج التركية",
        ));
        articles.push((
            format!("third{n}"),
            other,
            "استهدف التفجير مدينة سروج التركية",
        ));
        articles.push((format!("far{n}"), far, "قال الخبير سوروجا إن الأسعار مرتفعة"));
    }
    let articles: Vec<(&str, &str, &str)> = articles
        .iter()
        .map(|(id, title, body)| (id.as_str(), *title, *body))
        .collect();
    let index = index(&articles);
    for query in ["سوروتش", "سوروج", "سروج"] {
        let hits = found(&index, query, &[]);
        assert_eq!(hits.len(), 12, "{query}: {hits:?}");
        assert!(hits.iter().all(|id| !id.starts_with("far")), "{query}");
    }
    assert_eq!(found(&index, "سوروجا", &[]).len(), 4);
    let output = Command::cargo_bin("naba")
        .unwrap()
        .arg("--index")
        .arg(index.path().join("index"))
        .args(["search", "سوروتش"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("سوروتش is also written سروج, سوروج"),
        "{told}"
    );
    // Asked for as written, it is nothing else.
    assert_eq!(found(&index, "=سوروتش", &[]).len(), 4);
}
