//! The only writer: upserts by id, made durable by `commit`.
use super::folder::Reading;
use super::making::{Builder, State};
use super::reader::{LocalIndex, open};
use super::schema::{Fields, Payload, schema};
use crate::article::stable_hash;
use crate::error::{Error, Result};
use crate::index::engine::{Change, Writer};
use crate::index::forms::Stacks;
use crate::index::record::Record;
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::directory::error::LockError;
use tantivy::indexer::{IndexWriter, IndexWriterOptions};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexReader, IndexSettings, Searcher, TantivyError, Term};

/// Memory in bytes for a segment that is not yet written, for each thread that puts; a full one is written while the next fills. More makes
/// fewer and larger segments, which are cheaper to merge; what two threads need in all is in benches/RESULTS.md, *Growth*.
const MEMORY_PER_THREAD: usize = 40 << 20;
/// Threads that add to that memory: with more, segments are no larger.
const FILLING_THREADS: usize = 8;
/// Most parts that a segment has.
const MOST_THREADS: usize = 1024;
/// The least memory that the engine takes for documents, of which it is given none.
const ENGINE_MEMORY: usize = 15 << 20;
/// Merges at a time: each needs memory of its own.
const MERGES: usize = 1;
/// Living articles above which a segment is merged no more, unless all are: what merging maps, dictionaries above all, grows with the segments,
/// and memory would with the corpus. An index of a million articles has a dozen segments.
const MERGED_ARTICLES: usize = 60_000;
/// Segments of about one size that are merged into one.
const MERGED_TOGETHER: usize = 4;
/// Bytes of originals compressed together: larger blocks are smaller on disk, smaller ones faster to read one article from.
const STORE_BLOCK: usize = 4 << 10;

/// Writes an index in a folder.
pub struct LocalWriter {
    path: PathBuf,
    fields: Fields,
    reader: IndexReader,
    // Dropped before the writer, which gives back the lock: nothing may be written then.
    pub(super) builder: Builder,
    writer: IndexWriter,
    committed: Searcher,
    /// Whether the index has countries and persons.
    entities: bool,
}

impl LocalWriter {
    /// Opens the index at `path` for writing, or makes one in a missing or empty folder.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Version`], [`Error::NotAnIndex`], [`Error::Io`].
    pub fn open(path: &Path, threads: usize) -> Result<Self> {
        let entities = open(path, Reading::InWindows)
            .map_or(true, |(_, payload)| Payload::entities(payload.as_deref()));
        Self::open_for(path, threads, entities)
    }

    /// As [`LocalWriter::open`], for records with or without countries and persons: an index holds only the one or the other, as
    /// counts would be wrong.
    ///
    /// # Errors
    /// As [`LocalWriter::open`], and [`Error::Entities`].
    pub fn open_for(path: &Path, threads: usize, entities: bool) -> Result<Self> {
        let index = match open(path, Reading::InWindows) {
            Ok((_, payload)) if Payload::entities(payload.as_deref()) != entities => {
                return Err(Error::Entities {
                    path: path.to_owned(),
                    has: if entities { "without" } else { "with" },
                    flag: if entities { "with" } else { "without" },
                });
            }
            Ok((index, _)) => index,
            Err(Error::NoIndex(_)) => {
                create(path)?;
                open(path, Reading::InWindows)?.0
            }
            Err(other) => return Err(other),
        };
        let engine = |e: TantivyError| failed(path, &e);
        let threads = threads.max(1);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(ENGINE_MEMORY)
            .num_merge_threads(MERGES)
            .build();
        let mut writer = index.writer_with_options(options).map_err(engine)?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(MERGED_ARTICLES);
        policy.set_min_num_segments(MERGED_TOGETHER);
        writer.set_merge_policy(Box::new(policy));
        if index.load_metas().map_err(engine)?.payload.is_none() {
            commit(&mut writer, path, entities)?;
        }
        let reader = index.reader().map_err(engine)?;
        let committed = reader.searcher();
        let (_, fields) = schema();
        // The first stamp of a writer is that of the last commit, to which merges of its segments apply removals: one goes unused.
        writer.run(Vec::new()).map_err(engine)?;
        let threads = threads.min(MOST_THREADS);
        let memory = MEMORY_PER_THREAD * threads.min(FILLING_THREADS);
        Ok(Self {
            path: path.to_owned(),
            builder: Builder::new(path.to_owned(), index, fields.clone(), threads, memory),
            fields,
            reader,
            writer,
            committed,
            entities,
        })
    }

    /// Waits for merges to end and works out which recognised names are one person's. Call it once, after the last commit.
    ///
    /// # Errors
    /// [`Error::Engine`] if a merge failed.
    pub fn finish(self) -> Result<()> {
        let Self {
            path,
            writer,
            reader,
            committed,
            builder,
            ..
        } = self;
        // Working out who is who needs the room.
        drop((reader, committed, builder));
        writer
            .wait_merging_threads()
            .map_err(|e| failed(&path, &e))?;
        share(&path)?;
        LocalIndex::open(&path)?.write_people()?;
        sync_folder(&path)
    }

