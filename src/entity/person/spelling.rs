//! How much a word that no dictionary knows looks like a name by its letters.

/// Weights of letter groups; `tools/train_foreign.py` trains them and describes the file.
const WEIGHTS: &[u8] = include_bytes!("../../../data/names/spelling.bin");
/// Number of weights.
const BUCKETS: usize = 16_384;
/// Longest group of letters.
const GROUP: usize = 4;
/// Steps of a stored weight in one unit of log-odds.
const UNIT: f32 = 24.0;

/// Log-odds that a folded word is a part of a name rather than an inflected word; about 0 where the letters say nothing.
pub(super) fn name_odds(folded: &str) -> f32 {
    let bare = folded
        .strip_prefix("ال")
        .filter(|rest| rest.chars().nth(2).is_some())
        .unwrap_or(folded);
    let mut sum = WEIGHTS
        .get(BUCKETS..BUCKETS + 2)
        .and_then(|b| b.try_into().ok())
        .map_or(0, |b| i32::from(i16::from_le_bytes(b)));
    let text = std::iter::once('^').chain(bare.chars()).chain(['$']);
    // The hashes of the groups that end before a letter, by how long they are: each letter makes every one of them longer.
    let mut groups = [0x811c_9dc5_u32; GROUP];
    let mut buffer = [0; 4];
    for (before, letter) in text.enumerate() {
        let letter = letter.encode_utf8(&mut buffer).as_bytes();
        let mut next = groups;
        for (length, group) in groups.into_iter().enumerate().take(before + 1) {
            let hash = letter.iter().fold(group, |hash, byte| {
                (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
            });
            sum += i32::from(weight(hash));
            if let Some(longer) = next.get_mut(length + 1) {
                *longer = hash;
            }
        }
        groups = next;
    }
    sum as f32 / UNIT
}

fn weight(hash: u32) -> i8 {
    let weight = WEIGHTS.get(hash as usize % BUCKETS);
    weight.map_or(0, |w| w.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_do_not_look_like_inflected_words() {
        for name in ["لافروف", "كينياتا", "شفارتسمان", "ميلوسيفيتش", "هاشيموتو"]
        {
            assert!(name_odds(name) > 0.0, "{name}");
        }
        for word in ["يحتاجونه", "لشراء", "بمقدور", "والمستشفيات", "سيلتحق"]
        {
            assert!(name_odds(word) < -1.5, "{word}");
        }
    }
}
