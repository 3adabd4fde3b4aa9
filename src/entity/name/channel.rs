//! How letters of one script write letters of another, learnt from pairs of names: `data/names/romanisation.bin`, which
//! `tools/train_names.rs` trains and describes.
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const TABLE: &[u8] = include_bytes!("../../../data/names/romanisation.bin");

/// Neighbours of a letter that each level looks at: so many before, so many after. As in tools/train_names.rs.
const LEVELS: [(usize, usize); 5] = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)];
/// How many imaginary observations the next smaller context is worth. As in tools/train_names.rs.
const PRIOR: f32 = 2.0;
/// Share of outputs of each length where nothing is known, and letters of an alphabet.
const UNKNOWN: [f32; 5] = [0.25e-2, 0.6e-2, 0.12e-2, 0.02e-2, 0.008e-2];
const ALPHABET: f32 = 40.0;

/// One direction.
pub(super) struct Channel {
    /// Letters that can be written at once, by id.
    outputs: Vec<Box<[char]>>,
    ids: FxHashMap<Box<[char]>, u16>,
    /// Hashes of the known contexts, ascending.
    contexts: Vec<u32>,
    /// Where each context's entries start.
    starts: Vec<u32>,
    /// Output and how often it was seen.
    entries: Vec<(u16, f32)>,
}

/// What was seen in one context of a letter: how often in all, and each output.
type Seen<'c> = (f32, &'c [(u16, f32)]);

/// Latin letters to Arabic ones, and back.
pub(super) static CHANNELS: LazyLock<(Channel, Channel)> = LazyLock::new(|| {
    let mut bytes = TABLE;
    (read(&mut bytes), read(&mut bytes))
});

/// Takes so many bytes off the front; zeros where the table ends, which a test of it would notice.
fn take<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
    match bytes.split_first_chunk::<N>() {
        Some((first, rest)) => {
            *bytes = rest;
            *first
        }
        None => [0; N],
    }
}

fn read(bytes: &mut &[u8]) -> Channel {
    let mut outputs: Vec<Box<[char]>> = Vec::new();
    for _ in 0..u32::from_le_bytes(take(bytes)) {
        let [length] = take(bytes);
        let (text, rest) = bytes
            .split_at_checked(usize::from(length))
            .unwrap_or_default();
        *bytes = rest;
        outputs.push(
            std::str::from_utf8(text)
                .unwrap_or_default()
                .chars()
                .collect(),
        );
    }
    let number = u32::from_le_bytes(take(bytes));
    let contexts: Vec<u32> = (0..number)
        .map(|_| u32::from_le_bytes(take(bytes)))
        .collect();
    let mut starts = vec![0];
    for _ in 0..number {
        let before = starts.last().copied().unwrap_or(0);
        starts.push(before + u32::from(u16::from_le_bytes(take(bytes))));
    }
    let entries = (0..starts.last().copied().unwrap_or(0)).map(|_| {
        let id = u16::from_le_bytes(take(bytes));
        let [count] = take(bytes);
        (id, ((f32::from(count) - 32.0) / 12.0).exp2())
    });
    let entries = entries.collect();
    let ids = (0..)
        .zip(&outputs)
        .map(|(id, letters)| (letters.clone(), id))
        .collect();
    Channel {
        outputs,
        ids,
        contexts,
        starts,
        entries,
    }
}

