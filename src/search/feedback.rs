//! Words that the best articles share, added to the query at a small weight: articles on the same matter that use other words
//! come up (pseudo-relevance feedback; Lavrenko and Croft, "Relevance-based language models", 2001).
use crate::arabic::{Analyzer, Script, Token, is_stop_word};
use crate::error::Result;
use crate::index::{Engine, Sort, Stored};
use crate::query::{Node, Plan, PlanWord, Scored};
use rustc_hash::FxHashMap;

/// How many of the best articles are taken to be about the matter.
const ARTICLES: usize = 10;
/// Words of each that are read: news says what it is about at the beginning.
const READ: usize = 150;
/// Candidates whose frequency in the index is looked up.
const LOOKED_UP: usize = 40;
/// Words that are added.
const ADDED: usize = 15;
/// Fewest of the articles that share an added word.
const SHARED: u32 = 2;

/// Adds to the plan what its best articles have in common.
///
/// # Errors
/// Those of the index.
pub(super) fn widen(engine: &dyn Engine, articles: u64, plan: &mut Plan) -> Result<()> {
    let share = plan.weights.feedback;
    let asks_for_words = plan
        .scored
        .iter()
        .any(|s| matches!(s, Scored::Word(w) if w.boost > 0.0));
    if share == 0.0 || !asks_for_words {
        return Ok(());
    }
    let best = engine.search(plan, Sort::Relevance, 0, ARTICLES)?.hits;
    let whole: f32 = best.iter().map(|h| h.score).sum();
    if whole <= 0.0 {
        return Ok(());
    }
    let mut common: FxHashMap<String, (f32, u32)> = FxHashMap::default();
    let mut analyzer = Analyzer::new();
    for hit in &best {
        let words = words(&mut analyzer, &engine.fetch(hit.address)?);
        let each = hit.score / whole / words.values().sum::<f32>().max(1.0);
        for (word, times) in words {
            let entry = common.entry(word).or_default();
            entry.0 += times * each;
            entry.1 += 1;
        }
    }
    let asked = |lemma: &str| {
        plan.scored.iter().any(|s| match s {
            Scored::Word(w) => w.scoring().any(|(form, _)| form.get(1..) == Some(lemma)),
            Scored::Facet(..) => false,
        })
    };
    let mut candidates: Vec<(f32, String)> = common
        .into_iter()
        .filter(|(lemma, (_, shared))| *shared >= SHARED && !asked(lemma))
        .map(|(lemma, (worth, _))| (worth, lemma))
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    candidates.truncate(LOOKED_UP);
    let mut added = Vec::new();
    for (worth, lemma) in candidates {
        let word = PlanWord::lemma(&lemma);
        let frequency = engine.count(&Node::Word(word.clone()))?;
        let rare = (articles as f32 / frequency.max(1) as f32).ln();
        added.push((worth * rare, worth, word));
    }
    added.sort_by(|a, b| b.0.total_cmp(&a.0));
    added.truncate(ADDED);
    let most = added.iter().map(|a| a.1).fold(f32::MIN_POSITIVE, f32::max);
    plan.feedback = added
        .into_iter()
        .map(|(_, worth, word)| PlanWord {
            boost: share * worth / most,
            ..word
        })
        .collect();
    Ok(())
}

/// The lemmas of an article's beginning that may say what it is about, with how often they occur.
fn words(analyzer: &mut Analyzer, stored: &Stored) -> FxHashMap<String, f32> {
    let mut out: FxHashMap<String, f32> = FxHashMap::default();
    let mut tokens: Vec<Token> = Vec::new();
    for text in [&stored.article.title, &stored.article.body] {
        analyzer.analyze(text, &mut tokens);
        for token in tokens.iter().take(READ) {
            let word = analyzer.word(token.word);
            let Some(reading) = word
                .readings
                .iter()
                .enumerate()
                .find(|(i, _)| token.readings & (1 << i) != 0)
                .map(|(_, r)| r)
            else {
                continue;
            };
            if word.script == Script::Number
                || reading.lemma.chars().count() < 3
                || is_stop_word(&word.folded)
                || is_stop_word(&reading.lemma)
            {
                continue;
            }
            *out.entry(reading.lemma.to_string()).or_default() += 1.0;
        }
    }
    out
}
