//! How good a network is, and where it errs.
use crate::corpus::{Corpus, Sentence};
use crate::network::Network;

/// Exact-span precision, recall and F1 of persons.
pub fn score(network: &Network, corpus: &Corpus, check: &[Sentence]) -> String {
    let (mut right, mut got, mut want) = (0, 0, 0);
    for sentence in check {
        let found = persons(&network.tags(corpus, sentence));
        let gold = persons(&sentence.tags);
        right += found.iter().filter(|f| gold.contains(f)).count();
        got += found.len();
        want += gold.len();
    }
    let (p, r) = (
        right as f32 / got.max(1) as f32,
        right as f32 / want.max(1) as f32,
    );
    format!(
        "persons P {p:.4} R {r:.4} F1 {:.4}",
        2.0 * p * r / (p + r).max(1e-9)
    )
}

/// Shows what is missed and what is wrong, in its sentence.
pub fn errors(network: &Network, corpus: &Corpus, check: &[Sentence]) {
    for sentence in check {
        let found = persons(&network.tags(corpus, sentence));
        let gold = persons(&sentence.tags);
        let word = |at: usize| {
            let id = sentence.words.get(at).copied().unwrap_or_default();
            corpus
                .analyzer
                .word(naba::arabic::WordId(id))
                .exact
                .to_string()
        };
        let show = |from: usize, to: usize| {
            (from..to.min(sentence.words.len()))
                .map(word)
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (kind, list, other) in [("missed", &gold, &found), ("false", &found, &gold)] {
            for (from, to) in list.iter().filter(|s| !other.contains(s)) {
                println!(
                    "{kind}: {} [{}] {}",
                    show(from.saturating_sub(4), *from),
                    show(*from, *to),
                    show(*to, to + 3)
                );
            }
        }
    }
}

/// Spans of persons.
pub fn persons(tags: &[u8]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        match tag {
            1 => out.push((at, at + 1)),
            2 => match out.last_mut().filter(|s| s.1 == at) {
                Some(span) => span.1 = at + 1,
                None => out.push((at, at + 1)),
            },
            _ => {}
        }
    }
    out
}
