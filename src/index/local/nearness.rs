//! A second look at the best documents: neighbouring words of the query that also stand close in the text, and words that
//! stand in the lead, are worth a bonus (sequential dependence: Metzler and Croft, "A Markov random field model for term
//! dependencies", 2005).
use super::eval::{Occurrences, Segment};
use super::reader::Candidate;
use super::score::Statistics;
use crate::entity::Field as TextField;
use crate::query::{Plan, PlanWord, Scored};

/// How many of the best are looked at again.
pub(super) const RERANKED: usize = 300;
/// Furthest apart, in words, that two neighbours of the query count as close.
const WINDOW: u32 = 8;
/// Worth of words side by side in order.
const ADJACENT: f32 = 1.0;
/// Words of the body that make the lead.
const LEAD_WORDS: u32 = 50;
/// Words after which the beginning counts half.
const FADE: f32 = 4.0;

/// Adds the bonus to each candidate's key.
pub(super) fn rerank(
    segments: &[Segment<'_>],
    plan: &Plan,
    statistics: &Statistics,
    candidates: &mut [Candidate],
) -> tantivy::Result<()> {
    let words: Vec<(&PlanWord, f32)> = plan
        .scored
        .iter()
        .zip(&statistics.idf)
        .filter_map(|(scored, idf)| match scored {
            Scored::Word(word) if word.boost > 0.0 => Some((word, *idf)),
            _ => None,
        })
        .collect();
    candidates.sort_unstable_by_key(|c| (c.segment, c.doc));
    let mut rest = candidates;
    while let Some(first) = rest.first() {
        let ord = first.segment;
        let here = rest.partition_point(|c| c.segment == ord);
        let (mine, others) = rest.split_at_mut(here);
        if let Some(segment) = segments.get(ord as usize) {
            rerank_segment(segment, &words, statistics, mine)?;
        }
        rest = others;
    }
    Ok(())
}

fn rerank_segment(
    segment: &Segment<'_>,
    words: &[(&PlanWord, f32)],
    statistics: &Statistics,
    candidates: &mut [Candidate],
) -> tantivy::Result<()> {
    let weights = statistics.weights();
    for field in [TextField::Title, TextField::Body] {
        let mut occurrences = words
            .iter()
            .map(|(word, _)| match word.field {
                Some(only) if only != field => Ok(None),
                _ => Occurrences::open(segment, field, word).map(Some),
            })
            .collect::<tantivy::Result<Vec<_>>>()?;
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for candidate in candidates.iter_mut() {
            for (word, into) in occurrences.iter_mut().zip(&mut positions) {
                match word {
                    Some(word) => word.positions(candidate.doc, into),
                    None => into.clear(),
                }
            }
            let lengths = if field == TextField::Title {
                &segment.title_words
            } else {
                &segment.body_words
            };
            let length = lengths.first(candidate.doc).unwrap_or(0);
            let titled = segment.title_words.first(candidate.doc).unwrap_or(0);
            let mut bonus = 0.0;
            for (apart, weight) in [(1, weights.pair), (2, weights.skip)] {
                if weight == 0.0 {
                    continue;
                }
                let pairs = positions.iter().zip(words);
                for ((a, left), (b, right)) in pairs.clone().zip(pairs.skip(apart)) {
                    let near = closeness(a, b, weights.close);
                    if near > 0.0 {
                        let near = near * statistics.occurrence(field, length);
                        bonus += weight * (left.1 + right.1) / 2.0 * statistics.saturate(near);
                    }
                }
            }
            if field == TextField::Body {
                for (at, (word, idf)) in positions.iter().zip(words) {
                    if at.first().is_some_and(|p| *p < LEAD_WORDS) {
                        bonus += weights.lead * idf * word.boost;
                    }
                    if let (Some(first), 0) = (at.first(), titled) {
                        let fade = FADE / (FADE + *first as f32);
                        bonus += weights.opening * idf * word.boost * fade;
                    }
                }
            }
            candidate.key += f64::from(bonus);
        }
    }
    Ok(())
}

/// How often, and how closely, the words of a pair stand together.
fn closeness(a: &[u32], b: &[u32], close: f32) -> f32 {
    let mut sum = 0.0;
    for left in a {
        let from = b.partition_point(|right| right.saturating_add(WINDOW) < *left);
        let best = b
            .iter()
            .skip(from)
            .take_while(|right| **right <= left.saturating_add(WINDOW))
            .filter(|right| *right != left)
            .map(|right| {
                if *right == left + 1 {
                    ADJACENT
                } else {
                    close / left.abs_diff(*right) as f32 * 2.0
                }
            })
            .fold(0.0, f32::max);
        sum += best;
    }
    sum
}
