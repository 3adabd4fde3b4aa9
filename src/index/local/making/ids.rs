//! What is known of ids since the last commit, of each article of a run: in pieces that are never moved, and a table of their numbers, as a
//! table of the things themselves would for a while have them three times over when it grows.
use hashbrown::HashTable;
use std::num::NonZeroU32;

/// What is known of an id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pending {
    /// The latest of its puts, of those too that changed nothing.
    pub sequence: u64,
    /// Hash of its content, if it was put.
    pub(super) content: u64,
    /// Segment and place of its document, if it was put.
    pub(super) segment: Option<NonZeroU32>,
    pub(super) place: Place,
    /// Whether it was removed, and has no content.
    pub(super) removed: bool,
}

/// A part, and a document there.
pub(super) type Place = (u16, u32);

impl Pending {
    /// Hash of its content; none if it was removed.
    pub fn content(&self) -> Option<u64> {
        (!self.removed).then_some(self.content)
    }
}

/// How many a piece has.
const IDS: usize = 1 << 12;

/// Ids by their hashes.
#[derive(Default)]
pub(super) struct Ids {
    numbers: HashTable<u32>,
    pieces: Vec<Vec<(u64, Pending)>>,
}

fn hash_of(pieces: &[Vec<(u64, Pending)>], number: u32) -> u64 {
    let number = number as usize;
    let entry = pieces
        .get(number / IDS)
        .and_then(|piece| piece.get(number % IDS));
    entry.map_or(0, |(id_hash, _)| *id_hash)
}

impl Ids {
    /// What is known of an id.
    pub fn get(&self, id_hash: u64) -> Option<Pending> {
        let is = |number: &u32| hash_of(&self.pieces, *number) == id_hash;
        let number = *self.numbers.find(id_hash, is)? as usize;
        let entry = self.pieces.get(number / IDS)?.get(number % IDS);
        entry.map(|(_, pending)| *pending)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id_hash: u64) -> Option<&mut Pending> {
        let is = |number: &u32| hash_of(&self.pieces, *number) == id_hash;
        let number = *self.numbers.find(id_hash, is)? as usize;
        let entry = self.pieces.get_mut(number / IDS)?.get_mut(number % IDS);
        entry.map(|(_, pending)| pending)
    }

    /// Notes what is known of an id.
    pub fn set(&mut self, id_hash: u64, pending: Pending) {
        if let Some(known) = self.get_mut(id_hash) {
            *known = pending;
            return;
        }
        if self.pieces.last().is_none_or(|piece| piece.len() == IDS) {
            self.pieces.push(Vec::with_capacity(IDS));
        }
        let before = self.pieces.len() - 1;
        if let Some(piece) = self.pieces.last_mut() {
            let number = before * IDS + piece.len();
            piece.push((id_hash, pending));
            let pieces = &self.pieces;
            self.numbers
                .insert_unique(id_hash, number as u32, |n| hash_of(pieces, *n));
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_of_many_ids_is_found() {
        let mut ids = Ids::default();
        let noted = |n: u64, content| Pending {
            sequence: n,
            content,
            ..Pending::default()
        };
        // Hashes that agree in nearly all of their bits.
        let hash = |n: u64| n.rotate_right(7);
        let many = 3 * IDS as u64;
        for content in [1, 2] {
            for n in (0..many).step_by(content as usize) {
                ids.set(hash(n), noted(n, content));
            }
        }
        for n in 0..many {
            let known = ids.get(hash(n)).map(|p| (p.sequence, p.content()));
            assert_eq!(known, Some((n, Some(if n % 2 == 0 { 2 } else { 1 }))));
        }
        if let Some(known) = ids.get_mut(hash(5)) {
            known.removed = true;
        }
        assert_eq!(ids.get(hash(5)).and_then(|p| p.content()), None);
        assert!(ids.get(hash(many)).is_none() && ids.get_mut(hash(many)).is_none());
        ids.clear();
        assert!(ids.get(hash(5)).is_none());
    }
}
