//! A segment in the making.
//!
//! tantivy's own writer looks up each form of each word by its letters and keeps lists that grow by a few bytes at a time. Here a place of a
//! text is one number, noted as the text goes by, and the lists are made when the segment is: all counted, then each put in its place. What
//! is written is a segment as tantivy has it, by tantivy's serializers.
//!
//! Each thread puts what it has into a part of its own; the documents of a part follow those of the part before. A full segment is written
//! by a thread while the next one fills.
mod columns;
mod encode;
mod ids;
mod invert;
mod originals;
mod part;
mod postings;
mod removal;
mod terms;
#[cfg(test)]
mod tests;

use super::schema::Fields;
use super::writer::failed;
use crate::error;
use crate::index::forms::Stacks;
use crate::index::record::Record;
use ids::{Ids, Pending, Place};
use originals::Originals;
use part::{Content, Part};
use removal::{Made, Removal};
use std::mem;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::write_alive_bitset;
use tantivy::index::SegmentComponent;
use tantivy::{BitSet, Index, IndexWriter, Segment, TantivyError, Term};

type Result<T> = tantivy::Result<T>;

/// Makes segments of records.
pub(super) struct Builder {
    path: PathBuf,
    index: Index,
    fields: Fields,
    /// Bytes above which a segment is written.
    most: usize,
    /// One for each thread that puts.
    parts: Vec<Mutex<Part>>,
    /// Bytes of each part.
    memory: Vec<AtomicUsize>,
    state: Mutex<State>,
    /// The segments that were made.
    made: Made,
}

/// What all threads share. Locked after parts, never before.
#[derive(Default)]
pub(super) struct State {
    pending: Ids,
    /// The segment that is filled, counted from 1.
    open: u64,
    /// Of the documents in it, those that a later put replaced.
    dead: Vec<Place>,
    writing: Option<Writing>,
    /// Why a segment could not be written: what it had is lost, and no commit may say otherwise.
    broken: Option<String>,
}

/// A full segment that a thread writes.
struct Writing {
    number: u64,
    /// Documents of each part.
    documents: Vec<u32>,
    thread: JoinHandle<Result<Segment>>,
    dead: Vec<Place>,
}

impl State {
    /// What is known of an id since the last commit.
    pub fn pending(&self, id_hash: u64) -> Option<Pending> {
        self.pending.get(id_hash)
    }

    /// Notes that an id has, or since a removal has not, this content as of a put: an earlier put that comes later must not undo it.
    pub fn note(&mut self, id_hash: u64, sequence: u64, content: Option<u64>) {
        let known = self.pending.get(id_hash).unwrap_or_default();
        let pending = Pending {
            sequence: known.sequence.max(sequence),
            content: content.unwrap_or_default(),
            removed: content.is_none(),
            ..known
        };
        self.pending.set(id_hash, pending);
    }

    /// Takes out the document of an id that is not committed. Segments that are handed over already are the engine's to look through.
    fn kill(&mut self, id_hash: u64) {
        let Some(pending) = self.pending.get_mut(id_hash) else {
            return;
        };
        let (Some(segment), place) = (pending.segment.take(), pending.place) else {
            return;
        };
        let segment = u64::from(segment.get());
        match &mut self.writing {
            _ if segment == self.open => self.dead.push(place),
            Some(writing) if segment == writing.number => writing.dead.push(place),
            _ => {}
        }
    }
}

impl Builder {
    /// A builder for the index at `path`, for so many threads that put, and so many bytes of memory for a segment that is not yet written.
    pub fn new(path: PathBuf, index: Index, fields: Fields, threads: usize, most: usize) -> Self {
        Self {
            path,
            index,
            fields,
            most,
            parts: (0..threads).map(|_| Mutex::default()).collect(),
            memory: (0..threads).map(|_| AtomicUsize::new(0)).collect(),
            state: Mutex::new(State {
                open: 1,
                ..State::default()
            }),
            made: Made::default(),
        }
    }

    /// What all threads share.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Puts a record, if `wanted` says so of the state; it may use the state for what has to happen at the same moment. Writes the segment
    /// if it is full.
    ///
    /// # Errors
    /// What `wanted` has, or [`error::Error::Engine`].
    pub fn put(
        &self,
        writer: &IndexWriter,
        record: &Record,
        stacks: &Stacks,
        (id_hash, sequence): (u64, u64),
        wanted: impl FnOnce(&mut State) -> error::Result<bool>,
    ) -> error::Result<()> {
        let engine = |e: TantivyError| failed(&self.path, &e);
        // A thread's own, so that none waits for another.
        let at = stacks.numbering().owner as usize % self.parts.len();
        let mut part = lock(&self.parts[at]);
        let mut state = self.state();
        state.whole().map_err(engine)?;
        if !wanted(&mut state)? {
            return Ok(());
        }
        let put = Pending {
            sequence,
            content: record.content_hash,
            removed: false,
            segment: NonZeroU32::new(state.open as u32),
            place: (at as u16, part.len() as u32),
        };
        state.pending.set(id_hash, put);
        drop(state);
        let originals = || Originals::new(&self.index, &self.path);
        if let Err(error) = part.add(record, stacks, self.fields.stored, originals) {
            let error = TantivyError::from(error);
            self.state().broken = Some(error.to_string());
            return Err(engine(error));
        }
        self.memory[at].store(part.memory(), Ordering::Relaxed);
        drop(part);
        if self.is_full() {
            self.close(writer, false).map_err(engine)?;
        }
        Ok(())
    }

