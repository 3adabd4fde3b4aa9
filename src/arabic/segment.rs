//! The readings of a word: which particles come off, and the lemma of what is left.
//!
//! Every way to cut a word into proclitics, stem and pronoun is tried. A way counts only if the stem is known (dictionary,
//! names, or a list of common words); it is as likely as the stem is common and the particles are. The readings kept are the
//! best and those not much less likely. So a name is never cut because it begins like a particle: the rest must be a word,
//! and a common one.
use super::fold::fold_word;
use super::inflect::{
    RARE, common, conjugated, imperfect, inflected, inflected_too, stem_frequency,
};
use super::lexicon::{NOUN, PARTICLE, PLURAL, PROPER, VERB, entries, frequency, name_count};
use super::particles::{BARE, ENCLITICS, PROCLITICS, Particle, Takes};
use super::word::{Evidence, Reading};
use rustc_hash::FxHashMap;
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

/// A reading with its likelihood.
struct Candidate {
    reading: Reading,
    likelihood: f32,
}

/// A lemma that a stem may have.
struct Stem {
    lemma: String,
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
    if (2..=LONGEST).contains(&letters) {
        // The whole word first: what is a word itself is not inflected from a shorter one.
        cut(exact, folded, None, &mut found);
        for particle in PROCLITICS.iter() {
            cut(exact, folded, Some(particle), &mut found);
        }
    }
    if letters >= 4 {
        let uncut =
            |c: &&Candidate| c.reading.proclitics.is_empty() && c.reading.enclitic.is_empty();
        let best = found
            .iter()
            .filter(uncut)
            .map(|c| c.likelihood)
            .reduce(f32::max);
        let likelihood = match (common(folded), best) {
            // Written more often than any inflection explains: a word of its own besides.
            (Some(written), Some(best)) => {
                (best < written - EXPLAINED).then_some(written - UNLISTED)
            }
            (Some(written), None) => Some(written - UNLISTED),
            (None, Some(_)) => None,
            (None, None) => Some(UNKNOWN + UNKNOWN_LETTER * letters as f32),
        };
        found.extend(likelihood.map(|likelihood| Candidate {
            reading: whole(folded),
            likelihood,
        }));
    }
    if let Some(written) = common(folded).filter(|_| entries(folded).next().is_none()) {
        let least = if name_count(folded) > 0 {
            written + UNEXPLAINED_NAME
        } else {
            written + UNEXPLAINED
        };
        let cut = |c: &Candidate| !c.reading.proclitics.is_empty() && c.likelihood < least;
        found.retain(|c| !cut(c));
    }
    forced_by_hamza(exact, &mut found);
    found.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
    let best = found.first().map_or(0.0, |c| c.likelihood);
    let mut out: Vec<Reading> = Vec::new();
    for candidate in found
        .into_iter()
        .take_while(|c| c.likelihood >= best - MARGIN)
    {
        if !out.iter().any(|r| r.lemma == candidate.reading.lemma) && out.len() < MOST {
            out.push(candidate.reading);
        }
    }
    if out.is_empty() {
        out.push(whole(folded));
        // A name nobody knows may still follow "and".
        if let Some(rest) = folded.strip_prefix('و').filter(|r| r.chars().count() >= 5) {
            out.push(reading("و", rest, "", rest, Evidence::Rule));
        }
    }
    out
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
fn cut(exact: &str, folded: &str, proclitic: Option<&Particle>, found: &mut Vec<Candidate>) {
    let (letters, article, takes, cost) = match proclitic {
        Some(p) => (p.letters, p.article, p.takes, p.cost),
        None => ("", false, Takes::Any, 0.0),
    };
    let Some(rest) = folded.strip_prefix(letters) else {
        return;
    };
    let taken = letters.chars().count();
    // إ begins a word; أ for the article or for the letter before it is no particle either: ألمانيا has no article.
    let mut exact_letters = exact.chars();
    let prefix: String = exact_letters.by_ref().take(taken).collect();
    let exact_rest = exact_letters.as_str();
    let hamza_in_prefix = prefix.contains(['أ', 'إ', 'آ', 'ؤ', 'ئ']);
    match takes {
        Takes::Question if !prefix.starts_with('أ') || prefix.chars().skip(1).any(|c| c == 'أ') =>
        {
            return;
        }
        Takes::Question => {}
        _ if hamza_in_prefix => return,
        _ => {}
    }
    if rest.chars().count() < 2 {
        return;
    }
    let alone = proclitic.is_none();
    stems(
        rest,
        exact_rest,
        article,
        takes,
        alone,
        &mut |stem: Stem| {
            found.push(Candidate {
                likelihood: stem.likelihood + cost,
                reading: reading(letters, rest, "", &stem.lemma, stem.evidence),
            });
        },
    );
    // A pronoun and the article exclude each other, and ta marbuta is no pronoun.
    if article || exact.ends_with('ة') {
        return;
    }
    for enclitic in ENCLITICS.iter() {
        let Some(stem) = rest.strip_suffix(enclitic.letters) else {
            continue;
        };
        if stem.chars().count() < 2 {
            continue;
        }
        with_pronoun(stem, takes, enclitic.takes, &mut |found_stem: Stem| {
            found.push(Candidate {
                likelihood: found_stem.likelihood + cost + enclitic.cost,
                reading: reading(
                    letters,
                    stem,
                    enclitic.letters,
                    &found_stem.lemma,
                    found_stem.evidence,
                ),
            });
        });
    }
}

/// A hamza under alef inside a word begins the stem there: بإيدن is not بايدن.
fn forced_by_hamza(exact: &str, found: &mut Vec<Candidate>) {
    let Some(at) = exact.chars().position(|c| c == 'إ').filter(|at| *at > 0) else {
        return;
    };
    let begins_there = |c: &Candidate| c.reading.proclitics.chars().count() == at;
    if found.iter().any(begins_there) {
        found.retain(begins_there);
        return;
    }
    let proclitics: String = exact.chars().take(at).collect();
    if PROCLITICS.iter().any(|p| p.letters == proclitics) {
        let mut rest = String::new();
        super::fold::fold_exact_into(&exact.chars().skip(at).collect::<String>(), &mut rest);
        let reading = reading(&proclitics, &rest, "", &rest, Evidence::Rule);
        found.push(Candidate {
            reading,
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
fn stems(
    stem: &str,
    exact: &str,
    article: bool,
    takes: Takes,
    alone: bool,
    sink: &mut dyn FnMut(Stem),
) {
    // With the article a word is as common as it is written with it; the particle's cost counts the article again.
    let seen = if article {
        let with_article = frequency(&format!("ال{stem}")).map(|f| f - ARTICLE);
        with_article.or_else(|| common(stem).map(|f| f - 1.0))
    } else {
        common(stem)
    };
    let short = if stem.chars().count() == 2 {
        SHORT
    } else {
        0.0
    };
    let mut known = false;
    if takes == Takes::Noun && !article && BARE.contains(&stem) {
        return;
    }
    let names = name_count(stem);
    // The article after a preposition is another particle (بال); what begins like it must be known to be no article.
    if takes == Takes::Noun && !article && stem.starts_with("ال") && entries(stem).next().is_none()
    {
        return;
    }
    let own = entries(stem).any(|e| e.lemma(stem) == stem);
    for entry in entries(stem) {
        if entry.class == VERB && names >= FREQUENT_NAME && entry.lemma(stem) != stem {
            continue;
        }
        if !fits(entry.class, takes, article) || (takes == Takes::Verb && !imperfect(stem)) {
            continue;
        }
        if entry.class == VERB && stem.chars().count() == 2 {
            continue;
        }
        known = true;
        let name = names >= FREQUENT_NAME && !own;
        if name
            && stem_frequency(entry.lemma(stem)).unwrap_or(RARE)
                < seen.unwrap_or(RARE) + RARE_SINGULAR
        {
            known = false;
            continue;
        }
        let verb = entry.class == VERB && entries(stem).any(|e| e.class != VERB);
        let doubt = if verb || name { NOT_THE_NAME } else { 0.0 };
        sink(Stem {
            lemma: entry.lemma(stem).to_owned(),
            likelihood: seen.unwrap_or(RARE) + short + doubt,
            evidence: Evidence::Lexicon,
        });
    }
    if takes == Takes::Verb {
        return;
    }
    if names > 0 && !own && stem.chars().count() > 2 && (!known || !article) {
        let doubt = if known && names < FREQUENT_NAME {
            NOT_THE_NAME
        } else {
            0.0
        };
        known = true;
        sink(Stem {
            lemma: stem.to_owned(),
            likelihood: seen.unwrap_or(RARE_NAME) + doubt,
            evidence: Evidence::Statistics,
        });
    }
    if known && !inflected_too(stem) {
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
    inflected(stem, exact, &mut |lemma, base, share| {
        known = true;
        let likelihood = seen.map_or((base + share).min(UNSEEN), |s| s.max(base + share)) + short;
        sink(Stem {
            lemma,
            likelihood: if before { likelihood - 0.2 } else { likelihood },
            evidence: Evidence::Lexicon,
        });
    });
    if known {
        return;
    }
    // No dictionary has it: a word that is written often enough is one. Alone it may be a particle and a word, so others first.
    // What begins like the article is no stem of its own unless it is known: كالاس is not ك and الاس.
    if stem.chars().count() >= 3
        && (alone || !stem.starts_with("ال"))
        && let Some(seen) = seen
    {
        let unsure = if alone { UNLISTED } else { 0.0 };
        sink(Stem {
            lemma: stem.to_owned(),
            likelihood: seen - unsure,
            evidence: Evidence::Statistics,
        });
    }
}

/// The lemmas of a stem that carries a pronoun.
fn with_pronoun(stem: &str, before: Takes, pronoun: Takes, sink: &mut dyn FnMut(Stem)) {
    let mut push = |lemma: String, likelihood: f32| {
        sink(Stem {
            lemma,
            likelihood,
            evidence: Evidence::Lexicon,
        })
    };
    for entry in entries(stem) {
        let verb_only = pronoun == Takes::Verb;
        if !fits(entry.class, before, false)
            || (verb_only && entry.class != VERB)
            || stem.ends_with('ه')
            || (before == Takes::Verb && !imperfect(stem))
        {
            continue;
        }
        let short = if stem.chars().count() == 2 {
            SHORT
        } else {
            0.0
        };
        push(
            entry.lemma(stem).to_owned(),
            common(stem).unwrap_or(RARE) + short,
        );
    }
    if pronoun == Takes::Verb || before == Takes::Verb {
        return;
    }
    let noun = |base: &str| {
        entries(base)
            .find(|e| e.class & (NOUN | PLURAL) != 0)
            .map(|e| e.lemma(base).to_owned())
    };
    // ta marbuta opens to ta, alef maqsura to alef, and hamza sits on its vowel.
    if let Some(bare) = stem.strip_suffix('ت') {
        let base = format!("{bare}ه");
        if let Some(lemma) = noun(&base) {
            push(lemma, common(&base).unwrap_or(RARE));
        }
    }
    if let Some(bare) = stem.strip_suffix('ا') {
        let base = format!("{bare}ي");
        if let Some(lemma) = noun(&base) {
            push(lemma, common(&base).unwrap_or(RARE) - 0.3);
        }
    }
    for seat in ["او", "اي"] {
        if let Some(bare) = stem.strip_suffix(seat) {
            let base = format!("{bare}اء");
            if let Some(lemma) = noun(&base) {
                push(lemma, common(&base).unwrap_or(RARE));
            }
        }
    }
    inflected(stem, "", &mut |lemma, base, share| {
        if noun(&lemma).is_some() && !stem.ends_with('ه') {
            push(lemma, base + share);
        }
    });
}
