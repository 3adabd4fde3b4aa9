//! Who the persons of an index are: its recognised names grouped by person, with the user's corrections.
use super::corrections::{Corrections, key};
use super::list::NameList;
use super::query::NameQuery;
use super::reading::connects;
use super::split::{Runs, SplitNames, Splitter, Texts};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Under what name a recognised name is shown.
#[derive(Debug, Clone, Default)]
pub struct ShownNames {
    /// Names of groups to the group's name.
    grouped: FxHashMap<String, String>,
    /// Names that tell no person outside their article.
    nobodys: FxHashSet<String>,
    corrections: Corrections,
}

impl ShownNames {
    /// From the groups that [`super::group`] found, each beginning with the name to show, or with an empty one for names that tell no
    /// person; and the user's corrections.
    pub fn new(groups: Vec<Vec<String>>, corrections: Corrections) -> ShownNames {
        let mut grouped = FxHashMap::default();
        let mut nobodys = FxHashSet::default();
        for mut group in groups {
            group.retain(|name| corrections.is_empty() || !corrections.is_apart(&key(name)));
            let Some(first) = group.first().cloned() else {
                continue;
            };
            if first.is_empty() {
                nobodys.extend(group);
                continue;
            }
            // A name that the user gave to any of them is everybody's.
            let shown = group
                .iter()
                .filter(|_| !corrections.is_empty())
                .find_map(|n| corrections.shown(&key(n)).map(str::to_owned));
            let shown = shown.unwrap_or(first);
            grouped.extend(group.into_iter().map(|name| (name, shown.clone())));
        }
        ShownNames {
            grouped,
            nobodys,
            corrections,
        }
    }

    /// The name that a recognised name is shown under; none if it is no person's, or tells no person outside its article.
    pub fn of<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        if !self.corrections.is_empty() {
            let key = key(name);
            if self.corrections.is_hidden(&key) {
                return None;
            }
            if let Some(shown) = self.corrections.shown(&key) {
                return Some(shown);
            }
        }
        if self.nobodys.contains(name) {
            return None;
        }
        Some(self.grouped.get(name).map_or(name, String::as_str))
    }

    /// As [`ShownNames::of`], and whether the name is the only one of its person.
    fn of_alone<'n>(&'n self, name: &'n str) -> Option<(&'n str, bool)> {
        if !self.corrections.is_empty() {
            return Some((self.of(name)?, false));
        }
        // A group may be of nobody's names.
        if self.nobodys.contains(name) {
            return None;
        }
        let shown = self.grouped.get(name);
        Some(shown.map_or((name, true), |shown| (shown, false)))
    }

    /// Whether a recognised name tells no person outside its article, and the user does not say whose it is.
    fn is_nobodys(&self, name: &str) -> bool {
        self.nobodys.contains(name) && {
            let key = key(name);
            !self.corrections.is_hidden(&key) && self.corrections.shown(&key).is_none()
        }
    }
}

/// One person of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnePerson {
    /// Shown under this name.
    pub name: String,
    /// Recognised names, as values of the index's facet.
    pub forms: Vec<String>,
    /// A name of one word that tells no person outside its article: it is asked for, but never shown or counted as a person.
    pub alone: bool,
}

/// All persons of an index.
#[derive(Debug, Default)]
pub struct People {
    /// Persons, then names that tell none.
    people: Vec<OnePerson>,
    /// How many of them are persons.
    persons: usize,
    /// Made when it is first asked for.
    by_form: OnceLock<FxHashMap<String, u32>>,
    /// The names by which persons are asked for, and whose each is.
    names: NameList,
    owners: Vec<u32>,
}

impl People {
    /// From all recognised names of an index, and their words.
    pub fn new(values: Vec<String>, split: SplitNames, shown: &ShownNames) -> People {
        let mut people: Vec<OnePerson> = Vec::new();
        let mut by_name: FxHashMap<String, u32> = FxHashMap::default();
        let mut nobodys: FxHashMap<String, (OnePerson, Vec<u32>)> = FxHashMap::default();
        // Whose each name is, and the name's place.
        let mut owned: Vec<(u32, u32)> = Vec::with_capacity(values.len());
        for (place, value) in (0..).zip(values) {
            let Some((name, alone)) = shown.of_alone(&value) else {
                if shown.is_nobodys(&value) {
                    let (same, places) = nobodys.entry(key(&value)).or_default();
                    same.name.clone_from(&value);
                    same.alone = true;
                    same.forms.push(value);
                    places.push(place);
                }
                continue;
            };
            let fresh = people.len() as u32;
            let at = match by_name.get(name).filter(|_| !alone) {
                Some(at) => *at,
                None => {
                    if !alone {
                        by_name.insert(name.to_owned(), fresh);
                    }
                    people.push(OnePerson {
                        name: name.to_owned(),
                        forms: Vec::with_capacity(1),
                        alone: false,
                    });
                    fresh
                }
            };
            owned.push((at, place));
            if let Some(person) = people.get_mut(at as usize) {
                person.forms.push(value);
            }
        }
        let persons = people.len();
        let mut nobodys: Vec<(OnePerson, Vec<u32>)> = nobodys.into_values().collect();
        nobodys.sort_unstable_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        for (nobody, places) in nobodys {
            let at = people.len() as u32;
            owned.extend(places.into_iter().map(|place| (at, place)));
            people.push(nobody);
        }
        owned.sort_by_key(|(at, _)| *at);
        let mut asked = Asked::of(split);
        for places in owned.chunk_by(|a, b| a.0 == b.0) {
            let at = places.first().map_or(0, |(at, _)| *at);
            if let Some(person) = people.get(at as usize) {
                asked.person(at, person, places);
            }
        }
        for (name, aliases) in shown.corrections.aliases() {
            if let Some(at) = by_name.get(name) {
                for alias in aliases {
                    asked.name(*at, alias);
                }
            }
        }
        People {
            people,
            persons,
            by_form: OnceLock::new(),
            owners: asked.owners,
            names: NameList::of_split(asked.names, asked.splitter.sorted(asked.words)),
        }
    }

