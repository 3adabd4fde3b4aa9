//! First pass: which sequences of words are names. Every sequence that may be one is given points for its words and for what stands
//! around it; of those above a threshold the set with most points is taken (weighted interval scheduling).
use super::clue::Clue;
use super::view::{Before, Found, View};
use crate::arabic::fold_text;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Names that no rule finds, by their folded words.
static KNOWN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/known.tsv").lines();
    rows.filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_text)
        .collect()
});

/// Surnames of persons so well known that one word names them.
static FAMOUS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/famous.tsv").lines();
    rows.filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_text)
        .collect()
});

/// Longest name in words.
const WORDS: usize = 10;
/// Points from which a sequence of words is a name.
const THRESHOLD: f32 = 3.4;
/// Points of a listed name.
const LISTED: f32 = 9.0;

struct Candidate {
    from: usize,
    to: usize,
    points: f32,
    institution: bool,
}

/// The names of a text, in order.
pub(super) fn names(view: &View<'_>) -> Vec<Found> {
    let tokens = view.text.tokens.len();
    let mut candidates: Vec<Candidate> = Vec::new();
    for at in 0..tokens {
        collect(view, at, &mut candidates);
    }
    // Best total up to each token, and the candidate that ends there, if one does.
    let mut best = vec![0.0_f32; tokens + 1];
    let mut taken: Vec<Option<usize>> = vec![None; tokens + 1];
    let mut by_end: Vec<usize> = (0..candidates.len()).collect();
    by_end.sort_by_key(|i| candidates.get(*i).map_or(0, |c| c.to));
    let mut next = by_end.into_iter().peekable();
    for end in 1..=tokens {
        best[end] = best[end - 1];
        while let Some(i) = next.next_if(|i| candidates.get(*i).is_some_and(|c| c.to == end)) {
            let Some(candidate) = candidates.get(i) else {
                continue;
            };
            let total = best[candidate.from] + candidate.points;
            if total > best[end] {
                best[end] = total;
                taken[end] = Some(i);
            }
        }
    }
    let mut out = Vec::new();
    let mut end = tokens;
    while end > 0 {
        match taken[end].and_then(|i| candidates.get(i)) {
            Some(candidate) => {
                if !candidate.institution {
                    out.extend(view.found(candidate.from, candidate.to));
                }
                end = candidate.from;
            }
            None => end -= 1,
        }
    }
    out.reverse();
    out
}

/// Adds the names that may begin at token `at`.
fn collect(view: &View<'_>, at: usize, out: &mut Vec<Candidate>) {
    let clue = view.clue(at);
    if clue.other {
        return;
    }
    let institution = view.names_institution(at);
    if let Some(to) = known(view, at) {
        out.push(Candidate {
            from: at,
            to,
            points: LISTED + (to - at) as f32,
            institution,
        });
        return;
    }
    let son_next = view.clue(at + 1).son && view.joined(at + 1) && view.clue(at + 1).particles == 0;
    if (clue.stop && !clue.connects && !clue.given)
        || (clue.first <= -4.0 && (!son_next || clue.verb || clue.title))
    {
        return;
    }
    let before = view.before(at);
    let taken = view.taken.get(at).copied().unwrap_or(false) && !clue.given && !clue.connects;
    if taken && !son_next {
        return;
    }
    let start = if son_next && !clue.stop && !clue.title && !clue.verb {
        clue.first.max(1.0)
    } else {
        clue.first
    };
    let start = if clue.son && !before.titled {
        -3.0
    } else if clue.son {
        0.5
    } else {
        start
    };
    single(view, at, before, institution, out);
    let mut points = start + before.points;
    let mut open = clue.connects;
    let mut organisation = clue.organisation;
    let mut named = usize::from(!clue.connects);
    let mut descent = clue.son;
    for end in at + 1..(at + WORDS).min(view.text.tokens.len()) {
        if !view.joined_in_name(end) {
            break;
        }
        let here = view.clue(end);
        if here.other
            || (here.particles > 0 && !open)
            || (here.stop && !here.connects)
            || view.folded(end) == "ابن"
        {
            break;
        }
        organisation |= here.organisation;
        let taken = view.taken.get(end).copied().unwrap_or(false) && !here.given && !open;
        points += part(view, at, end, here, open, before, taken, descent);
        descent |= here.son;
        open = here.connects;
        named += usize::from(!here.connects);
        if open {
            continue;
        }
        let whole = named >= 2 || clue.connects || clue.son;
        let after = after(view, end + 1);
        let total = points + after - if organisation { 6.0 } else { 0.0 };
        if whole && total > THRESHOLD && (named >= 2 || clue.kunya || clue.servant || before.titled)
        {
            out.push(Candidate {
                from: at,
                to: end + 1,
                points: total - THRESHOLD,
                institution,
            });
        }
        if points < -2.0 {
            break;
        }
    }
}

