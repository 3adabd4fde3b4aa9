//! What is known of words: stems with their lemmas, how common words are, which occur in names of persons.
//!
//! The tables are compiled in and read where they lie, so loading costs nothing. `tools/build_lexicon.py` builds them and
//! describes their layout; sources and licences are in NOTICE.

use std::borrow::Cow;

const WORDS: &[u8] = include_bytes!("../../data/lexicon/words.bin");
const FREQUENCIES: &[u8] = include_bytes!("../../data/lexicon/frequencies.bin");
const NAMES: &[u8] = include_bytes!("../../data/lexicon/names.bin");

const HEADER: usize = 16;

/// Word classes of an entry.
pub(super) const NOUN: u8 = 1;
pub(super) const PLURAL: u8 = 2;
pub(super) const VERB: u8 = 4;
pub(super) const PARTICLE: u8 = 8;
/// The name of a country or place.
pub(super) const PROPER: u8 = 16;

/// Inflections that an entry takes.
pub(super) const DUAL: u8 = 1;
pub(super) const SOUND_MASC: u8 = 2;
pub(super) const SOUND_FEM: u8 = 4;
pub(super) const FEMININE: u8 = 8;

/// One meaning of a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub class: u8,
    pub inflections: u8,
    /// Empty when the stem is its own lemma.
    lemma: &'a str,
}

impl Entry<'static> {
    pub fn lemma<'k>(&self, key: &'k str) -> &'k str {
        if self.lemma.is_empty() {
            key
        } else {
            self.lemma
        }
    }
}

/// A folded word to be looked up: hashed once for all tables, and in parts, so that what is no word need not be written out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'k> {
    parts: [&'k str; 3],
    hash: u32,
}

impl<'k> Key<'k> {
    pub fn of(word: &'k str) -> Self {
        Self::in_parts([word, "", ""])
    }

    /// Two parts that make a word.
    pub fn joined(head: &'k str, tail: &'k str) -> Self {
        Self::in_parts([head, tail, ""])
    }

    /// The same word, if it is of two parts at most, with the article before it.
    pub fn with_article(self) -> Self {
        let [head, tail, _] = self.parts;
        Self::in_parts(["ال", head, tail])
    }

    fn in_parts(parts: [&'k str; 3]) -> Self {
        let mut hash = 0x811c_9dc5_u32;
        for part in parts {
            for byte in part.bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        Self { parts, hash }
    }

    /// The word written out.
    pub fn text(self) -> Cow<'k, str> {
        match self.parts {
            [word, "", ""] => Cow::Borrowed(word),
            parts => Cow::Owned(parts.concat()),
        }
    }

    /// The lemma by one of its meanings.
    pub fn lemma(self, meaning: Entry<'static>) -> Cow<'k, str> {
        if meaning.lemma.is_empty() {
            self.text()
        } else {
            Cow::Borrowed(meaning.lemma)
        }
    }

    /// Its meanings as a stem.
    pub fn entries(self) -> Entries {
        Entries::of(look_up(WORDS, self))
    }

    /// As [`frequency`].
    pub fn frequency(self) -> Option<f32> {
        share(look_up(FREQUENCIES, self))
    }

    /// What every table says of it. The tables are far from the processor: it waits for the first slots of all of them at once.
    pub fn known(self) -> Known {
        let tables = [WORDS, FREQUENCIES, NAMES];
        let [words, frequencies, names] = tables.map(|table| first_slot(table, self.hash));
        Known {
            entries: Entries::of(look_up_from(words, WORDS, self)),
            frequency: share(look_up_from(frequencies, FREQUENCIES, self)),
            names: count(look_up_from(names, NAMES, self)),
        }
    }

    /// Whether these are its letters.
    fn is(self, letters: &[u8]) -> bool {
        let mut rest = letters;
        for part in self.parts.iter().filter(|part| !part.is_empty()) {
            match rest.split_at_checked(part.len()) {
                Some((head, tail)) if head == part.as_bytes() => rest = tail,
                _ => return false,
            }
        }
        rest.is_empty()
    }
}

/// What the tables say of a word.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub entries: Entries,
    /// As [`frequency`].
    pub frequency: Option<f32>,
    /// As [`name_count`].
    pub names: u32,
}

/// The meanings of a stem.
#[derive(Debug, Clone)]
pub(super) struct Entries(&'static [u8]);

impl Entries {
    fn of(value: Option<&'static [u8]>) -> Self {
        Self(value.unwrap_or_default())
    }

    /// Whether the dictionary does not have the stem.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn share(value: Option<&[u8]>) -> Option<f32> {
    Some(-f32::from(*value?.first()?) * 0.04)
}

fn count(value: Option<&[u8]>) -> u32 {
    value.and_then(<[u8]>::first).map_or(0, |n| u32::from(*n))
}

impl Iterator for Entries {
    type Item = Entry<'static>;

    fn next(&mut self) -> Option<Self::Item> {
        let [class, inflections, len, tail @ ..] = self.0 else {
            return None;
        };
        let (lemma, after) = tail.split_at_checked(*len as usize)?;
        self.0 = after;
        Some(Entry {
            class: *class,
            inflections: *inflections,
            lemma: std::str::from_utf8(lemma).ok()?,
        })
    }
}

fn number(table: &[u8], at: usize) -> usize {
    table
        .get(at..at + 4)
        .and_then(|b| b.try_into().ok())
        .map_or(0, |b| u32::from_le_bytes(b) as usize)
}

/// Bits of a slot that are an offset; those above are the top bits of the key's hash, so that most other keys are passed by without
/// reading them.
const OFFSET: usize = (1 << 24) - 1;

/// The first slot in which a key may be.
fn first_slot(table: &[u8], hash: u32) -> usize {
    let slots = number(table, 8);
    number(table, HEADER + (hash as usize & (slots - 1)) * 4)
}

/// The value of a key; open addressing over FNV-1a, as the builder writes it.
fn look_up(table: &'static [u8], key: Key<'_>) -> Option<&'static [u8]> {
    look_up_from(first_slot(table, key.hash), table, key)
}

/// [`look_up`] where the first slot is known.
fn look_up_from(first: usize, table: &'static [u8], key: Key<'_>) -> Option<&'static [u8]> {
    let slots = number(table, 8);
    let heap = table.get(HEADER + slots * 4..)?;
    let hash = key.hash as usize;
    let (mut slot, mut entry) = (hash & (slots - 1), first);
    loop {
        let offset = (entry & OFFSET).checked_sub(1)?;
        if entry & !OFFSET == hash & !OFFSET {
            let len = *heap.get(offset)? as usize;
            if key.is(heap.get(offset + 1..offset + 1 + len)?) {
                let at = offset + 1 + len;
                let size = *heap.get(at)? as usize;
                return heap.get(at + 1..at + 1 + size);
            }
        }
        slot = (slot + 1) & (slots - 1);
        entry = number(table, HEADER + slot * 4);
    }
}

