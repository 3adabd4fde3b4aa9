//! A surface word, met for the first time, to all that is kept of it.
use super::context::{after_announcement, announces_name};
use super::fold::{exact_into, fold_exact_into};
use super::segment;
use super::token::Interest;
use super::word::{Evidence, Reading, Script, Word};
use std::any::Any;
use std::sync::{Arc, OnceLock};

/// Asked once of each distinct word.
pub type Marker = fn(&Word) -> Interest;

/// What is learnt of a distinct word.
#[derive(Debug)]
pub(super) struct Learnt {
    pub word: Word,
    /// Whether it announces a name.
    pub head: bool,
    /// Its readings after a word that announces a name.
    pub announced: u8,
    /// What the analyser's marker says of it.
    pub interest: Interest,
    /// What a later stage keeps of it.
    pub kept: OnceLock<Arc<dyn Any + Send + Sync>>,
}

/// Learns the word of a surface, of which `marker` is asked.
pub(super) fn learn(surface: &[u8], marker: Option<Marker>) -> Learnt {
    let word = analyze_word(&String::from_utf8_lossy(surface));
    Learnt {
        head: announces_name(&word),
        announced: after_announcement(&word, all_readings(&word)),
        interest: marker.map_or(Interest::None, |ask| ask(&word)),
        word,
        kept: OnceLock::new(),
    }
}

/// A bit for each reading of a word, as tokens have them.
pub(super) fn all_readings(word: &Word) -> u8 {
    ((1_u16 << word.readings.len().clamp(1, 8)) - 1) as u8
}

/// Analyses one surface word.
fn analyze_word(surface: &str) -> Word {
    let (mut exact, mut folded) = (
        String::with_capacity(surface.len()),
        String::with_capacity(surface.len()),
    );
    exact_into(surface, &mut exact);
    fold_exact_into(&exact, &mut folded);
    let script = script(&folded);
    let readings = match script {
        Script::Arabic => match latin_tail(&folded) {
            Some(at) => vec![segment::whole(&folded), joined(&folded, at)],
            None => segment::readings(&exact, &folded),
        },
        _ => vec![segment::whole(&folded)],
    };
    Word {
        exact: exact.into(),
        folded: folded.into(),
        readings,
        script,
    }
}

fn script(folded: &str) -> Script {
    match folded.chars().next() {
        Some('\u{0600}'..='\u{06FF}') => Script::Arabic,
        Some('0'..='9') => Script::Number,
        Some(c) if c.is_ascii_alphabetic() || ('\u{00C0}'..='\u{024F}').contains(&c) => {
            Script::Latin
        }
        _ => Script::Other,
    }
}

/// Where Latin letters or digits begin that Arabic particles are attached to: الـCIA.
fn latin_tail(folded: &str) -> Option<usize> {
    let at = folded.find(|c: char| c.is_ascii_alphanumeric())?;
    folded.get(at..)?.is_ascii().then_some(at)
}

fn joined(folded: &str, at: usize) -> Reading {
    let (particles, stem) = folded.split_at(at);
    Reading {
        proclitics: particles.into(),
        stem: stem.into(),
        enclitic: "".into(),
        lemma: stem.into(),
        evidence: Evidence::Rule,
    }
}
