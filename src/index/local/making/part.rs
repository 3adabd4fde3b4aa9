//! What one thread has put into a segment that is being made: texts and values as numbers of terms, originals, and numbers for columns.
use super::columns::Numbers;
use super::originals::Originals;
use super::terms::Terms;
use crate::index::forms::{Numbering, Stacks};
use crate::index::local::schema::Fields;
use crate::index::record::{Facet, Record};
use std::io;
use tantivy::i64_to_u64;
use tantivy::schema::Field;

/// Longest facet value in bytes; longer author lines are cut.
const FACET_BYTES: usize = 256;
/// Longest term in bytes that the engine has.
const TERM_BYTES: usize = u16::MAX as usize - 5;

/// The entries of a field, document after document.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// Numbers of terms, or of stacks of terms, in the order of the text.
    pub entries: Vec<u32>,
    /// Where each document's end.
    pub ends: Vec<u32>,
}

impl Column {
    pub fn close(&mut self) {
        self.ends.push(self.entries.len() as u32);
    }

    fn memory(&self) -> usize {
        (self.entries.len() + self.ends.len()) * 4
    }
}

/// A field that holds values without places: ids, moments, facets.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub terms: Terms,
    pub column: Column,
}

impl Values {
    fn push(&mut self, value: &[u8]) {
        if value.len() <= TERM_BYTES {
            let (number, _) = self.terms.number(value);
            self.column.entries.push(number);
        }
    }
}

/// The documents of one thread.
#[derive(Default)]
pub(super) struct Part {
    /// One of each document.
    pub numbers: Vec<Numbers>,
    /// None before the first document.
    pub originals: Option<Originals>,
    /// Stacks of forms: what a place of a text holds.
    stacks: Terms,
    /// For each numbering of stacks the part's own numbers, after 1; 0 for those not met.
    known: Vec<(Numbering, Vec<u32>)>,
    /// Numbers of the forms of each stack, and where they end.
    stacked: Vec<u32>,
    stack_ends: Vec<u32>,
    /// The forms of titles and bodies.
    pub forms: Terms,
    pub title: Column,
    pub body: Column,
    pub id: Values,
    pub published: Values,
    pub facets: [Values; Facet::ALL.len()],
}

impl Part {
    /// Documents that it has.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Adds a document, whose original goes to the field `stored`; `originals` makes room for the first one.
    ///
    /// # Errors
    /// If the original cannot be compressed, or put on disk.
    pub fn add(
        &mut self,
        record: &Record,
        stacks: &Stacks,
        stored: Field,
        originals: impl FnOnce() -> io::Result<Originals>,
    ) -> io::Result<()> {
        let originals = match &mut self.originals {
            Some(originals) => originals,
            none => none.insert(originals()?),
        };
        originals.push(stored, &record.stored.to_bytes())?;
        self.numbers.push(Numbers::of(record));
        self.index(record, stacks);
        Ok(())
    }

    fn index(&mut self, record: &Record, stacks: &Stacks) {
        let mut known = self.known(stacks.numbering());
        let mut title = std::mem::take(&mut self.title);
        self.text(&record.title, stacks, &mut known, &mut title);
        self.title = title;
        let mut body = std::mem::take(&mut self.body);
        self.text(&record.body, stacks, &mut known, &mut body);
        self.body = body;
        self.known.push((stacks.numbering(), known));
        self.id.push(record.stored.article.id.as_bytes());
        self.id.column.close();
        if let Some(seconds) = record.published {
            self.published.push(&i64_to_u64(seconds).to_be_bytes());
        }
        self.published.column.close();
        for (facet, value) in &record.facets {
            let mut cut = value.len().min(FACET_BYTES);
            while !value.is_char_boundary(cut) {
                cut -= 1;
            }
            let value = &value[..cut];
            let at = Facet::ALL.iter().position(|f| f == facet).unwrap_or(0);
            if value.contains('\n') {
                self.facets[at].push(value.replace('\n', " ").as_bytes());
            } else {
                self.facets[at].push(value.as_bytes());
            }
        }
        for values in &mut self.facets {
            values.column.close();
        }
    }

