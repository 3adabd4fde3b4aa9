//! Which recognised names are one person's, worked out once after a commit and kept in a file beside it; and the user's corrections.
//!
//! `persons.groups` (see [`super::kept`]) has one person a line, names separated by tabs, the one to show first; names of one word that
//! tell no person stand in a line that begins with a tab. `persons.names` and `persons.words` have all names, and all their folded
//! words, one a line; `persons.split` has the words of each name ([`SplitNames::to_text`]). All are packed.
use super::matched::Matched;
use super::reader::LocalIndex;
use super::segment::Segment;
use crate::entity::name::{Corrections, NameUse, SplitNames, Texts, distinct_words, group};
use crate::error::{Error, Result};
use crate::index::record::{Facet, split_entity_form};
use crate::limits::GROUPED_NAMES;
use rustc_hash::FxHashMap;
use std::{fs, thread};
use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};

/// Most names that are listed while who is who is worked out: of more there would be no room for both.
const BESIDE: usize = 200_000;

const GROUPS: &str = "persons.groups";
const NAMES: &str = "persons.names";
const WORDS: &str = "persons.words";
const SPLIT: &str = "persons.split";
const CORRECTIONS: &str = "persons.tsv";

impl LocalIndex {
    /// Groups of recognised names: from the file if it is of this commit, else worked out.
    pub(super) fn groups(&self) -> Result<Vec<Vec<String>>> {
        match self.kept(GROUPS) {
            Some(text) => Ok(text
                .lines()
                .map(|l| l.split('\t').map(str::to_owned).collect())
                .collect()),
            None => self.work_out(),
        }
    }

    /// Recognised names, in byte order.
    pub(super) fn names(&self) -> Result<Texts> {
        match self.kept(NAMES) {
            Some(text) => Ok(text.lines().collect()),
            None => {
                let names = self.values_of(Facet::Person)?;
                Ok(names.iter().map(String::as_str).collect())
            }
        }
    }

    /// The words of recognised names, which are all there are.
    pub(super) fn names_split(&self, names: &Texts) -> SplitNames {
        let kept = self.kept(SPLIT);
        kept.and_then(|text| SplitNames::from_text(&text, names.len()))
            .unwrap_or_else(|| SplitNames::new(names.iter()))
    }

    /// Distinct folded words of recognised names, in byte order.
    pub(super) fn words_of_names(&self) -> Result<Vec<String>> {
        match self.kept(WORDS) {
            Some(text) => Ok(text.lines().map(str::to_owned).collect()),
            None => Ok(distinct_words(self.names()?.iter())),
        }
    }

    /// Works out what queries ask of the persons of the commit, and writes it beside it: if they are not too many, their words while who
    /// is who is worked out.
    pub(super) fn write_people(&self) -> Result<()> {
        if self.segments_have_names()? > BESIDE {
            self.write_groups()?;
            return self.write_names();
        }
        thread::scope(|scope| {
            let words = thread::Builder::new().spawn_scoped(scope, || self.write_names());
            self.write_groups()?;
            match words {
                Ok(words) => words
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => self.write_names(),
            }
        })
    }

    /// How many names the segments have; those of several segments count in each.
    fn segments_have_names(&self) -> Result<usize> {
        let field = self.facet_field(Facet::Person);
        let names = self.segment_readers().iter().map(|segment| {
            let index = self.engine(segment.inverted_index(field))?;
            Ok(index.terms().num_terms())
        });
        names.sum()
    }

    fn write_groups(&self) -> Result<()> {
        let mut body = String::new();
        for group in self.work_out()? {
            body.push_str(&group.join("\t"));
            body.push('\n');
        }
        self.write_kept(GROUPS, &body)
    }

    fn write_names(&self) -> Result<()> {
        let names = self.values_of(Facet::Person)?;
        let words = distinct_words(names.iter().map(String::as_str));
        self.write_kept(WORDS, &lines(&words))?;
        let split = SplitNames::new(names.iter().map(String::as_str));
        self.write_kept(SPLIT, &split.to_text())?;
        self.write_kept(NAMES, &lines(&names))
    }

