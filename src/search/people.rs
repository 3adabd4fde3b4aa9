//! Persons of an index: under what names they are shown, and how often they are mentioned.
use super::{Request, Search};
use crate::entity::name::ShownNames;
use crate::error::Result;
use crate::index::{Facet, FacetCount, Stored};
use crate::query::{Names, Node, Understood};
use rustc_hash::FxHashMap;

/// How often a person is mentioned among matching articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCount {
    /// Shown under this name.
    pub name: String,
    /// Articles that mention the person, under whatever name.
    pub articles: u64,
    /// Mentions in them.
    pub mentions: u64,
    /// The names by which articles know the person (the longest in each), most articles first.
    pub forms: Vec<FacetCount>,
}

impl Search {
    /// The names under which persons are shown, in no order.
    ///
    /// # Errors
    /// Those of the index, and of a faulty `persons.tsv`.
    pub fn person_names(&self) -> Result<Vec<String>> {
        Ok(self.persons()?.shown_names().map(str::to_owned).collect())
    }

    /// Under what names persons are shown.
    pub(super) fn shown(&self) -> Result<&ShownNames> {
        if let Some(known) = self.shown.get() {
            return Ok(known);
        }
        let shown = ShownNames::new(self.engine.person_groups()?, self.engine.corrections()?);
        Ok(self.shown.get_or_init(|| shown))
    }

    /// The names that an article's persons are shown under, each once.
    pub(super) fn shown_persons(&self, stored: &Stored) -> Result<Vec<String>> {
        let shown = self.shown()?;
        let mut out: Vec<String> = Vec::new();
        for name in stored.persons.iter().filter_map(|p| shown.of(&p.key)) {
            if !out.iter().any(|known| known == name) {
                out.push(name.to_owned());
            }
        }
        Ok(out)
    }

    /// Counts of persons among the articles that match, most articles first; the number of these articles beside them.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn people(&self, request: &Request) -> Result<(u64, Vec<PersonCount>)> {
        self.needs_entities()?;
        let plan = self.plan(request)?;
        Ok((
            self.engine.count(&plan.matching)?,
            self.counted(&plan.matching)?,
        ))
    }

    fn counted(&self, matching: &Node) -> Result<Vec<PersonCount>> {
        let people = self.persons()?;
        let counts = self
            .engine
            .group_counts(matching, Facet::Person, &|v| people.of(v))?;
        let mut forms: FxHashMap<u32, Vec<FacetCount>> = FxHashMap::default();
        for form in self.engine.facet_counts(matching, Facet::Person)? {
            if let Some(person) = people.of(&form.value) {
                forms.entry(person).or_default().push(form);
            }
        }
        let mut out: Vec<PersonCount> = counts
            .into_iter()
            .filter_map(|(at, (articles, mentions))| {
                Some(PersonCount {
                    name: people.name(at)?.to_owned(),
                    articles,
                    mentions,
                    forms: forms.remove(&at).unwrap_or_default(),
                })
            })
            .collect();
        out.sort_by(|a, b| {
            let by_count = (b.articles, b.mentions).cmp(&(a.articles, a.mentions));
            by_count.then_with(|| a.name.cmp(&b.name))
        });
        Ok(out)
    }
}

/// Most persons and names of a person whose articles are counted for who asked for them.
const COUNTED: usize = 500;
const COUNTED_FORMS: usize = 20;

/// Counts the articles of the persons that a query was understood to mean; most first.
pub(super) fn count(search: &Search, understood: &mut Understood) -> Result<()> {
    let articles = |forms: Vec<String>| search.engine.count(&Node::Facet(Facet::Person, forms));
    for person in &mut understood.persons {
        for known in person
            .names
            .iter_mut()
            .take(COUNTED)
            .chain(&mut person.near)
        {
            known.articles = articles(known.forms.iter().map(|f| f.0.clone()).collect())?;
        }
        person
            .names
            .sort_by_key(|p| (p.alone, std::cmp::Reverse(p.articles)));
        for known in person
            .names
            .iter_mut()
            .take(COUNTED_FORMS)
            .chain(&mut person.near)
        {
            for (form, count) in known.forms.iter_mut().take(COUNTED_FORMS) {
                *count = articles(vec![form.clone()])?;
            }
            known.forms.sort_by_key(|f| std::cmp::Reverse(f.1));
        }
    }
    Ok(())
}
