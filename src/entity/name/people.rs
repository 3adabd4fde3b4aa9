//! Who the persons of an index are: its recognised names grouped by person, with the user's corrections.
use super::corrections::{Corrections, key};
use super::list::{NameList, Splitter};
use super::query::NameQuery;
use super::reading::connects;
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

    /// Whether a recognised name is the only one of its person.
    fn is_alone(&self, name: &str) -> bool {
        self.corrections.is_empty() && !self.grouped.contains_key(name)
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
    /// From all recognised names of an index.
    pub fn new(values: Vec<String>, shown: &ShownNames) -> People {
        let mut people: Vec<OnePerson> = Vec::new();
        let mut by_name: FxHashMap<String, u32> = FxHashMap::default();
        let mut nobodys: FxHashMap<String, OnePerson> = FxHashMap::default();
        for value in values {
            let Some(name) = shown.of(&value) else {
                if shown.is_nobodys(&value) {
                    let same = nobodys.entry(key(&value)).or_default();
                    same.name.clone_from(&value);
                    same.alone = true;
                    same.forms.push(value);
                }
                continue;
            };
            let known = by_name.get(name).filter(|_| !shown.is_alone(&value));
            let at = match known {
                Some(at) => *at,
                None => {
                    let at = people.len() as u32;
                    if !shown.is_alone(&value) {
                        by_name.insert(name.to_owned(), at);
                    }
                    people.push(OnePerson {
                        name: name.to_owned(),
                        forms: Vec::with_capacity(1),
                        alone: false,
                    });
                    at
                }
            };
            if let Some(person) = people.get_mut(at as usize) {
                person.forms.push(value);
            }
        }
        let persons = people.len();
        let mut nobodys: Vec<OnePerson> = nobodys.into_values().collect();
        nobodys.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        people.extend(nobodys);
        let mut asked = Asked::default();
        for (at, person) in (0..).zip(&people) {
            asked.person(at, person);
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
            names: NameList::from_split(asked.names, asked.words, asked.splitter),
        }
    }

    /// From the names of one article, each a person.
    pub fn of_names(names: Vec<String>) -> People {
        People::new(names, &ShownNames::default())
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
#[derive(Default)]
struct Asked {
    names: Vec<String>,
    owners: Vec<u32>,
    /// The words of the names one after the other, and where those of each end.
    words: (Vec<u32>, Vec<u32>),
    splitter: Splitter,
    /// Whether each word of the splitter only connects others.
    connects: Vec<bool>,
}

impl Asked {
    /// Adds a name as it stands.
    fn name(&mut self, owner: u32, name: &str) {
        let mut words = Vec::new();
        self.split(name, &mut words);
        self.split_name(owner, name, &words);
    }

    fn split_name(&mut self, owner: u32, name: &str, words: &[u32]) {
        self.names.push(name.to_owned());
        self.owners.push(owner);
        self.words.0.extend_from_slice(words);
        self.words.1.push(self.words.0.len() as u32);
    }

    fn split(&mut self, name: &str, words: &mut Vec<u32>) {
        self.splitter.split(name, words);
        let known = self.connects.len();
        let new = self.splitter.words().iter().skip(known);
        self.connects.extend(new.map(|word| connects(word)));
    }

    fn connects(&self, word: u32) -> bool {
        self.connects.get(word as usize).is_some_and(|c| *c)
    }

    /// Whether a name has a word beside the surname.
    fn several(&self, words: &[u32]) -> bool {
        words.iter().filter(|w| !self.connects(**w)).count() > 1
    }

    /// Adds the names by which a person is asked for.
    fn person(&mut self, at: u32, person: &OnePerson) {
        let (mut shown, mut words) = (Vec::new(), Vec::new());
        if let [only] = person.forms.as_slice()
            && *only == person.name
        {
            self.split(only, &mut words);
            self.split_name(at, only, &words);
            return;
        }
        let mut split: Vec<Vec<u32>> = Vec::with_capacity(person.forms.len());
        for form in &person.forms {
            self.split(form, &mut words);
            split.push(words.clone());
        }
        self.split(&person.name, &mut shown);
        let full = split.iter().any(|words| self.several(words));
        for (form, words) in person.forms.iter().zip(&split) {
            // A surname alone that was joined to a full name is not what another bearer of it is asked by, and what stands before or
            // after the whole name is a slip of recognition.
            let rest = words.strip_prefix(shown.as_slice());
            let goes_on = |rest: &[u32]| rest.first().is_some_and(|w| self.connects(*w));
            let slip = words.len() > shown.len()
                && (words.ends_with(&shown) || rest.is_some_and(|rest| !goes_on(rest)));
            if (!full || self.several(words)) && !slip {
                self.split_name(at, form, words);
            }
        }
        if !person.forms.contains(&person.name) {
            self.split_name(at, &person.name, &shown);
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
        People::new(owned(values), &shown)
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
