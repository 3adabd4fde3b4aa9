//! BM25F over title and body, a word's forms counting as one word (Robertson, Zaragoza, Taylor: "Simple BM25 extension to
//! multiple weighted fields", 2004). Term at a time into one array of scores, in the order of the query, so that the sum
//! does not depend on how the index is cut into segments.
use super::eval::{Segment, fields_of};
use super::schema::Fields;
use crate::entity::Field as TextField;
use crate::index::record::Facet;
use crate::query::{Plan, PlanWord, SECOND_K1, Scored, Weights};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// Articles in the index, and the average lengths of their texts in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    articles: u64,
    title_words: f32,
    body_words: f32,
}

impl Lengths {
    pub fn gather(segments: &[Segment<'_>]) -> Self {
        let (mut articles, mut titles, mut bodies) = (0u64, 0u64, 0u64);
        for segment in segments {
            let docs = segment.reader.max_doc();
            articles += u64::from(docs);
            titles += (0..docs)
                .filter_map(|d| segment.title_words.first(d))
                .sum::<u64>();
            bodies += (0..docs)
                .filter_map(|d| segment.body_words.first(d))
                .sum::<u64>();
        }
        let average = |words: u64| words as f32 / (articles.max(1)) as f32;
        Self {
            articles,
            title_words: average(titles),
            body_words: average(bodies),
        }
    }
}

/// Numbers about the whole index that scoring a plan needs.
pub(super) struct Statistics {
    lengths: Lengths,
    weights: Weights,
    /// Inverse document frequency of each scored item of the plan.
    pub idf: Vec<f32>,
}

impl Statistics {
    pub fn gather(
        searcher: &Searcher,
        fields: &Fields,
        lengths: Lengths,
        plan: &Plan,
    ) -> tantivy::Result<Self> {
        let articles = lengths.articles;
        let mut idf = Vec::new();
        for scored in &plan.scored {
            let df = match scored {
                Scored::Word(word) => {
                    let mut most = 0;
                    for field in fields_of(word) {
                        let field = match field {
                            TextField::Title => fields.title,
                            TextField::Body => fields.body,
                        };
                        let mut sum = 0;
                        for (form, _) in &word.forms {
                            sum += searcher.doc_freq(&Term::from_field_text(field, form))?;
                        }
                        most = most.max(sum);
                    }
                    most
                }
                Scored::Facet(facet, values, _) => {
                    let field = fields.facet(*facet);
                    let mut sum = 0;
                    for value in values {
                        sum += searcher.doc_freq(&Term::from_field_text(field, value))?;
                    }
                    sum
                }
            };
            let (n, df) = (articles as f32, df.min(articles) as f32);
            idf.push((1.0 + (n - df + 0.5) / (df + 0.5)).ln());
        }
        Ok(Self {
            lengths,
            weights: plan.weights,
            idf,
        })
    }

    /// BM25's share of a word's idf for a weighted frequency, at the second look.
    pub fn saturate(&self, frequency: f32) -> f32 {
        saturated(frequency, SECOND_K1)
    }

    /// How much one occurrence in a text of so many words counts.
    pub fn occurrence(&self, field: TextField, words: u64) -> f32 {
        let weights = &self.weights;
        let (b, average, weight) = match field {
            TextField::Title => (weights.b_title, self.lengths.title_words, weights.title),
            TextField::Body => (weights.b_body, self.lengths.body_words, 1.0),
        };
        weight / (1.0 - b + b * words as f32 / average.max(1.0))
    }
}

fn saturated(frequency: f32, k1: f32) -> f32 {
    frequency * (k1 + 1.0) / (frequency + k1)
}

/// Scores of all documents of a segment at the first look.
pub(super) fn scores(
    segment: &Segment<'_>,
    plan: &Plan,
    statistics: &Statistics,
) -> tantivy::Result<Vec<f32>> {
    let docs = segment.reader.max_doc() as usize;
    let mut scores = vec![0.0; docs];
    facet_scores(segment, plan, statistics, &mut |doc, score| {
        scores[doc as usize] += plan.weights.evidence.facets * score;
    })?;
    let mut seen = vec![Seen::default(); docs];
    let mut touched = Vec::new();
    let mut in_title = vec![0.0; docs];
    let mut whole = 0.0;
    for (scored, idf) in plan.scored.iter().zip(&statistics.idf) {
        let Scored::Word(word) = scored else {
            continue;
        };
        weigh(segment, word, statistics, &mut seen, &mut touched)?;
        let worth = word.boost * idf;
        whole += worth;
        for doc in touched.drain(..) {
            let seen = std::mem::take(&mut seen[doc as usize]);
            scores[doc as usize] += worth * saturated(seen.frequency, statistics.weights.k1);
            if seen.in_title {
                in_title[doc as usize] += worth;
            }
        }
    }
    if whole > 0.0 && statistics.weights.title_share > 0.0 {
        for (score, in_title) in scores.iter_mut().zip(in_title) {
            *score += statistics.weights.title_share * in_title * in_title / whole;
        }
    }
    Ok(scores)
}

/// Calls `sink` with a document and what its mentions of a person or country that is asked for are worth.
pub(super) fn facet_scores(
    segment: &Segment<'_>,
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
    segment: &Segment<'_>,
    facet: Facet,
    value: &str,
    statistics: &Statistics,
    sink: &mut dyn FnMut(u32, f32),
) -> tantivy::Result<()> {
    let Some(mut postings) = segment.value(facet, value)? else {
        return Ok(());
    };
    while postings.doc() != TERMINATED {
        let doc = postings.doc();
        let words = segment.body_words.first(doc).unwrap_or(0);
        sink(
            doc,
            postings.term_freq() as f32 * statistics.occurrence(TextField::Body, words),
        );
        postings.advance();
    }
    Ok(())
}

/// What a document has of one word.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Weighted frequency.
    frequency: f32,
    in_title: bool,
}

/// Adds a word's weighted frequency to `seen`, noting each document once in `touched`.
fn weigh(
    segment: &Segment<'_>,
    word: &PlanWord,
    statistics: &Statistics,
    seen: &mut [Seen],
    touched: &mut Vec<u32>,
) -> tantivy::Result<()> {
    let mut add = |doc: u32, frequency: f32, in_title: bool| {
        let seen = &mut seen[doc as usize];
        if seen.frequency == 0.0 {
            touched.push(doc);
        }
        seen.frequency += frequency;
        seen.in_title |= in_title;
    };
    for field in fields_of(word) {
        let lengths = match field {
            TextField::Title => &segment.title_words,
            TextField::Body => &segment.body_words,
        };
        for (form, weight) in word.scoring() {
            let Some(mut postings) = segment.form(field, form, IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let words = lengths.first(doc).unwrap_or(0);
                let frequency = postings.term_freq() as f32 * statistics.occurrence(field, words);
                add(doc, weight * frequency, field == TextField::Title);
                postings.advance();
            }
        }
    }
    if let Some((country, share)) = &word.country {
        mentions(
            segment,
            Facet::Country,
            country,
            statistics,
            &mut |doc, frequency| {
                add(doc, share * frequency, false);
            },
        )?;
    }
    Ok(())
}
