//! Text to tokens, with a bounded store of analysed words.
//!
//! Words repeat: a text is cut, each surface word hashed and looked up, and only a word never seen is analysed. Nothing is
//! allocated for a word that is known.
use super::boundary::words;
use super::context::{after_announcement, announces_name};
use super::fold::{exact_into, fold_exact_into};
use super::segment;
use super::token::{Interest, Kept, Mark, Token, Tokens, WordId};
use super::word::{Evidence, Reading, Script, Word};
use crate::limits::{CACHED_WORDS, WORD_BYTES};
use rustc_hash::FxHashMap;
use std::hint::black_box;

/// Asked once of each distinct word.
pub type Marker = fn(&Word) -> Interest;

/// Longest surface, in bytes, that lies in its slot: nine Arabic letters.
const INLINE: usize = 18;

/// In [`Slot::len`]: the word announces a name.
const HEAD: u8 = 1 << 7;
/// In [`Slot::len`]: the marker wants its places looked at.
const BRIGHT: u8 = 1 << 6;
/// In [`Slot::len`]: the word came again since it was learnt, or since words were forgotten.
const AGAIN: u8 = 1 << 5;
/// In [`Slot::len`]: the length in bytes, up to this.
const LENGTH: u8 = AGAIN - 1;

/// A slot of the store: all that the token loop must know of a word, in half a cache line.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    /// Id + 1; 0 for an empty slot.
    id: u32,
    /// Bytes of the surface, beside three flags.
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

/// Words that are cut off a text before they are looked up: their slots lie far from each other, and are waited for together.
const AHEAD: usize = 16;

/// A word cut off a text: where it lies, and the hash of its surface.
#[derive(Debug, Clone, Copy)]
struct Cut {
    start: u32,
    end: u32,
    hash: u32,
}

impl Cut {
    const NONE: Self = Self {
        start: 0,
        end: 0,
        hash: 0,
    };
}

/// The bytes of a word, of which no more count than [`WORD_BYTES`].
#[inline]
fn surface(text: &str, start: usize, end: usize) -> &[u8] {
    let bytes = text.as_bytes();
    bytes
        .get(start..end.min(start + WORD_BYTES))
        .unwrap_or_default()
}

/// Analyses texts; keeps analysed words so that a repeated word costs one look-up. One per thread.
#[derive(Debug)]
pub struct Analyzer {
    /// Open addressing by hash of the surface.
    slots: Vec<Slot>,
    words: Vec<Word>,
    /// The surfaces of words that do not fit their slot.
    long: FxHashMap<u32, Box<[u8]>>,
    /// Words above which some are forgotten.
    room: usize,
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
            long: FxHashMap::default(),
            room: CACHED_WORDS,
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

    /// The same with room for so many words in place of [`CACHED_WORDS`].
    pub fn with_room(mut self, words: usize) -> Self {
        self.room = words;
        // What is not used is not backed by memory, and growing piece by piece copies all.
        self.words.reserve(words + words / 8);
        self
    }

    /// Replaces `tokens` by the words of `text`, in order.
    pub fn analyze(&mut self, text: &str, tokens: &mut Tokens) {
        tokens.clear();
        let mut after_head = false;
        let mut ahead = [Cut::NONE; AHEAD];
        let mut found = 0;
        words(
            text,
            #[inline(always)]
            |start, end| {
                let surface = surface(text, start, end);
                ahead[found] = Cut {
                    start: start as u32,
                    end: end as u32,
                    hash: hash(surface),
                };
                found += 1;
                if found == AHEAD {
                    self.intern_all(text, &ahead, &mut after_head, tokens);
                    found = 0;
                }
            },
        );
        let rest = ahead.get(..found).unwrap_or_default();
        self.intern_all(text, rest, &mut after_head, tokens);
    }

    /// Appends the tokens of some words. The slots of all of them are asked for before the first is waited for.
    #[inline]
    fn intern_all(&mut self, text: &str, cuts: &[Cut], after_head: &mut bool, tokens: &mut Tokens) {
        let mask = self.slots.len() - 1;
        let slots = cuts
            .iter()
            .map(|cut| self.slots[cut.hash as usize & mask].id);
        black_box(slots.fold(0, |sum, id| sum ^ id));
        for cut in cuts {
            let surface = surface(text, cut.start as usize, cut.end as usize);
            let slot = self.intern(surface, cut.hash);
            let readings = if *after_head {
                slot.announced
            } else {
                slot.readings
            };
            *after_head = slot.len & HEAD != 0;
            let token = Token {
                start: cut.start,
                end: cut.end,
                word: WordId(slot.id.wrapping_sub(1)),
                readings,
                mark: slot.mark,
            };
            tokens.push(token, slot.len & BRIGHT != 0);
        }
    }

