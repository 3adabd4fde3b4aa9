//! What the model sees: features of each distinct word, and of the place where it stands.
//!
//! The same code runs in training (`tools/train_persons`) and in recognition, so that the two cannot drift apart.
use super::cut::{Cut, Rests, cut};
use super::ladder::{LADDERS, SHARE_LADDERS, SHARE_STEPS, STEPS};
use super::lexicon::{Form, Traits};
use super::table::Key;
use super::vectors::{UNKNOWN, Vectors};
use crate::arabic::{Evidence, Script, Token, Word};

/// How many words to either side the model looks.
pub const REACH: usize = 2;

/// Kinds of features; a kind and a value make a feature.
pub(super) mod kind {
    pub const ALWAYS: u8 = 1;
    pub const WHOLE: u8 = 2;
    pub const BARE: u8 = 3;
    pub const LEMMA: u8 = 4;
    pub const PREFIX: u8 = 5;
    pub const SUFFIX: u8 = 6;
    pub const PARTICLES: u8 = 7;
    pub const SHAPE: u8 = 8;
    pub const TRAIT: u8 = 9;
    pub const COUNT: u8 = 10;
    pub const ODDS: u8 = 11;
    pub const FREQUENCY: u8 = 12;
    pub const EVIDENCE: u8 = 13;
    pub const PROFILE: u8 = 14;
    pub const EXACT: u8 = 15;
    pub const REST: u8 = 16;
    pub const SHARE: u8 = 17;
}

/// How far from its word a feature is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// The identity of the word: the word itself and its neighbours; left out at times in training, so that the rest must do.
    Word,
    /// Letters of the word: the word itself and its neighbours.
    Letters,
    /// Classes: [`REACH`] words to either side.
    Class,
}

/// One thing that is true of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Hash of kind and value.
    pub key: u32,
    /// How far it is looked at.
    pub width: Width,
}

/// One or more things that are true of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    One(Feature),
    /// The lowest so many steps of one of [`LADDERS`]; their width is [`Width::Class`].
    Steps {
        ladder: u8,
        count: u8,
    },
}

/// Share of names, in units of 1/250, of any kind below which a dictionary word that no list of names has is plain.
const PLAIN_SHARE: u8 = 2;
/// Share of its places that are in names, in units of 1/1000, up to which any word but a listed given or family name is plain.
const PLAIN_NAMED: u8 = 4;

/// What a distinct word says, whatever stands beside it.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    pub(super) seen: Vec<Seen>,
    /// Hash of all of [`Width::Class`] among them: many words share these.
    pub(super) classes: u64,
    /// Its vector; empty if the word is too rare to have one.
    pub vector: Vec<f32>,
    pub(super) particles: u8,
    pub(super) traits: Traits,
    /// One letter alone: the beginning of an abbreviation.
    pub(super) letter: bool,
    /// Written in Arabic letters.
    pub(super) arabic: bool,
    /// The dictionary knows it, however inflected.
    pub(super) lexical: bool,
    /// A number, or a word that the news hardly ever has in a name of any kind.
    pub(super) plain: bool,
    /// Lists of names have it all the same: it is plain only where no name stands beside it. دون is a preposition, but not in دون تشيدل.
    pub(super) doubtful: bool,
}

impl Profile {
    /// What is true of it.
    pub fn features(&self) -> impl Iterator<Item = Feature> {
        self.seen.iter().flat_map(|seen| {
            let (one, steps) = match seen {
                Seen::One(feature) => (Some(*feature), None),
                Seen::Steps { ladder, count } => {
                    let ladder = LADDERS.get(usize::from(*ladder));
                    let keys = ladder.map(|l| l.keys().take(usize::from(*count)));
                    (None, keys)
                }
            };
            let width = Width::Class;
            let steps = steps.into_iter().flatten();
            one.into_iter()
                .chain(steps.map(move |key| Feature { key, width }))
        })
    }
}

/// Features of a word as they are found; nothing is written out to be hashed.
struct Features {
    seen: Vec<Seen>,
    classes: u64,
}

impl Features {
    fn add(&mut self, kind: u8, value: &str, width: Width) {
        self.push(Key::of(kind).text(value), width);
    }

    fn push(&mut self, key: Key, width: Width) {
        let key = key.hash();
        if width == Width::Class {
            self.class(u64::from(key));
        }
        self.seen.push(Seen::One(Feature { key, width }));
    }

