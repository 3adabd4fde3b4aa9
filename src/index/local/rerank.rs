//! A second look at the best documents. The first look (`score`) finds what is about the query's words; this one orders it by
//! all that speaks for an article: words of the query side by side (Metzler and Croft, "A Markov random field model for term
//! dependencies", 2005), how many of them the article has, and whether it begins with them, as news does with what matters.
use super::candidate::Candidate;
use super::lists::Cursor;
use super::matched::Matched;
use super::places::SHORT;
use super::score::{Scratches, Statistics, facet_scores};
use super::segment::Segment;
use crate::parallel;
use crate::query::{Evidence, Plan, PlanWord, Scored};
use rustc_hash::FxHashMap;
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// Nanoseconds that looking for a word in an article takes.
const WORD_NANOS: usize = 500;
/// How many of the best are looked at again at most, and at least.
const RERANKED: (usize, usize) = (100, 30);
/// Words in articles that are looked for: of long queries, whose best the first look tells better, fewer articles are looked at.
const WORDS_IN_ARTICLES: usize = 360;
/// From how many times as many of the best of the first look these are chosen.
const CANDIDATES: usize = 3;
/// Furthest apart, in words, that two neighbours of the query count as close.
const WINDOW: u32 = 8;
/// Of neighbours in the query, how much words close but not side by side in order count, at one word's distance.
const CLOSE: f32 = 0.7;
/// Words of the body that make the opening, which with the title says what an article is about.
const OPENING: u32 = 20;
/// Words of the body that make the lead.
const LEAD: u32 = 60;
/// Words of the body within which words of the query stand together.
const TOGETHER: u32 = 20;
/// Words after which a first occurrence counts half.
const FADE: f32 = 4.0;

/// How many of the best are looked at again for a plan.
pub(super) fn reranked(plan: &Plan) -> usize {
    let words = plan.scored.iter().filter(|s| matches!(s, Scored::Word(_)));
    let (most, least) = RERANKED;
    (WORDS_IN_ARTICLES / words.count().max(1)).clamp(least, most)
}

/// From how many of the best of the first look these are chosen.
pub(super) fn candidates(plan: &Plan) -> usize {
    reranked(plan) * CANDIDATES
}

/// Adds to the candidates' scores how near their titles are to what the query is about, whatever their words.
pub(super) fn aim(
    segments: &[Segment],
    plan: &Plan,
    statistics: &Statistics,
    candidates: &mut [Candidate],
) -> tantivy::Result<()> {
    if plan.gist.is_empty() {
        return Ok(());
    }
    let worths = plan.scored.iter().zip(&statistics.idf);
    let whole: f32 = worths
        .map(|(scored, idf)| match scored {
            Scored::Word(word) => word.boost * idf,
            Scored::Facet(..) => 0.0,
        })
        .sum();
    for candidate in candidates {
        let segment = segments.get(candidate.segment as usize);
        let gists = segment.map(Segment::gists).transpose()?;
        let gist = gists.map(|g| g.of(candidate.doc)).unwrap_or_default();
        let likeness = plan.gist.likeness(&gist).max(0.0);
        candidate.key += f64::from(plan.weights.gist * whole * likeness);
    }
    Ok(())
}

/// Scores the best of the first look by their evidence, and brings the scores of the others below theirs. Both are in the order
/// of the first look.
pub(super) fn rerank(
    segments: &[Segment],
    plan: &Plan,
    statistics: &Statistics,
    best: &mut [Candidate],
    others: &mut [Candidate],
    buffers: &Scratches,
) -> tantivy::Result<()> {
    let lowest = |best: &[Candidate]| best.iter().map(|c| c.key).fold(f64::MAX, f64::min);
    let before = lowest(best);
    let found = evidence(segments, plan, statistics, best, buffers)?;
    if found.is_empty() {
        return Ok(());
    }
    for (candidate, found) in found {
        candidate.key = f64::from(found.score(&plan.weights));
    }
    let after = lowest(best);
    for other in others {
        other.key *= after / before.max(f64::MIN_POSITIVE);
    }
    Ok(())
}

