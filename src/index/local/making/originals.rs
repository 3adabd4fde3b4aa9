//! Stored articles of a part, compressed as they come, by the thread that has them, and put on disk in pieces until the segment is written.
//!
//! A piece is laid out as tantivy's store (format 2, see [`super::super::store`], which reads it), so that its writer can put the pieces of
//! all parts behind one another. That writer would make a compressor for each block.
use crate::index::local::store::{BYTES, VERSION, ZSTD};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::mem;
use std::path::{Path, PathBuf};
use tantivy::Index;
use tantivy::directory::{FileSlice, WritePtr};
use tantivy::schema::Field;
use tantivy::store::{Compressor, StoreReader, StoreWriter};
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::Compressor as Zstd;

/// Compressed bytes from which a piece goes to disk: in memory originals were a third of a segment in the making.
const PIECE: usize = 1 << 20;

/// Stored articles in the order in which they came.
pub(super) struct Originals {
    compressor: Zstd<'static>,
    /// Bytes from which a block is compressed.
    full: usize,
    /// Articles that are not yet compressed, and where each begins.
    block: Vec<u8>,
    starts: Vec<u32>,
    /// Compressed blocks of the piece in memory, and of each the documents and bytes.
    written: Vec<u8>,
    blocks: Vec<(u32, u32)>,
    /// The folder of the index: they are to be on its disk, where they end up.
    folder: PathBuf,
    /// The pieces before, in a file without a name, which is gone when nobody has it open; none before the first.
    spooled: Option<File>,
    /// Bytes of each piece there, and their hash: a disk can say that it has what it has not.
    pieces: Vec<(usize, u64)>,
}

impl Originals {
    /// Nothing, compressed as the index has it; pieces go to the disk of `folder`.
    ///
    /// # Errors
    /// If the compressor cannot be made.
    pub fn new(index: &Index, folder: &Path) -> io::Result<Self> {
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
            folder: folder.to_owned(),
            spooled: None,
            pieces: Vec::new(),
        })
    }

    /// Adds an article, as the bytes that `field` stores.
    ///
    /// # Errors
    /// Of the compressor and the disk.
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
        if self.written.len() >= PIECE {
            self.spool()?;
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

    /// Ends the piece in memory: with an index of one layer, and a footer.
    fn close_piece(&mut self) {
        let mut layer = Vec::new();
        number(&mut layer, self.blocks.len());
        number(&mut layer, 0);
        number(&mut layer, 0);
        for (documents, bytes) in self.blocks.drain(..) {
            number(&mut layer, documents as usize);
            number(&mut layer, bytes as usize);
        }
        let out = &mut self.written;
        let index = out.len() as u64;
        number(out, 1);
        number(out, layer.len());
        out.extend_from_slice(&layer);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&index.to_le_bytes());
        out.push(ZSTD);
        out.extend_from_slice(&[0; 15]);
    }

    /// Puts the piece in memory on disk. After an error nothing may be added, which the builder sees to.
    fn spool(&mut self) -> io::Result<()> {
        self.close_piece();
        let file = match &mut self.spooled {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.write_all(&self.written)?;
        self.pieces
            .push((self.written.len(), xxh3_64(&self.written)));
        self.written.clear();
        Ok(())
    }

    /// Puts all of it behind what a store has, a piece from the disk at a time.
    ///
    /// # Errors
    /// Of the compressor and the disk, also if a piece is not what was put there.
    pub fn stack_onto(mut self, store: &mut StoreWriter) -> io::Result<()> {
        self.compress()?;
        let mut stack = |piece| store.stack(StoreReader::open(FileSlice::from(piece), 0)?);
        if let Some(mut file) = self.spooled.take() {
            file.rewind()?;
            for (length, hash) in mem::take(&mut self.pieces) {
                let mut piece = vec![0; length];
                file.read_exact(&mut piece)?;
                if xxh3_64(&piece) != hash {
                    let message = "originals came back from the disk changed";
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
                stack(piece)?;
            }
        }
        if !self.blocks.is_empty() {
            self.close_piece();
            stack(self.written)?;
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Directory;
    use tantivy::schema::{STORED, Schema, Value};
    use tantivy::store::ZstdCompressor;
    use tantivy::{IndexSettings, TantivyDocument};

    fn index() -> (Index, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_bytes_field("stored", STORED);
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            docstore_blocksize: 4 << 10,
            ..IndexSettings::default()
        };
        let index = Index::builder().schema(schema.build()).settings(settings);
        (index.create_in_ram().unwrap(), field)
    }

    /// Articles of bytes that no compressor makes fewer.
    fn articles() -> Vec<Vec<u8>> {
        let mut state = 1_u64;
        let mut byte = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        };
        let lengths = (0..700).map(|n| n * 19 % 12_000);
        lengths.map(|n| (0..n).map(|_| byte()).collect()).collect()
    }

    #[test]
    fn originals_are_on_disk_while_a_segment_fills_and_come_back_in_their_order() {
        let (index, field) = index();
        let folder = tempfile::tempdir().unwrap();
        let mut originals = Originals::new(&index, folder.path()).unwrap();
        let mut most = 0;
        for article in &articles() {
            originals.push(field, article).unwrap();
            most = most.max(originals.memory());
        }
        assert!(originals.pieces.len() >= 3, "{:?}", originals.pieces);
        assert!(most < 2 * PIECE, "{most} bytes in memory");
        let path = Path::new("a.store");
        let mut store = writer(index.directory().open_write(path).unwrap(), &index).unwrap();
        originals.stack_onto(&mut store).unwrap();
        store.close().unwrap();
        let store = StoreReader::open(index.directory().open_read(path).unwrap(), 2).unwrap();
        for (doc, article) in (0..).zip(&articles()) {
            let back: TantivyDocument = store.get(doc).unwrap();
            let bytes = back
                .get_first(field)
                .and_then(|v| v.as_bytes().map(<[u8]>::to_vec));
            assert_eq!(bytes.as_ref(), Some(article), "article {doc}");
        }
    }

    #[test]
    fn originals_go_to_the_disk_of_the_index_and_say_if_they_cannot() {
        let (index, field) = index();
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let mut originals = Originals::new(&index, &gone).unwrap();
        let pushed = articles().iter().try_for_each(|a| originals.push(field, a));
        assert_eq!(pushed.unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn originals_that_the_disk_lost_are_not_taken_for_articles() {
        let (index, field) = index();
        let folder = tempfile::tempdir().unwrap();
        let mut originals = Originals::new(&index, folder.path()).unwrap();
        for article in &articles() {
            originals.push(field, article).unwrap();
        }
        let file = originals.spooled.as_mut().unwrap();
        file.seek(io::SeekFrom::Start(PIECE as u64 / 2)).unwrap();
        file.write_all(&[0; 4096]).unwrap();
        let path = Path::new("a.store");
        let mut store = writer(index.directory().open_write(path).unwrap(), &index).unwrap();
        let error = originals.stack_onto(&mut store).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
