//! Trains data/names/romanisation.bin: how Latin spellings of names and Arabic ones are read as each other. Standard library only.
//!
//! usage: rustc -O --edition 2024 tools/train_names.rs -o /tmp/train_names && /tmp/train_names PAIRS_DIR data/names [--hold-out]
//! PAIRS_DIR holds
//!   names.google.train.tsv     google/transliteration, Apache-2.0: Arabic TAB Latin
//!   names.wikidata.train.tsv   NETransliteration-COLING2018, MIT, from Wikidata: Latin TAB spaced Arabic letters TAB count
//!   names.lexicon.tsv          Named_Entities_Lexicon_Project, CC BY 4.0: Arabic TAB English, of several words, noisy
//! `--hold-out` leaves every tenth line (10, 20, …) of the Wikidata pairs out, for measuring; the shipped table is trained
//! without it, on everything. Takes a minute.
//!
//! The model: each letter of the source writes 0 to N letters of the target, depending on its neighbours in the source. Counts come
//! from expectation maximisation over all alignments, first without neighbours, then with more and more of them (after Jiampojamarn,
//! Kondrak, Sherif: "Applying many-to-many alignments and hidden Markov models to letter-to-phoneme conversion", 2007). At use, the
//! share of an output in a context is smoothed by its share in the next smaller context (Dirichlet smoothing). Both directions are
//! kept: what Arabic a Latin spelling is read as, and how an Arabic name is spelt in Latin.
//!
//! romanisation.bin, little endian: for each direction (Latin to Arabic, Arabic to Latin) u32 number of outputs, each as u8 length
//! and UTF-8; u32 number of contexts; the contexts' hashes in order, u32 each; for each the number of its entries, u16; then the
//! entries, u16 output and u8 count, where the count is 2^((byte - 32) / 12).
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// Neighbours of a letter that each level of the model looks at: so many before, so many after. As in src/entity/name/channel.rs.
const LEVELS: [(usize, usize); 5] = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)];
/// How many imaginary observations the smaller context is worth. As in src/entity/name/channel.rs.
const PRIOR: f64 = 2.0;
/// Outputs expected less often than this in a context are left out.
const LEAST: f64 = 0.3;
/// Contexts seen less often than this are left out, from the third level on.
const RARE: f64 = 3.0;
/// Levels used and levels counted in each round.
const ROUNDS: [(usize, usize); 9] = [(0, 1), (1, 1), (1, 1), (1, 1), (1, 2), (2, 3), (3, 4), (4, 5), (4, 5)];

/// Without a random seed: sums are made in the same order each time, and the file comes out the same.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;
type Counts = Map<u32, Map<u32, f64>>;
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A source, a target, and how much the pair counts.
type Pair = (Vec<char>, Vec<char>, f64);

/// FNV-1a over the letters' code points.
fn hash(seed: u32, letters: &[char]) -> u32 {
    let mut h = 0x811c_9dc5_u32 ^ seed;
    for c in letters {
        for b in (*c as u32).to_le_bytes() {
            h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
        }
    }
    h
}

/// The letters around position `i`, `^` and `$` beyond the ends.
fn context(source: &[char], i: usize, (before, after): (usize, usize)) -> Vec<char> {
    let at = |k: isize| {
        if k < 0 { '^' } else { source.get(k as usize).copied().unwrap_or('$') }
    };
    let i = i as isize;
    (i - before as isize..=i + after as isize).map(at).collect()
}

/// Hash of an output.
fn output(letters: &[char]) -> u32 {
    hash(99, letters)
}

/// One direction: source letters write target letters.
struct Channel {
    /// Most letters that one letter writes.
    longest: usize,
    levels: Vec<Counts>,
    /// Levels in use.
    used: usize,
}

impl Channel {
    fn new(longest: usize) -> Self {
        Channel { longest, levels: vec![Counts::default(); LEVELS.len()], used: 0 }
    }

    /// The chance that letter `i` of the source writes the target's letters from `j` on, by `j` and their number.
    fn table(&self, source: &[char], i: usize, target: &[char]) -> Vec<Vec<f64>> {
        let known: Vec<(&Map<u32, f64>, f64)> = (0..self.used)
            .filter_map(|l| self.levels[l].get(&hash(l as u32, &context(source, i, LEVELS[l]))))
            .map(|m| (m, m.values().sum()))
            .collect();
        let chance = |j: usize, n: usize| {
            let base = [0.25, 0.6, 0.12, 0.02, 0.008][n] / 40f64.powi(n as i32);
            if self.used == 0 {
                return base;
            }
            let out = output(&target[j..j + n]);
            known.iter().fold(base * 0.01, |p, (m, total)| {
                (m.get(&out).copied().unwrap_or(0.0) + PRIOR * p) / (total + PRIOR)
            })
        };
        (0..=target.len())
            .map(|j| (0..=self.longest.min(target.len() - j)).map(|n| chance(j, n)).collect())
            .collect()
    }

