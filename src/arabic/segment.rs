//! The readings of a word: which particles come off, and the lemma of what is left.
//!
//! Every way to cut a word into proclitics, stem and pronoun is tried. A way counts only if the stem is known (dictionary,
//! names, or a list of common words); it is as likely as the stem is common and the particles are. The readings kept are the
//! best and those not much less likely. So a name is never cut because it begins like a particle: the rest must be a word,
//! and a common one.
use super::fold::fold_word;
use super::inflect::{RARE, conjugated, imperfect, inflected, inflected_too, stem_frequency};
use super::lexicon::{Key, Known, NOUN, PARTICLE, PLURAL, PROPER, VERB};
use super::particles::{BARE, ENCLITICS, PROCLITICS, Particle, Takes};
use super::word::{Evidence, Reading};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

const IRREGULAR: &str = include_str!("../../data/lexicon/irregular.tsv");

static IRREGULARS: LazyLock<FxHashMap<String, Reading>> = LazyLock::new(|| {
    let rows = IRREGULAR
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.filter_map(|row| {
        let columns: Vec<String> = row.split('\t').map(fold_word).collect();
        let [word, particles, stem, lemma] = columns.as_slice() else {
            return None;
        };
        Some((
            word.clone(),
            reading(particles, stem, "", lemma, Evidence::Rule),
        ))
    })
    .collect()
});

/// Readings less likely than the best by more than this (in log10) are dropped.
const MARGIN: f32 = 1.0;
/// Likelihood of a name that only the lists of names have.
const RARE_NAME: f32 = -7.3;
/// Likelihood of a word, whole, of which nothing is known, and how much less likely each of its letters makes it.
const UNKNOWN: f32 = -8.25;
const UNKNOWN_LETTER: f32 = -0.25;
/// How much less likely a word is that is written often but in no dictionary: it may be one with particles.
const UNLISTED: f32 = 0.5;
/// A form that no list of common words has is rarer than the rarest in the list, however common its stem.
const UNSEEN: f32 = -7.7;
/// An inflection less likely than the word is written by no more than this (in log10) explains it.
const EXPLAINED: f32 = 0.3;
/// Names of at least this count in the lists are not read as verbs: أحمد is not "I praise".
const FREQUENT_NAME: u32 = 5;
/// What the article costs among the particles of data/particles.tsv.
const ARTICLE: f32 = -0.5;
/// Two letters are seldom what is left of a word.
const SHORT: f32 = -1.2;
/// A cut that explains less than this part (in log10) of how often the whole word is written does not explain it.
const UNEXPLAINED: f32 = -1.0;
/// The same where the whole word is known from names.
const UNEXPLAINED_NAME: f32 = -0.6;
/// A plural is kept beside a name of the same letters unless its singular is rarer than this part (in log10) of it:
/// عباس is a name, whatever عابس might have for a plural.
const RARE_SINGULAR: f32 = -1.5;
/// How much less likely the plural is than the name.
const NOT_THE_NAME: f32 = -0.3;
/// How much commoner (in log10) than the verb one of its forms may be.
const VERB_FORM: f32 = 0.5;
/// Longest word, in letters, that is cut; longer ones are no words.
const LONGEST: usize = 24;
/// Most readings kept.
const MOST: usize = 4;

/// A reading with its likelihood, not written out yet: most are dropped.
struct Candidate<'w> {
    proclitics: &'static str,
    stem: Cow<'w, str>,
    enclitic: &'static str,
    lemma: Cow<'w, str>,
    evidence: Evidence,
    likelihood: f32,
}

impl Candidate<'_> {
    fn reading(&self) -> Reading {
        reading(
            self.proclitics,
            &self.stem,
            self.enclitic,
            &self.lemma,
            self.evidence,
        )
    }
}

/// A lemma that a stem may have.
struct Stem<'w> {
    lemma: Cow<'w, str>,
    likelihood: f32,
    evidence: Evidence,
}

