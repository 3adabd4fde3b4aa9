//! Files beside a commit with what was worked out of it, so that no query has to: `persons.groups`, `persons.names`, `persons.words`.
//!
//! Each begins with a line that names the layout's version, what the segments were, and a hash of the rest. A file that is of other
//! segments, damaged or missing is not used: the reader works its contents out again.
use super::reader::LocalIndex;
use crate::article::stable_hash;
use crate::error::{Error, Result};
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Layout of the files and rules of their contents; a change makes older files be worked out again.
const VERSION: u32 = 6;
/// Effort of packing.
const LEVEL: i32 = 3;
/// Longest list, in bytes, that is unpacked: ten million names, more than [`crate::limits::GROUPED_NAMES`] by far.
const LONGEST: usize = 512 << 20;

impl LocalIndex {
    /// What a file holds, if it is whole and of this commit.
    pub(super) fn kept(&self, name: &str) -> Option<String> {
        let mut text = fs::read_to_string(self.path().join(name)).ok()?;
        let (head, body) = text.split_once('\n')?;
        if head != self.head(body) {
            return None;
        }
        let begins = head.len() + 1;
        text.drain(..begins);
        Some(text)
    }

    /// Writes a file for this commit.
    pub(super) fn write_kept(&self, name: &str, body: &str) -> Result<()> {
        self.write_after_head(name, body, body.as_bytes())
    }

    /// As [`LocalIndex::kept`], of a packed file.
    pub(super) fn kept_packed(&self, name: &str) -> Option<String> {
        let bytes = fs::read(self.path().join(name)).ok()?;
        let (head, packed) = bytes.split_at(memchr::memchr(b'\n', &bytes)?);
        let length = zstd::bulk::Decompressor::upper_bound(packed.get(1..)?)?;
        let body = zstd::bulk::decompress(packed.get(1..)?, length.min(LONGEST)).ok()?;
        let body = String::from_utf8(body).ok()?;
        (head == self.head(&body).as_bytes()).then_some(body)
    }

    /// As [`LocalIndex::write_kept`], packed (zstd): names in order have much in common.
    pub(super) fn write_packed(&self, name: &str, body: &str) -> Result<()> {
        let packed = zstd::bulk::compress(body.as_bytes(), LEVEL).map_err(|source| Error::Io {
            path: self.path().join(name),
            source,
        })?;
        self.write_after_head(name, body, &packed)
    }

    fn write_after_head(&self, name: &str, body: &str, written: &[u8]) -> Result<()> {
        let path = self.path().join(name);
        let mut bytes = (self.head(body) + "\n").into_bytes();
        bytes.extend_from_slice(written);
        write_whole(&path, &bytes).map_err(|source| Error::Io { path, source })
    }

    fn head(&self, body: &str) -> String {
        let (stamp, hash) = (self.stamp(), stable_hash(&[body]));
        format!("naba persons\t{VERSION}\t{stamp}\t{hash:016x}")
    }

    /// The segments and what is deleted of them: the same stamp means the same articles.
    fn stamp(&self) -> String {
        let mut parts: Vec<String> = self
            .segment_readers()
            .iter()
            .map(|s| format!("{}:{}", s.segment_id().uuid_string(), s.num_docs()))
            .collect();
        parts.sort_unstable();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        format!("{:016x}", stable_hash(&parts))
    }
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let mut file = fs::File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}
