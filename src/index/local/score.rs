//! BM25F over title and body, a word's forms counting as one word (Robertson, Zaragoza, Taylor: "Simple BM25 extension to
//! multiple weighted fields", 2004). Term at a time into one array of scores, in the order of the query, so that the sum
//! does not depend on how the index is cut into segments.
use super::lists::{Cursor, WordLists, plan_lists};
use super::matched::Matched;
use super::rerank::Here;
use super::segment::Segment;
use crate::entity::Field as TextField;
use crate::index::record::Facet;
use crate::query::{Plan, PlanWord, SECOND_K1, Scored, Weights};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};

/// Articles in the index, and the average lengths of their texts in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    articles: u64,
    title_words: f32,
    body_words: f32,
}

impl Lengths {
    pub fn gather(segments: &[Segment]) -> Self {
        let (mut articles, mut titles, mut bodies) = (0u64, 0u64, 0u64);
        for segment in segments {
            let sum = |words: &[u32]| words.iter().map(|w| u64::from(*w)).sum::<u64>();
            let [title, body] = segment.lengths();
            articles += u64::from(segment.reader.max_doc());
            titles += sum(title);
            bodies += sum(body);
        }
        let average = |words: u64| words as f32 / (articles.max(1)) as f32;
        Self {
            articles,
            title_words: average(titles),
            body_words: average(bodies),
        }
    }

    /// How much one occurrence in a text of so many words counts.
    fn occurrence(&self, weights: &Weights, field: TextField, words: u32) -> f32 {
        let (b, average, weight) = match field {
            TextField::Title => (weights.b_title, self.title_words, weights.title),
            TextField::Body => (weights.b_body, self.body_words, 1.0),
        };
        weight / (1.0 - b + b * words as f32 / average.max(1.0))
    }
}

/// How much one occurrence counts in the title and in the body of each document, segment by segment.
pub(super) struct Norms {
    weights: Weights,
    segments: Vec<[Vec<f32>; 2]>,
}

impl Norms {
    pub fn new(segments: &[Segment], lengths: Lengths, weights: &Weights) -> Self {
        let of = |segment: &Segment| {
            let [title, body] = segment.lengths();
            [(TextField::Title, title), (TextField::Body, body)].map(|(field, words)| {
                let norm = |words: &u32| lengths.occurrence(weights, field, *words);
                words.iter().map(norm).collect()
            })
        };
        Self {
            weights: *weights,
            segments: segments.iter().map(of).collect(),
        }
    }

    /// Whether they are those of these weights.
    pub fn are_of(&self, weights: &Weights) -> bool {
        let parts = |w: &Weights| [w.b_title, w.b_body, w.title];
        parts(&self.weights) == parts(weights)
    }
}

/// Numbers about the whole index that scoring a plan needs, and the lists of its words.
pub(super) struct Statistics {
    norms: Arc<Norms>,
    weights: Weights,
    /// Inverse document frequency of each scored item of the plan.
    pub idf: Vec<f32>,
    /// By segment: the lists of each scored item.
    pub lists: Vec<Vec<WordLists>>,
}

impl Statistics {
    pub fn gather(
        segments: &[Segment],
        lengths: Lengths,
        norms: Arc<Norms>,
        plan: &Plan,
    ) -> tantivy::Result<Self> {
        let lists = segments
            .iter()
            .map(|segment| plan_lists(segment, plan))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let articles = lengths.articles;
        let mut idf = Vec::with_capacity(plan.scored.len());
        for (i, scored) in plan.scored.iter().enumerate() {
            let df = match scored {
                Scored::Word(_) => {
                    let of = |field: usize| {
                        let lists = lists.iter().filter_map(|lists| lists.get(i));
                        let own = lists.flat_map(|word| &word[field]).filter(|list| list.own);
                        own.map(|list| u64::from(list.term.doc_freq)).sum::<u64>()
                    };
                    of(0).max(of(1))
                }
                Scored::Facet(facet, values, _) => {
                    let mut sum = 0;
                    for segment in segments {
                        sum += segment.articles_with(*facet, values)?;
                    }
                    sum
                }
            };
            let (n, df) = (articles as f32, df.min(articles) as f32);
            idf.push((1.0 + (n - df + 0.5) / (df + 0.5)).ln());
        }
        Ok(Self {
            norms,
            weights: plan.weights,
            idf,
            lists,
        })
    }

