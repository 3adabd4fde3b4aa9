//! How often each word stands where a name stands: a network that does not see which word it is tags the news.
use crate::corpus::Corpus;
use crate::network::Network;
use naba::arabic::WordId;
use naba::article::Article;
use naba::entity::person::training::{DIMENSIONS, ROW, UNKNOWN, WORD, key};
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

/// Writes the shares into the bytes of data/person/vectors.bin.
pub fn count(corpus: &mut Corpus, network: &Network, articles: &[Article], file: &mut [u8]) {
    let mut counts: FxHashMap<u32, [u32; 4]> = FxHashMap::default();
    let mut sentences = Vec::new();
    for article in articles {
        for text in [&article.title, &article.body] {
            sentences.clear();
            corpus.text(text, |_| 0, &mut sentences);
            for sentence in sentences
                .iter()
                .filter(|s| (3..200).contains(&s.words.len()))
            {
                let tags = network.tags_by(corpus, sentence, true);
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
    let mut by_key: FxHashMap<u32, [u32; 4]> = FxHashMap::default();
    for (word, count) in counts {
        let folded = &corpus.analyzer.word(WordId(word)).folded;
        let sum = by_key.entry(key(WORD, folded)).or_default();
        sum.iter_mut().zip(count).for_each(|(s, c)| *s += c);
    }
    let (rows, words) = rows(file);
    let keys = rows - words * 4;
    for i in 0..words {
        let key: [u8; 4] = std::array::from_fn(|b| file[keys + i * 4 + b]);
        let Some([all, names @ ..]) = by_key.get(&u32::from_le_bytes(key)) else {
            continue;
        };
        for (at, count) in names.iter().enumerate() {
            file[rows + i * ROW + DIMENSIONS + at] =
                (f64::from(*count) * 250.0 / f64::from(*all)).round() as u8;
        }
    }
}
