//! From a plan to the best documents, in order: the first look at all that match, the second at the best of them.
use super::candidate::{Best, Candidate, Highest};
use super::eval::{self, Seen};
use super::reader::LocalIndex;
use super::rerank;
use super::score::{self, Lengths, Norms, Scratch, Statistics, Worth};
use super::segment::Segment;
use crate::error::Result;
use crate::query::Plan;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What rankings of one index share.
#[derive(Default)]
pub(super) struct Ranking {
    lengths: OnceLock<Lengths>,
    /// For the weights of the last query.
    norms: Mutex<Option<Arc<Norms>>>,
    scratch: Mutex<Scratch>,
}

/// What ranking gives.
pub(super) struct Ranked {
    /// The best, in order.
    pub best: Vec<Candidate>,
    /// Articles that the plan's condition matches,
    pub own: u64,
    /// and that its wider one does.
    pub all: u64,
}

impl LocalIndex {
    /// Ranks the articles that the plan's wider condition matches: the best of them, how many match the plan's own condition, and
    /// how many the wider one.
    pub(super) fn ranked(
        &self,
        plan: &Plan,
        segments: &[Segment],
        wanted: usize,
    ) -> Result<Ranked> {
        let statistics = self.statistics(plan, segments)?;
        let mut ranked = self.first_look(plan, segments, wanted, &statistics)?;
        let near = rerank::RERANKED.min(ranked.best.len());
        let (head, tail) = ranked.best.split_at_mut(near);
        let mut scratch = self.scratch();
        let here = &mut scratch.here;
        self.engine(rerank::rerank(
            segments,
            plan,
            &statistics,
            head,
            tail,
            here,
        ))?;
        self.keep(scratch);
        head.sort_unstable_by(Candidate::order);
        Ok(ranked)
    }

    pub(super) fn statistics(&self, plan: &Plan, segments: &[Segment]) -> Result<Statistics> {
        let lengths = *self
            .ranking
            .lengths
            .get_or_init(|| Lengths::gather(segments));
        let norms = {
            let mut known = self
                .ranking
                .norms
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            match known.as_ref().filter(|n| n.are_of(&plan.weights)) {
                Some(norms) => Arc::clone(norms),
                None => {
                    let norms = Arc::new(Norms::new(segments, lengths, &plan.weights));
                    Arc::clone(known.insert(norms))
                }
            }
        };
        self.engine(Statistics::gather(segments, lengths, norms, plan))
    }

    /// The buffers of the last query; new ones if it failed and did not give them back.
    fn scratch(&self) -> Scratch {
        let mut kept = self
            .ranking
            .scratch
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept)
    }

    fn keep(&self, scratch: Scratch) {
        *self
            .ranking
            .scratch
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = scratch;
    }

    /// The best documents by their first score, and of these the best by what their titles are about besides; in order.
    pub(super) fn first_look(
        &self,
        plan: &Plan,
        segments: &[Segment],
        wanted: usize,
        statistics: &Statistics,
    ) -> Result<Ranked> {
        let mut scratch = self.scratch();
        let wanted = wanted.max(rerank::CANDIDATES);
        let worth = Worth::of(plan, statistics);
        let mut looks = Vec::with_capacity(segments.len());
        let (mut own, mut all) = (0, 0);
        let mut least = Highest::new(wanted);
        for segment in segments {
            let look = self.engine(score::first_look(segment, plan, statistics, &mut scratch))?;
            let seen: Seen<'_> = Some((plan, &look));
            let mut matched = self.engine(eval::matches(segment, &plan.matching, seen))?;
            own += matched.len();
            if let Some(wider) = &plan.related {
                matched = self.engine(eval::matches(segment, wider, seen))?;
            }
            all += matched.len();
            matched
                .iter()
                .for_each(|doc| least.offer(look.score(doc, &worth)));
            looks.push((look, matched));
        }
        // What has less than so many others have without their stop words is not among the best.
        let least = least.least();
        let mut best = Best::new(wanted);
        for (ord, (segment, (look, matched))) in segments.iter().zip(&mut looks).enumerate() {
            if worth.has_late() {
                matched.retain(|doc| look.at_most(doc, &worth) >= least);
                let late = look.add_late(segment, plan, statistics, matched, &mut scratch);
                self.engine(late)?;
            }
            for doc in matched.iter() {
                let score = look.score(doc, &worth);
                if score < least {
                    continue;
                }
                let key = f64::from(score);
                best.offer(key, || Candidate {
                    segment: ord as u32,
                    doc,
                    key,
                    tie: segment.id_hash(doc),
                });
            }
        }
        self.keep(scratch);
        let mut best = best.into_sorted();
        let near = rerank::CANDIDATES.min(best.len());
        if let Some(near) = best.get_mut(..near) {
            self.engine(rerank::aim(segments, plan, statistics, near))?;
            near.sort_unstable_by(Candidate::order);
        }
        Ok(Ranked { best, own, all })
    }
}
