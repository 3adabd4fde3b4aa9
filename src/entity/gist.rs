//! What a few words are about, as one direction: the sum of the vectors of their words.
//!
//! Vectors of words that keep the same company in news point the same way, so a title points where the queries point that it
//! answers, whatever words it uses (compare Mitra et al., "A dual embedding space model for document ranking", 2016).
use super::person::{CENTRE, DIMENSIONS, vector_of};
use crate::arabic::is_stop_word;

/// A direction in 48 dimensions of one byte each, all of length [`LENGTH`]; all zero if nothing is known of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gist([i8; DIMENSIONS]);

/// How long a direction is.
const LENGTH: f32 = 127.0;

impl Default for Gist {
    fn default() -> Self {
        Self([0; DIMENSIONS])
    }
}

impl Gist {
    /// Numbers that a direction is stored as.
    pub const NUMBERS: usize = DIMENSIONS / 8;

    /// Of words, each given by its folded spellings, of which the first counts that is known; stop words say nothing.
    pub fn of<'w, W>(words: impl Iterator<Item = W>) -> Self
    where
        W: Iterator<Item = &'w str>,
    {
        let mut sum = [0.0f32; DIMENSIONS];
        for spellings in words {
            let vector = spellings
                .take_while(|word| !is_stop_word(word))
                .filter(|word| !word.is_empty())
                .find_map(vector_of);
            let parts = vector.into_iter().flatten().zip(CENTRE.iter());
            for (sum, (part, centre)) in sum.iter_mut().zip(parts) {
                *sum += part - centre;
            }
        }
        Self::along(sum)
    }

    /// Where several point on the whole.
    pub fn mean(all: &[Self]) -> Self {
        let mut sum = [0i32; DIMENSIONS];
        for one in all {
            for (sum, part) in sum.iter_mut().zip(one.0) {
                *sum += i32::from(part);
            }
        }
        Self::along(sum.map(|part| part as f32))
    }

    /// The direction of a vector of any length.
    fn along(vector: [f32; DIMENSIONS]) -> Self {
        let length = vector.iter().map(|s| s * s).sum::<f32>().sqrt();
        if length == 0.0 {
            return Self::default();
        }
        Self(vector.map(|s| (s / length * LENGTH).round() as i8))
    }

    /// Whether nothing is known of the words.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|part| *part == 0)
    }

    /// The cosine of two directions, from -1 to 1; 0 if one is empty.
    pub fn likeness(&self, other: &Self) -> f32 {
        let pairs = self.0.iter().zip(other.0.iter());
        let product: i32 = pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        product as f32 / (LENGTH * LENGTH)
    }

    /// As numbers, eight bytes of the direction each.
    pub fn to_numbers(&self) -> [u64; Self::NUMBERS] {
        let byte = |at: usize| {
            self.0
                .get(at)
                .map_or(0, |part| u64::from(part.cast_unsigned()))
        };
        std::array::from_fn(|n| (0..8).fold(0, |number, i| number | byte(n * 8 + i) << (8 * i)))
    }

    /// Back from numbers.
    pub fn from_numbers(numbers: [u64; Self::NUMBERS]) -> Self {
        let byte = |at: usize| {
            numbers
                .get(at / 8)
                .map_or(0, |n| (n >> (8 * (at % 8))) as u8)
        };
        Self(std::array::from_fn(|at| byte(at).cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gist(text: &str) -> Gist {
        let folded = crate::arabic::fold_text(text);
        Gist::of(folded.split(' ').map(std::iter::once))
    }

    #[test]
    fn a_title_is_like_what_it_is_about_in_other_words() {
        let title = gist("المملكة تحصد أربع ميداليات في الأولمبياد الدولي للكيمياء");
        let (near, far) = (gist("فوز الطلاب بجوائز"), gist("أسعار النفط والدولار"));
        assert!(title.likeness(&near) > title.likeness(&far) + 0.2);
    }

    #[test]
    fn words_of_which_nothing_is_known_point_nowhere() {
        for text in ["", "في من على", "ظظظغغغ"] {
            assert!(gist(text).is_empty(), "{text}");
            assert!(gist(text).likeness(&gist("زلزال")) == 0.0);
        }
        assert!((gist("زلزال").likeness(&gist("زلزال")) - 1.0).abs() < 0.02);
    }

    #[test]
    fn the_first_known_spelling_of_a_word_counts() {
        let lemma = Gist::of([["ظظظغغغ", "ميداليه", "زلزال"].into_iter()].into_iter());
        assert_eq!(lemma, gist("ميدالية"));
    }

    #[test]
    fn a_stored_direction_comes_back() {
        let title = gist("زلزال يضرب نيبال ومقتل المئات");
        assert_eq!(Gist::from_numbers(title.to_numbers()), title);
        assert_eq!(Gist::from_numbers([0; Gist::NUMBERS]), Gist::default());
    }
}
