//! The stored originals of a segment. Tantivy makes a decompressor for each article and reads its bytes one by one; here one
//! decompressor serves all, and where the blocks lie is read once.
//!
//! Layout (tantivy 0.27, store format 2): blocks, an index of them whose last layer names each block, a footer. Anything else than
//! expected is an error; the reader then asks tantivy.
use crate::limits::RECORD_BYTES;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tantivy::directory::OwnedBytes;
use tantivy::{Directory, Index, SegmentReader};
use zstd::bulk::Decompressor;

/// Bytes of the footer: version, where the index begins, compression, and fifteen more.
const FOOTER: usize = 28;
/// The layout's version.
pub(super) const VERSION: u32 = 2;
/// Compression by zstd.
pub(super) const ZSTD: u8 = 4;
/// A stored field of bytes.
pub(super) const BYTES: u8 = 4;

/// The originals of a segment.
pub(super) struct Store {
    data: OwnedBytes,
    /// Of each block the first document after it, and the first byte after it.
    blocks: Vec<(u32, usize)>,
    buffers: Mutex<Buffers>,
}

struct Buffers {
    decompressor: Decompressor<'static>,
    /// Blocks that were read: one has its place by its number, and is forgotten for another of the same place.
    blocks: Vec<Block>,
}

#[derive(Default)]
struct Block {
    /// Its number + 1; 0 for none.
    number: usize,
    bytes: Vec<u8>,
}

/// Blocks that are kept, of at most [`SMALL`] bytes each; of larger ones, which hold one long article, only the last is.
const KEPT: usize = 128;
const SMALL: usize = 64 << 10;

/// Largest block: one that was nearly full and the largest article that is let in, as it is stored. A size beyond is damage, and
/// nothing is made for it.
const LARGEST: usize = RECORD_BYTES + (1 << 20);

fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

impl Store {
    /// Opens the originals of a segment.
    ///
    /// # Errors
    /// If they cannot be read or are laid out in another way than is known here.
    pub fn open(index: &Index, segment: &SegmentReader) -> io::Result<Self> {
        let file = format!("{}.store", segment.segment_id().uuid_string());
        let file = index.directory().open_read(Path::new(&file));
        let data = file.map_err(io::Error::other)?.read_bytes()?;
        let end = data.len().checked_sub(FOOTER).ok_or_else(damaged)?;
        let (mut body, mut footer) = (data.get(..end).ok_or_else(damaged)?, data.get(end..));
        let footer = footer.as_mut().ok_or_else(damaged)?;
        let version = u32::from_le_bytes(take(footer)?);
        let start = u64::from_le_bytes(take(footer)?) as usize;
        if version != VERSION || take(footer)? != [ZSTD] {
            return Err(damaged());
        }
        body = body.get(start..).ok_or_else(damaged)?;
        Ok(Self {
            blocks: blocks(body)?,
            data,
            buffers: Mutex::new(Buffers {
                decompressor: Decompressor::new()?,
                blocks: Vec::new(),
            }),
        })
    }

    /// Calls `read` with the only stored field of a document, which holds bytes.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn with<T>(&self, doc: u32, read: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        let block = self.blocks.partition_point(|(end, _)| *end <= doc);
        let before = block.checked_sub(1).and_then(|b| self.blocks.get(b));
        let (first, start) = before.copied().unwrap_or((0, 0));
        let (_, end) = *self.blocks.get(block).ok_or_else(damaged)?;
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        let packed = self.data.get(start..end).ok_or_else(damaged)?;
        let bytes = buffers.block(block, packed)?;
        let document = document(bytes, (doc - first) as usize)?;
        Ok(read(only_bytes(document)?))
    }
}

impl Buffers {
    /// A block, unpacked if it is not kept.
    fn block(&mut self, number: usize, mut packed: &[u8]) -> io::Result<&[u8]> {
        let size = u32::from_le_bytes(take(&mut packed)?) as usize;
        if size > LARGEST {
            return Err(damaged());
        }
        let at = if size > SMALL { KEPT } else { number % KEPT };
        if self.blocks.len() <= at {
            self.blocks.resize_with(at + 1, Block::default);
        }
        let block = self.blocks.get_mut(at).ok_or_else(damaged)?;
        if block.number != number + 1 {
            block.number = 0;
            block.bytes.resize(size, 0);
            let into = block.bytes.as_mut_slice();
            if self.decompressor.decompress_to_buffer(packed, into)? != size {
                return Err(damaged());
            }
            block.number = number + 1;
        }
        Ok(&block.bytes)
    }
}

/// The next bytes.
fn take<const N: usize>(from: &mut &[u8]) -> io::Result<[u8; N]> {
    let (head, rest) = from.split_first_chunk().ok_or_else(damaged)?;
    *from = rest;
    Ok(*head)
}

/// A number of seven bits a byte, the lowest first; the last byte has its highest bit set.
fn number(from: &mut &[u8]) -> io::Result<usize> {
    let mut out = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let [byte] = take(from)?;
        out |= usize::from(byte & 0x7F) << shift;
        if byte & 0x80 != 0 {
            return Ok(out);
        }
    }
    Err(damaged())
}

