//! Names in Latin letters that no reading of the letters leads to the Arabic one: Cairo, Hezbollah, The Hague. From `data/exonyms.tsv`.
use super::interpret::Interpreter;
use super::plan::{Node, PlanWord, Scored};
use super::rescue::{CLEARLY_MORE, Rescue, RescueKind};
use super::units::Unit;
use super::wording::is_latin;
use crate::arabic::{Token, fold_text};
use crate::entity::Field;
use crate::error::Result;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/exonyms.tsv");

/// Longest name in words.
const LONGEST: usize = 4;

/// Folded Latin names to the Arabic ones.
static NAMES: LazyLock<FxHashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#'));
    let cells = |cell: &'static str| cell.split(',').map(str::trim);
    rows.filter_map(|row| row.split_once('\t'))
        .flat_map(|(latin, arabic)| {
            cells(latin).map(move |name| (fold_text(name), cells(arabic).collect()))
        })
        .collect()
});

/// The words of these names.
static WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| NAMES.keys().flat_map(|name| name.split(' ')).collect());

/// Whether a text is a word of a name in Latin letters.
pub(super) fn is_of_exonym(text: &str) -> bool {
    fold_text(text).split(' ').all(|word| WORDS.contains(word))
}

/// The longest name that begins the folded words: its number of words, and the Arabic names.
fn exonym(words: &[&str]) -> Option<(usize, &'static [&'static str])> {
    (1..=LONGEST.min(words.len())).rev().find_map(|length| {
        let names = NAMES.get(&words.get(..length)?.join(" "))?;
        Some((length, names.as_slice()))
    })
}

/// A stretch of the query that is a name in Latin letters.
pub(super) struct Called {
    /// Number of words.
    pub length: usize,
    /// Its Arabic names that an article has.
    pub names: Vec<&'static str>,
}

impl Called {
    /// As a stretch of a phrase that may be written in other ways.
    pub(super) fn into_unit(self) -> Unit {
        let others = self.names.into_iter().map(str::to_owned).collect();
        Unit {
            length: self.length,
            others,
        }
    }
}

impl Interpreter<'_> {
    /// The name in Latin letters that begins some words of the query, whose folded forms are `folded`; none if no article has an Arabic
    /// name of it.
    pub(super) fn called(&mut self, tokens: &[Token], folded: &[&str]) -> Result<Option<Called>> {
        let latin = |t: &Token| is_latin(self.analyzer.word(t.word));
        if !self.rescue || !tokens.first().is_some_and(latin) {
            return Ok(None);
        }
        let Some((length, names)) = exonym(folded) else {
            return Ok(None);
        };
        let tokens = tokens.get(..length).unwrap_or_default();
        let typed: Vec<&str> = tokens
            .iter()
            .map(|t| &*self.analyzer.word(t.word).exact)
            .collect();
        let typed = typed.join(" ");
        let own: Vec<PlanWord> = tokens
            .iter()
            .map(|t| self.plan_word(t, None, false))
            .collect();
        let own = self.names.count(&side_by_side(own))?;
        let mut read = Vec::new();
        for name in names {
            let words = self.plain_plan_words(name);
            let articles = self.names.count(&side_by_side(words))?;
            if articles > 0 {
                read.push((*name, articles));
            }
        }
        // What the articles call so in Latin letters is meant as typed, unless far more have an Arabic name of it.
        let most = read.iter().map(|(_, n)| *n).max().unwrap_or(0);
        if most <= own * CLEARLY_MORE {
            return Ok(None);
        }
        let names = read.iter().map(|(name, _)| *name).collect();
        let told = read.into_iter().map(|(name, n)| (name.to_owned(), n));
        let rescue = Rescue {
            kind: RescueKind::Exonym,
            typed,
            read: told.collect(),
            instead: own == 0,
        };
        if !self.understood.rescues.contains(&rescue) {
            self.understood.rescues.push(rescue);
        }
        Ok(Some(Called { length, names }))
    }

    /// What a name in Latin letters is looked for as: its own letters, or an Arabic name.
    pub(super) fn called_node(
        &mut self,
        tokens: &[Token],
        called: &Called,
        field: Option<Field>,
    ) -> Node {
        let own: Vec<PlanWord> = tokens
            .iter()
            .map(|t| self.plan_word(t, field, false))
            .collect();
        let mut names: Vec<Vec<PlanWord>> = Vec::new();
        for name in &called.names {
            let words = self.plain_plan_words(name).into_iter();
            names.push(words.map(|word| PlanWord { field, ..word }).collect());
        }
        // Names of one word are one word in several spellings; else the words of the first name count for the ranking.
        let (single, several): (Vec<_>, Vec<_>) = std::iter::once(&own)
            .chain(&names)
            .cloned()
            .partition(|words| words.len() == 1);
        let mut single = single.into_iter().flatten();
        let mut any = Vec::new();
        if let Some(mut word) = single.next() {
            single.for_each(|other| word.add_word(&other, 1.0));
            any.push(Node::Word(word));
        }
        let counts = match any.first() {
            Some(Node::Word(word)) if names.iter().any(|words| words.len() == 1) => {
                vec![word.clone()]
            }
            _ => names.into_iter().next().unwrap_or_default(),
        };
        let texts = counts.iter().map(|word| word.text.clone());
        self.understood.words.extend(texts);
        self.scored.extend(counts.into_iter().map(Scored::Word));
        any.extend(several.into_iter().map(Node::Phrase));
        match any.len() {
            1 => any.remove(0),
            _ => Node::Any(any),
        }
    }
}

/// Words side by side.
fn side_by_side(mut words: Vec<PlanWord>) -> Node {
    match words.len() {
        1 => Node::Word(words.remove(0)),
        _ => Node::Phrase(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::{Analyzer, Script, Tokens, Word};

    #[test]
    fn every_row_has_latin_names_and_arabic_ones_and_no_name_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for row in TABLE.lines().filter(|l| !l.starts_with('#')) {
            let (latin, arabic) = row.split_once('\t').unwrap();
            let mut analyzer = Analyzer::new();
            let mut tokens = Tokens::new();
            let mut all = |cell: &str, wanted: &dyn Fn(&Word) -> bool| {
                for name in cell.split(',').map(str::trim) {
                    analyzer.analyze(name, &mut tokens);
                    assert!(!tokens.is_empty(), "{row}");
                    assert!(
                        tokens.iter().all(|t| wanted(analyzer.word(t.word))),
                        "{row}"
                    );
                }
            };
            all(latin, &is_latin);
            all(arabic, &|word| word.script == Script::Arabic);
            for name in latin.split(',').map(fold_text) {
                assert!(name.split(' ').count() <= LONGEST, "{row}");
                assert!(seen.insert(name), "{row}");
            }
        }
    }

    #[test]
    fn the_longest_name_counts() {
        let of = |words: &[&str]| exonym(words).map(|(length, names)| (length, names[0]));
        assert_eq!(of(&["gaza", "strip", "war"]), Some((2, "قطاع غزة")));
        assert_eq!(of(&["gaza", "war"]), Some((1, "غزة")));
        assert_eq!(of(&["lavrov"]), None);
    }
}
