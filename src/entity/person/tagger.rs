//! Names in a text. First pass: sequences of words that look like a name, begun by a given name, a title or a verb. Second pass:
//! the surname of a full name, wherever else it stands in the article.
use super::super::model::{Country, Document, Field, Mention, MentionKind, Person, Text};
use super::shape::{KNOWN, Shape, shape};
use crate::arabic::{Analyzer, letter_offset, name_count};
use rustc_hash::FxHashSet;

/// Finds persons; remembers the shape of each distinct word. One per thread.
#[derive(Debug, Default)]
pub struct PersonTagger {
    shapes: Vec<Option<Shape>>,
}

/// Longest name in words.
const WORDS: usize = 9;
/// How many words back a title may stand: وزير الخارجية الجزائري رمطان.
const TITLE_REACH: usize = 5;

/// A name as found: tokens from and to (exclusive), in one text.
#[derive(Debug, Clone)]
struct Found {
    field: Field,
    from: usize,
    to: usize,
    words: Vec<String>,
    mention: Mention,
    text: String,
}

impl PersonTagger {
    /// A tagger that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the words seen: their ids are about to be given anew.
    pub fn reset(&mut self) {
        self.shapes.clear();
    }

    /// The persons of an article, by first mention. Spans of countries are not names.
    pub fn tag(
        &mut self,
        document: &Document<'_>,
        analyzer: &Analyzer,
        countries: &[Country],
    ) -> Vec<Person> {
        let mut found = Vec::new();
        for (field, text) in [(Field::Title, document.title), (Field::Body, document.body)] {
            let taken: Vec<(u32, u32)> = countries
                .iter()
                .flat_map(|c| &c.mentions)
                .filter(|m| m.field == field && m.kind == MentionKind::Name)
                .map(|m| (m.start, m.end))
                .collect();
            let view = View {
                text,
                shapes: self.view(text, analyzer),
                analyzer,
                field,
                taken,
            };
            first_pass(&view, &mut found);
        }
        if found.is_empty() {
            return Vec::new();
        }
        for (field, text) in [(Field::Title, document.title), (Field::Body, document.body)] {
            let view = View {
                text,
                shapes: self.view(text, analyzer),
                analyzer,
                field,
                taken: Vec::new(),
            };
            second_pass(&view, &mut found);
        }
        found.sort_by_key(|f| (f.field, f.from));
        merge(found)
    }

    fn view(&mut self, text: Text<'_>, analyzer: &Analyzer) -> Vec<Shape> {
        let mut out = Vec::with_capacity(text.tokens.len());
        for token in text.tokens {
            let id = token.word.index();
            if self.shapes.len() <= id {
                self.shapes.resize(id + 1, None);
            }
            let known = self.shapes[id].get_or_insert_with(|| shape(analyzer.word(token.word)));
            out.push(*known);
        }
        out
    }
}

struct View<'a> {
    text: Text<'a>,
    shapes: Vec<Shape>,
    analyzer: &'a Analyzer,
    field: Field,
    taken: Vec<(u32, u32)>,
}