/// The blocks that the last layer of the index names.
fn blocks(mut index: &[u8]) -> io::Result<Vec<(u32, usize)>> {
    let layers = number(&mut index)?;
    let (mut start, mut end) = (0, 0);
    for _ in 0..layers {
        start = end;
        end = number(&mut index)?;
    }
    let mut layer = index.get(start..end).ok_or_else(damaged)?;
    let mut out: Vec<(u32, usize)> = Vec::new();
    while !layer.is_empty() {
        let blocks = number(&mut layer)?;
        if blocks == 0 {
            continue;
        }
        let (mut doc, mut byte) = (number(&mut layer)?, number(&mut layer)?);
        if out.last().copied().unwrap_or((0, 0)) != (doc as u32, byte) {
            return Err(damaged());
        }
        for _ in 0..blocks {
            let (docs, bytes) = (number(&mut layer)?, number(&mut layer)?);
            doc = doc.checked_add(docs).ok_or_else(damaged)?;
            byte = byte.checked_add(bytes).ok_or_else(damaged)?;
            out.push((u32::try_from(doc).map_err(|_| damaged())?, byte));
        }
    }
    Ok(out)
}

/// One document of a block, which ends in where each document begins and how many there are.
fn document(block: &[u8], at: usize) -> io::Result<&[u8]> {
    let (rest, count) = block.split_last_chunk().ok_or_else(damaged)?;
    let count = u32::from_le_bytes(*count) as usize;
    let starts = rest.len().checked_sub(count * 4).ok_or_else(damaged)?;
    let offset = |at: usize| {
        let mut here = rest.get(starts + at * 4..)?;
        take(&mut here).ok().map(|n| u32::from_le_bytes(n) as usize)
    };
    let start = offset(at).filter(|_| at < count).ok_or_else(damaged)?;
    let end = if at + 1 < count { offset(at + 1) } else { None };
    rest.get(start..end.unwrap_or(starts)).ok_or_else(damaged)
}

/// The bytes of a document that has one field.
fn only_bytes(mut document: &[u8]) -> io::Result<&[u8]> {
    let fields = number(&mut document)?;
    let _field: [u8; 4] = take(&mut document)?;
    let [kind] = take(&mut document)?;
    let length = number(&mut document)?;
    if fields == 1 && kind == BYTES {
        return document.get(..length).ok_or_else(damaged);
    }
    Err(damaged())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::index::local::{LocalIndex, LocalWriter};
    use crate::index::{Engine, Recorder, Writer};

    /// Articles that fill several blocks, one of them larger than a block.
    fn article(n: usize) -> Article {
        Article {
            id: n.to_string(),
            title: format!("خبر {n}"),
            body: "قال الوزير إن السد سيكتمل في موعده. ".repeat(if n == 30 { 900 } else { n }),
            ..Article::default()
        }
    }

    #[test]
    fn every_article_of_several_blocks_is_read_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = LocalWriter::open(folder.path(), 1).unwrap();
        let mut recorder = Recorder::without_entities();
        for n in 0..60 {
            let record = recorder.record(article(n));
            writer.put(&record, recorder.stacks(), n as u64).unwrap();
        }
        writer.commit().unwrap();
        writer.finish().unwrap();
        let index = LocalIndex::open(folder.path()).unwrap();
        let mut blocks = 0;
        for segment in index.segments().unwrap() {
            let store = segment.store(index.searcher().index());
            blocks += store.expect("the layout is known").blocks.len();
        }
        assert!(blocks > 3, "{blocks} blocks");
        for n in (0..60).rev().chain([30, 3, 59, 30]) {
            let address = index.address(&n.to_string()).unwrap().unwrap();
            assert_eq!(index.fetch(address).unwrap().article, article(n));
        }
    }

    /// Found in review: the size of a block was believed, whatever it said.
    #[test]
    fn a_block_that_says_it_is_huge_is_damaged() {
        let mut buffers = Buffers {
            decompressor: Decompressor::new().unwrap(),
            blocks: Vec::new(),
        };
        assert!(buffers.block(0, &[255, 255, 255, 255, 0]).is_err());
        assert!(buffers.blocks.is_empty(), "nothing was made for it");
    }

    /// Found in review: 128 blocks of four megabytes could be kept.
    #[test]
    fn of_large_blocks_one_is_kept() {
        let mut buffers = Buffers {
            decompressor: Decompressor::new().unwrap(),
            blocks: Vec::new(),
        };
        for number in 0..4 {
            let original = vec![number as u8; SMALL + 1];
            let mut packed = (original.len() as u32).to_le_bytes().to_vec();
            packed.extend(zstd::bulk::compress(&original, 1).unwrap());
            assert_eq!(buffers.block(number, &packed).unwrap(), original);
        }
        let kept: usize = buffers.blocks.iter().map(|b| b.bytes.len()).sum();
        assert_eq!(kept, SMALL + 1);
    }

    #[test]
    fn counts_that_run_over_are_damage() {
        // One layer of two blocks, of as many bytes as there are numbers and of one more.
        let mut layer = vec![0x82, 0x80, 0x80, 0x81];
        layer.extend([0x7F; 9]);
        layer.extend([0x81, 0x81, 0x81]);
        let mut index = vec![0x81, 0x80 | layer.len() as u8];
        index.extend(layer);
        assert!(blocks(&index).is_err());
    }

    #[test]
    fn damaged_layouts_are_refused() {
        assert!(blocks(&[]).is_err() && document(&[], 0).is_err());
        assert!(document(&[1, 0, 0, 0], 0).is_err(), "no place for a start");
        assert!(
            only_bytes(&[0x82, 0, 0, 0, 0, BYTES, 0x80]).is_err(),
            "two fields"
        );
        assert!(
            only_bytes(&[0x81, 0, 0, 0, 0, BYTES, 0x85, 1]).is_err(),
            "cut"
        );
        assert_eq!(
            only_bytes(&[0x81, 9, 0, 0, 0, BYTES, 0x82, 1, 2]).unwrap(),
            [1, 2]
        );
    }
}
