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
    /// Recognised names.
    values: Texts,
    /// Names that persons with several are shown under.
    shown: Texts,
    /// Persons, then names that tell none.
    people: Vec<Entry>,
    /// How many of them are persons.
    persons: usize,
    /// The recognised names of each, as places in the list.
    forms: Vec<u32>,
    /// Made when it is first asked for.
    by_form: OnceLock<FxHashMap<String, u32>>,
    /// The names by which persons are asked for, and whose each is.
    names: NameList,
    owners: Vec<u32>,
}

/// One of the people; its texts lie elsewhere.
#[derive(Debug, Clone, Copy)]
struct Entry {
    shown: Shown,
    /// Where its recognised names begin.
    forms: u32,
    alone: bool,
}

/// Where the name is that somebody is shown under: among the recognised ones, or among those of people with several.
#[derive(Debug, Clone, Copy)]
enum Shown {
    Recognised(u32),
    Group(u32),
}

impl People {
    /// From all recognised names of an index, and their words.
    pub fn new(values: Texts, split: SplitNames, names: &ShownNames) -> People {
        let mut shown = Texts::default();
        let mut people: Vec<Shown> = Vec::with_capacity(values.len());
        let mut by_name: FxHashMap<&str, u32> = FxHashMap::default();
        let mut nobodys: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        // Whose each name is, and the name's place.
        let mut owned: Vec<(u32, u32)> = Vec::with_capacity(values.len());
        for (place, value) in (0..).zip(values.iter()) {
            let Some((name, alone)) = names.of_alone(value) else {
                if names.is_nobodys(value) {
                    nobodys.entry(key(value)).or_default().push(place);
                }
                continue;
            };
            let fresh = people.len() as u32;
            let at = match alone {
                true => {
                    people.push(Shown::Recognised(place));
                    fresh
                }
                false => *by_name.entry(name).or_insert_with(|| {
                    people.push(Shown::Group(shown.len() as u32));
                    shown.push(name);
                    fresh
                }),
            };
            owned.push((at, place));
        }
        let persons = people.len();
        // Of several spellings the last.
        let last = |places: &[u32]| places.last().copied().unwrap_or(0);
        let mut nobodys: Vec<Vec<u32>> = nobodys.into_values().collect();
        nobodys.sort_unstable_by_key(|places| values.get(last(places) as usize));
        for places in nobodys {
            let at = people.len() as u32;
            people.push(Shown::Recognised(last(&places)));
            owned.extend(places.into_iter().map(|place| (at, place)));
        }
        owned.sort_by_key(|(at, _)| *at);
        let mut asked = Asked::of(split);
        let mut entries = Vec::with_capacity(people.len());
        let mut begins = 0;
        for places in owned.chunk_by(|a, b| a.0 == b.0) {
            let at = entries.len();
            let Some(name) = people.get(at).copied() else {
                break;
            };
            entries.push(Entry {
                shown: name,
                forms: begins,
                alone: at >= persons,
            });
            begins += places.len() as u32;
            asked.person(at as u32, text(name, &values, &shown), &values, places);
        }
        for (name, aliases) in names.corrections.aliases() {
            if let Some(at) = by_name.get(name.as_str()) {
                aliases.iter().for_each(|alias| asked.name(*at, alias));
            }
        }
        let forms = owned.iter().map(|(_, place)| *place).collect();
        People {
            persons,
            shown,
            people: entries,
            forms,
            values,
            by_form: OnceLock::new(),
            owners: asked.owners,
            names: NameList::of_split(asked.names, asked.splitter.sorted(asked.words)),
        }
    }

    /// From the names of one article, each a person.
    pub fn of_names(names: &[String]) -> People {
        let values: Texts = names.iter().map(String::as_str).collect();
        let split = SplitNames::new(values.iter());
        People::new(values, split, &ShownNames::default())
    }

    /// The names that persons are shown under.
    pub fn shown_names(&self) -> impl Iterator<Item = &str> {
        (0..self.persons).filter_map(|at| self.name(at as u32))
    }

    /// The name that a person is shown under, by its place.
    pub fn name(&self, at: u32) -> Option<&str> {
        let entry = self.people.get(at as usize)?;
        Some(text(entry.shown, &self.values, &self.shown))
    }

    /// The recognised names of one of the people.
    fn forms(&self, at: usize) -> impl Iterator<Item = &str> {
        let begins = |at: usize| self.people.get(at).map(|entry| entry.forms as usize);
        let end = begins(at + 1).unwrap_or(self.forms.len());
        let places = begins(at).and_then(|from| self.forms.get(from..end));
        let places = places.unwrap_or_default().iter();
        places.map(|place| self.values.get(*place as usize))
    }

