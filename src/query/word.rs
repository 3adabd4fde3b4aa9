//! A word of the query to its indexed forms.
use super::plan::PlanWord;
use super::weights::Weights;
use crate::arabic::{Word, attached_forms, relatives};
use crate::entity::Field;
use crate::index::FormClass;
use smol_str::{SmolStr, SmolStrBuilder};

/// Through which tier a query word reached a text word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The same letters.
    Exact,
    /// The same word in another orthography.
    Folded,
    /// The same lemma.
    Lemma,
}

fn term(class: FormClass, text: &str) -> SmolStr {
    let mut out = SmolStrBuilder::new();
    out.push(class.mark());
    out.push_str(text);
    out.finish()
}

/// The forms of all words that have a lemma.
fn lemma_forms(lemma: &str, worth: f32) -> impl Iterator<Item = (SmolStr, f32)> + use<'_> {
    [FormClass::All, FormClass::FoldedLemma, FormClass::Lemma]
        .into_iter()
        .map(move |class| (term(class, lemma), worth))
}

/// Forms of the words related to a lemma.
fn kin(lemma: &str, weights: &Weights) -> Vec<(SmolStr, f32)> {
    relatives(lemma)
        .flat_map(|(word, alike)| lemma_forms(word, weights.kin * alike))
        .collect()
}

impl PlanWord {
    /// All forms through which `word` can be found. The forms of one text word add up to the worth of its best tier:
    /// a lemma form gives the lemma's worth, a folded one what it is worth beyond that, an exact one the rest.
    pub fn new(word: &Word, readings: u8, field: Option<Field>, weights: &Weights) -> Self {
        let (exact, folded): (&str, &str) = (&word.exact, &word.folded);
        let whole = if exact == folded { 1.0 } else { weights.folded };
        let lemmas = || {
            word.readings
                .iter()
                .enumerate()
                .filter(|(i, _)| *i < 8 && readings & (1 << i) != 0)
                .map(|(_, r)| &*r.lemma)
        };
        let mut forms = vec![
            (term(FormClass::All, folded), whole),
            (term(FormClass::FoldedLemma, folded), weights.folded),
            (term(FormClass::ExactFolded, folded), whole - weights.lemma),
            (
                term(FormClass::Folded, folded),
                weights.folded - weights.lemma,
            ),
        ];
        if exact != folded {
            forms.push((term(FormClass::Exact, exact), 1.0 - weights.folded));
        }
        let mut known: Vec<&str> = Vec::new();
        for lemma in lemmas() {
            if known.contains(&lemma) {
                continue;
            }
            let worth = if known.is_empty() {
                weights.lemma
            } else {
                weights.unlikely
            };
            known.push(lemma);
            forms.push((term(FormClass::Lemma, lemma), worth));
            if lemma != folded {
                forms.push((term(FormClass::All, lemma), worth));
                forms.push((term(FormClass::FoldedLemma, lemma), worth));
            }
        }
        for attached in attached_forms(word) {
            for class in FormClass::FOLDED {
                forms.push((term(class, &attached), weights.lemma));
            }
        }
        Self {
            text: word.exact.to_string(),
            forms,
            kin: kin(known.first().copied().unwrap_or_default(), weights),
            country: None,
            field,
            boost: 1.0,
        }
    }

    /// Every word that has this lemma.
    pub fn lemma(lemma: &str) -> Self {
        Self {
            text: lemma.to_owned(),
            forms: lemma_forms(lemma, 1.0).collect(),
            ..Self::default()
        }
    }

    /// A word in these folded letters.
    pub fn written(folded: &str) -> Self {
        let mut out = Self {
            text: folded.to_owned(),
            ..Self::default()
        };
        out.add_written(folded);
        out
    }

    /// Adds a word in these folded letters, whatever its lemma.
    pub fn add_written(&mut self, folded: &str) {
        for class in [
            FormClass::All,
            FormClass::FoldedLemma,
            FormClass::ExactFolded,
            FormClass::Folded,
        ] {
            self.forms.push((term(class, folded), 1.0));
        }
    }

    /// Adds what another word is found through, at a share of its worth.
    pub fn add_word(&mut self, other: &PlanWord, share: f32) {
        for (form, worth) in &other.forms {
            if !self.forms.iter().any(|(known, _)| known == form) {
                self.forms.push((form.clone(), worth * share));
            }
        }
    }

    /// Only the exact tier.
    pub fn exact(word: &Word, field: Option<Field>) -> Self {
        let mut forms = vec![(term(FormClass::Exact, &word.exact), 1.0)];
        if word.exact == word.folded {
            forms.push((term(FormClass::All, &word.folded), 1.0));
            forms.push((term(FormClass::ExactFolded, &word.folded), 1.0));
        }
        Self {
            text: word.exact.to_string(),
            forms,
            kin: Vec::new(),
            country: None,
            field,
            boost: 1.0,
        }
    }

    /// Adds another spelling, folded, through which the word may also be found.
    pub fn add_spelling(&mut self, folded: &str, weight: f32) {
        for class in [
            FormClass::All,
            FormClass::FoldedLemma,
            FormClass::ExactFolded,
            FormClass::Folded,
            FormClass::Lemma,
        ] {
            let term = term(class, folded);
            if !self.forms.iter().any(|(known, _)| *known == term) {
                self.forms.push((term, weight));
            }
        }
    }
}