/// The meanings of a folded stem.
pub(super) fn entries(stem: &str) -> Entries {
    Key::of(stem).entries()
}

/// How common a folded word is: log10 of its share of running words, none if it is not in the list (rarer than about -7.6).
pub fn frequency(word: &str) -> Option<f32> {
    Key::of(word).frequency()
}

/// How often a folded word occurs in lists of names of persons; 0 if never.
pub fn name_count(folded: &str) -> u32 {
    count(look_up(NAMES, Key::of(folded)))
}

/// Whether a folded word is known from names of persons.
pub fn is_name_word(folded: &str) -> bool {
    name_count(folded) > 0
}

/// Whether a folded word is in the dictionary of common Arabic words, as it stands or with the article taken off.
pub fn is_ordinary_word(folded: &str) -> bool {
    ordinary(folded, entries(folded))
}

fn ordinary(folded: &str, meanings: Entries) -> bool {
    let common = |mut meanings: Entries| meanings.any(|e| e.class != PROPER);
    common(meanings)
        || folded
            .strip_prefix("ال")
            .is_some_and(|w| common(entries(w)))
}

/// What the dictionaries say of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// As [`frequency`].
    pub frequency: Option<f32>,
    /// As [`name_count`].
    pub names: u32,
    /// As [`is_ordinary_word`].
    pub ordinary: bool,
}

/// What the dictionaries say of a folded word, in less time than it takes to ask one by one.
pub fn standing(folded: &str) -> Standing {
    let Known {
        entries,
        frequency,
        names,
    } = Key::of(folded).known();
    Standing {
        frequency,
        names,
        ordinary: ordinary(folded, entries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lead_to_their_singular() {
        for (plural, singular) in [
            ("وزراء", "وزير"),
            ("روساء", "رييس"),
            ("دول", "دوله"),
            ("مدن", "مدينه"),
            ("خبراء", "خبير"),
            ("طلاب", "طالب"),
            ("هنود", "هندي"),
            ("اتراك", "تركي"),
            ("مغاربه", "مغربي"),
        ] {
            let lemmas: Vec<&str> = entries(plural).map(|e| e.lemma(plural)).collect();
            assert!(lemmas.contains(&singular), "{plural}: {lemmas:?}");
        }
    }

    #[test]
    fn verbs_lead_to_their_lemma() {
        for form in ["يقول", "قال", "تقول"] {
            assert!(
                entries(form).any(|e| e.class == VERB && e.lemma(form) == "قال"),
                "{form}"
            );
        }
    }

    #[test]
    fn common_words_are_more_frequent_than_rare_ones() {
        assert!(frequency("في") > frequency("وزير"));
        assert!(frequency("وزير") > frequency("وتين"));
        assert_eq!(frequency("غغغغغغغ"), None);
        assert!(is_name_word("لافروف") || frequency("لافروف").is_some());
    }

    #[test]
    fn tables_fit_the_budget_of_the_binary() {
        assert!(WORDS.len() + FREQUENCIES.len() + NAMES.len() < 15_000_000);
    }
}
