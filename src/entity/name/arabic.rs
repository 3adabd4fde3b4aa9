//! How far two Arabic spellings of one name are from each other.
use super::pattern::Row;
use crate::arabic::{fold_text, fold_words, is_ordinary_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::LazyLock;

static LETTERS: LazyLock<FxHashMap<(char, char), f32>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/letters.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    let mut out = FxHashMap::default();
    for row in rows {
        let mut columns = row.split('\t');
        let letter = |c: Option<&str>| c.and_then(|c| c.chars().next());
        if let (Some(a), Some(b), Some(Ok(cost))) = (
            letter(columns.next()),
            letter(columns.next()),
            columns.next().map(str::parse),
        ) {
            out.insert((a, b), cost);
            out.insert((b, a), cost);
        }
    }
    out
});

/// Folded given names.
static GIVEN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    rows(include_str!("../../../data/names/given.tsv"))
        .map(|name| words(name).concat())
        .collect()
});

/// A word that makes one word of a name with a neighbour.
struct Compound {
    /// With the next word, or with the one before.
    next: bool,
    /// How Latin names that have it end.
    latin: Vec<&'static str>,
}

/// By the folded word.
static COMPOUNDS: LazyLock<FxHashMap<String, Compound>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../data/names/compounds.tsv"));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let word = fold_text(columns.next()?);
        let next = columns.next()? == "next";
        let latin = columns.next().unwrap_or_default().split(' ');
        let latin = latin.filter(|l| !l.is_empty()).collect();
        Some((word, Compound { next, latin }))
    })
    .collect()
});

/// The folded words that make one word of a name with the one before.
pub(super) fn closing() -> impl Iterator<Item = &'static str> {
    let closing = COMPOUNDS.iter().filter(|(_, c)| !c.next);
    closing.map(|(word, _)| word.as_str())
}

/// What a lower-case Latin name begins with, and the folded word that stands for its end, if that is one that the table has.
pub(super) fn latin_closing(name: &str) -> Option<(&str, &'static str)> {
    COMPOUNDS.iter().find_map(|(word, compound)| {
        let begins = compound.latin.iter().find_map(|l| name.strip_suffix(l))?;
        (begins.chars().count() >= 3).then_some((begins, word.as_str()))
    })
}

/// Letters that only Arabic names have.
static NATIVE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../data/names/native_letters.tsv"));
    rows.filter_map(|l| l.chars().next()).collect()
});

/// Folded ends of words and how they are read.
static DEFECTIVE: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../data/names/defective.tsv"));
    let pairs = rows.filter_map(|l| l.split_once('\t'));
    pairs.map(|(a, b)| (fold_text(a), fold_text(b))).collect()
});

/// The rows of a table, without its head.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// Leaving out or adding a long vowel inside a foreign name.
const VOWEL: f32 = 0.25;
/// Leaving out or adding ta before a sibilant: شولتس, شولز.
const AFFRICATE: f32 = 0.05;

pub(super) fn vowel(c: char) -> bool {
    matches!(c, 'ا' | 'و' | 'ي')
}

/// The words of a name, folded: compounds as one word, kunya in one form, other connecting words left as they are.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_word(name, |word| out.push(word.to_owned()));
    out
}

/// Calls `sink` with each of the [`words`] of a name.
pub(super) fn each_word(name: &str, mut sink: impl FnMut(&str)) {
    let mut last = String::new();
    let mut join = false;
    fold_words(name, |_, _, folded| {
        let word = match folded {
            "" => return,
            "ابا" | "ابي" => "ابو",
            "ابن" => "بن",
            other => other,
        };
        let side = COMPOUNDS.get(word).map(|c| c.next);
        if !(join || side == Some(false) || last.is_empty()) {
            sink(&last);
            last.clear();
        }
        last.push_str(word);
        join = side == Some(true);
    });
    if !last.is_empty() {
        sink(&last);
    }
}

/// The spelling that a word is read as, where an old one is in use beside it: عبدالرحمان as عبدالرحمن.
fn usual(word: &str) -> Cow<'_, str> {
    for (other, usual) in DEFECTIVE.iter() {
        if let Some(begin) = word.strip_suffix(other.as_str()) {
            return Cow::Owned(format!("{begin}{usual}"));
        }
    }
    Cow::Borrowed(word)
}

