//! Folded words back to letters as people write them: nobody wants to read اوباما or الي.
use super::interpret::Interpreter;
use super::plan::{Node, PlanWord};
use crate::error::Result;
use crate::index::FormClass;
use smol_str::format_smolstr;

/// Most spellings that are counted for one word.
const SPELLINGS: usize = 16;

impl Interpreter<'_> {
    /// A folded word in the letters in which most articles of the index have it.
    pub(super) fn as_written(&self, folded: &str) -> Result<String> {
        let mut best = (
            self.names.count(&Node::Word(exactly(folded, folded)))?,
            folded.to_owned(),
        );
        for spelling in spellings(folded).into_iter().skip(1) {
            let articles = self.names.count(&Node::Word(exactly(&spelling, folded)))?;
            if articles > best.0 {
                best = (articles, spelling);
            }
        }
        Ok(best.1)
    }
}

/// A word in these letters only.
fn exactly(exact: &str, folded: &str) -> PlanWord {
    let classes: &[FormClass] = if exact == folded {
        &[FormClass::All, FormClass::ExactFolded, FormClass::Exact]
    } else {
        &[FormClass::Exact]
    };
    let form = |class: &FormClass| (format_smolstr!("{}{exact}", class.mark()), 1.0);
    PlanWord {
        text: exact.to_owned(),
        forms: classes.iter().map(form).collect(),
        ..PlanWord::default()
    }
}

/// Ways to write a folded word, itself first: hamza on the first alef, ta marbuta, alef maqsura, and hamza on its seats within.
fn spellings(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let first = if folded.starts_with("ال") { 2 } else { 0 };
    let mut out = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let last = at + 1 == letters.len();
        let ways: &[&str] = match letter {
            'ا' if at == 0 || at == first => &["ا", "أ", "إ", "آ"],
            'ه' if last => &["ه", "ة"],
            'ي' if last => &["ي", "ى", "ئ", "ئي"],
            'ي' if at > 0 => &["ي", "ئ"],
            'و' if at > 0 && !last => &["و", "ؤ"],
            _ => &[],
        };
        if ways.is_empty() || out.len() * ways.len() > SPELLINGS {
            out.iter_mut().for_each(|begun| begun.push(*letter));
            continue;
        }
        out = ways
            .iter()
            .flat_map(|way| out.iter().map(move |begun| format!("{begun}{way}")))
            .collect();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_word_has_the_spellings_that_fold_to_it() {
        for (folded, written) in [
            ("اوباما", "أوباما"),
            ("الي", "إلى"),
            ("الاردن", "الأردن"),
            ("حكومه", "حكومة"),
            ("رييس", "رئيس"),
            ("خامني", "خامنئي"),
        ] {
            let all = spellings(folded);
            assert_eq!(all[0], folded);
            assert!(all.contains(&written.to_owned()), "{folded}: {all:?}");
            assert!(all.len() <= SPELLINGS);
        }
    }
}
