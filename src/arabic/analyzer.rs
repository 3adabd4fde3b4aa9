//! Text to tokens, with a bounded store of analysed words.
//!
//! Words repeat: a text is cut, each surface word hashed and looked up, and only a word never seen is analysed. Nothing is
//! allocated for a word that is known.
use super::boundary::words;
use super::learn::{Learnt, Marker, all_readings, learn};
use super::shared::SharedWords;
use super::token::{Interest, Mark, Token, Tokens, WordId};
use super::word::Word;
use crate::limits::{CACHED_WORDS, SHARED_WORDS, WORD_BYTES};
use rustc_hash::FxHashMap;
use std::any::Any;
use std::sync::Arc;

/// Longest surface, in bytes, that lies in its slot: nine Arabic letters.
const INLINE: usize = 18;

/// In [`Slot::len`]: the word announces a name.
const HEAD: u8 = 1 << 7;
/// In [`Slot::len`]: the marker wants its places looked at.
const BRIGHT: u8 = 1 << 6;
/// In [`Slot::len`]: the length in bytes, up to this.
const LENGTH: u8 = BRIGHT - 1;

/// A slot of the store: all that the token loop must know of a word, in half a cache line.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    /// Id + 1; 0 for an empty slot.
    id: u32,
    /// Bytes of the surface, beside two flags.
    len: u8,
    readings: u8,
    /// Its readings after a word that announces a name.
    announced: u8,
    mark: Mark,
    /// The surface, if it is short enough.
    key: [u8; INLINE],
}

const EMPTY: Slot = Slot {
    hash: 0,
    id: 0,
    len: 0,
    readings: 1,
    announced: 1,
    mark: Mark::NONE,
    key: [0; INLINE],
};

/// Analyses texts; keeps analysed words so that a repeated word costs one look-up. One per thread.
#[derive(Debug)]
pub struct Analyzer {
    /// Open addressing by hash of the surface.
    slots: Vec<Slot>,
    words: Vec<Arc<Learnt>>,
    /// Where words are learnt together with the analysers of other threads.
    shared: Option<Arc<SharedWords>>,
    /// The surfaces of words that do not fit their slot.
    long: FxHashMap<u32, Box<[u8]>>,
    marker: Option<Marker>,
    marked: Vec<WordId>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

const FIRST_SLOTS: usize = 1 << 12;

impl Analyzer {
    /// An analyser with an empty store.
    pub fn new() -> Self {
        Self {
            slots: vec![EMPTY; FIRST_SLOTS],
            words: Vec::new(),
            shared: None,
            long: FxHashMap::default(),
            marker: None,
            marked: Vec::new(),
        }
    }

    /// An analyser whose tokens carry what `marker` says of their words.
    pub fn marking(marker: Marker) -> Self {
        Self {
            marker: Some(marker),
            ..Self::new()
        }
    }

    /// An analyser for another thread, which learns words together with this one: what one has met the other need not analyse.
    pub fn beside(&mut self) -> Self {
        let shared = self.shared.get_or_insert_default();
        Self {
            marker: self.marker,
            shared: Some(Arc::clone(shared)),
            ..Self::new()
        }
    }

    /// Replaces `tokens` by the words of `text`, in order.
    pub fn analyze(&mut self, text: &str, tokens: &mut Tokens) {
        tokens.clear();
        let bytes = text.as_bytes();
        let mut after_head = false;
        words(
            text,
            #[inline(always)]
            |start, end| {
                let surface = bytes
                    .get(start..end.min(start + WORD_BYTES))
                    .unwrap_or_default();
                let slot = self.intern(surface);
                let id = WordId(slot.id.wrapping_sub(1));
                let readings = if after_head {
                    slot.announced
                } else {
                    slot.readings
                };
                after_head = slot.len & HEAD != 0;
                let token = Token {
                    start: start as u32,
                    end: end as u32,
                    word: id,
                    readings,
                    mark: slot.mark,
                };
                tokens.push(token, slot.len & BRIGHT != 0);
            },
        );
    }

