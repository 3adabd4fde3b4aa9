//! Near-copies of one story under the best of them.
use super::{Request, Search};
use crate::error::Result;
use crate::index::{Found, Hit, are_near_copies};
use crate::limits::GROUPED_HITS;
use crate::query::Plan;

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
        for hit in std::mem::take(&mut found.hits) {
            match groups
                .iter_mut()
                .find(|(first, _)| are_near_copies(first.signature, hit.signature))
            {
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
}
