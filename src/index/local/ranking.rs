//! From a plan to the best documents, in order: the first look at all that match, the second at the best of them.
use super::candidate::{Best, Candidate, Highest, keep_best};
use super::eval::{self, Seen};
use super::matched::Matched;
use super::reader::LocalIndex;
use super::rerank;
use super::score::{self, FirstLook, Lengths, Norms, Scratches, Statistics, Worth};
use super::segment::Segment;
use crate::error::Result;
use crate::parallel;
use crate::query::Plan;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Postings that are read in a microsecond, or articles that are scored.
const POSTINGS_A_MICRO: usize = 100;

/// What rankings of one index share.
#[derive(Default)]
pub(super) struct Ranking {
    lengths: OnceLock<Lengths>,
    /// For the weights of the last query.
    norms: Mutex<Option<Arc<Norms>>>,
    pub scratches: Scratches,
}

/// A segment after the first look.
struct Looked<'s> {
    segment: &'s Segment,
    look: FirstLook,
    matched: Matched,
    /// Articles that the plan's condition matches.
    own: u64,
    highest: Highest,
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
        let near = rerank::reranked(plan).min(ranked.best.len());
        let (head, tail) = ranked.best.split_at_mut(near);
        self.engine(rerank::rerank(
            segments,
            plan,
            &statistics,
            head,
            tail,
            &self.ranking.scratches,
        ))?;
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

    /// The best documents by their first score, and of these the best by what their titles are about besides; in order.
    pub(super) fn first_look(
        &self,
        plan: &Plan,
        segments: &[Segment],
        wanted: usize,
        statistics: &Statistics,
    ) -> Result<Ranked> {
        let wanted = wanted.max(rerank::candidates(plan));
        let worth = Worth::of(plan, statistics);
        let [late, early] = statistics.postings(plan);
        let micros = early / POSTINGS_A_MICRO;
        let looks = parallel::each(segments, micros, |segment| -> Result<Looked> {
            let mut scratch = self.ranking.scratches.take();
            let look = self.engine(score::first_look(segment, plan, statistics, &mut scratch))?;
            self.ranking.scratches.give(scratch);
            let seen = Seen::new(plan, &look);
            let mut matched = self.engine(eval::matches(segment, &plan.matching, Some(&seen)))?;
            let own = matched.len();
            if let Some(wider) = &plan.related {
                matched = self.engine(eval::matches(segment, wider, Some(&seen)))?;
            }
            let mut highest = Highest::new(wanted);
            matched.each(|doc| highest.offer(look.score(doc, &worth)));
            Ok(Looked {
                segment,
                look,
                matched,
                own,
                highest,
            })
        });
        let looks = looks.into_iter().collect::<Result<Vec<Looked>>>()?;
        let (mut own, mut all) = (0, 0);
        let mut least = Highest::new(wanted);
        let mut found = Vec::with_capacity(looks.len());
        for looked in looks {
            own += looked.own;
            all += looked.matched.len();
            least.absorb(looked.highest);
            found.push(Mutex::new((looked.segment, looked.look, looked.matched)));
        }
        // What has less than so many others have without their stop words is not among the best.
        let least = least.least();
        let late = if worth.has_late() { late } else { 0 };
        let micros = (all as usize + late) / POSTINGS_A_MICRO;
        let kept = parallel::each(&found, micros, |found| -> Result<Vec<Candidate>> {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            let (segment, look, matched) = &mut *found;
            if worth.has_late() {
                matched.retain(|doc| look.at_most(doc, &worth) >= least);
                let mut scratch = self.ranking.scratches.take();
                let late = look.add_late(segment, plan, statistics, matched, &mut scratch);
                self.engine(late)?;
                self.ranking.scratches.give(scratch);
            }
            let mut best = Best::new(wanted);
            matched.each(|doc| {
                let score = look.score(doc, &worth);
                let key = f64::from(score);
                if score >= least {
                    best.offer(key, || Candidate {
                        segment: segment.number as u32,
                        doc,
                        key,
                        tie: segment.id_hash(doc),
                    });
                }
            });
            Ok(best.into_kept())
        });
        let kept = kept.into_iter().collect::<Result<Vec<_>>>()?;
        let mut best = kept.concat();
        keep_best(&mut best, wanted);
        let near = rerank::candidates(plan).min(best.len());
        if let Some(near) = best.get_mut(..near) {
            self.engine(rerank::aim(segments, plan, statistics, near))?;
            near.sort_unstable_by(Candidate::order);
        }
        Ok(Ranked { best, own, all })
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::index::local::{LocalIndex, LocalWriter};
    use crate::index::{Engine, Recorder, Sort, Writer};
    use crate::query::{Node, Plan, PlanWord, Scored, Weights};

    /// Articles of which each has the words of the query more or less often, written with so many commits.
    fn index(folder: &std::path::Path, commits: usize) -> LocalIndex {
        let mut writer = LocalWriter::open(folder, 1).unwrap();
        let mut recorder = Recorder::without_entities();
        for n in 0..60 {
            let article = Article {
                id: n.to_string(),
                title: ["السد في موعده", "زيارة الوزير", "خبر"][n % 3].to_owned(),
                body: format!(
                    "{}{}قال الوزير إن العمل في المشروع يسير.",
                    "اكتمل السد. ".repeat(n % 7),
                    "وصل الوزير إلى العاصمة في المساء. ".repeat(n % 5)
                ),
                ..Article::default()
            };
            let record = recorder.record(article);
            writer.put(&record, recorder.stacks(), n as u64).unwrap();
            if (n + 1) % (60 / commits) == 0 {
                writer.commit().unwrap();
            }
        }
        writer.finish().unwrap();
        LocalIndex::open(folder).unwrap()
    }

    /// With several segments they are looked at side by side.
    #[test]
    fn articles_have_the_same_ranks_however_the_index_is_cut() {
        let word = |folded: &str, boost: f32| PlanWord {
            boost,
            ..PlanWord::written(folded)
        };
        let words = [word("السد", 1.0), word("الوزير", 1.0), word("في", 0.2)];
        let plan = Plan {
            matching: Node::Word(words[0].clone()),
            related: Some(Node::Any(
                words[..2].iter().cloned().map(Node::Word).collect(),
            )),
            scored: words.into_iter().map(Scored::Word).collect(),
            gist: crate::entity::Gist::default(),
            weights: Weights::default(),
        };
        let answers = [1, 3].map(|commits| {
            let folder = tempfile::tempdir().unwrap();
            let index = index(folder.path(), commits);
            assert_eq!(index.segments().unwrap().len(), commits);
            let found = index.search(&plan, Sort::Relevance, 0, 60).unwrap();
            let addresses: Vec<u64> = found.hits.iter().map(|hit| hit.address).collect();
            let shown = index.shown(&["7السد"], &addresses).unwrap();
            let ids = shown.iter().map(|(stored, _)| stored.article.id.clone());
            let scores = found.hits.iter().map(|hit| hit.score.to_bits());
            let hits: Vec<(String, u32)> = ids.zip(scores).collect();
            (found.total, found.related, hits)
        });
        assert_eq!(answers[0], answers[1]);
        assert!(answers[0].0 > 30 && answers[0].2.len() == 60);
    }
}
