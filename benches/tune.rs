//! Finds the weights of the ranking.
//!
//! The weights of the first look: coordinate ascent on every second query, the others only reported. Those of the second look,
//! [`Evidence`]: the non-negative weights that order pairs of judged articles best (logistic loss, as RankNet of Burges et al.,
//! "Learning to rank using gradient descent", 2005), each query counting the same; reported with the query left out in turn,
//! in all sets that share its id.
//!
//! usage: cargo bench --bench tune -- SET [SET…]   SET = INDEX:QUERIES.tsv:COLUMN:QRELS:mrr|ndcg|recall[:body[:EVERY]]
//! COLUMN is that of the query in the table, from 2; EVERY takes each so-manieth query, for speed. The objective is the mean
//! over the sets; a set that is given twice counts twice. NAME=VALUE among the sets begins from that weight. `NABA_TUNE=report`
//! only measures the weights as they are, `NABA_TUNE=evidence` only fits the second look.
#![allow(clippy::print_stdout)]
use naba::entity::Field;
use naba::query::{Evidence, Filters, Weights};
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

    fn request(&self, query: &str) -> Request {
        Request {
            query: query.to_owned(),
            filters: Filters {
                field: self.field,
                ..Filters::default()
            },
            ..Request::default()
        }
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
                limit: match self.measure {
                    Measure::Reciprocal => 10,
                    Measure::Gain | Measure::Recall => 100,
                },
                ..self.request(query)
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
    ("k1", |w| &mut w.k1, &[0.8, 1.2, 2.0, 3.0, 5.0]),
    ("b_body", |w| &mut w.b_body, &[0.4, 0.55, 0.7, 0.8]),
    ("b_title", |w| &mut w.b_title, &[0.3, 0.45, 0.6, 0.75]),
    ("title", |w| &mut w.title, &[1.0, 2.0, 3.0, 4.0, 5.0]),
    (
        "title_share",
        |w| &mut w.title_share,
        &[0.0, 0.5, 1.0, 1.5, 2.5],
    ),
    ("gist", |w| &mut w.gist, &[0.0, 0.5, 0.75, 1.0, 1.25, 1.5]),
    ("lemma", |w| &mut w.lemma, &[0.5, 0.6, 0.7, 0.8, 0.9]),
    ("folded", |w| &mut w.folded, &[0.9, 0.95, 0.98, 1.0]),
    ("unlikely", |w| &mut w.unlikely, &[0.1, 0.25, 0.4, 0.55]),
    ("kin", |w| &mut w.kin, &[0.0, 0.2, 0.35, 0.5, 0.7, 0.9]),
    ("country", |w| &mut w.country, &[0.0, 0.15, 0.3, 0.5]),
    ("spelling", |w| &mut w.spelling, &[0.5, 0.65, 0.8, 0.9]),
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
    let mode = std::env::var("NABA_TUNE").unwrap_or_default();
    if mode == "report" {
        return Ok(());
    }
    if mode != "evidence" {
        weights = ascend(&mut sets, weights)?;
    }
    weights.evidence = second_look(&mut sets, weights)?;
    println!("{weights:#?}");
    report(&mut sets, weights)
}

/// The first look: one weight after the other, as long as it helps.
fn ascend(sets: &mut [Set], mut weights: Weights) -> Result<Weights, Failure> {
    let mut best = objective(sets, weights)?;
    loop {
        let before = best;
        for (name, knob, values) in KNOBS {
            for value in *values {
                let mut tried = weights;
                *knob(&mut tried) = *value;
                let score = objective(sets, tried)?;
                if score > best + 1e-5 {
                    println!("{name} {value}: {score:.4}");
                    (best, weights) = (score, tried);
                }
            }
        }
        if best - before < 5e-4 {
            return Ok(weights);
        }
    }
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
        println!("{}: even queries {tuned:.4}, odd {left:.4}", set.name);
    }
    Ok(())
}

const KINDS: usize = Evidence::NAMES.len();

/// One query of one set: its best articles, and the pairs of which the first is the better one.
struct Lesson {
    set: usize,
    query: String,
    articles: Vec<(String, [f32; KINDS])>,
    pairs: Vec<([f32; KINDS], f64)>,
}

impl Lesson {
    fn new(
        set: usize,
        query: &str,
        found: Vec<(String, Evidence)>,
        judged: &Judged,
        known: bool,
    ) -> Self {
        // Evidence is in units of inverse document frequency: per query, so that rare words do not count more.
        let whole = found
            .iter()
            .map(|f| f.1.covered)
            .fold(f32::MIN_POSITIVE, f32::max);
        let articles: Vec<(String, [f32; KINDS])> = found
            .into_iter()
            .map(|(id, e)| (id, e.values().map(|v| v / whole)))
            .collect();
        // Where one article is asked for, all others among the best are wrong; elsewhere only judged ones count.
        let grades: Vec<(u32, &[f32; KINDS])> = articles
            .iter()
            .enumerate()
            .filter_map(|(i, (id, values))| match judged.get(id) {
                Some(grade) => Some((*grade, values)),
                None => (known && i < 20).then_some((0, values)),
            })
            .collect();
        let mut pairs = Vec::new();
        for (better, left) in &grades {
            for (worse, right) in grades.iter().filter(|g| g.0 < *better) {
                let apart = std::array::from_fn(|k| left[k] - right[k]);
                pairs.push((apart, f64::from((1 << better) - (1 << worse))));
            }
        }
        let sum: f64 = pairs.iter().map(|p| p.1).sum();
        pairs.iter_mut().for_each(|p| p.1 /= sum);
        Self {
            set,
            query: query.to_owned(),
            articles,
            pairs,
        }
    }