    fn steps(&mut self, ladder: u8, count: u32) {
        let count = count.min(STEPS as u32) as u8;
        self.class(1 << 32 | u64::from(ladder) << 8 | u64::from(count));
        self.seen.push(Seen::Steps { ladder, count });
    }

    /// Takes a class into their hash (the scheme of rustc's FxHash).
    fn class(&mut self, class: u64) {
        let mixed = self.classes.rotate_left(5) ^ class;
        self.classes = mixed.wrapping_mul(0x51_7c_c1_b7_27_22_0a_95);
    }
}

/// The profile of a word.
pub fn profile(word: &Word, vectors: Vectors<'_>) -> Profile {
    profile_of(&mut Rests::of(word), vectors)
}

/// [`profile`] of a word of which more is to be asked.
pub(super) fn profile_of(rests: &mut Rests<'_>, vectors: Vectors<'_>) -> Profile {
    let word = rests.word;
    let mut features = Features {
        seen: Vec::with_capacity(40),
        classes: 0,
    };
    features.add(kind::ALWAYS, "", Width::Class);
    if word.script != Script::Arabic {
        let digits = word.folded.chars().filter(char::is_ascii_digit).count();
        match word.script {
            Script::Number => {
                let shape = Key::of(kind::SHAPE).text("number");
                features.push(shape.number(digits.min(5) as u8), Width::Class);
            }
            Script::Latin => features.add(kind::SHAPE, "latin", Width::Class),
            _ => features.add(kind::SHAPE, "other", Width::Class),
        }
        features.add(kind::WHOLE, &word.folded, Width::Word);
        return Profile {
            seen: features.seen,
            classes: features.classes,
            plain: word.script == Script::Number,
            ..Profile::default()
        };
    }
    let Cut { particles, form } = cut(rests);
    let bare = skip(&word.folded, particles);
    let exact = skip(&word.exact, particles);
    features.add(kind::BARE, bare, Width::Word);
    if particles > 0 {
        features.add(kind::WHOLE, &word.folded, Width::Word);
    }
    features.add(
        kind::PARTICLES,
        prefix(&word.folded, particles),
        Width::Class,
    );
    for reading in word.readings.iter().take(2) {
        features.add(kind::LEMMA, &reading.lemma, Width::Word);
    }
    let stem = bare
        .strip_prefix("ال")
        .filter(|s| s.chars().count() > 2)
        .unwrap_or(bare);
    let letters = stem.chars().count();
    let mut key = Key::of(kind::PREFIX);
    for letter in stem.chars().take(3) {
        key = key.letter(letter);
        features.push(key, Width::Letters);
    }
    let ends = stem.char_indices().rev().take(4);
    for end in ends.filter_map(|(at, _)| stem.get(at..)) {
        features.add(kind::SUFFIX, end, Width::Letters);
    }
    let article = form.traits.has(Traits::ARTICLE);
    let shape = Key::of(kind::SHAPE).number(letters.min(9) as u8);
    let with_article = if article { "true" } else { "false" };
    features.push(shape.text(with_article), Width::Class);
    let first = exact.chars().next().filter(|c| "أإآ".contains(*c));
    let last = exact.chars().next_back().filter(|c| "ةىياء".contains(*c));
    let ends = Key::of(kind::EXACT).letter(first.unwrap_or('-'));
    features.push(ends.letter(last.unwrap_or('-')), Width::Letters);
    for bit in (0..Traits::COUNT).filter(|b| form.traits.0 & (1 << b) != 0) {
        features.push(Key::of(kind::TRAIT).number(bit as u8), Width::Class);
    }
    let odds = rests.odds(particles);
    classes(&form, odds, &mut features);
    // What the word would be without its first letter, whatever the cut: "and" before a given name.
    if particles == 0 && bare.starts_with(['و', 'ل', 'ب', 'ف', 'ك']) && letters > 2 {
        let rest = rests.form(1);
        let known = (rest.names as f32 + 1.0).log2().min(4.0) as u32;
        let given = rest.traits.has(Traits::GIVEN);
        let key = Key::of(kind::REST).flag(given).number(known as u8);
        features.push(key, Width::Class);
    }
    features.push(evidence(word), Width::Class);
    let lexical = word
        .readings
        .iter()
        .any(|r| r.evidence == Evidence::Lexicon);
    // Lists and dictionary together: a given name that is also a word, an unknown word with the article, a listed foreign name.
    let step = (odds / 1.5).round().clamp(-2.0, 2.0);
    let signature = Key::of(kind::PROFILE)
        .flag(form.traits.has(Traits::GIVEN))
        .flag(form.traits.has(Traits::SURNAME))
        .flag(form.names > 0)
        .flag(lexical)
        .flag(form.traits.has(Traits::ORDINARY))
        .number(u8::from(article) + u8::from(article && stem.ends_with('ي')))
        // As the model was trained: what is rounded up to nought keeps its sign.
        .text(if step.is_sign_negative() { "-" } else { "" })
        .number(step.abs() as u8);
    features.push(signature, Width::Class);
    let mut vector = Vec::new();
    let listed = form.traits.any(Traits::GIVEN.and(Traits::SURNAME));
    let mut plain = false;
    if let Some(common) = vectors.get(&word.folded).or_else(|| vectors.get(bare)) {
        vector.extend(common.vector());
        let elsewhere = |share: &u8| *share < PLAIN_SHARE;
        let unlisted = lexical && form.names == 0 && common.shares.iter().all(elsewhere);
        plain = !listed && (unlisted || common.named <= PLAIN_NAMED);
        for (ladder, share) in (SHARE_LADDERS..).zip(common.shares) {
            if share == UNKNOWN {
                break;
            }
            let steps = SHARE_STEPS.iter().filter(|step| share >= **step);
            features.steps(ladder, steps.count() as u32);
        }
    }
    Profile {
        seen: features.seen,
        classes: features.classes,
        vector,
        particles,
        traits: form.traits,
        letter: word.folded.chars().nth(1).is_none(),
        arabic: true,
        lexical,
        plain,
        doubtful: form.names > 0 || form.opens > 0 || form.closes > 0,
    }
}

