//! Distinct terms, numbered as they come.
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Distinct byte strings, numbered from 0 in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// All of them, one after the other.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl Terms {
    /// The number of a term, and whether it is new.
    pub fn number(&mut self, term: &[u8]) -> (u32, bool) {
        let Self {
            bytes,
            ends,
            numbers,
        } = self;
        let hash = FxBuildHasher.hash_one(term);
        if let Some(known) = numbers.find(hash, |number| at(bytes, ends, *number) == term) {
            return (*known, false);
        }
        let new = ends.len() as u32;
        bytes.extend_from_slice(term);
        ends.push(bytes.len() as u32);
        numbers.insert_unique(hash, new, |number| {
            FxBuildHasher.hash_one(at(bytes, ends, *number))
        });
        (new, true)
    }

    /// The term of a number.
    pub fn get(&self, number: u32) -> &[u8] {
        at(&self.bytes, &self.ends, number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets what only [`Terms::number`] needs.
    pub fn close(&mut self) {
        self.numbers = HashTable::new();
    }

    /// The numbers in the order of the terms' bytes.
    pub fn sorted(&self) -> Vec<u32> {
        let mut keyed: Vec<(u128, u32)> = (0..self.ends.len() as u32)
            .map(|number| (beginning(self.get(number)), number))
            .collect();
        // The first bytes tell most of them apart without a look at the terms.
        keyed.sort_unstable_by(|a, b| {
            (a.0.cmp(&b.0)).then_with(|| self.get(a.1).cmp(self.get(b.1)))
        });
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.bytes.len() + self.ends.len() * 4 + self.numbers.allocation_size()
    }
}

fn at<'t>(bytes: &'t [u8], ends: &[u32], number: u32) -> &'t [u8] {
    let number = number as usize;
    let end = ends.get(number).copied().unwrap_or(0) as usize;
    let start = number
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .copied()
        .unwrap_or(0) as usize;
    bytes.get(start..end).unwrap_or_default()
}

/// The first sixteen bytes as a number that sorts as they do.
fn beginning(term: &[u8]) -> u128 {
    let mut first = [0; 16];
    let length = term.len().min(first.len());
    first[..length].copy_from_slice(&term[..length]);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_numbered_as_they_come_and_sorted_by_bytes() {
        let mut terms = Terms::default();
        let words = [
            "وزير",
            "ألمانيا",
            "وزير",
            "وزيرة",
            "",
            "والمستقبلون",
            "والمستقبلات",
        ];
        let numbers: Vec<_> = words.iter().map(|w| terms.number(w.as_bytes())).collect();
        let new = |number| (number, true);
        assert_eq!(
            numbers,
            [new(0), new(1), (0, false), new(2), new(3), new(4), new(5)]
        );
        let sorted: Vec<_> = terms.sorted().into_iter().map(|n| terms.get(n)).collect();
        let mut expected: Vec<_> = words.iter().map(|w| w.as_bytes()).collect();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(sorted, expected);
    }

    #[test]
    fn thousands_of_terms_keep_their_numbers() {
        let mut terms = Terms::default();
        for round in 0..2 {
            for n in 0..5000_u32 {
                assert_eq!(terms.number(&n.to_be_bytes()), (n, round == 0));
            }
        }
        assert_eq!(terms.len(), 5000);
    }
}
