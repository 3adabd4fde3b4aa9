//! Writes a larger corpus than there is, for measuring what grows with the number of articles: JSONL on standard output, the same for
//! the same base and seed, and the first articles of a longer run are those of a shorter one. Memory is that of the base (about 0.4 GB
//! for 24,350 articles), however many are written.
//!
//! usage: grow ARTICLES BASE [SEED]        BASE: what `naba-index add` takes
//!
//! What is as in the base: lengths and numbers of sentences, sources, authors, who is named how often, how many persons an article has,
//! which countries go with which sentences, how many articles are near-copies of an earlier one, how fast words and names that nobody
//! has seen keep coming (Heaps' law, fitted on the base). What is not: a sentence is one of the base with words changed after their
//! neighbour, so long phrases come back more often than in life; new words are put together from halves of rare ones and come about
//! twice each; no story grows and dies; articles of one day have nothing in common. `benches/README.md` has both in figures.
#![allow(clippy::print_stderr)]
mod base;
mod heaps;
// Shared with the trainer, which also shuffles.
#[allow(dead_code)]
#[path = "../../tools/train_persons/random.rs"]
mod random;
mod write;

use anyhow::{Context, Result, bail};
use naba::source::Input;
use std::io::{BufWriter, Write};
use std::path::Path;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (articles, path, seed) = match args.as_slice() {
        [articles, path] => (articles, path, 8),
        [articles, path, seed] => (articles, path, seed.parse().context("SEED")?),
        _ => bail!("usage: grow ARTICLES BASE [SEED]"),
    };
    let articles: u64 = articles.parse().context("ARTICLES")?;
    let base = base::Base::read(&Input::from_arg(Path::new(path)));
    if base.articles.is_empty() {
        bail!("{path}: no articles to grow from");
    }
    let mut grower = write::Grower::new(&base, seed);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for _ in 0..articles {
        let article = grower.article();
        let written = serde_json::to_writer(&mut out, &article)
            .map_err(std::io::Error::from)
            .and_then(|()| out.write_all(b"\n"));
        match written {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
            other => other?,
        }
    }
    out.flush()?;
    eprintln!("{}", grower.summary());
    Ok(())
}
