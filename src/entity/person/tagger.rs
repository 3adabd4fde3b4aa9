//! Names in an article: those that the first pass finds, then their surnames and short forms wherever else they stand, then one
//! person for all mentions of which one can be short for the other.
use super::super::model::{Country, Document, Field, MentionKind, Person, Text};
use super::super::name::same_name_word;
use super::clue::{Clue, clue};
use super::segment;
use super::view::{Found, View};
use crate::arabic::Analyzer;
use rustc_hash::FxHashMap;

/// Finds persons; remembers the clues of each distinct word. One per thread.
#[derive(Debug, Default)]
pub struct PersonTagger {
    clues: Vec<Option<Clue>>,
}

/// Particles that may stand before a surname, in the order tried.
const PARTICLES: &[&str] = &["و", "ل", "ب", "ف", "ك"];

impl PersonTagger {
    /// A tagger that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the words seen: their ids are about to be given anew.
    pub fn reset(&mut self) {
        self.clues.clear();
    }

    /// The persons of an article, by first mention. Spans of countries are not names.
    pub fn tag(
        &mut self,
        document: &Document<'_>,
        analyzer: &Analyzer,
        countries: &[Country],
    ) -> Vec<Person> {
        let views =
            [(Field::Title, document.title), (Field::Body, document.body)].map(|(field, text)| {
                View {
                    text,
                    clues: self.clues(text, analyzer),
                    analyzer,
                    field,
                    taken: taken(text, field, countries),
                }
            });
        let mut found: Vec<Found> = views.iter().flat_map(segment::names).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let short = short_forms(&found);
        for view in &views {
            second_pass(view, &short, &mut found);
        }
        found.sort_by_key(|f| (f.field, f.from));
        merge(found)
    }

    fn clues(&mut self, text: Text<'_>, analyzer: &Analyzer) -> Vec<Clue> {
        let mut out = Vec::with_capacity(text.tokens.len());
        for token in text.tokens {
            let id = token.word.index();
            if self.clues.len() <= id {
                self.clues.resize(id + 1, None);
            }
            let Some(slot) = self.clues.get_mut(id) else {
                continue;
            };
            out.push(*slot.get_or_insert_with(|| clue(analyzer.word(token.word))));
        }
        out
    }
}

/// For each token whether a country is named there.
fn taken(text: Text<'_>, field: Field, countries: &[Country]) -> Vec<bool> {
    let mut out = vec![false; text.tokens.len()];
    for mention in countries
        .iter()
        .flat_map(|c| &c.mentions)
        .filter(|m| m.field == field && m.kind == MentionKind::Name)
    {
        let from = text.tokens.partition_point(|t| t.end <= mention.start);
        for (token, flag) in text.tokens.iter().zip(&mut out).skip(from) {
            if token.start >= mention.end {
                break;
            }
            *flag = true;
        }
    }
    out
}

/// What may stand for a full name elsewhere in its article: its last words (داود أوغلو, بن سلمان), and a foreign first name.
fn short_forms(found: &[Found]) -> FxHashMap<String, usize> {
    let mut out = FxHashMap::default();
    for name in found {
        for length in 1..=name.words.len().min(3) {
            let Some(tail) = name.words.get(name.words.len() - length..) else {
                continue;
            };
            let connects = tail.first().is_some_and(|w| {
                matches!(
                    w.as_str(),
                    "بن" | "ابن" | "ال" | "ابو" | "عبد" | "فان" | "دي"
                )
            });
            if tail.iter().map(|w| w.chars().count()).sum::<usize>() >= 3
                && !(length == 1 && connects)
            {
                out.insert(tail.join(" "), length);
            }
        }
    }
    out
}

/// Marks the short forms where they stand alone.
fn second_pass(view: &View<'_>, short: &FxHashMap<String, usize>, found: &mut Vec<Found>) {
    let mut covered = vec![false; view.text.tokens.len()];
    for name in found.iter().filter(|f| f.field == view.field) {
        covered
            .iter_mut()
            .take(name.to)
            .skip(name.from)
            .for_each(|c| *c = true);
    }
    for at in 0..view.text.tokens.len() {
        let Some((length, particles)) = short_at(view, at, short) else {
            continue;
        };
        if covered.iter().skip(at).take(length).any(|c| *c) || view.names_institution(at) {
            continue;
        }
        if length == 1 && !stands_alone(view, at) {
            continue;
        }
        found.extend(view.found_cut(at, at + length, particles));
        covered
            .iter_mut()
            .skip(at)
            .take(length)
            .for_each(|c| *c = true);
    }
}

/// The longest short form that begins at token `at`: its words, and the letters of particles before it.
fn short_at(
    view: &View<'_>,
    at: usize,
    short: &FxHashMap<String, usize>,
) -> Option<(usize, usize)> {
    let folded = view.folded(at);
    let mut starts = vec![(folded, 0)];
    starts.extend(
        PARTICLES
            .iter()
            .filter_map(|p| Some((folded.strip_prefix(p)?, 1))),
    );
    for (start, particles) in starts {
        let mut text = start.to_owned();
        let mut hit = short.get(&text).filter(|n| **n == 1).map(|_| 1);
        for length in 2..=3 {
            if !view.joined_in_name(at + length - 1) {
                break;
            }
            text.push(' ');
            text.push_str(view.folded(at + length - 1));
            if short.get(&text) == Some(&length) {
                hit = Some(length);
            }
        }
        if let Some(length) = hit {
            return Some((length, particles));
        }
    }
    None
}

