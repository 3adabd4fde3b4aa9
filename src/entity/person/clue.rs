//! What a word says about names: worked out once for each distinct word.
use super::super::country::is_country_word;
use super::spelling::name_odds;
use crate::arabic::{
    Evidence, Script, Word, fold_text, fold_word, is_ordinary_word, is_stop_word, name_count,
};
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

/// Places that are one word: a name does not begin with them.
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

/// What kind of word stands here; several may hold.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Clue {
    /// Points for opening a name.
    pub first: f32,
    /// Points for standing inside or at the end of a name.
    pub inner: f32,
    /// A given name of the list.
    pub given: bool,
    /// Belongs to the following word: بن, أبو, آل, عبد.
    pub connects: bool,
    /// `عبد`, which opens a given name.
    pub servant: bool,
    /// `أبو` and its cases, which open a kunya.
    pub kunya: bool,
    /// `بن` and its like.
    pub son: bool,
    /// A title, an office or a role.
    pub title: bool,
    /// A title with the article, or an honorific: a name alone may follow.
    pub title_of_person: bool,
    /// A verb whose subject is often a person.
    pub verb: bool,
    /// A noun for what is named after persons.
    pub named_after: bool,
    /// Part of the name of a firm, a club or a newspaper.
    pub organisation: bool,
    /// A country, a people or a place.
    pub place: bool,
    /// A stop word.
    pub stop: bool,
    /// A word of the dictionary.
    pub ordinary: bool,
    /// Has the article.
    pub article: bool,
    /// Occurs in lists of names, or is no word of the dictionary and spelt like a name.
    pub known: bool,
    /// A family name of the list.
    pub surname: bool,
    /// Closes names of the lists often.
    pub often_last: bool,
    /// Occurs in lists of names.
    pub listed: bool,
    /// Letters of attached particles before the name.
    pub particles: u8,
    /// Anything but a word in Arabic letters.
    pub other: bool,
}

/// Particles that may be written before a name.
const PARTICLES: &[&str] = &["و", "ل", "ب", "ف", "ك", "ول", "وب", "فل"];

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