    /// How many postings the lists of stop words have, and those of the other words.
    pub fn postings(&self, plan: &Plan) -> [usize; 2] {
        let mut out = [0, 0];
        for (scored, lists) in self
            .lists
            .iter()
            .flat_map(|lists| plan.scored.iter().zip(lists))
        {
            let late = matches!(scored, Scored::Word(word) if is_late(word));
            let lists = lists.iter().flatten();
            let postings = lists.map(|list| list.term.doc_freq as usize);
            out[usize::from(!late)] += postings.sum::<usize>();
        }
        out
    }

    /// BM25's share of a word's idf for a weighted frequency, at the second look.
    pub fn saturate(&self, frequency: f32) -> f32 {
        saturated(frequency, SECOND_K1)
    }

    /// How much one occurrence counts in the title and in the body of each document of a segment.
    pub fn occurrences(&self, segment: &Segment) -> [&[f32]; 2] {
        match self.norms.segments.get(segment.number) {
            Some([title, body]) => [title, body],
            None => [&[], &[]],
        }
    }
}

fn saturated(frequency: f32, k1: f32) -> f32 {
    frequency * (k1 + 1.0) / (frequency + k1)
}

/// What the first look found in a segment.
pub(super) struct FirstLook {
    /// By document, without what the words in its title are worth together.
    scores: Vec<f32>,
    /// By document: worth of the words in its title.
    in_title: Vec<f32>,
    /// By scored item: the documents that have a word, and those that have it or a related one.
    words: Vec<Option<[Matched; 2]>>,
}

impl FirstLook {
    /// The documents that have a word, if it was looked at.
    pub fn docs_with(&self, plan: &Plan, word: &PlanWord) -> Option<&Matched> {
        let known = plan.scored.iter().zip(&self.words);
        known.into_iter().find_map(|(scored, docs)| {
            let (Scored::Word(scored), Some([own, wider])) = (scored, docs) else {
                return None;
            };
            if scored.text != word.text || scored.field != word.field {
                None
            } else if scored.forms == word.forms {
                Some(own)
            } else if word.forms.len() == scored.forms.len() + scored.kin.len()
                && word.forms.iter().eq(scored.scoring())
            {
                Some(wider)
            } else {
                None
            }
        })
    }
}

/// Buffers for looking at a segment: zero and empty between two uses, or made so by the next.
#[derive(Default)]
pub(super) struct Scratch {
    /// By document: weighted frequency of the word at hand.
    frequency: Vec<f32>,
    /// The documents of which it is not zero,
    touched: Vec<u32>,
    /// and those of them that have the word in the title.
    in_this_title: Vec<u32>,
    /// For title and body.
    cursors: [Cursor; 2],
    /// For the second look.
    pub here: Vec<[Here; 2]>,
}

/// Buffers that wait for the next segment to be looked at.
#[derive(Default)]
pub(super) struct Scratches(Mutex<Vec<Scratch>>);

impl Scratches {
    /// Buffers of a segment that was looked at before; new ones if none were given back.
    pub fn take(&self) -> Scratch {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pop().unwrap_or_default()
    }

    /// Keeps buffers whose use came to its end.
    pub fn give(&self, scratch: Scratch) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(scratch);
    }
}

/// What words are worth at the first look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    /// What the square of the words in the title counts.
    square: f32,
    /// The stop words.
    late: f32,
    /// Most that they can add to a score.
    most_late: f32,
}

impl Worth {
    pub fn of(plan: &Plan, statistics: &Statistics) -> Self {
        let mut whole = 0.0;
        let mut out = Self {
            square: 0.0,
            late: 0.0,
            most_late: 0.0,
        };
        for (scored, idf) in plan.scored.iter().zip(&statistics.idf) {
            if let Scored::Word(word) = scored {
                whole += word.boost * idf;
                if is_late(word) {
                    out.late += word.boost * idf;
                }
            }
        }
        if whole > 0.0 {
            out.square = statistics.weights.title_share / whole;
        }
        // What a frequency without end would be worth.
        out.most_late = out.late * (statistics.weights.k1 + 1.0);
        out
    }

