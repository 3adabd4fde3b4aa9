//! The table of attached particles: which there are, what they stand with, how rare each makes a word.
use std::sync::LazyLock;

const PARTICLES: &str = include_str!("../../data/particles.tsv");

/// What may stand after a proclitic or before an enclitic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Any,
    Noun,
    Verb,
    /// Any, after a question alef that is written with its hamza.
    Question,
}

/// A particle, or a stack of them.
pub(super) struct Particle {
    /// Folded.
    pub letters: &'static str,
    /// How many letters these are, and the first and the last of them.
    pub count: usize,
    pub first: char,
    pub last: char,
    /// Whether it ends in the article.
    pub article: bool,
    pub takes: Takes,
    /// log10 of how much rarer the particle makes a word; negative.
    pub cost: f32,
}

/// Words that no preposition stands before.
pub(super) static BARE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    PARTICLES
        .lines()
        .filter_map(|l| l.strip_prefix("bare\t"))
        .collect()
});

pub(super) static PROCLITICS: LazyLock<Vec<Particle>> = LazyLock::new(|| particles("proclitic"));
pub(super) static ENCLITICS: LazyLock<Vec<Particle>> = LazyLock::new(|| particles("enclitic"));

/// The particles that may stand before a noun, and whether each ends in the article.
pub(super) fn proclitics() -> impl Iterator<Item = (&'static str, bool)> {
    let nominal = |p: &&Particle| matches!(p.takes, Takes::Any | Takes::Noun);
    PROCLITICS
        .iter()
        .filter(nominal)
        .map(|p| (p.letters, p.article))
}

fn particles(kind: &str) -> Vec<Particle> {
    let rows = PARTICLES.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| {
        let mut columns = line.split('\t');
        if columns.next()? != kind {
            return None;
        }
        let letters = columns.next()?;
        let article = columns.next()? == "1";
        let takes = match columns.next()? {
            "noun" => Takes::Noun,
            "verb" => Takes::Verb,
            "question" => Takes::Question,
            _ => Takes::Any,
        };
        let cost = -columns.next()?.parse::<f32>().ok()? / 10.0;
        Some(Particle {
            letters,
            count: letters.chars().count(),
            first: letters.chars().next()?,
            last: letters.chars().next_back()?,
            article,
            takes,
            cost,
        })
    })
    .collect()
}
