//! What is known of words: stems with their lemmas, how common words are, which occur in names of persons.
//!
//! The tables are compiled in and read where they lie, so loading costs nothing. `tools/build_lexicon.py` builds them and
//! describes their layout; sources and licences are in NOTICE.

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

impl<'a> Entry<'a> {
    pub fn lemma<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        if self.lemma.is_empty() {
            key
        } else {
            self.lemma
        }
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

/// The value of a key; open addressing over FNV-1a, as the builder writes it.
fn look_up(table: &'static [u8], key: &str) -> Option<&'static [u8]> {
    let slots = number(table, 8);
    let heap = table.get(HEADER + slots * 4..)?;
    let mut hash = 0x811c_9dc5_u32;
    for byte in key.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let mut slot = hash as usize & (slots - 1);
    loop {
        let entry = number(table, HEADER + slot * 4);
        let offset = (entry & OFFSET).checked_sub(1)?;
        if entry & !OFFSET == hash as usize & !OFFSET {
            let len = *heap.get(offset)? as usize;
            if heap.get(offset + 1..offset + 1 + len)? == key.as_bytes() {
                let at = offset + 1 + len;
                let size = *heap.get(at)? as usize;
                return heap.get(at + 1..at + 1 + size);
            }
        }
        slot = (slot + 1) & (slots - 1);
    }
}

/// The meanings of a folded stem.
pub(super) fn entries(stem: &str) -> impl Iterator<Item = Entry<'static>> + use<> {
    let mut rest = look_up(WORDS, stem).unwrap_or_default();
    std::iter::from_fn(move || {
        let [class, inflections, len, tail @ ..] = rest else {
            return None;
        };
        let (lemma, after) = tail.split_at_checked(*len as usize)?;
        rest = after;
        Some(Entry {
            class: *class,
            inflections: *inflections,
            lemma: std::str::from_utf8(lemma).ok()?,
        })
    })
}

/// How common a folded word is: log10 of its share of running words, none if it is not in the list (rarer than about -7.6).
pub fn frequency(word: &str) -> Option<f32> {
    let value = look_up(FREQUENCIES, word)?.first()?;
    Some(-f32::from(*value) * 0.04)
}

/// How often a folded word occurs in lists of names of persons; 0 if never.
pub fn name_count(folded: &str) -> u32 {
    look_up(NAMES, folded)
        .and_then(|v| v.first())
        .map_or(0, |n| u32::from(*n))
}

/// Whether a folded word is known from names of persons.
pub fn is_name_word(folded: &str) -> bool {
    name_count(folded) > 0
}

/// Whether a folded word is in the dictionary of common Arabic words, as it stands or with its particles or endings taken off.
pub fn is_ordinary_word(folded: &str) -> bool {
    let common = |word: &str| entries(word).any(|e| e.class != PROPER);
    common(folded) || folded.strip_prefix("ال").is_some_and(common)
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
