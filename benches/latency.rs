//! Microseconds of each query of a file, in one process that keeps the index open and has answered every query before.
//!
//! usage: latency INDEX QUERIES.tsv [--passes N] [--each FILE]
//!
//! A line is `kind TAB query`. A `person` is asked for as `naba search --person` does, a `country` as `--country`, a `timeline` is counted
//! by month; any other kind is what `naba search QUERY --limit 10` answers: ten hits with snippets and marked titles from the stored
//! text. Passes: two to warm up, then N (5). The last line of the output is one of JSON: for each kind and for all of them together
//! `[queries, p50, p90, p99, most]`, microseconds, each by nearest rank in a pass and the median of the passes, which is how Lucene's
//! yardstick has it; and the hits of a pass. `--each` writes `kind TAB query TAB microseconds TAB articles that match`, a query's
//! median.
#![allow(clippy::print_stdout)]
use anyhow::{Context, Result, bail};
use naba::article::Step;
use naba::query::Filters;
use naba::search::{Request, Search};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

const WARM_UP: usize = 2;
const HITS: usize = 10;

struct Query {
    kind: String,
    text: String,
    micros: Vec<f64>,
    matching: u64,
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (mut paths, mut passes, mut each) = (Vec::new(), 5, None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--passes" => passes = args.next().context("--passes N")?.parse()?,
            "--each" => each = Some(args.next().context("--each FILE")?),
            _ => paths.push(arg),
        }
    }
    let [index, file] = paths.as_slice() else {
        bail!("usage: latency INDEX QUERIES.tsv [--passes N] [--each FILE]");
    };
    let text = std::fs::read_to_string(file).with_context(|| file.clone())?;
    let mut queries: Vec<Query> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, text)| Query {
            kind: kind.to_owned(),
            text: text.to_owned(),
            micros: Vec::new(),
            matching: 0,
        })
        .collect();
    let search = Search::open(index)?;
    let mut hits = 0;
    for pass in 0..WARM_UP + passes {
        hits = 0;
        for query in &mut queries {
            let start = Instant::now();
            let (matching, shown) = ask(&search, query)?;
            let micros = start.elapsed().as_secs_f64() * 1e6;
            hits += shown;
            query.matching = matching;
            if pass >= WARM_UP {
                query.micros.push(micros);
            }
        }
    }
    report(&queries, hits)?;
    if let Some(path) = each {
        let mut out = String::new();
        for query in &queries {
            let micros = median(&query.micros);
            let Query {
                kind,
                text,
                matching,
                ..
            } = query;
            writeln!(out, "{kind}\t{text}\t{micros:.0}\t{matching}")?;
        }
        std::fs::write(&path, out).with_context(|| path)?;
    }
    Ok(())
}

/// Answers one query; how many articles match, and how many are shown.
fn ask(search: &Search, query: &Query) -> Result<(u64, usize)> {
    let mut request = Request {
        limit: HITS,
        ..Request::default()
    };
    let filters = Filters::default();
    match query.kind.as_str() {
        "timeline" => {
            request.query.clone_from(&query.text);
            let rows = black_box(search.timeline(&request, Step::Month)?);
            return Ok((rows.iter().map(|r| r.articles).sum(), 0));
        }
        "person" => {
            request.filters = Filters {
                persons: vec![query.text.clone()],
                ..filters
            };
        }
        "country" => {
            request.filters = Filters {
                countries: vec![query.text.clone()],
                ..filters
            };
        }
        _ => request.query.clone_from(&query.text),
    }
    let (results, _) = black_box(search.run_plain(&request)?);
    Ok((results.total, results.hits.len()))
}

fn report(queries: &[Query], hits: usize) -> Result<()> {
    let mut by_kind: BTreeMap<&str, Vec<&Query>> = BTreeMap::new();
    for query in queries {
        by_kind.entry(&query.kind).or_default().push(query);
        by_kind.entry("all").or_default().push(query);
    }
    let mut out = serde_json::Map::new();
    for (kind, queries) in by_kind {
        let passes = queries.first().map_or(0, |q| q.micros.len());
        let mut ranks = [0.5, 0.9, 0.99, 1.0].map(|share| (share, Vec::new()));
        for pass in 0..passes {
            let micros = queries.iter().filter_map(|q| q.micros.get(pass).copied());
            let mut micros: Vec<f64> = micros.collect();
            micros.sort_by(f64::total_cmp);
            for (share, of_passes) in &mut ranks {
                of_passes.push(rank(&micros, *share));
            }
        }
        let mut row = vec![queries.len() as f64];
        row.extend(ranks.iter().map(|(_, of_passes)| median(of_passes)));
        out.insert(kind.to_owned(), serde_json::to_value(row)?);
    }
    out.insert("hits".to_owned(), hits.into());
    println!("{}", serde_json::Value::Object(out));
    Ok(())
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    rank(&values, 0.5)
}

/// The value at a share of sorted values, nearest rank as Lucene's yardstick has it.
fn rank(sorted: &[f64], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}