    /// What is known of a numbering, taken out; nothing if the numbers have changed.
    fn known(&mut self, numbering: Numbering) -> Vec<u32> {
        let of = |(known, _): &(Numbering, _)| known.owner == numbering.owner;
        let found = self.known.iter().position(of);
        let found = found.map(|at| self.known.swap_remove(at));
        found
            .filter(|(known, _)| *known == numbering)
            .map(|(_, numbers)| numbers)
            .unwrap_or_default()
    }

    fn text(&mut self, text: &[u32], stacks: &Stacks, known: &mut Vec<u32>, column: &mut Column) {
        for stack in text {
            let here = match known.get(*stack as usize) {
                Some(here) if *here > 0 => *here - 1,
                _ => self.learn(*stack, stacks, known),
            };
            column.entries.push(here);
        }
        column.close();
    }

    #[cold]
    fn learn(&mut self, stack: u32, stacks: &Stacks, known: &mut Vec<u32>) -> u32 {
        let here = self.stack(stacks.stack(stack).as_bytes());
        let at = stack as usize;
        if known.len() <= at {
            known.resize(at + 1, 0);
        }
        if let Some(known) = known.get_mut(at) {
            *known = here + 1;
        }
        here
    }

    /// The number of a stack of forms.
    pub fn stack(&mut self, written: &[u8]) -> u32 {
        let (number, new) = self.stacks.number(written);
        if new {
            for form in written.split(|byte| *byte == b'|') {
                if form.len() <= TERM_BYTES {
                    self.stacked.push(self.forms.number(form).0);
                }
            }
            self.stack_ends.push(self.stacked.len() as u32);
        }
        number
    }

    /// The forms of a stack.
    pub fn forms_of(&self, stack: u32) -> &[u32] {
        let stack = stack as usize;
        let end = self.stack_ends.get(stack).copied().unwrap_or(0) as usize;
        let before = stack.checked_sub(1).and_then(|b| self.stack_ends.get(b));
        let start = before.copied().unwrap_or(0) as usize;
        self.stacked.get(start..end).unwrap_or_default()
    }

    /// Forgets what only [`Part::add`] needs.
    pub fn close(&mut self) {
        self.stacks = Terms::default();
        self.known = Vec::new();
        let values = [&mut self.id, &mut self.published].into_iter();
        let values = values.chain(&mut self.facets).map(|v| &mut v.terms);
        values.chain([&mut self.forms]).for_each(Terms::close);
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        let values = |values: &Values| values.terms.memory() + values.column.memory();
        let known = self.known.iter().map(|(_, numbers)| numbers.len() * 4);
        let originals = self.originals.as_ref().map_or(0, Originals::memory);
        originals
            + self.numbers.len() * size_of::<Numbers>()
            + known.sum::<usize>()
            + self.stacks.memory()
            + (self.stacked.len() + self.stack_ends.len()) * 4
            + self.forms.memory()
            + self.title.memory()
            + self.body.memory()
            + values(&self.id)
            + values(&self.published)
            + self.facets.iter().map(values).sum::<usize>()
    }
}

/// A field of a segment, and what of a part is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Title,
    Body,
    Id,
    Published,
    Facet(usize),
}

impl Content {
    /// All of a segment's, with their fields.
    pub fn all(fields: &Fields) -> Vec<(Field, Content)> {
        let mut all = vec![
            (fields.id, Content::Id),
            (fields.title, Content::Title),
            (fields.body, Content::Body),
            (fields.published, Content::Published),
        ];
        let facets = fields.facets.iter().enumerate();
        all.extend(facets.map(|(n, field)| (*field, Content::Facet(n))));
        all
    }

