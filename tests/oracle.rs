//! Random queries against a reading of every article by the letter: what a search finds is what the words say.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use naba::index::Sort;
use naba::search::{Request, Search};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

/// Words without other forms, so that the reading below needs no Arabic.
const WORDS: [&str; 8] = [
    "zorkel", "blimfo", "quandra", "vextor", "plumiq", "drozan", "wulfek", "smarnu",
];
const ARTICLES: usize = 1000;
const QUERIES: usize = 2000;

/// xorshift64* (Marsaglia 2003; Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    fn words(&mut self, n: usize) -> Vec<&'static str> {
        (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect()
    }

    fn distinct(&mut self, n: usize) -> Vec<&'static str> {
        let first = self.below(WORDS.len());
        (0..n)
            .map(|i| WORDS[(first + i * 3) % WORDS.len()])
            .collect()
    }
}

/// A query and what it says.
enum Said {
    Word(&'static str),
    Titled(&'static str),
    Phrase(Vec<&'static str>),
    Near(Vec<&'static str>, usize),
    All(Vec<Said>),
    Any(Vec<Said>),
    Not(Box<Said>),
}

impl Said {
    fn random(random: &mut Random, depth: usize) -> Said {
        let kinds = if depth == 0 { 4 } else { 7 };
        match random.below(kinds) {
            0 => Said::Word(random.words(1)[0]),
            1 => Said::Titled(random.words(1)[0]),
            2 => Said::Phrase(random.words(2)),
            3 => {
                let n = 2 + random.below(2);
                Said::Near(random.distinct(n), random.below(4))
            }
            4 => Said::All(
                (0..2 + random.below(2))
                    .map(|_| Said::random(random, depth - 1))
                    .collect(),
            ),
            5 => Said::Any(
                (0..2 + random.below(2))
                    .map(|_| Said::random(random, depth - 1))
                    .collect(),
            ),
            _ => Said::Not(Box::new(Said::random(random, depth - 1))),
        }
    }

    fn typed(&self) -> String {
        match self {
            Said::Word(word) => (*word).to_owned(),
            Said::Titled(word) => format!("title:{word}"),
            Said::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Said::Near(words, within) => format!("\"{}\"~{within}", words.join(" ")),
            Said::All(parts) => format!("({})", typed(parts, " ")),
            Said::Any(parts) => format!("({})", typed(parts, " OR ")),
            Said::Not(part) => format!("-({})", part.typed()),
        }
    }

    fn holds(&self, title: &[&str], body: &[&str]) -> bool {
        let fields = [title, body];
        match self {
            Said::Word(word) => fields.iter().any(|f| f.contains(word)),
            Said::Titled(word) => title.contains(word),
            Said::Phrase(words) => fields
                .iter()
                .any(|f| f.windows(words.len()).any(|w| w == words.as_slice())),
            // All of them in a stretch that holds at most so many others.
            Said::Near(words, within) => fields.iter().any(|f| {
                let longest = (words.len() + within).min(f.len());
                longest >= words.len()
                    && f.windows(longest)
                        .any(|stretch| words.iter().all(|w| stretch.contains(w)))
            }),
            Said::All(parts) => parts.iter().all(|p| p.holds(title, body)),
            Said::Any(parts) => parts.iter().any(|p| p.holds(title, body)),
            Said::Not(part) => !part.holds(title, body),
        }
    }
}

fn typed(parts: &[Said], between: &str) -> String {
    let parts: Vec<String> = parts.iter().map(Said::typed).collect();
    parts.join(between)
}

#[test]
fn a_search_finds_what_a_reading_by_the_letter_finds() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let articles: Vec<[Vec<&str>; 2]> = (0..ARTICLES)
        .map(|_| {
            let (title, body) = (1 + random.below(3), 1 + random.below(6));
            [random.words(title), random.words(body)]
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut news = "id,title,body\n".to_owned();
    for (i, [title, body]) in articles.iter().enumerate() {
        writeln!(news, "{i},{},{}", title.join(" "), body.join(" ")).unwrap();
    }
    let (file, index) = (folder.path().join("news.csv"), folder.path().join("index"));
    fs::write(&file, news).unwrap();
    let mut command = Command::cargo_bin("naba-index").unwrap();
    command
        .arg("--index")
        .arg(&index)
        .args(["add", "--quiet"])
        .arg(&file);
    command.assert().success();
    let search = Search::open(index.to_str().unwrap()).unwrap();
    for _ in 0..QUERIES {
        // A word that is wanted, so that there is something to look for.
        let wanted = random.words(1)[0];
        let said = Said::random(&mut random, 3);
        let query = format!("{wanted} {}", said.typed());
        let request = Request {
            query: query.clone(),
            sort: Sort::Newest,
            limit: ARTICLES,
            ..Request::default()
        };
        let results = search.run(&request).unwrap();
        let found: BTreeSet<usize> = results
            .hits
            .iter()
            .map(|hit| hit.stored.article.id.parse().unwrap())
            .collect();
        let read: BTreeSet<usize> = articles
            .iter()
            .enumerate()
            .filter(|(_, [title, body])| {
                Said::Word(wanted).holds(title, body) && said.holds(title, body)
            })
            .map(|(i, _)| i)
            .collect();
        let differ: Vec<&usize> = found.symmetric_difference(&read).take(5).collect();
        assert!(differ.is_empty(), "{query}: {differ:?} differ");
        assert_eq!(results.total, read.len() as u64, "{query}");
    }
}