    fn ranked(&self, weights: &[f64; KINDS]) -> Vec<&str> {
        let mut scored: Vec<(f64, &str)> = self
            .articles
            .iter()
            .map(|(id, values)| (product(weights, values), id.as_str()))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().map(|s| s.1).collect()
    }
}

fn product(weights: &[f64; KINDS], values: &[f32; KINDS]) -> f64 {
    weights
        .iter()
        .zip(values)
        .map(|(w, v)| w * f64::from(*v))
        .sum()
}

/// How strongly weights are held near nothing.
const RIDGE: f64 = 0.02;
const STEPS: usize = 400;

/// The weights that order the pairs of the lessons best: projected gradient descent with momentum on a convex loss.
fn fit(lessons: &[&Lesson], sets: usize) -> [f64; KINDS] {
    let mut each = vec![0usize; sets];
    lessons.iter().for_each(|l| each[l.set] += 1);
    let (mut weights, mut look) = ([1.0; KINDS], [1.0; KINDS]);
    let mut momentum = 1.0f64;
    for _ in 0..STEPS {
        let mut slope: [f64; KINDS] = look.map(|w| RIDGE * w);
        for lesson in lessons {
            let share = 1.0 / (each[lesson.set] * sets) as f64;
            for (apart, weight) in &lesson.pairs {
                let wrong = share * weight / (1.0 + product(&look, apart).exp());
                for (s, a) in slope.iter_mut().zip(apart) {
                    *s -= wrong * f64::from(*a);
                }
            }
        }
        let next: [f64; KINDS] = std::array::from_fn(|k| (look[k] - 2.0 * slope[k]).max(0.0));
        let faster = (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0;
        look =
            std::array::from_fn(|k| next[k] + (momentum - 1.0) / faster * (next[k] - weights[k]));
        (weights, momentum) = (next, faster);
    }
    weights
}

fn second_look(sets: &mut [Set], weights: Weights) -> Result<Evidence, Failure> {
    let mut lessons = Vec::new();
    for (number, set) in sets.iter_mut().enumerate() {
        set.search.set_weights(weights);
        for (id, query) in &set.queries {
            let Some(judged) = set.judged.get(id) else {
                continue;
            };
            let found = set.search.evidence(&set.request(query))?;
            let known = matches!(set.measure, Measure::Reciprocal);
            lessons.push(Lesson::new(number, id, found, judged, known));
        }
    }
    let mut sums = vec![(0.0, 0usize); sets.len()];
    let mut left_out: Vec<(bool, String)> = Vec::new();
    for lesson in &lessons {
        // Queries of which there are many are left out by halves.
        let halves = matches!(sets[lesson.set].measure, Measure::Reciprocal);
        let fold = if halves {
            (number(&lesson.query) % 2).to_string()
        } else {
            lesson.query.clone()
        };
        if !left_out.contains(&(halves, fold.clone())) {
            left_out.push((halves, fold));
        }
    }
    for (halves, fold) in left_out {
        let out = |l: &&Lesson| match matches!(sets[l.set].measure, Measure::Reciprocal) {
            true => halves && (number(&l.query) % 2).to_string() == fold,
            false => !halves && l.query == fold,
        };
        let known: Vec<&Lesson> = lessons.iter().filter(|l| !out(l)).collect();
        let fitted = fit(&known, sets.len());
        for lesson in lessons.iter().filter(out) {
            let set = &sets[lesson.set];
            let judged = &set.judged[&lesson.query];
            let ids = lesson.ranked(&fitted).into_iter();
            let (sum, count) = &mut sums[lesson.set];
            *sum += match set.measure {
                Measure::Reciprocal => reciprocal(ids, judged),
                Measure::Gain => gain(ids, judged),
                Measure::Recall => recall(ids, judged),
            };
            *count += 1;
        }
    }
    for (set, (sum, count)) in sets.iter().zip(sums) {
        println!(
            "{}: left out in turn {:.4}",
            set.name,
            sum / count.max(1) as f64
        );
    }
    let fitted = fit(&lessons.iter().collect::<Vec<_>>(), sets.len());
    let mut values = fitted.map(|w| (w * 100.0).round() as f32 / 100.0);
    // No query of the sets asks for a person or country by a filter.
    values[KINDS - 1] = Weights::default().evidence.facets;
    Ok(Evidence::from_values(values))
}

/// A stable number of a query, from its id.
fn number(id: &str) -> usize {
    id.bytes()
        .fold(7, |sum, b| (sum * 31 + usize::from(b)) % 10_007)
}