/// The readings of a word given in its exact and folded form, most likely first; never empty.
pub(super) fn readings(exact: &str, folded: &str) -> Vec<Reading> {
    if let Some(reading) = IRREGULARS.get(folded) {
        return vec![reading.clone()];
    }
    if super::stop::is_stop_word(folded) {
        return vec![whole(folded)];
    }
    let mut found: Vec<Candidate> = Vec::new();
    let letters = folded.chars().count();
    let own = Key::of(folded).known();
    let written = own.frequency;
    if (2..=LONGEST).contains(&letters) {
        // The whole word first: what is a word itself is not inflected from a shorter one.
        cut(exact, folded, None, &mut found);
        let first = folded.chars().next();
        for particle in PROCLITICS.iter().filter(|p| Some(p.first) == first) {
            cut(exact, folded, Some(particle), &mut found);
        }
    }
    if letters >= 4 {
        let uncut = |c: &&Candidate| c.proclitics.is_empty() && c.enclitic.is_empty();
        let best = found
            .iter()
            .filter(uncut)
            .map(|c| c.likelihood)
            .reduce(f32::max);
        let likelihood = match (written, best) {
            // Written more often than any inflection explains: a word of its own besides.
            (Some(written), Some(best)) => {
                (best < written - EXPLAINED).then_some(written - UNLISTED)
            }
            (Some(written), None) => Some(written - UNLISTED),
            (None, Some(_)) => None,
            (None, None) => Some(UNKNOWN + UNKNOWN_LETTER * letters as f32),
        };
        found.extend(likelihood.map(|likelihood| Candidate {
            proclitics: "",
            stem: Cow::Borrowed(folded),
            enclitic: "",
            lemma: Cow::Borrowed(folded),
            evidence: Evidence::Surface,
            likelihood,
        }));
    }
    if let Some(written) = written.filter(|_| own.entries.is_empty()) {
        let least = if own.names > 0 {
            written + UNEXPLAINED_NAME
        } else {
            written + UNEXPLAINED
        };
        found.retain(|c| c.proclitics.is_empty() || c.likelihood >= least);
    }
    forced_by_hamza(exact, &mut found);
    found.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
    let best = found.first().map_or(0.0, |c| c.likelihood);
    let mut kept: Vec<&Candidate> = Vec::with_capacity(MOST);
    for candidate in found.iter().take_while(|c| c.likelihood >= best - MARGIN) {
        if kept.len() < MOST && kept.iter().all(|k| k.lemma != candidate.lemma) {
            kept.push(candidate);
        }
    }
    if !kept.is_empty() {
        return kept.into_iter().map(Candidate::reading).collect();
    }
    let whole = whole(folded);
    // A name nobody knows may still follow "and".
    match folded.strip_prefix('و') {
        Some(rest) if letters > 5 => vec![whole, reading("و", rest, "", rest, Evidence::Rule)],
        _ => vec![whole],
    }
}

/// A word that stands for itself.
pub(super) fn whole(folded: &str) -> Reading {
    reading("", folded, "", folded, Evidence::Surface)
}

fn reading(
    proclitics: &str,
    stem: &str,
    enclitic: &str,
    lemma: &str,
    evidence: Evidence,
) -> Reading {
    Reading {
        proclitics: proclitics.into(),
        stem: stem.into(),
        enclitic: enclitic.into(),
        lemma: lemma.into(),
        evidence,
    }
}

