//! An index's folder as tantivy sees it: may be one that nobody may write to, and is read in windows by the writer.
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, OwnedBytes,
    WatchCallback, WatchHandle, WritePtr,
};

/// How the largest files, postings, positions and originals, are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Mapped into memory: for queries.
    Mapped,
    /// In windows, from front to back: for merging, which would otherwise have all that it merges in memory at once.
    InWindows,
}

/// Bytes of a window.
const WINDOW: usize = 256 << 10;
/// Bytes from which a stretch is mapped by itself for as long as it is used: all originals of a segment, which tantivy copies in one
/// piece, can be a gigabyte.
const LARGE: usize = 4 << 20;

/// An index's folder, which is read without the readers' lock where that may not be taken. The lock only keeps a writer from
/// deleting files while they are opened; who finds one gone gets an error.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    mapped: MmapDirectory,
    path: PathBuf,
    reading: Reading,
}

impl Folder {
    /// The folder at `path`.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path, reading: Reading) -> Result<Self, OpenDirectoryError> {
        Ok(Self {
            mapped: MmapDirectory::open(path)?,
            path: path.to_owned(),
            reading,
        })
    }

    fn in_windows(&self, path: &Path) -> bool {
        let large = |extension| matches!(extension, "idx" | "pos" | "store");
        let extension = path.extension().and_then(|e| e.to_str());
        self.reading == Reading::InWindows && extension.is_some_and(large)
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !self.in_windows(path) {
            return self.mapped.get_file_handle(path);
        }
        match Windows::open(self, path) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }
    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && may_not_write(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            taken => taken,
        }
    }
    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

fn may_not_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// A file of which a window is kept once it is read from front to back; what is asked for here and there is read by itself.
struct Windows {
    mapped: MmapDirectory,
    /// Its name in the folder.
    name: PathBuf,
    len: usize,
    state: Mutex<Window>,
}

struct Window {
    file: File,
    /// Where the bytes that are kept begin.
    start: usize,
    bytes: OwnedBytes,
    /// Just past what was asked for last.
    next: usize,
}

impl Windows {
    fn open(folder: &Folder, name: &Path) -> io::Result<Self> {
        let file = File::open(folder.path.join(name))?;
        let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let state = Mutex::new(Window {
            file,
            start: 0,
            bytes: OwnedBytes::empty(),
            next: 0,
        });
        Ok(Self {
            mapped: folder.mapped.clone(),
            name: name.to_owned(),
            len,
            state,
        })
    }
}

impl Window {
    /// The bytes of `range` if they are kept.
    fn kept(&self, range: &Range<usize>) -> Option<OwnedBytes> {
        let from = range.start.checked_sub(self.start)?;
        let to = range.end.checked_sub(self.start)?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }

    fn read(&mut self, start: usize, len: usize) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; len];
        self.file.seek(SeekFrom::Start(start as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl FileHandle for Windows {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.len() >= LARGE {
            let mapped = self.mapped.get_file_handle(&self.name);
            return mapped.map_err(io::Error::other)?.read_bytes(range);
        }
        let mut window = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = range.start == window.next;
        window.next = range.end;
        if let Some(bytes) = window.kept(&range) {
            return Ok(bytes);
        }
        let asked = range.len();
        if !goes_on || asked >= WINDOW {
            return window.read(range.start, asked);
        }
        let bytes = window.read(range.start, WINDOW.min(self.len - range.start))?;
        (window.start, window.bytes) = (range.start, bytes.clone());
        Ok(bytes.slice(0..asked))
    }
}

impl HasLen for Windows {
    fn len(&self) -> usize {
        self.len
    }
}

impl fmt::Debug for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a file of {} bytes, read in windows", self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_asked_for_in_whatever_order_is_what_the_file_has() {
        let folder = tempfile::tempdir().unwrap();
        let name = Path::new("a.store");
        let bytes: Vec<u8> = (0..LARGE + 3 * WINDOW + 7)
            .map(|n| (n % 251) as u8)
            .collect();
        std::fs::write(folder.path().join(name), &bytes).unwrap();
        let folder = Folder::open(folder.path(), Reading::InWindows).unwrap();
        let file = folder.get_file_handle(name).unwrap();
        let step = WINDOW / 3;
        let front_to_back = (0..bytes.len()).step_by(step);
        let mut asked: Vec<Range<usize>> = front_to_back
            .map(|at| at..(at + step).min(bytes.len()))
            .collect();
        asked.extend([
            5..9,
            9..9,
            9..2 * WINDOW,
            0..1,
            1..bytes.len(),
            WINDOW - 1..WINDOW + 1,
        ]);
        for range in asked {
            let read = file.read_bytes(range.clone()).unwrap();
            assert!(read.as_slice() == &bytes[range.clone()], "{range:?}");
        }
        assert!(file.read_bytes(0..bytes.len() + 1).is_err());
    }
}
