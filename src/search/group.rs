//! Near-copies of one story under the best of them.
use super::{Request, Search};
use crate::error::Result;
use crate::index::{Found, Hit, Runs, may_be_near_copies};
use crate::limits::GROUPED_HITS;
use crate::query::Plan;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

impl Search {
    /// The page of hits that a request asks for, and the ids of each one's near-copies if they are to be grouped.
    pub(super) fn found(
        &self,
        plan: &Plan,
        request: &Request,
    ) -> Result<(Found, Vec<Vec<String>>)> {
        let page = |offset, limit| self.engine.search(plan, request.sort, offset, limit);
        if !request.group {
            return Ok((page(request.offset, request.limit)?, Vec::new()));
        }
        let looked_at = GROUPED_HITS.max(request.offset + request.limit);
        let mut found = page(0, looked_at)?;
        let mut groups: Vec<(Hit, Vec<u64>)> = Vec::new();
        let mut runs: FxHashMap<u64, Runs> = FxHashMap::default();
        for hit in std::mem::take(&mut found.hits) {
            let mut home = None;
            for (at, (first, _)) in groups.iter().enumerate() {
                if may_be_near_copies(first.signature, hit.signature)
                    && self.are_near(first.address, hit.address, &mut runs)?
                {
                    home = Some(at);
                    break;
                }
            }
            match home.and_then(|at| groups.get_mut(at)) {
                Some((_, copies)) => copies.push(hit.address),
                None => groups.push((hit, Vec::new())),
            }
        }
        let mut copies = Vec::new();
        for (hit, addresses) in groups.into_iter().skip(request.offset).take(request.limit) {
            found.hits.push(hit);
            let ids: Result<Vec<String>> = addresses
                .into_iter()
                .map(|address| Ok(self.engine.fetch(address)?.article.id))
                .collect();
            copies.push(ids?);
        }
        Ok((found, copies))
    }

    /// Whether two articles are near-copies by their texts; `known` are the runs of articles compared before.
    fn are_near(&self, first: u64, other: u64, known: &mut FxHashMap<u64, Runs>) -> Result<bool> {
        for address in [first, other] {
            if let Entry::Vacant(unknown) = known.entry(address) {
                unknown.insert(Runs::new(&self.engine.fetch(address)?.article.body));
            }
        }
        Ok(match (known.get(&first), known.get(&other)) {
            (Some(first), Some(other)) => first.are_near(other),
            _ => false,
        })
    }
}