/// FNV-1a over the letters' code points, as in tools/train_names.rs.
fn hash(seed: u32, letters: impl Iterator<Item = char>) -> u32 {
    letters
        .flat_map(|c| u32::from(c).to_le_bytes())
        .fold(0x811c_9dc5 ^ seed, |h, byte| {
            (h ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

impl Channel {
    /// What was seen of letter `i` of a word, from the smallest context to the largest known.
    fn seen<'c>(&'c self, word: &'c [char], i: usize) -> impl Iterator<Item = Seen<'c>> {
        LEVELS
            .iter()
            .zip(0..)
            .filter_map(move |((before, after), level)| {
                let at = |k: usize| match k.checked_sub(*before) {
                    Some(k) => word.get(k).copied().unwrap_or('$'),
                    None => '^',
                };
                let key = hash(level, (i..=i + before + after).map(at));
                let place = self.contexts.binary_search(&key).ok()?;
                let from = *self.starts.get(place)? as usize;
                let to = *self.starts.get(place + 1)? as usize;
                let entries = self.entries.get(from..to)?;
                Some((entries.iter().map(|(_, n)| n).sum(), entries))
            })
    }

    /// Whether the letter was ever seen in training.
    pub fn knows(&self, letter: char) -> bool {
        self.contexts
            .binary_search(&hash(0, std::iter::once(letter)))
            .is_ok()
    }

    /// The chances of what letter `i` of a word writes: those of outputs of each length that were never seen, and calls
    /// `add` for what is to be added to the chance of an output; `scale` comes before each round of additions and says by
    /// what all chances so far are to be multiplied.
    pub fn spread(&self, word: &[char], i: usize, visit: &mut dyn FnMut(Step<'_>)) {
        for (total, entries) in self.seen(word, i) {
            visit(Step::Scale(PRIOR / (total + PRIOR)));
            for (id, n) in entries {
                if let Some(letters) = self.outputs.get(usize::from(*id)) {
                    visit(Step::Add(letters, n / (total + PRIOR)));
                }
            }
        }
    }

    /// The chance that a letter writes so many given letters before anything is known of it.
    pub fn unknown(length: usize) -> f32 {
        UNKNOWN.get(length).copied().unwrap_or(0.0) / ALPHABET.powi(length as i32)
    }

    /// ln P(target | source), summed over the ways to divide the target among the letters of the source, each of which writes at
    /// most `longest` letters.
    pub fn log_likelihood(&self, source: &[char], target: &[char], longest: usize) -> f32 {
        // In f64: a long name's chance is far below what f32 can hold.
        let mut ways = vec![0.0_f64; target.len() + 1];
        ways[0] = 1.0;
        for i in 0..source.len() {
            let mut next = vec![0.0_f64; target.len() + 1];
            let seen: Vec<Seen<'_>> = self.seen(source, i).collect();
            let least = ways.iter().copied().fold(0.0, f64::max) * NEGLIGIBLE;
            for (j, way) in ways.iter().enumerate().filter(|(_, way)| **way > least) {
                for n in 0..=longest.min(target.len() - j) {
                    let id = target
                        .get(j..j + n)
                        .and_then(|letters| self.ids.get(letters));
                    let chance = chance(&seen, id.copied(), n);
                    if let Some(slot) = next.get_mut(j + n) {
                        *slot += way * f64::from(chance);
                    }
                }
            }
            ways = next;
        }
        ways.last().map_or(f32::NEG_INFINITY, |p| p.ln() as f32)
    }
}

/// Share of the likeliest way below which a way to divide a name is not followed.
const NEGLIGIBLE: f64 = 0.0;

/// The chance of an output of so many letters, given what was seen in ever larger contexts.
fn chance(seen: &[Seen<'_>], id: Option<u16>, letters: usize) -> f32 {
    seen.iter()
        .fold(Channel::unknown(letters), |p, (total, entries)| {
            let count = id
                .and_then(|id| entries.binary_search_by_key(&id, |e| e.0).ok())
                .and_then(|at| entries.get(at))
                .map_or(0.0, |e| e.1);
            (count + PRIOR * p) / (total + PRIOR)
        })
}

/// A change to the chances of what a letter writes.
pub(super) enum Step<'c> {
    /// All chances so far times this.
    Scale(f32),
    /// This much more for these letters.
    Add(&'c [char], f32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_to_its_end() {
        let mut rest = TABLE;
        for channel in [read(&mut rest), read(&mut rest)] {
            assert!(channel.contexts.is_sorted() && channel.contexts.len() > 10_000);
            assert_eq!(
                channel.starts.last().copied(),
                Some(channel.entries.len() as u32)
            );
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn letters_are_read_in_their_context() {
        let (latin, _) = &*CHANNELS;
        let likelihood = |latin_word: &str, arabic: &str| {
            let letters = |w: &str| w.chars().collect::<Vec<_>>();
            latin.log_likelihood(&letters(latin_word), &letters(arabic), 2)
        };
        assert!(likelihood("shaker", "شاكر") > likelihood("shaker", "سهاكر") + 3.0);
        assert!(likelihood("celine", "سيلين") > likelihood("celine", "كيلين") + 1.0);
        assert!(likelihood("tebboune", "تبون") > likelihood("tebboune", "تبوك") + 4.0);
    }
}
