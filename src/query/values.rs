//! Values of fields that are like one that no article has: عكاض for عكاظ, and عكاظ for okaz.
use super::arabizi;
use super::clause::shortened;
use super::interpret::Interpreter;
use super::pattern::WordPattern;
use super::rescue::reads_as;
use crate::arabic::fold_text;
use crate::error::Result;
use crate::index::Facet;
use crate::limits::{FUZZY_LETTERS, FUZZY_OFF};

/// Most values that are named.
const NAMED: usize = 5;

impl Interpreter<'_> {
    /// Values of a facet that hold the letters of a folded one, are a letter or two off it, or write it in Latin letters.
    pub(super) fn values_like(&self, facet: Facet, folded: &str) -> Result<Vec<String>> {
        let letters = folded.chars().count();
        if !(2..=FUZZY_LETTERS).contains(&letters) {
            return Ok(Vec::new());
        }
        let off = if letters < 5 { 1 } else { FUZZY_OFF as usize };
        let near = WordPattern::near(folded, off);
        let mut found: Vec<(u8, String)> = Vec::new();
        for value in self.names.values(facet)? {
            let other = fold_text(&value);
            let like = if near.as_ref().is_some_and(|p| p.matches(&other)) {
                0
            } else if arabizi::plain(&other).is_some_and(|latin| reads_as(&latin, folded)) {
                1
            } else if other.contains(folded) {
                2
            } else {
                continue;
            };
            found.push((like, value));
        }
        found.sort();
        found.truncate(NAMED);
        Ok(found
            .into_iter()
            .map(|(_, value)| shortened(&value))
            .collect())
    }
}
