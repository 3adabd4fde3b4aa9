//! The floor: tantivy alone, without Naba's Arabic, countries, persons and rules of updating, on the same articles and threads.
//!
//! usage: bare_tantivy prepare NEWS FORMS        the tokens that Naba makes of each article, as a file of lines
//!        bare_tantivy index default NEWS.jsonl.gz DIR THREADS     tantivy's default tokenizer over title and body
//!        bare_tantivy index forms FORMS DIR THREADS               Naba's tokens as `prepare` wrote them
//!
//! Both modes index title and body with positions, store id, title and body compressed as Naba's store is, and keep source and day as
//! columns, which is what Lucene's yardstick does. `forms` is what remains of Naba when its tokens cost nothing. The last line of
//! the output is one of JSON: articles, seconds, bytes of text.
#![allow(clippy::print_stdout)]
/// Reads form streams for tantivy's own writer.
mod forms;

use anyhow::{Context, Result, bail};
use crossbeam_channel::bounded;
use flate2::read::MultiGzDecoder;
use naba::index::Recorder;
use naba::source::{Input, Item, ReadOptions, read};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

/// As Naba's writer has it.
const MEMORY_PER_THREAD: usize = 80 << 20;
const STORE_BLOCK: usize = 16 << 10;
/// Lines handed to a thread at once, and batches waiting.
const BATCH: usize = 64;
const BATCHES_WAITING: usize = 8;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    id: String,
    source: String,
    published: String,
    title: String,
    body: String,
    /// Form streams, in a file that `prepare` wrote.
    title_forms: String,
    body_forms: String,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["prepare", news, forms] => prepare(Path::new(news), Path::new(forms)),
        ["index", mode @ ("default" | "forms"), file, dir, threads] => index(
            *mode == "forms",
            Path::new(file),
            Path::new(dir),
            threads.parse()?,
        ),
        _ => bail!("usage: see the head of benches/bare_tantivy.rs"),
    }
}

fn prepare(news: &Path, forms: &Path) -> Result<()> {
    let mut out = BufWriter::new(File::create(forms)?);
    let mut recorder = Recorder::without_entities();
    let mut failed = None;
    read(
        &[Input::from_arg(news)],
        &ReadOptions::default(),
        &mut |item| {
            let Item::Article(article) = item else {
                return ControlFlow::Continue(());
            };
            let record = recorder.record(*article);
            let article = record.stored.article;
            let line = Line {
                id: article.id,
                source: article.source,
                published: article.published,
                title: article.title,
                body: article.body,
                title_forms: recorder.stacks().text(&record.title),
                body_forms: recorder.stacks().text(&record.body),
            };
            let written = serde_json::to_writer(&mut out, &line)
                .map_err(anyhow::Error::from)
                .and_then(|()| Ok(out.write_all(b"\n")?));
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    failed.map_or(Ok(()), Err)?;
    Ok(out.flush()?)
}

/// Fields of the schema.
#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    title: Field,
    body: Field,
    /// The originals where title and body are form streams.
    title_text: Field,
    body_text: Field,
    source: Field,
    published: Field,
}

fn schema(forms: bool) -> (Schema, Fields) {
    let mut b = Schema::builder();
    let indexed = |tokenizer: &str, option, norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let text = if forms {
        indexed("forms", positions, false)
    } else {
        indexed("default", positions, true).set_stored()
    };
    let fields = Fields {
        id: b.add_text_field(
            "id",
            indexed("raw", IndexRecordOption::Basic, false).set_stored(),
        ),
        title: b.add_text_field("title", text.clone()),
        body: b.add_text_field("body", text),
        title_text: b.add_text_field("title_text", STORED),
        body_text: b.add_text_field("body_text", STORED),
        source: b.add_text_field(
            "source",
            indexed("raw", IndexRecordOption::Basic, false).set_fast("raw"),
        ),
        published: b.add_i64_field("published", NumericOptions::default() | FAST),
    };
    (b.build(), fields)
}

fn index(forms: bool, file: &Path, dir: &Path, threads: usize) -> Result<()> {
    let start = Instant::now();
    std::fs::create_dir_all(dir)?;
    let (schema, fields) = schema(forms);
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(1),
        }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    let made = Index::builder()
        .schema(schema)
        .settings(settings)
        .create_in_dir(dir)?;
    made.tokenizers().register("forms", forms::Forms);
    let mut writer: IndexWriter =
        made.writer_with_num_threads(threads, MEMORY_PER_THREAD * threads)?;
    let (articles, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| -> Result<()> {
        let (send, receive) = bounded::<Vec<Vec<u8>>>(BATCHES_WAITING);
        let mut workers = Vec::new();
        for _ in 0..threads {
            let (receive, writer, articles, bytes) = (receive.clone(), &writer, &articles, &bytes);
            workers.push(scope.spawn(move || -> Result<()> {
                for line in receive.iter().flatten() {
                    let line: Line = serde_json::from_slice(&line)?;
                    articles.fetch_add(1, Ordering::Relaxed);
                    let text = (line.title.len() + line.body.len()) as u64;
                    bytes.fetch_add(text, Ordering::Relaxed);
                    writer.add_document(document(&fields, line, forms))?;
                }
                Ok(())
            }));
        }
        drop(receive);
        let mut lines = lines(file)?;
        loop {
            let mut batch = Vec::with_capacity(BATCH);
            while batch.len() < BATCH {
                let mut line = Vec::new();
                if lines.read_until(b'\n', &mut line)? == 0 {
                    break;
                }
                batch.push(line);
            }
            // A worker that is gone says why below.
            if batch.is_empty() || send.send(batch).is_err() {
                break;
            }
        }
        drop(send);
        for worker in workers {
            match worker.join() {
                Ok(done) => done?,
                Err(_) => bail!("a thread panicked"),
            }
        }
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    println!(
        "{}",
        serde_json::json!({
            "articles": articles.into_inner(),
            "seconds": start.elapsed().as_secs_f64(),
            "bytes": bytes.into_inner(),
        })
    );
    Ok(())
}

fn lines(file: &Path) -> Result<Box<dyn BufRead>> {
    let open = File::open(file).with_context(|| file.display().to_string())?;
    Ok(if file.extension().is_some_and(|e| e == "gz") {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(open)))
    } else {
        Box::new(BufReader::with_capacity(1 << 16, open))
    })
}

fn document(fields: &Fields, line: Line, forms: bool) -> TantivyDocument {
    let mut doc = TantivyDocument::new();
    doc.add_text(fields.id, line.id);
    if forms {
        doc.add_text(fields.title, line.title_forms);
        doc.add_text(fields.body, line.body_forms);
        doc.add_text(fields.title_text, line.title);
        doc.add_text(fields.body_text, line.body);
    } else {
        doc.add_text(fields.title, line.title);
        doc.add_text(fields.body, line.body);
    }
    doc.add_text(fields.source, line.source);
    // The day is enough here: 2015-08-01 as 20150801.
    if let Some(day) = line
        .published
        .get(..10)
        .and_then(|d| d.replace('-', "").parse().ok())
    {
        doc.add_i64(fields.published, day);
    }
    doc
}
