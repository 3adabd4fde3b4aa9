//! Words and phrases of a query to the words of a plan: in every spelling, and in every way in which people write them.
use super::arabizi::is_article;
use super::exonym::Called;
use super::interpret::Interpreter;
use super::lexer::digit;
use super::plan::{Node, PlanWord, Scored};
use super::remembered::{Spelled, SpelledAs};
use super::units::{letter_names, unit};
use super::vocabulary;
use crate::arabic::{
    Script, Token, Word, foreign_variants, is_ordinary_word, is_stop_word, typing_slips,
};
use crate::article::period;
use crate::entity::Field;
use crate::entity::country::resolve;
use crate::error::{Error, Result};
use crate::limits::PHRASE_WORDS;

/// Shortest word, in letters, that is looked for under other spellings of names.
const SHORTEST_NAME: usize = 4;
/// Shortest word, in letters, that is taken for a slip of typing: among shorter ones nearly every slip is a word.
const SHORTEST_SLIP: usize = 5;
/// A word is taken for a slip if what it is a slip of is in so many times as many articles,
const SLIP_RATIO: u64 = 10;
/// and in at least so many.
const SLIP_ARTICLES: u64 = 20;
/// Words of a query that are looked at for what may have been meant as a field.
const LOOKED_AT: usize = 8;
/// Fewest bytes of a date with its day or month.
const SHORTEST_DATE: usize = 7;
/// Most other spellings of a name that are told.
const SPELLINGS_TOLD: usize = 6;
/// Most ways to write one phrase.
const PHRASE_VERSIONS: usize = 24;

