//! The dictionaries of all segments as one table in memory. A query looks for some hundred forms, most of which no text has:
//! a process that answers many queries asks this table, one access a form, in place of the dictionaries' automata.
use super::dictionary;
use super::near::InOrder;
use crate::entity::name::{Pattern, may_be_foreign, sounds};
use crate::query::WordPattern;
use memchr::memmem;
use std::hash::Hasher;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

/// Forms of all segments, and where each segment's dictionaries have them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Open addressing: the upper half of a form's hash and its number + 1; 0 for an empty slot.
    slots: Vec<u64>,
    /// By number: where the form ends in `letters`, and its last place + 1.
    forms: Vec<(u32, u32)>,
    letters: Vec<u8>,
    places: Vec<Place>,
    /// Forms that stand for the folded tier, by their number of letters.
    lengths: Vec<Lengthy>,
    /// Those of them that may be foreign names, by a hash of their sounds; made when first asked for.
    by_sound: OnceLock<Vec<(u32, u32)>>,
    /// Words and lemmas in the order of their letters.
    in_order: InOrder,
}

/// Forms of so many letters.
#[derive(Debug, Default)]
struct Lengthy {
    /// Which letters each has; see [`mask`].
    masks: Vec<u32>,
    /// Its number.
    forms: Vec<u32>,
}

/// Longest form, in letters, that is looked for by its letters.
const LONGEST: usize = 40;

/// A form in one dictionary.
#[derive(Debug)]
struct Place {
    /// Twice the segment's number, and one more for the body.
    dictionary: u32,
    articles: u32,
    /// First byte and length of its postings, and of its positions.
    postings: [u32; 2],
    positions: [u32; 2],
    /// The form's place before + 1; 0 for none.
    before: u32,
}

impl Place {
    /// None where a file is larger than a table is made for.
    fn new(dictionary: u32, term: &TermInfo, before: u32) -> Option<Self> {
        let part = |range: &Range<usize>| {
            let number = |n: usize| u32::try_from(n).ok();
            Some([number(range.start)?, number(range.len())?])
        };
        Some(Self {
            dictionary,
            articles: term.doc_freq,
            postings: part(&term.postings_range)?,
            positions: part(&term.positions_range)?,
            before,
        })
    }

    fn term(&self) -> TermInfo {
        let range = |[start, len]: [u32; 2]| start as usize..start as usize + len as usize;
        TermInfo {
            doc_freq: self.articles,
            postings_range: range(self.postings),
            positions_range: range(self.positions),
        }
    }
}

/// Most terms of all dictionaries together for which a table is made, about those of a million articles. A process over 400,000
/// took 540 MB more with its table than without, the dictionaries read for it included: benches/RESULTS.md, *Growth*.
const TERMS: usize = 16_000_000;

impl Vocabulary {
    /// The table of the dictionaries of title and body, segment by segment; none if they are too large for one, or damaged.
    pub fn of(segments: &[[Arc<InvertedIndexReader>; 2]]) -> Option<Self> {
        let all = segments.iter().flatten();
        let terms: usize = all.map(|index| index.terms().num_terms()).sum();
        if terms > TERMS {
            return None;
        }
        let mut out = Self {
            slots: vec![0; (terms * 4 / 3).next_power_of_two().max(16)],
            ..Self::default()
        };
        for (dictionary, index) in (0..).zip(segments.iter().flatten()) {
            let mut stream = index.terms().stream().ok()?;
            while stream.advance() {
                out.add(stream.key(), dictionary, stream.value())?;
            }
        }
        out.places.shrink_to_fit();
        out.forms.shrink_to_fit();
        out.letters.shrink_to_fit();
        let numbers = (0..out.forms.len()).filter(|n| out.form(*n).first() != Some(&b'1'));
        let numbers: Vec<u32> = numbers.filter_map(|n| n.try_into().ok()).collect();
        out.in_order = InOrder::new(numbers, |number| out.word(number));
        Some(out)
    }

    /// A form without what says of which tiers it is.
    fn word(&self, number: u32) -> &str {
        let form = self.form(number as usize).get(1..).unwrap_or_default();
        std::str::from_utf8(form).unwrap_or_default()
    }

