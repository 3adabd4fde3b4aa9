//! One text as the recogniser sees it: the clues of its words, and what stands before and after a place in it.
use super::super::model::{Field, Mention, MentionKind, Text};
use super::clue::Clue;
use crate::arabic::{Analyzer, letter_offset};

/// How many words back a title may stand: وزير الخارجية والتعاون الدولي الجزائري رمطان.
const TITLE_REACH: usize = 8;

/// A name as found: tokens from and to (exclusive), in one text.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub field: Field,
    pub from: usize,
    pub to: usize,
    /// Folded words, the particles of the first left out.
    pub words: Vec<String>,
    pub mention: Mention,
    /// As written, marks left out.
    pub text: String,
}

/// A text with its clues.
pub(super) struct View<'a> {
    pub text: Text<'a>,
    pub clues: Vec<Clue>,
    pub analyzer: &'a Analyzer,
    pub field: Field,
    /// Whether a country is named here, for each token.
    pub taken: Vec<bool>,
}

/// What stands before a place where a name may begin.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Points for a name beginning here.
    pub points: f32,
    /// A title stands next to it.
    pub titled: bool,
    /// A title after which one word may be the whole name.
    pub alone: bool,
    /// A verb stands next to it.
    pub verb: bool,
    /// An office and the adjective of its country stand next to it: الرئيس الموريتاني.
    pub of_country: bool,
}

impl View<'_> {
    pub fn folded(&self, at: usize) -> &str {
        self.text
            .tokens
            .get(at)
            .map_or("", |t| &*self.analyzer.word(t.word).folded)
    }

    /// The folded word without attached particles.
    pub fn bare(&self, at: usize) -> &str {
        let folded = self.folded(at);
        let skip = folded
            .chars()
            .take(usize::from(self.clue(at).particles))
            .map(char::len_utf8)
            .sum();
        folded.get(skip..).unwrap_or_default()
    }

    pub fn clue(&self, at: usize) -> Clue {
        self.clues.get(at).copied().unwrap_or_default()
    }

    /// What stands between token `at` and the one before it; a line break at the ends of the text.
    pub fn gap(&self, at: usize) -> &str {
        let (Some(previous), Some(token)) = (
            at.checked_sub(1).and_then(|i| self.text.tokens.get(i)),
            self.text.tokens.get(at),
        ) else {
            return "\n";
        };
        self.text
            .text
            .get(previous.end as usize..token.start as usize)
            .unwrap_or("\n")
    }

    /// Whether only spaces stand before token `at`, after another word.
    pub fn joined(&self, at: usize) -> bool {
        let gap = self.gap(at);
        !gap.is_empty()
            && gap
                .chars()
                .all(|c| matches!(c, ' ' | '\u{00A0}' | '\u{200F}' | '\u{200E}'))
    }

    /// As [`View::joined`]; and a hyphen or the full stop of an initial stands inside a name, too.
    pub fn joined_in_name(&self, at: usize) -> bool {
        if self.joined(at) {
            return true;
        }
        let gap = self.gap(at);
        if matches!(gap, "-" | "–" | " ـ ") {
            return !self.clue(at).ordinary && at > 0 && !self.clue(at - 1).ordinary;
        }
        gap.trim() == "." && at > 0 && self.folded(at - 1).chars().count() == 1
    }

    /// "د." and "الأستاذ/": an abbreviation's full stop or a slash between title and name.
    pub fn after_abbreviation(&self, at: usize) -> bool {
        if at == 0 {
            return false;
        }
        let gap = self.gap(at).trim();
        gap == "/"
            || (matches!(gap, "." | "./" | "/." | ":")
                && self.clue(at - 1).title
                && (gap != ":" || self.clue(at - 1).title_of_person))
    }

    /// What announces a name at token `at`.
    pub fn before(&self, at: usize) -> Before {
        let gap = self.gap(at);
        if at == 0 || gap.contains('\n') {
            return Before {
                points: 0.6,
                ..Before::default()
            };
        }
        let mut out = Before::default();
        let next_to = self.joined(at)
            || self.after_abbreviation(at)
            || (gap
                .chars()
                .all(|c| matches!(c, ' ' | '"' | '«' | '(' | '“' | '،' | ',')));
        let previous = self.clue(at - 1);
        if next_to && previous.title && !gap.contains(['،', ',']) {
            out.titled = true;
            out.alone = previous.title_of_person;
            out.points = if previous.title_of_person { 2.5 } else { 1.8 };
        } else if next_to && previous.verb {
            out.verb = true;
            out.points = 1.2;
        } else if let Some(distance) = self.title_back(at) {
            out.points = if distance <= 4 { 1.5 } else { 1.1 };
            out.alone = distance <= 4 && self.joined(at);
            out.of_country = distance <= 4 && self.joined(at) && previous.place && previous.article;
        } else if gap.contains([':', '-', '–', '،', '.', '؛', '•', '*', '/']) {
            out.points = 0.5;
        } else if matches!(
            self.folded(at - 1),
            "ان" | "بان"
                | "مع"
                | "من"
                | "عن"
                | "بين"
                | "عند"
                | "لدي"
                | "ضد"
                | "الي"
                | "كان"
                | "وكان"
                | "بقياده"
                | "برياسه"
                | "بحضور"
        ) {
            out.points = 0.4;
        }
        out
    }

    /// Words back to a title from which only the words of the office lead to token `at`.
    fn title_back(&self, at: usize) -> Option<usize> {
        let mut here = at;
        for distance in 1..=TITLE_REACH {
            let gap = self.gap(here).trim();
            if here == 0
                || !(gap.is_empty()
                    || (here == at
                        && matches!(gap, "،" | "," | "/" | "." | ":" | "\"" | "(" | "«")))
                || self.gap(here).contains('\n')
            {
                return None;
            }
            here -= 1;
            let clue = self.clue(here);
            if clue.title {
                return Some(distance);
            }
            let office = clue.article
                || clue.place
                || clue.ordinary
                || matches!(self.folded(here), "في" | "باسم" | "لدي" | "علي");
            if clue.verb
                || !office
                || (clue.stop && !matches!(self.folded(here), "في" | "باسم" | "لدي" | "علي"))
            {
                return None;
            }
        }
        None
    }

    /// Whether token `at` stands in a name of an institution or place: its noun before it, titles between.
    pub fn names_institution(&self, at: usize) -> bool {
        let mut here = at;
        for _ in 0..3 {
            if here == 0
                || !(self.joined(here) || matches!(self.gap(here).trim(), "\"" | "«" | "("))
            {
                return false;
            }
            here -= 1;
            let clue = self.clue(here);
            // Only a noun without the article stands before its name: جامعة الملك سعود, but النادي المهندس سعد العفالق.
            if clue.named_after && !clue.article && !self.folded(here).contains("لل") {
                return true;
            }
            let quoted = here + 1 == at && self.gap(at).contains(['"', '«', '“']) && clue.article;
            if !clue.title && !quoted && self.folded(here) != "خادم" {
                return false;
            }
        }
        false
    }

    /// The name of tokens `from..to`, cut out of the text.
    pub fn found(&self, from: usize, to: usize) -> Option<Found> {
        let particles = usize::from(self.clue(from).particles);
        self.found_cut(from, to, particles)
    }

    /// As [`View::found`], with so many letters of particles left out.
    pub fn found_cut(&self, from: usize, to: usize, particles: usize) -> Option<Found> {
        let (first, last) = (
            self.text.tokens.get(from)?,
            self.text.tokens.get(to.checked_sub(1)?)?,
        );
        let surface = self
            .text
            .text
            .get(first.start as usize..first.end as usize)?;
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
}
