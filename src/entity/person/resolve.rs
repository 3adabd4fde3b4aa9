//! Who is who in one article: later mentions by a surname, and one person for all names of which one is short for the other.
use super::super::model::{Field, Person, Text};
use super::super::name::same_name_word;
use super::known::Words;
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON, Model};
use super::span::{Found, Span};
use super::table::key;
use super::tagger::{Tagged, margin};
use super::vectors::WORD;
use crate::arabic::Analyzer;
use std::cmp::Reverse;

/// How much less likely than the best tag a person may be where a name of the article stands again.
const AGAIN: f32 = 7.0;
/// The same for a word that is also an ordinary word, a given name or a place.
const AGAIN_WEAK: f32 = 2.5;

/// Words of names that say nothing by themselves.
fn is_connector(word: &str) -> bool {
    matches!(
        word,
        "بن" | "ابن" | "بنت" | "ولد" | "ال" | "عبد" | "ابو" | "ابي" | "ابا" | "ام" | "دي" | "فان" | "فون"
    )
}

/// The last words of a name that may stand for it: its surname, with the word that belongs to it.
fn tails(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=words.len().min(3)).filter_map(|length| {
        let tail = words.get(words.len() - length..)?;
        let letters: usize = tail.iter().map(|w| w.chars().count()).sum();
        (letters >= 3 && !(length == 1 && is_connector(tail.first()?))).then_some(tail)
    })
}

/// The places where the surnames of names that were found stand untagged.
pub(super) fn again(
    text: Text<'_>,
    field: Field,
    tagged: &Tagged,
    found: &[Found],
    model: &Model,
    words: &Words,
    analyzer: &Analyzer,
) -> Vec<Found> {
    let mut short: Vec<(u32, &[String])> = found
        .iter()
        .flat_map(|f| tails(&f.words))
        .filter_map(|tail| Some((key(WORD, tail.first()?), tail)))
        .collect();
    short.sort_by_key(|(hash, tail)| (*hash, Reverse(tail.len())));
    short.dedup();
    let mut maybe = [0_u64; 16];
    for (hash, _) in &short {
        maybe[(hash >> 6) as usize % 16] |= 1 << (hash % 64);
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = text.tokens.get(at) {
        at += 1;
        let known = words.get(token.word);
        if matches!(tagged.tags.get(at - 1), Some(&(BEGIN_PERSON | IN_PERSON))) {
            continue;
        }
        let hit = |hash: &u32| maybe[(hash >> 6) as usize % 16] & (1 << (hash % 64)) != 0;
        if !known.forms.iter().any(hit) {
            continue;
        }
        let particles = [0, known.particles, 1];
        for (hash, particles) in known.forms.into_iter().zip(particles) {
            let from = short.partition_point(|(h, _)| *h < hash);
            let candidates = short.get(from..).unwrap_or_default();
            let tail = candidates
                .iter()
                .take_while(|(h, _)| *h == hash)
                .find(|(_, tail)| stands(text, tagged, at - 1, tail, analyzer))
                .map(|(_, tail)| tail.len());
            let Some(length) = tail else { continue };
            if likely(model, tagged, at - 1, length, known.traits) {
                let span = Span {
                    field,
                    from: at - 1,
                    to: at - 1 + length,
                    particles,
                    titled: tagged.places.get(at - 1).is_some_and(|p| p.office() == 1),
                    weak: true,
                };
                out.extend(span.found(text, analyzer));
                at += length - 1;
                break;
            }
        }
    }
    out
}

/// Whether the further words of a short form follow, and no tagged name among them.
fn stands(text: Text<'_>, tagged: &Tagged, at: usize, tail: &[String], analyzer: &Analyzer) -> bool {
    tail.iter().enumerate().skip(1).all(|(i, word)| {
        let (Some(token), Some(place)) = (text.tokens.get(at + i), tagged.places.get(at + i)) else {
            return false;
        };
        place.joined()
            && !matches!(tagged.tags.get(at + i), Some(&(BEGIN_PERSON | IN_PERSON)))
            && *analyzer.word(token.word).folded == **word
    })
}

/// Whether a name of the article may be meant at a place, by the scores of the model there.
fn likely(model: &Model, tagged: &Tagged, at: usize, length: usize, traits: Traits) -> bool {
    let Some(place) = tagged.places.get(at) else {
        return false;
    };
    // Beside a name it is part of another one: السعيد بوتفليقة is not بوتفليقة.
    let beside = at
        .checked_sub(1)
        .and_then(|before| tagged.tags.get(before))
        .is_some_and(|t| matches!(*t, BEGIN_PERSON | IN_PERSON));
    if place.in_institution() || (beside && place.joined()) {
        return false;
    }
    let weak = Traits::ORDINARY
        .and(Traits::GIVEN)
        .and(Traits::PLACE)
        .and(Traits::COUNTRY)
        .and(Traits::TITLE)
        .and(Traits::VERB);
    let allowance = if length == 1 && traits.any(weak) && !traits.any(CONNECTS) {
        AGAIN_WEAK
    } else {
        AGAIN
    };
    margin(model, tagged, at) >= -allowance
}

/// One person for all mentions of which one is short for the other; mentions in the order given.
pub(super) fn resolve(found: &[Found]) -> Vec<Person> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| {
        found
            .get(*i)
            .map(|f| Reverse((f.words.len(), f.text.chars().count())))
    });
    let mut leaders: Vec<usize> = Vec::new();
    let mut leader_of = vec![0; found.len()];
    for i in order {
        let fits = leaders
            .iter()
            .copied()
            .filter(|l| short_for(&found[i], &found[*l]));
        // Of two who share the surname the one named last before; else the first after.
        let near = fits.min_by_key(|l| {
            let last = (0..i).rev().find(|m| leader_of[*m] == *l && *m != i && named(*m, *l, found));
            match last {
                Some(before) => (0, i - before),
                None => (1, *l),
            }
        });
        leader_of[i] = near.unwrap_or_else(|| {
            leaders.push(i);
            i
        });
    }
    let mut sure = vec![false; found.len()];
    for (name, leader) in found.iter().zip(&leader_of) {
        sure[*leader] |= !name.span.weak;
    }
    let mut out: Vec<(usize, Person)> = Vec::new();
    for (name, leader) in found.iter().zip(leader_of).filter(|(_, l)| sure[*l]) {
        match out.iter_mut().find(|(l, _)| *l == leader) {
            Some((_, person)) => person.mentions.push(name.mention),
            None => out.push((
                leader,
                Person {
                    name: found[leader].text.clone(),
                    mentions: vec![name.mention],
                },
            )),
        }
    }
    out.into_iter().map(|(_, person)| person).collect()
}

