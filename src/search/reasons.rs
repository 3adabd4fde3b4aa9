//! Why an article of the index matches a query, and what its score is made of.
use super::Search;
use super::explain::{OneText, tier};
use crate::entity::Field;
use crate::error::{Error, Result};
use crate::index::Recorder;
use crate::query::{Evidence, Filters, PlanWord, Scored};

/// What one part of the query adds to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The word, or the persons or country.
    pub part: String,
    /// What it adds.
    pub score: f32,
    /// Where it stands and through which tier, most frequent first: `title 1 same letters; body 3 same lemma`.
    pub evidence: String,
}

/// Why an article matches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reasons {
    /// Whether the article meets the whole query.
    pub matched: bool,
    /// Whether it is shown for some of the words.
    pub related: bool,
    /// The evidence, or what is missing.
    pub evidence: Vec<String>,
    /// Its score at the second look, which orders the best articles.
    pub score: f32,
    /// What the parts of the query add at the first look, in their order.
    pub parts: Vec<Contribution>,
    /// What each kind of evidence adds to the score at the second look, by its name in [`Evidence::NAMES`].
    pub kinds: Vec<(&'static str, f32)>,
    /// How the query was read.
    pub understood: crate::query::Understood,
}

impl Search {
    /// Why the article with an id matches a query or does not, and what its score is made of.
    ///
    /// # Errors
    /// [`Error::Query`] if no article has the id; else as [`Search::run`].
    pub fn why(&self, id: &str, query: &str, filters: &Filters) -> Result<Reasons> {
        let ast = self.read(query)?;
        let (plan, understood) = self.planned(&ast, query, filters)?;
        let Some(address) = self.engine.address(id)? else {
            return Err(Error::Query(format!("no article has the id {id:?}")));
        };
        let article = self.engine.fetch(address)?.article;
        let mut recorder = Recorder::new();
        let record = recorder.record(article);
        let one = OneText::new(record, recorder.stacks());
        let mut out = Reasons {
            understood,
            ..Reasons::default()
        };
        out.matched = one.holds(&plan.matching, &mut out.evidence);
        out.related = !out.matched
            && plan
                .related
                .as_ref()
                .is_some_and(|wider| one.holds(wider, &mut Vec::new()));
        let (scores, found) = self.engine.score_of(&plan, address)?;
        out.score = found.score(&plan.weights);
        let weights = plan.weights.evidence.values();
        let products = found.values().into_iter().zip(weights);
        out.kinds = Evidence::NAMES
            .into_iter()
            .zip(products.map(|(found, weight)| found * weight))
            .filter(|(_, score)| *score != 0.0)
            .collect();
        for (scored, score) in plan.scored.iter().zip(scores) {
            let (part, evidence) = match scored {
                Scored::Word(word) => (word.text.clone(), places(&one, word)),
                Scored::Facet(facet, values, _) => (
                    format!("{} {}", facet.name(), values.join(", ")),
                    "mentions".to_owned(),
                ),
            };
            out.parts.push(Contribution {
                part,
                score,
                evidence,
            });
        }
        Ok(out)
    }
}

/// Where a word stands: field, tier and how often.
fn places(one: &OneText, word: &PlanWord) -> String {
    let mut out: Vec<(usize, String)> = Vec::new();
    for field in OneText::fields(word) {
        let name = match field {
            Field::Title => "title",
            Field::Body => "body",
        };
        let mut counts: Vec<(String, usize)> = Vec::new();
        for (at, form) in one.found(field, word) {
            let how = format!("{} ({})", one.surface(field, at), tier(form, word));
            match counts.iter_mut().find(|(known, _)| *known == how) {
                Some((_, n)) => *n += 1,
                None => counts.push((how, 1)),
            }
        }
        out.extend(
            counts
                .into_iter()
                .map(|(how, n)| (n, format!("{name} {n} × {how}"))),
        );
    }
    out.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    if out.is_empty() {
        return "nowhere".to_owned();
    }
    let lines: Vec<String> = out.into_iter().map(|(_, line)| line).collect();
    lines.join("; ")
}
