//! The network and its training: one hidden layer over windows, conditional random field over tags (Lafferty et al., 2001),
//! likelihood maximised sentence by sentence with AdaGrad (Duchi et al., 2011) and dropout (Srivastava et al., 2014).
use crate::corpus::{Corpus, Known, Sentence};
use crate::random::Random;
use crate::report::score;
use naba::entity::person::training::{
    DIMENSIONS, DISTANCES, EXPONENTS, HIDDEN, LANES, MAGIC, PLACES, REACH, TAGS, Width, write_keys,
};

/// What training may choose.
#[derive(Clone, Copy)]
pub struct Options {
    pub passes: usize,
    pub rate: f32,
    pub decay: f32,
    pub drop_hidden: f32,
    pub drop_word: f32,
    pub seed: u64,
}

/// What several networks together expect of a sentence.
pub struct Soft {
    /// Of each tag at each place.
    tags: Vec<[f32; TAGS]>,
    /// Of each transition.
    pairs: Vec<f32>,
}

/// What a sentence is trained towards.
#[derive(Clone, Copy)]
pub enum Goal<'g> {
    /// Its labels.
    Tags(&'g [u8]),
    /// The opinion of other networks (Hinton et al., 2015).
    Soft(&'g Soft),
}

/// What networks on the same features expect of a sentence: one random field with the mean of their scores.
pub fn soft(networks: &[Network], corpus: &Corpus, sentence: &Sentence) -> Soft {
    let length = sentence.words.len();
    let share = 1.0 / networks.len() as f32;
    let mut scores = vec![[0.0; TAGS]; length];
    let mut transitions = vec![0.0; (TAGS + 1) * TAGS];
    for network in networks {
        let sums = network.sums(corpus, sentence, &vec![false; length]);
        for (mean, sum) in scores.iter_mut().zip(&sums) {
            let own = network.scores(sum, &[1.0; HIDDEN]);
            mean.iter_mut().zip(own).for_each(|(m, s)| *m += share * s);
        }
        for (mean, own) in transitions.iter_mut().zip(&network.transitions) {
            *mean += share * own;
        }
    }
    let (_, tags, pairs) = marginals(&scores, &transitions);
    Soft { tags, pairs }
}

impl Soft {
    /// How many words are expected to be parts of persons.
    pub fn persons(&self) -> f32 {
        self.tags.iter().map(|t| t[1] + t[2]).sum()
    }
}

const BEYOND: usize = PLACES;
const VECTOR: usize = BEYOND + DISTANCES;
const FEATURES: usize = VECTOR + DIMENSIONS * DISTANCES;
/// Gradient squares start here, so that first steps are not too long.
const START: f32 = 0.05;

pub struct Network {
    rows: Vec<f32>,
    squares: Vec<f32>,
    /// First row of each feature; `u32::MAX` for one seen too seldom.
    first: Vec<u32>,
    output: Vec<f32>,
    output_squares: Vec<f32>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
}

/// Whether tag `to` may follow `from`; `TAGS` is the beginning.
fn allowed(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || (from < TAGS && (from == to || from + 1 == to))
}

#[inline]
fn step(weight: &mut f32, square: &mut f32, gradient: f32, options: &Options, rate: f32) {
    let g = gradient - options.decay * *weight;
    *square += g * g;
    *weight += rate * g / square.sqrt();
}

impl Network {
    pub fn new<'s>(corpus: &Corpus, train: impl Iterator<Item = &'s Sentence>, seed: u64) -> Self {
        let mut counts = vec![0_u32; corpus.keys.len()];
        for sentence in train {
            for word in &sentence.words {
                for (feature, _) in &corpus.words[*word as usize].features {
                    counts[*feature as usize] += 1;
                }
            }
        }
        let mut next = FEATURES as u32;
        let first = counts.iter().zip(&corpus.keys).map(|(count, (_, width))| {
            let least = if *width == Width::Class { 1 } else { 2 };
            if *count < least {
                return u32::MAX;
            }
            let at = next;
            next += if *width == Width::Class {
                DISTANCES as u32
            } else {
                3
            };
            at
        });
        let first = first.collect();
        let mut random = Random::new(seed);
        let mut rows = vec![0.0; next as usize * LANES];
        for row in rows.chunks_exact_mut(LANES) {
            row.iter_mut()
                .skip(TAGS)
                .for_each(|w| *w = (random.unit() - 0.5) * 0.06);
        }
        let mut transitions = vec![0.0; (TAGS + 1) * TAGS];
        for from in 0..=TAGS {
            for to in (0..TAGS).filter(|to| !allowed(from, *to)) {
                transitions[from * TAGS + to] = -1e4;
            }
        }
        let output: Vec<f32> = (0..HIDDEN * TAGS)
            .map(|_| (random.unit() - 0.5) * 0.6)
            .collect();
        Self {
            squares: vec![START; rows.len()],
            rows,
            first,
            output_squares: vec![START; output.len()],
            output,
            transition_squares: vec![START; transitions.len()],
            transitions,
        }
    }

    /// Calls `sink` with row and strength of everything that word `known` adds at `distance`.
    fn each_row(
        &self,
        known: &Known,
        distance: usize,
        dropped: bool,
        mut sink: impl FnMut(usize, f32),
    ) {
        let narrow = (1..DISTANCES - 1).contains(&distance);
        for (feature, width) in &known.features {
            let first = self
                .first
                .get(*feature as usize)
                .copied()
                .unwrap_or(u32::MAX);
            if first == u32::MAX || (dropped && *width == Width::Word) {
                continue;
            }
            if *width == Width::Class {
                sink(first as usize + distance, 1.0);
            } else if narrow {
                sink(first as usize + distance - 1, 1.0);
            }
        }
        for (number, value) in known.vector.iter().enumerate() {
            sink(VECTOR + number * DISTANCES + distance, *value);
        }
    }

    /// Sums of rows at each place.
    fn sums(&self, corpus: &Corpus, sentence: &Sentence, dropped: &[bool]) -> Vec<[f32; LANES]> {
        let length = sentence.words.len();
        let mut sums = vec![[0.0; LANES]; length];
        let add = |sum: &mut [f32; LANES], row: usize, value: f32| {
            let row = &self.rows[row * LANES..(row + 1) * LANES];
            sum.iter_mut().zip(row).for_each(|(s, w)| *s += value * w);
        };
        for (at, sum) in sums.iter_mut().enumerate() {
            for place in sentence.places[at] {
                add(sum, place, 1.0);
            }
            for distance in 0..DISTANCES {
                match (at + distance).checked_sub(REACH).filter(|w| *w < length) {
                    None => add(sum, BEYOND + distance, 1.0),
                    Some(word) => {
                        let known = &corpus.words[sentence.words[word] as usize];
                        self.each_row(known, distance, dropped[word], |row, value| {
                            add(sum, row, value)
                        });
                    }
                }
            }
        }
        sums
    }

    fn scores(&self, sum: &[f32; LANES], mask: &[f32; HIDDEN]) -> [f32; TAGS] {
        let mut out: [f32; TAGS] = std::array::from_fn(|t| sum[t]);
        for h in 0..HIDDEN {
            let active = sum[TAGS + h].max(0.0) * mask[h];
            for (t, out) in out.iter_mut().enumerate() {
                *out += active * self.output[h * TAGS + t];
            }
        }
        out
    }

    /// One step on one sentence; returns its loss.
    fn learn(
        &mut self,
        corpus: &Corpus,
        sentence: &Sentence,
        goal: Goal,
        options: &Options,
        rate: f32,
        random: &mut Random,
    ) -> f32 {
        let length = sentence.words.len();
        let dropped: Vec<bool> = (0..length)
            .map(|_| random.unit() < options.drop_word)
            .collect();
        let sums = self.sums(corpus, sentence, &dropped);
        let keep = 1.0 - options.drop_hidden;
        let masks: Vec<[f32; HIDDEN]> = (0..length)
            .map(|_| {
                std::array::from_fn(|_| {
                    if random.unit() < keep {
                        1.0 / keep
                    } else {
                        0.0
                    }
                })
            })
            .collect();
        let scores: Vec<[f32; TAGS]> = sums
            .iter()
            .zip(&masks)
            .map(|(s, m)| self.scores(s, m))
            .collect();
        let (loss, gradients, pairs) = self.gradients(&scores, goal);
        for at in 0..length {
            let g = gradients[at];
            let mut lanes = [0.0; LANES];
            lanes[..TAGS].copy_from_slice(&g);
            for h in 0..HIDDEN {
                let active = sums[at][TAGS + h].max(0.0) * masks[at][h];
                let row = h * TAGS..(h + 1) * TAGS;
                if active > 0.0 {
                    lanes[TAGS + h] = self.output[row.clone()]
                        .iter()
                        .zip(&g)
                        .map(|(o, g)| o * g)
                        .sum::<f32>()
                        * masks[at][h];
                    for (t, i) in row.enumerate() {
                        step(
                            &mut self.output[i],
                            &mut self.output_squares[i],
                            active * g[t],
                            options,
                            rate,
                        );
                    }
                }
            }
            self.update_rows(corpus, sentence, at, &lanes, &dropped, options, rate);
        }
        for (i, g) in pairs.iter().enumerate() {
            if allowed(i / TAGS, i % TAGS) {
                step(
                    &mut self.transitions[i],
                    &mut self.transition_squares[i],
                    *g,
                    options,
                    rate,
                );
            }
        }
        loss
    }

    #[allow(clippy::too_many_arguments)]
    fn update_rows(
        &mut self,
        corpus: &Corpus,
        sentence: &Sentence,
        at: usize,
        lanes: &[f32; LANES],
        dropped: &[bool],
        options: &Options,
        rate: f32,
    ) {
        let length = sentence.words.len();
        let mut touched: Vec<(usize, f32)> =
            sentence.places[at].iter().map(|p| (*p, 1.0)).collect();
        for distance in 0..DISTANCES {
            match (at + distance).checked_sub(REACH).filter(|w| *w < length) {
                None => touched.push((BEYOND + distance, 1.0)),
                Some(word) => {
                    let known = &corpus.words[sentence.words[word] as usize];
                    self.each_row(known, distance, dropped[word], |row, value| {
                        touched.push((row, value))
                    });
                }
            }
        }
        for (row, value) in touched {
            let range = row * LANES..(row + 1) * LANES;
            let (rows, squares) = (&mut self.rows[range.clone()], &mut self.squares[range]);
            for ((weight, square), lane) in rows.iter_mut().zip(squares).zip(lanes) {
                let g = lane * value - options.decay * *weight;
                *square += g * g;
                *weight += rate * g / square.sqrt();
            }
        }
    }

    /// Cross-entropy to the goal (but for a constant where it is soft), and its descent direction for scores and transitions: what
    /// the goal expects less what the network expects.
    fn gradients(&self, scores: &[[f32; TAGS]], goal: Goal) -> (f32, Vec<[f32; TAGS]>, Vec<f32>) {
        let (total, p, pairs) = marginals(scores, &self.transitions);
        match goal {
            Goal::Tags(tags) => {
                let mut wanted = vec![0.0; pairs.len()];
                let mut last = TAGS;
                let mut out = p;
                let mut gold = 0.0;
                for (at, tag) in tags.iter().enumerate() {
                    let tag = usize::from(*tag);
                    gold += scores[at][tag] + self.transitions[last * TAGS + tag];
                    wanted[last * TAGS + tag] += 1.0;
                    last = tag;
                    out[at].iter_mut().for_each(|p| *p = -*p);
                    out[at][tag] += 1.0;
                }
                wanted.iter_mut().zip(&pairs).for_each(|(w, p)| *w -= p);
                (total - gold, out, wanted)
            }
            Goal::Soft(soft) => {
                let mut out = soft.tags.clone();
                let mut expected = 0.0;
                for ((out, p), scores) in out.iter_mut().zip(&p).zip(scores) {
                    for t in 0..TAGS {
                        expected += out[t] * scores[t];
                        out[t] -= p[t];
                    }
                }
                let mut wanted = soft.pairs.clone();
                for (i, (wanted, pair)) in wanted.iter_mut().zip(&pairs).enumerate() {
                    expected += *wanted * self.transitions[i];
                    *wanted -= pair;
                }
                (total - expected, out, wanted)
            }
        }
    }

    /// The best tags of a sentence.
    pub fn tags(&self, corpus: &Corpus, sentence: &Sentence) -> Vec<u8> {
        self.tags_by(corpus, sentence, false)
    }

    /// As [`Network::tags`]; `blind` to the identity of words.
    pub fn tags_by(&self, corpus: &Corpus, sentence: &Sentence, blind: bool) -> Vec<u8> {
        let length = sentence.words.len();
        let sums = self.sums(corpus, sentence, &vec![blind; length]);
        let scores: Vec<[f32; TAGS]> = sums
            .iter()
            .map(|s| self.scores(s, &[1.0; HIDDEN]))
            .collect();
        let mut best: Vec<[f32; TAGS]> = vec![[0.0; TAGS]; length];
        let mut back: Vec<[u8; TAGS]> = vec![[0; TAGS]; length];
        for at in 0..length {
            for t in 0..TAGS {
                let (from, top) = if at == 0 {
                    (0, self.transitions[TAGS * TAGS + t])
                } else {
                    (0..TAGS)
                        .map(|f| (f, best[at - 1][f] + self.transitions[f * TAGS + t]))
                        .max_by(|a, b| a.1.total_cmp(&b.1))
                        .expect("tags")
                };
                best[at][t] = top + scores[at][t];
                back[at][t] = from as u8;
            }
        }
        let mut tag = (0..TAGS)
            .max_by(|a, b| best[length - 1][*a].total_cmp(&best[length - 1][*b]))
            .expect("tags");
        let mut out = vec![0; length];
        for at in (0..length).rev() {
            out[at] = tag as u8;
            tag = usize::from(back[at][tag]);
        }
        out
    }

    /// Trains on sentences with their goals.
    pub fn train(
        &mut self,
        corpus: &Corpus,
        train: &[(&Sentence, Goal)],
        options: &Options,
        check: &[Sentence],
    ) {
        let mut random = Random::new(options.seed + 1);
        let mut order: Vec<usize> = (0..train.len()).collect();
        let steps = (options.passes * train.len()) as f32;
        let mut done = 0.0;
        for pass in 0..options.passes {
            random.shuffle(&mut order);
            let mut loss = 0.0;
            for (sentence, goal) in order.iter().filter_map(|i| train.get(*i)) {
                let rate = options.rate * (1.0 - done / steps).max(0.02);
                done += 1.0;
                loss += self.learn(corpus, sentence, *goal, options, rate, &mut random);
            }
            eprintln!("pass {pass}: loss {loss:.0} {}", score(self, corpus, check));
        }
    }

    /// The bytes of data/person/model.bin; rows that hardly matter are left out.
    pub fn write(&self, corpus: &Corpus) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut floats = |list: &[f32]| list.iter().for_each(|w| out.extend(w.to_le_bytes()));
        floats(&self.transitions);
        floats(&self.output);
        floats(&self.rows[..FEATURES * LANES]);
        let mut features: Vec<(u32, usize, u8)> = Vec::new();
        for (number, (key, width)) in corpus.keys.iter().enumerate() {
            let first = self.first.get(number).copied().unwrap_or(u32::MAX);
            if first == u32::MAX {
                continue;
            }
            let (rows, shift) = if *width == Width::Class {
                (DISTANCES, 0)
            } else {
                (3, 1)
            };
            let mut mask = 0;
            for i in 0..rows {
                let from = (first as usize + i) * LANES;
                if self.rows[from..from + LANES].iter().any(|w| w.abs() > 0.04) {
                    mask |= 1 << (i + shift);
                }
            }
            if mask != 0 {
                features.push((*key, number, mask));
            }
        }
        features.sort_unstable();
        features.dedup_by_key(|f| f.0);
        out.extend(write_keys(
            &features.iter().map(|f| f.0).collect::<Vec<_>>(),
        ));
        out.extend(features.iter().map(|f| f.2));
        for (_, number, mask) in &features {
            let shift = usize::from(corpus.keys[*number].1 != Width::Class);
            for distance in (0..DISTANCES).filter(|d| mask & (1 << d) != 0) {
                let from = (self.first[*number] as usize + distance - shift) * LANES;
                let row = &self.rows[from..from + LANES];
                let most = row.iter().fold(1e-6_f32, |m, w| m.max(w.abs()));
                let exponent = (most / 127.0).log2().ceil() as i8;
                let exponent = exponent.clamp(*EXPONENTS.start(), *EXPONENTS.end());
                out.push(exponent.cast_unsigned());
                let unit = f32::from(exponent).exp2();
                out.extend(
                    row.iter()
                        .map(|w| ((w / unit).round().clamp(-127.0, 127.0) as i8).cast_unsigned()),
                );
            }
        }
        eprintln!("{} features, {} bytes", features.len(), out.len());
        out
    }
}

