//! Files beside a commit with what was worked out of it, so that no query has to: `persons.groups`, `persons.names`, `persons.split`,
//! `persons.words`.
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
use xxhash_rust::xxh3::xxh3_64;

/// Layout of the files and rules of their contents; a change makes older files be worked out again.
const VERSION: u32 = 7;
/// Effort of packing.
const LEVEL: i32 = 3;

impl LocalIndex {
    /// What a file holds, if it is whole and of this commit.
    pub(super) fn kept(&self, name: &str) -> Option<String> {
        let bytes = fs::read(self.path().join(name)).ok()?;
        let (head, packed) = bytes.split_at(memchr::memchr(b'\n', &bytes)?);
        let length = zstd::bulk::Decompressor::upper_bound(packed.get(1..)?)?;
        let body = zstd::bulk::decompress(packed.get(1..)?, length.min(LIST_BYTES)).ok()?;
        let body = String::from_utf8(body).ok()?;
        (head == self.head(&body).as_bytes()).then_some(body)
    }

    /// Writes a file for this commit, packed (zstd): names in order have much in common.
    pub(super) fn write_kept(&self, name: &str, body: &str) -> Result<()> {
        let packed = zstd::bulk::compress(body.as_bytes(), LEVEL).map_err(|source| Error::Io {
            path: self.path().join(name),
            source,
        })?;
        let path = self.path().join(name);
        let mut bytes = (self.head(body) + "\n").into_bytes();
        bytes.extend_from_slice(&packed);
        write_whole(&path, &bytes).map_err(|source| Error::Io { path, source })
    }

    fn head(&self, body: &str) -> String {
        let (stamp, hash) = (self.stamp(), xxh3_64(body.as_bytes()));
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
        index.write_kept("packed", names).unwrap();
        let read = || index.kept("packed");
        assert_eq!(read().as_deref(), Some(names));
        let path = folder.path().join("packed");
        let whole = fs::read(&path).unwrap();
        let end = memchr::memchr(b'\n', &whole).unwrap();
        let head = String::from_utf8(whole[..end].to_vec()).unwrap();
        let old = head.replacen(&index.stamp(), "0000000000000000", 1);
        assert_ne!(old, head);
        fs::write(&path, [old.as_bytes(), &whole[end..]].concat()).unwrap();
        assert_eq!(read(), None, "of another commit");
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert_ne!(read().as_deref(), Some(names), "at {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(read(), None, "up to {at}");
        }
        assert_eq!(index.kept("missing"), None);
    }
}