/// Tries one proclitic, or none, with every enclitic.
fn cut<'w>(
    exact: &'w str,
    folded: &'w str,
    proclitic: Option<&'static Particle>,
    found: &mut Vec<Candidate<'w>>,
) {
    let (letters, taken, article, takes, cost) = match proclitic {
        Some(p) => (p.letters, p.count, p.article, p.takes, p.cost),
        None => ("", 0, false, Takes::Any, 0.0),
    };
    let Some(rest) = folded.strip_prefix(letters) else {
        return;
    };
    // إ begins a word; أ for the article or for the letter before it is no particle either: ألمانيا has no article.
    let (prefix, exact_rest) = match exact.char_indices().nth(taken) {
        Some((at, _)) => exact.split_at(at),
        None => (exact, ""),
    };
    let mut prefix = prefix.chars();
    let refused = match takes {
        Takes::Question => prefix.next() != Some('أ') || prefix.any(|c| c == 'أ'),
        _ => prefix.any(|c| matches!(c, 'أ' | 'إ' | 'آ' | 'ؤ' | 'ئ')),
    };
    if refused || rest.chars().nth(1).is_none() {
        return;
    }
    let alone = proclitic.is_none();
    stems(rest, exact_rest, article, takes, alone, &mut |stem| {
        found.push(Candidate {
            proclitics: letters,
            stem: Cow::Borrowed(rest),
            enclitic: "",
            lemma: stem.lemma,
            evidence: stem.evidence,
            likelihood: stem.likelihood + cost,
        });
    });
    // A pronoun and the article exclude each other, and ta marbuta is no pronoun.
    if article || exact.ends_with('ة') {
        return;
    }
    let last = rest.chars().next_back();
    for enclitic in ENCLITICS.iter().filter(|e| Some(e.last) == last) {
        let Some(stem) = rest
            .strip_suffix(enclitic.letters)
            .filter(|s| s.chars().nth(1).is_some())
        else {
            continue;
        };
        with_pronoun(stem, takes, enclitic.takes, &mut |found_stem| {
            found.push(Candidate {
                proclitics: letters,
                stem: Cow::Borrowed(stem),
                enclitic: enclitic.letters,
                lemma: found_stem.lemma,
                evidence: found_stem.evidence,
                likelihood: found_stem.likelihood + cost + enclitic.cost,
            });
        });
    }
}

/// A hamza under alef inside a word begins the stem there: بإيدن is not بايدن.
fn forced_by_hamza(exact: &str, found: &mut Vec<Candidate>) {
    let Some(at) = exact.chars().position(|c| c == 'إ').filter(|at| *at > 0) else {
        return;
    };
    let begins_there = |c: &Candidate| c.proclitics.chars().count() == at;
    if found.iter().any(begins_there) {
        found.retain(begins_there);
        return;
    }
    let Some((proclitics, rest)) = exact.split_at_checked(exact.find('إ').unwrap_or_default())
    else {
        return;
    };
    if let Some(particle) = PROCLITICS.iter().find(|p| p.letters == proclitics) {
        let mut stem = String::new();
        super::fold::fold_exact_into(rest, &mut stem);
        found.push(Candidate {
            proclitics: particle.letters,
            stem: Cow::Owned(stem.clone()),
            enclitic: "",
            lemma: Cow::Owned(stem),
            evidence: Evidence::Rule,
            likelihood: 0.0,
        });
    }
}

fn fits(class: u8, takes: Takes, article: bool) -> bool {
    match class {
        PROPER => takes != Takes::Verb,
        VERB => !article && takes != Takes::Noun,
        PARTICLE => !article && takes != Takes::Verb,
        _ => takes != Takes::Verb,
    }
}