    /// Whether there are stop words beside other words.
    pub fn has_late(&self) -> bool {
        self.late > 0.0
    }

    fn title(&self, in_title: f32) -> f32 {
        self.square * in_title * in_title
    }
}

/// Whether a word is looked at last, and only in what may still be among the best: a stop word, which nearly every article has and
/// which is worth next to nothing.
fn is_late(word: &PlanWord) -> bool {
    word.boost < 1.0
}

impl FirstLook {
    /// The score of a document, with what is known so far.
    #[inline]
    pub fn score(&self, doc: u32, worth: &Worth) -> f32 {
        let of = |list: &[f32]| list.get(doc as usize).copied().unwrap_or(0.0);
        of(&self.scores) + worth.title(of(&self.in_title))
    }

    /// No less than the score of a document can become.
    #[inline]
    pub fn at_most(&self, doc: u32, worth: &Worth) -> f32 {
        let of = |list: &[f32]| list.get(doc as usize).copied().unwrap_or(0.0);
        let most = of(&self.scores) + worth.most_late;
        // The last bits of a sum depend on its order.
        (most + worth.title(of(&self.in_title) + worth.late)) * (1.0 + 1e-5)
    }

    /// Adds what the stop words are worth, to some documents only.
    pub fn add_late(
        &mut self,
        segment: &Segment,
        plan: &Plan,
        statistics: &Statistics,
        of: &Matched,
        scratch: &mut Scratch,
    ) -> tantivy::Result<()> {
        scratch.prepare(segment);
        for (i, (scored, idf)) in plan.scored.iter().zip(&statistics.idf).enumerate() {
            let lists = statistics.lists.get(segment.number);
            if let (Scored::Word(word), Some(lists)) = (scored, lists.and_then(|l| l.get(i)))
                && is_late(word)
            {
                weigh(segment, word, lists, statistics, scratch, Some(of))?;
                self.add(word.boost * idf, statistics.weights.k1, scratch);
            }
        }
        Ok(())
    }

    /// Adds a word that was weighed.
    fn add(&mut self, worth: f32, k1: f32, scratch: &mut Scratch) {
        for doc in scratch.touched.drain(..) {
            let frequency = std::mem::take(&mut scratch.frequency[doc as usize]);
            self.scores[doc as usize] += worth * saturated(frequency, k1);
        }
        for doc in scratch.in_this_title.drain(..) {
            self.in_title[doc as usize] += worth;
        }
    }
}

impl Scratch {
    fn prepare(&mut self, segment: &Segment) {
        self.frequency
            .resize(segment.reader.max_doc() as usize, 0.0);
        self.cursors = Default::default();
    }
}

/// Scores of all documents of a segment at the first look, stop words left out.
pub(super) fn first_look(
    segment: &Segment,
    plan: &Plan,
    statistics: &Statistics,
    scratch: &mut Scratch,
) -> tantivy::Result<FirstLook> {
    let docs = segment.reader.max_doc() as usize;
    let mut out = FirstLook {
        scores: vec![0.0; docs],
        in_title: vec![0.0; docs],
        words: Vec::with_capacity(plan.scored.len()),
    };
    facet_scores(segment, plan, statistics, &mut |doc, score| {
        out.scores[doc as usize] += plan.weights.evidence.facets * score;
    })?;
    scratch.prepare(segment);
    let lists = statistics.lists.get(segment.number);
    for (i, (scored, idf)) in plan.scored.iter().zip(&statistics.idf).enumerate() {
        let found = match (scored, lists.and_then(|l| l.get(i))) {
            (Scored::Word(word), Some(lists)) if !is_late(word) => {
                let found = weigh(segment, word, lists, statistics, scratch, None)?;
                out.add(word.boost * idf, statistics.weights.k1, scratch);
                Some(found)
            }
            _ => None,
        };
        out.words.push(found);
    }
    Ok(out)
}

