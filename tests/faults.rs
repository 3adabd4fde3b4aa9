//! Hostile queries and broken places: each test names what was done, and says what must come of it.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;
use tempfile::TempDir;

fn build(folder: &Path, input: &str) {
    let mut command = Command::cargo_bin("naba-index").unwrap();
    command
        .arg("--index")
        .arg(folder)
        .args(["add", "--quiet", input]);
    command.assert().success();
}

static INDEX: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), "corpus/");
    folder
});

/// Exit status, standard output and standard error of `naba --index INDEX ARGS`.
fn at(index: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("naba").unwrap();
    let output = command
        .arg("--index")
        .arg(index)
        .args(args)
        .output()
        .unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn search(query: &str) -> (i32, String, String) {
    at(INDEX.path(), &["search", "--limit", "3", "--", query])
}

/// The one line that refuses a query.
fn refused(query: &str) -> String {
    let (code, out, error) = search(query);
    let start: String = query.chars().take(40).collect();
    assert_eq!((code, out.as_str()), (1, ""), "{start}: {error}");
    assert_eq!(error.lines().count(), 1, "{start}: {error}");
    assert!(error.len() < 800, "{start}: {} bytes", error.len());
    error
}

/// The first lines of an answer.
fn answered(query: &str) -> String {
    let (code, out, error) = search(query);
    assert_eq!((code, error.as_str()), (0, ""), "{query}");
    out
}

#[test]
fn f1_f2_nesting_and_negations_without_end() {
    for open in ["(", "+(", "-(", "title:("] {
        for n in [33, 100, 500] {
            let error = refused(&open.repeat(n));
            assert!(error.contains("nested deeper than 32"), "{open}: {error}");
        }
    }
    assert!(refused(&"(".repeat(60_000)).contains("bytes long"));
    assert!(refused(&"NOT ".repeat(5000)).contains("bytes long"));
    assert!(answered(&format!("{}لافروف", "NOT ".repeat(1000))).contains("لافروف"));
    assert!(answered(&"-".repeat(4000)).starts_with("no hits"));
}

#[test]
fn f3_more_clauses_than_anybody_types() {
    for joined in [" OR ", " AND ", " "] {
        let distinct: Vec<String> = (0..300).map(|i| format!("w{i}")).collect();
        for words in [distinct, vec!["نفط".to_owned(); 300]] {
            assert!(refused(&words.join(joined)).contains("more than 256 clauses"));
        }
    }
}

#[test]
fn f4_f5_wildcards_that_stand_for_everything() {
    for query in ["*", "**", "ا*", "*ا", "title:*", "?*"] {
        assert!(refused(query).contains("at least 2 letters"), "{query}");
    }
    assert!(answered("?").contains("no word to look for"));
    assert!(answered("م*ر").contains("م*ر stands for"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.csv");
    let letters: Vec<char> = "بتثجحخدذرزسشصضطظعغفق".chars().collect();
    let mut body = String::new();
    for (i, first) in letters.iter().enumerate() {
        for second in &letters {
            for third in letters.iter().skip(i % 7).take(3) {
                body.push_str(&format!("نم{first}{second}{third} "));
            }
        }
    }
    fs::write(&file, format!("title,body\nخبر,{body}\n")).unwrap();
    let index = folder.path().join("index");
    build(&index, file.to_str().unwrap());
    let (_, all, _) = at(&index, &["search", "نم*", "--limit", "1"]);
    assert!(
        all.contains("1,000 words") && all.contains("truncated"),
        "{all}"
    );
}

#[test]
fn f8_f9_f19_long_queries_phrases_and_words() {
    for bytes in [4097, 1 << 16] {
        assert!(refused(&"a".repeat(bytes)).contains("at most 4096"));
    }
    assert!(answered(&"a".repeat(4096)).starts_with("no hits"));
    assert!(refused(&format!("\"{}\"", "نفط ".repeat(65))).contains("at most 64"));
    assert!(refused("\"وزير النفط\"~4294967295").contains("up to 100"));
    assert!(answered("\"\"").starts_with("no hits"));
    assert!(refused("لافروف~3").contains("at most 2 letters"));
    let long = refused(&format!("{}~2", "ا".repeat(1900)));
    assert!(
        long.contains("too few or too many") && long.contains('…'),
        "{long}"
    );
}

#[test]
fn f10_pages_that_are_not_there() {
    let code = |args: &[&str]| {
        let mut all = vec!["search", "لافروف"];
        all.extend(args);
        at(INDEX.path(), &all).0
    };
    for far in ["1000000000", "18446744073709551615"] {
        assert_eq!((code(&["--limit", far]), code(&["--offset", far])), (1, 1));
    }
    for wrong in ["-1", "NaN", "18446744073709551616"] {
        assert_eq!(
            (code(&["--limit", wrong]), code(&["--offset", wrong])),
            (2, 2)
        );
    }
    assert_eq!(
        (code(&["--limit", "0"]), code(&["--offset", "9990"])),
        (0, 0)
    );
}

#[test]
fn f11_f15_ranges_and_fields_that_are_none() {
    for (query, part) in [
        ("date:..", "at least one date"),
        ("date:2015-08-07..2015-08-01", "ends before it begins"),
        ("date:[* TO *]", "is not a date"),
        ("date:2015-13", "is not a date"),
        ("date:2015-02-30", "is not a date"),
        ("id:abc", "no field «id»: there are title"),
        ("id_hash:1", "no field «id_hash»"),
        ("لون:أحمر", "as plain words: naba search 'لون أحمر'"),
    ] {
        assert!(refused(query).contains(part), "{query}");
    }
    assert!(answered("date:2022-05-10..2022-05-10").contains("2022-05-10"));
    assert!(answered("عنوان: لافروف").contains("عنوان: is searched as a word"));
}

#[test]
fn f12_a_boost_is_text() {
    for query in ["لافروف^0", "لافروف^-1", "لافروف^1e44", "لافروف^NaN"] {
        let (code, out, _) = at(INDEX.path(), &["search", query, "--format", "jsonl"]);
        assert_eq!(code, 0);
        for line in out.lines() {
            let hit: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(hit["score"].as_f64().unwrap().is_finite(), "{line}");
        }
    }
}

#[test]
fn f13_a_text_without_words_finds_nothing_although_an_article_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.csv");
    fs::write(&file, "title,body\nخبر ـ عاجل,قال ً ـ وزير\n").unwrap();
    let index = folder.path().join("index");
    build(&index, file.to_str().unwrap());
    for query in ["ـ", "\u{64B}\u{650}", "...", "()", "+", "="] {
        let (code, out, _) = at(&index, &["search", "--", query]);
        assert!(code == 0 && out.starts_with("no hits"), "{query}: {out}");
        assert!(out.contains("no word to look for"), "{query}: {out}");
    }
    let (_, out, _) = at(&index, &["search", "خبر ـ عاجل"]);
    assert!(out.starts_with("1 article\n"), "{out}");
}

#[test]
fn f14_one_word_in_every_encoding_of_its_letters() {
    let hits = |query: &str| {
        let (_, out, _) = at(INDEX.path(), &["search", "--format", "trec", "--", query]);
        out.lines()
            .map(|l| l.split(' ').nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = hits("أحمد");
    for other in [
        "ا\u{654}حمد",
        "ﺃﺣﻤﺪ",
        "أحـــمد",
        "أَحْمَد",
        "\u{200F}أحمد",
        "\u{61C}أحمد",
        "أح\u{200C}مد",
    ] {
        assert_eq!(hits(other), all, "{other:?}");
    }
    assert_eq!(hits("وزیر الکویت"), hits("وزير الكويت"));
    let persons = hits("person:لافروف");
    assert!(persons.contains(&"n001".to_owned()));
    assert_eq!(
        hits("person:ﻻﻓﺮﻭﻑ"),
        persons,
        "was read as letter by letter, for a second"
    );
}

#[test]
fn f17_pages_join_and_come_again() {
    let page = |offset: &str, limit: &str| {
        let args = [
            "search",
            "الجزائر",
            "--format",
            "trec",
            "--offset",
            offset,
            "--limit",
            limit,
        ];
        let (_, out, _) = at(INDEX.path(), &args);
        out.lines()
            .map(|l| l.split(' ').nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let both = page("0", "10");
    assert_eq!([page("0", "5"), page("5", "5")].concat(), both);
    for _ in 0..3 {
        assert_eq!(page("0", "10"), both);
    }
}

#[test]
fn an_index_put_together_from_parts_answers_as_one_made_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["articles.jsonl", "archive.xml", "html", "table.csv", "text"] {
        build(folder.path(), &format!("corpus/{part}"));
    }
    let indexer = |args: &[&str]| {
        let mut command = Command::cargo_bin("naba-index").unwrap();
        let output = command.arg("--index").arg(folder.path()).args(args);
        String::from_utf8(output.output().unwrap().stdout).unwrap()
    };
    indexer(&["optimize"]);
    let stats: serde_json::Value = serde_json::from_str(&indexer(&["stats", "--json"])).unwrap();
    assert_eq!(
        (&stats["articles"], &stats["segments"]),
        (&82.into(), &1.into())
    );
    let pages = ["search", "--format", "jsonl", "--limit", "50"];
    for question in [
        &["التعاون العسكري"][..],
        &["\"وزير الخارجية\""],
        &["--person", "Lavrov"],
        &["--country", "الجزائر"],
    ] {
        let question = [&pages, question].concat();
        let (status, merged, _) = at(folder.path(), &question);
        assert!(status == 0 && !merged.is_empty());
        assert_eq!(merged, at(INDEX.path(), &question).1);
    }
}

#[test]
fn f20_counts_of_everything_are_capped() {
    for command in ["people", "countries", "sources"] {
        let (code, out, _) = at(INDEX.path(), &[command, "--limit", "1000000"]);
        assert!(code == 0 && out.starts_with("among"), "{command}: {out}");
    }
    assert_eq!(at(INDEX.path(), &["timeline", "--by", "day"]).0, 0);
}

#[test]
fn b7_four_places_that_are_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let file = folder.path().join("file");
    fs::write(&file, "خبر").unwrap();
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    for name in fs::read_dir(INDEX.path()).unwrap() {
        let name = name.unwrap();
        fs::copy(name.path(), other.join(name.file_name())).unwrap();
    }
    let meta = fs::read_to_string(other.join("meta.json")).unwrap();
    let mut foreign: serde_json::Value = serde_json::from_str(&meta).unwrap();
    foreign["payload"] = serde_json::Value::Null;
    fs::write(other.join("meta.json"), foreign.to_string()).unwrap();
    let mut places = vec![
        (missing, "no index at"),
        (file, "it is a file, not a folder"),
        (other, "a tantivy index that naba did not make"),
    ];
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
        places.push((link, "it is a link to nothing"));
    }
    for (place, part) in places {
        let (code, out, error) = at(&place, &["search", "لافروف"]);
        assert_eq!(
            (code, out.as_str(), error.lines().count()),
            (1, "", 1),
            "{error}"
        );
        assert!(error.contains(part), "{error}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn b10_standard_output_that_is_full_or_closed() {
    let naba = |stdout: Stdio| {
        std::process::Command::new(assert_cmd::cargo::cargo_bin("naba"))
            .arg("--index")
            .arg(INDEX.path())
            .args(["search", "الجزائر", "--format", "jsonl", "--limit", "80"])
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = naba(full.into()).wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("o space left"), "{error}");
    let mut closed = naba(Stdio::piped());
    drop(closed.stdout.take());
    let output = closed.wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), error.as_str()), (Some(0), ""));
}

/// As another user, who may read and not write. Only root can become one.
#[cfg(target_os = "linux")]
#[test]
fn b4_b5_b6_a_folder_that_another_user_may_only_read() {
    use std::os::unix::fs::PermissionsExt;
    let other = |program: &str, args: &[&str]| {
        std::process::Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(program)
            .args(args)
            .output()
    };
    if !other("true", &[]).is_ok_and(|o| o.status.success()) {
        let skipped = "SKIPPED: another user's folder cannot be tried without root and setpriv\n";
        fs::write("/dev/stderr", skipped).unwrap();
        return;
    }
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // The program itself may lie where only its owner can look.
    let mut programs = Vec::new();
    for name in ["naba", "naba-index"] {
        let copy = folder.path().join(name);
        fs::copy(assert_cmd::cargo::cargo_bin(name), &copy).unwrap();
        programs.push(copy.to_str().unwrap().to_owned());
    }
    let index = folder.path().join("index");
    build(&index, "corpus/");
    let index = index.to_str().unwrap();
    for file in ["meta.json", ".managed.json"] {
        let mode = fs::metadata(Path::new(index).join(file))
            .unwrap()
            .permissions()
            .mode();
        let like = Path::new(index).join(".tantivy-writer.lock");
        assert_eq!(
            mode,
            fs::metadata(like).unwrap().permissions().mode(),
            "{file}"
        );
    }
    let before = fs::read_dir(index).unwrap().count();
    let found = other(&programs[0], &["--index", index, "search", "lavrov"]).unwrap();
    let out = String::from_utf8(found.stdout).unwrap();
    let error = String::from_utf8(found.stderr).unwrap();
    assert!(
        found.status.success() && out.contains("لافروف"),
        "{out}{error}"
    );
    let article = folder.path().join("news.csv");
    fs::write(&article, "title,body\nخبر,قال\n").unwrap();
    let write = [
        "--index",
        index,
        "add",
        "--quiet",
        article.to_str().unwrap(),
    ];
    let refused = other(&programs[1], &write).unwrap();
    let error = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{error}");
    assert!(
        error.lines().count() == 1 && error.to_lowercase().contains("permission denied"),
        "{error}"
    );
    assert_eq!(
        fs::read_dir(index).unwrap().count(),
        before,
        "nothing is made"
    );
}