impl View<'_> {
    fn folded(&self, at: usize) -> &str {
        self.text
            .tokens
            .get(at)
            .map_or("", |t| &*self.analyzer.word(t.word).folded)
    }

    fn shape(&self, at: usize) -> Shape {
        self.shapes.get(at).copied().unwrap_or_default()
    }

    /// Whether token `at` follows the one before it with nothing but a space between.
    fn joined(&self, at: usize) -> bool {
        let (Some(previous), Some(token)) = (
            at.checked_sub(1).and_then(|i| self.text.tokens.get(i)),
            self.text.tokens.get(at),
        ) else {
            return false;
        };
        let gap = self
            .text
            .text
            .get(previous.end as usize..token.start as usize)
            .unwrap_or("\n");
        gap.chars().all(|c| c == ' ' || c == '\u{00A0}')
    }

    fn is_taken(&self, at: usize) -> bool {
        let Some(token) = self.text.tokens.get(at) else {
            return true;
        };
        self.taken
            .iter()
            .any(|(start, end)| token.start < *end && token.end > *start)
    }

    fn found(&self, from: usize, to: usize) -> Option<Found> {
        let (first, last) = (
            self.text.tokens.get(from)?,
            self.text.tokens.get(to.checked_sub(1)?)?,
        );
        let surface = self
            .text
            .text
            .get(first.start as usize..first.end as usize)?;
        let particles = usize::from(self.shape(from).particles);
        let start = first.start as usize + letter_offset(surface, particles);
        let mut words: Vec<String> = (from..to).map(|at| self.folded(at).to_owned()).collect();
        if let Some(word) = words.first_mut() {
            *word = word.chars().skip(particles).collect();
        }
        let exact = |at: usize| {
            self.text
                .tokens
                .get(at)
                .map_or("", |t| &*self.analyzer.word(t.word).exact)
        };
        let mut text: String = exact(from).chars().skip(particles).collect();
        for at in from + 1..to {
            text.push(' ');
            text.push_str(exact(at));
        }
        let mention = Mention {
            field: self.field,
            start: start as u32,
            end: last.end,
            kind: MentionKind::Name,
        };
        Some(Found {
            field: self.field,
            from,
            to,
            words,
            mention,
            text,
        })
    }

    /// Whether a title or office stands before token `at`, with only words of the office between.
    fn titled(&self, at: usize) -> bool {
        let mut here = at;
        for _ in 0..TITLE_REACH {
            if !self.joined(here) && !self.after_abbreviation(here) {
                return false;
            }
            here -= 1;
            let shape = self.shape(here);
            if shape.title {
                return true;
            }
            if shape.stop || shape.verb || (!shape.ordinary && !shape.place && !shape.surname) {
                return false;
            }
        }
        false
    }

    /// "د." and "م." end with a full stop before the name.
    fn after_abbreviation(&self, at: usize) -> bool {
        let Some(previous) = at.checked_sub(1).and_then(|i| self.text.tokens.get(i)) else {
            return false;
        };
        let token = self.text.tokens.get(at).map_or(0, |t| t.start as usize);
        let gap = self
            .text
            .text
            .get(previous.end as usize..token)
            .unwrap_or("\n");
        let short = previous.end - previous.start <= 2;
        (short
            && gap
                .trim_matches(' ')
                .chars()
                .all(|c| matches!(c, '.' | '/')))
            || gap.trim() == "/"
    }

    fn after_verb(&self, at: usize) -> bool {
        at > 0 && self.joined(at) && self.shape(at - 1).verb
    }

    /// Whether what stands before makes this the name of an institution or place.
    fn names_institution(&self, at: usize) -> bool {
        let mut here = at;
        for _ in 0..3 {
            if here == 0 || !self.joined(here) {
                return false;
            }
            here -= 1;
            let shape = self.shape(here);
            if shape.named_after {
                return true;
            }
            if !shape.title {
                return false;
            }
        }
        false
    }

    /// Where a name that begins at `at` ends.
    fn end(&self, at: usize) -> usize {
        let mut end = at + 1;
        let mut open = self.shape(at).connects;
        let introduced = self.titled(at) || self.after_verb(at);
        while end < at + WORDS && self.joined(end) {
            let shape = self.shape(end);
            // After بن, أبو, آل and عبد any word is a name.
            if open {
                if shape.stop && !shape.connects {
                    break;
                }
                open = shape.connects;
                end += 1;
                continue;
            }
            if shape.connects && shape.particles == 0 {
                open = true;
                end += 1;
                continue;
            }
            let taken = self.is_taken(end) && !shape.given && !shape.surname;
            // After a title and a given name any word with the article is the surname: الأمير خالد الفيصل.
            let loose = end == at + 1 && introduced && self.shape(at).given && shape.article;
            let loose = loose
                && !shape.never
                && !shape.title
                && !shape.attached
                && !shape.place
                && !shape.stop;
            if (!shape.continues() && !loose) || taken {
                break;
            }
            end += 1;
        }
        // A connecting word at the end connects to nothing.
        while end > at + 1
            && self.shape(end - 1).connects
            && !matches!(self.folded(end - 1), "عبد")
            && open
        {
            end -= 1;
            open = self.shape(end - 1).connects;
        }
        end
    }
}

