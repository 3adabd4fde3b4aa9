//! What was meant by words that no article has: another spelling, another keyboard layout, another script. Whatever is read so
//! is told to who typed it.
use super::arabizi;
use super::exonym::is_of_exonym;
use super::interpret::{Interpreter, Names};
use super::keyboard::{on_arabic_layout, on_latin_layouts};
use super::pattern::WordPattern;
use super::plan::{Node, PlanWord};
use super::wording::is_latin;
use crate::arabic::{
    Script, Word, fold_text, fold_word, is_name_word, is_ordinary_word, is_stop_word, typing_slips,
};
use crate::entity::Field;
use crate::entity::country::resolve;
use crate::entity::name::{Pattern, Width};
use crate::error::Result;

/// What a word was read as, and how.
pub(super) type Read = (RescueKind, Vec<(String, u64)>);

/// How a word was read that no article has as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RescueKind {
    /// A word of the index a letter or two away.
    Spelling,
    /// The same keys on another layout.
    Keyboard,
    /// Arabic in Latin letters.
    Script,
    /// Another name in Latin letters: Cairo.
    Exonym,
}

/// A word and what was looked for instead or besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescue {
    /// How it was read.
    pub kind: RescueKind,
    /// As typed.
    pub typed: String,
    /// What was looked for, best first, with the number of articles that have it as written.
    pub read: Vec<(String, u64)>,
    /// Whether the word as typed finds nothing.
    pub instead: bool,
}

/// Fewest letters of a word that is read as another spelling.
const SHORTEST: usize = 4;
/// Fewest letters for two letters to be off.
const SHORTEST_FOR_TWO: usize = 7;
/// Fewest articles of a word that one is read as, by letters off: one in fewer may be a slip itself. In a small index, whose words
/// are all rare, one for so many articles of the index.
const ARTICLES: [u64; 3] = [0, 3, 10];
/// See [`ARTICLES`].
const SMALL: [u64; 3] = [1, 2000, 500];
/// A word in so few articles may be a slip; another spelling is suggested, not read.
const FEW: u64 = 2;
/// What is suggested is in so many times as many articles.
const SUGGESTED: u64 = 50;
/// A Latin word is read in Arabic besides if that is in so many times as many articles.
pub(super) const CLEARLY_MORE: u64 = 3;
/// Shortest stretch that is read as typed on another layout: nearly every pair of letters is a word there.
const SHORTEST_STRETCH: usize = 3;
/// Most letters of a stretch whose words must be in the index as they are.
const SHORT: usize = 4;
/// Words of one query for which the dictionary is searched: each takes up to twenty milliseconds.
pub(super) const TRIES: usize = 8;
/// Words of the dictionary that are weighed against each other.
const CANDIDATES: usize = 200;
/// Arabic words that one Latin word is read as, at most.
const READINGS: usize = 3;
/// A reading this much less likely than the best (in ln) is left out.
const BESIDES: f32 = 1.0;
/// Readings looked at for that.
const READINGS_LOOKED_AT: usize = 12;
/// Letters of a country's code, which is more often another word.
const COUNTRY_CODE: usize = 3;
/// Fewest letters of a Latin word that is read as the model of names learnt: what is short is like many names.
const LEARNT_LETTERS: usize = 6;
/// A name that is less close than this share of the closest is left out.
const AS_CLOSE: f32 = 0.9;
/// Cost for each Latin letter up to which a word counts as read.
const COST_A_LETTER: f32 = 0.09;
/// How many times as frequent a reading must be to make up for a cost of 1.
const COST_IN_LN: f32 = 15.0;

