//! An analysed word: its form in every tier, and its readings. Strings lie in place up to eleven letters, which nearly all have.
use smol_str::SmolStr;

/// What a word is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Arabic letters.
    Arabic,
    /// A number in any digits.
    Number,
    /// Latin letters.
    Latin,
    /// Anything else.
    Other,
}

/// Why a reading was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The word stands for itself: nothing was taken off.
    Surface,
    /// The lexicon knows the stem or its inflection.
    Lexicon,
    /// Corpus statistics say the rest is a word or a name.
    Statistics,
    /// A rule of the script or the grammar.
    Rule,
}

/// One way to read a word: particles taken off, and the lemma of what is left. All strings are folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Attached particles before the stem, folded, e.g. `وال`; empty if none.
    pub proclitics: SmolStr,
    /// The word without attached particles and pronouns, folded, inflection kept.
    pub stem: SmolStr,
    /// Attached pronoun, folded, or empty.
    pub enclitic: SmolStr,
    /// Dictionary form: inflection undone, broken plural mapped to its singular, folded.
    pub lemma: SmolStr,
    /// Why the reading holds.
    pub evidence: Evidence,
}

/// A distinct surface word, analysed once and then looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Exact tier: marks and controls taken off, nothing else.
    pub exact: SmolStr,
    /// Folded tier: orthographic variants unified.
    pub folded: SmolStr,
    /// Readings, most likely first; never empty.
    pub readings: Vec<Reading>,
    /// Script of the word.
    pub script: Script,
}