    /// From the names of one article, each a person.
    pub fn of_names(names: Vec<String>) -> People {
        let split = SplitNames::new(&names);
        People::new(names, split, &ShownNames::default())
    }

    /// The persons.
    pub fn all(&self) -> &[OnePerson] {
        self.people.get(..self.persons).unwrap_or_default()
    }

    /// Whose a recognised name is, as a place in [`People::all`].
    pub fn of(&self, form: &str) -> Option<u32> {
        let forms = self.by_form.get_or_init(|| {
            let people = (0..).zip(self.all());
            people
                .flat_map(|(at, person)| person.forms.iter().map(move |form| (form.clone(), at)))
                .collect()
        });
        forms.get(form).copied()
    }

    /// Persons that a query can mean, best first.
    pub fn matching(&self, query: &NameQuery) -> Vec<&OnePerson> {
        self.owners(query.among(&self.names).into_iter().map(|(name, _)| name))
    }

    /// Persons whose names are like a query, best first, at most so many.
    pub fn near(&self, query: &NameQuery, limit: usize) -> Vec<&OnePerson> {
        let ranked = query.rank_places(&self.names, limit.saturating_mul(2));
        let mut out = self.owners(ranked.into_iter().map(|(name, _)| name));
        out.truncate(limit);
        out
    }

    fn owners(&self, names: impl Iterator<Item = u32>) -> Vec<&OnePerson> {
        let mut seen = FxHashSet::default();
        let owners = names.filter_map(|n| self.owners.get(n as usize).copied());
        let owners: Vec<u32> = owners.filter(|o| seen.insert(*o)).collect();
        owners
            .into_iter()
            .filter_map(|o| self.people.get(o as usize))
            .collect()
    }

    /// The names by which persons are asked for.
    pub fn names(&self) -> &NameList {
        &self.names
    }

    /// The name that a recognised name is shown under.
    pub fn shown<'n>(&'n self, form: &'n str) -> Cow<'n, str> {
        let person = self.of(form).and_then(|at| self.people.get(at as usize));
        person.map_or(Cow::Borrowed(form), |p| Cow::Borrowed(p.name.as_str()))
    }
}

/// The names by which persons are asked for, as they are gathered.
struct Asked {
    names: Texts,
    owners: Vec<u32>,
    /// The words of these names.
    words: Runs<u32>,
    /// The words of each recognised name.
    of: Runs<u32>,
    splitter: Splitter,
    /// Whether each word of the splitter only connects others.
    connects: Vec<bool>,
}

impl Asked {
    /// None yet, of recognised names with these words.
    fn of(split: SplitNames) -> Self {
        let SplitNames { words, of } = split;
        Self {
            names: Texts::with_capacity(of.len()),
            owners: Vec::with_capacity(of.len()),
            words: Runs::default(),
            of,
            connects: words.iter().map(|word| connects(word)).collect(),
            splitter: Splitter::with(words),
        }
    }

    /// Adds a name as it stands.
    fn name(&mut self, owner: u32, name: &str) {
        let words = self.split(name);
        self.add(owner, name, &words);
    }

    fn add(&mut self, owner: u32, name: &str, words: &[u32]) {
        self.names.push(name);
        self.owners.push(owner);
        self.words.push(words.iter().copied());
    }

    fn split(&mut self, name: &str) -> Vec<u32> {
        let mut words = Vec::new();
        self.splitter.split(name, &mut words);
        let known = self.connects.len();
        let new = self.splitter.words().iter().skip(known);
        self.connects.extend(new.map(|word| connects(word)));
        words
    }

    fn connects(&self, word: u32) -> bool {
        self.connects.get(word as usize).is_some_and(|c| *c)
    }

    /// Whether a name has a word beside the surname.
    fn several(&self, words: &[u32]) -> bool {
        words.iter().filter(|w| !self.connects(**w)).count() > 1
    }

