//! What weak words of countries need around them to count.
use super::gazetteer::{Needs, is_country_word};
use crate::arabic::fold_word;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

fn words(table: &'static str) -> FxHashSet<String> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_word)
        .collect()
}

static PLACE_SIGNS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/place_signs.tsv")));
static HUMAN_NOUNS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/human_nouns.tsv")));
static VERBS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/names/reporting_verbs.tsv")));
static GIVEN: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/names/given.tsv")));
static OUTLETS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/outlets.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t'))
        .map(|(s, c)| (crate::arabic::fold_text(s), c))
        .collect()
});

/// Folded neighbours of a form.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    pub before_last: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    /// The form carries ب or ل.
    pub preposition: bool,
    /// Something stands between the form and the word after it.
    pub after_apart: bool,
    /// The surface carries tanwin.
    pub tanwin: bool,
}

fn without_particle(word: &str) -> &str {
    word.strip_prefix(['و', 'ف', 'ب', 'ل']).unwrap_or(word)
}

fn is_in(set: &FxHashSet<String>, word: &str) -> bool {
    set.contains(word) || set.contains(without_particle(word))
}

/// Whether a word is a given name of persons.
pub(super) fn is_given(word: &str) -> bool {
    is_in(&GIVEN, word)
}

/// Whether what stands around a weak form is enough; `named` says whether the country is mentioned otherwise in the article.
pub(super) fn counts(needs: Needs, around: Around<'_>, named: bool) -> bool {
    match needs {
        Needs::Nothing => true,
        Needs::Named => named,
        Needs::Place => {
            let number = around.after.starts_with(|c: char| c.is_ascii_digit());
            let measured = number
                || matches!(around.before, "كل" | "نصف" | "هذا" | "اي")
                || around.after.starts_with("الداير");
            !measured && (named || around.preposition || is_in(&PLACE_SIGNS, around.before))
        }
        Needs::NotName => {
            around.after.is_empty()
                || around.after_apart
                || crate::arabic::is_ordinary_word(around.after)
                || crate::arabic::is_stop_word(around.after)
                || is_country_word(around.after)
                || around.after.starts_with(['و', 'ب', 'ل'])
        }
        Needs::NoTanwin => !around.tanwin && around.after != "من",
        Needs::Human => {
            named || is_in(&HUMAN_NOUNS, around.before) || around.before.ends_with("ين")
        }
        Needs::Noun => {
            let name_follows =
                matches!(around.after, "بن" | "ابن" | "ال" | "عبد") || is_given(around.after);
            let before = without_particle(around.before);
            let title = is_in(&VERBS, around.before)
                || is_given(around.before)
                || matches!(before, "بن" | "ابن" | "الامير" | "الشيخ");
            !name_follows
                && !title
                && !around.before.is_empty()
                && !around.before.starts_with("ال")
                && !is_name_head(around)
        }
    }
}

fn is_name_head(around: Around<'_>) -> bool {
    // "the Turk al-…": a surname after the word, and no noun before it that it could describe.
    around.after.starts_with("ال") && matches!(around.before, "مع" | "ان" | "قال" | "اعلن" | "اكد")
}

/// Whether a masculine adjective with the article is the surname of the given name before it.
pub(super) fn is_surname(around: Around<'_>) -> bool {
    if matches!(around.before_last, "ابو" | "ابي" | "ابا") {
        return true;
    }
    is_given(around.before)
        && !matches!(
            around.before_last,
            "الرييس" | "الملك" | "السلطان" | "الامير" | "الشيخ"
        )
        || (is_given(around.before) && is_given(around.before_last))
}

/// The country that a newspaper calls "the Kingdom".
pub(super) fn kingdom_of(source: &str) -> Option<&'static str> {
    OUTLETS.get(&crate::arabic::fold_text(source)).copied()
}
