//! BM25F over title and body, a word's forms counting as one word (Robertson, Zaragoza, Taylor: "Simple BM25 extension to
//! multiple weighted fields", 2004). Term at a time into one array of scores, in the order of the query, so that the sum
//! does not depend on how the index is cut into segments.
use super::eval::{Segment, fields_of};
use super::schema::Fields;
use crate::entity::Field as TextField;
use crate::index::record::Facet;
use crate::query::{Plan, PlanWord, Scored, Weights};
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
        let feedback = plan.feedback.iter().cloned().map(Scored::Word);
        let scored: Vec<Scored> = plan.scored.iter().cloned().chain(feedback).collect();
        for scored in &scored {
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

    /// How much each kind of evidence counts.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// BM25's share of a word's idf for a weighted frequency.
    pub fn saturate(&self, frequency: f32) -> f32 {
        let k1 = self.weights.k1;
        frequency * (k1 + 1.0) / (frequency + k1)
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

/// Scores of all documents of a segment.
pub(super) fn scores(
    segment: &Segment<'_>,
    plan: &Plan,
    statistics: &Statistics,
) -> tantivy::Result<Vec<f32>> {
    let docs = segment.reader.max_doc() as usize;
    let mut scores = vec![0.0; docs];
    let mut frequency = vec![0.0; docs];
    let mut touched = Vec::new();
    let mut covered = vec![0.0; docs];
    let mut whole = 0.0;
    let feedback = plan.feedback.iter().cloned().map(Scored::Word);
    let all: Vec<Scored> = plan.scored.iter().cloned().chain(feedback).collect();
    for (scored, idf) in all.iter().zip(&statistics.idf) {
        match scored {
            Scored::Word(word) => {
                weigh(segment, word, statistics, &mut frequency, &mut touched)?;
                let worth = word.boost * idf;
                whole += worth;
                for doc in touched.drain(..) {
                    let tf = std::mem::take(&mut frequency[doc as usize]);
                    scores[doc as usize] += worth * statistics.saturate(tf);
                    covered[doc as usize] += worth;
                }
            }
            Scored::Facet(facet, values, boost) => {
                for value in values {
                    let Some(mut postings) = segment.value(*facet, value)? else {
                        continue;
                    };
                    while postings.doc() != TERMINATED {
                        let words = segment.body_words.first(postings.doc()).unwrap_or(0);
                        let tf = postings.term_freq() as f32
                            * statistics.occurrence(TextField::Body, words);
                        scores[postings.doc() as usize] +=
                            boost * idf.max(1.0) * statistics.saturate(tf);
                        postings.advance();
                    }
                }
            }
        }
    }
    let power = statistics.weights.coverage;
    if power > 0.0 && whole > 0.0 {
        for (score, covered) in scores.iter_mut().zip(&covered) {
            *score *= (covered / whole).powf(power);
        }
    }
    Ok(scores)
}

/// Adds a word's weighted frequency to `frequency`, noting each document once in `touched`.
fn weigh(
    segment: &Segment<'_>,
    word: &PlanWord,
    statistics: &Statistics,
    frequency: &mut [f32],
    touched: &mut Vec<u32>,
) -> tantivy::Result<()> {
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
                let seen = &mut frequency[doc as usize];
                if *seen == 0.0 {
                    touched.push(doc);
                }
                *seen += weight * postings.term_freq() as f32 * statistics.occurrence(field, words);
                postings.advance();
            }
        }
    }
    if let Some((country, share)) = &word.country
        && let Some(mut postings) = segment.value(Facet::Country, country)?
    {
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let words = segment.body_words.first(doc).unwrap_or(0);
            let seen = &mut frequency[doc as usize];
            if *seen == 0.0 {
                touched.push(doc);
            }
            let mentions = postings.term_freq() as f32;
            *seen += share * mentions * statistics.occurrence(TextField::Body, words);
            postings.advance();
        }
    }
    Ok(())
}
