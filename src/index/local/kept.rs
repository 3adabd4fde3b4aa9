//! Files beside a commit with what was worked out of it, so that no query has to: `persons.groups`, `persons.names`, `persons.words`.
//!
//! Each begins with a line that names the layout's version, what the segments were, and a hash of the contents. A file that is of other
//! segments, damaged or missing is not used: the reader works its contents out again.
use super::reader::LocalIndex;
use crate::article::stable_hash;
use crate::error::{Error, Result};
use crate::limits::LIST_BYTES;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Layout of the files and rules of their contents; a change makes older files be worked out again.
const VERSION: u32 = 6;
/// Effort of packing.
const LEVEL: i32 = 3;

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
        let body = zstd::bulk::decompress(packed.get(1..)?, length.min(LIST_BYTES)).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::local::LocalWriter;

    #[test]
    fn what_is_kept_comes_back_for_this_commit_alone_and_undamaged() {
        let folder = tempfile::tempdir().unwrap();
        LocalWriter::open(folder.path(), 1)
            .unwrap()
            .finish()
            .unwrap();
        let index = LocalIndex::open(folder.path()).unwrap();
        let names = "سيرغي لافروف\nعبد الفتاح السيسي\n";
        index.write_kept("plain", names).unwrap();
        index.write_packed("packed", names).unwrap();
        assert_eq!(index.kept("plain").as_deref(), Some(names));
        assert_eq!(index.kept_packed("packed").as_deref(), Some(names));
        for (file, packed) in [("plain", false), ("packed", true)] {
            let path = folder.path().join(file);
            let whole = fs::read(&path).unwrap();
            let read = || match packed {
                true => index.kept_packed(file),
                false => index.kept(file),
            };
            let text = String::from_utf8_lossy(&whole).into_owned();
            let old = text.replacen(&index.stamp(), "0000000000000000", 1);
            assert_ne!(old, text);
            fs::write(&path, old).unwrap();
            assert_eq!(read(), None, "{file} of another commit");
            for at in [0, whole.len() / 2, whole.len() - 1] {
                let mut damaged = whole.clone();
                damaged[at] ^= 1;
                fs::write(&path, &damaged).unwrap();
                assert_ne!(read().as_deref(), Some(names), "{file} at {at}");
                fs::write(&path, &whole[..at]).unwrap();
                assert_eq!(read(), None, "{file} up to {at}");
            }
        }
        assert_eq!(index.kept("missing"), None);
    }
}