/// What speaks for each candidate; none of it if the plan has no words.
pub(super) fn evidence<'c>(
    segments: &[Segment],
    plan: &Plan,
    statistics: &Statistics,
    candidates: &'c mut [Candidate],
    buffers: &Scratches,
) -> tantivy::Result<Vec<(&'c mut Candidate, Evidence)>> {
    let words: Vec<(usize, &PlanWord, f32)> = plan
        .scored
        .iter()
        .zip(&statistics.idf)
        .enumerate()
        .filter_map(|(i, (scored, idf))| match scored {
            Scored::Word(word) if word.boost > 0.0 => Some((i, word, *idf)),
            _ => None,
        })
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let idf: Vec<f32> = words.iter().map(|word| word.2).collect();
    let worths: Vec<f32> = words
        .iter()
        .map(|(_, word, idf)| word.boost * idf)
        .collect();
    candidates.sort_unstable_by_key(|c| (c.segment, c.doc));
    let parts: Vec<&[Candidate]> = candidates.chunk_by(|a, b| a.segment == b.segment).collect();
    let micros = candidates.len() * words.len() * WORD_NANOS / 1000;
    let found = parallel::each(&parts, micros, |mine| -> tantivy::Result<Vec<Evidence>> {
        let Some(segment) = mine.first().and_then(|c| segments.get(c.segment as usize)) else {
            return Ok(vec![Evidence::default(); mine.len()]);
        };
        let mut facets = FxHashMap::default();
        facet_scores(segment, plan, statistics, &mut |doc, score| {
            *facets.entry(doc).or_insert(0.0) += score;
        })?;
        let docs: Vec<u32> = mine.iter().map(|c| c.doc).collect();
        let mut scratch = buffers.take();
        let here = &mut scratch.here;
        found(segment, &words, &docs, statistics, here)?;
        let look = Look {
            segment,
            statistics,
            idf: &idf,
            worths: &worths,
        };
        let mut together = Together::default();
        let found = mine.iter().zip(here.chunks(words.len()));
        let found = found.map(|(candidate, here)| Evidence {
            facets: facets.get(&candidate.doc).copied().unwrap_or(0.0),
            ..look.at(candidate.doc, here, &mut together)
        });
        let found = found.collect();
        buffers.give(scratch);
        Ok(found)
    });
    let found = found.into_iter().collect::<tantivy::Result<Vec<_>>>()?;
    Ok(candidates.iter_mut().zip(found.concat()).collect())
}

/// One word in one field of one document.
#[derive(Default)]
pub(super) struct Here {
    /// Weighted frequency, related words included.
    frequency: f32,
    /// Where the word itself stands, ascending and distinct.
    positions: Vec<u32>,
    /// Where related words stand, ascending.
    kin: Vec<u32>,
}

impl Here {
    fn clear(&mut self) {
        self.frequency = 0.0;
        self.positions.clear();
        self.kin.clear();
    }
}

/// What each of some documents, ascending, has of each word in title and body: document by document. Each list is read once, from
/// beginning to end.
fn found(
    segment: &Segment,
    words: &[(usize, &PlanWord, f32)],
    docs: &[u32],
    statistics: &Statistics,
    out: &mut Vec<[Here; 2]>,
) -> tantivy::Result<()> {
    // Buffers of earlier documents are used again.
    let needed = docs.len() * words.len();
    if out.len() < needed {
        out.resize_with(needed, Default::default);
    }
    out.iter_mut().flatten().for_each(Here::clear);
    let mut wanted = Matched::none(segment.reader.max_doc());
    docs.iter().for_each(|doc| wanted.insert(*doc));
    let lists = statistics.lists.get(segment.number);
    let mut cursors = [Cursor::default(), Cursor::default()];
    for (w, (i, ..)) in words.iter().enumerate() {
        let Some(lists) = lists.and_then(|lists| lists.get(*i)) else {
            continue;
        };
        for (field, lists) in lists.iter().enumerate() {
            let index = segment.texts()[field];
            for list in lists {
                if list.term.doc_freq < SHORT
                    && !cursors[field].any(index, &list.term, |doc| wanted.contains(doc))?
                {
                    continue;
                }
                let option = IndexRecordOption::WithFreqsAndPositions;
                let mut postings = index.read_postings_from_terminfo(&list.term, option)?;
                let mut next = 0;
                while let Some(wanted) = docs.get(next) {
                    if postings.doc() < *wanted {
                        postings.seek(*wanted);
                    }
                    let doc = postings.doc();
                    if doc != *wanted {
                        // None of the list before this one.
                        let rest = docs.get(next..).unwrap_or_default();
                        next += rest.iter().take_while(|wanted| **wanted < doc).count();
                        continue;
                    }
                    if let Some(here) = out.get_mut(next * words.len() + w) {
                        let here = &mut here[field];
                        here.frequency += list.worth * postings.term_freq() as f32;
                        let places = if list.own {
                            &mut here.positions
                        } else {
                            &mut here.kin
                        };
                        postings.append_positions_with_offset(0, places);
                    }
                    next += 1;
                }
            }
        }
    }
    for here in out.iter_mut().flatten() {
        if here.positions.len() > 1 {
            here.positions.sort_unstable();
            here.positions.dedup();
        }
        here.kin.sort_unstable();
    }
    Ok(())
}

/// Weighs what documents of one segment have of the words of a query.
struct Look<'a> {
    segment: &'a Segment,
    statistics: &'a Statistics,
    idf: &'a [f32],
    worths: &'a [f32],
}

