//! Documents on their way to the threads that index them, bounded in bytes.
//!
//! The engine bounds their number, by ten thousand: a hundred megabytes of news, which it takes whenever words are learnt faster
//! than postings are made.
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tantivy::schema::TantivyDocument;
use tantivy::schema::document::Document;

/// Most bytes on their way; two thousand articles, so that no thread is ever without work.
const QUEUED_BYTES: usize = 16 << 20;
/// Longest wait for room. The engine's threads make some in far less; if they have ended, the engine itself says so.
const PATIENCE: Duration = Duration::from_secs(10);

/// The room that documents on their way take up.
#[derive(Debug, Default)]
pub(super) struct Queue {
    taken: Mutex<usize>,
    left: Condvar,
}

impl Queue {
    /// A document of so many bytes that may go on its way: waits until there is room, or nothing else is on its way.
    pub fn enter(self: &Arc<Self>, document: TantivyDocument, bytes: usize) -> Queued {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut usize| *taken > 0 && *taken + bytes > QUEUED_BYTES;
        let waited = self.left.wait_timeout_while(taken, PATIENCE, full);
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        let room = Room {
            queue: Arc::clone(self),
            bytes,
        };
        Queued { document, room }
    }

    fn leave(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(bytes);
        drop(taken);
        self.left.notify_all();
    }
}

#[derive(Debug)]
struct Room {
    queue: Arc<Queue>,
    bytes: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.queue.leave(self.bytes);
    }
}

/// A document that takes up room until a thread has it, or it is dropped.
#[derive(Debug)]
pub(super) struct Queued {
    document: TantivyDocument,
    room: Room,
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Document::iter_fields_and_values(&self.document)
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.room);
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn document(queue: &Arc<Queue>, bytes: usize) -> Queued {
        queue.enter(TantivyDocument::new(), bytes)
    }

    #[test]
    fn a_document_waits_for_room_and_gives_its_own_back() {
        let queue = Arc::new(Queue::default());
        let first = document(&queue, QUEUED_BYTES - 1);
        thread::scope(|scope| {
            let second = scope.spawn(|| document(&queue, 2));
            thread::sleep(Duration::from_millis(20));
            assert!(!second.is_finished());
            first.into_tantivy_document();
            assert_eq!(second.join().unwrap().room.bytes, 2);
        });
        assert_eq!(*queue.taken.lock().unwrap(), 0);
    }

    #[test]
    fn a_document_larger_than_the_queue_goes_alone() {
        let queue = Arc::new(Queue::default());
        drop(document(&queue, 2 * QUEUED_BYTES));
        assert_eq!(*queue.taken.lock().unwrap(), 0);
    }
}
