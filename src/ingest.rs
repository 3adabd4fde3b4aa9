//! The road of an article into an index: one thread reads and splits, the others parse, analyse and hand over to the writer.
use crate::error::{Error, Result};
use crate::index::{Change, Recorder, Writer};
use crate::limits::cached_words;
use crate::source::{self, Input, RawItem, ReadOptions, Rejection};
use crossbeam_channel::{Receiver, Sender, bounded};
use serde::Serialize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Raw records handed over at once, and batches waiting: enough to keep every thread busy, little enough to bound memory.
const BATCH: usize = 32;
const BATCHES_WAITING: usize = 8;
/// Bytes of raw records in a batch after which it is handed over even if short.
const BATCH_BYTES: usize = 1 << 20;

/// How to ingest.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How inputs are read.
    pub read: ReadOptions,
    /// Threads that parse and analyse.
    pub threads: usize,
    /// Whether countries and persons are left out; the writer must have been opened so as well.
    pub without_entities: bool,
}

/// What ingesting did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Articles read.
    pub read: u64,
    /// Of them new.
    pub added: u64,
    /// Of them replacing another version.
    pub updated: u64,
    /// Of them already there.
    pub unchanged: u64,
    /// Inputs that could not be read.
    pub rejected: u64,
    /// Wall-clock time in seconds.
    pub seconds: f64,
    /// Bytes of the articles' text.
    pub bytes: u64,
}

impl Report {
    /// The report for people.
    pub fn sentence(&self) -> String {
        let rate = if self.seconds > 0.0 {
            self.bytes as f64 / 1e6 / self.seconds
        } else {
            0.0
        };
        format!(
            "{} articles read: {} added, {} updated, {} unchanged, {} rejected; {:.1} MB in {:.1} s ({rate:.1} MB/s)",
            self.read,
            self.added,
            self.updated,
            self.unchanged,
            self.rejected,
            self.bytes as f64 / 1e6,
            self.seconds
        )
    }
}

/// How far ingesting is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Input bytes consumed, compressed where the input is.
    pub bytes: u64,
    /// Input bytes in all, where known.
    pub total_bytes: Option<u64>,
    /// Articles handled.
    pub articles: u64,
}

struct Shared<'a, W> {
    writer: &'a W,
    counts: [AtomicU64; 5],
    stop: AtomicBool,
    failure: Mutex<Option<Error>>,
    rejections: Sender<Rejection>,
}

/// Reads every input into the index and commits. Calls `reject` for each input that could not be read, and `progress` now and
/// then.
///
/// # Errors
/// When the index cannot be written. Faulty inputs are reported, not errors.
pub fn run<W: Writer>(
    writer: &mut W,
    inputs: &[Input],
    options: &Options,
    reject: &mut dyn FnMut(&Rejection),
    progress: &dyn Fn(Progress),
) -> Result<Report> {
    let start = Instant::now();
    let (rejected, rejections) = crossbeam_channel::unbounded();
    let shared = Shared {
        writer: &*writer,
        counts: Default::default(),
        stop: AtomicBool::new(false),
        failure: Mutex::new(None),
        rejections: rejected,
    };
    let mut rejected = 0;
    std::thread::scope(|scope| {
        let (send, receive) = bounded(BATCHES_WAITING);
        for _ in 0..options.threads.max(1) {
            let (shared, receive) = (&shared, receive.clone());
            let recorder = if options.without_entities {
                Recorder::without_entities()
            } else {
                Recorder::new()
            };
            let recorder = recorder.with_room(cached_words(options.threads));
            scope.spawn(move || work(shared, recorder, &receive));
        }
        drop(receive);
        rejected = feed(
            inputs,
            options,
            &shared,
            send,
            &rejections,
            reject,
            progress,
        );
    });
    let Shared {
        counts,
        failure,
        rejections: sender,
        ..
    } = shared;
    drop(sender);
    for rejection in rejections.iter() {
        rejected += 1;
        reject(&rejection);
    }
    if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    writer.commit()?;
    let [read, added, updated, unchanged, bytes] = counts.map(AtomicU64::into_inner);
    Ok(Report {
        read,
        added,
        updated,
        unchanged,
        rejected,
        seconds: start.elapsed().as_secs_f64(),
        bytes,
    })
}

type Batch = Vec<(u64, source::RawRecord)>;

/// Reads the inputs on the calling thread; returns how many rejections it passed on.
fn feed<W: Writer>(
    inputs: &[Input],
    options: &Options,
    shared: &Shared<'_, W>,
    send: Sender<Batch>,
    rejections: &Receiver<Rejection>,
    reject: &mut dyn FnMut(&Rejection),
    progress: &dyn Fn(Progress),
) -> u64 {
    let mut batch = Vec::with_capacity(BATCH);
    let (mut sequence, mut rejected, mut waiting_bytes) = (0, 0, 0);
    let position = source::Position::default();
    let _ = source::read_raw(inputs, &options.read, &position, &mut |item| {
        match item {
            RawItem::Record(record) => {
                waiting_bytes += record.len();
                batch.push((sequence, record));
                sequence += 1;
            }
            RawItem::Rejected(rejection) => {
                rejected += 1;
                reject(&rejection);
            }
        }
        if batch.len() >= BATCH || waiting_bytes >= BATCH_BYTES {
            waiting_bytes = 0;
            for rejection in rejections.try_iter() {
                rejected += 1;
                reject(&rejection);
            }
            progress(Progress {
                bytes: position.bytes(),
                total_bytes: position.total(),
                articles: shared.counts[0].load(Ordering::Relaxed),
            });
            if send
                .send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))
                .is_err()
                || shared.stop.load(Ordering::Relaxed)
            {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    if !batch.is_empty() {
        // No receiver is left only after a failure, which is reported by itself.
        let _ = send.send(batch);
    }
    rejected
}

fn work<W: Writer>(shared: &Shared<'_, W>, mut recorder: Recorder, batches: &Receiver<Batch>) {
    for batch in batches {
        for (sequence, record) in batch {
            if shared.stop.load(Ordering::Relaxed) {
                return;
            }
            match one(shared, &mut recorder, sequence, record) {
                Ok(()) => {}
                Err(error) => {
                    shared.stop.store(true, Ordering::Relaxed);
                    shared
                        .failure
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .get_or_insert(error);
                    return;
                }
            }
        }
    }
}

fn one<W: Writer>(
    shared: &Shared<'_, W>,
    recorder: &mut Recorder,
    sequence: u64,
    record: source::RawRecord,
) -> Result<()> {
    let [read, added, updated, unchanged, bytes] = &shared.counts;
    let article = match source::parse(record) {
        Ok(article) => article,
        Err(rejection) => {
            // The receiver outlives every worker.
            let _ = shared.rejections.send(rejection);
            return Ok(());
        }
    };
    read.fetch_add(1, Ordering::Relaxed);
    bytes.fetch_add(
        (article.title.len() + article.body.len()) as u64,
        Ordering::Relaxed,
    );
    // Asked before the analysis, which an unchanged article need not pay for.
    let change = match shared
        .writer
        .compare(&article.id, article.content_hash(), sequence)?
    {
        Change::Unchanged => Change::Unchanged,
        Change::Added | Change::Updated => {
            let record = recorder.record(article);
            shared.writer.put(&record, recorder.stacks(), sequence)?
        }
    };
    let count = match change {
        Change::Added => added,
        Change::Updated => updated,
        Change::Unchanged => unchanged,
    };
    count.fetch_add(1, Ordering::Relaxed);
    Ok(())
}
