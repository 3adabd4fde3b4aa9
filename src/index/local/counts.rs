//! Counts of a facet's values among matching articles.
use super::reader::LocalIndex;
use crate::error::Result;
use crate::index::engine::FacetCount;
use crate::index::record::Facet;
use crate::query::Node;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tantivy::DocSet;

impl LocalIndex {
    /// As [`crate::index::Engine::facet_counts`].
    pub(super) fn counts_of(&self, matching: &Node, facet: Facet) -> Result<Vec<FacetCount>> {
        let segments = self.segments()?;
        let matched = self.matched(matching, segments)?;
        let field = self.facet_field(facet);
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (segment, matched) in segments.iter().zip(&matched) {
            self.engine(segment.each_posting(field, &mut |value, postings| {
                let (mut articles, mut mentions) = (0, 0);
                while postings.doc() != tantivy::TERMINATED {
                    if matched.contains(postings.doc()) {
                        articles += 1;
                        mentions += u64::from(tantivy::postings::Postings::term_freq(postings));
                    }
                    postings.advance();
                }
                if articles > 0 {
                    let count = counts.entry(value.to_owned()).or_default();
                    count.0 += articles;
                    count.1 += mentions;
                }
            }))?;
        }
        let mut out: Vec<FacetCount> = counts
            .into_iter()
            .map(|(value, (articles, mentions))| FacetCount {
                value,
                articles,
                mentions,
            })
            .collect();
        out.sort_by_key(|c| (std::cmp::Reverse(c.articles), std::cmp::Reverse(c.mentions)));
        Ok(out)
    }

    /// As [`crate::index::Engine::group_counts`].
    pub(super) fn counts_of_groups(
        &self,
        matching: &Node,
        facet: Facet,
        group_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<FxHashMap<u32, (u64, u64)>> {
        let segments = self.segments()?;
        let matched = self.matched(matching, segments)?;
        let field = self.facet_field(facet);
        let mut counts: FxHashMap<u32, (u64, u64)> = FxHashMap::default();
        for (segment, matched) in segments.iter().zip(&matched) {
            let mut found: Vec<(u32, u32)> = Vec::new();
            self.engine(segment.each_posting(field, &mut |value, postings| {
                let Some(group) = group_of(value) else {
                    return;
                };
                while postings.doc() != tantivy::TERMINATED {
                    if matched.contains(postings.doc()) {
                        found.push((group, postings.doc()));
                        counts.entry(group).or_default().1 +=
                            u64::from(tantivy::postings::Postings::term_freq(postings));
                    }
                    postings.advance();
                }
            }))?;
            found.sort_unstable();
            found.dedup();
            for (group, _) in found {
                counts.entry(group).or_default().0 += 1;
            }
        }
        Ok(counts)
    }
}
