//! Words that several analysers learn together, so that each is analysed once and kept once however many threads meet it.
use super::learn::Learnt;
use crate::limits::SHARED_WORDS;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Parts of the store, each under a lock of its own, so that threads seldom wait for each other.
const SHARDS: usize = 64;

/// Words by their surface. What a word is depends on the word alone, so it does not matter who learnt it.
#[derive(Debug)]
pub(super) struct SharedWords {
    shards: [Mutex<Shard>; SHARDS],
}

type Words = FxHashMap<Box<[u8]>, Arc<Learnt>>;

/// Words asked for of late, and those asked for before: when the first are too many, the second are forgotten, and the first
/// take their place.
#[derive(Debug, Default)]
struct Shard {
    late: Words,
    before: Words,
}

impl Default for SharedWords {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

impl SharedWords {
    /// What is known of a word, learnt by `learn` if nobody has met it; `hash` is any hash of its surface.
    pub fn get(&self, surface: &[u8], hash: u32, learn: impl FnOnce() -> Learnt) -> Arc<Learnt> {
        let Some(shard) = self.shards.get(hash as usize % SHARDS) else {
            return Arc::new(learn());
        };
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().find(surface) {
            return known;
        }
        // Without the lock: others need not wait. If one of them learns the same word meanwhile, what it learnt is kept.
        let learnt = Arc::new(learn());
        let mut shard = lock();
        if let Some(known) = shard.find(surface) {
            return known;
        }
        shard.keep(surface.into(), Arc::clone(&learnt));
        learnt
    }
}

impl Shard {
    fn find(&mut self, surface: &[u8]) -> Option<Arc<Learnt>> {
        if let Some(known) = self.late.get(surface) {
            return Some(Arc::clone(known));
        }
        let (surface, known) = self.before.remove_entry(surface)?;
        self.keep(surface, Arc::clone(&known));
        Some(known)
    }

    fn keep(&mut self, surface: Box<[u8]>, known: Arc<Learnt>) {
        if self.late.len() >= SHARED_WORDS / SHARDS / 2 {
            self.before = std::mem::take(&mut self.late);
        }
        self.late.insert(surface, known);
    }
}
