//! Finds the weights of the ranking: coordinate ascent on every second query, the others only reported.
//!
//! usage: cargo bench --bench tune -- SET [SET…]   SET = INDEX:QUERIES.tsv:COLUMN:QRELS:mrr|ndcg|recall[:body[:EVERY]]
//! COLUMN is that of the query in the table, from 2; EVERY takes each so-manieth query, for speed. The objective is the mean
//! over the sets. NAME=VALUE among the sets begins from that weight. `NABA_TUNE=report` only measures the weights as they are.
#![allow(clippy::print_stdout)]
use naba::entity::Field;
use naba::query::{Filters, Weights};
use naba::search::{Request, Search};
use std::collections::HashMap;
use std::fs::read_to_string;

type Judged = HashMap<String, u32>;

#[derive(Clone, Copy)]
enum Measure {
    /// Reciprocal rank of the first relevant article among ten.
    Reciprocal,
    /// nDCG of the first ten judged articles.
    Gain,
    /// Share of the relevant articles among a hundred.
    Recall,
}

struct Set {
    name: String,
    search: Search,
    queries: Vec<(String, String)>,
    judged: HashMap<String, Judged>,
    measure: Measure,
    field: Option<Field>,
}

type Failure = Box<dyn std::error::Error>;

impl Set {
    fn open(spec: &str) -> Result<Self, Failure> {
        let parts: Vec<&str> = spec.split(':').collect();
        let [index, queries, column, qrels, metric, rest @ ..] = parts.as_slice() else {
            return Err(format!("not a set: {spec}").into());
        };
        let every: usize = rest.get(1).map_or(Ok(1), |e| e.parse())?;
        let column: usize = column.parse()?;
        let rows = read_to_string(queries)?;
        let queries = rows
            .lines()
            .step_by(every)
            .filter_map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                Some((
                    (*cells.first()?).to_owned(),
                    (*cells.get(column - 1)?).to_owned(),
                ))
            })
            .collect();
        let mut judged: HashMap<String, Judged> = HashMap::new();
        for row in read_to_string(qrels)?.lines() {
            let cells: Vec<&str> = row.split_whitespace().collect();
            if let [query, _, id, grade] = cells.as_slice() {
                judged
                    .entry((*query).to_owned())
                    .or_default()
                    .insert((*id).to_owned(), grade.parse().unwrap_or(0));
            }
        }
        Ok(Self {
            name: spec.to_owned(),
            search: Search::open(index)?,
            queries,
            judged,
            measure: match *metric {
                "mrr" => Measure::Reciprocal,
                "ndcg" => Measure::Gain,
                "recall" => Measure::Recall,
                other => return Err(format!("no such measure: {other}").into()),
            },
            field: rest.first().filter(|f| **f == "body").map(|_| Field::Body),
        })
    }

    /// Mean of the metric over the queries whose number leaves `rest` when divided by two.
    fn measure(&mut self, weights: Weights, rest: usize) -> Result<f64, Failure> {
        self.search.set_weights(weights);
        let (mut sum, mut count) = (0.0, 0);
        for (id, query) in self.queries.iter().skip(rest).step_by(2) {
            let Some(judged) = self.judged.get(id) else {
                continue;
            };
            let request = Request {
                query: query.clone(),
                filters: Filters {
                    field: self.field,
                    ..Filters::default()
                },
                limit: match self.measure {
                    Measure::Reciprocal => 10,
                    Measure::Gain | Measure::Recall => 100,
                },
                ..Request::default()
            };
            let hits = self.search.ids(&request)?;
            let ids = hits.iter().map(|(id, _)| id.as_str());
            sum += match self.measure {
                Measure::Reciprocal => reciprocal(ids, judged),
                Measure::Gain => gain(ids, judged),
                Measure::Recall => recall(ids, judged),
            };
            count += 1;
        }
        Ok(sum / f64::from(count.max(1)))
    }
}

fn reciprocal<'a>(mut ids: impl Iterator<Item = &'a str>, judged: &Judged) -> f64 {
    let at = ids.position(|id| judged.get(id).is_some_and(|g| *g > 0));
    at.map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

/// nDCG at 10 of the judged articles among the hits.
fn gain<'a>(ids: impl Iterator<Item = &'a str>, judged: &Judged) -> f64 {
    let discounted = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        grades
            .take(10)
            .zip(1u32..)
            .map(|(g, at)| (f64::from(g).exp2() - 1.0) / f64::from(at + 1).log2())
            .sum()
    };
    let got = discounted(&mut ids.filter_map(|id| judged.get(id).copied()));
    let mut best: Vec<u32> = judged.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    got / discounted(&mut best.into_iter()).max(f64::EPSILON)
}