    /// P(target | source), summed over alignments; adds the expected counts of the first `upto` levels to `into`.
    fn align(&self, (source, target, weight): &Pair, into: &mut [Counts], upto: usize) -> f64 {
        let (n, m) = (source.len(), target.len());
        let tables: Vec<Vec<Vec<f64>>> = (0..n).map(|i| self.table(source, i, target)).collect();
        let mut ahead = vec![vec![0.0; m + 1]; n + 1];
        ahead[0][0] = 1.0;
        let mut back = ahead.clone();
        back[0][0] = 0.0;
        back[n][m] = 1.0;
        for i in 0..n {
            for j in 0..=m {
                for k in 0..=self.longest.min(m - j) {
                    ahead[i + 1][j + k] += ahead[i][j] * tables[i][j][k];
                }
            }
        }
        let total = ahead[n][m];
        if total <= 0.0 {
            return total;
        }
        for i in (0..n).rev() {
            let keys: Vec<u32> =
                (0..upto).map(|l| hash(l as u32, &context(source, i, LEVELS[l]))).collect();
            for j in 0..=m {
                for k in 0..=self.longest.min(m - j) {
                    let path = tables[i][j][k] * back[i + 1][j + k];
                    back[i][j] += path;
                    let share = ahead[i][j] * path / total;
                    if share > 1e-4 {
                        let out = output(&target[j..j + k]);
                        for (l, key) in keys.iter().enumerate() {
                            *into[l].entry(*key).or_default().entry(out).or_default() += share * weight;
                        }
                    }
                }
            }
        }
        total
    }

    fn train(&mut self, pairs: &[Pair]) {
        for (used, upto) in ROUNDS {
            self.used = used;
            let mut next = vec![Counts::default(); LEVELS.len()];
            let likelihood: f64 =
                pairs.iter().map(|p| self.align(p, &mut next, upto).max(1e-300).ln()).sum();
            eprintln!("levels {used}: mean log likelihood {:.3}", likelihood / pairs.len() as f64);
            self.levels = next;
        }
        self.used = LEVELS.len();
        for (l, level) in self.levels.iter_mut().enumerate() {
            for outputs in level.values_mut() {
                outputs.retain(|_, n| *n >= LEAST);
            }
            let rare = if l < 2 { 1.0 } else { RARE };
            level.retain(|_, outputs| outputs.values().sum::<f64>() >= rare);
        }
    }

    /// Appends the direction to a file; `targets` are the words from which outputs are named.
    fn write(&self, targets: &[Pair], file: &mut Vec<u8>) -> Result<()> {
        let mut names: Map<u32, Vec<char>> = Map::default();
        for (_, target, _) in targets {
            for j in 0..=target.len() {
                for n in 0..=self.longest.min(target.len() - j) {
                    let letters = &target[j..j + n];
                    names.entry(output(letters)).or_insert_with(|| letters.to_vec());
                }
            }
        }
        let used: BTreeMap<u32, String> = self
            .levels
            .iter()
            .flat_map(|level| level.values().flat_map(HashMap::keys))
            .filter_map(|out| Some((*out, names.get(out)?.iter().collect())))
            .collect();
        file.extend((used.len() as u32).to_le_bytes());
        for name in used.values() {
            file.push(name.len() as u8);
            file.extend(name.as_bytes());
        }
        let id: Map<u32, u16> = used.keys().enumerate().map(|(i, out)| (*out, i as u16)).collect();
        let contexts: BTreeMap<u32, &Map<u32, f64>> =
            self.levels.iter().flatten().map(|(key, outputs)| (*key, outputs)).collect();
        file.extend((contexts.len() as u32).to_le_bytes());
        for key in contexts.keys() {
            file.extend(key.to_le_bytes());
        }
        for outputs in contexts.values() {
            file.extend(u16::try_from(outputs.len())?.to_le_bytes());
        }
        for outputs in contexts.values() {
            let mut entries: Vec<(u16, f64)> = outputs.iter().map(|(out, n)| (id[out], *n)).collect();
            entries.sort_unstable_by_key(|e| e.0);
            for (out, n) in entries {
                file.extend(out.to_le_bytes());
                file.push((n.log2() * 12.0 + 32.0).round().clamp(0.0, 255.0) as u8);
            }
        }
        Ok(())
    }
}