fn first_pass(view: &View<'_>, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < view.text.tokens.len() {
        match name_at(view, at) {
            Some(name) => {
                at = name.to;
                if !view.names_institution(name.from) {
                    found.push(name);
                }
            }
            None => at += 1,
        }
    }
}

/// The end of a listed name that begins at token `at`.
fn known(view: &View<'_>, at: usize) -> Option<usize> {
    let particles = usize::from(view.shape(at).particles);
    let mut name: String = view.folded(at).chars().skip(particles).collect();
    let mut end = KNOWN.contains(&name).then_some(at + 1);
    for next in at + 1..at + 4 {
        if !view.joined(next) {
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

fn name_at(view: &View<'_>, at: usize) -> Option<Found> {
    let shape = view.shape(at);
    let kunya = shape.connects
        && (shape.particles > 0
            || matches!(
                view.folded(at),
                "ابو" | "ابي" | "ابا" | "عبد" | "ابن" | "لابي" | "لابو"
            ));
    if shape.known
        && let Some(end) = known(view, at)
    {
        return view.found(at, end);
    }
    // Any word before بن is a given name.
    let before_bin = view.shape(at + 1).bin && view.joined(at + 1) && view.joined(at + 2);
    let plain = !shape.stop
        && !shape.verb
        && !shape.connects
        && !shape.title
        && !shape.never
        && !shape.named_after;
    if before_bin && plain && !shape.attached && !view.folded(at).starts_with("ال") {
        return view.found(at, view.end(at));
    }
    if shape.never || shape.attached && shape.particles == 0 && !shape.given {
        return None;
    }
    if !(shape.given || shape.foreign || kunya || shape.surname)
        || (shape.stop && !shape.connects)
        || shape.title && !shape.given
    {
        return None;
    }
    if view.is_taken(at) && !shape.given {
        return None;
    }
    let end = view.end(at);
    let words = end - at;
    let introduced = view.titled(at) || view.after_verb(at);
    let joins_next = words >= 2;
    let inner = || (at + 1..end).map(|i| view.shape(i));
    let enough = if shape.given {
        // One given name alone is somebody only after a title; some given names are words.
        (joins_next
            && (!shape.ordinary
                || inner().any(|s| {
                    s.given || s.connects || s.surname || s.foreign || (s.listed && introduced)
                })))
            || introduced_alone(view, at)
    } else if kunya {
        joins_next
            && (introduced || words >= 3 || !view.shape(at + 1).ordinary || shape.particles > 0)
    } else if shape.surname {
        // "the …" alone is a person only after a verb of saying, and known from names.
        words == 1
            && (view.after_verb(at) || introduced_alone(view, at))
            && name_count(view.folded(at)) > 3
            && !shape.ordinary
            && !shape.place
    } else {
        let known = introduced_alone(view, at)
            || inner().any(|s| s.foreign || s.surname)
            || name_count(view.folded(at)) > 1;
        !shape.place
            && ((joins_next && (introduced || known_pair(view, at, end)))
                || (introduced && known && words == 1))
    };
    if !enough || (words == 1 && shape.place) {
        return None;
    }
    view.found(at, end)
}

/// Whether a single word is a person by what stands directly before it: a title, or a title and a nationality.
fn introduced_alone(view: &View<'_>, at: usize) -> bool {
    directly_titled(view, at)
        || (at > 0 && view.joined(at) && view.shape(at - 1).place && view.titled(at))
}

/// Whether the word before is itself a title.
fn directly_titled(view: &View<'_>, at: usize) -> bool {
    at > 0 && (view.joined(at) || view.after_abbreviation(at)) && view.shape(at - 1).title
}

/// Two foreign words side by side of which names are known: a name without introduction.
fn known_pair(view: &View<'_>, at: usize, end: usize) -> bool {
    let count = |i: usize| name_count(view.folded(i));
    !(at..end).any(|i| view.shape(i).place || view.shape(i).ordinary && !view.shape(i).surname)
        && count(at) >= 1
        && (at + 1..end).any(|i| count(i) >= 1)
}

/// Marks the surnames of full names where they stand alone.
fn second_pass(view: &View<'_>, found: &mut Vec<Found>) {
    let mut surnames: Vec<String> = Vec::new();
    for name in found.iter().filter(|f| f.words.len() >= 2) {
        if let Some(last) = name.words.last().filter(|w| w.chars().count() >= 3) {
            surnames.push(last.clone());
        }
    }
    for name in found.iter().filter(|f| f.words.len() == 1) {
        surnames.extend(name.words.first().cloned());
    }
    let surnames: FxHashSet<String> = surnames.into_iter().collect();
    let covered = |at: usize, found: &[Found]| {
        found
            .iter()
            .any(|f| f.field == view.field && (f.from..f.to).contains(&at))
    };
    for at in 0..view.text.tokens.len() {
        let folded = view.folded(at);
        let whole = surnames.contains(folded);
        let rest = folded
            .strip_prefix(['و', 'ل', 'ب', 'ف', 'ك'])
            .filter(|r| !whole && surnames.contains(*r));
        if (!whole && rest.is_none()) || covered(at, found) || view.names_institution(at) {
            continue;
        }
        let shape = view.shape(at);
        // A surname that is also a word of the language, a given name or a people says little alone.
        if shape.place
            || shape.given && !directly_titled(view, at)
            || (shape.ordinary && !folded.starts_with("ال"))
        {
            continue;
        }
        let Some(mut name) = view.found(at, at + 1) else {
            continue;
        };
        if shape.particles == 0
            && let Some(rest) = rest
        {
            let token = view.text.tokens.get(at);
            let surface = token.and_then(|t| view.text.text.get(t.start as usize..t.end as usize));
            name.mention.start += letter_offset(surface.unwrap_or_default(), 1) as u32;
            name.words = vec![rest.to_owned()];
            name.text = name.text.chars().skip(1).collect();
        }
        found.push(name);
    }
}

/// One person for all mentions of which one is part of the other.
fn merge(found: Vec<Found>) -> Vec<Person> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(found[*i].words.len()));
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
    for (i, name) in found.iter().enumerate() {
        let leader = leader_of[i];
        match out.iter_mut().find(|(l, _)| *l == leader) {
            Some((_, person)) => person.mentions.push(name.mention),
            None => {
                out.push((
                    leader,
                    Person {
                        name: found[leader].text.clone(),
                        mentions: vec![name.mention],
                    },
                ));
            }
        }
    }
    out.into_iter().map(|(_, person)| person).collect()
}

/// Whether a name can be the short form of another: its words follow each other there, or first and last agree.
fn part_of(short: &[String], long: &[String]) -> bool {
    if short.len() > long.len() || short.is_empty() {
        return false;
    }
    let bare = |w: &String| w.strip_prefix("ال").unwrap_or(w).to_owned();
    let (short, long): (Vec<String>, Vec<String>) = (
        short.iter().map(bare).collect(),
        long.iter().map(bare).collect(),
    );
    if short.len() == 1 {
        // A single word stands for the surname; the given name alone is common to many.
        return long.last() == short.first() || long.first() == short.first() && long.len() == 1;
    }
    long.windows(short.len()).any(|w| w == short.as_slice())
        || (long.first() == short.first() && long.last() == short.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
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
        PersonTagger::new()
            .tag(&document, &analyzer, &[])
            .into_iter()
            .map(|p| p.name)
            .collect()
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
        assert_eq!(names("افتتح مستشفى الملك فهد في المدينة"), [] as [&str; 0]);
    }

    #[test]
    fn a_surname_alone_belongs_to_the_full_name() {
        let mut analyzer = Analyzer::new();
        let mut tokens = Vec::new();
        let text = "وصل سيرغي لافروف أمس. وسلم السفير رسالة للافروف ورحب بلافروف.";
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
        let persons = PersonTagger::new().tag(&document, &analyzer, &[]);
        assert_eq!(persons.len(), 1);
        let texts: Vec<&str> = persons[0]
            .mentions
            .iter()
            .map(|m| &text[m.start as usize..m.end as usize])
            .collect();
        assert_eq!(texts, ["سيرغي لافروف", "لافروف", "لافروف"]);
    }
}
