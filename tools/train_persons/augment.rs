//! More labelled sentences: the names in them replaced by others, so that the network learns what stands around names and what
//! names look like, not the few thousand names of the sentences.
use crate::corpus::Labelled;
use crate::random::Random;
use naba::arabic::{Analyzer, Tokens, is_ordinary_word};
use naba::article::Article;
use rustc_hash::FxHashMap;

/// Share of foreign names of which a letter is changed: names that no list has.
const CHANGED: f32 = 0.35;
/// Times that a surname must follow a given name in the news.
const OFTEN: u32 = 3;

pub struct Names {
    full: Vec<Vec<String>>,
    foreign: Vec<String>,
    given: Vec<String>,
    surnames: Vec<String>,
}

fn rows(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let rows = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    rows.map(|l| l.split('\t').map(str::to_owned).collect())
        .collect()
}

impl Names {
    /// Names of the lists in `folder` (names.lexicon.tsv, names.wikidata.train.tsv), and Arabic surnames as the articles have them.
    pub fn read(folder: &str, articles: &[Article]) -> Self {
        let titles: Vec<String> = rows("data/names/short_titles.tsv")
            .into_iter()
            .filter_map(|r| r.into_iter().next())
            .collect();
        let given: Vec<String> = rows("data/names/given.tsv")
            .into_iter()
            .filter_map(|r| r.into_iter().next())
            .collect();
        let words = |row: &Vec<String>| {
            row.first()
                .map(|n| n.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let full = rows(&format!("{folder}/names.lexicon.tsv"))
            .iter()
            .map(words)
            .filter(|n| {
                (2..=4).contains(&n.len())
                    && !n
                        .iter()
                        .any(|w| titles.contains(w) || w.starts_with("رئيس"))
            })
            .collect();
        let foreign = rows(&format!("{folder}/names.wikidata.train.tsv"))
            .iter()
            .filter_map(|r| r.get(1).map(|n| n.replace(' ', "")))
            .filter(|n| (4..=20).contains(&n.len()))
            .collect();
        let mut follows: FxHashMap<String, u32> = FxHashMap::default();
        let (mut analyzer, mut tokens) = (Analyzer::new(), Tokens::new());
        for article in articles {
            analyzer.analyze(&article.body, &mut tokens);
            for pair in tokens.windows(2) {
                let (first, last) = (
                    &*analyzer.word(pair[0].word).exact,
                    analyzer.word(pair[1].word),
                );
                if last.exact.starts_with("ال")
                    && !is_ordinary_word(&last.folded)
                    && given.iter().any(|g| g == first)
                {
                    *follows.entry(last.exact.to_string()).or_default() += 1;
                }
            }
            analyzer.trim();
        }
        let mut surnames: Vec<String> = follows
            .into_iter()
            .filter(|(_, n)| *n >= OFTEN)
            .map(|(w, _)| w)
            .collect();
        surnames.sort_unstable();
        eprintln!("{} surnames after given names", surnames.len());
        Self {
            full,
            foreign,
            given,
            surnames,
        }
    }

    fn foreign(&self, random: &mut Random) -> String {
        let mut name: Vec<char> = one(&self.foreign, random).chars().collect();
        if random.unit() < CHANGED {
            let letters: Vec<char> = "ابتدرسشفكلمنوي".chars().collect();
            let at = random.below(name.len());
            if random.unit() < 0.5 {
                name[at] = letters[random.below(letters.len())];
            } else {
                name.insert(at, letters[random.below(letters.len())]);
            }
        }
        name.into_iter().collect()
    }

    /// A name of one word, or of several.
    fn name(&self, words: usize, random: &mut Random) -> Vec<String> {
        let kind = random.unit();
        if words == 1 {
            return match kind {
                k if k < 0.45 => vec![self.foreign(random)],
                k if k < 0.65 => one(&self.full, random)
                    .last()
                    .cloned()
                    .into_iter()
                    .collect(),
                k if k < 0.85 => vec![one(&self.surnames, random).clone()],
                _ => vec![one(&self.given, random).clone()],
            };
        }
        if kind < 0.35 {
            return one(&self.full, random).clone();
        }
        if kind < 0.55 {
            let first = one(&self.full, random).first().cloned().unwrap_or_default();
            return vec![first, self.foreign(random)];
        }
        let mut out = vec![one(&self.given, random).clone()];
        for _ in 0..random.below(3) {
            if random.unit() < 0.6 {
                out.push("بن".to_owned());
            }
            out.push(one(&self.given, random).clone());
        }
        if random.unit() < 0.85 {
            out.push(one(&self.surnames, random).clone());
        } else {
            out.extend(["آل".to_owned(), one(&self.given, random).clone()]);
        }
        out
    }

    /// The sentence with other names, of places and organisations too.
    pub fn replace(&self, sentence: &Labelled, random: &mut Random) -> Labelled {
        let mut out: Labelled = Vec::new();
        let mut at = 0;
        while let Some((word, tag)) = sentence.get(at) {
            let length = 1 + sentence[at + 1..]
                .iter()
                .take_while(|(_, t)| tag % 2 == 1 && *t == *tag + 1)
                .count();
            match tag {
                1 => {
                    let follows = out.last().is_some_and(|(_, t)| matches!(t, 1 | 2));
                    let and = word.starts_with('و') && random.unit() < 0.7;
                    for (i, part) in self.name(length, random).into_iter().enumerate() {
                        let particle = if i == 0 && (follows || and || random.unit() < 0.03) {
                            "و"
                        } else {
                            ""
                        };
                        out.push((format!("{particle}{part}"), if i == 0 { 1 } else { 2 }));
                    }
                }
                3 | 5 if random.unit() < 0.7 => {
                    for (word, tag) in &sentence[at..at + length] {
                        out.push((other(word, random), *tag));
                    }
                }
                _ => out.extend_from_slice(&sentence[at..at + length]),
            }
            at += length;
        }
        out
    }
}

/// So many copies of every sentence with other names.
pub fn copies(sentences: &[Labelled], names: &Names, copies: usize, seed: u64) -> Vec<Labelled> {
    let mut random = Random::new(seed);
    let one = |_| -> Vec<Labelled> {
        sentences
            .iter()
            .map(|s| names.replace(s, &mut random))
            .collect()
    };
    (0..copies).flat_map(one).collect()
}

/// A word of no dictionary with one letter changed, so that it is in no list; any other word as it is.
fn other(word: &str, random: &mut Random) -> String {
    let folded = naba::arabic::fold_word(word);
    let mut name: Vec<char> = word.chars().collect();
    if name.len() < 4 || is_ordinary_word(&folded) || word.starts_with("ال") {
        return word.to_owned();
    }
    let letters: Vec<char> = "ابتدرسشفكلمنوي".chars().collect();
    let at = 1 + random.below(name.len() - 1);
    name[at] = letters[random.below(letters.len())];
    name.into_iter().collect()
}

fn one<'l, T>(list: &'l [T], random: &mut Random) -> &'l T {
    &list[random.below(list.len())]
}
