//! Who may know whom: reads the `use` lines of each module and holds the table of ARCHITECTURE.md.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
    out
}

/// Lines of a module that name a crate or another module.
fn mentions(module: &str, name: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = files(&root.join(module));
    if module == "bin" {
        paths.retain(|p| p.is_file());
    }
    let mut out = Vec::new();
    for path in paths {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let code = line.trim_start();
            let comment = code.starts_with("//");
            let ours = code.contains(&format!("crate::{name}"));
            let foreign = name.contains("::") || name == "tantivy";
            if !comment && (ours || (foreign && code.contains(&format!("{name}::")))) {
                out.push(format!("{}: {line}", path.display()));
            }
        }
    }
    out
}

#[test]
fn modules_know_only_whom_they_may() {
    let forbidden: &[(&str, &[&str])] = &[
        (
            "article",
            &[
                "arabic", "entity", "source", "index", "query", "search", "output", "tantivy",
            ],
        ),
        (
            "source",
            &[
                "arabic", "entity", "index", "query", "search", "output", "tantivy",
            ],
        ),
        (
            "arabic",
            &[
                "article", "entity", "source", "index", "query", "search", "output", "std::fs",
                "std::env", "tantivy",
            ],
        ),
        (
            "entity",
            &[
                "article", "source", "index", "query", "search", "output", "std::fs", "tantivy",
            ],
        ),
        ("index", &["source", "search", "output", "query::parse"]),
        (
            "query",
            &["source", "search", "output", "tantivy", "index::local"],
        ),
        ("search", &["source", "output", "tantivy"]),
        ("output", &["source", "std::fs", "tantivy", "query::Plan"]),
        ("bin", &["tantivy"]),
    ];
    for (module, names) in forbidden {
        for name in *names {
            let found = mentions(module, name);
            assert!(
                found.is_empty(),
                "{module} must not know {name}:\n{}",
                found.join("\n")
            );
        }
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in files(&root) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}