    /// Whose a recognised name is, as a place among the persons.
    pub fn of(&self, form: &str) -> Option<u32> {
        let forms = self.by_form.get_or_init(|| {
            let people = 0..self.persons;
            let forms = people.flat_map(|at| self.forms(at).map(move |form| (form.to_owned(), at)));
            forms.map(|(form, at)| (form, at as u32)).collect()
        });
        forms.get(form).copied()
    }

    /// Persons that a query can mean, best first.
    pub fn matching(&self, query: &NameQuery) -> Vec<OnePerson> {
        self.owners(query.among(&self.names).into_iter().map(|(name, _)| name))
            .map(|at| self.one(at))
            .collect()
    }

    /// Persons whose names are like a query, best first, at most so many.
    pub fn near(&self, query: &NameQuery, limit: usize) -> Vec<OnePerson> {
        let ranked = query.rank_places(&self.names, limit.saturating_mul(2));
        self.owners(ranked.into_iter().map(|(name, _)| name))
            .take(limit)
            .map(|at| self.one(at))
            .collect()
    }

    fn one(&self, at: u32) -> OnePerson {
        OnePerson {
            name: self.name(at).unwrap_or_default().to_owned(),
            forms: self.forms(at as usize).map(str::to_owned).collect(),
            alone: self.people.get(at as usize).is_some_and(|e| e.alone),
        }
    }

    /// Whose names are, each once.
    fn owners(&self, names: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let mut seen = FxHashSet::default();
        names
            .filter_map(|name| self.owners.get(name as usize).copied())
            .filter(move |owner| seen.insert(*owner))
    }

    /// The names by which persons are asked for.
    pub fn names(&self) -> &NameList {
        &self.names
    }

    /// The name that a recognised name is shown under.
    pub fn shown<'n>(&'n self, form: &'n str) -> Cow<'n, str> {
        let person = self.of(form).and_then(|at| self.name(at));
        Cow::Borrowed(person.unwrap_or(form))
    }
}

/// The name that somebody is shown under.
fn text<'t>(shown: Shown, values: &'t Texts, groups: &'t Texts) -> &'t str {
    match shown {
        Shown::Recognised(at) => values.get(at as usize),
        Shown::Group(at) => groups.get(at as usize),
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
            connects: words.iter().map(connects).collect(),
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
        self.connects.extend(new.map(connects));
        words
    }

    fn connects(&self, word: u32) -> bool {
        self.connects.get(word as usize).is_some_and(|c| *c)
    }

    /// Whether a name has a word beside the surname.
    fn several(&self, words: &[u32]) -> bool {
        words.iter().filter(|w| !self.connects(**w)).count() > 1
    }

    /// Adds the names by which a person is asked for who is shown under a name; `places` has whose and where each of the person's forms
    /// is.
    fn person(&mut self, at: u32, name: &str, values: &Texts, places: &[(u32, u32)]) {
        // Taken out while names are added.
        let of = std::mem::take(&mut self.of);
        let forms: Vec<(&str, &[u32])> = places
            .iter()
            .map(|(_, place)| *place as usize)
            .map(|place| (values.get(place), of.get(place).unwrap_or_default()))
            .collect();
        match forms.as_slice() {
            [(only, words)] if *only == name => self.add(at, only, words),
            several => self.several_forms(at, name, several),
        }
        self.of = of;
    }

    fn several_forms(&mut self, at: u32, name: &str, forms: &[(&str, &[u32])]) {
        let own = forms.iter().find(|(form, _)| *form == name);
        let shown = match own {
            Some((_, words)) => words.to_vec(),
            None => self.split(name),
        };
        let full = forms.iter().any(|(_, words)| self.several(words));
        for (form, words) in forms {
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
        if own.is_none() {
            self.add(at, name, &shown);
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
        let values: Texts = values.iter().copied().collect();
        let split = SplitNames::new(values.iter());
        People::new(values, split, &shown)
    }

    fn found(people: &People, query: &str) -> Vec<String> {
        let found = people.matching(&NameQuery::parse(query));
        found.into_iter().map(|p| p.name).collect()
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
        assert_eq!(people.shown_names().count(), 1);
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

    /// Found in review: a name that the user hid was no longer asked for, but its words still stood in the way of others.
    #[test]
    fn a_hidden_name_keeps_nobody_from_being_found() {
        let hidden = people(&["ماهر", "مهر"], &[], "not\tماهر");
        let without = people(&["مهر"], &[], "");
        for query in ["Maher", "مهر"] {
            assert_eq!(found(&hidden, query), ["مهر"], "{query}");
            assert_eq!(found(&hidden, query), found(&without, query), "{query}");
        }
    }
}