fn plain(folded: &str, word: &Word, whole: bool) -> Clue {
    let letters = folded.chars().count();
    let son = matches!(folded, "بن" | "ابن" | "بنت" | "ولد");
    let kunya = matches!(folded, "ابو" | "ابي" | "ابا" | "ام");
    let particle = matches!(
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
    let servant = folded == "عبد";
    let family = folded == "ال" && word.exact.contains('آ');
    let stop = is_stop_word(folded);
    // على is not علي, and إلى not ألي.
    let given = GIVEN.contains(folded)
        || folded
            .strip_prefix("عبدال")
            .is_some_and(|r| r.chars().count() >= 3);
    let given = given && !(folded == "علي" && word.exact.ends_with('ى'));
    // What the analyser reads by its dictionary is a word of the language, however inflected.
    let lexical = is_ordinary_word(folded);
    let ordinary = lexical
        || (whole
            && word
                .readings
                .iter()
                .any(|r| r.evidence == Evidence::Lexicon));
    let article = folded.starts_with("ال") && letters > 4;
    let place = is_country_word(folded) || PLACES.contains(folded);
    let count = name_count(folded);
    let (opens, closes) = PARTS.get(folded).copied().unwrap_or_default();
    let surname = SURNAMES.contains(folded);
    let frequent = (count as f32 + 1.0).log2().min(5.0);
    let odds = name_odds(folded).clamp(-4.0, 1.5);
    let title = without_particle(folded, &TITLES, &["و", "ل", "ب", "ف", "ك", "ول"]);
    let verb = without_particle(folded, &VERBS, &["و", "ف"]);
    let never = NOT_NAMES.contains(folded);
    let first = if given && (!ordinary || count >= 40 || opens >= 3) {
        3.0
    } else if given {
        1.8
    } else if article {
        -2.5
    } else if lexical {
        -3.0 + (f32::from(opens) * 0.5).min(2.5)
    } else {
        (odds * 0.6
            + if count > 0 {
                0.4 + 0.15 * frequent
            } else {
                0.0
            }
            + (f32::from(opens) * 0.4).min(1.4))
        .min(2.5)
            - if ordinary { 1.0 } else { 0.0 }
    };
    let inner = if given {
        2.0
    } else if surname {
        2.2
    } else if article {
        let nisba = folded.ends_with('ي');
        let inflected = ["ين", "ون", "ات", "يه"].iter().any(|e| folded.ends_with(e))
            && letters > 5
            && closes == 0;
        match (ordinary, place) {
            _ if inflected => -2.0,
            (_, true) if is_country_word(folded) => {
                -1.2 + (f32::from(closes) + frequent * 0.5).min(1.4)
            }
            (false, _) => 2.0 + odds.min(0.0) * 0.1,
            (true, _) if nisba => -1.5 + (f32::from(closes) * 0.5 + frequent * 0.3).min(2.0),
            (true, _) => -1.2 + (f32::from(closes) * 0.7 + frequent * 0.4).min(2.2),
        }
    } else if lexical {
        -2.8 + (f32::from(closes) * 0.6 + frequent * 0.35).min(3.4)
    } else {
        (0.8 + odds * 0.6
            + if count > 0 {
                0.4 + 0.15 * frequent
            } else {
                0.0
            }
            + (f32::from(closes) * 0.4).min(1.2))
        .min(2.6)
            - if ordinary { 1.3 } else { 0.0 }
    };
    let inner = if matches!(folded, "الدين" | "الاسلام") {
        1.0
    } else {
        inner
    };
    let inner = if never {
        -5.0
    } else if title && !surname {
        -3.0
    } else if verb && !given && !surname {
        -3.5
    } else {
        inner
    };
    let first = if never || (title && !given) || (verb && !given) {
        -5.0
    } else if place && !given {
        first.min(0.3) - 1.0
    } else {
        first
    };
    let inner = if place && !given && !surname && !article {
        inner - 1.5
    } else {
        inner
    };
    let bare = folded.strip_prefix(['و', 'ل', 'ب', 'ف']).unwrap_or(folded);
    Clue {
        first: if servant {
            3.0
        } else if kunya {
            0.8
        } else {
            first
        },
        inner,
        given,
        connects: son || kunya || particle || servant || family,
        servant,
        kunya,
        son: son || family,
        title,
        title_of_person: title
            && (bare.starts_with("ال")
                || folded.contains("لل")
                || matches!(
                    bare,
                    "سمو" | "معالي" | "دكتور" | "كابتن" | "د" | "نظيره" | "نظيرته"
                )),
        verb,
        named_after: without_particle(
            folded,
            &NAMED_AFTER,
            &["و", "ل", "ب", "ف", "ال", "وال", "بال"],
        ),
        organisation: without_particle(folded, &ORGANISATIONS, &["و", "ل", "ب"]),
        place,
        stop,
        ordinary,
        article,
        known: given || surname || count > 0 || opens + closes > 0 || (!ordinary && odds > 0.3),
        surname,
        often_last: closes >= 2 || count >= 6,
        listed: given || surname || count > 0 || opens + closes > 0,
        particles: 0,
        other: false,
    }
}

/// The clue of a word: as it stands if it can be a name so, else without a particle if the rest is one.
pub(super) fn clue(word: &Word) -> Clue {
    if word.script != Script::Arabic {
        return Clue {
            other: true,
            first: -9.0,
            inner: -9.0,
            ..Clue::default()
        };
    }
    let whole = plain(&word.folded, word, true);
    if whole.given || whole.stop && !whole.connects {
        return whole;
    }
    let mut best = whole;
    for particle in PARTICLES {
        let Some(rest) = word.folded.strip_prefix(particle) else {
            continue;
        };
        let prefix: String = word.exact.chars().take(particle.chars().count()).collect();
        if rest.chars().count() < 2 || prefix.contains(['أ', 'إ', 'آ']) {
            continue;
        }
        let inner = plain(rest, word, false);
        let hamza = word.exact.chars().nth(particle.chars().count()) == Some('أ');
        let opens = inner.first >= 1.0
            && (inner.listed || inner.servant || name_odds(rest) > name_odds(&word.folded) + 1.0);
        let kunya = inner.kunya && rest != "ام" && (hamza || !whole.known);
        let by_article = *particle == "و" && inner.article && !inner.ordinary && whole.ordinary;
        // A word or a name of its own keeps its first letter.
        let better = inner.first
            > whole.first.max(if whole.known && !whole.ordinary {
                whole.inner
            } else {
                -9.0
            }) + 0.4;
        let longer = particle.len() > 2 || best.particles == 0;
        if ((opens && better) || by_article || kunya) && longer && !inner.stop {
            best = Clue {
                particles: particle.chars().count() as u8,
                title: whole.title,
                title_of_person: whole.title_of_person,
                verb: whole.verb,
                named_after: whole.named_after,
                ..inner
            };
        }
    }
    best
}