impl Look<'_> {
    /// What speaks for a document with these words in title and body.
    fn at(&self, doc: u32, here: &[[Here; 2]], buffers: &mut Together) -> Evidence {
        let statistics = self.statistics;
        let norm = |norms: &[f32]| norms.get(doc as usize).copied().unwrap_or(0.0);
        let occurrence = statistics.occurrences(self.segment).map(norm);
        let title_words = self.segment.lengths()[0].get(doc as usize);
        let titled = title_words.is_some_and(|words| *words > 0);
        let both = |counts: [f32; 2]| counts[0] * occurrence[0] + counts[1] * occurrence[1];
        let mut out = Evidence::default();
        let (mut whole, mut covered, mut lead) = (0.0, 0.0, 0.0);
        for ([title, body], worth) in here.iter().zip(self.worths) {
            whole += worth;
            let frequency = both([title.frequency, body.frequency]);
            out.words += worth * statistics.saturate(frequency);
            if frequency > 0.0 {
                covered += worth;
            }
            let first = body.positions.first().copied();
            let begins = |within: u32| first.is_some_and(|p| p < within);
            let by_kin = || body.kin.first().is_some_and(|p| *p < OPENING);
            if title.frequency > 0.0 || begins(OPENING) || by_kin() {
                out.opening += worth;
            }
            if !title.positions.is_empty() || begins(OPENING) {
                out.opening_own += worth;
            }
            if title.frequency > 0.0 || begins(LEAD) {
                lead += worth;
            }
            if let (Some(first), false) = (first, titled) {
                out.first += worth * FADE / (FADE + first as f32);
            }
        }
        for (pair, idf) in here.windows(2).zip(self.idf.windows(2)) {
            let ([left, right], [a, b]) = (pair, idf) else {
                continue;
            };
            let close = [0, 1].map(|f| closeness(&left[f].positions, &right[f].positions));
            let adjacent = [0, 1].map(|f| adjacent(&left[f].positions, &right[f].positions));
            let worth = (a + b) / 2.0;
            out.close += worth * statistics.saturate(both(close));
            out.adjacent += worth * statistics.saturate(both(adjacent));
        }
        let share = |part: f32| if whole > 0.0 { part / whole } else { 0.0 };
        out.covered = covered;
        out.nearly_all = whole * share(covered).powi(3);
        out.together = whole * share(together(here, self.worths, buffers)).powi(3);
        out.lead = whole * share(lead).powi(3);
        out
    }
}

/// Most worth of words that stand, themselves or by a related word, within few words of the body.
fn together(here: &[[Here; 2]], worths: &[f32], buffers: &mut Together) -> f32 {
    let Together { places, times } = buffers;
    places.clear();
    for (at, [_, body]) in (0..).zip(here) {
        let own = body.positions.iter().chain(&body.kin);
        places.extend(own.map(|place| u64::from(*place) << 32 | at));
    }
    // Each word's are in order.
    places.sort();
    times.clear();
    times.resize(worths.len(), 0);
    let split = |place: u64| (place >> 32, (place & u64::from(u32::MAX)) as usize);
    let mut start = 0;
    let mut best = 0.0f32;
    for (end, last) in places.iter().enumerate() {
        let (last, entering) = split(*last);
        let first_of_it = times[entering] == 0;
        times[entering] += 1;
        while let Some((first, leaving)) = places.get(start).map(|place| split(*place))
            && last - first >= u64::from(TOGETHER)
            && start < end
        {
            times[leaving] -= 1;
            start += 1;
        }
        if first_of_it {
            let inside = worths
                .iter()
                .zip(times.iter())
                .filter(|(_, times)| **times > 0);
            best = best.max(inside.map(|(worth, _)| worth).sum());
        }
    }
    best
}

/// Buffers for one document after the other.
#[derive(Default)]
struct Together {
    /// Places in the body, each above the word that stands there.
    places: Vec<u64>,
    /// How often each word stands in the stretch at hand.
    times: Vec<u32>,
}

/// How often, and how closely, the words of a pair stand together.
fn closeness(a: &[u32], b: &[u32]) -> f32 {
    let mut sum = 0.0;
    for left in a {
        let from = b.partition_point(|right| right.saturating_add(WINDOW) < *left);
        let best = b
            .iter()
            .skip(from)
            .take_while(|right| **right <= left.saturating_add(WINDOW))
            .filter(|right| *right != left)
            .map(|right| {
                if *right == left + 1 {
                    1.0
                } else {
                    CLOSE / left.abs_diff(*right) as f32
                }
            })
            .fold(0.0, f32::max);
        sum += best;
    }
    sum
}

/// How often the second word of a pair follows the first.
fn adjacent(a: &[u32], b: &[u32]) -> f32 {
    let follows = |right: &&u32| {
        right
            .checked_sub(1)
            .is_some_and(|p| a.binary_search(&p).is_ok())
    };
    b.iter().filter(follows).count() as f32
}