/// Arabic letters of a word, Persian ones as their neighbours, marks left out.
fn arabic(text: &str) -> Vec<char> {
    let letter = |c| match c {
        'ک' => Some('ك'),
        'گ' => Some('غ'),
        'پ' => Some('ب'),
        'ڤ' | 'ڥ' => Some('ف'),
        'چ' | 'ژ' => Some('ج'),
        'ی' => Some('ي'),
        'ٱ' => Some('ا'),
        c if ('ء'..='ي').contains(&c) && c != 'ـ' => Some(c),
        _ => None,
    };
    text.chars().filter_map(letter).collect()
}

fn latin(text: &str) -> Vec<char> {
    text.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == '\'').collect()
}

/// Pairs of one word each.
fn words(folder: &str, hold_out: bool) -> Result<Vec<Pair>> {
    let mut out = Vec::new();
    for line in fs::read_to_string(format!("{folder}/names.google.train.tsv"))?.lines() {
        if let Some((a, l)) = line.split_once('\t') {
            out.push((latin(l), arabic(a), 1.0));
        }
    }
    for (i, line) in fs::read_to_string(format!("{folder}/names.wikidata.train.tsv"))?.lines().enumerate() {
        let mut columns = line.split('\t');
        let (Some(l), Some(a)) = (columns.next(), columns.next()) else { continue };
        let count: f64 = columns.next().and_then(|c| c.parse().ok()).unwrap_or(1.0);
        if !hold_out || (i + 1) % 10 != 0 {
            out.push((latin(l), arabic(a), 1.0 + count.ln() * 0.5));
        }
    }
    out.retain(fits);
    Ok(out)
}

fn fits((l, a, _): &Pair) -> bool {
    !l.is_empty() && !a.is_empty() && a.len() <= 2 * l.len() && l.len() <= 4 * a.len() + 1 && l.len() <= 24
}

/// Words of the pairs of several words that a model finds to be each other.
fn more_words(folder: &str, model: &Channel) -> Result<Vec<Pair>> {
    let mut out = Vec::new();
    for line in fs::read_to_string(format!("{folder}/names.lexicon.tsv"))?.lines() {
        let Some((a, l)) = line.split_once('\t') else { continue };
        let arabic_words = joined(a.split_whitespace().map(arabic), &["عبد", "أبو", "ابو"]);
        let latin_words = joined(
            l.split(|c: char| c.is_whitespace() || c == '-').map(latin),
            &["abd", "abdul", "abdel", "abdal", "abu", "abou", "aboul", "abul", "al", "el"],
        );
        let read = |l: &Vec<char>, a: &Vec<char>| {
            let pair = (l.clone(), a.clone(), 0.5);
            if !fits(&pair) || a.len() < 3 {
                return None;
            }
            let p = model.align(&pair, &mut [], 0).max(1e-300).ln() / l.len() as f64;
            (p > -1.5).then_some((p, pair))
        };
        for a in &arabic_words {
            let best = latin_words.iter().filter_map(|l| read(l, a)).max_by(|x, y| x.0.total_cmp(&y.0));
            out.extend(best.map(|(_, pair)| pair));
        }
    }
    Ok(out)
}

/// Words, those that never stand alone joined to the next.
fn joined(words: impl Iterator<Item = Vec<char>>, open: &[&str]) -> Vec<Vec<char>> {
    let mut out: Vec<Vec<char>> = Vec::new();
    let mut join = false;
    for word in words.filter(|w| !w.is_empty()) {
        let text: String = word.iter().collect();
        match out.last_mut() {
            Some(last) if join => last.extend(word),
            _ => out.push(word),
        }
        join = open.contains(&text.as_str());
    }
    out
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, out, rest @ ..] = args.as_slice() else {
        return Err("usage: train_names PAIRS_DIR data/names [--hold-out]".into());
    };
    let mut pairs = words(folder, rest.iter().any(|a| a == "--hold-out"))?;
    let mut file = Vec::new();
    let mut forward = Channel::new(2);
    forward.train(&pairs);
    let more = more_words(folder, &forward)?;
    eprintln!("{} words of longer names", more.len());
    pairs.extend(more);
    let mut forward = Channel::new(2);
    forward.train(&pairs);
    forward.write(&pairs, &mut file)?;
    let pairs: Vec<Pair> = pairs.into_iter().map(|(l, a, w)| (a, l, w)).collect();
    let mut backward = Channel::new(4);
    backward.train(&pairs);
    backward.write(&pairs, &mut file)?;
    fs::write(format!("{out}/romanisation.bin"), file)?;
    Ok(())
}
