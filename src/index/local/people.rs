//! Which recognised names are one person's, worked out once after a commit and kept in a file beside it; and the user's corrections.
//!
//! `persons.groups`: a line with the layout's version, what the segments were, and a hash of the rest; then one person a line, names
//! separated by tabs, the one to show first; names of one word that tell no person in a line that begins with a tab. A file that is of other segments, damaged or missing is not used: the reader works
//! the groups out again.
use super::matched::Matched;
use super::reader::LocalIndex;
use crate::article::stable_hash;
use crate::entity::name::{Corrections, NameUse, group};
use crate::error::{Error, Result};
use crate::index::record::{Facet, split_entity_form};
use crate::limits::GROUPED_NAMES;
use rustc_hash::FxHashMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};

const GROUPS: &str = "persons.groups";
const CORRECTIONS: &str = "persons.tsv";
/// Layout of the file and rules of the grouping; a change makes older files be worked out again.
const VERSION: u32 = 6;

impl LocalIndex {
    /// Groups of recognised names: from the file if it is of this commit, else worked out.
    pub(super) fn groups(&self) -> Result<Vec<Vec<String>>> {
        let known = fs::read_to_string(self.path().join(GROUPS));
        match known.ok().and_then(|text| read(&text, &self.stamp())) {
            Some(groups) => Ok(groups),
            None => self.work_out(),
        }
    }

    /// Works out the groups of the commit and writes them beside it.
    pub(super) fn write_groups(&self) -> Result<()> {
        let mut body = String::new();
        for group in self.work_out()? {
            body.push_str(&group.join("\t"));
            body.push('\n');
        }
        let path = self.path().join(GROUPS);
        let head = format!(
            "naba persons\t{VERSION}\t{}\t{:016x}\n",
            self.stamp(),
            stable_hash(&[&body])
        );
        write_whole(&path, &(head + &body)).map_err(|source| Error::Io { path, source })
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

    /// The segments and what is deleted of them: the same stamp means the same articles.
    fn stamp(&self) -> String {
        let mut parts: Vec<String> = self
            .segment_readers()
            .iter()
            .map(|s| format!("{}:{}", s.segment_id().uuid_string(), s.num_docs()))
            .collect();
        parts.sort_unstable();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        format!("{:016x}", stable_hash(&parts))
    }

    fn work_out(&self) -> Result<Vec<Vec<String>>> {
        let mut uses: FxHashMap<String, NameUse> = FxHashMap::default();
        let mut codes: FxHashMap<String, u16> = FxHashMap::default();
        let mut base = 0;
        let segments = self.segments()?;
        for segment in segments {
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

    /// The countries that each article of a segment names, as numbers.
    fn countries_of(
        &self,
        segment: &super::segment::Segment,
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

/// The groups of a file, if it is whole and has this stamp.
fn read(text: &str, stamp: &str) -> Option<Vec<Vec<String>>> {
    let (head, body) = text.split_once('\n')?;
    let wanted = format!(
        "naba persons\t{VERSION}\t{stamp}\t{:016x}",
        stable_hash(&[body])
    );
    let groups = body
        .lines()
        .map(|l| l.split('\t').map(str::to_owned).collect());
    (head == wanted).then(|| groups.collect())
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let temporary = path.with_extension("groups.tmp");
    let mut file = fs::File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}