/// Calls `sink` with a document and what its mentions of a person or country that is asked for are worth.
pub(super) fn facet_scores(
    segment: &Segment,
    plan: &Plan,
    statistics: &Statistics,
    sink: &mut dyn FnMut(u32, f32),
) -> tantivy::Result<()> {
    for (scored, idf) in plan.scored.iter().zip(&statistics.idf) {
        let Scored::Facet(facet, values, boost) = scored else {
            continue;
        };
        for value in values {
            mentions(segment, *facet, value, statistics, &mut |doc, frequency| {
                sink(doc, boost * idf.max(1.0) * statistics.saturate(frequency));
            })?;
        }
    }
    Ok(())
}

/// Calls `sink` with each document that has a facet's value and its frequency there, discounted by the body's length.
fn mentions(
    segment: &Segment,
    facet: Facet,
    value: &str,
    statistics: &Statistics,
    sink: &mut dyn FnMut(u32, f32),
) -> tantivy::Result<()> {
    let Some(mut postings) = segment.value(facet, value)? else {
        return Ok(());
    };
    let [_, occurrence] = statistics.occurrences(segment);
    while postings.doc() != TERMINATED {
        let doc = postings.doc();
        let once = occurrence.get(doc as usize).copied().unwrap_or(0.0);
        sink(doc, postings.term_freq() as f32 * once);
        postings.advance();
    }
    Ok(())
}

/// Adds a word's weighted frequency up in `scratch`, noting each document once; of the documents in `of` only, if it is given. Gives
/// the documents that have the word, and those that have it or a related one.
fn weigh(
    segment: &Segment,
    word: &PlanWord,
    lists: &WordLists,
    statistics: &Statistics,
    scratch: &mut Scratch,
    of: Option<&Matched>,
) -> tantivy::Result<[Matched; 2]> {
    let Scratch {
        frequency,
        touched,
        in_this_title,
        cursors,
        ..
    } = scratch;
    let docs = segment.reader.max_doc();
    let mut own = Matched::none(docs);
    // Of a word without related ones the documents are noted once, at the end.
    let related = !word.kin.is_empty();
    let fields = segment
        .texts()
        .into_iter()
        .zip(statistics.occurrences(segment));
    for (field, ((index, occurrence), cursor)) in fields.zip(cursors).enumerate() {
        for list in lists.get(field).into_iter().flatten() {
            // Of the first list every document is new.
            let first = touched.is_empty() && list.worth > 0.0 && of.is_none();
            cursor.each_block(index, &list.term, |docs, frequencies| {
                if related && list.own && of.is_none() {
                    docs.iter().for_each(|doc| own.insert(*doc));
                }
                let mut add = |doc: u32, times: u32, known: bool| {
                    let at = doc as usize;
                    if let (Some(once), Some(sum)) = (occurrence.get(at), frequency.get_mut(at)) {
                        if !known && *sum == 0.0 {
                            touched.push(doc);
                        }
                        *sum += list.worth * (times as f32 * once);
                    }
                };
                let pairs = docs.iter().zip(frequencies);
                match of {
                    Some(of) => pairs
                        .filter(|(doc, _)| of.contains(**doc))
                        .for_each(|(doc, times)| add(*doc, *times, false)),
                    None if first => pairs.for_each(|(doc, times)| add(*doc, *times, true)),
                    None => pairs.for_each(|(doc, times)| add(*doc, *times, false)),
                }
                if first {
                    touched.extend_from_slice(docs);
                }
            })?;
        }
        if field == 0 {
            in_this_title.extend_from_slice(touched);
        }
    }
    let mut wider = Matched::none(if related { docs } else { 0 });
    let all = if related { &mut wider } else { &mut own };
    touched.iter().for_each(|doc| all.insert(*doc));
    if let Some((country, share)) = &word.country {
        mentions(
            segment,
            Facet::Country,
            country,
            statistics,
            &mut |doc, times| {
                if of.is_some_and(|of| !of.contains(doc)) {
                    return;
                }
                if let Some(sum) = frequency.get_mut(doc as usize) {
                    if *sum == 0.0 {
                        touched.push(doc);
                    }
                    *sum += share * times;
                }
            },
        )?;
    }
    Ok([own, wider])
}
