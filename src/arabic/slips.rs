//! What a hurried typist may have meant: words one slip away.
use super::inflect::RARE;
use super::lexicon::frequency;
use super::word::{Evidence, Word};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/typing_slips.tsv");

/// Letters written for one another; none stands for no letter.
static SLIPS: LazyLock<Vec<[Option<char>; 2]>> = LazyLock::new(|| {
    let letter = |cell: &str| cell.chars().next().filter(|c| *c != '-');
    TABLE
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(a, b)| [letter(a), letter(b)])
        .collect()
});

/// How much rarer (in log10) a word of the dictionary must be than what it is taken for a slip of.
const RARER: f32 = 2.0;

/// Folded words that a word may be a slip of, by data/typing_slips.tsv; most of them are no words. A word of the dictionary is
/// a slip only of a commoner one, and never for want of a vowel: قمري is not a hurried قمر.
pub fn typing_slips(word: &Word) -> Vec<String> {
    let known = word
        .readings
        .first()
        .is_some_and(|r| r.evidence == Evidence::Lexicon);
    let typed = frequency(&word.folded).unwrap_or(RARE);
    let mut out = one_away(&word.folded);
    out.retain(|other| {
        !known
            || other.chars().count() == word.folded.chars().count()
                && frequency(other).is_some_and(|f| f >= typed + RARER)
    });
    out
}

fn one_away(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut change = |at: usize, removed: usize, put: Option<char>| {
        let (before, rest) = letters.split_at(at);
        let after = rest.iter().skip(removed);
        let word: String = before
            .iter()
            .copied()
            .chain(put)
            .chain(after.copied())
            .collect();
        if word != folded && !out.contains(&word) {
            out.push(word);
        }
    };
    for [a, b] in SLIPS.iter() {
        for (wrote, meant) in [(a, b), (b, a)] {
            match wrote {
                Some(wrote) => {
                    for at in (0..letters.len()).filter(|i| letters.get(*i) == Some(wrote)) {
                        change(at, 1, *meant);
                    }
                }
                None => (1..=letters.len()).for_each(|at| change(at, 0, *meant)),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::{Analyzer, Tokens};

    #[test]
    fn common_slips_are_one_step_away() {
        for (typed, meant) in [
            ("الدهب", "الذهب"),
            ("الاوربي", "الاوروبي"),
            ("مضاهره", "مظاهره"),
        ] {
            assert!(one_away(typed).contains(&meant.to_owned()), "{typed}");
            assert!(one_away(meant).contains(&typed.to_owned()), "{meant}");
        }
        assert!(one_away("").is_empty());
    }

    #[test]
    fn a_word_of_the_dictionary_is_no_slip_of_its_neighbours() {
        let slips = |text: &str| {
            let mut analyzer = Analyzer::new();
            let mut tokens = Tokens::new();
            analyzer.analyze(text, &mut tokens);
            typing_slips(analyzer.word(tokens[0].word))
        };
        assert!(!slips("القمري").contains(&"القمر".to_owned()));
        assert!(!slips("السورة").contains(&"الصوره".to_owned()));
        assert!(slips("الاظطراب").contains(&"الاضطراب".to_owned()));
        assert!(slips("الدهب").contains(&"الذهب".to_owned()));
    }
}