    /// Calls `sink` with each word and lemma whose letters, after those in `read`, are near to a pattern.
    pub fn near_name(&self, pattern: &Pattern, read: &str, sink: impl FnMut(&str)) {
        let text = |number: u32| self.word(number);
        self.in_order.near(text, pattern, read, sink);
    }

    fn add(&mut self, form: &[u8], dictionary: u32, term: &TermInfo) -> Option<()> {
        let number = match self.find(form) {
            Ok(number) => number,
            Err(slot) => {
                self.letters.extend_from_slice(form);
                let end = u32::try_from(self.letters.len()).ok()?;
                self.forms.push((end, 0));
                let number = self.forms.len() - 1;
                self.note_letters(form, number);
                *self.slots.get_mut(slot)? = upper(hash(form)) | (number as u64 + 1);
                number
            }
        };
        let last = &mut self.forms.get_mut(number)?.1;
        self.places.push(Place::new(dictionary, term, *last)?);
        *last = u32::try_from(self.places.len()).ok()?;
        Some(())
    }

    fn note_letters(&mut self, form: &[u8], number: usize) {
        // Exact and lemma forms name a word that also stands there folded.
        let Some((b'7' | b'3' | b'6' | b'2', word)) = form.split_first() else {
            return;
        };
        let Ok(word) = std::str::from_utf8(word) else {
            return;
        };
        let length = word.chars().count();
        if length > LONGEST {
            return;
        }
        if self.lengths.len() <= length {
            self.lengths.resize_with(length + 1, Lengthy::default);
        }
        if let Some(of) = self.lengths.get_mut(length) {
            of.masks.push(mask(word.chars()));
            of.forms.push(number as u32);
        }
    }

    /// Calls `sink` with each folded word that fits a pattern and has the letters `held` side by side, and with the number of articles
    /// that have it in one dictionary.
    pub fn holding(&self, held: &str, pattern: &WordPattern, mut sink: impl FnMut(&str, u64)) {
        let held = memmem::Finder::new(held);
        for number in 0..self.forms.len() {
            if let Some(word) = dictionary::holding(self.form(number), &held, pattern) {
                self.each_place(number, |place| sink(word, place.articles.into()));
            }
        }
    }

    /// Calls `sink` with each folded word that becomes `word` by at most `off` changes, as
    /// [`crate::query::WordPattern::near`] means them, and with the number of articles that have it in one dictionary. False if
    /// the word is too long to be looked for so.
    pub fn near(&self, word: &[char], off: usize, mut sink: impl FnMut(&str, u64)) -> bool {
        if word.len() + off > LONGEST {
            return false;
        }
        let wanted = mask(word.iter().copied());
        let least = word.len().saturating_sub(off);
        let lengths = self.lengths.iter().take(word.len() + off + 1).skip(least);
        for Lengthy { masks, forms } in lengths {
            // Nearly all have other letters: many are told apart at once.
            for (masks, forms) in masks.chunks(AT_ONCE).zip(forms.chunks(AT_ONCE)) {
                if !any_similar(masks, wanted, off) {
                    continue;
                }
                for (mask, number) in masks.iter().zip(forms) {
                    if !similar(*mask, wanted, off) {
                        continue;
                    }
                    let form = self.word(*number);
                    if changes(word, form, off) {
                        self.each_place(*number as usize, |place| {
                            sink(form, place.articles.into())
                        });
                    }
                }
            }
        }
        true
    }

    /// Calls `sink` with each folded word that may be a foreign name and has these [`sounds`].
    pub fn sounding(&self, wanted: &str, mut sink: impl FnMut(&str)) {
        let by_sound = self.by_sound.get_or_init(|| {
            let forms = self.lengths.iter().flat_map(|of| &of.forms).copied();
            let foreign = forms.filter(|number| may_be_foreign(self.word(*number)));
            let mut all: Vec<(u32, u32)> = foreign
                .map(|number| (hash(sounds(self.word(number)).as_bytes()) as u32, number))
                .collect();
            all.sort_unstable();
            all
        });
        let key = hash(wanted.as_bytes()) as u32;
        let from = by_sound.partition_point(|(of, _)| *of < key);
        let alike = by_sound.iter().skip(from).take_while(|(of, _)| *of == key);
        for (_, number) in alike {
            if sounds(self.word(*number)) == wanted {
                sink(self.word(*number));
            }
        }
    }

