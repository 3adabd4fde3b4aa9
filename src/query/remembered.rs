//! What is remembered of words from one query to the next: their spellings, and what looking for them told. A question is asked many
//! times, for its hits, its timeline, its people, its next page.
use super::interpret::{Interpreter, Understood};
use super::plan::PlanWord;
use super::rescue::Read;
use crate::arabic::Token;
use crate::entity::Field;
use smol_str::SmolStr;

/// What the spellings of a word depend on, in one index under the same weights.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpelledAs {
    /// The word in its exact form.
    pub(super) letters: SmolStr,
    pub(super) readings: u8,
    pub(super) field: Option<Field>,
    /// Whether only these letters are looked for.
    pub(super) exact: bool,
    pub(super) before_number: bool,
    /// Whether a word that no article has is read as what was meant.
    pub(super) rescue: bool,
    /// Whether no other spellings are looked for.
    pub(super) as_it_stands: bool,
}

/// A word in all its spellings, and what looking for them found besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelled {
    pub(super) word: PlanWord,
    /// It is in no article and was read as nothing else.
    pub(super) lost: bool,
    /// What it was read as, if the dictionary was searched for that.
    pub(super) rescued: Option<Option<Read>>,
    /// What was told of it: slips, spellings, rescues and suggestions alone.
    pub(super) told: Understood,
}

impl Interpreter<'_> {
    /// As [`Interpreter::plan_word`], remembered for queries to come.
    pub(super) fn known_plan_word(&self, token: &Token, field: Option<Field>) -> PlanWord {
        let key = SpelledAs {
            letters: self.analyzer.word(token.word).exact.clone(),
            readings: token.readings,
            field,
            exact: false,
            before_number: false,
            rescue: false,
            as_it_stands: true,
        };
        if let Some(known) = self.names.spelled(&key) {
            return known.word;
        }
        let word = self.plan_word(token, field, false);
        let spelled = Spelled {
            word: word.clone(),
            lost: false,
            rescued: None,
            told: Understood::default(),
        };
        self.names.remember(key, spelled);
        word
    }

    /// How much spelling words has told so far.
    pub(super) fn told(&self) -> [usize; 4] {
        let told = &self.understood;
        [
            told.slips.len(),
            told.spellings.len(),
            told.rescues.len(),
            told.suggestions.len(),
        ]
    }

    /// What spelling words has told since.
    pub(super) fn told_since(
        &self,
        [slips, spellings, rescues, suggestions]: [usize; 4],
    ) -> Understood {
        let told = &self.understood;
        Understood {
            slips: told.slips.iter().skip(slips).cloned().collect(),
            spellings: told.spellings.iter().skip(spellings).cloned().collect(),
            rescues: told.rescues.iter().skip(rescues).cloned().collect(),
            suggestions: told.suggestions.iter().skip(suggestions).cloned().collect(),
            ..Understood::default()
        }
    }

    /// Does what spelling a word did in an earlier query.
    pub(super) fn tell_again(&mut self, folded: &str, known: Spelled) -> PlanWord {
        let Spelled {
            word,
            lost,
            rescued,
            told,
        } = known;
        self.lost = lost;
        if let Some(read) = rescued {
            self.rescues_left -= 1;
            self.rescued.insert(folded.to_owned(), read);
        }
        let understood = &mut self.understood;
        understood.slips.extend(told.slips);
        understood.spellings.extend(told.spellings);
        understood.rescues.extend(told.rescues);
        understood.suggestions.extend(told.suggestions);
        word
    }
}
