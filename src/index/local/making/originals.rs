//! Stored articles of a part, compressed as they come, by the thread that has them.
//!
//! They are laid out as tantivy's store (format 2, see [`super::super::store`], which reads it), so that its writer can put the stores of
//! all parts behind one another. That writer would make a compressor for each block.
use crate::index::local::store::{BYTES, VERSION, ZSTD};
use std::io;
use tantivy::Index;
use tantivy::directory::{FileSlice, WritePtr};
use tantivy::schema::Field;
use tantivy::store::{Compressor, StoreReader, StoreWriter};
use zstd::bulk::Compressor as Zstd;

/// A store in memory.
pub(super) struct Originals {
    compressor: Zstd<'static>,
    /// Bytes from which a block is compressed.
    full: usize,
    /// Articles that are not yet compressed, and where each begins.
    block: Vec<u8>,
    starts: Vec<u32>,
    /// Compressed blocks, and of each the documents and bytes.
    written: Vec<u8>,
    blocks: Vec<(u32, u32)>,
}

impl Originals {
    /// A store with nothing in it, compressed as the index has it.
    ///
    /// # Errors
    /// If the compressor cannot be made.
    pub fn new(index: &Index) -> io::Result<Self> {
        let settings = index.settings();
        let level = match settings.docstore_compression {
            Compressor::Zstd(zstd) => zstd.compression_level,
            Compressor::None => return Err(io::Error::from(io::ErrorKind::Unsupported)),
        };
        Ok(Self {
            compressor: Zstd::new(level.unwrap_or(zstd::DEFAULT_COMPRESSION_LEVEL))?,
            full: settings.docstore_blocksize,
            block: Vec::new(),
            starts: Vec::new(),
            written: Vec::new(),
            blocks: Vec::new(),
        })
    }

    /// Adds an article, as the bytes that `field` stores.
    ///
    /// # Errors
    /// Of the compressor.
    pub fn push(&mut self, field: Field, stored: &[u8]) -> io::Result<()> {
        self.starts.push(self.block.len() as u32);
        number(&mut self.block, 1);
        self.block
            .extend_from_slice(&field.field_id().to_le_bytes());
        self.block.push(BYTES);
        number(&mut self.block, stored.len());
        self.block.extend_from_slice(stored);
        if self.block.len() + self.starts.len() * 8 > self.full {
            self.compress()?;
        }
        Ok(())
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.block.len() + self.written.len() + self.blocks.len() * 8
    }

    fn compress(&mut self) -> io::Result<()> {
        if self.starts.is_empty() {
            return Ok(());
        }
        for start in &self.starts {
            self.block.extend_from_slice(&start.to_le_bytes());
        }
        let documents = self.starts.len() as u32;
        self.block.extend_from_slice(&documents.to_le_bytes());
        let before = self.written.len();
        let size = self.block.len() as u32;
        self.written.extend_from_slice(&size.to_le_bytes());
        let start = self.written.len();
        let most = zstd::zstd_safe::compress_bound(self.block.len());
        self.written.resize(start + most, 0);
        let into = self.written.get_mut(start..).unwrap_or_default();
        let length = self.compressor.compress_to_buffer(&self.block, into)?;
        self.written.truncate(start + length);
        self.blocks
            .push((documents, (self.written.len() - before) as u32));
        self.block.clear();
        self.starts.clear();
        Ok(())
    }

    /// All of it, to be put behind another: with an index of one layer, and a footer.
    ///
    /// # Errors
    /// Of the compressor.
    pub fn close(mut self) -> io::Result<StoreReader> {
        self.compress()?;
        let mut layer = Vec::new();
        number(&mut layer, self.blocks.len());
        number(&mut layer, 0);
        number(&mut layer, 0);
        for (documents, bytes) in self.blocks {
            number(&mut layer, documents as usize);
            number(&mut layer, bytes as usize);
        }
        let mut out = self.written;
        let index = out.len() as u64;
        number(&mut out, 1);
        number(&mut out, layer.len());
        out.extend_from_slice(&layer);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&index.to_le_bytes());
        out.push(ZSTD);
        out.extend_from_slice(&[0; 15]);
        StoreReader::open(FileSlice::from(out), 0)
    }
}

/// Writes a number as the store has them: seven bits a byte, the lowest first, the last byte with its highest bit set.
fn number(into: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        into.push((number & 0x7F) as u8);
        number >>= 7;
    }
    into.push(number as u8 | 0x80);
}

/// A store's writer that compresses as the index has it.
pub(super) fn writer(file: WritePtr, index: &Index) -> io::Result<StoreWriter> {
    let settings = index.settings();
    let (compression, block) = (settings.docstore_compression, settings.docstore_blocksize);
    StoreWriter::new(file, compression, block, false)
}