    /// The number of a form, or the slot where it would be.
    fn find(&self, form: &[u8]) -> Result<usize, usize> {
        let hash = hash(form);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.get(at).copied().unwrap_or(0);
            if slot == 0 {
                return Err(at);
            }
            let number = (slot & u64::from(u32::MAX)) as usize - 1;
            if slot & !u64::from(u32::MAX) == upper(hash) && self.form(number) == form {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn form(&self, number: usize) -> &[u8] {
        let end = |number: usize| self.forms.get(number).map_or(0, |form| form.0 as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.letters.get(start..end(number)).unwrap_or_default()
    }

    /// Where the postings of a form lie, in the title and in the body of a segment.
    pub fn terms(&self, form: &str, segment: usize) -> [Option<TermInfo>; 2] {
        let mut out = [None, None];
        let Ok(number) = self.find(form.as_bytes()) else {
            return out;
        };
        self.each_place(number, |place| {
            if place.dictionary as usize / 2 == segment {
                out[place.dictionary as usize % 2] = Some(place.term());
            }
        });
        out
    }

    fn each_place(&self, number: usize, mut sink: impl FnMut(&Place)) {
        let mut next = self.forms.get(number).map_or(0, |form| form.1);
        while let Some(place) = (next as usize)
            .checked_sub(1)
            .and_then(|at| self.places.get(at))
        {
            sink(place);
            next = place.before;
        }
    }
}

/// Which letters a word has, some letters sharing a bit.
fn mask(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0, |mask, letter| mask | 1 << (u32::from(letter) % 32))
}

/// Words whose letters are looked at together.
const AT_ONCE: usize = 8;

/// Whether words with these letters may be so many changes apart: a change takes one letter away at most, and puts one in.
#[inline]
fn similar(mask: u32, wanted: u32, off: usize) -> bool {
    let few = |mut bits: u32| {
        (0..off).for_each(|_| bits &= bits.wrapping_sub(1));
        bits == 0
    };
    few(mask & !wanted) & few(wanted & !mask)
}

/// Whether any word is [`similar`]. A function of its own, so that the compiler looks at several at once.
#[inline(never)]
fn any_similar(masks: &[u32], wanted: u32, off: usize) -> bool {
    let any = |off: usize| {
        let found = masks.iter().map(|mask| similar(*mask, wanted, off));
        found.fold(false, |any, found| any | found)
    };
    match off {
        1 => any(1),
        2 => any(2),
        _ => any(off),
    }
}

/// Whether one word becomes the other by at most `off` changes: a letter more, fewer, another, or two neighbours changed over.
fn changes(word: &[char], other: &str, off: usize) -> bool {
    // What both begin and end with is never changed.
    let (mut word, mut other) = (word, other.chars());
    while let ([first, rest @ ..], Some(letter)) = (word, other.clone().next())
        && *first == letter
    {
        word = rest;
        other.next();
    }
    while let ([rest @ .., last], Some(letter)) = (word, other.clone().next_back())
        && *last == letter
    {
        word = rest;
        other.next_back();
    }
    let mut letters = ['\0'; LONGEST + 1];
    let mut length = 0;
    for (slot, letter) in letters.iter_mut().zip(other) {
        *slot = letter;
        length += 1;
    }
    let other = letters.get(..length).unwrap_or_default();
    match (word, other) {
        ([], []) => true,
        ([], [_]) | ([_], []) | ([_], [_]) => off > 0,
        ([a, b], [c, d]) if a == d && b == c => off > 0,
        _ => off > 1 && distance(word, other, off) <= off,
    }
}

/// Changes between two words of at most [`LONGEST`] + 1 letters; `off` + 1 for any more.
fn distance(word: &[char], other: &[char], off: usize) -> usize {
    let far = off + 1;
    let mut rows = [[far; LONGEST + 2]; 3];
    for (cost, at) in rows[0].iter_mut().zip(0..) {
        *cost = far.min(at);
    }
    for (i, letter) in (1..).zip(other) {
        let [two, one, now] = match i % 3 {
            0 => [1, 2, 0],
            1 => [2, 0, 1],
            _ => [0, 1, 2],
        };
        let mut row = [far; LONGEST + 2];
        row[0] = far.min(i);
        let mut least = row[0];
        for (j, own) in (1..).zip(word) {
            let mut best = rows[one][j - 1] + usize::from(own != letter);
            best = best.min(rows[one][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && other[i - 2] == *own && word[j - 2] == *letter {
                best = best.min(rows[two][j - 2] + 1);
            }
            row[j] = best.min(far);
            least = least.min(row[j]);
        }
        rows[now] = row;
        if least == far {
            return far;
        }
    }
    rows[other.len() % 3][word.len()]
}

/// The part of a hash that a slot keeps.
fn upper(hash: u64) -> u64 {
    hash & !u64::from(u32::MAX)
}

fn hash(form: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(form);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_where_the_dictionaries_have_it() {
        let mut known = Vocabulary {
            slots: vec![0; 16],
            ..Vocabulary::default()
        };
        let term = |start: usize| TermInfo {
            doc_freq: 3,
            postings_range: start..start + 9,
            positions_range: start * 2..start * 2 + 5,
        };
        for (form, dictionary, start) in [
            ("7زلزال", 0, 5),
            ("7زلزال", 1, 9),
            ("4زلزال", 1, 2),
            ("7زلزال", 3, 7),
        ] {
            known.add(form.as_bytes(), dictionary, &term(start));
        }
        let terms = |form: &str, segment: usize| known.terms(form, segment);
        assert_eq!(terms("7زلزال", 0), [Some(term(5)), Some(term(9))]);
        assert_eq!(terms("7زلزال", 1), [None, Some(term(7))]);
        assert_eq!(terms("4زلزال", 0), [None, Some(term(2))]);
        assert_eq!(terms("4زلزال", 1), [None, None]);
        assert_eq!(terms("7زلازل", 0), [None, None]);
    }

    #[test]
    fn words_some_letters_off_are_those_that_the_pattern_accepts() {
        use crate::query::WordPattern;
        let words = [
            "السعوديه",
            "السعوديين",
            "السوعديه",
            "السعوده",
            "اسعوديه",
            "السعوديةه",
            "سعودي",
            "زلزال",
            "زلازل",
            "زلزل",
            "زلزالا",
            "زالزل",
            "ززلال",
            "لزلزال",
            "و",
            "ابجدهوز",
        ];
        let mut known = Vocabulary {
            slots: vec![0; 64],
            ..Vocabulary::default()
        };
        let term = TermInfo {
            doc_freq: 2,
            ..TermInfo::default()
        };
        for (n, word) in words.iter().enumerate() {
            let mark = ["7", "3", "6", "2"][n % 4];
            known.add(format!("{mark}{word}").as_bytes(), (n % 2) as u32, &term);
            known.add(format!("4{word}").as_bytes(), 0, &term);
        }
        for word in words {
            for off in [1, 2] {
                let letters: Vec<char> = word.chars().collect();
                let mut found = Vec::new();
                assert!(known.near(&letters, off, |word, n| found.push((word.to_owned(), n))));
                let pattern = WordPattern::near(word, off).unwrap();
                let fits = |other: &str| {
                    let states = other
                        .chars()
                        .fold(pattern.start(), |s, c| pattern.step(&s, c));
                    pattern.accepts(&states)
                };
                let wanted = words.iter().filter(|other| fits(other));
                let mut wanted: Vec<_> = wanted.map(|w| ((*w).to_owned(), 2)).collect();
                found.sort();
                wanted.sort();
                assert_eq!(found, wanted, "{word} {off}");
            }
        }
    }

    #[test]
    fn words_of_one_sound_are_found_together() {
        let mut known = Vocabulary {
            slots: vec![0; 64],
            ..Vocabulary::default()
        };
        for word in ["غازينتاب", "جازينتاب", "غازنتاب", "الغاز", "غاز", "عازنتاب"]
        {
            let term = TermInfo::default();
            known.add(format!("7{word}").as_bytes(), 0, &term);
            known.add(format!("4{word}").as_bytes(), 1, &term);
        }
        let mut found = Vec::new();
        known.sounding(&sounds("غازينتاب"), |word| {
            found.push(word.to_owned())
        });
        found.sort();
        assert_eq!(found, ["جازينتاب", "غازنتاب", "غازينتاب"]);
    }
}
