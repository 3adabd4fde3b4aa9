//! Other spellings of a foreign word, told by the company that they keep: سوروتش, سوروج and سروج stand in articles about the same,
//! which no list of names can know of a town that was not in the news before.
use super::interpret::Interpreter;
use crate::arabic::{Script, Word, is_ordinary_word, word_frequency};
use crate::entity::name::may_be_foreign;
use crate::error::Result;

/// Shortest word, in letters, that is looked for so, and shortest other spelling.
const SHORTEST: usize = 4;
/// How alike the titles must be, on the whole, of the articles that have one spelling and of those that have the other.
const ALIKE: f32 = 0.85;
/// How rare (in log10 of its share of running words) a word must be in Arabic at large: a common one has one spelling.
const NEW: f32 = -5.0;
/// The same of a word of the dictionary, which may be a name besides: سروج are saddles.
const RARE: f32 = -6.0;
/// Fewest articles from which it can be told what company a spelling keeps.
const ARTICLES: u64 = 3;
/// Most spellings of one word.
const MOST: usize = 6;
/// One sound, written with one letter or with two: the Turkish and English "ch".
const SOUND: [&str; 2] = ["تش", "ج"];

impl Interpreter<'_> {
    /// Spellings, folded, in which the index has a foreign word besides.
    pub(super) fn spelled_by_others(&mut self, word: &Word) -> Result<Vec<String>> {
        let Some(own) = self.foreign(word) else {
            return Ok(Vec::new());
        };
        if self.names.articles_between(&own.letters)?.1 < ARTICLES {
            return Ok(Vec::new());
        }
        let company = self.names.company(&own.letters)?;
        let mut found: Vec<String> = Vec::new();
        if company.is_empty() {
            return Ok(found);
        }
        let mut ways = ways_to_write(&own.letters);
        while let Some(way) = ways.pop() {
            for letters in self.names.words_sounding(&way)? {
                if found.len() == MOST
                    || found.contains(&letters)
                    || self.names.articles_between(&letters)?.1 < ARTICLES
                    || !self.is_another(&letters, &own)
                {
                    continue;
                }
                let alike = self.names.company(&letters)?.likeness(&company);
                if alike >= ALIKE {
                    // What is near to the other spelling may be too far from the one typed.
                    ways.extend(ways_to_write(&letters).into_iter().skip(1));
                    found.push(letters);
                }
            }
        }
        Ok(found)
    }

    /// A word that may be a foreign name, without what is attached to it.
    fn foreign(&self, word: &Word) -> Option<Foreign> {
        let reading = word.readings.first()?;
        let letters = &*reading.stem;
        let ordinary = is_ordinary(word);
        let rare = if ordinary { RARE } else { NEW };
        (word.script == Script::Arabic
            && letters.chars().count() >= SHORTEST
            && may_be_foreign(letters)
            && !letters.ends_with('ه')
            && word_frequency(letters).is_none_or(|often| often <= rare))
        .then(|| Foreign {
            letters: letters.to_owned(),
            ordinary,
            lemmas: word.readings.iter().map(|r| r.lemma.to_string()).collect(),
        })
    }

    /// Whether a word of the index may be the same foreign word in other letters, and is not found as a form of it anyway.
    fn is_another(&mut self, letters: &str, own: &Foreign) -> bool {
        if letters == own.letters || letters.ends_with('ه') {
            return false;
        }
        let tokens = self.tokens(letters);
        let [token] = tokens.as_slice() else {
            return false;
        };
        let word = self.analyzer.word(token.word);
        let (readings, ordinary) = (&word.readings, is_ordinary(word));
        let known = |lemma: &str| own.lemmas.iter().any(|l| l == lemma);
        letters.chars().count() >= SHORTEST
            && !(ordinary && own.ordinary)
            && readings.first().is_some_and(|r| *r.stem == *letters)
            && !readings.iter().any(|r| known(&r.lemma))
    }
}

/// Whether a word may be one of the dictionary, also in the accusative: جهودا and جهدا are no names.
fn is_ordinary(word: &Word) -> bool {
    let accusative = word.folded.strip_suffix('ا');
    word.readings.iter().any(|r| is_ordinary_word(&r.lemma))
        || accusative.is_some_and(is_ordinary_word)
}

/// A word that may be a foreign name.
struct Foreign {
    /// As it is looked for: folded.
    letters: String,
    /// A dictionary has it, though it is rare.
    ordinary: bool,
    lemmas: Vec<String>,
}

/// A word, and as it is if the sound is written the other way.
fn ways_to_write(word: &str) -> Vec<String> {
    let [two, one] = SOUND;
    let mut out = vec![word.to_owned()];
    for (from, to) in [(two, one), (one, two)] {
        if word.contains(from) {
            out.push(word.replace(from, to));
        }
    }
    out
}