/// Why the first reading of a word was accepted, and what is attached to the word besides the article.
fn evidence(word: &Word) -> Key {
    let key = Key::of(kind::EVIDENCE);
    let Some(reading) = word.readings.first() else {
        return key.text("None");
    };
    let evidence = match reading.evidence {
        Evidence::Surface => "Surface",
        Evidence::Lexicon => "Lexicon",
        Evidence::Statistics => "Statistics",
        Evidence::Rule => "Rule",
    };
    let truth = |holds| if holds { "true" } else { "false" };
    let attached = !matches!(&*reading.proclitics, "" | "ال");
    key.text("Some((")
        .text(evidence)
        .text(", ")
        .text(truth(attached))
        .text(", ")
        .text(truth(!reading.enclitic.is_empty()))
        .text("))")
}

/// Counts and odds in steps, each step a feature that holds from there on.
fn classes(form: &Form, odds: f32, features: &mut Features) {
    let log = |n: u32| (n as f32 + 1.0).log2() as u32;
    let frequency = form.frequency.map_or(0.0, |f| (f + 8.0).clamp(0.5, 6.0));
    let values = [
        log(form.names),
        log(u32::from(form.opens)),
        log(u32::from(form.closes)),
        (odds + 3.0).clamp(0.0, 6.0) as u32,
        frequency.round() as u32,
    ];
    for (ladder, value) in (0..).zip(values) {
        features.steps(ladder, value + 1);
    }
}

/// A word without its first `letters` letters.
pub(super) fn skip(word: &str, letters: u8) -> &str {
    let at = word.char_indices().nth(usize::from(letters));
    at.map_or("", |(at, _)| word.get(at..).unwrap_or_default())
}

fn prefix(word: &str, letters: u8) -> &str {
    let at = word.char_indices().nth(usize::from(letters));
    at.map_or(word, |(at, _)| word.get(..at).unwrap_or_default())
}

/// Number of features of places.
pub const PLACES: usize = 2 * GAPS + OFFICE + 3;
/// Kinds of what stands between two words.
const GAPS: usize = 9;
/// Distances to an office.
const OFFICE: usize = 10;
/// Words of an office at most between its head and the name: وزير الخارجية والتعاون الدولي الجزائري رمطان.
const OFFICE_WORDS: u8 = 8;

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Whether a sentence begins here.
    pub begins: bool,
    /// What stands before it: 0 the sentence begins, 1 a space.
    gap: u8,
    /// Words since the head of an office of which only words of the office stand between; 0 for none.
    office: u8,
    /// Words since a noun for what is named after persons with only titles between; 0 for none.
    institution: u8,
}