    /// What a part has of it.
    pub fn column<'p>(&self, part: &'p Part) -> &'p Column {
        match self {
            Content::Title => &part.title,
            Content::Body => &part.body,
            Content::Id => &part.id.column,
            Content::Published => &part.published.column,
            Content::Facet(n) => &part.facets[*n].column,
        }
    }

    /// The entries of a part, taken out of it: they are a third of it, and of no use once they are inverted.
    pub fn take_entries(&self, part: &mut Part) -> Vec<u32> {
        let column = match self {
            Content::Title => &mut part.title,
            Content::Body => &mut part.body,
            Content::Id => &mut part.id.column,
            Content::Published => &mut part.published.column,
            Content::Facet(n) => &mut part.facets[*n].column,
        };
        std::mem::take(&mut column.entries)
    }

    /// The terms that they are numbers of.
    pub fn terms<'p>(&self, part: &'p Part) -> &'p Terms {
        match self {
            Content::Title | Content::Body => &part.forms,
            Content::Id => &part.id.terms,
            Content::Published => &part.published.terms,
            Content::Facet(n) => &part.facets[*n].terms,
        }
    }

    /// Whether its entries are stacks, and the places of terms are kept.
    pub fn is_text(&self) -> bool {
        matches!(self, Content::Title | Content::Body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::index::record::Recorder;

    #[test]
    fn texts_of_two_recorders_meet_in_one_part() {
        let article = |body: &str| Article {
            body: body.to_owned(),
            ..Article::default()
        };
        let mut recorders = [Recorder::without_entities(), Recorder::without_entities()];
        let mut part = Part::default();
        let texts = ["التقى الوزير نظيره", "نظيره الوزير", "الوزير نظيره التقى"];
        for (n, text) in texts.into_iter().enumerate() {
            let recorder = &mut recorders[n % 2];
            let record = recorder.record(article(text));
            part.index(&record, recorder.stacks());
        }
        let [met, minister, peer] = [0, 1, 2];
        let expected = [met, minister, peer, peer, minister, minister, peer, met];
        assert_eq!(part.body.entries, expected);
        assert_eq!(part.body.ends, [3, 5, 8]);
        let forms = |stack| part.forms_of(stack).iter().map(|f| part.forms.get(*f));
        let ministers: Vec<_> = forms(minister).map(String::from_utf8_lossy).collect();
        assert!(
            ministers.iter().any(|form| form.ends_with("وزير")),
            "{ministers:?}"
        );
    }

    #[test]
    fn what_is_known_of_old_numbers_is_not_used_for_new_ones() {
        let mut recorder = Recorder::without_entities();
        let mut part = Part::default();
        // A name after a word that announces one is read otherwise than elsewhere: a stack that is not kept.
        let mut body = |recorder: &mut Recorder| {
            let record = recorder.record(Article {
                body: "في الرياض وجدة وفي مدينة وجدة، التقى الوزير نظيره".to_owned(),
                ..Article::default()
            });
            part.index(&record, recorder.stacks());
            record.body
        };
        let first = body(&mut recorder);
        recorder.stacks_mut().number_anew();
        let second = body(&mut recorder);
        assert_ne!(first, second);
        let (before, after) = part.body.entries.split_at(first.len());
        assert_eq!(before, after);
    }

    #[test]
    fn a_long_author_line_is_cut_between_letters_and_has_one_line() {
        let mut part = Part::default();
        let line = format!("كاتب\nآخر {}", "ي".repeat(300));
        let record = Record {
            facets: vec![(Facet::Author, line)],
            ..Record::default()
        };
        part.index(&record, &Stacks::default());
        let authors = &part.facets[Facet::ALL.iter().position(|f| *f == Facet::Author).unwrap()];
        let kept = std::str::from_utf8(authors.terms.get(0)).unwrap();
        assert!(kept.starts_with("كاتب آخر ييي") && kept.len() > 250 && kept.len() <= 256);
    }
}
