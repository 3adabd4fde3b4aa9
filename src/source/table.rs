//! CSV with a header to articles: comma, semicolon or tab, whichever the header has most of.
use super::jsonl::field;
use super::read::RawItem;
use super::record::{Payload, RawRecord, Rejection};
use crate::article::Article;
use crate::limits::RECORD_BYTES;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

pub(super) fn read(
    path: &Arc<str>,
    reader: Box<dyn Read>,
    sink: &mut dyn FnMut(RawItem) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let reject = |line, reason| {
        RawItem::Rejected(Rejection {
            path: path.clone(),
            line,
            reason,
        })
    };
    let head = match reader.fill_buf() {
        Ok(head) => head.split(|b| *b == b'\n').next().unwrap_or_default(),
        Err(error) => return sink(reject(None, error.to_string())),
    };
    let count = |d: u8| head.iter().filter(|b| **b == d).count();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| (count(*d), *d == b','))
        .unwrap_or(b',');
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(reader);
    let headers = match table.byte_headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return sink(reject(Some(1), error.to_string())),
    };
    let names: Vec<String> = headers
        .iter()
        .map(|h| {
            String::from_utf8_lossy(h)
                .trim_start_matches('\u{FEFF}')
                .to_owned()
        })
        .collect();
    let mut known = Article::default();
    if !names.iter().any(|n| {
        matches!(n.to_lowercase().as_str(), "title" | "body") || field(&mut known, n).is_some()
    }) {
        return sink(reject(
            Some(1),
            "no column is called title, body or the like: the first line must name the columns"
                .to_owned(),
        ));
    }
    let mut row = csv::ByteRecord::new();
    loop {
        let more = table.read_byte_record(&mut row);
        let line = row.position().map(csv::Position::line);
        match more {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) if row.as_slice().len() > RECORD_BYTES => {
                sink(reject(
                    line,
                    format!(
                        "a row of {} bytes, at most {RECORD_BYTES} are taken",
                        row.as_slice().len()
                    ),
                ))?;
            }
            Ok(true) => sink(record(path, line, &names, &row))?,
            Err(error) => {
                sink(reject(line, error.to_string()))?;
                if error.is_io_error() {
                    return ControlFlow::Continue(());
                }
            }
        }
    }
}

fn record(path: &Arc<str>, line: Option<u64>, names: &[String], row: &csv::ByteRecord) -> RawItem {
    let mut article = Article::default();
    for (name, value) in names.iter().zip(row) {
        let Some(slot) = field(&mut article, name) else {
            continue;
        };
        match std::str::from_utf8(value) {
            Ok("") => {}
            Ok(text) => text.clone_into(slot),
            Err(error) => {
                let reason = format!(
                    "column {name}: not valid UTF-8 at byte {}",
                    error.valid_up_to()
                );
                return RawItem::Rejected(Rejection {
                    path: path.clone(),
                    line,
                    reason,
                });
            }
        }
    }
    RawItem::Record(RawRecord {
        path: path.clone(),
        line,
        payload: Payload::Fields(Box::new(article)),
    })
}
