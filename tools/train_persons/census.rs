//! How often each word stands where a name stands, as a network that does not see which word it is tags the news, and how often it is
//! part of a name, as the finished network does.
use crate::corpus::Corpus;
use crate::network::Network;
use naba::arabic::WordId;
use naba::article::Article;
use naba::entity::person::training::{DIMENSIONS, ROW, SHARES, UNKNOWN, WORD, key};
use rustc_hash::FxHashMap;

/// The bytes of the vectors' file after its keys, and how many words it has.
fn rows(file: &[u8]) -> (usize, usize) {
    let words = u32::from_le_bytes([file[0], file[1], file[2], file[3]]) as usize;
    (file.len() - words * ROW, words)
}

/// Leaves the shares out of the bytes of data/person/vectors.bin: a network that is to count them anew must not see what one that
/// may have learnt other labels counted.
pub fn forget(file: &mut [u8]) {
    let (from, _) = rows(file);
    for row in file[from..].chunks_exact_mut(ROW) {
        row[DIMENSIONS..].fill(UNKNOWN);
    }
}

/// Of a word: its places, and how many of them are in persons, places and other names.
type Count = [u32; 4];

/// Writes into the bytes of data/person/vectors.bin how often each word stands where a network that does not see it finds names.
pub fn count_places(corpus: &mut Corpus, network: &Network, articles: &[Article], file: &mut [u8]) {
    let share = |part: u32, all: u32| (f64::from(part) * 250.0 / f64::from(all)).round() as u8;
    count(
        corpus,
        network,
        articles,
        true,
        file,
        |[all, names @ ..], row| {
            for (out, count) in row[DIMENSIONS..].iter_mut().zip(names) {
                *out = share(count, all);
            }
        },
    );
}

/// Writes there how often each word is in a name, as the finished network has it. One place more than there are counts as in a
/// name, so that of a rare word nothing is sure.
pub fn count_names(corpus: &mut Corpus, network: &Network, articles: &[Article], file: &mut [u8]) {
    count(
        corpus,
        network,
        articles,
        false,
        file,
        |[all, names @ ..], row| {
            let named = f64::from(names.iter().sum::<u32>() + 1) * 1000.0 / f64::from(all + 2);
            row[DIMENSIONS + SHARES] = named.round().min(f64::from(UNKNOWN - 1)) as u8;
        },
    );
}

/// Counts what a network finds in the news, `blind` to the identity of words or not, and writes by `write` what it says of each word.
fn count(
    corpus: &mut Corpus,
    network: &Network,
    articles: &[Article],
    blind: bool,
    file: &mut [u8],
    write: impl Fn(Count, &mut [u8]),
) {
    let mut counts: FxHashMap<u32, Count> = FxHashMap::default();
    let mut sentences = Vec::new();
    for article in articles {
        for text in [&article.title, &article.body] {
            sentences.clear();
            corpus.text(text, |_| 0, &mut sentences);
            for sentence in sentences
                .iter()
                .filter(|s| (3..200).contains(&s.words.len()))
            {
                let tags = network.tags_by(corpus, sentence, blind);
                for (word, tag) in sentence.words.iter().zip(tags) {
                    let count = counts.entry(*word).or_default();
                    count[0] += 1;
                    match tag {
                        0 => {}
                        1 | 2 => count[1] += 1,
                        3 | 4 => count[2] += 1,
                        _ => count[3] += 1,
                    }
                }
            }
        }
    }
    let mut by_key: FxHashMap<u32, Count> = FxHashMap::default();
    for (word, count) in counts {
        let folded = &corpus.analyzer.word(WordId(word)).folded;
        let sum = by_key.entry(key(WORD, folded)).or_default();
        sum.iter_mut().zip(count).for_each(|(s, c)| *s += c);
    }
    let (rows, words) = rows(file);
    let (keys, rows) = file.split_at_mut(rows);
    let (keys, _) = keys[keys.len() - words * 4..].as_chunks();
    for (key, row) in keys.iter().zip(rows.chunks_exact_mut(ROW)) {
        if let Some(count) = by_key.get(&u32::from_le_bytes(*key)) {
            write(*count, row);
        }
    }
}
