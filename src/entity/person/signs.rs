//! What a word says of the end of a name and of what belongs to it: traits that the model does not see.
use super::cut::Rests;
use super::features::skip;
use super::lexicon::Traits;
use crate::arabic::{fold_word, is_ordinary_word};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

fn words(text: &'static str) -> FxHashSet<String> {
    let rows = text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.map(fold_word).collect()
}

static OF_GOD: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/names/of_god.tsv")));
static AFTER_NAMES: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| words(include_str!("../../../data/names/after_names.tsv")));

/// How much likelier the rest must be than the whole word for a `و` to be "and".
const RARER: u32 = 4;

/// The signs of a word, of which `traits` are known already.
pub(super) fn signs(rests: &mut Rests<'_>, traits: Traits) -> Traits {
    let word = rests.word;
    let folded = &*word.folded;
    let own = rests.form(0);
    let listed = own.names > 0 || traits.any(Traits::GIVEN.and(Traits::SURNAME));
    let mut out = Traits::default();
    if !listed && inflected(rests, traits) {
        out = out.and(Traits::ENDS);
    }
    if may_be_surname(rests) {
        out = out.and(Traits::NEW_SURNAME);
    }
    if folded == "علي" && word.exact.ends_with('ى') {
        out = out.and(Traits::UPON);
    }
    if folded == "الله" {
        out = out.and(Traits::GOD);
    }
    if OF_GOD.contains(folded) || OF_GOD.contains(skip(folded, 1)) {
        out = out.and(Traits::OF_GOD);
    }
    if AFTER_NAMES.contains(folded) {
        out = out.and(Traits::AFTER_NAMES);
    }
    let named = Traits::GIVEN.and(Traits::SURNAME);
    if folded.starts_with('و') && folded.chars().nth(3).is_some() {
        let rest = rests.form(1);
        if !own.traits.any(named) {
            if rest.names > 0 && rest.names >= RARER * own.names {
                out = out.and(Traits::AND_NAME);
            }
            if own.names == 0 {
                out = out.and(Traits::AND_MAYBE);
            }
        }
    }
    out
}

/// From which log-odds down the letters are those of an inflected word and not of a name.
const INFLECTED: f32 = -2.5;

/// Whether a word is one of the dictionary with a particle before it or a plural with the article.
fn inflected(rests: &mut Rests<'_>, traits: Traits) -> bool {
    let word = rests.word;
    let folded = &*word.folded;
    // A hamza on the alef after the particle: لإكمال.
    let hamza = ["لإ", "لأ", "بإ", "بأ"]
        .iter()
        .any(|p| word.exact.starts_with(p));
    if hamza || rests.odds(0) >= INFLECTED {
        return hamza;
    }
    let plural = traits.has(Traits::ARTICLE)
        && ["ين", "ون", "ات"].iter().any(|end| folded.ends_with(end))
        && word.readings.first().is_some_and(|r| r.lemma != r.stem);
    let read = |particle: &str| word.readings.iter().any(|r| &*r.proclitics == particle);
    plural
        || ["لل", "بال", "ل", "ب"].iter().any(|p| read(p))
        || (folded.starts_with(['ل', 'ب']) && rests.form(1).traits.has(Traits::ORDINARY))
        || ["لل", "بال"]
            .iter()
            .any(|p| folded.strip_prefix(p).is_some_and(is_ordinary_word))
}

/// Whether a word may be a surname by its letters: no dictionary has it but as a verb or a name, and nothing is attached to it.
fn may_be_surname(rests: &mut Rests<'_>) -> bool {
    let word = rests.word;
    let own = rests.form(0);
    let bare = word
        .readings
        .first()
        .is_some_and(|r| matches!(&*r.proclitics, "" | "ال") && r.enclitic.is_empty());
    // عرضا is an accusative, not a name.
    let listed = own.closes > 0 && !word.folded.ends_with('ا');
    own.traits.has(Traits::SURNAME)
        || (bare
            && word.folded.chars().nth(3).is_some()
            && !own.traits.has(Traits::ORDINARY)
            && (listed || rests.odds(0) > 0.0))
}