impl Interpreter<'_> {
    /// A text with each stretch between spaces that finds nothing as typed read as typed on the other keyboard layout.
    pub(super) fn on_the_other_layout(&mut self, text: &str) -> Result<Option<String>> {
        if !self.rescue || !text.contains(|c: char| c.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let mut changed = false;
        let mut out: Vec<String> = Vec::new();
        for stretch in text.split_whitespace() {
            let read = self.latin_stretch(stretch)?;
            changed |= read.is_some();
            out.push(match read {
                Some((meant, articles)) => {
                    self.understood.rescues.push(Rescue {
                        kind: RescueKind::Keyboard,
                        typed: stretch.to_owned(),
                        read: vec![(meant.clone(), articles)],
                        instead: true,
                    });
                    meant
                }
                None => stretch.to_owned(),
            });
        }
        Ok(changed.then(|| out.join(" ")))
    }

    /// Whether a text that is no query has something typed on another layout.
    pub(crate) fn is_typed_elsewhere(&mut self, text: &str) -> Result<bool> {
        Ok(self.on_the_other_layout(text)?.is_some())
    }

    fn latin_stretch(&mut self, stretch: &str) -> Result<Option<(String, u64)>> {
        let latin = stretch.chars().any(|c| c.is_ascii_alphabetic());
        if stretch.chars().count() < SHORTEST_STRETCH
            || !latin
            || stretch
                .chars()
                .any(|c| ('\u{0600}'..='\u{06FF}').contains(&c))
            || is_of_exonym(stretch)
        {
            return Ok(None);
        }
        let own: Vec<PlanWord> = self.plain_plan_words(stretch);
        for word in &own {
            if word.text.len() > 2 && self.articles_of(word)? > 0 {
                return Ok(None);
            }
        }
        let mut best: Option<(String, u64)> = None;
        for meant in on_arabic_layout(stretch) {
            let letters = meant.chars().filter(|c| !c.is_ascii()).count();
            let mut least = u64::MAX;
            for word in self.plain_plan_words(&meant) {
                // Of a few letters nearly any others are a form of some word; they must stand somewhere as they are.
                let articles = if letters <= SHORT {
                    self.names.articles_with(&fold_word(&word.text))?
                } else {
                    self.articles_of(&word)?
                };
                least = least.min(articles);
            }
            if letters < SHORTEST_STRETCH {
                continue;
            }
            let better = best.as_ref().is_none_or(|(_, most)| *most < least);
            if least > 0 && least < u64::MAX && better {
                best = Some((meant, least));
            }
        }
        Ok(best)
    }

    pub(super) fn articles_of(&self, word: &PlanWord) -> Result<u64> {
        self.names.count(&Node::Word(word.clone()))
    }

    pub(super) fn plain_plan_words(&mut self, text: &str) -> Vec<PlanWord> {
        let tokens = self.tokens(text);
        tokens
            .iter()
            .map(|t| self.plan_word(t, None, false))
            .collect()
    }

    /// Adds to a word that no article has what it was most likely meant to be; remembers it, and what it could be where it is
    /// only rare.
    pub(super) fn rescue_word(
        &mut self,
        word: &Word,
        field: Option<Field>,
        out: &mut PlanWord,
    ) -> Result<()> {
        let latin = is_latin(word);
        let arabic = word.script == Script::Arabic;
        if !self.rescue || !(latin || arabic) {
            return Ok(());
        }
        if arabic
            && (self.names.articles_between(&word.folded)?.0 > FEW
                || self.names.articles_with(&word.folded)? > FEW)
        {
            return Ok(());
        }
        let own = self.articles_of(out)?;
        if own > FEW && arabic {
            return Ok(());
        }
        let known = self.rescued.get(&*word.folded).cloned();
        if known.is_none() && self.rescues_left == 0 {
            return Ok(());
        }
        let first = known.is_none();
        self.rescues_left -= usize::from(first);
        let found = match known {
            Some(known) => known,
            None if latin => self.arabic_for_latin(&word.exact, own)?,
            None if own == 0 => self.meant_by(word)?,
            None => {
                self.suggest(word, own)?;
                None
            }
        };
        self.rescued.insert(word.folded.to_string(), found.clone());
        let Some((kind, read)) = found else {
            self.lost = own == 0;
            return Ok(());
        };
        let share = if own == 0 { 1.0 } else { self.weights.spelling };
        let mut read = read;
        for (meant, articles) in &mut read {
            for other in self.plain_plan_words(meant) {
                let other = PlanWord { field, ..other };
                out.add_word(&other, share);
                *articles = self.articles_of(&other)?;
            }
            *meant = self.as_written(meant)?;
        }
        if first {
            self.understood.rescues.push(Rescue {
                kind,
                typed: word.exact.to_string(),
                read,
                instead: own == 0,
            });
        }
        Ok(())
    }

    /// Suggests what a word in a few articles may be a slip of: a much more frequent one, or two without the space between them.
    fn suggest(&mut self, word: &Word, own: u64) -> Result<()> {
        let least = own * SUGGESTED;
        let near = self.spelled_right(word, 1)?.filter(|(_, n)| *n >= least);
        let (meant, articles) = match near {
            Some((meant, n)) => (self.as_written(&meant)?, n),
            None => match self.two_words(&word.exact)?.filter(|(.., n)| *n >= least) {
                Some((first, second, n)) => (format!("{} {}", first.text, second.text), n),
                None => return Ok(()),
            },
        };
        let suggestion = (word.exact.to_string(), meant, articles);
        self.understood.suggestions.push(suggestion);
        Ok(())
    }

    fn meant_by(&mut self, word: &Word) -> Result<Option<Read>> {
        if let Some(meant) = self.spelled_right(word, 1)? {
            return Ok(Some((RescueKind::Spelling, vec![meant])));
        }
        for latin in on_latin_layouts(&word.exact) {
            let articles = self.names.articles_with(&fold_word(&latin))?;
            let mut read = read_in_arabic(self.names, &latin, 0)?;
            if articles > 0 {
                read.insert(0, (latin, articles));
            }
            read.truncate(READINGS);
            if !read.is_empty() {
                return Ok(Some((RescueKind::Keyboard, read)));
            }
        }
        Ok(self
            .spelled_right(word, 2)?
            .map(|meant| (RescueKind::Spelling, vec![meant])))
    }

    fn spelled_right(&self, word: &Word, off: usize) -> Result<Option<(String, u64)>> {
        spelling(self.names, word, off)
    }

    fn arabic_for_latin(&mut self, latin: &str, own: u64) -> Result<Option<Read>> {
        if let [country, ..] = resolve(latin).as_slice()
            && latin.chars().count() > COUNTRY_CODE
        {
            let articles = self.names.articles_with(&fold_word(country.name_ar))?;
            if articles > own * CLEARLY_MORE {
                let read = vec![(country.name_ar.to_owned(), articles)];
                return Ok(Some((RescueKind::Script, read)));
            }
        }
        let mut read = read_in_arabic(self.names, latin, own * CLEARLY_MORE)?;
        // وبما is no reading of obama: under a particle a word is found anyway.
        read.retain(|(word, _)| {
            let tokens = self.tokens(word);
            tokens.first().is_some_and(|t| {
                let first = self.analyzer.word(t.word).readings.first();
                first.is_some_and(|r| matches!(&*r.proclitics, "" | "ال"))
            })
        });
        // Words that hardly any article has and no list knows are read by the table only because it reads nearly anything: خشوعك
        // for khashoggi, where خاشقجي is there, too.
        let unlikely =
            |(word, n): &(String, u64)| *n <= FEW && !is_name_word(word) && !is_ordinary_word(word);
        if own == 0 && read.iter().all(unlikely) {
            let names = self.names_like(latin)?;
            if !names.is_empty() {
                read = names;
            }
        }
        read.truncate(READINGS);
        Ok((!read.is_empty()).then_some((RescueKind::Script, read)))
    }

    /// The words of the index that write a name in Latin letters, by what was learnt from pairs of names: for those that no table
    /// of letters reads, such as Khashoggi.
    fn names_like(&self, latin: &str) -> Result<Vec<(String, u64)>> {
        let Some(plain) = arabizi::plain(latin).filter(|p| p.len() >= LEARNT_LETTERS) else {
            return Ok(Vec::new());
        };
        let pattern = Pattern::latin(&latin.to_lowercase());
        if plain.chars().any(|c| !c.is_ascii_alphabetic()) {
            return Ok(Vec::new());
        }
        let mut read: Vec<(f32, String)> = Vec::new();
        for word in self.names.words_near(&pattern, "")? {
            if let Some(closeness) = pattern.read(&word, Width::Same)
                && self.names.articles_with(&word)? > 0
            {
                read.push((closeness, word));
            }
        }
        read.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let closest = read.first().map_or(0.0, |(closeness, _)| *closeness);
        read.into_iter()
            .take_while(|(closeness, _)| *closeness >= closest * AS_CLOSE)
            .take(READINGS)
            .map(|(_, word)| {
                let articles = self.names.articles_with(&word)?;
                Ok((word, articles))
            })
            .collect()
    }
}

