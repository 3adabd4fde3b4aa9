//! What the lists know of one folded form: traits, and how often it opens and closes names.
use super::super::country::country_words;
use crate::arabic::{Standing, fold_text, fold_word, standing, stop_words};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What the lists say of a word as it stands in them.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    traits: Traits,
    opens: u16,
    closes: u16,
}

/// The lists whose rows are words, and what it means to be in one. A famous surname is one by which one word names a person.
const LISTS: &[(&str, Traits)] = &[
    (include_str!("../../../data/names/given.tsv"), Traits::GIVEN),
    (
        include_str!("../../../data/names/surnames.tsv"),
        Traits::SURNAME,
    ),
    (
        include_str!("../../../data/names/famous.tsv"),
        Traits::FAMOUS,
    ),
    (
        include_str!("../../../data/names/short_titles.tsv"),
        Traits::TITLE,
    ),
    (
        include_str!("../../../data/names/reporting_verbs.tsv"),
        Traits::VERB,
    ),
    (
        include_str!("../../../data/names/named_after.tsv"),
        Traits::NAMED_AFTER,
    ),
    (
        include_str!("../../../data/names/organisations.tsv"),
        Traits::ORGANISATION,
    ),
    (
        include_str!("../../../data/names/not_names.tsv"),
        Traits::NOT_NAME,
    ),
];

/// Places, of which those of one word count.
const PLACES: &str = include_str!("../../../data/places.tsv");

/// How often words open and close names of the list; they are folded there.
const PARTS: &str = include_str!("../../../data/names/parts.tsv");

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// All lists in one, so that a form is looked up once: also stop words, and the words of countries.
static WORDS: LazyLock<FxHashMap<Cow<'static, str>, Listed>> = LazyLock::new(|| {
    let mut words: FxHashMap<Cow<'static, str>, Listed> = FxHashMap::default();
    for row in rows(PARTS) {
        let mut columns = row.split('\t');
        let word = columns.next().unwrap_or_default();
        let mut number = || columns.next().and_then(|c| c.parse().ok());
        if let (Some(opens), Some(closes)) = (number(), number()) {
            let listed = words.entry(Cow::Borrowed(word)).or_default();
            (listed.opens, listed.closes) = (opens, closes);
        }
    }
    let mut add = |word: String, trait_: Traits| {
        words
            .entry(Cow::Owned(word))
            .or_default()
            .traits
            .set(trait_, true);
    };
    for (text, trait_) in LISTS {
        for row in rows(text) {
            add(
                fold_word(row.split('\t').next().unwrap_or_default()),
                *trait_,
            );
        }
    }
    let places = rows(PLACES).filter_map(|row| row.split('\t').next());
    for place in places.filter(|place| !place.contains(' ')) {
        add(fold_text(place), Traits::PLACE);
    }
    stop_words().for_each(|word| add(word.to_owned(), Traits::STOP));
    country_words().for_each(|word| add(word.to_owned(), Traits::COUNTRY));
    words
});

fn listed(folded: &str) -> Listed {
    WORDS.get(folded).copied().unwrap_or_default()
}

/// What holds of a word also behind most particles.
const KEPT: Traits = Traits::TITLE
    .and(Traits::NAMED_AFTER)
    .and(Traits::ORGANISATION)
    .and(Traits::PLACE)
    .and(Traits::COUNTRY);

/// Particles, and which traits of the rest a word with one of them has as well.
const PARTICLES: &[(&str, Traits)] = &[
    ("و", KEPT.and(Traits::VERB)),
    ("ل", KEPT),
    ("ب", KEPT),
    (
        "ف",
        Traits::TITLE
            .and(Traits::VERB)
            .and(Traits::NAMED_AFTER)
            .and(Traits::COUNTRY),
    ),
    ("ك", Traits::TITLE.and(Traits::COUNTRY)),
    ("ول", Traits::TITLE),
    ("ال", Traits::NAMED_AFTER),
    ("وال", Traits::NAMED_AFTER),
    ("بال", Traits::NAMED_AFTER),
];

