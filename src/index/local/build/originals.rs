//! Stored articles of a part, compressed as they come, by the thread that has them.
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::Index;
use tantivy::directory::{AntiCallToken, FileSlice, TerminatingWrite, WritePtr};
use tantivy::schema::TantivyDocument;
use tantivy::store::{StoreReader, StoreWriter};

/// A store in memory.
pub(super) struct Originals {
    writer: StoreWriter,
    written: Memory,
}

impl Originals {
    /// A store with nothing in it, compressed as the index has it.
    pub fn new(index: &Index) -> io::Result<Self> {
        let written = Memory::default();
        Ok(Self {
            writer: writer(WritePtr::new(Box::new(written.clone())), index)?,
            written,
        })
    }

    /// Adds an article.
    pub fn push(&mut self, document: &TantivyDocument, index: &Index) -> io::Result<()> {
        self.writer.store(document, &index.schema())
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.writer.mem_usage() + self.written.lock().len()
    }

    /// All of it, to be put behind another.
    pub fn close(self) -> io::Result<StoreReader> {
        self.writer.close()?;
        let bytes = std::mem::take(&mut *self.written.lock());
        StoreReader::open(FileSlice::from(bytes), 0)
    }
}

/// A store's writer that compresses as the index has it.
pub(super) fn writer(file: WritePtr, index: &Index) -> io::Result<StoreWriter> {
    let settings = index.settings();
    let (compression, block) = (settings.docstore_compression, settings.docstore_blocksize);
    StoreWriter::new(file, compression, block, false)
}

/// Bytes that a store's writer, which keeps what it writes to, has written.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Memory {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        Ok(())
    }
}
