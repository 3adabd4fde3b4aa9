//! Inputs to records: opens, decides the format, cuts.
use super::container::{Meter, Stream, open_file, plain};
use super::lines::{Cut, element, line};
use super::record::{Payload, RawRecord, Rejection, parse};
use super::{encoding, table, walk};
use crate::article::Article;
use crate::limits::RECORD_BYTES;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How an input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// By the name, else by the content.
    #[default]
    Auto,
    /// One JSON object a line, or an array of objects.
    Jsonl,
    /// A table with a header.
    Csv,
    /// A web page.
    Html,
    /// Title, then body.
    Text,
    /// `<DOC>…</DOC>`.
    Trec,
}

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// `-` is standard input, anything else a path.
    pub fn from_arg(arg: &Path) -> Self {
        if arg == Path::new("-") {
            Input::Stdin
        } else {
            Input::Path(arg.to_owned())
        }
    }
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format of every input.
    pub format: Format,
}

/// How far reading is, for who watches from another thread.
#[derive(Debug, Clone, Default)]
pub struct Position {
    read: Meter,
    total: Arc<AtomicU64>,
}

impl Position {
    /// Bytes read from the inputs, before decompression.
    pub fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of the inputs in all; none while standard input is among them.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|t| *t > 0)
    }
}

/// What [`read_raw`] gives.
#[derive(Debug)]
pub enum RawItem {
    /// A record to parse.
    Record(RawRecord),
    /// An input that cannot be read.
    Rejected(Rejection),
}

/// What [`read`] gives.
#[derive(Debug)]
pub enum Item {
    /// An article.
    Article(Box<Article>),
    /// An input that cannot be read.
    Rejected(Rejection),
}

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles.
    pub articles: u64,
    /// Inputs and records that could not be read.
    pub rejected: u64,
}