/// As [`usual`], owned.
pub(super) fn inner_spelling(word: &str) -> String {
    usual(word).into_owned()
}

/// Whether a word has a letter that only Arabic names have.
pub(super) fn is_native(word: &str) -> bool {
    word.chars().any(|c| NATIVE.contains(&c))
}

/// What spellings of one word have in common: its consonants, those of one sound as one letter, vowels after the first letter left out.
pub(super) fn sounds(word: &str) -> String {
    let mut out = String::new();
    for (i, c) in bare(word).chars().enumerate() {
        let sound = match c {
            'غ' | 'ق' | 'ك' => 'ج',
            'ش' | 'ز' | 'ص' => 'س',
            'ط' | 'ث' => 'ت',
            'ض' | 'ذ' | 'ظ' => 'د',
            'ه' => 'ح',
            c if i > 0 && vowel(c) => continue,
            other => other,
        };
        if !(i > 0 && sound == 'ح' && c == 'ه') {
            out.push(sound);
        }
    }
    out
}

/// The long vowels of a word that are neither its first letter nor its last.
fn inner_vowels(word: &str) -> impl Iterator<Item = char> {
    let last = word.chars().count().saturating_sub(1);
    let inner = word.chars().take(last).skip(1);
    inner.filter(|c| vowel(*c))
}

/// Whether a folded word is in the list of given names.
pub(super) fn is_given(folded: &str) -> bool {
    GIVEN.contains(folded)
}

/// A word without the article.
pub(super) fn bare(word: &str) -> &str {
    word.strip_prefix("ال")
        .filter(|rest| rest.chars().count() >= 3)
        .unwrap_or(word)
}

/// A word of an Arabic name, folded and without its article, ready to be compared with folded words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArabicWord {
    pub(super) letters: Vec<char>,
    /// Where each letter is in the table of costs, and what it costs to lack it, as a place in [`GAPS`].
    places: Vec<(Option<u8>, u8)>,
}

/// What it may cost to lack a letter.
const GAPS: [f32; 3] = [1.0, VOWEL, AFFRICATE];

/// How far reading another word has come; see [`Row`].
#[derive(Clone, Copy)]
pub(super) struct SoFar<'r> {
    pub now: &'r [f32],
    pub before: &'r [f32],
    pub last: Option<char>,
    pub depth: usize,
}

/// The costs of a word after one more letter of another, into a list of one more number than the word has letters; `costs` gives for
/// each of its letters what that letter for this one costs, if they have a sound in common, and what the other costs to lack it.
/// Gives what a row has as `closing`.
#[inline]
pub(super) fn advance(
    row: SoFar<'_>,
    letter: char,
    now: &mut [f32],
    costs: impl Fn(usize) -> (Option<f32>, f32),
) -> f32 {
    let begins = row.now[0] == 0.0;
    // A letter more in the other word.
    let more = if vowel(letter) { VOWEL } else { 1.0 };
    // شولتس beside شولز.
    let affricate = row.last == Some('ت') && matches!(letter, 'س' | 'ز' | 'ش');
    now[0] = if row.depth == 0 && letter == 'ا' {
        VOWEL
    } else if row.depth == 1 && letter == 'ل' && row.last == Some('ا') {
        // The article may stand before the other word alone.
        0.0
    } else {
        f32::INFINITY
    };
    // No letter is left out before the first one.
    let mut left = f32::INFINITY;
    let mut best = f32::INFINITY;
    let pairs = row.now.iter().zip(row.now.iter().skip(1));
    for (at, (((diagonal, above), before), now)) in pairs
        .zip(row.before)
        .zip(now.iter_mut().skip(1))
        .enumerate()
    {
        let (change, gap) = costs(at);
        let change = match change {
            Some(cost) => cost,
            None if at == 0 && begins => f32::INFINITY,
            None => 1.0,
        };
        best = (diagonal + change).min(left + gap);
        if affricate {
            best = best.min(before + change + AFFRICATE);
        }
        left = best.min(above + more);
        *now = left;
    }
    // سيرغيه; any other letter more at the end is another word.
    let last = if letter == 'ه' && row.depth >= 4 {
        VOWEL
    } else {
        1.0
    };
    best.min(row.now.last().copied().unwrap_or(f32::INFINITY) + last)
}