impl Interpreter<'_> {
    /// Words side by side: each must occur, in one of the ways in which it is written; stop words only count for the ranking.
    pub(super) fn words(&mut self, text: &str, field: Option<Field>, exact: bool) -> Result<Node> {
        let elsewhere = if exact {
            None
        } else {
            self.on_the_other_layout(text)?
        };
        let text = elsewhere.as_deref().unwrap_or(text);
        let mut tokens = self.tokens(text);
        // Marks and tatweel alone are no word; some texts have them between spaces.
        tokens.retain(|t| !self.analyzer.word(t.word).folded.is_empty());
        let folded: Vec<String> = tokens
            .iter()
            .map(|t| self.analyzer.word(t.word).folded.to_string())
            .collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        if !exact {
            self.note_loose_fields(text);
        }
        let only_stops = folded.iter().all(|w| is_stop_word(w));
        let mut all = Vec::new();
        let mut at = 0;
        while let (Some(token), Some(word)) = (tokens.get(at), folded.get(at)) {
            let found = if exact {
                None
            } else {
                unit(folded.get(at..).unwrap_or_default())
            };
            if let Some(found) = found {
                all.push(self.unit(
                    tokens.get(at..at + found.length).unwrap_or_default(),
                    &found.others,
                    field,
                )?);
                at += found.length;
                continue;
            }
            let called = if exact {
                None
            } else {
                let rest = tokens.get(at..).unwrap_or_default();
                self.called(rest, folded.get(at..).unwrap_or_default())?
            };
            if let Some(called) = called {
                let named = tokens.get(at..at + called.length).unwrap_or_default();
                all.push(self.called_node(named, &called, field));
                at += called.length;
                continue;
            }
            // el jazair
            if self.rescue && is_article(word) && self.latin_follows(&tokens, at) {
                self.understood.ignored.push((*word).to_owned());
                at += 1;
                continue;
            }
            self.lost = false;
            let mut plan_word = self.spelled(token, folded.get(at + 1).copied(), field, exact)?;
            if !exact
                && let [country] = resolve(&plan_word.text).as_slice()
                && self.weights.country > 0.0
            {
                plan_word.country = Some((country.code.as_str().to_owned(), self.weights.country));
            }
            if is_stop_word(word) && !only_stops {
                plan_word.boost = self.weights.stop;
                self.understood.ignored.push(plan_word.text.clone());
            } else {
                self.understood.words.push(plan_word.text.clone());
                let together = if exact {
                    None
                } else {
                    self.written_together(&plan_word)?
                };
                if let Some(words) = together {
                    self.scored.extend(words.iter().cloned().map(Scored::Word));
                    all.push(Node::Phrase(words));
                    at += 1;
                    continue;
                }
                all.push(Node::Word(plan_word.clone()));
            }
            self.scored.push(Scored::Word(plan_word));
            at += 1;
        }
        Ok(Node::All(all))
    }

    /// Says so of a field's name whose value does not touch it, and of a date that no field's name stands before.
    fn note_loose_fields(&mut self, text: &str) {
        for word in text.split_whitespace().take(LOOKED_AT) {
            let name = word
                .strip_suffix(':')
                .filter(|name| vocabulary::field(name).is_some());
            let note = if name.is_some() {
                format!(
                    "{word} is searched as a word: the value of a field touches its name, {word}…"
                )
            } else if word.len() >= SHORTEST_DATE
                && word.contains(['-', '/'])
                && word.chars().all(|c| digit(c) || matches!(c, '-' | '/'))
                && period(word).is_ok()
            {
                format!(
                    "{word} is searched as words of the text; date:{word} is the day of publication"
                )
            } else {
                continue;
            };
            self.understood.notes.push(note);
        }
    }

    fn latin_follows(&self, tokens: &[Token], at: usize) -> bool {
        tokens
            .get(at + 1)
            .map(|t| self.analyzer.word(t.word))
            .is_some_and(is_latin)
    }

    /// A word in all its spellings; of words that come again, in this query or a later one, they are known.
    fn spelled(
        &mut self,
        token: &Token,
        next: Option<&str>,
        field: Option<Field>,
        exact: bool,
    ) -> Result<PlanWord> {
        let word = self.analyzer.word(token.word);
        let (letters, folded) = (word.exact.clone(), word.folded.clone());
        let key = SpelledAs {
            letters,
            readings: token.readings,
            field,
            exact,
            before_number: next.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())),
            rescue: self.rescue,
            as_it_stands: false,
        };
        if let Some((known, lost)) = self.spelled.get(&key) {
            self.lost = *lost;
            return Ok(known.clone());
        }
        // What a word was read as is told at its first sight in a query alone, and looked for only while there are tries left.
        let first_sight = self.rescues_left > 0 && !self.rescued.contains_key(&*folded);
        let known = self.names.spelled(&key);
        let word = match known.filter(|known| known.rescued.is_none() || first_sight) {
            Some(known) => self.tell_again(&folded, known),
            None => {
                let told = self.told();
                let word = self.spell(token, next, field, exact)?;
                if first_sight {
                    let spelled = Spelled {
                        word: word.clone(),
                        lost: self.lost,
                        rescued: self.rescued.get(&*folded).cloned(),
                        told: self.told_since(told),
                    };
                    self.names.remember(key.clone(), spelled);
                }
                word
            }
        };
        self.spelled.insert(key, (word.clone(), self.lost));
        Ok(word)
    }

    fn spell(
        &mut self,
        token: &Token,
        next: Option<&str>,
        field: Option<Field>,
        exact: bool,
    ) -> Result<PlanWord> {
        self.lost = false;
        let mut out = self.plan_word(token, field, exact);
        let word = self.analyzer.word(token.word).clone();
        if exact {
            return Ok(out);
        }
        for name in letter_names(&word.folded, next) {
            out.add_spelling(&name, self.weights.spelling);
        }
        if let Some((meant, plan_word)) = self.meant(&word, field)? {
            out.add_word(&plan_word, self.weights.spelling);
            let meant = self.as_written(&meant)?;
            self.understood.slips.push((word.exact.to_string(), meant));
        }
        let others = self.spelled_by_others(&word)?;
        for other in &others {
            out.add_spelling(other, self.weights.spelling);
        }
        if !others.is_empty() {
            self.tell_spellings(&word, &others)?;
        }
        let letters = word.folded.chars().count();
        if word.script != Script::Arabic
            || letters < SHORTEST_NAME
            || is_ordinary_word(&word.folded)
        {
            self.rescue_word(&word, field, &mut out)?;
            return Ok(out);
        }
        let mut others = foreign_variants(&word.folded);
        for variant in &others {
            out.add_spelling(variant, self.weights.spelling);
        }
        for (other, score) in self.names.name_words()?.same(&word.folded) {
            if !is_ordinary_word(other) {
                out.add_spelling(other, self.weights.spelling * score);
                others.push(other.to_owned());
            }
        }
        others.retain(|other| *other != *word.folded);
        // That a name is found in other spellings goes without saying, unless no article has it as typed.
        if !others.is_empty() && self.names.articles_between(&word.folded)?.1 == 0 {
            others.truncate(SPELLINGS_TOLD);
            self.tell_spellings(&word, &others)?;
        }
        self.rescue_word(&word, field, &mut out)?;
        Ok(out)
    }

    /// Notes that a word was looked for in other spellings too, folded, those that an article has.
    fn tell_spellings(&mut self, word: &Word, others: &[String]) -> Result<()> {
        let mut written = Vec::new();
        for other in others {
            if self.names.articles_between(other)?.1 > 0 {
                written.push(self.as_written(other)?);
            }
        }
        if !written.is_empty() {
            let typed = word.exact.to_string();
            self.understood.spellings.push((typed, written));
        }
        Ok(())
    }

    /// The word that a rare word was most likely meant to be.
    fn meant(&mut self, typed: &Word, field: Option<Field>) -> Result<Option<(String, PlanWord)>> {
        if typed.folded.chars().count() < SHORTEST_SLIP {
            return Ok(None);
        }
        let mut own = None;
        let mut best: Option<(u64, String)> = None;
        for word in typing_slips(typed) {
            // Nearly all are no words, or rare ones.
            if self.names.articles_between(&word)?.1 < SLIP_ARTICLES {
                continue;
            }
            let own = match own {
                Some(own) => own,
                None => *own.insert(self.names.articles_with(&typed.folded)?),
            };
            let articles = self.names.articles_with(&word)?;
            if articles >= SLIP_ARTICLES.max(own * SLIP_RATIO)
                && best.as_ref().is_none_or(|(most, _)| *most < articles)
                && !is_stop_word(&word)
            {
                best = Some((articles, word));
            }
        }
        let Some((_, word)) = best else {
            return Ok(None);
        };
        let plan = match self.tokens(&word).as_slice() {
            [token] if worth_adding(typed, self.analyzer.word(token.word)) => {
                self.plan_word(token, field, false)
            }
            _ => return Ok(None),
        };
        Ok(Some((word, plan)))
    }

    /// A stretch of the query as it stands or in one of the other ways to write it.
    fn unit(&mut self, tokens: &[Token], others: &[String], field: Option<Field>) -> Result<Node> {
        let mut own: Vec<PlanWord> = tokens
            .iter()
            .map(|t| self.known_plan_word(t, field))
            .collect();
        self.understood
            .words
            .extend(own.iter().map(|w| w.text.clone()));
        let mut any = Vec::new();
        for other in others {
            let other_tokens = self.tokens(other);
            match (other_tokens.as_slice(), own.as_mut_slice()) {
                // One word for one word is another spelling of it, and scores as such.
                ([token], [word]) => {
                    let folded = self.analyzer.word(token.word).folded.to_string();
                    word.add_spelling(&folded, self.weights.spelling);
                }
                (several, _) => {
                    let words: Vec<PlanWord> = several
                        .iter()
                        .map(|t| self.known_plan_word(t, field))
                        .collect();
                    any.push(if words.len() == 1 {
                        Node::All(words.into_iter().map(Node::Word).collect())
                    } else {
                        Node::Phrase(words)
                    });
                }
            }
        }
        self.scored.extend(own.iter().cloned().map(Scored::Word));
        any.insert(
            0,
            match own.len() {
                1 => Node::All(own.into_iter().map(Node::Word).collect()),
                _ => Node::Phrase(own),
            },
        );
        Ok(if any.len() == 1 {
            any.remove(0)
        } else {
            Node::Any(any)
        })
    }

    /// Words at consecutive positions; stretches that are written in other ways may stand there so.
    /// With `within`, words in any order with at most so many others among them.
    pub(super) fn phrase(
        &mut self,
        text: &str,
        field: Option<Field>,
        exact: bool,
        within: Option<u32>,
    ) -> Result<Node> {
        let tokens = self.tokens(text);
        if tokens.len() > PHRASE_WORDS {
            return Err(Error::Part {
                message: format!(
                    "a phrase of {} words, at most {PHRASE_WORDS} are read",
                    tokens.len()
                ),
                part: text.to_owned(),
            });
        }
        let folded: Vec<String> = tokens
            .iter()
            .map(|t| self.analyzer.word(t.word).folded.to_string())
            .collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        let mut versions: Vec<Vec<PlanWord>> = vec![Vec::new()];
        let mut at = 0;
        while at < tokens.len() {
            let rest = folded.get(at..).unwrap_or_default();
            let mut found = if exact { None } else { unit(rest) };
            let mut called = false;
            if found.is_none() && !exact {
                let tokens = tokens.get(at..).unwrap_or_default();
                found = self.called(tokens, rest)?.map(Called::into_unit);
                called = found.is_some();
            }
            let length = found.as_ref().map_or(1, |f| f.length);
            let mut own = Vec::new();
            for i in at..at + length {
                let Some(token) = tokens.get(i) else {
                    continue;
                };
                own.push(if called {
                    self.plan_word(token, field, false)
                } else {
                    self.spelled(token, folded.get(i + 1).copied(), field, exact)?
                });
            }
            let mut ways = vec![own];
            for other in found.map(|f| f.others).unwrap_or_default() {
                let other = self.tokens(&other);
                ways.push(
                    other
                        .iter()
                        .map(|t| self.plan_word(t, field, false))
                        .collect(),
                );
            }
            // Of a name in Latin letters the Arabic one says what articles are about.
            if let Some(own) = ways.get(usize::from(called)) {
                self.understood
                    .words
                    .extend(own.iter().map(|w| w.text.clone()));
                self.scored.extend(own.iter().cloned().map(Scored::Word));
            }
            let longer = |version: &Vec<PlanWord>, way: &Vec<PlanWord>| {
                version.iter().chain(way).cloned().collect()
            };
            versions = versions
                .iter()
                .flat_map(|version| ways.iter().map(move |way| longer(version, way)))
                .take(PHRASE_VERSIONS)
                .collect();
            at += length;
        }
        let mut nodes: Vec<Node> = versions
            .into_iter()
            .filter(|v| !v.is_empty())
            .map(|words| match within {
                Some(within) => Node::Near(words, within),
                None => Node::Phrase(words),
            })
            .collect();
        Ok(match nodes.len() {
            0 => Node::All(Vec::new()),
            1 => nodes.remove(0),
            _ => Node::Any(nodes),
        })
    }
}

/// Whether a word is in Latin letters; 7aftar begins with a digit and is no number.
pub(super) fn is_latin(word: &Word) -> bool {
    matches!(word.script, Script::Latin | Script::Number)
        && word.folded.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether what was meant is not found by what was typed anyway, and says more than a stop word with its particles.
fn worth_adding(typed: &Word, meant: &Word) -> bool {
    let found = |lemma: &str| typed.readings.iter().any(|r| &*r.lemma == lemma);
    !meant
        .readings
        .iter()
        .any(|r| found(&r.lemma) || is_stop_word(&r.lemma))
}
