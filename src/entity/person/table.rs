//! Hash tables: those that are compiled in and read where they lie, and one that is made of such a one for what is asked all the time.

/// FNV-1a over a kind and the letters of a text: the key of a feature or a word.
pub fn key(kind: u8, text: &str) -> u32 {
    Key::of(kind).text(text).hash()
}

/// A [`key`] in the making, of a text that need not be written out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(u32);

impl Key {
    /// The key of a kind and an empty text.
    #[inline]
    pub const fn of(kind: u8) -> Self {
        Self(0x811c_9dc5).byte(kind)
    }

    #[inline]
    const fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u32).wrapping_mul(0x0100_0193))
    }

    /// With more text.
    #[inline]
    pub fn text(self, text: &str) -> Self {
        text.bytes().fold(self, Self::byte)
    }

    /// With one more letter.
    pub fn letter(self, letter: char) -> Self {
        self.text(letter.encode_utf8(&mut [0; 4]))
    }

    /// With a number in decimal digits.
    pub fn number(self, number: u8) -> Self {
        let more = if number < 10 {
            self
        } else {
            self.number(number / 10)
        };
        more.byte(b'0' + number % 10)
    }

    /// With 1 where something holds, else 0.
    pub fn flag(self, holds: bool) -> Self {
        self.number(u8::from(holds))
    }

    /// The key.
    #[inline]
    pub const fn hash(self) -> u32 {
        self.0
    }
}

/// Sorted keys, four bytes each, after a table of where the keys begin whose high bits are 0, 1, 2 …
///
/// Layout, little endian: u32 number of keys; 2^[`BITS`] + 1 times u32 first key of the bucket; the keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'a> {
    buckets: &'a [u8],
    keys: &'a [u8],
}

/// High bits of a key that choose its bucket.
const BITS: u32 = 14;
const BUCKETS: usize = (1 << BITS) + 1;

fn number(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at * 4..at * 4 + 4)
        .and_then(|b| b.try_into().ok())
        .map_or(0, |b| u32::from_le_bytes(b) as usize)
}

impl<'a> Keys<'a> {
    /// The keys at the start of `bytes`, and what follows them.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let count = number(bytes, 0);
        let (buckets, rest) = bytes.get(4..)?.split_at_checked(BUCKETS * 4)?;
        let (keys, rest) = rest.split_at_checked(count * 4)?;
        Some((Self { buckets, keys }, rest))
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.keys.len() / 4
    }

    /// The keys, from the lowest.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let keys = self.keys.as_chunks().0.iter();
        keys.map(|key| u32::from_le_bytes(*key))
    }

    /// The place of a key among the sorted ones.
    pub fn find(&self, key: u32) -> Option<usize> {
        let bucket = (key >> (32 - BITS)) as usize;
        let (from, to) = (
            number(self.buckets, bucket),
            number(self.buckets, bucket + 1),
        );
        let keys = self.keys.get(from * 4..to * 4)?.as_chunks().0;
        let place = keys.iter().position(|k| u32::from_le_bytes(*k) == key)?;
        Some(from + place)
    }
}

/// A number for each of some keys, beside its key: what is looked for by the dozen for each word is found where it is first looked for.
#[derive(Debug)]
pub(super) struct Lookup {
    /// Key and number; a power of two of them, a third of them free at least. A number of 0 is a free place.
    slots: Vec<(u32, u32)>,
}

impl Lookup {
    /// Of keys with numbers above 0.
    pub fn of(numbers: &[(u32, u32)]) -> Self {
        let mut slots = vec![(0, 0); (numbers.len() * 3 / 2 + 1).next_power_of_two()];
        let mask = slots.len() - 1;
        for (key, number) in numbers.iter().copied() {
            let mut at = key as usize & mask;
            while slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = (key, number);
        }
        Self { slots }
    }

    /// The number of a key, 0 if it has none.
    #[inline]
    pub fn get(&self, key: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            let (found, number) = self.slots[at];
            if found == key || number == 0 {
                return number;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The bytes of [`Keys`]; `keys` must be sorted and distinct.
pub fn write_keys(keys: &[u32]) -> Vec<u8> {
    let mut out = (keys.len() as u32).to_le_bytes().to_vec();
    for bucket in 0..BUCKETS {
        let first = keys.partition_point(|k| ((k >> (32 - BITS)) as usize) < bucket);
        out.extend((first as u32).to_le_bytes());
    }
    keys.iter().for_each(|k| out.extend(k.to_le_bytes()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_in_its_place() {
        let mut keys: Vec<u32> = ["لافروف", "بوتين", "في", "", "a"]
            .iter()
            .map(|w| key(0, w))
            .collect();
        keys.extend([0, u32::MAX]);
        keys.sort_unstable();
        let bytes = write_keys(&keys);
        let (table, rest) = Keys::read(&bytes).unwrap();
        assert!(rest.is_empty() && table.len() == keys.len());
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(table.find(*key), Some(at));
        }
        assert_eq!(table.find(12345), None);
        assert!(table.iter().eq(keys.iter().copied()));
        let numbers: Vec<_> = keys.iter().copied().zip(1..).collect();
        let numbers = Lookup::of(&numbers);
        for (number, key) in (1..).zip(&keys) {
            assert_eq!(numbers.get(*key), number);
        }
        assert_eq!(numbers.get(12345), 0);
    }
}