/// Points of the word at `end` inside the name that begins at `at`.
#[expect(
    clippy::too_many_arguments,
    reason = "called once, and each is another thing that the points depend on"
)]
fn part(
    view: &View<'_>,
    at: usize,
    end: usize,
    here: Clue,
    open: bool,
    before: Before,
    taken: bool,
    descent: bool,
) -> f32 {
    if open {
        // After بن, أبو, آل and عبد any word is a name.
        return if here.connects {
            0.8
        } else {
            here.inner.max(0.5) + 0.8
        };
    }
    if here.connects {
        return if here.son {
            1.6
        } else if here.kunya {
            0.6
        } else if here.servant {
            1.5
        } else {
            0.4
        };
    }
    if taken {
        return here.inner.min(0.0) - 2.5;
    }
    let given = view.clue(at).given;
    // After a title and a given name any word with the article may be the surname: المهندس عيد الأسود.
    let loose = here.article
        && here.inner > -2.0
        && given
        && (before.titled || before.alone)
        && end == at + 1;
    // A father's name calls for a family name: صالح بن سعد المؤنس.
    let family =
        descent && here.article && here.inner > -2.0 && !here.place && !view.clue(end - 1).article;
    if loose || family {
        here.inner.max(0.6)
    } else {
        here.inner
    }
}

/// Points for what follows a name.
fn after(view: &View<'_>, at: usize) -> f32 {
    let gap = view.gap(at);
    if gap
        .trim_start()
        .starts_with(['،', ',', ':', '(', '-', '.', '"', '»', '–', '/'])
        || gap.contains('\n')
        || at >= view.text.tokens.len()
    {
        return 0.3;
    }
    if view.clue(at).verb || matches!(view.folded(at), "ان" | "بان" | "انه" | "الذي" | "التي")
    {
        0.3
    } else {
        0.0
    }
}

/// One word that is a whole name: after a title or a verb, or so well known that it needs neither.
fn single(view: &View<'_>, at: usize, before: Before, institution: bool, out: &mut Vec<Candidate>) {
    let clue = view.clue(at);
    if clue.connects || clue.organisation {
        return;
    }
    let previous = view.clue(at.saturating_sub(1));
    // "السعيد بوتفليقة" is another person than بوتفليقة.
    let in_name = at > 0
        && view.joined(at)
        && (previous.given
            || !(previous.stop
                || previous.title
                || previous.verb
                || previous.ordinary
                || previous.place));
    let famous = FAMOUS.contains(view.bare(at)) && clue.particles == 0 && !in_name;
    let word = if clue.article {
        clue.inner
    } else {
        clue.first.max(clue.inner)
    };
    let nisba = clue.article && view.folded(at).ends_with('ي') && !clue.surname;
    let points = if famous {
        0.6
    } else if clue.place
        || clue.ordinary && !clue.given && !(clue.article && clue.inner > 0.8)
        || (nisba && !clue.often_last && !before.of_country)
    {
        return;
    } else if before.titled && before.alone {
        let word = if clue.article || clue.known {
            word
        } else {
            clue.first
        };
        word + before.points - THRESHOLD - 0.2
    } else if before.of_country {
        if clue.given || clue.listed || (clue.article && !clue.ordinary) {
            word.max(1.8) + before.points - THRESHOLD + 0.4
        } else {
            word + before.points - THRESHOLD - 0.1
        }
    } else if before.alone || before.verb {
        if clue.given && clue.ordinary || !clue.known {
            return;
        }
        word + before.points - THRESHOLD
            + if clue.given {
                -0.6
            } else if clue.listed && !clue.article {
                0.3
            } else {
                -0.1
            }
    } else {
        return;
    };
    if points > 0.0 {
        out.push(Candidate {
            from: at,
            to: at + 1,
            points,
            institution,
        });
    }
}

/// The end of a listed name that begins at token `at`.
fn known(view: &View<'_>, at: usize) -> Option<usize> {
    let mut name = view.bare(at).to_owned();
    let mut end = KNOWN.contains(&name).then_some(at + 1);
    for next in at + 1..at + 4 {
        if !view.joined_in_name(next) {
            break;
        }
        name.push(' ');
        name.push_str(view.folded(next));
        if KNOWN.contains(&name) {
            end = Some(next + 1);
        }
    }
    end
}
