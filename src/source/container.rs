//! Compressed files and archives to plain streams. Everything is read as a stream; nothing is ever written.
use crate::limits::{EXPANDED_BYTES, EXPANSION_RATIO, RATIO_GRACE_BYTES, ZIP_ENTRIES};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A plain stream: where it comes from, and the name that tells its format.
pub(super) struct Stream {
    pub path: Arc<str>,
    pub name: String,
    pub reader: Box<dyn Read>,
}

/// A stream, or the path that could not be opened and why.
pub(super) type Opened = Result<Stream, (Arc<str>, String)>;

/// Bytes read from an input so far, shared with who watches.
pub(super) type Meter = Arc<AtomicU64>;

/// Counts what passes.
struct Counted<R> {
    reader: R,
    meters: [Meter; 2],
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(out)?;
        for meter in &self.meters {
            meter.fetch_add(n as u64, Ordering::Relaxed);
        }
        Ok(n)
    }
}

/// Stops a stream that expands beyond reason.
struct Budget<R> {
    reader: R,
    compressed: Meter,
    expanded: u64,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(out)?;
        self.expanded += n as u64;
        let allowed = self
            .compressed
            .load(Ordering::Relaxed)
            .saturating_mul(EXPANSION_RATIO);
        if self.expanded > EXPANDED_BYTES {
            return Err(io::Error::other(format!(
                "expands to more than {EXPANDED_BYTES} bytes"
            )));
        }
        if self.expanded > RATIO_GRACE_BYTES && self.expanded > allowed {
            return Err(io::Error::other(format!(
                "expands more than {EXPANSION_RATIO} times: not text"
            )));
        }
        Ok(n)
    }
}

/// Opens a file, or each entry of an archive, and passes the plain streams on; problems as (path, reason).
pub(super) fn open_file(
    path: &Path,
    progress: &Meter,
    sink: &mut dyn FnMut(Opened) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let label: Arc<str> = path.to_string_lossy().into();
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return sink(Err((label, error.to_string()))),
    };
    let mut magic = [0; 4];
    let zip = name.to_lowercase().ends_with(".zip") || {
        let read = file.read(&mut magic).unwrap_or(0);
        let rewound = io::Seek::rewind(&mut file);
        read == 4 && rewound.is_ok() && magic == *b"PK\x03\x04"
    };
    if zip {
        return open_zip(&label, file, progress, sink);
    }
    sink(plain(label.clone(), name, Box::new(file), progress).map_err(|e| (label, e.to_string())))
}

/// A stream of unknown content: decompressed if its first bytes say so.
pub(super) fn plain(
    path: Arc<str>,
    name: String,
    reader: Box<dyn Read>,
    progress: &Meter,
) -> io::Result<Stream> {
    let compressed = Meter::default();
    let counted = Counted {
        reader,
        meters: [compressed.clone(), progress.clone()],
    };
    let mut reader = BufReader::with_capacity(1 << 16, counted);
    let head = reader.fill_buf()?;
    let lower = name.to_lowercase();
    let strip = |suffixes: &[&str]| {
        let cut = suffixes
            .iter()
            .find(|s| lower.ends_with(**s))
            .map_or(name.len(), |s| name.len() - s.len());
        name.get(..cut).unwrap_or(&name).to_owned()
    };
    if head.starts_with(&[0x1F, 0x8B]) {
        let name = strip(&[".gz", ".gzip"]);
        let reader = flate2::bufread::MultiGzDecoder::new(reader);
        return Ok(Stream {
            path,
            name,
            reader: Box::new(Budget {
                reader,
                compressed,
                expanded: 0,
            }),
        });
    }
    if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let name = strip(&[".zst", ".zstd"]);
        let reader = zstd::stream::read::Decoder::with_buffer(reader)?;
        return Ok(Stream {
            path,
            name,
            reader: Box::new(Budget {
                reader,
                compressed,
                expanded: 0,
            }),
        });
    }
    if head.starts_with(b"PK\x03\x04") {
        return Err(io::Error::other(
            "a zip archive inside another input: unpack it first",
        ));
    }
    Ok(Stream {
        path,
        name,
        reader: Box::new(reader),
    })
}

fn open_zip(
    label: &Arc<str>,
    file: File,
    progress: &Meter,
    sink: &mut dyn FnMut(Opened) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let size = file.metadata().map_or(0, |m| m.len());
    let mut archive = match zip::ZipArchive::new(BufReader::new(file)) {
        Ok(archive) => archive,
        Err(error) => {
            return sink(Err((
                label.clone(),
                format!("not a readable zip archive: {error}"),
            )));
        }
    };
    if archive.len() > ZIP_ENTRIES {
        return sink(Err((
            label.clone(),
            format!("{} entries, at most {ZIP_ENTRIES} are read", archive.len()),
        )));
    }
    for i in 0..archive.len() {
        let mut entry = match archive.by_index(i) {
            Ok(entry) => entry,
            Err(error) => {
                sink(Err((label.clone(), format!("entry {}: {error}", i + 1))))?;
                continue;
            }
        };
        if !entry.is_file() || entry.is_symlink() {
            continue;
        }
        let inner = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                sink(Err((label.clone(), format!("entry {}: {error}", i + 1))))?;
                continue;
            }
        };
        let path: Arc<str> = format!("{label}!{inner}").into();
        let name = inner
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned();
        if name.starts_with('.') || name.is_empty() || inner.contains('\0') {
            continue;
        }
        // Streams outlive the borrow of the archive, so an entry is handed over whole; larger ones than the cap are refused.
        let mut bytes = Vec::new();
        let compressed = Meter::new(AtomicU64::new(entry.compressed_size().min(size)));
        let read = Budget {
            reader: entry.by_ref(),
            compressed,
            expanded: 0,
        }
        .take(ENTRY_BYTES + 1)
        .read_to_end(&mut bytes);
        progress.fetch_add(entry.compressed_size(), Ordering::Relaxed);
        let stream = match read {
            Err(error) => Err((path, error.to_string())),
            Ok(_) if bytes.len() as u64 > ENTRY_BYTES => Err((
                path,
                format!("an entry of more than {ENTRY_BYTES} bytes: unpack the archive first"),
            )),
            Ok(_) => plain(
                path.clone(),
                name,
                Box::new(io::Cursor::new(bytes)),
                &Meter::default(),
            )
            .map_err(|e| (path, e.to_string())),
        };
        sink(stream)?;
    }
    ControlFlow::Continue(())
}

/// Largest entry of a zip archive: it is held in memory whole.
const ENTRY_BYTES: u64 = 256 << 20;