impl Place {
    /// Whether a name here would be part of the name of an institution or a place.
    pub fn in_institution(self) -> bool {
        self.institution > 0
    }

    /// Words since the head of an office.
    pub(super) fn office(self) -> u8 {
        self.office
    }

    /// Whether a mark stands before that no name goes on across: a comma, a quotation mark, a bracket, a colon.
    pub(super) fn parted(self) -> bool {
        (2..=6).contains(&self.gap)
    }

    /// Whether a quotation mark stands before.
    pub(super) fn after_quote(self) -> bool {
        self.gap == 3 || self.gap == 4
    }

    /// Whether only a space stands before.
    pub(super) fn joined(self) -> bool {
        self.gap == SPACE
    }

    /// The features of the place, all below [`PLACES`]; `next` is the place of the following word.
    pub fn features(self, next: Option<Self>) -> [usize; 4] {
        let after = next.filter(|n| !n.begins).map_or(0, |n| n.gap);
        [
            usize::from(self.gap),
            GAPS + usize::from(after),
            2 * GAPS + usize::from(self.office),
            2 * GAPS + OFFICE + usize::from(self.institution.min(2)),
        ]
    }
}

const SPACE: u8 = 1;

/// What a stretch between two words is; none if a sentence ends in it.
fn gap_kind(gap: &str, after_abbreviation: bool) -> Option<u8> {
    if gap == " " {
        return Some(SPACE);
    }
    if gap.contains(['\n', '؟', '!', '?']) || (gap.contains('.') && !after_abbreviation) {
        return None;
    }
    let mark = gap.chars().find(|c| {
        !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
    });
    Some(match mark {
        None if gap.is_empty() => 7,
        None => SPACE,
        Some('،' | ',' | '؛' | ';') => 2,
        Some('"' | '«' | '“' | '”' | '\'' | '‘') => 3,
        Some('»' | ')' | ']') => 4,
        Some('(' | '[') => 5,
        Some(':') => 6,
        // A dash between spaces parts the names of a list; without them it joins a double name.
        Some('-' | '–' | '/' | '\\' | 'ـ' | '_' | '—') if gap.contains([' ', '\u{00A0}']) => 2,
        Some('-' | '–' | '/' | '\\' | 'ـ' | '_' | '—') => 7,
        Some(_) => 8,
    })
}

/// Where each word of a text stands; `traits` are those of its words.
pub(super) fn places(
    text: &str,
    tokens: &[Token],
    mut traits: impl FnMut(&Token) -> (Traits, bool),
    out: &mut Vec<Place>,
) {
    out.clear();
    let (mut office, mut institution) = (0_u8, 0_u8);
    let mut end = 0;
    let mut abbreviation = false;
    for (at, token) in tokens.iter().enumerate() {
        let between = text.get(end..token.start as usize).unwrap_or("\n");
        let gap = if at == 0 {
            None
        } else {
            gap_kind(between, abbreviation)
        };
        end = token.end as usize;
        let begins = gap.is_none();
        let gap = gap.unwrap_or(0);
        if begins {
            (office, institution) = (0, 0);
        } else if gap == 2 || gap == 4 {
            institution = 0;
        }
        out.push(Place {
            begins,
            gap,
            office: office.min(OFFICE as u8 - 1),
            institution,
        });
        let (here, lone_letter) = traits(token);
        let title = here.has(Traits::TITLE);
        let joined = gap == SPACE;
        let of_office = here.any(
            Traits::ARTICLE
                .and(Traits::COUNTRY)
                .and(Traits::PLACE)
                .and(Traits::ORDINARY),
        ) && !here.any(Traits::VERB);
        office = if title {
            1
        } else if office > 0 && joined && office < OFFICE_WORDS && of_office {
            office + 1
        } else {
            0
        };
        institution = if here.has(Traits::NAMED_AFTER) && !here.has(Traits::ARTICLE) {
            1
        } else if institution > 0 && institution < 3 && title && joined {
            institution + 1
        } else {
            0
        };
        abbreviation = lone_letter || title;
    }
}

/// [`places`] for words whose profiles are at hand.
pub fn places_of(text: &str, tokens: &[Token], profiles: &[&Profile]) -> Vec<Place> {
    let mut out = Vec::new();
    let mut next = profiles.iter();
    let traits = |_: &Token| {
        next.next()
            .map_or_else(Default::default, |p| (p.traits, p.letter))
    };
    places(text, tokens, traits, &mut out);
    out
}