    /// The word behind an id.
    ///
    /// # Panics
    /// If the id is of another analyser, or from before [`Analyzer::trim`] answered true.
    #[inline]
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.index()].word
    }

    /// What a later stage keeps of a word, made by `make` unless it is kept already, here or by an analyser that learns words
    /// together with this one. What it makes must depend on the word alone. One type is kept of a word; what is asked for in
    /// another is made anew.
    ///
    /// # Panics
    /// As [`Analyzer::word`].
    pub fn kept<T: Any + Send + Sync>(&self, id: WordId, make: impl Fn(&Word) -> T) -> Arc<T> {
        let learnt = &self.words[id.index()];
        let kept = learnt.kept.get_or_init(|| Arc::new(make(&learnt.word)));
        let kept = Arc::clone(kept).downcast();
        kept.unwrap_or_else(|_| Arc::new(make(&learnt.word)))
    }

    /// How many distinct words it knows: their ids are all the numbers below.
    pub fn distinct_words(&self) -> usize {
        self.words.len()
    }

    /// The words that the marker cares for, in the order in which they were met; a token's [`Mark`] is an index into them.
    pub fn marked_words(&self) -> &[WordId] {
        &self.marked
    }

    /// Forgets all words once more than [`CACHED_WORDS`] are kept, or half of [`SHARED_WORDS`] where words are learnt together,
    /// which makes every earlier [`WordId`] meaningless; true if it did. Call it between articles.
    pub fn trim(&mut self) -> bool {
        let most = match self.shared {
            Some(_) => SHARED_WORDS / 2,
            None => CACHED_WORDS,
        };
        let full = self.words.len() > most;
        if full {
            *self = Self {
                marker: self.marker,
                shared: self.shared.take(),
                ..Self::new()
            };
        }
        full
    }

    #[inline]
    fn intern(&mut self, surface: &[u8]) -> Slot {
        let hash = hash(surface);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = &self.slots[at];
            if slot.id == 0 {
                return self.learn(surface, hash, at);
            }
            if slot.hash == hash
                && (slot.len & LENGTH) as usize == surface.len().min(LENGTH as usize)
                && self.holds(slot, surface)
            {
                return *slot;
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn holds(&self, slot: &Slot, surface: &[u8]) -> bool {
        match slot.key.get(..surface.len()) {
            Some(key) => key == surface,
            None => self
                .long
                .get(&slot.id)
                .is_some_and(|long| **long == *surface),
        }
    }

    #[cold]
    fn learn(&mut self, surface: &[u8], hash: u32, at: usize) -> Slot {
        let learn = || learn(surface, self.marker);
        let learnt = match &self.shared {
            Some(shared) => shared.get(surface, hash, learn),
            None => Arc::new(learn()),
        };
        let mut len = surface.len().min(LENGTH as usize) as u8;
        for (holds, flag) in [
            (learnt.head, HEAD),
            (learnt.interest == Interest::Look, BRIGHT),
        ] {
            len |= if holds { flag } else { 0 };
        }
        let mut slot = Slot {
            hash,
            id: self.words.len() as u32 + 1,
            len,
            readings: all_readings(&learnt.word),
            announced: learnt.announced,
            ..EMPTY
        };
        if learnt.interest != Interest::None {
            slot.mark = Mark::of(self.marked.len());
            self.marked.push(WordId(slot.id - 1));
        }
        match slot.key.get_mut(..surface.len()) {
            Some(key) => key.copy_from_slice(surface),
            None => {
                self.long.insert(slot.id, surface.into());
            }
        }
        self.words.push(learnt);
        self.slots[at] = slot;
        if self.words.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        slot
    }

    fn grow(&mut self) {
        let mut slots = vec![EMPTY; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|s| s.id != 0) {
            let mut at = slot.hash as usize & mask;
            while slots[at].id != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

/// Multiply and rotate over eight bytes at a time (the scheme of rustc's FxHash), folded to 32 bits.
#[inline]
fn hash(bytes: &[u8]) -> u32 {
    const FACTOR: u64 = 0x51_7c_c1_b7_27_22_0a_95;
    let mut hash = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    let mut rest = 0;
    for (i, byte) in chunks.remainder().iter().enumerate() {
        rest |= u64::from(*byte) << (i * 8);
    }
    hash = (hash.rotate_left(5) ^ rest).wrapping_mul(FACTOR);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::super::fold::{exact_into, fold_exact_into};
    use super::super::word::Script;
    use super::*;
    use proptest::prelude::*;

    fn lemmas(text: &str) -> Vec<Vec<String>> {
        let mut analyzer = Analyzer::new();
        let mut tokens = Tokens::new();
        analyzer.analyze(text, &mut tokens);
        let chosen = |t: &Token| {
            let readings = analyzer.word(t.word).readings.iter().enumerate();
            readings
                .filter(|(i, _)| t.readings & (1 << i) != 0)
                .map(|(_, r)| r.lemma.to_string())
                .collect()
        };
        tokens.iter().map(chosen).collect()
    }

    #[test]
    fn what_one_thread_learns_of_a_word_the_other_has_as_well() {
        let mut first = Analyzer::new();
        let mut second = first.beside();
        let (mut here, mut there) = (Tokens::new(), Tokens::new());
        first.analyze("مدينة وجدة ولافروف", &mut here);
        second.analyze("ولافروف مدينة وجدة", &mut there);
        assert_eq!(here[1].readings, there[2].readings);
        let (known, same) = (here[2].word, there[0].word);
        assert!(std::ptr::eq(first.word(known), second.word(same)));
        assert_eq!(*first.kept(known, |word| word.readings.len()), 2);
        assert_eq!(*second.kept(same, |_| 7_usize), 2);
        // Another stage that asks for something else has to work it out.
        assert_eq!(*second.kept(same, |word| word.script), Script::Arabic);
    }

    #[test]
    fn words_learnt_together_are_forgotten_and_learnt_again() {
        let mut analyzer = Analyzer::new().beside();
        let (mut tokens, mut again) = (Tokens::new(), Tokens::new());
        analyzer.analyze("ولافروف", &mut tokens);
        let readings = analyzer.word(tokens[0].word).readings.clone();
        let many: Vec<String> = (0..=SHARED_WORDS).map(|n| n.to_string()).collect();
        analyzer.analyze(&many.join(" "), &mut again);
        assert!(analyzer.trim() && analyzer.distinct_words() == 0);
        analyzer.analyze("ولافروف", &mut again);
        assert_eq!(analyzer.word(again[0].word).readings, readings);
    }

    #[test]
    fn names_are_found_under_every_particle() {
        for word in [
            "لافروف",
            "ولافروف",
            "فلافروف",
            "بلافروف",
            "كلافروف",
            "للافروف",
            "وبلافروف",
            "ولـلافروف",
        ] {
            assert!(
                lemmas(word)[0].contains(&"لافروف".to_owned()),
                "{word}: {:?}",
                lemmas(word)
            );
        }
    }

    #[test]
    fn names_are_never_cut() {
        for (word, never) in [
            ("بوتين", "وتين"),
            ("لبنان", "بنان"),
            ("للبنان", "بنان"),
            ("وزير", "زير"),
            ("كتاب", "تاب"),
            ("والد", "لد"),
            ("وليد", "ليد"),
            ("بايدن", "ايدن"),
            ("كلينتون", "لينتون"),
            ("فنزويلا", "نزويلا"),
            ("ألمانيا", "مانيا"),
            ("إلياس", "ياس"),
            ("روما", "روم"),
            ("بابا", "باب"),
        ] {
            assert!(
                !lemmas(word)[0].contains(&never.to_owned()),
                "{word}: {:?}",
                lemmas(word)
            );
        }
    }

    #[test]
    fn a_hamza_decides_where_the_name_begins() {
        assert_eq!(lemmas("بإيدن"), [["ايدن"]]);
    }

    #[test]
    fn after_the_word_city_a_name_is_whole() {
        assert!(lemmas("الرياض وجدة")[1].contains(&"جده".to_owned()));
        assert_eq!(lemmas("بمدينة وجدة")[1], ["وجده"]);
    }

    proptest! {
        #[test]
        fn any_text_has_tokens_in_order_over_its_own_words(text in "\\PC{0,60}") {
            let mut analyzer = Analyzer::new();
            let (mut cold, mut warm) = (Tokens::new(), Tokens::new());
            analyzer.analyze(&text, &mut cold);
            analyzer.analyze(&text, &mut warm);
            prop_assert_eq!(&*cold, &*warm);
            let mut end = 0;
            for token in &cold {
                prop_assert!(token.start >= end && token.end > token.start);
                end = token.end;
                prop_assert!(text.get(token.start as usize..end as usize).is_some());
                prop_assert!(token.readings != 0);
            }
        }

        #[test]
        fn the_exact_form_is_its_own_exact_form(text in "[\\u0610-\\u065F\\u0670-\\u06D3\\uFE70-\\uFEFC\\u200B-\\u200F]{1,12}") {
            let mut once = String::new();
            exact_into(&text, &mut once);
            let mut twice = String::new();
            exact_into(&once, &mut twice);
            prop_assert_eq!(&once, &twice);
            let mut folded = String::new();
            fold_exact_into(&once, &mut folded);
            let mut again = String::new();
            fold_exact_into(&folded, &mut again);
            prop_assert_eq!(folded, again);
        }
    }
}