/// A surname that is also a word, a given name or a place says little alone: a title or a verb must announce it.
fn stands_alone(view: &View<'_>, at: usize) -> bool {
    let clue = view.clue(at);
    let before = view.before(at);
    let announced = before.titled || before.verb;
    if clue.place || clue.verb || clue.title {
        return before.titled && before.alone && !clue.verb && !clue.title;
    }
    if clue.given || (clue.ordinary && !clue.article) {
        return announced;
    }
    // The adjective of an office before it, "التونسي" after "الرئيس", is no surname; an article alone with a known surname is.
    true
}

/// One person for all mentions of which one is part of the other.
fn merge(found: Vec<Found>) -> Vec<Person> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| {
        found
            .get(*i)
            .map(|f| std::cmp::Reverse((f.words.len(), f.text.chars().count())))
    });
    let mut leaders: Vec<usize> = Vec::new();
    let mut leader_of = vec![0; found.len()];
    for i in order {
        let leader = leaders
            .iter()
            .copied()
            .find(|l| part_of(&found[i].words, &found[*l].words));
        leader_of[i] = leader.unwrap_or_else(|| {
            leaders.push(i);
            i
        });
    }
    let mut out: Vec<(usize, Person)> = Vec::new();
    for (name, leader) in found.iter().zip(leader_of) {
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

/// Whether a name can be the short form of another: its words stand there in order, the last or the first of both being the same.
fn part_of(short: &[String], long: &[String]) -> bool {
    let content = |words: &[String]| -> Vec<String> {
        let kept = words.iter().filter(|w| {
            !matches!(
                w.as_str(),
                "بن" | "ابن" | "ال" | "عبد" | "ابو" | "ابي" | "ابا"
            )
        });
        kept.map(|w| {
            w.strip_prefix("ال")
                .filter(|r| r.chars().count() > 2)
                .unwrap_or(w)
                .to_owned()
        })
        .collect()
    };
    let (short, long) = (content(short), content(long));
    let (Some(first), Some(last)) = (short.first(), short.last()) else {
        return false;
    };
    if short.len() > long.len() {
        return false;
    }
    if short.len() == 1 {
        // A single word stands for the surname, seldom for the first name.
        return long.last() == Some(last) || (long.first() == Some(first) && long.len() <= 2);
    }
    let same = |a: &String, b: &String| a == b || same_name_word(a, b).is_some();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Mention;

    fn persons(text: &str) -> Vec<(String, Vec<String>)> {
        let mut analyzer = Analyzer::new();
        let mut tokens = Vec::new();
        analyzer.analyze(text, &mut tokens);
        let document = Document {
            source: "",
            author: "",
            title: Text {
                text: "",
                tokens: &[],
            },
            body: Text {
                text,
                tokens: &tokens,
            },
        };
        let found = PersonTagger::new().tag(&document, &analyzer, &[]);
        let cut = |m: &Mention| text[m.start as usize..m.end as usize].to_owned();
        found
            .into_iter()
            .map(|p| (p.name, p.mentions.iter().map(cut).collect()))
            .collect()
    }

    fn names(text: &str) -> Vec<String> {
        persons(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn names_are_found_by_title_shape_and_verb() {
        assert_eq!(
            names("التقى وزير الخارجية الروسي سيرغي لافروف نظيره"),
            ["سيرغي لافروف"]
        );
        assert_eq!(
            names("قال مدير التعليم عبد العزيز بن عبد الله المسند إن الحركة"),
            ["عبد العزيز بن عبد الله المسند"]
        );
        assert_eq!(
            names("وشدد كوامي أوتشينغ على أهمية الاتفاق"),
            ["كوامي أوتشينغ"]
        );
        assert_eq!(
            names("هنأ الأستاذ / سالم الرشيدي الفائزين"),
            ["سالم الرشيدي"]
        );
    }

    #[test]
    fn institutions_named_after_persons_are_no_persons() {
        for text in [
            "افتتح مستشفى الملك فهد في المدينة",
            "في جامعة الملك سعود بالرياض",
            "على شارع الأمير سلطان بن عبد العزيز",
            "نقلت وكالة فرانس برس",
        ] {
            assert_eq!(names(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn a_surname_alone_belongs_to_the_full_name() {
        let found = persons("وصل سيرغي لافروف أمس. وسلم السفير رسالة للافروف ورحب بلافروف.");
        assert_eq!(
            found,
            [(
                "سيرغي لافروف".to_owned(),
                ["سيرغي لافروف", "لافروف", "لافروف"]
                    .map(str::to_owned)
                    .to_vec()
            )]
        );
    }

    #[test]
    fn particles_before_a_name_are_left_out() {
        let found = persons("التقى الوزير بسامي العطار ولخالد الحداد وعبد الله السالم في القاعة");
        let mentions: Vec<String> = found.into_iter().flat_map(|(_, m)| m).collect();
        assert_eq!(mentions, ["سامي العطار", "خالد الحداد", "عبد الله السالم"]);
    }
}