/// The traits that a word has also with the article after `ل`.
const MELTED: Traits = Traits::TITLE
    .and(Traits::VERB)
    .and(Traits::NAMED_AFTER)
    .and(Traits::ORGANISATION)
    .and(Traits::PLACE);

/// What of the traits of a word without its particles holds of the word as well.
fn behind_particles(folded: &str) -> Traits {
    let mut traits = Traits::default();
    if !folded.starts_with(['و', 'ل', 'ب', 'ف', 'ك', 'ا']) {
        return traits;
    }
    for (particle, kept) in PARTICLES {
        if let Some(rest) = folded.strip_prefix(particle) {
            traits.0 |= listed(rest).traits.0 & kept.0;
        }
    }
    let melted = folded.strip_prefix('و').unwrap_or(folded);
    if let Some(rest) = melted.strip_prefix("لل") {
        let kept = if melted.len() == folded.len() {
            MELTED.and(Traits::COUNTRY)
        } else {
            MELTED
        };
        traits.0 |= listed(&format!("ال{rest}")).traits.0 & kept.0;
    }
    traits
}

/// A set of [`Traits`] bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traits(pub u32);

impl Traits {
    /// A given name of the list, or `عبد` and a name of God in one word.
    pub const GIVEN: Self = Self(1);
    /// A family name of the list.
    pub const SURNAME: Self = Self(1 << 1);
    /// A title, an office or a role.
    pub const TITLE: Self = Self(1 << 2);
    /// A title with the article, or an honorific: a name alone may follow.
    pub const TITLE_OF_PERSON: Self = Self(1 << 3);
    /// A verb whose subject is often a person.
    pub const VERB: Self = Self(1 << 4);
    /// A noun for what is named after persons: مستشفى, شارع.
    pub const NAMED_AFTER: Self = Self(1 << 5);
    /// Part of the name of a firm, a club or a newspaper.
    pub const ORGANISATION: Self = Self(1 << 6);
    /// A word that follows names without being part of them.
    pub const NOT_NAME: Self = Self(1 << 7);
    /// A country, a people or their adjective.
    pub const COUNTRY: Self = Self(1 << 8);
    /// A city or another place.
    pub const PLACE: Self = Self(1 << 9);
    /// A stop word.
    pub const STOP: Self = Self(1 << 10);
    /// A word of the dictionary.
    pub const ORDINARY: Self = Self(1 << 11);
    /// Has the article.
    pub const ARTICLE: Self = Self(1 << 12);
    /// `بن`, `ابن`, `بنت`, `ولد`.
    pub const SON: Self = Self(1 << 13);
    /// `أبو` and its cases, and `أم`.
    pub const KUNYA: Self = Self(1 << 14);
    /// `عبد`.
    pub const SERVANT: Self = Self(1 << 15);
    /// A particle inside foreign names: فان, دي.
    pub const NOBILIARY: Self = Self(1 << 16);
    /// `آل`, the family of.
    pub const FAMILY: Self = Self(1 << 17);
    /// A surname by which news names one person without title or first name.
    pub const FAMOUS: Self = Self(1 << 18);

    /// `ابن` written out.
    pub const IBN: Self = Self(1 << 19);

    /// Number of traits that the model sees.
    pub const COUNT: u32 = 20;

    /// No name goes on with it: a word of the dictionary with a particle, a plural with the article.
    pub const ENDS: Self = Self(1 << 20);
    /// `على` with the letter of the preposition.
    pub const UPON: Self = Self(1 << 21);
    /// `الله`.
    pub const GOD: Self = Self(1 << 22);
    /// Makes a given name with `الله`.
    pub const OF_GOD: Self = Self(1 << 23);
    /// Tells two of one name apart: الابن.
    pub const AFTER_NAMES: Self = Self(1 << 24);
    /// "And" with a word of names.
    pub const AND_NAME: Self = Self(1 << 25);
    /// Perhaps "and" with a word of names that no list has.
    pub const AND_MAYBE: Self = Self(1 << 26);
    /// May be a surname by its letters.
    pub const NEW_SURNAME: Self = Self(1 << 27);

