//! Word vectors by skip-gram with negative sampling (Mikolov et al., 2013), written as data/person/vectors.bin.
use crate::random::Random;
use naba::arabic::{Analyzer, Tokens};
use naba::article::Article;
use naba::entity::person::training::{
    DIMENSIONS, SHARES, UNKNOWN, VECTOR_UNIT, WORD, key, write_keys,
};
use rustc_hash::FxHashMap;

const WINDOW: usize = 4;
const NEGATIVES: usize = 6;
const PASSES: usize = 6;
const LEAST: u32 = 5;
const SAMPLE: f64 = 3e-4;

/// The bytes of the file.
pub fn train(articles: &[Article]) -> Vec<u8> {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    let mut words: Vec<String> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut texts: Vec<Vec<u32>> = Vec::new();
    for article in articles {
        for text in [&article.title, &article.body] {
            analyzer.analyze(text, &mut tokens);
            let line = tokens.iter().map(|t| {
                let folded = &*analyzer.word(t.word).folded;
                if let Some(id) = ids.get(folded) {
                    counts[*id as usize] += 1;
                    return *id;
                }
                let id = words.len() as u32;
                ids.insert(folded.to_owned(), id);
                words.push(folded.to_owned());
                counts.push(1);
                id
            });
            texts.push(line.collect());
        }
        analyzer.trim();
    }
    let total: f64 = counts.iter().map(|c| f64::from(*c)).sum();
    let kept = counts.iter().filter(|c| **c >= LEAST).count();
    eprintln!(
        "{total} words, {} distinct, {kept} with vectors",
        words.len()
    );
    let mut random = Random::new(1);
    let mut noise = Vec::new();
    for (id, count) in counts.iter().enumerate().filter(|(_, c)| **c >= LEAST) {
        noise.extend(std::iter::repeat_n(
            id as u32,
            (f64::from(*count).powf(0.75) / 4.0).ceil() as usize,
        ));
    }
    let mut input: Vec<[f32; DIMENSIONS]> = words
        .iter()
        .map(|_| std::array::from_fn(|_| (random.unit() - 0.5) / DIMENSIONS as f32))
        .collect();
    let mut output = vec![[0.0_f32; DIMENSIONS]; words.len()];
    let steps = total * PASSES as f64;
    let mut done = 0.0;
    let mut kept_words = Vec::new();
    for pass in 0..PASSES {
        for text in &texts {
            done += text.len() as f64;
            let rate = (0.035 * (1.0 - done / steps)).max(0.0005) as f32;
            kept_words.clear();
            kept_words.extend(text.iter().copied().filter(|w| {
                let count = counts[*w as usize];
                let share = f64::from(count) / total;
                count >= LEAST
                    && f64::from(random.unit()) < (SAMPLE / share).sqrt() + SAMPLE / share
            }));
            for at in 0..kept_words.len() {
                let reach = 1 + random.below(WINDOW);
                for near in at.saturating_sub(reach)..(at + reach + 1).min(kept_words.len()) {
                    if near != at {
                        pair(
                            kept_words[at],
                            kept_words[near],
                            rate,
                            &noise,
                            &mut random,
                            &mut input,
                            &mut output,
                        );
                    }
                }
            }
        }
        eprintln!("vectors: pass {pass}");
    }
    write(&words, &counts, &input)
}

fn pair(
    word: u32,
    near: u32,
    rate: f32,
    noise: &[u32],
    random: &mut Random,
    input: &mut [[f32; DIMENSIONS]],
    output: &mut [[f32; DIMENSIONS]],
) {
    let vector = &mut input[word as usize];
    let mut change = [0.0; DIMENSIONS];
    for i in 0..=NEGATIVES {
        let (target, label) = if i == 0 {
            (near, 1.0)
        } else {
            (noise[random.below(noise.len())], 0.0)
        };
        if i > 0 && target == near {
            continue;
        }
        let context = &mut output[target as usize];
        let dot: f32 = vector.iter().zip(context.iter()).map(|(a, b)| a * b).sum();
        let step = rate * (label - 1.0 / (1.0 + (-dot).exp()));
        for d in 0..DIMENSIONS {
            change[d] += step * context[d];
            context[d] += step * vector[d];
        }
    }
    vector.iter_mut().zip(change).for_each(|(v, c)| *v += c);
}

fn write(words: &[String], counts: &[u32], vectors: &[[f32; DIMENSIONS]]) -> Vec<u8> {
    let mut rows: Vec<(u32, usize)> = (0..words.len())
        .filter(|i| counts[*i] >= LEAST)
        .map(|i| (key(WORD, &words[i]), i))
        .collect();
    rows.sort_unstable();
    rows.dedup_by_key(|r| r.0);
    let keys: Vec<u32> = rows.iter().map(|r| r.0).collect();
    let mut out = write_keys(&keys);
    let show = |word: &str| {
        let Some(at) = words.iter().position(|w| w == word) else {
            return;
        };
        let unit = |v: &[f32; DIMENSIONS]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        let mut near: Vec<(f32, usize)> = (0..words.len())
            .filter(|i| counts[*i] >= 20)
            .map(|i| {
                let dot: f32 = vectors[at]
                    .iter()
                    .zip(&vectors[i])
                    .map(|(a, b)| a * b)
                    .sum();
                (dot / unit(&vectors[at]) / unit(&vectors[i]), i)
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        let near: Vec<&str> = near.iter().take(8).map(|n| words[n.1].as_str()).collect();
        eprintln!("{word}: {}", near.join(" "));
    };
    for word in ["محمد", "لافروف", "وزير", "قال", "الشهري"] {
        show(word);
    }
    for (_, i) in rows {
        let length = vectors[i]
            .iter()
            .map(|x| x * x)
            .sum::<f32>()
            .sqrt()
            .max(1e-6);
        for x in vectors[i] {
            // A unit vector of 48 numbers, stretched so that its numbers are about one half.
            let number = (x / length * 4.0 * VECTOR_UNIT)
                .round()
                .clamp(-127.0, 127.0);
            out.push((number as i8).cast_unsigned());
        }
        out.extend([UNKNOWN; SHARES + 1]);
    }
    out
}
