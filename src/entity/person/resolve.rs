//! Who is who in one article: one person for all names of which one is short for the other.
use super::super::model::Person;
use super::super::name::{same_given_name, same_name_word};
use super::span::Found;
use std::cmp::Reverse;

/// Words of names that say nothing by themselves.
pub(super) fn is_connector(word: &str) -> bool {
    matches!(
        word,
        "بن" | "ابن"
            | "بنت"
            | "ولد"
            | "ال"
            | "عبد"
            | "ابو"
            | "ابي"
            | "ابا"
            | "ام"
            | "دي"
            | "فان"
            | "فون"
    )
}

/// The words of a name that tell it from others, articles left out.
struct Name<'f> {
    words: Vec<&'f str>,
    /// Places among them of fathers, whom "son of" precedes.
    fathers: Vec<usize>,
    /// A chain of fathers is no surname: فيصل بن ثامر is not ثامر بن فيصل بن ثامر.
    chain: bool,
    titled: bool,
}

impl<'f> Name<'f> {
    fn of(found: &'f Found) -> Self {
        let bare = |word: &'f str| {
            let rest = word.strip_prefix("ال");
            rest.filter(|r| r.chars().count() > 2).unwrap_or(word)
        };
        let (mut words, mut fathers) = (Vec::new(), Vec::new());
        let mut son = false;
        for word in found.words.iter().map(String::as_str) {
            if is_connector(word) {
                son = matches!(word, "بن" | "ابن" | "بنت") && !words.is_empty();
            } else {
                if std::mem::take(&mut son) {
                    fathers.push(words.len());
                }
                words.push(bare(word));
            }
        }
        Self {
            words,
            fathers,
            chain: found
                .words
                .iter()
                .skip(1)
                .any(|w| matches!(w.as_str(), "بن" | "بنت")),
            titled: found.span.titled,
        }
    }

    /// Whether this can be the short form of another: its words stand there in order, the last or the first of both being the same.
    fn short_for(&self, long: &Self) -> bool {
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else {
            return false;
        };
        if self.words.len() > long.words.len() {
            return false;
        }
        if self.words.len() == 1 {
            // A single word stands for the surname; for the first name if a title says so (الملك سلمان) or there is no more.
            return long.words.last() == Some(last)
                || (long.words.first() == Some(first) && (self.titled || long.words.len() <= 2));
        }
        let same = |a: &str, b: &str| a == b || same_name_word(a, b).is_some();
        // سيب بلاتر is جوزيف بلاتر.
        let first_same = long.words.first().is_some_and(|w| {
            same(first, w) || (self.words.len() == long.words.len() && same_given_name(first, w))
        });
        // سعود بن خالد الفيصل is a son of خالد الفيصل.
        let father = |at: &usize| long.words.get(*at).is_some_and(|w| same(first, w));
        if !first_same && long.fathers.iter().any(father) {
            return false;
        }
        if !first_same && (self.chain || !long.words.last().is_some_and(|w| same(last, w))) {
            return false;
        }
        let mut rest = long.words.iter();
        self.words
            .iter()
            .enumerate()
            .all(|(i, word)| rest.any(|other| same(word, other) || (i == 0 && first_same)))
    }
}

/// One person for all mentions of which one is short for the other; mentions in the order given.
pub(super) fn resolve(found: &[Found]) -> Vec<Person> {
    let names: Vec<Name<'_>> = found.iter().map(Name::of).collect();
    let leader_of = leaders(found, &names);
    let mut sure = vec![false; found.len()];
    for (name, leader) in found.iter().zip(&leader_of) {
        sure[*leader] |= !name.span.weak;
    }
    let mut out: Vec<Person> = Vec::new();
    let mut place_of: Vec<Option<usize>> = vec![None; found.len()];
    for (name, leader) in found.iter().zip(leader_of).filter(|(_, l)| sure[*l]) {
        match place_of[leader].and_then(|at| out.get_mut(at)) {
            Some(person) => person.mentions.push(name.mention),
            None => {
                place_of[leader] = Some(out.len());
                out.push(Person {
                    name: found[leader].text.clone(),
                    mentions: vec![name.mention],
                });
            }
        }
    }
    out
}

/// For each name the longest that it is short for, or itself.
fn leaders(found: &[Found], names: &[Name<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| Reverse((found[*i].words.len(), found[*i].text.len())));
    let mut leaders: Vec<usize> = Vec::new();
    let mut leader_of: Vec<usize> = (0..found.len()).collect();
    for i in order {
        let mut fits: Vec<usize> = Vec::new();
        fits.extend(
            leaders
                .iter()
                .filter(|l| found[**l].words == found[i].words || names[i].short_for(&names[**l])),
        );
        // Of two who share the surname the one named in full last before; else the first after.
        let near = match fits.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => several.iter().copied().min_by_key(|l| {
                let full = |m: &usize| leader_of[*m] == *l && (m == l || found[*m].words.len() > 1);
                match (0..i).rev().find(full) {
                    Some(before) => (0, i - before),
                    None => (1, *l),
                }
            }),
        };
        match near {
            Some(leader) => leader_of[i] = leader,
            None => leaders.push(i),
        }
    }
    leader_of
}