    /// Merges all segments into one.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn optimize(&mut self) -> Result<()> {
        let engine = |e: TantivyError| failed(&self.path, &e);
        let segments = self
            .reader
            .searcher()
            .segment_readers()
            .iter()
            .map(|s| s.segment_id())
            .collect::<Vec<_>>();
        if segments.len() > 1 {
            self.writer.merge(&segments).wait().map_err(engine)?;
        }
        self.writer.garbage_collect_files().wait().map_err(engine)?;
        self.commit()
    }

    fn lookup(&self, id: &str) -> Result<Option<u64>> {
        let term = Term::from_field_text(self.fields.id, id);
        let engine = |e: TantivyError| failed(&self.path, &e);
        for segment in self.committed.segment_readers() {
            let postings = segment
                .inverted_index(self.fields.id)
                .map_err(engine)?
                .read_postings(&term, tantivy::schema::IndexRecordOption::Basic)
                .map_err(|e| engine(e.into()))?;
            let Some(mut postings) = postings else {
                continue;
            };
            use tantivy::DocSet;
            while postings.doc() != tantivy::TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    let hashes = segment.fast_fields().u64("content_hash").map_err(engine)?;
                    return Ok(hashes.first(postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Takes an article out of what is committed, and out of what is not.
    fn remove(&self, state: &mut State, id: &str, id_hash: u64) -> Result<()> {
        let term = Term::from_field_text(self.fields.id, id);
        self.builder.remove(state, &self.writer, term, id_hash)
    }
}

/// What a put of some content would do to an id of which `committed` is the committed content.
fn decide(
    state: &mut State,
    id_hash: u64,
    committed: Option<u64>,
    content: u64,
    sequence: u64,
) -> Change {
    let known = match state.pending(id_hash) {
        Some(put) if put.sequence > sequence => return Change::Unchanged,
        Some(put) => put.content(),
        None => committed,
    };
    match known {
        None => Change::Added,
        Some(same) if same == content => {
            state.note(id_hash, sequence, known);
            Change::Unchanged
        }
        Some(_) => Change::Updated,
    }
}

impl Writer for LocalWriter {
    fn compare(&self, id: &str, content_hash: u64, sequence: u64) -> Result<Change> {
        let (id_hash, committed) = (stable_hash(&[id]), self.lookup(id)?);
        let mut state = self.builder.state();
        Ok(decide(
            &mut state,
            id_hash,
            committed,
            content_hash,
            sequence,
        ))
    }

    fn put(&self, record: &Record, stacks: &Stacks, sequence: u64) -> Result<Change> {
        let id = &record.stored.article.id;
        let (id_hash, committed) = (stable_hash(&[id]), self.lookup(id)?);
        let mut change = Change::Unchanged;
        // Decided, put and the older version removed at one moment, so that of two puts with the same id the later one stays.
        let wanted = |state: &mut State| {
            change = decide(state, id_hash, committed, record.content_hash, sequence);
            if change == Change::Updated {
                self.remove(state, id, id_hash)?;
            }
            Ok(change != Change::Unchanged)
        };
        let key = (id_hash, sequence);
        self.builder
            .put(&self.writer, record, stacks, key, wanted)?;
        Ok(change)
    }

    fn delete(&self, id: &str) -> Result<bool> {
        let (id_hash, committed) = (stable_hash(&[id]), self.lookup(id)?);
        let mut state = self.builder.state();
        let pending = state.pending(id_hash);
        let there = pending.map_or(committed, |put| put.content()).is_some();
        if there {
            self.remove(&mut state, id, id_hash)?;
            state.note(id_hash, 0, None);
        }
        Ok(there)
    }

    fn commit(&mut self) -> Result<()> {
        self.builder.flush(&self.writer)?;
        commit(&mut self.writer, &self.path, self.entities)?;
        self.reader.reload().map_err(|e| failed(&self.path, &e))?;
        self.committed = self.reader.searcher();
        self.builder.committed();
        Ok(())
    }
}

fn create(path: &Path) -> Result<()> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(path).map_err(io)?;
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(3),
        }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    let (schema, _) = schema();
    Index::builder()
        .schema(schema)
        .settings(settings)
        .create_in_dir(path)
        .map(|_| ())
        .map_err(|e| failed(path, &e))
}

fn commit(writer: &mut IndexWriter, path: &Path, entities: bool) -> Result<()> {
    let engine = |e: TantivyError| failed(path, &e);
    let mut prepared = writer.prepare_commit().map_err(engine)?;
    prepared.set_payload(&Payload::current(entities));
    prepared.commit().map_err(engine)?;
    share(path)?;
    sync_folder(path)
}

/// tantivy makes the files of a commit for its own user only; they get the mode of the others, so that whoever may read the folder
/// can search.
#[cfg(unix)]
fn share(path: &Path) -> Result<()> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let Ok(lock) = fs::metadata(path.join(".tantivy-writer.lock")) else {
        return Ok(());
    };
    for name in ["meta.json", ".managed.json"] {
        let file = path.join(name);
        if file.exists() {
            fs::set_permissions(file, lock.permissions()).map_err(io)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn share(_: &Path) -> Result<()> {
    Ok(())
}

/// tantivy renames `meta.json` without syncing the folder: without this a power loss can take back an acknowledged commit.
fn sync_folder(path: &Path) -> Result<()> {
    fs::File::open(path)
        .and_then(|f| f.sync_all())
        .map_err(|source| Error::Io {
            path: path.to_owned(),
            source,
        })
}

/// Says what tantivy meant.
pub(super) fn failed(path: &Path, error: &TantivyError) -> Error {
    match error {
        TantivyError::LockFailure(LockError::IoError(source), _) => Error::Io {
            path: path.to_owned(),
            source: std::io::Error::new(source.kind(), source.to_string()),
        },
        TantivyError::LockFailure(..) => Error::Locked(path.to_owned()),
        other => Error::Engine {
            path: path.to_owned(),
            message: other.to_string().to_lowercase(),
        },
    }
}
