//! Reading what is trained on: labelled sentences, and the words of unlabelled articles.
use naba::arabic::{Analyzer, Token, Tokens};
use naba::entity::person::training::{PLACES, Profile, TAGS, Vectors, Width, places_of, profile};
use rustc_hash::FxHashMap;

/// A sentence: its words, where they stand, their tags.
#[derive(Clone)]
pub struct Sentence {
    pub words: Vec<u32>,
    pub places: Vec<[usize; 4]>,
    pub tags: Vec<u8>,
}

/// A sentence as labelled: words and their tags.
pub type Labelled = Vec<(String, u8)>;

/// A distinct word: its features by number, and its vector.
pub struct Known {
    /// Feature and width.
    pub features: Vec<(u32, Width)>,
    pub vector: Vec<f32>,
}

/// Words and features by number.
pub struct Corpus<'v> {
    pub analyzer: Analyzer,
    vectors: Vectors<'v>,
    profiles: Vec<Profile>,
    pub keys: Vec<(u32, Width)>,
    numbers: FxHashMap<(u32, bool), u32>,
    pub words: Vec<Known>,
}

impl<'v> Corpus<'v> {
    pub fn new(vectors: Vectors<'v>) -> Self {
        Self {
            analyzer: Analyzer::new(),
            vectors,
            profiles: Vec::new(),
            keys: Vec::new(),
            numbers: FxHashMap::default(),
            words: Vec::new(),
        }
    }

    fn learn(&mut self, tokens: &[Token]) {
        for token in tokens {
            while self.profiles.len() <= token.word.index() {
                let id = naba::arabic::WordId(self.profiles.len() as u32);
                let profile = profile(self.analyzer.word(id), self.vectors);
                let mut features = Vec::new();
                for f in profile.features() {
                    let wide = f.width == Width::Class;
                    let next = self.keys.len() as u32;
                    let number = *self.numbers.entry((f.key, wide)).or_insert(next);
                    if number == next {
                        self.keys.push((f.key, f.width));
                    }
                    features.push((number, f.width));
                }
                self.words.push(Known {
                    features,
                    vector: profile.vector.clone(),
                });
                self.profiles.push(profile);
            }
        }
    }

    /// The sentences of a text; `tag` gives the tag of the word that begins at a byte.
    pub fn text(&mut self, text: &str, tag: impl Fn(&Token) -> u8, out: &mut Vec<Sentence>) {
        let mut tokens = Tokens::new();
        self.analyzer.analyze(text, &mut tokens);
        self.learn(&tokens);
        let profiles: Vec<&Profile> = tokens
            .iter()
            .map(|t| &self.profiles[t.word.index()])
            .collect();
        let places = places_of(text, &tokens, &profiles);
        for at in 0..tokens.len() {
            if places[at].begins {
                out.push(Sentence {
                    words: vec![],
                    places: vec![],
                    tags: vec![],
                });
            }
            let Some(sentence) = out.last_mut() else {
                continue;
            };
            let mut tag = tag(&tokens[at]);
            // Inside follows only beginning or inside of its kind.
            if tag > 0
                && tag.is_multiple_of(2)
                && !sentence
                    .tags
                    .last()
                    .is_some_and(|l| *l == tag || *l + 1 == tag)
            {
                tag -= 1;
            }
            sentence.words.push(tokens[at].word.index() as u32);
            let features = places[at].features(places.get(at + 1).copied());
            debug_assert!(features.iter().all(|f| *f < PLACES));
            sentence.places.push(features);
            sentence.tags.push(tag);
        }
    }

    /// The sentences of a labelled one.
    pub fn sentence(&mut self, sentence: &Labelled, out: &mut Vec<Sentence>) {
        let mut text = String::new();
        let mut spans = Vec::new();
        for (word, tag) in sentence {
            let from = text.len();
            text.push_str(word);
            spans.push((from, text.len(), *tag));
            text.push(' ');
        }
        let tag = |token: &Token| {
            let at = spans.partition_point(|s| s.1 <= token.start as usize);
            let (from, _, tag) = spans.get(at).copied().unwrap_or((0, 0, 0));
            let first = !text[from..token.start as usize]
                .chars()
                .any(char::is_alphanumeric);
            if tag % 2 == 1 && !first { tag + 1 } else { tag }
        };
        self.text(&text, tag, out);
    }

    /// All of them.
    pub fn sentences(&mut self, labelled: &[Labelled]) -> Vec<Sentence> {
        let mut out = Vec::new();
        for sentence in labelled {
            self.sentence(sentence, &mut out);
        }
        out
    }
}

/// Labelled sentences of a file: a word and its tag a line, an empty line or a full stop after each.
pub fn labelled(path: &str) -> Vec<Labelled> {
    let mut out = Vec::new();
    let mut sentence: Labelled = Vec::new();
    for line in std::fs::read_to_string(path)
        .expect("readable labels")
        .lines()
        .chain([""])
    {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let ends = parts.len() < 2 || matches!(parts[0], "." | "؟" | "!");
        if let [word, .., tag] = parts.as_slice() {
            sentence.push(((*word).to_owned(), number(tag)));
        }
        if ends && !sentence.is_empty() {
            out.push(std::mem::take(&mut sentence));
        }
    }
    out
}

fn number(tag: &str) -> u8 {
    let inside = tag.starts_with("I-");
    let kind = match tag.get(2..) {
        Some("PERS" | "PER") => 0,
        Some("LOC") => 1,
        Some("ORG") => 2,
        Some("MISC") => 3,
        _ => return 0,
    };
    let out = 1 + 2 * kind + u8::from(inside);
    debug_assert!(usize::from(out) < TAGS);
    out
}

/// Title and body of each article of a file of JSON lines, gzipped or not.
pub fn articles(path: &str) -> Vec<naba::article::Article> {
    let mut out = Vec::new();
    naba::source::read(
        &[naba::source::Input::Path(path.into())],
        &naba::source::ReadOptions::default(),
        &mut |item| {
            if let naba::source::Item::Article(article) = item {
                out.push(*article);
            }
            std::ops::ControlFlow::Continue(())
        },
    );
    out
}
