//! Words of names in Latin letters (Cyrillic ones are put into Latin letters first), and how likely each Arabic spelling of them is.
use super::arabic::{ArabicWord, bare};
use super::channel::{CHANNELS, Channel, Step};
use super::pattern::Row;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Letters that Arabic names are written in, exact tier; their places are those of the tables below.
const LETTERS: [char; 36] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ',
    'ف', 'ق', 'ك', 'ل', 'م', 'ن', 'ه', 'و', 'ي', 'ء', 'آ', 'أ', 'إ', 'ؤ', 'ئ', 'ة', 'ى',
];
const COUNT: usize = LETTERS.len();

/// No letter of a name.
const NO_PLACE: u8 = u8::MAX;

/// For each character from ء on, the place of what it folds to.
static PLACES: LazyLock<[u8; 48]> = LazyLock::new(|| {
    let mut places = [NO_PLACE; 48];
    for (at, letter) in (0..).zip(LETTERS) {
        let folded = match letter {
            'آ' | 'أ' | 'إ' => 'ا',
            'ؤ' => 'و',
            'ئ' | 'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        };
        let place = LETTERS
            .iter()
            .position(|l| *l == folded)
            .map_or(at, |p| p as u8);
        if let Some(slot) = places.get_mut(letter as usize - FIRST) {
            *slot = place;
        }
    }
    places
});
const FIRST: usize = 'ء' as usize;

/// The place of what a letter folds to.
fn place(letter: char) -> Option<usize> {
    let at = (letter as usize).checked_sub(FIRST)?;
    PLACES
        .get(at)
        .filter(|p| **p != NO_PLACE)
        .map(|p| usize::from(*p))
}

/// What one Latin letter writes: the chance of nothing, of each Arabic letter, of each two, relative to the likeliest of all.
#[derive(Debug, Clone)]
struct Writes {
    nothing: f32,
    one: Vec<f32>,
    two: Vec<f32>,
}

/// A word of a Latin name, ready to be compared with folded Arabic words.
#[derive(Debug, Clone)]
pub(super) struct LatinWord {
    letters: Vec<char>,
    writes: Vec<Writes>,
    /// Its likeliest Arabic spelling.
    best: ArabicWord,
}

impl PartialEq for LatinWord {
    fn eq(&self, other: &Self) -> bool {
        self.letters == other.letters
    }
}

impl Eq for LatinWord {}

/// The letters that the tables know: those they do not are taken for their base letter.
fn known_letters(word: &str) -> Vec<char> {
    let channel = &CHANNELS.0;
    word.chars()
        .flat_map(|c| {
            let base = if channel.knows(c) {
                None
            } else {
                c.nfd().next()
            };
            Some(base.unwrap_or(c))
        })
        .collect()
}

impl LatinWord {
    pub fn new(word: &str) -> Self {
        let letters = known_letters(word);
        let writes: Vec<Writes> = (0..letters.len())
            .map(|i| folded_writes(&letters, i))
            .collect();
        let best: String = writes.iter().flat_map(Writes::best).collect();
        Self {
            letters,
            best: ArabicWord::new(&best),
            writes,
        }
    }

    /// Whether its likeliest Arabic spelling is a given name.
    pub fn is_given(&self) -> bool {
        self.best.is_given()
    }

    /// How well an Arabic word in its exact form reads as this one: the mean of both directions' log likelihood for each letter.
    pub fn log_likelihood(&self, exact: &str) -> f32 {
        let (reading, spelling) = &*CHANNELS;
        let arabic: Vec<char> = exact.chars().collect();
        let whole = |arabic: &[char]| {
            reading.log_likelihood(&self.letters, arabic, 2)
                + spelling.log_likelihood(arabic, &self.letters, 4)
        };
        let bare = arabic
            .strip_prefix(&['ا', 'ل'])
            .filter(|rest| rest.len() >= 3);
        let best = bare
            .map_or(f32::NEG_INFINITY, |bare| whole(bare) - ARTICLE)
            .max(whole(&arabic));
        best / (2 * self.letters.len().max(1)) as f32
    }

    /// How close a folded Arabic word is that reads as this one with `reading` for each letter; none if it is another name.
    pub fn same(&self, folded: &str, reading: f32) -> Option<f32> {
        let spellings = unfolded(bare(folded)).into_iter();
        let spelling = spellings
            .map(|arabic| CHANNELS.1.log_likelihood(&arabic, &self.letters, 4))
            .fold(f32::NEG_INFINITY, f32::max);
        let spelling = (spelling / self.letters.len().max(1) as f32).exp();
        let closeness = (reading.min(1.0) * spelling).sqrt();
        let arabic_name = ArabicWord::new(folded).is_known() && !self.best.has_vowels_of(folded);
        let near = closeness >= DOUBTFUL && self.best.is_near(folded) && !arabic_name;
        let letters = self.letters.len() as f32;
        let sure = (SURE - PER_LETTER * (letters - SHORT)).clamp(LEAST_SURE, SURE);
        // Kamal is كمال, which كامل is not, near as it reads.
        let twin = closeness < CERTAIN && self.best.is_known() && self.best.is_apart(folded);
        ((closeness >= sure && !twin) || near).then_some(closeness)
    }

    pub fn start(&self) -> Row {
        let mut now = vec![0.0; self.letters.len() + 1];
        now[0] = 1.0;
        self.skip(&mut now);
        let whole = now.last().copied().unwrap_or(0.0);
        Row::first(now, 0.0, whole, 1.0)
    }

    /// Lets Latin letters write nothing, left to right.
    fn skip(&self, cells: &mut [f32]) {
        for (i, writes) in self.writes.iter().enumerate() {
            cells[i + 1] += cells[i] * writes.nothing;
        }
    }

    /// Chances after one more Arabic letter, folded: by how many Latin letters are read.
    pub fn step(&self, row: &Row, letter: char) -> Row {
        row.next(letter, 0.0, |now| {
            let (last, before) = (row.now(), row.before());
            let mut most = 0.0_f32;
            if let Some(at) = place(letter) {
                let pair = row.last.and_then(place).map(|last| last * COUNT + at);
                for (i, writes) in self.writes.iter().enumerate() {
                    let two = pair.map_or(0.0, |pair| before[i] * writes.two[pair]);
                    now[i + 1] = last[i] * writes.one[at] + two;
                }
                // The article may stand before the name in Arabic alone.
                if row.depth == 1 && letter == 'ل' && row.last == Some('ا') {
                    now[0] = now[0].max(0.5);
                }
                self.skip(now);
                most = now
                    .iter()
                    .zip(last)
                    .fold(0.0, |most, (a, b)| most.max(*a).max(*b));
            }
            (now.last().copied().unwrap_or(0.0), most)
        })
    }

    /// Chance, relative to the likeliest spelling, of a word that ends here; and the most that any longer one can have.
    pub fn chances(&self, row: &Row) -> (f32, f32) {
        (row.closing, row.best)
    }

    /// The chance of a word with a closeness, which is the chance for each letter.
    pub fn chance(&self, closeness: f32) -> f32 {
        closeness.powi(self.letters.len().max(1) as i32)
    }

    /// The closeness of a word with a chance.
    pub fn closeness(&self, chance: f32) -> f32 {
        chance.powf(1.0 / self.letters.len().max(1) as f32)
    }
}

/// Closeness for each letter, both ways of reading taken together, from which two words are one name;
const SURE: f32 = 0.32;
/// less by this for each letter above so many, as more letters agree by chance more seldom,
const PER_LETTER: f32 = 0.02;
const SHORT: f32 = 6.0;
/// but no less than this;
const LEAST_SURE: f32 = 0.26;
/// from here on even if the likeliest spelling is another Arabic name;
const CERTAIN: f32 = 0.5;
/// and from which they are if the Arabic word is a usual variant of the likeliest spelling.
const DOUBTFUL: f32 = 0.03;

impl Writes {
    /// The likeliest.
    fn best(&self) -> Vec<char> {
        let most = |chances: &[f32]| {
            let best = chances.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            best.map_or((0, 0.0), |(at, p)| (at, *p))
        };
        let ((one, p), (two, q)) = (most(&self.one), most(&self.two));
        let letters = if p.max(q) < self.nothing {
            vec![]
        } else if p >= q {
            vec![one]
        } else {
            vec![two / COUNT, two % COUNT]
        };
        letters
            .into_iter()
            .filter_map(|at| LETTERS.get(at).copied())
            .collect()
    }
}

/// What the Arabic article costs that the Latin name does not have, in nats.
const ARTICLE: f32 = 1.5;

/// The spellings that fold to a word, as far as they sound different: ى and ة at the end, the hamza at the beginning.
fn unfolded(folded: &str) -> Vec<Vec<char>> {
    let letters: Vec<char> = folded.chars().collect();
    let mut out = vec![letters.clone()];
    let other = match letters.last() {
        Some('ي') => Some('ى'),
        Some('ه') => Some('ة'),
        _ => None,
    };
    // يحيى folds to يحي.
    if letters.last() == Some(&'ي') {
        out.push(letters.iter().copied().chain(['ى']).collect());
    }
    if let (Some(other), Some((_, rest))) = (other, letters.split_last()) {
        out.push(rest.iter().copied().chain([other]).collect());
    }
    if let Some(('ا', _)) = letters.split_first() {
        for hamza in ['أ', 'إ'] {
            for at in 0..out.len().min(3) {
                let rest = out.get(at).and_then(|w| w.get(1..)).unwrap_or_default();
                let word = [hamza].into_iter().chain(rest.iter().copied()).collect();
                out.push(word);
            }
        }
    }
    out
}

/// What letter `i` writes, in folded Arabic letters.
fn folded_writes(letters: &[char], i: usize) -> Writes {
    let mut writes = Writes {
        nothing: Channel::unknown(0),
        one: vec![Channel::unknown(1); COUNT],
        two: vec![Channel::unknown(2); COUNT * COUNT],
    };
    CHANNELS.0.spread(letters, i, &mut |step| match step {
        Step::Scale(by) => {
            writes.nothing *= by;
            writes
                .one
                .iter_mut()
                .chain(&mut writes.two)
                .for_each(|p| *p *= by);
        }
        Step::Add([], p) => writes.nothing += p,
        Step::Add([a], p) => {
            if let Some(a) = place(*a) {
                writes.one[a] += p;
            }
        }
        Step::Add([a, b], p) => {
            if let (Some(a), Some(b)) = (place(*a), place(*b)) {
                writes.two[a * COUNT + b] += p;
            }
        }
        Step::Add(..) => {}
    });
    let best = writes
        .one
        .iter()
        .chain(&writes.two)
        .copied()
        .fold(writes.nothing, f32::max);
    writes.nothing /= best;
    writes
        .one
        .iter_mut()
        .chain(&mut writes.two)
        .for_each(|p| *p /= best);
    writes
}

#[cfg(test)]
mod tests {
    use super::super::script::words;
    use super::super::{Pattern, Width};
    use crate::arabic::fold_text;

    fn same(latin: &str, arabic: &str) -> bool {
        let pattern = Pattern::latin(&words(latin).unwrap().concat());
        pattern.read(&fold_text(arabic), Width::Same).is_some()
    }

    #[test]
    fn latin_spellings_read_as_the_arabic_name() {
        for (latin, arabic) in [
            ("Lavrov", "لافروف"),
            ("Lavroff", "لافروف"),
            ("Лавров", "لافروف"),
            ("Poutine", "بوتين"),
            ("Netanyahu", "نتنياهو"),
            ("Netanyahou", "ناتانياهو"),
            ("Zelenskyy", "زيلينسكي"),
            ("Qaddafi", "القذافي"),
            ("Kadhafi", "القذافي"),
            ("Gaddafi", "القذافي"),
            ("Sissi", "السيسي"),
            ("Haftar", "حفتر"),
            ("Tebboune", "تبون"),
            ("Bouteflika", "بوتفليقة"),
            ("Guterres", "غوتيريش"),
            ("Abdelrahmane", "عبدالرحمن"),
            ("Abdul Rahman", "عبدالرحمن"),
            ("Trump", "ترمب"),
            ("Ghannouchi", "الغنوشي"),
            ("Khamenei", "خامنئي"),
            ("Essebsi", "السبسي"),
            ("Serguei", "سيرجي"),
            ("Yıldırım", "يلدريم"),
        ] {
            assert!(same(latin, arabic), "{latin} {arabic}");
        }
    }

    #[test]
    fn other_names_are_not_read() {
        for (latin, arabic) in [
            ("Gutierrez", "غوتيريش"),
            ("Putin", "لافروف"),
            ("Lavrov", "لافروفا"),
            ("Saad", "سعيد"),
            ("Saeed", "سعد"),
            ("Hassan", "حسين"),
            ("Mahmoud", "محمد"),
            ("Hamid", "أحمد"),
            ("Kamal", "كامل"),
            ("Omar", "عمرو"),
            ("Hariri", "حرير"),
            ("Trump", "ترام"),
        ] {
            assert!(!same(latin, arabic), "{latin} {arabic}");
        }
    }
}