fn recall<'a>(ids: impl Iterator<Item = &'a str>, judged: &Judged) -> f64 {
    let relevant = judged.values().filter(|g| **g > 0).count();
    let found = ids.filter(|id| judged.get(*id).is_some_and(|g| *g > 0));
    found.count() as f64 / relevant.max(1) as f64
}

/// A weight by name, and the values tried for it.
type Knob = (&'static str, fn(&mut Weights) -> &mut f32, &'static [f32]);

const KNOBS: &[Knob] = &[
    (
        "stop",
        |w| &mut w.stop,
        &[0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0],
    ),
    ("k1", |w| &mut w.k1, &[0.6, 0.8, 1.0, 1.2, 1.5, 1.8]),
    ("b_body", |w| &mut w.b_body, &[0.3, 0.45, 0.6, 0.75, 0.85]),
    ("b_title", |w| &mut w.b_title, &[0.1, 0.3, 0.5, 0.7]),
    (
        "title",
        |w| &mut w.title,
        &[1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0],
    ),
    ("lemma", |w| &mut w.lemma, &[0.5, 0.6, 0.7, 0.8, 0.9]),
    ("folded", |w| &mut w.folded, &[0.9, 0.95, 1.0]),
    ("unlikely", |w| &mut w.unlikely, &[0.1, 0.25, 0.4, 0.55]),
    ("kin", |w| &mut w.kin, &[0.0, 0.2, 0.35, 0.5, 0.7, 0.9]),
    ("country", |w| &mut w.country, &[0.0, 0.15, 0.3, 0.5, 0.8]),
    ("feedback", |w| &mut w.feedback, &[0.0, 0.1, 0.2, 0.3, 0.5]),
    ("spelling", |w| &mut w.spelling, &[0.5, 0.65, 0.8, 0.9]),
    ("skip", |w| &mut w.skip, &[0.0, 0.05, 0.1, 0.2, 0.35]),
    ("pair", |w| &mut w.pair, &[0.1, 0.2, 0.35, 0.5, 0.7, 1.0]),
    ("close", |w| &mut w.close, &[0.1, 0.2, 0.35, 0.5, 0.7]),
    (
        "opening",
        |w| &mut w.opening,
        &[0.0, 0.1, 0.2, 0.3, 0.5, 0.8],
    ),
    ("lead", |w| &mut w.lead, &[0.0, 0.1, 0.25, 0.4, 0.6]),
    (
        "coverage",
        |w| &mut w.coverage,
        &[0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5],
    ),
];

fn main() -> Result<(), Failure> {
    let specs: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let mut weights = Weights::default();
    for (name, value) in specs.iter().filter_map(|a| a.split_once('=')) {
        if let Some((_, knob, _)) = KNOBS.iter().find(|k| k.0 == name) {
            *knob(&mut weights) = value.parse()?;
        }
    }
    let mut sets = specs
        .iter()
        .filter(|a| !a.contains('='))
        .map(|s| Set::open(s))
        .collect::<Result<Vec<_>, _>>()?;
    if sets.is_empty() {
        return Ok(());
    }
    report(&mut sets, weights)?;
    if std::env::var("NABA_TUNE").is_ok_and(|v| v == "report") {
        return Ok(());
    }
    let mut best = objective(&mut sets, weights)?;
    loop {
        let before = best;
        for (name, knob, values) in KNOBS {
            for value in *values {
                let mut tried = weights;
                *knob(&mut tried) = *value;
                let score = objective(&mut sets, tried)?;
                if score > best + 1e-5 {
                    println!("{name} {value}: {score:.4}");
                    (best, weights) = (score, tried);
                }
            }
        }
        if best - before < 5e-4 {
            break;
        }
    }
    println!("{weights:#?}");
    report(&mut sets, weights)
}

fn objective(sets: &mut [Set], weights: Weights) -> Result<f64, Failure> {
    let mut sum = 0.0;
    for set in sets.iter_mut() {
        sum += set.measure(weights, 0)?;
    }
    Ok(sum / sets.len() as f64)
}

fn report(sets: &mut [Set], weights: Weights) -> Result<(), Failure> {
    for set in sets {
        let (tuned, left) = (set.measure(weights, 0)?, set.measure(weights, 1)?);
        println!("{}: tuned on {tuned:.4}, left out {left:.4}", set.name);
    }
    Ok(())
}
