//! What the lists know of one folded form: traits, and how often it opens and closes names.
use super::super::country::is_country_word;
use crate::arabic::{fold_text, fold_word, is_ordinary_word, is_stop_word, name_count};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

type Words = LazyLock<FxHashSet<String>>;

fn table(text: &'static str) -> FxHashSet<String> {
    text.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| fold_word(l.split('\t').next().unwrap_or_default()))
        .collect()
}

static GIVEN: Words = LazyLock::new(|| table(include_str!("../../../data/names/given.tsv")));
static SURNAMES: Words = LazyLock::new(|| table(include_str!("../../../data/names/surnames.tsv")));
static TITLES: Words =
    LazyLock::new(|| table(include_str!("../../../data/names/short_titles.tsv")));
static VERBS: Words =
    LazyLock::new(|| table(include_str!("../../../data/names/reporting_verbs.tsv")));
static NOT_NAMES: Words =
    LazyLock::new(|| table(include_str!("../../../data/names/not_names.tsv")));
static NAMED_AFTER: Words =
    LazyLock::new(|| table(include_str!("../../../data/names/named_after.tsv")));
static ORGANISATIONS: Words =
    LazyLock::new(|| table(include_str!("../../../data/names/organisations.tsv")));

/// Surnames of persons so well known that one word names them.
static FAMOUS: Words = LazyLock::new(|| table(include_str!("../../../data/names/famous.tsv")));

/// Places that are one word.
static PLACES: Words = LazyLock::new(|| {
    let rows = include_str!("../../../data/places.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split('\t').next())
        .filter(|p| !p.contains(' '))
        .map(fold_text)
        .collect()
});

/// Times a folded word opens and closes a name of the list.
static PARTS: LazyLock<FxHashMap<&'static str, (u16, u16)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/parts.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((
            columns.next()?,
            (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?),
        ))
    })
    .collect()
});

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
}

fn without_particle(folded: &str, set: &FxHashSet<String>, particles: &[&str]) -> bool {
    set.contains(folded)
        || particles.iter().any(|p| {
            folded
                .strip_prefix(p)
                .is_some_and(|rest| set.contains(rest))
        })
        || folded
            .strip_prefix("و")
            .unwrap_or(folded)
            .strip_prefix("لل")
            .is_some_and(|rest| set.contains(&format!("ال{rest}")))
}

/// Looks a folded form up in every list; `exact` tells apart what folding makes alike.
pub(super) fn form(folded: &str, exact: &str) -> Form {
    let mut traits = Traits::default();
    let (opens, closes) = PARTS.get(folded).copied().unwrap_or_default();
    let names = name_count(folded);
    let given = GIVEN.contains(folded)
        || folded
            .strip_prefix("عبدال")
            .is_some_and(|r| r.chars().count() >= 3);
    // على is not علي.
    traits.set(
        Traits::GIVEN,
        given && !(folded == "علي" && exact.ends_with('ى')),
    );
    traits.set(Traits::SURNAME, SURNAMES.contains(folded));
    traits.set(Traits::FAMOUS, FAMOUS.contains(folded));
    let title = without_particle(folded, &TITLES, &["و", "ل", "ب", "ف", "ك", "ول"]);
    traits.set(Traits::TITLE, title);
    let bare = folded.strip_prefix(['و', 'ل', 'ب', 'ف']).unwrap_or(folded);
    let of_person = bare.starts_with("ال")
        || folded.contains("لل")
        || matches!(
            bare,
            "سمو" | "معالي" | "دكتور" | "كابتن" | "د" | "نظيره" | "نظيرته"
        );
    traits.set(Traits::TITLE_OF_PERSON, title && of_person);
    traits.set(Traits::VERB, without_particle(folded, &VERBS, &["و", "ف"]));
    let named_after = without_particle(
        folded,
        &NAMED_AFTER,
        &["و", "ل", "ب", "ف", "ال", "وال", "بال"],
    );
    traits.set(Traits::NAMED_AFTER, named_after);
    traits.set(
        Traits::ORGANISATION,
        without_particle(folded, &ORGANISATIONS, &["و", "ل", "ب"]),
    );
    traits.set(Traits::NOT_NAME, NOT_NAMES.contains(folded));
    traits.set(Traits::COUNTRY, is_country_word(folded));
    traits.set(
        Traits::PLACE,
        without_particle(folded, &PLACES, &["و", "ل", "ب"]),
    );
    traits.set(Traits::STOP, is_stop_word(folded));
    traits.set(Traits::ORDINARY, is_ordinary_word(folded));
    traits.set(
        Traits::ARTICLE,
        folded.starts_with("ال") && folded.chars().count() > 4,
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
    }
}
