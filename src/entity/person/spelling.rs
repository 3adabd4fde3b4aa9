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
        .filter(|rest| rest.chars().count() > 2)
        .unwrap_or(folded);
    let text: Vec<char> = std::iter::once('^')
        .chain(bare.chars())
        .chain(std::iter::once('$'))
        .collect();
    let bias = WEIGHTS
        .get(BUCKETS..BUCKETS + 2)
        .and_then(|b| b.try_into().ok())
        .map_or(0, i16::from_le_bytes);
    let sum: i32 = (1..=GROUP)
        .flat_map(|n| text.windows(n))
        .map(|group| i32::from(weight(group)))
        .sum();
    (sum + i32::from(bias)) as f32 / UNIT
}

fn weight(group: &[char]) -> i8 {
    let mut hash = 0x811c_9dc5_u32;
    let mut buffer = [0; 4];
    for c in group {
        for byte in c.encode_utf8(&mut buffer).bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    WEIGHTS
        .get(hash as usize % BUCKETS)
        .map_or(0, |w| i8::from_le_bytes([*w]))
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
