//! Sentences of the news as several networks together see them, for one network to learn from (Hinton et al., 2015: Distilling the
//! knowledge in a neural network). Probabilities and not verdicts are learnt, so that doubt stays doubt.
use crate::corpus::{Corpus, Sentence};
use crate::network::{Network, Soft, soft};
use crate::random::Random;
use naba::article::Article;

/// Words of the sentences that are taken.
const LENGTH: std::ops::Range<usize> = 5..60;
/// From how many expected words of persons on a sentence is always kept; of the others each [`ONE_OF`]th is.
const SOME: f32 = 0.05;
const ONE_OF: usize = 4;

/// So many sentences of articles picked by chance.
pub fn sentences(corpus: &mut Corpus, articles: &[Article], count: usize) -> Vec<Sentence> {
    let mut random = Random::new(3);
    let mut order: Vec<usize> = (0..articles.len()).collect();
    random.shuffle(&mut order);
    let (mut out, mut all) = (Vec::new(), Vec::new());
    for article in order {
        if out.len() >= count {
            break;
        }
        for text in [&articles[article].title, &articles[article].body] {
            all.clear();
            corpus.text(text, |_| 0, &mut all);
            out.extend(all.drain(..).filter(|s| LENGTH.contains(&s.words.len())));
        }
    }
    out.truncate(count);
    out
}

/// The sentences with what the networks expect of them; most of those without persons are left out.
pub fn taught(
    networks: &[Network],
    corpus: &Corpus,
    sentences: Vec<Sentence>,
) -> Vec<(Sentence, Soft)> {
    if networks.is_empty() {
        return Vec::new();
    }
    let pairs = sentences.into_iter().enumerate().filter_map(|(i, s)| {
        let soft = soft(networks, corpus, &s);
        (soft.persons() > SOME || i % ONE_OF == 0).then_some((s, soft))
    });
    let out: Vec<_> = pairs.collect();
    eprintln!("{} sentences of the news are learnt from", out.len());
    out
}
