//! Wildcards and words with letters off to the words of the index that they stand for.
use super::interpret::Interpreter;
use super::pattern::WordPattern;
use super::plan::{Node, PlanWord, Scored};
use crate::arabic::fold_word;
use crate::entity::Field;
use crate::error::{Error, Result};
use crate::limits::{EXPANSIONS, QUERY_EXPANSIONS};

const PARTICLES: &str = include_str!("../../data/particles.tsv");

/// Words looked at for each that is kept: some only look as if they had a particle in front.
const LOOKED_AT: usize = 4;
/// Words shown of an expansion.
const SHOWN: usize = 5;

/// Words of the index that fit a pattern, most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fitting {
    /// Folded words, and about how many articles have each.
    pub words: Vec<(String, u64)>,
    /// Whether more words fit than were asked for.
    pub truncated: bool,
}

/// What a wildcard or a word with letters off stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expansion {
    /// As typed.
    pub typed: String,
    /// How many words of the index it stands for.
    pub words: usize,
    /// The most frequent of them.
    pub examples: Vec<String>,
    /// Whether rarer words were left out.
    pub truncated: bool,
}

/// Attached particles that may stand before a word, folded.
fn particles() -> impl Iterator<Item = &'static str> {
    PARTICLES.lines().filter_map(|l| {
        let mut columns = l.split('\t');
        (columns.next()? == "proclitic").then_some(())?;
        columns.next()
    })
}

impl Interpreter<'_> {
    /// Words that fit a wildcard as they are written, or without the particles attached to them.
    pub(super) fn wildcard(&mut self, typed: &str, field: Option<Field>) -> Result<Node> {
        let glob = folded_glob(typed);
        let before: Vec<&str> = if glob.starts_with('*') {
            Vec::new()
        } else {
            particles().collect()
        };
        let bare = WordPattern::wildcard(&glob, []);
        let (Some(pattern), Some(bare)) = (WordPattern::wildcard(&glob, before), bare) else {
            return Err(too_long("wildcard", typed));
        };
        let most = EXPANSIONS.min(self.expansions_left);
        let mut fitting = self.names.fitting(&pattern, most * LOOKED_AT)?;
        fitting
            .words
            .retain(|(word, _)| bare.matches(word) || self.fits_without_particles(word, &bare));
        self.cut(&mut fitting, most);
        let mut out = blank(typed, field);
        for (word, _) in &fitting.words {
            out.add_written(word);
        }
        self.understand(typed, &fitting)?;
        Ok(self.expanded(out))
    }

    /// A word, and words in which at most `off` letters are other ones.
    pub(super) fn fuzzy(&mut self, typed: &str, off: u8, field: Option<Field>) -> Result<Node> {
        let folded = fold_word(typed);
        let Some(pattern) = WordPattern::near(&folded, usize::from(off)) else {
            return Err(too_long("word", typed));
        };
        let most = EXPANSIONS.min(self.expansions_left);
        let mut fitting = self.names.fitting(&pattern, most)?;
        self.cut(&mut fitting, most);
        let mut out = match self.tokens(typed).as_slice() {
            [token] => self.plan_word(token, field, false),
            _ => blank(typed, field),
        };
        for (word, _) in &fitting.words {
            out.add_spelling(word, self.weights.spelling);
        }
        self.understand(&format!("{typed}~{off}"), &fitting)?;
        Ok(self.expanded(out))
    }

    fn expanded(&mut self, word: PlanWord) -> Node {
        self.understood.words.push(word.text.clone());
        self.scored.push(Scored::Word(word.clone()));
        Node::Word(word)
    }

    fn fits_without_particles(&mut self, word: &str, bare: &WordPattern) -> bool {
        let tokens = self.tokens(word);
        let [token] = tokens.as_slice() else {
            return false;
        };
        self.analyzer.word(token.word).readings.iter().any(|r| {
            !r.proclitics.is_empty()
                && (bare.matches(&format!("{}{}", r.stem, r.enclitic))
                    || word
                        .strip_prefix(&*r.proclitics)
                        .is_some_and(|rest| bare.matches(rest)))
        })
    }

    fn cut(&mut self, fitting: &mut Fitting, most: usize) {
        fitting.truncated |= fitting.words.len() > most;
        fitting.words.truncate(most);
        self.expansions_left = self.expansions_left.saturating_sub(fitting.words.len());
    }

    fn understand(&mut self, typed: &str, fitting: &Fitting) -> Result<()> {
        let examples: Result<Vec<String>> = fitting
            .words
            .iter()
            .take(SHOWN)
            .map(|(word, _)| self.as_written(word))
            .collect();
        self.understood.expansions.push(Expansion {
            typed: typed.to_owned(),
            words: fitting.words.len(),
            examples: examples?,
            truncated: fitting.truncated,
        });
        Ok(())
    }
}

/// Words that all expansions of one query may stand for.
pub(super) const BUDGET: usize = QUERY_EXPANSIONS;

fn too_long(what: &str, typed: &str) -> Error {
    Error::Part {
        message: format!("the {what} «{typed}» is too long"),
        part: typed.to_owned(),
    }
}

fn blank(typed: &str, field: Option<Field>) -> PlanWord {
    PlanWord {
        text: typed.to_owned(),
        field,
        boost: 1.0,
        ..PlanWord::default()
    }
}

/// The pieces between the wildcards folded like the text.
fn folded_glob(typed: &str) -> String {
    let mut out = String::new();
    for piece in typed.split_inclusive(['*', '?']) {
        let (text, sign) = match piece.strip_suffix(['*', '?']) {
            Some(text) => (text, piece.get(text.len()..).unwrap_or_default()),
            None => (piece, ""),
        };
        out.push_str(&fold_word(text));
        out.push_str(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_folded_like_the_text() {
        assert_eq!(folded_glob("أحم*"), "احم*");
        assert_eq!(folded_glob("مدر?ـة*"), "مدر?ه*");
        assert_eq!(folded_glob("*ستان"), "*ستان");
    }
}