/// The lemmas of a stem without pronoun.
fn stems<'w>(
    stem: &'w str,
    exact: &str,
    article: bool,
    takes: Takes,
    alone: bool,
    sink: &mut dyn FnMut(Stem<'w>),
) {
    if takes == Takes::Noun && !article && BARE.contains(&stem) {
        return;
    }
    let key = Key::of(stem);
    let Known {
        entries: meanings,
        frequency,
        names,
    } = key.known();
    // The article after a preposition is another particle (بال); what begins like it must be known to be no article.
    if takes == Takes::Noun && !article && stem.starts_with("ال") && meanings.is_empty() {
        return;
    }
    // With the article a word is as common as it is written with it; the particle's cost counts the article again.
    let seen = if article {
        let with_article = key.with_article().frequency().map(|f| f - ARTICLE);
        with_article.or_else(|| frequency.map(|f| f - 1.0))
    } else {
        frequency
    };
    let letters = stem.chars().count();
    let short = if letters == 2 { SHORT } else { 0.0 };
    let mut known = false;
    let own = meanings.clone().any(|e| e.lemma(stem) == stem);
    for entry in meanings.clone() {
        if entry.class == VERB && names >= FREQUENT_NAME && entry.lemma(stem) != stem {
            continue;
        }
        if !fits(entry.class, takes, article) || (takes == Takes::Verb && !imperfect(stem)) {
            continue;
        }
        if entry.class == VERB && letters == 2 {
            continue;
        }
        known = true;
        let name = names >= FREQUENT_NAME && !own;
        if name
            && stem_frequency(Key::of(entry.lemma(stem))).unwrap_or(RARE)
                < seen.unwrap_or(RARE) + RARE_SINGULAR
        {
            known = false;
            continue;
        }
        let verb = entry.class == VERB && meanings.clone().any(|e| e.class != VERB);
        let doubt = if verb || name { NOT_THE_NAME } else { 0.0 };
        sink(Stem {
            lemma: key.lemma(entry),
            likelihood: seen.unwrap_or(RARE) + short + doubt,
            evidence: Evidence::Lexicon,
        });
    }
    if takes == Takes::Verb {
        return;
    }
    if names > 0 && !own && letters > 2 && (!known || !article) {
        let doubt = if known && names < FREQUENT_NAME {
            NOT_THE_NAME
        } else {
            0.0
        };
        known = true;
        sink(Stem {
            lemma: Cow::Borrowed(stem),
            likelihood: seen.unwrap_or(RARE_NAME) + doubt,
            evidence: Evidence::Statistics,
        });
    }
    if known && !inflected_too(stem, meanings) {
        return;
    }
    if !article && takes != Takes::Noun {
        conjugated(stem, takes == Takes::Verb, &mut |lemma, base| {
            known = true;
            let likelihood = match seen {
                Some(seen) => seen.min(base + VERB_FORM),
                None => (base - 1.0).min(UNSEEN),
            };
            sink(Stem {
                lemma,
                likelihood,
                evidence: Evidence::Lexicon,
            });
        });
    }
    let before = known;
    inflected(stem, exact, &mut |base, common, share| {
        known = true;
        let likely = common + share;
        let likelihood = seen.map_or(likely.min(UNSEEN), |s| s.max(likely)) + short;
        sink(Stem {
            lemma: base.text(),
            likelihood: if before { likelihood - 0.2 } else { likelihood },
            evidence: Evidence::Lexicon,
        });
    });
    if known {
        return;
    }
    // No dictionary has it: a word that is written often enough is one. Alone it may be a particle and a word, so others first.
    // What begins like the article is no stem of its own unless it is known: كالاس is not ك and الاس.
    if letters >= 3
        && (alone || !stem.starts_with("ال"))
        && let Some(seen) = seen
    {
        let unsure = if alone { UNLISTED } else { 0.0 };
        sink(Stem {
            lemma: Cow::Borrowed(stem),
            likelihood: seen - unsure,
            evidence: Evidence::Statistics,
        });
    }
}

/// The lemmas of a stem that carries a pronoun.
fn with_pronoun<'w>(stem: &'w str, before: Takes, pronoun: Takes, sink: &mut dyn FnMut(Stem<'w>)) {
    // Before a pronoun no stem ends in ه: ta marbuta opens to ta there.
    if stem.ends_with('ه') || (before == Takes::Verb && !imperfect(stem)) {
        return;
    }
    let mut push = |lemma: Cow<'w, str>, likelihood: f32| {
        sink(Stem {
            lemma,
            likelihood,
            evidence: Evidence::Lexicon,
        })
    };
    let key = Key::of(stem);
    for entry in key.entries() {
        if !fits(entry.class, before, false) || (pronoun == Takes::Verb && entry.class != VERB) {
            continue;
        }
        let short = if stem.chars().nth(2).is_none() {
            SHORT
        } else {
            0.0
        };
        push(key.lemma(entry), key.frequency().unwrap_or(RARE) + short);
    }
    if pronoun == Takes::Verb || before == Takes::Verb {
        return;
    }
    let noun = |base: Key<'w>| base.entries().find(|e| e.class & (NOUN | PLURAL) != 0);
    // ta marbuta opens to ta, alef maqsura to alef, and hamza sits on its vowel.
    for (open, closed, cost) in [
        ("ت", "ه", 0.0),
        ("ا", "ي", -0.3),
        ("او", "اء", 0.0),
        ("اي", "اء", 0.0),
    ] {
        if let Some(bare) = stem.strip_suffix(open) {
            let base = Key::joined(bare, closed);
            if let Some(entry) = noun(base) {
                push(base.lemma(entry), base.frequency().unwrap_or(RARE) + cost);
            }
        }
    }
    inflected(stem, "", &mut |base, common, share| {
        if noun(base).is_some() {
            push(base.text(), common + share);
        }
    });
}