/// Letters by which one spelling may be longer than the other.
pub(super) const LONGER: usize = 3;

impl ArabicWord {
    pub fn new(word: &str) -> Self {
        let letters: Vec<char> = bare(word).chars().collect();
        let places = letters.iter().enumerate().map(|(at, letter)| {
            let place = place(*letter).and_then(|place| u8::try_from(place).ok());
            (place, gap(&letters, at))
        });
        Self {
            places: places.collect(),
            letters,
        }
    }

    pub fn start(&self) -> Row {
        Row::first(self.first_costs(), f32::INFINITY, f32::INFINITY, 0.0)
    }

    /// Costs before any letter of the other word.
    fn first_costs(&self) -> Vec<f32> {
        // No spelling changes where a name begins, but for the letters of one sound: most words are told apart by that alone.
        let mut now = vec![f32::INFINITY; self.letters.len() + 1];
        now[0] = 0.0;
        // إمبابي, مبابي: alef before two consonants.
        if let [first, _, _, _, ..] = self.letters.as_slice()
            && *first == 'ا'
        {
            now[1] = VOWEL;
        }
        now
    }

    /// Costs after one more letter of the other word, by how many letters of this one are read.
    #[inline]
    pub fn step(&self, row: &Row, letter: char) -> Row {
        let so_far = SoFar {
            now: row.now(),
            before: row.before(),
            last: row.last,
            depth: row.depth,
        };
        row.next(letter, f32::INFINITY, |now| {
            self.step_into(so_far, letter, now)
        })
    }

    /// As [`ArabicWord::step`], into a list of costs; gives what a row has as `closing` and as `best`.
    #[inline]
    fn step_into(&self, so_far: SoFar<'_>, letter: char, now: &mut [f32]) -> (f32, f32) {
        let (table, column) = (&*COSTS, place(letter));
        let costs = |at: usize| {
            let (own, gap) = self.places.get(at).copied().unwrap_or_default();
            let cost = match (own, column) {
                (Some(own), Some(column)) => {
                    let cost = table.get(usize::from(own)).and_then(|row| row.get(column));
                    cost.copied().filter(|cost| cost.is_finite())
                }
                _ => substitution(self.letters.get(at).copied().unwrap_or_default(), letter),
            };
            (cost, GAPS[usize::from(gap)])
        };
        let closing = advance(so_far, letter, now, costs);
        let least = now.iter().chain(so_far.now).copied();
        (closing, least.fold(f32::INFINITY, f32::min))
    }

    /// Cost of turning this spelling into another, about 1 for each letter that is another; none if that is above `most`.
    pub fn distance(&self, word: &str, most: f32) -> Option<f32> {
        let mut now = self.first_costs();
        let mut before = vec![f32::INFINITY; now.len()];
        let mut next = before.clone();
        let (mut last, mut cost) = (None, f32::INFINITY);
        for (depth, letter) in word.chars().enumerate() {
            let so_far = SoFar {
                now: &now,
                before: &before,
                last,
                depth,
            };
            next.fill(f32::INFINITY);
            let (closing, best) = self.step_into(so_far, letter, &mut next);
            if best > most || depth > self.letters.len() + LONGER + 1 {
                return None;
            }
            std::mem::swap(&mut before, &mut now);
            std::mem::swap(&mut now, &mut next);
            (last, cost) = (Some(letter), closing);
        }
        (cost <= most).then_some(cost)
    }

    /// Cost of a letter of this word that the other does not have.
    pub fn gap(&self, at: usize) -> f32 {
        let gap = self.places.get(at).map_or(0, |(_, gap)| *gap);
        GAPS[usize::from(gap)]
    }

    /// Cost of the other word if it ends here; and the least that any longer one can cost.
    pub fn cost(&self, row: &Row) -> (f32, f32) {
        if row.depth > self.letters.len() + LONGER + 2 {
            return (f32::INFINITY, f32::INFINITY);
        }
        (row.closing, row.best)
    }

    /// Whether a folded word is close enough to be the same word of a name.
    pub fn is_near(&self, word: &str) -> bool {
        let word = bare(word);
        let allowed = self.allowed(word.chars().count());
        self.distance(word, allowed).is_some() && !self.is_apart(word)
    }