    /// What the user says of persons; nothing without a file.
    pub(super) fn read_corrections(&self) -> Result<Corrections> {
        let path = self.path().join(CORRECTIONS);
        match fs::read_to_string(&path) {
            Ok(text) => Corrections::parse(&text).map_err(|bad| Error::Table {
                path,
                line: bad.line,
                reason: bad.reason,
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Corrections::default()),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    fn work_out(&self) -> Result<Vec<Vec<String>>> {
        let mut uses: FxHashMap<String, NameUse> = FxHashMap::default();
        let mut codes: FxHashMap<String, u16> = FxHashMap::default();
        let mut base = 0;
        for segment in self.segments()? {
            // By a reader of its own: what it maps of a segment is given back before the next one.
            let apart = LocalIndex::open(self.path()).ok();
            let segment = apart
                .as_ref()
                .and_then(|index| index.same_segment(segment))
                .unwrap_or(segment);
            let alive = self.all_of(segment)?;
            let articles = segment.reader.max_doc();
            let countries = self.countries_of(segment, &alive, &mut codes)?;
            let persons = self.facet_field(Facet::Person);
            self.engine(segment.each_posting(persons, &mut |value, postings| {
                let mut seen = NameUse::default();
                let mut of: FxHashMap<u16, u32> = FxHashMap::default();
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    if alive.contains(doc) {
                        seen.articles.push(base + doc);
                        seen.mentions += u64::from(postings.term_freq());
                        for country in countries.get(doc as usize).into_iter().flatten() {
                            *of.entry(*country).or_default() += 1;
                        }
                    }
                    postings.advance();
                }
                if !seen.articles.is_empty() && !value.contains('\t') {
                    add(uses.entry(value.to_owned()).or_default(), seen, of);
                }
            }))?;
            let forms = self.facet_field(Facet::PersonForm);
            self.engine(segment.each_posting(forms, &mut |value, postings| {
                let Some((name, form)) = split_entity_form(value) else {
                    return;
                };
                let Some(used) = uses.get_mut(name).filter(|_| form != name) else {
                    return;
                };
                let mut n = 0;
                while postings.doc() != TERMINATED {
                    n += u32::from(alive.contains(postings.doc()));
                    postings.advance();
                }
                if n > 0 {
                    match used.forms.iter_mut().find(|f| f.0 == form) {
                        Some(known) => known.1 += n,
                        None => used.forms.push((form.to_owned(), n)),
                    }
                }
            }))?;
            base += articles;
        }
        let mut uses: Vec<NameUse> = uses
            .into_iter()
            .map(|(name, used)| NameUse { name, ..used })
            .collect();
        if uses.len() > GROUPED_NAMES {
            uses.sort_unstable_by_key(|u| std::cmp::Reverse(u.articles.len()));
            uses.truncate(GROUPED_NAMES);
        }
        uses.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let name = |at: usize| uses.get(at).map(|u| u.name.clone());
        let grouped = group(&uses);
        let named = |names: Vec<usize>| names.into_iter().filter_map(name);
        // Under no name: nobody's.
        let mut groups = vec![
            std::iter::once(String::new())
                .chain(named(grouped.nobodys))
                .collect(),
        ];
        groups.extend(grouped.persons.into_iter().map(|g| named(g).collect()));
        Ok(groups)
    }

    /// The segment that has the same articles as one of another reader; none if there was a commit between the two.
    fn same_segment(&self, as_there: &Segment) -> Option<&Segment> {
        let id = |segment: &Segment| (segment.reader.segment_id(), segment.reader.num_docs());
        let mut own = self.segments().ok()?.iter();
        own.find(|segment| id(segment) == id(as_there))
    }

    /// The countries that each article of a segment names, as numbers.
    fn countries_of(
        &self,
        segment: &Segment,
        alive: &Matched,
        codes: &mut FxHashMap<String, u16>,
    ) -> Result<Vec<Vec<u16>>> {
        let mut out = vec![Vec::new(); segment.reader.max_doc() as usize];
        let field = self.facet_field(Facet::Country);
        self.engine(segment.each_posting(field, &mut |value, postings| {
            let next = codes.len() as u16;
            let code = *codes.entry(value.to_owned()).or_insert(next);
            while postings.doc() != TERMINATED {
                if let Some(list) = out.get_mut(postings.doc() as usize)
                    && alive.contains(postings.doc())
                {
                    list.push(code);
                }
                postings.advance();
            }
        }))?;
        Ok(out)
    }
}

/// Adds what one segment has of a name.
fn add(to: &mut NameUse, seen: NameUse, countries: FxHashMap<u16, u32>) {
    to.articles.extend(seen.articles);
    to.mentions += seen.mentions;
    for (country, n) in countries {
        match to.countries.iter_mut().find(|c| c.0 == country) {
            Some(known) => known.1 += n,
            None => to.countries.push((country, n)),
        }
    }
    to.countries.sort_unstable();
}

/// One a line. Names are written into the index without line ends.
fn lines(all: &[String]) -> String {
    let mut out = all.join("\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