/// The word of the index that a word was most likely meant to be with so many letters off: a slip that typists make before any
/// other, another first letter last of all, and then the more frequent one.
pub(super) fn spelling(
    names: &dyn Names,
    word: &Word,
    off: usize,
) -> Result<Option<(String, u64)>> {
    let letters = word.folded.chars().count();
    let shortest = if off > 1 { SHORTEST_FOR_TWO } else { SHORTEST };
    let Some(pattern) =
        WordPattern::near(&word.folded, off).filter(|_| (shortest..=32).contains(&letters))
    else {
        return Ok(None);
    };
    let slips = typing_slips(word);
    let first = word.folded.chars().next();
    let all = names.count(&Node::everything())?;
    let (most, small) = (ARTICLES.get(off), SMALL.get(off));
    let (most, small) = (
        most.copied().unwrap_or(u64::MAX),
        small.copied().unwrap_or(1),
    );
    let least = (all / small).clamp(off as u64, most);
    // What a dictionary or a list of names knows is no slip, however rare.
    let known = |meant: &str| off == 1 && (is_name_word(meant) || is_ordinary_word(meant));
    let likely = |(meant, articles): &(String, u64)| {
        let mut out = (*articles as f32).ln();
        if slips.contains(meant) {
            out += 3.0;
        }
        if meant.chars().next() != first {
            out -= 4.0;
        }
        out
    };
    let found = names.fitting(&pattern, CANDIDATES)?.words;
    Ok(found
        .into_iter()
        .filter(|(meant, n)| {
            (*n >= least || known(meant)) && **meant != *word.folded && !is_stop_word(meant)
        })
        .max_by(|a, b| likely(a).total_cmp(&likely(b)).then_with(|| b.0.cmp(&a.0))))
}