    /// Whether all of `other` hold.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` holds.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn set(&mut self, other: Self, holds: bool) {
        if holds {
            self.0 |= other.0;
        }
    }
}

/// Words that belong to the name word after them.
pub(super) const CONNECTS: Traits = Traits::SON
    .and(Traits::KUNYA)
    .and(Traits::SERVANT)
    .and(Traits::NOBILIARY)
    .and(Traits::FAMILY);

/// What the lists know of a form.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Form {
    pub traits: Traits,
    /// Times in lists of names.
    pub names: u32,
    /// Times first in names of a list.
    pub opens: u16,
    /// Times last in names of a list.
    pub closes: u16,
    /// How common it is: see [`crate::arabic::word_frequency`].
    pub frequency: Option<f32>,
}

/// Looks a folded form up in every list; `exact` tells apart what folding makes alike.
pub(super) fn form(folded: &str, exact: &str) -> Form {
    let Listed {
        mut traits,
        opens,
        closes,
    } = listed(folded);
    let Standing {
        frequency,
        names,
        ordinary,
    } = standing(folded);
    let servant_of = folded.strip_prefix("عبدال");
    traits.set(
        Traits::GIVEN,
        servant_of.is_some_and(|r| r.chars().nth(2).is_some()),
    );
    // على is not علي.
    if folded == "علي" && exact.ends_with('ى') {
        traits.0 &= !Traits::GIVEN.0;
    }
    traits = traits.and(behind_particles(folded));
    let bare = folded.strip_prefix(['و', 'ل', 'ب', 'ف']).unwrap_or(folded);
    let of_person = bare.starts_with("ال")
        || folded.contains("لل")
        || matches!(
            bare,
            "سمو" | "معالي" | "دكتور" | "كابتن" | "د" | "نظيره" | "نظيرته"
        );
    traits.set(
        Traits::TITLE_OF_PERSON,
        of_person && traits.has(Traits::TITLE),
    );
    traits.set(Traits::ORDINARY, ordinary);
    traits.set(
        Traits::ARTICLE,
        folded.starts_with("ال") && folded.chars().nth(4).is_some(),
    );
    traits.set(Traits::SON, matches!(folded, "بن" | "ابن" | "بنت" | "ولد"));
    traits.set(Traits::IBN, folded == "ابن");
    traits.set(
        Traits::KUNYA,
        matches!(folded, "ابو" | "ابي" | "ابا" | "ام"),
    );
    traits.set(Traits::SERVANT, folded == "عبد");
    let nobiliary = matches!(
        folded,
        "دي" | "دو"
            | "فان"
            | "فون"
            | "دا"
            | "ديل"
            | "دل"
            | "لا"
            | "لو"
            | "لي"
            | "سان"
            | "ذو"
            | "ماك"
    );
    traits.set(Traits::NOBILIARY, nobiliary);
    traits.set(Traits::FAMILY, folded == "ال" && exact.contains('آ'));
    Form {
        traits,
        names,
        opens,
        closes,
        frequency,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::country::is_country_word;
    use super::*;
    use crate::arabic::is_stop_word;

    #[test]
    fn stop_words_and_countries_are_known_as_where_they_are_at_home() {
        let particles = ["", "و", "ف", "ب", "ل", "ك", "لل", "ولل", "ال"];
        let mut countries = 0;
        for word in country_words().chain(stop_words()) {
            for particle in particles {
                let bare = word.strip_prefix("ال").filter(|_| particle.ends_with("لل"));
                let written = format!("{particle}{}", bare.unwrap_or(word));
                let traits = form(&written, &written).traits;
                assert_eq!(
                    traits.has(Traits::STOP),
                    is_stop_word(&written),
                    "{written}"
                );
                let country = is_country_word(&written);
                assert_eq!(traits.has(Traits::COUNTRY), country, "{written}");
                countries += usize::from(country);
            }
        }
        assert!(countries > 2_000);
    }
}