    /// Whether the long vowels inside another word are those of this one.
    pub fn has_vowels_of(&self, word: &str) -> bool {
        let own: String = self.letters.iter().collect();
        inner_vowels(&own).eq(inner_vowels(bare(word)))
    }

    /// Whether it is a given name.
    pub fn is_given(&self) -> bool {
        is_given(&self.letters.iter().collect::<String>())
    }

    /// Whether it is an Arabic given name or a word of the dictionary.
    pub fn is_known(&self) -> bool {
        let own: String = self.letters.iter().collect();
        is_ordinary_word(&own) || is_given(&own)
    }

    /// Whether a near word is another name for all that: Arabic names do not change their long vowels.
    pub fn is_apart(&self, word: &str) -> bool {
        let own: String = self.letters.iter().collect();
        let (own, word) = (usual(&own), usual(bare(word)));
        let known = |w: &str| is_ordinary_word(w) || is_given(w);
        if own.starts_with('ا') != word.starts_with('ا') {
            let [with, without] = if own.starts_with('ا') {
                [&own, &word]
            } else {
                [&word, &own]
            };
            // إسلام is not سلام, and after the alef two consonants stand.
            let cluster = with.chars().skip(1).take(2).all(|c| !vowel(c));
            return !cluster || known(with) || known(without) || is_native(without);
        }
        // كمال and جمال: two names that are words are no spellings of each other.
        let word_and_name = |w: &str| is_given(w) && is_ordinary_word(w);
        if own != word && word_and_name(&own) && word_and_name(&word) {
            return true;
        }
        let consonants = |w: &str| w.chars().filter(|c| !vowel(*c)).count();
        // بنيامين and بنجامين differ in a consonant, whatever its letter.
        if own == word
            || consonants(&own) != consonants(&word)
            || inner_vowels(&own).eq(inner_vowels(&word))
        {
            return false;
        }
        let ordinary = is_ordinary_word(&own) || is_ordinary_word(&word);
        is_native(&own) || is_native(&word) || (known(&own) && known(&word) && ordinary)
    }

    /// Highest cost at which two words count as one, the other having so many letters.
    pub fn allowed(&self, letters: usize) -> f32 {
        allowed(self.letters.len().min(letters))
    }
}

/// Highest cost at which two words count as one of which the shorter has so many letters.
pub(super) fn allowed(letters: usize) -> f32 {
    if letters <= 3 {
        0.0
    } else {
        (letters as f32 * 0.08).max(0.35)
    }
}

/// What it costs that the other word lacks a letter, as a place in [`GAPS`].
fn gap(word: &[char], at: usize) -> u8 {
    let inside = at > 0 && at + 1 < word.len();
    match word.get(at) {
        Some(c) if vowel(*c) && inside => 1,
        Some('ت') if matches!(word.get(at + 1), Some('س' | 'ز' | 'ش')) => 2,
        Some('ه') if at + 1 == word.len() && word.len() > 4 => 1,
        _ => 0,
    }
}

/// The first letter of the table of costs, and how many there are.
const FIRST: u32 = 0x0620;
pub(super) const ALPHABET: usize = 0x2C;

/// Costs of one Arabic letter for another, which are asked for at every step; infinite where there is none.
pub(super) static COSTS: LazyLock<[[f32; ALPHABET]; ALPHABET]> = LazyLock::new(|| {
    let mut out = [[f32::INFINITY; ALPHABET]; ALPHABET];
    for ((a, b), cost) in LETTERS.iter() {
        if let (Some(a), Some(b)) = (place(*a), place(*b)) {
            out[a][b] = *cost;
        }
    }
    for (i, row) in out.iter_mut().enumerate() {
        row[i] = 0.0;
    }
    out
});

/// Where a letter is in the table of costs.
#[inline]
pub(super) fn place(letter: char) -> Option<usize> {
    let at = u32::from(letter).wrapping_sub(FIRST) as usize;
    (at < ALPHABET).then_some(at)
}

/// Cost of one letter for another; none where they have no sound in common.
#[inline]
pub(super) fn substitution(a: char, b: char) -> Option<f32> {
    match (place(a), place(b)) {
        (Some(a), Some(b)) => Some(COSTS[a][b]).filter(|cost| cost.is_finite()),
        _ if a == b => Some(0.0),
        _ => LETTERS.get(&(a, b)).copied(),
    }
}