/// Whether a plain Latin word may stand for a folded Arabic one.
pub(super) fn reads_as(plain: &str, folded: &str) -> bool {
    arabizi::cost(plain, folded) <= COST_A_LETTER * plain.len() as f32
}

/// The words of the index that a Latin word stands for, each in more than `least` articles, best first.
pub(super) fn read_in_arabic(
    names: &dyn Names,
    latin: &str,
    least: u64,
) -> Result<Vec<(String, u64)>> {
    let Some(plain) = arabizi::plain(latin).filter(|p| p.len() >= 3) else {
        return Ok(Vec::new());
    };
    let Some(pattern) = arabizi::pattern(&plain) else {
        return Ok(Vec::new());
    };
    // With and without the article it is one word.
    let bare = |word: &str| fold_text(word.strip_prefix("ال").unwrap_or(word));
    let allowed = COST_A_LETTER * plain.len() as f32;
    let mut read: Vec<(String, u64, f32)> = names
        .fitting(&pattern, CANDIDATES)?
        .words
        .into_iter()
        .map(|(word, n)| {
            let cost = arabizi::cost(&plain, &word);
            (word, n, cost)
        })
        .filter(|(word, n, cost)| {
            // Every other Latin letter is a vowel that Arabic leaves out; more are not left out.
            let letters = bare(word).chars().count();
            letters * 2 + 1 >= plain.len() && *cost <= allowed && *n > least && !is_stop_word(word)
        })
        .collect();
    let likely = |n: u64, cost: f32| (n as f32).ln() - cost * COST_IN_LN;
    read.sort_by(|a, b| {
        likely(b.1, b.2)
            .total_cmp(&likely(a.1, a.2))
            .then_with(|| a.0.cmp(&b.0))
    });
    let best = read.first().map_or(0.0, |(_, n, cost)| likely(*n, *cost));
    let mut out: Vec<(String, u64)> = Vec::new();
    for (word, n, cost) in read {
        let known = out.iter().any(|(other, _)| bare(other) == bare(&word));
        if likely(n, cost) + BESIDES >= best && !known && out.len() < READINGS_LOOKED_AT {
            out.push((word, n));
        }
    }
    Ok(out)
}

#[cfg(test)]
#[path = "rescue_tests.rs"]
mod tests;