/// Log of the sum over all paths, what is expected of each tag at each place, and of each transition over the sentence.
fn marginals(scores: &[[f32; TAGS]], transitions: &[f32]) -> (f32, Vec<[f32; TAGS]>, Vec<f32>) {
    let length = scores.len();
    let begin = &transitions[TAGS * TAGS..];
    let mut forward = vec![[0.0_f32; TAGS]; length];
    let mut backward = vec![[0.0_f32; TAGS]; length];
    forward[0] = std::array::from_fn(|t| begin[t] + scores[0][t]);
    for at in 1..length {
        forward[at] = std::array::from_fn(|t| {
            let from: [f32; TAGS] =
                std::array::from_fn(|f| forward[at - 1][f] + transitions[f * TAGS + t]);
            sum_of(&from) + scores[at][t]
        });
    }
    for at in (0..length - 1).rev() {
        backward[at] = std::array::from_fn(|f| {
            let to: [f32; TAGS] = std::array::from_fn(|t| {
                transitions[f * TAGS + t] + scores[at + 1][t] + backward[at + 1][t]
            });
            sum_of(&to)
        });
    }
    let total = sum_of(&forward[length - 1]);
    let mut pairs = vec![0.0; (TAGS + 1) * TAGS];
    let mut out = Vec::with_capacity(length);
    for at in 0..length {
        let p: [f32; TAGS] =
            std::array::from_fn(|t| (forward[at][t] + backward[at][t] - total).exp());
        out.push(p);
        for t in 0..TAGS {
            if at == 0 {
                pairs[TAGS * TAGS + t] += p[t];
                continue;
            }
            for f in 0..TAGS {
                let path = forward[at - 1][f]
                    + transitions[f * TAGS + t]
                    + scores[at][t]
                    + backward[at][t];
                pairs[f * TAGS + t] += (path - total).exp();
            }
        }
    }
    (total, out, pairs)
}

fn sum_of(values: &[f32; TAGS]) -> f32 {
    let most = values.iter().fold(f32::NEG_INFINITY, |m, v| m.max(*v));
    most + values.iter().map(|v| (v - most).exp()).sum::<f32>().ln()
}