    /// The word behind an id.
    ///
    /// # Panics
    /// If the id is of another analyser, or from before [`Analyzer::trim`] forgot words.
    #[inline]
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.index()]
    }

    /// How many distinct words it has room for before it forgets some.
    pub fn room(&self) -> usize {
        self.room
    }

    /// How many distinct words it knows: their ids are all the numbers below.
    pub fn distinct_words(&self) -> usize {
        self.words.len()
    }

    /// The words that the marker cares for, in the order in which they were met; a token's [`Mark`] is an index into them.
    pub fn marked_words(&self) -> &[WordId] {
        &self.marked
    }

    /// Once there are more words than it has room for, forgets those that did not come again since it last forgot any: half of the
    /// words of a text come once. The others have new ids, and which they are is given. Call it between articles.
    pub fn trim(&mut self) -> Option<Kept> {
        if self.words.len() <= self.room {
            return None;
        }
        let mut again = vec![false; self.words.len()];
        for slot in self.slots.iter().filter(|s| s.len & AGAIN != 0) {
            again[slot.id as usize - 1] = true;
        }
        for id in &self.marked {
            again[id.index()] = true;
        }
        let kept = Kept::of(&again);
        // Where most come again, all are forgotten, so that the next time is far off.
        if kept.len() > self.room / 4 * 3 {
            *self = Self {
                marker: self.marker,
                ..Self::new().with_room(self.room)
            };
            return Some(Kept::default());
        }
        let mut ids = vec![0; self.words.len()];
        for (new, old) in kept.ids().iter().enumerate() {
            ids[old.index()] = new as u32 + 1;
        }
        let mut long = std::mem::take(&mut self.long);
        let slots = vec![EMPTY; self.slots.len()];
        for mut slot in std::mem::replace(&mut self.slots, slots) {
            let old = slot.id;
            let new = (old as usize).checked_sub(1).map_or(0, |at| ids[at]);
            if new == 0 {
                continue;
            }
            (slot.id, slot.len) = (new, slot.len & !AGAIN);
            self.long
                .extend(long.remove(&old).map(|bytes| (new, bytes)));
            put(&mut self.slots, slot);
        }
        kept.compact(&mut self.words);
        for id in &mut self.marked {
            id.0 = ids[id.index()] - 1;
        }
        Some(kept)
    }

    #[inline]
    fn intern(&mut self, surface: &[u8], hash: u32) -> Slot {
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
                let slot = *slot;
                if slot.len & AGAIN == 0 {
                    self.slots[at].len |= AGAIN;
                }
                return slot;
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
        let word = analyze_word(&String::from_utf8_lossy(surface));
        let readings = (1u16 << word.readings.len().clamp(1, 8)) - 1;
        let interest = self.marker.map_or(Interest::None, |ask| ask(&word));
        let mut len = surface.len().min(LENGTH as usize) as u8;
        for (holds, flag) in [
            (announces_name(&word), HEAD),
            (interest == Interest::Look, BRIGHT),
        ] {
            len |= if holds { flag } else { 0 };
        }
        let mut slot = Slot {
            hash,
            id: self.words.len() as u32 + 1,
            len,
            readings: readings as u8,
            announced: after_announcement(&word, readings as u8),
            ..EMPTY
        };
        if interest != Interest::None {
            slot.mark = Mark::of(self.marked.len());
            self.marked.push(WordId(slot.id - 1));
        }
        match slot.key.get_mut(..surface.len()) {
            Some(key) => key.copy_from_slice(surface),
            None => {
                self.long.insert(slot.id, surface.into());
            }
        }
        self.words.push(word);
        self.slots[at] = slot;
        if self.words.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        slot
    }

    fn grow(&mut self) {
        let mut slots = vec![EMPTY; self.slots.len() * 2];
        for slot in self.slots.iter().filter(|s| s.id != 0) {
            put(&mut slots, *slot);
        }
        self.slots = slots;
    }
}

/// Puts a slot into the first free place from where its hash says; there must be one.
fn put(slots: &mut [Slot], slot: Slot) {
    let mask = slots.len() - 1;
    let mut at = slot.hash as usize & mask;
    while slots[at].id != 0 {
        at = (at + 1) & mask;
    }
    slots[at] = slot;
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

#[cfg(test)]
#[path = "analyzer_tests.rs"]
mod tests;