/// Whether mention `m` is one of leader `l` already: the leader itself, or as long as it.
fn named(m: usize, l: usize, found: &[Found]) -> bool {
    m == l || found[m].words.len() > 1
}

/// Whether a name can be the short form of another: its words stand there in order, the last or the first of both being the same.
fn short_for(short: &Found, long: &Found) -> bool {
    let content = |words: &[String]| -> Vec<String> {
        let kept = words.iter().filter(|w| !is_connector(w));
        kept.map(|w| {
            w.strip_prefix("ال")
                .filter(|r| r.chars().count() > 2)
                .unwrap_or(w)
                .to_owned()
        })
        .collect()
    };
    let titled = short.span.titled;
    let chain = short.words.iter().skip(1).any(|w| matches!(w.as_str(), "بن" | "بنت"));
    let (short, long) = (content(&short.words), content(&long.words));
    let (Some(first), Some(last)) = (short.first(), short.last()) else {
        return false;
    };
    if short.len() > long.len() {
        return false;
    }
    if short.len() == 1 {
        // A single word stands for the surname; for the first name if a title says so (الملك سلمان) or there is no more.
        return long.last() == Some(last)
            || (long.first() == Some(first) && (titled || long.len() <= 2));
    }
    let same = |a: &String, b: &String| a == b || same_name_word(a, b).is_some();
    // A chain of fathers is no surname: فيصل بن ثامر is not ثامر بن فيصل بن ثامر.
    if chain && !long.first().is_some_and(|w| same(first, w)) {
        return false;
    }
    let mut at = 0;
    let in_order =
        short.iter().all(
            |word| match long.iter().skip(at).position(|w| same(word, w)) {
                Some(step) => {
                    at += step + 1;
                    true
                }
                None => false,
            },
        );
    in_order
        && (long.first().is_some_and(|w| same(first, w))
            || long.last().is_some_and(|w| same(last, w)))
}