/// Reads and parses every article of the inputs, in order, until `sink` breaks off.
pub fn read(
    inputs: &[Input],
    options: &ReadOptions,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Summary {
    let mut summary = Summary::default();
    let _ = read_raw(inputs, options, &Position::default(), &mut |item| {
        let parsed = match item {
            RawItem::Record(record) => parse(record),
            RawItem::Rejected(rejection) => Err(rejection),
        };
        match parsed {
            Ok(article) => {
                summary.articles += 1;
                sink(Item::Article(Box::new(article)))
            }
            Err(rejection) => {
                summary.rejected += 1;
                sink(Item::Rejected(rejection))
            }
        }
    });
    summary
}

/// Cuts every input into records, in order, until `sink` breaks off. Only reads and decompresses: [`parse`] does the rest, on
/// any thread.
pub fn read_raw(
    inputs: &[Input],
    options: &ReadOptions,
    position: &Position,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut files = Vec::new();
    for input in inputs {
        match input {
            Input::Stdin => {
                drain(&mut files, options, position, sink)?;
                let stdin = plain(
                    "-".into(),
                    String::new(),
                    Box::new(io::stdin().lock()),
                    &position.read,
                );
                match stdin {
                    Ok(stream) => cut(stream, options.format, sink)?,
                    Err(error) => sink(rejected("-".into(), None, error.to_string()))?,
                }
            }
            Input::Path(path) => {
                for file in walk::files(path) {
                    match file {
                        Ok(file) => {
                            let size = file.metadata().map_or(0, |m| m.len());
                            position.total.fetch_add(size, Ordering::Relaxed);
                            files.push(file);
                        }
                        Err((path, reason)) => {
                            sink(rejected(path.to_string_lossy().into(), None, reason))?
                        }
                    }
                    if files.len() >= FILES_WAITING {
                        drain(&mut files, options, position, sink)?;
                    }
                }
            }
        }
    }
    drain(&mut files, options, position, sink)
}

/// Files listed ahead of reading, so that progress knows their size; a million of them must not be held.
const FILES_WAITING: usize = 10_000;

fn drain(
    files: &mut Vec<PathBuf>,
    options: &ReadOptions,
    position: &Position,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for file in files.drain(..) {
        open_file(&file, &position.read, &mut |stream| match stream {
            Ok(stream) => cut(stream, options.format, sink),
            Err((path, reason)) => sink(rejected(path, None, reason)),
        })?;
    }
    ControlFlow::Continue(())
}

fn rejected(path: Arc<str>, line: Option<u64>, reason: String) -> RawItem {
    RawItem::Rejected(Rejection { path, line, reason })
}

fn cut(
    stream: Stream,
    format: Format,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let Stream { path, name, reader } = stream;
    let mut reader = match encoding::utf8(reader) {
        Ok(reader) => BufReader::with_capacity(1 << 16, reader),
        Err(error) => return sink(rejected(path, None, error.to_string())),
    };
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(error) => return sink(rejected(path, None, error.to_string())),
    };
    // Notes beside the articles, such as a README, are no articles and no faults.
    if format == Format::Auto && name.to_lowercase().ends_with(".md") {
        return ControlFlow::Continue(());
    }
    let format = match format {
        Format::Auto => match by_name(&name).unwrap_or_else(|| by_content(head)) {
            Some(format) => format,
            None => {
                return sink(rejected(
                    path,
                    None,
                    format!("not a kind of file that holds articles: {name}"),
                ));
            }
        },
        given => given,
    };
    let array = head.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[');
    match format {
        Format::Jsonl if array || name.ends_with(".json") => objects(&path, &mut reader, sink),
        Format::Jsonl | Format::Auto => json_lines(&path, &mut reader, sink),
        Format::Csv => table::read(&path, Box::new(reader), sink),
        Format::Trec => documents(&path, &mut reader, sink),
        Format::Html => whole(&path, &mut reader, Payload::Html, sink),
        Format::Text => whole(&path, &mut reader, Payload::Text, sink),
    }
}

/// The format that a name tells; `Some(None)` for names that tell that it is none of ours.
fn by_name(name: &str) -> Option<Option<Format>> {
    let extension = name.rsplit_once('.')?.1.to_lowercase();
    Some(Some(match extension.as_str() {
        "jsonl" | "ndjson" | "json" => Format::Jsonl,
        "csv" | "tsv" => Format::Csv,
        "html" | "htm" | "xhtml" => Format::Html,
        "txt" | "text" => Format::Text,
        "xml" | "trec" | "sgml" | "sgm" => Format::Trec,
        "png" | "jpg" | "jpeg" | "gif" | "pdf" | "docx" | "doc" | "exe" | "bin" | "tar" | "7z"
        | "rar" => return Some(None),
        _ => return None,
    }))
}

fn by_content(head: &[u8]) -> Option<Format> {
    let text = String::from_utf8_lossy(head.get(..head.len().min(2048)).unwrap_or_default())
        .to_lowercase();
    let text = text.trim_start();
    Some(match text {
        t if t.starts_with('{') || t.starts_with('[') => Format::Jsonl,
        t if t.starts_with("<doc>") || t.contains("<doc>") => Format::Trec,
        t if t.starts_with("<!doctype html") || t.contains("<html") => Format::Html,
        t if t.contains('\0') => return None,
        _ => Format::Text,
    })
}

fn json_lines(
    path: &Arc<str>,
    reader: &mut dyn BufRead,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut number = 0;
    loop {
        let mut bytes = Vec::new();
        let read = line(reader, &mut bytes);
        number += 1;
        match read {
            Ok(Cut::End) => return ControlFlow::Continue(()),
            Ok(Cut::TooLong) => sink(too_long(path, number))?,
            Ok(Cut::Record) if bytes.iter().all(u8::is_ascii_whitespace) => {}
            Ok(Cut::Record) => {
                sink(RawItem::Record(RawRecord {
                    path: path.clone(),
                    line: Some(number),
                    payload: Payload::Json(bytes),
                }))?;
            }
            Err(error) => return sink(rejected(path.clone(), Some(number), error.to_string())),
        }
    }
}

fn objects(
    path: &Arc<str>,
    reader: &mut dyn BufRead,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut lines = 0;
    loop {
        let mut bytes = Vec::new();
        match element(reader, &mut bytes, &mut lines) {
            Ok(Cut::End) => return ControlFlow::Continue(()),
            Ok(Cut::TooLong) => sink(too_long(path, lines + 1))?,
            Ok(Cut::Record) => {
                let line = Some(lines + 1);
                sink(RawItem::Record(RawRecord {
                    path: path.clone(),
                    line,
                    payload: Payload::Json(bytes),
                }))?;
            }
            Err(error) => return sink(rejected(path.clone(), Some(lines + 1), error.to_string())),
        }
    }
}

fn too_long(path: &Arc<str>, line: u64) -> RawItem {
    rejected(
        path.clone(),
        Some(line),
        format!("a record of more than {RECORD_BYTES} bytes"),
    )
}

fn documents(
    path: &Arc<str>,
    reader: &mut dyn BufRead,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (mut number, mut start) = (0, 0);
    let (mut doc, mut bytes) = (String::new(), Vec::new());
    loop {
        let read = line(reader, &mut bytes);
        number += 1;
        let end = match read {
            Ok(Cut::End) => true,
            Ok(Cut::TooLong) => {
                sink(too_long(path, number))?;
                doc.clear();
                continue;
            }
            Ok(Cut::Record) => false,
            Err(error) => return sink(rejected(path.clone(), Some(number), error.to_string())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut rest: &str = &text;
        while !rest.is_empty() {
            if doc.is_empty() {
                let Some(open) = find_tag(rest, "<doc") else {
                    break;
                };
                rest = rest.get(open..).unwrap_or("");
                start = number;
            }
            let close = find_tag(rest, "</doc>").map_or(rest.len(), |i| i + "</doc>".len());
            let (part, after) = rest.split_at(close);
            doc.push_str(part);
            doc.push('\n');
            rest = after;
            if doc.len() > RECORD_BYTES {
                sink(too_long(path, start))?;
                doc.clear();
            } else if find_tag(part, "</doc>").is_some() {
                sink(RawItem::Record(RawRecord {
                    path: path.clone(),
                    line: Some(start),
                    payload: Payload::Trec(std::mem::take(&mut doc)),
                }))?;
            }
        }
        if end {
            if !doc.is_empty() {
                return sink(rejected(
                    path.clone(),
                    Some(start),
                    "a <DOC> that is never closed".to_owned(),
                ));
            }
            return ControlFlow::Continue(());
        }
    }
}

/// Where a tag that starts so stands, whatever its case; `<doc` must be the whole name.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes
        .windows(tag.len())
        .enumerate()
        .find_map(|(i, window)| {
            let next = bytes.get(i + tag.len()).copied().unwrap_or(b'>');
            let whole = tag.ends_with('>') || matches!(next, b'>' | b' ' | b'\t');
            (window.eq_ignore_ascii_case(tag.as_bytes()) && whole).then_some(i)
        })
}

fn whole(
    path: &Arc<str>,
    reader: &mut dyn BufRead,
    payload: fn(String) -> Payload,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    let read = reader.take(RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    let item = match read {
        Err(error) => rejected(path.clone(), None, error.to_string()),
        Ok(_) if bytes.len() > RECORD_BYTES => rejected(
            path.clone(),
            None,
            format!("a file of more than {RECORD_BYTES} bytes"),
        ),
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => {
                rejected(path.clone(), None, "an empty file".to_owned())
            }
            Ok(text) => RawItem::Record(RawRecord {
                path: path.clone(),
                line: None,
                payload: payload(text),
            }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                rejected(path.clone(), None, format!("not valid UTF-8 at byte {at}"))
            }
        },
    };
    sink(item)
}
