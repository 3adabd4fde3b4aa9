//! What a word can be in the name of a person; worked out once for each distinct word.
use super::super::country::is_country_word;
use crate::arabic::{
    Evidence, Reading, Script, Word, fold_text, fold_word, is_name_word, is_ordinary_word,
    is_stop_word, name_count,
};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

fn table(text: &'static str) -> FxHashSet<String> {
    text.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_word)
        .collect()
}

static GIVEN: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| table(include_str!("../../../data/names/given.tsv")));
static TITLES: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| table(include_str!("../../../data/names/short_titles.tsv")));
static VERBS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| table(include_str!("../../../data/names/reporting_verbs.tsv")));
static NOT_NAMES: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| table(include_str!("../../../data/names/not_names.tsv")));
static NAMED_AFTER: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| table(include_str!("../../../data/names/named_after.tsv")));

/// Names that no rule finds, by their folded words.
pub(super) static KNOWN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/known.tsv").lines();
    rows.filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_text)
        .collect()
});

/// First words of listed names.
static KNOWN_STARTS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .filter_map(|n| n.split(' ').next())
        .map(str::to_owned)
        .collect()
});

/// What a word can be; a word can be several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// A given name.
    pub given: bool,
    /// Belongs to the following word: بن, أبو, آل, عبد.
    pub connects: bool,
    /// A word that is no Arabic word: a foreign name, most likely.
    pub foreign: bool,
    /// A word with the article that occurs as a surname, or an adjective of origin.
    pub surname: bool,
    /// A title or office.
    pub title: bool,
    /// A verb whose subject is often a person.
    pub verb: bool,
    /// A noun for what is named after persons.
    pub named_after: bool,
    /// A country, people or place.
    pub place: bool,
    /// A stop word.
    pub stop: bool,
    /// An Arabic word of the dictionary.
    pub ordinary: bool,
    /// "son of" or "family of": what stands before is a given name.
    pub bin: bool,
    /// Begins a listed name, with a particle or without.
    pub known: bool,
    /// Occurs often in lists of names, whatever else it is.
    pub listed: bool,
    /// A word with the article.
    pub article: bool,
    /// Carries a particle by analysis, the article aside.
    pub attached: bool,
    /// Follows names without being part of them.
    pub never: bool,
    /// Letters of attached particles before the name.
    pub particles: u8,
}

impl Shape {
    /// Whether it can stand inside a name after its first word.
    pub fn continues(self) -> bool {
        self.particles == 0
            && !self.attached
            && !self.never
            && (self.given || self.surname || self.listed || (self.foreign && !self.place))
            && !self.verb
            && !self.title
    }
}

/// Count in the lists of names from which a word of the dictionary, too, continues a name.
const LISTED: u32 = 6;

/// Particles that may stand before a name.
const PARTICLES: &[&str] = &["", "و", "ل", "ب", "ف", "ك", "ول", "وب"];

/// Classes of a word without regard to particles.
fn plain(folded: &str, word: &Word) -> Shape {
    let connects = matches!(
        folded,
        "بن" | "ابن"
            | "بنت"
            | "ال"
            | "ابو"
            | "ابي"
            | "ابا"
            | "عبد"
            | "ام"
            | "ولد"
            | "دي"
            | "دو"
            | "فان"
            | "فون"
            | "دا"
            | "لو"
            | "ذو"
    );
    // A word that the analyser reads by its dictionary is no foreign name, however it is inflected.
    let whole = *word.folded == *folded;
    let ordinary = is_ordinary_word(folded)
        || (whole
            && word
                .readings
                .iter()
                .any(|r| r.evidence == Evidence::Lexicon));
    let servant = folded
        .strip_prefix("عبدال")
        .is_some_and(|rest| rest.chars().count() >= 3);
    // على is not علي.
    let given =
        (GIVEN.contains(folded) || servant) && !(word.exact.ends_with('ى') && folded == "علي");
    let place = is_country_word(folded);
    let letters = folded.chars().count();
    let article = folded.starts_with("ال") && letters > 4;
    Shape {
        given,
        connects,
        foreign: !ordinary && !article && letters >= 3 && !is_stop_word(folded),
        surname: article
            && (name_count(folded) > 0 || folded.ends_with('ي') || !ordinary)
            && !TITLES.contains(folded),
        title: TITLES.contains(folded)
            || TITLES.contains(folded.strip_prefix(['و', 'ل', 'ب', 'ف']).unwrap_or(folded)),
        verb: VERBS.contains(folded)
            || VERBS.contains(folded.strip_prefix(['و', 'ف']).unwrap_or(folded)),
        named_after: NAMED_AFTER.contains(folded) || {
            let bare = folded.strip_prefix(['و', 'ل', 'ب', 'ف']).unwrap_or(folded);
            NAMED_AFTER.contains(bare)
                || bare
                    .strip_prefix("ال")
                    .is_some_and(|b| NAMED_AFTER.contains(b))
        },
        place,
        stop: is_stop_word(folded) && !given,
        ordinary,
        listed: name_count(folded) >= LISTED && !is_stop_word(folded) && !place,
        article,
        bin: matches!(folded, "بن" | "ابن" | "ال"),
        known: KNOWN_STARTS.contains(folded),
        attached: false,
        never: NOT_NAMES.contains(folded),
        particles: 0,
    }
}

/// The shape of a word: as it stands if it can be a name so, else without a particle if the rest is a name.
pub(super) fn shape(word: &Word) -> Shape {
    if word.script != Script::Arabic {
        return Shape::default();
    }
    let cut = |r: &Reading| !matches!(&*r.proclitics, "" | "ال") || !r.enclitic.is_empty();
    let unsure_and = word
        .readings
        .iter()
        .any(|r| r.evidence == Evidence::Rule && &*r.proclitics == "و");
    let attached = unsure_and
        || word.readings.iter().all(cut)
        || word
            .readings
            .first()
            .is_some_and(|r| cut(r) && r.evidence == Evidence::Lexicon);
    let whole = Shape {
        attached,
        ..plain(&word.folded, word)
    };
    if whole.given || whole.connects || whole.stop {
        return whole;
    }
    for particle in PARTICLES.iter().skip(1) {
        let Some(rest) = word.folded.strip_prefix(particle) else {
            continue;
        };
        let prefix: String = word.exact.chars().take(particle.chars().count()).collect();
        if rest.chars().count() < 3 || prefix.contains(['أ', 'إ', 'آ']) {
            continue;
        }
        let inner = plain(rest, word);
        // A whole that is itself a word or a name keeps its first letter.
        let cut = inner.given && !whole.ordinary && name_count(&word.folded) < 20
            || matches!(rest, "عبد" | "ابو" | "ابي" | "ابا")
            || (inner.foreign
                && is_name_word(rest)
                && !is_name_word(&word.folded)
                && cut_by_analysis(word, particle));
        if cut {
            return Shape {
                particles: particle.chars().count() as u8,
                title: whole.title,
                verb: whole.verb,
                named_after: whole.named_after,
                attached: false,
                ..inner
            };
        }
    }
    whole
}

/// Whether the analyser, too, takes the particle off.
fn cut_by_analysis(word: &Word, particle: &str) -> bool {
    word.readings
        .first()
        .is_some_and(|r| *r.proclitics == *particle && r.evidence != Evidence::Surface)
}
