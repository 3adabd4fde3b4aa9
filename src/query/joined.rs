//! Words that were written without the space between them: كرةالقدم, and hashtags.
use super::interpret::Interpreter;
use super::plan::{Node, PlanWord};
use super::rescue::{Rescue, RescueKind};
use crate::arabic::fold_word;
use crate::entity::Field;
use crate::error::Result;

/// Fewest articles of each of two words that were written without the space between them,
const JOINED_ARTICLES: u64 = 20;
/// and their fewest letters.
const JOINED_LETTERS: usize = 3;

impl Interpreter<'_> {
    /// The two words that a word which no article has was written of without the space between them: كرةالقدم.
    pub(super) fn written_together(
        &mut self,
        plan_word: &PlanWord,
    ) -> Result<Option<Vec<PlanWord>>> {
        if !self.lost {
            return Ok(None);
        }
        if plan_word.text.contains('_') {
            return self.joined_by_lines(plan_word);
        }
        self.lost = false;
        let Some((first, second, articles)) = self.two_words(&plan_word.text)? else {
            return Ok(None);
        };
        self.understood.rescues.push(Rescue {
            kind: RescueKind::Spelling,
            read: vec![(format!("{} {}", first.text, second.text), articles)],
            typed: plan_word.text.clone(),
            instead: true,
        });
        Ok(Some(in_field([first, second], plan_word.field)))
    }

    /// The two words that one is written of without the space between them, and in how many articles they stand side by side at
    /// most.
    pub(super) fn two_words(&mut self, typed: &str) -> Result<Option<(PlanWord, PlanWord, u64)>> {
        let letters: Vec<usize> = typed.char_indices().map(|(at, _)| at).collect();
        if letters.len() < 2 * JOINED_LETTERS {
            return Ok(None);
        }
        let mut best: Option<(u64, &str, &str)> = None;
        for at in letters
            .iter()
            .take(letters.len() + 1 - JOINED_LETTERS)
            .skip(JOINED_LETTERS)
        {
            let (first, second) = typed.split_at(*at);
            let mut least = u64::MAX;
            for part in [first, second] {
                least = least.min(self.names.articles_with(&fold_word(part))?);
            }
            if least >= JOINED_ARTICLES && best.is_none_or(|(most, ..)| most < least) {
                best = Some((least, first, second));
            }
        }
        let Some((articles, first, second)) = best else {
            return Ok(None);
        };
        let words = [first, second].map(|part| self.plain_plan_words(part));
        let [Some(first), Some(second)] = words.map(|w| w.into_iter().next()) else {
            return Ok(None);
        };
        let phrase = Node::Phrase(vec![first.clone(), second.clone()]);
        let articles = self.names.count(&phrase)?.min(articles);
        Ok((articles > 0).then_some((first, second, articles)))
    }

    /// The words of a hashtag, #عادل_الجبير.
    fn joined_by_lines(&mut self, plan_word: &PlanWord) -> Result<Option<Vec<PlanWord>>> {
        let meant = plan_word.text.replace('_', " ");
        let words = self.plain_plan_words(meant.trim());
        let articles = self.names.count(&Node::Phrase(words.clone()))?;
        if articles == 0 {
            return Ok(None);
        }
        self.understood.rescues.push(Rescue {
            kind: RescueKind::Spelling,
            read: vec![(meant.trim().to_owned(), articles)],
            typed: plan_word.text.clone(),
            instead: true,
        });
        Ok(Some(in_field(words, plan_word.field)))
    }
}

fn in_field(words: impl IntoIterator<Item = PlanWord>, field: Option<Field>) -> Vec<PlanWord> {
    words
        .into_iter()
        .map(|word| PlanWord { field, ..word })
        .collect()
}
