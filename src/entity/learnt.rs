//! What is learnt of words, kept for several threads.
use rustc_hash::{FxBuildHasher, FxHashMap};
use smol_str::SmolStr;
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Threads that ask at the same moment seldom ask the same of so many stores.
const SHARDS: usize = 64;

/// What was worked out of words, by any of some threads: a thread that forgot a word, or meets it for the first time, has it from here.
/// Words that were not asked for in a while are forgotten.
#[derive(Debug)]
pub struct Learnt<V> {
    shards: Vec<Mutex<Shard<V>>>,
    /// Most words of a half of a shard.
    most: usize,
}

#[derive(Debug)]
struct Shard<V> {
    /// Words asked for lately.
    young: FxHashMap<SmolStr, V>,
    /// Words that were young when there were too many: of which those that are asked for are young again, and the others forgotten when
    /// there are too many again.
    old: FxHashMap<SmolStr, V>,
}

impl<V: Clone> Learnt<V> {
    /// A store of at most so many words.
    pub fn new(most: usize) -> Self {
        let shard = || {
            Mutex::new(Shard {
                young: FxHashMap::default(),
                old: FxHashMap::default(),
            })
        };
        Self {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            most: most.div_ceil(2 * SHARDS),
        }
    }

    /// What was worked out of a word; by `learn` if nobody did.
    pub fn of(&self, word: &str, learn: impl FnOnce() -> V) -> V {
        let hash = FxBuildHasher.hash_one(word);
        let shard = || self.shard(hash);
        if let Some(known) = shard().get(word, self.most) {
            return known;
        }
        // Nobody waits for it: if two learn it at the same moment, they learn the same.
        let learnt = learn();
        shard().put(word.into(), learnt.clone(), self.most);
        learnt
    }

    fn shard(&self, hash: u64) -> MutexGuard<'_, Shard<V>> {
        // The maps inside use the other end of the same hash.
        let at = (hash >> 20) as usize % SHARDS;
        self.shards[at]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone> Shard<V> {
    fn get(&mut self, word: &str, most: usize) -> Option<V> {
        if let Some(known) = self.young.get(word) {
            return Some(known.clone());
        }
        let (word, known) = self.old.remove_entry(word)?;
        self.put(word, known.clone(), most);
        Some(known)
    }

    fn put(&mut self, word: SmolStr, value: V, most: usize) {
        if self.young.len() >= most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(word, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_word_is_learnt_once_and_forgotten_when_others_came() {
        let learnt = Learnt::new(2 * SHARDS * 4);
        let mut times = 0;
        let mut ask = |word: &str| {
            let length = learnt.of(word, || {
                times += 1;
                word.len()
            });
            assert_eq!(length, word.len());
            times
        };
        assert_eq!(ask("لافروف"), 1);
        assert_eq!(ask("لافروف"), 1);
        for n in 0..10_000 {
            ask(&n.to_string());
            ask("الجزائر");
        }
        let before = ask("الجزائر");
        assert_eq!(before, 10_002, "a word that is asked for is kept");
        assert_eq!(ask("لافروف"), before + 1);
        let kept: usize = learnt
            .shards
            .iter()
            .map(|s| s.lock().unwrap().young.len())
            .sum();
        assert!(kept <= 4 * SHARDS);
    }

    #[test]
    fn threads_have_what_others_learnt() {
        let learnt = Learnt::new(1_000);
        thread::scope(|scope| {
            let ask = || {
                (0..200)
                    .map(|n| learnt.of(&n.to_string(), || n))
                    .sum::<u32>()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            for thread in threads {
                assert_eq!(thread.join().unwrap(), 19_900);
            }
        });
        assert_eq!(learnt.of("7", || 0), 7);
    }
}