    /// Adds the names by which a person is asked for; `places` has whose and where each of the person's forms is.
    fn person(&mut self, at: u32, person: &OnePerson, places: &[(u32, u32)]) {
        // Taken out while names are added.
        let of = std::mem::take(&mut self.of);
        let words_of = |(_, place): &(u32, u32)| of.get(*place as usize).unwrap_or_default();
        match (person.forms.as_slice(), places) {
            ([only], [place]) if *only == person.name => self.add(at, only, words_of(place)),
            _ => {
                let split: Vec<&[u32]> = places.iter().map(words_of).collect();
                self.several_forms(at, person, &split);
            }
        }
        self.of = of;
    }

    fn several_forms(&mut self, at: u32, person: &OnePerson, split: &[&[u32]]) {
        let mut forms = person.forms.iter().zip(split);
        let shown = match forms.find(|(form, _)| **form == person.name) {
            Some((_, words)) => words.to_vec(),
            None => self.split(&person.name),
        };
        let full = split.iter().any(|words| self.several(words));
        for (form, words) in person.forms.iter().zip(split) {
            // A surname alone that was joined to a full name is not what another bearer of it is asked by, and what stands before or
            // after the whole name is a slip of recognition.
            let rest = words.strip_prefix(shown.as_slice());
            let goes_on = |rest: &[u32]| rest.first().is_some_and(|w| self.connects(*w));
            let slip = words.len() > shown.len()
                && (words.ends_with(&shown) || rest.is_some_and(|rest| !goes_on(rest)));
            if (!full || self.several(words)) && !slip {
                self.add(at, form, words);
            }
        }
        if !person.forms.contains(&person.name) {
            self.add(at, &person.name, &shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(values: &[&str], groups: &[&[&str]], corrections: &str) -> People {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let groups = groups.iter().map(|g| owned(g)).collect();
        let shown = ShownNames::new(groups, Corrections::parse(corrections).unwrap());
        let values = owned(values);
        let split = SplitNames::new(&values);
        People::new(values, split, &shown)
    }

    fn found(people: &People, query: &str) -> Vec<String> {
        let found = people.matching(&NameQuery::parse(query));
        found.into_iter().map(|p| p.name.clone()).collect()
    }

    const VALUES: [&str; 6] = [
        "سيرغي لافروف",
        "سيرجي لافروف",
        "لافروف",
        "محمود عباس",
        "أبو مازن",
        "عيد الفطر المبارك",
    ];

    #[test]
    fn all_forms_of_a_person_are_one() {
        let people = people(&VALUES, &[&["سيرغي لافروف", "سيرجي لافروف", "لافروف"]], "");
        assert_eq!(found(&people, "Lavrov"), ["سيرغي لافروف"]);
        assert_eq!(people.of("لافروف"), people.of("سيرجي لافروف"));
        assert_eq!(people.shown("لافروف"), "سيرغي لافروف");
    }

    #[test]
    fn a_surname_joined_to_one_bearer_is_not_anothers() {
        let values = ["سعد الحريري", "الحريري", "رفيق الحريري"];
        let people = people(&values, &[&["سعد الحريري", "الحريري"]], "");
        assert_eq!(found(&people, "رفيق الحريري"), ["رفيق الحريري"]);
    }

    #[test]
    fn a_name_that_tells_no_person_is_asked_for_and_not_shown() {
        let values = ["سلمان", "سلمان بن عبدالعزيز"];
        let people = people(&values, &[&["", "سلمان"]], "");
        assert_eq!(people.of("سلمان"), None);
        assert_eq!(people.all().len(), 1);
        assert_eq!(found(&people, "سلمان"), ["سلمان", "سلمان بن عبدالعزيز"]);
        let told = super::ShownNames::new(
            vec![vec![String::new(), "سلمان".to_owned()]],
            Corrections::parse("same\tسلمان بن عبدالعزيز\tسلمان").unwrap(),
        );
        assert_eq!(told.of("سلمان"), Some("سلمان بن عبدالعزيز"));
    }

    #[test]
    fn the_user_merges_splits_renames_and_hides() {
        let groups: &[&[&str]] = &[&["سيرغي لافروف", "سيرجي لافروف", "لافروف"]];
        let merged = people(
            &VALUES,
            groups,
            "same\tمحمود رضا عباس\tمحمود عباس\tأبو مازن\tMahmoud Abbas\nnot\tعيد الفطر المبارك",
        );
        assert_eq!(merged.shown("أبو مازن"), "محمود رضا عباس");
        assert_eq!(merged.shown("محمود عباس"), "محمود رضا عباس");
        assert_eq!(merged.of("عيد الفطر المبارك"), None);
        let split = people(&VALUES, groups, "apart\tسيرغي لافروف\tسيرجي لافروف");
        assert_ne!(split.of("سيرغي لافروف"), split.of("سيرجي لافروف"));
        let renamed = people(&VALUES, groups, "same\tسيرجي لافروف\tسيرغي لافروف");
        assert_eq!(renamed.shown("لافروف"), "سيرجي لافروف");
    }
}