    /// Takes an article out of all that was committed or put until now: `id` is the term that it has, `id_hash` the key of its put.
    ///
    /// # Errors
    /// [`error::Error::Engine`].
    pub fn remove(
        &self,
        state: &mut State,
        writer: &IndexWriter,
        id: Term,
        id_hash: u64,
    ) -> error::Result<()> {
        let removal = Removal {
            term: id,
            before: state.open,
            made: self.made.clone(),
        };
        writer
            .delete_query(Box::new(removal))
            .map_err(|e| failed(&self.path, &e))?;
        state.kill(id_hash);
        Ok(())
    }

    /// Hands all that was put over to the writer.
    ///
    /// # Errors
    /// [`error::Error::Engine`], also if an earlier segment could not be written.
    pub fn flush(&self, writer: &IndexWriter) -> error::Result<()> {
        let flushed = self
            .close(writer, true)
            .and_then(|()| self.state().hand_over(writer));
        flushed.map_err(|e| failed(&self.path, &e))
    }

    /// Forgets what was put before, once it is committed.
    pub fn committed(&self) {
        self.state().pending.clear();
    }

    fn is_full(&self) -> bool {
        let parts = self.memory.iter();
        parts
            .map(|part| part.load(Ordering::Relaxed))
            .sum::<usize>()
            > self.most
    }

    /// Ends the open segment and begins to write it, once the one before is written: two are in memory at most.
    fn close(&self, writer: &IndexWriter, anyway: bool) -> Result<()> {
        let mut parts: Vec<_> = self.parts.iter().map(lock).collect();
        if !anyway && !self.is_full() {
            return Ok(());
        }
        let mut state = self.state();
        if self.parts.iter().any(Mutex::is_poisoned) {
            let message = "a thread ended while it put an article".to_owned();
            state.broken.get_or_insert(message);
        }
        state.hand_over(writer)?;
        let parts: Vec<Part> = parts
            .iter_mut()
            .map(|part| mem::take(&mut **part))
            .collect();
        for memory in &self.memory {
            memory.store(0, Ordering::Relaxed);
        }
        let documents: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
        let all = documents.iter().sum();
        if all == 0 {
            return Ok(());
        }
        let (segment, fields) = (self.index.new_segment(), self.fields.clone());
        let number = state.open;
        state.open += 1;
        self.made.note(segment.id(), number);
        let write = move || {
            write(&segment, &fields, parts)?;
            Ok(segment.with_max_doc(all))
        };
        let thread = thread::Builder::new().name("naba-segment".to_owned());
        let dead = mem::take(&mut state.dead);
        match thread.spawn(write) {
            Ok(thread) => {
                state.writing = Some(Writing {
                    number,
                    documents,
                    thread,
                    dead,
                });
                Ok(())
            }
            Err(error) => {
                state.broken = Some(error.to_string());
                Err(error.into())
            }
        }
    }
}

impl Drop for Builder {
    /// Nothing may write into the folder once the writer's lock is given back.
    fn drop(&mut self) {
        if let Some(writing) = self.state().writing.take() {
            // What was not committed is not missed.
            let _ = writing.thread.join();
        }
    }
}

impl State {
    /// An error if something that was put is lost.
    fn whole(&self) -> Result<()> {
        match &self.broken {
            Some(why) => Err(TantivyError::InternalError(why.clone())),
            None => Ok(()),
        }
    }

    /// Waits for the segment that is being written and gives it to the engine.
    fn hand_over(&mut self, writer: &IndexWriter) -> Result<()> {
        self.whole()?;
        let handed_over = self.hand_over_unbroken(writer);
        if let Err(error) = &handed_over {
            self.broken = Some(error.to_string());
        }
        handed_over
    }

    fn hand_over_unbroken(&mut self, writer: &IndexWriter) -> Result<()> {
        let Some(Writing {
            documents,
            thread,
            dead,
            ..
        }) = self.writing.take()
        else {
            return Ok(());
        };
        let mut segment = thread
            .join()
            .map_err(|_| TantivyError::ErrorInThread("writing a segment".to_owned()))??;
        if !dead.is_empty() {
            let all = documents.iter().sum();
            let mut alive = BitSet::with_max_value_and_full(all);
            for (part, doc) in dead {
                let before = documents.iter().take(part as usize);
                alive.remove(before.sum::<u32>() + doc);
            }
            let gone = all - alive.len() as u32;
            segment = segment.with_delete_meta(gone, writer.commit_opstamp());
            let mut file = segment.open_write(SegmentComponent::Delete)?;
            write_alive_bitset(&alive, &mut file)?;
            file.terminate()?;
        }
        let meta = segment.meta().clone();
        meta.untrack_temp_docstore();
        writer.add_segment(meta)
    }
}

/// Writes all files of a segment.
fn write(segment: &Segment, fields: &Fields, mut parts: Vec<Part>) -> Result<()> {
    parts.iter_mut().for_each(Part::close);
    let originals: Vec<_> = parts
        .iter_mut()
        .filter_map(|p| p.originals.take())
        .collect();
    let entries = Content::all(fields).into_iter().map(|(_, content)| {
        let of_parts = parts.iter_mut().map(|part| content.take_entries(part));
        of_parts.map(Mutex::new).collect()
    });
    let entries: postings::Entries = entries.collect();
    let parts = &parts;
    thread::scope(|scope| {
        let others = scope.spawn(move || {
            let file = segment.open_write(SegmentComponent::Store)?;
            let mut store = originals::writer(file, segment.index())?;
            for part in originals {
                part.stack_onto(&mut store)?;
            }
            store.close()?;
            columns::write(segment, fields, parts)
        });
        postings::write(segment, fields, parts, entries)?;
        others
            .join()
            .unwrap_or_else(|_| Err(TantivyError::ErrorInThread("writing originals".to_owned())))
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
