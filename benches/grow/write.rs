//! New articles from the parts of old ones.
use super::base::{Base, Piece, Skeleton};
use super::random::Random;
use naba::article::{Article, day};
use std::collections::VecDeque;

/// Share of words that are drawn again after their neighbour.
const CHANGED: f32 = 0.15;
/// Share of persons that stay who they were.
const STAY: f32 = 0.5;
/// Articles of one day: a million are ten years.
const A_DAY: u64 = 274;
/// 2012-01-01.
const FIRST_DAY: i64 = 1_325_376_000;
/// Articles among which a near-copy finds its original.
const RECENT: usize = 512;
/// Articles after which the rates of new words and names are set again.
const BLOCK: u64 = 256;

/// Things that the base does not have, by number.
#[derive(Default)]
struct Inventions {
    made: u64,
    /// Draws so far, from the base or not.
    draws: f64,
    draws_at_block: f64,
    /// Share of draws that are new.
    rate: f32,
}

enum Draw {
    Known,
    Invented(u64),
}

impl Inventions {
    fn draw(&mut self, random: &mut Random) -> Draw {
        self.draws += 1.0;
        let chance = random.unit();
        if chance < self.rate {
            self.made += 1;
            return Draw::Invented(self.made - 1);
        }
        // What was new once comes about once more.
        if chance < 2.0 * self.rate && self.made > 0 {
            return Draw::Invented(random.below(self.made as usize) as u64);
        }
        Draw::Known
    }

    fn adjust(&mut self, missing: impl Fn(f64) -> f64) {
        let block = (self.draws - self.draws_at_block).max(1000.0);
        self.draws_at_block = self.draws;
        let wanted = missing(self.draws + block) - self.made as f64;
        self.rate = (wanted / block).clamp(0.0, 0.5) as f32;
    }
}

/// Writes articles one after the other.
pub struct Grower<'b> {
    base: &'b Base,
    random: Random,
    written: u64,
    copies: u64,
    words: Inventions,
    names: Inventions,
    recent: VecDeque<Article>,
}

/// Who stands for whom in one article.
#[derive(Default)]
struct Cast {
    roles: Vec<(u32, String)>,
    most: usize,
}

impl<'b> Grower<'b> {
    pub fn new(base: &'b Base, seed: u64) -> Self {
        Self {
            base,
            random: Random::new(seed),
            written: 0,
            copies: 0,
            words: Inventions::default(),
            names: Inventions::default(),
            recent: VecDeque::new(),
        }
    }

    /// The next article.
    pub fn article(&mut self) -> Article {
        if self.written.is_multiple_of(BLOCK) {
            self.words.adjust(|n| self.base.word_growth.missing(n));
            self.names.adjust(|n| self.base.name_growth.missing(n));
        }
        let number = self.written;
        self.written += 1;
        let skeleton = self.pick(&self.base.articles);
        let copy = f64::from(self.random.unit()) < self.base.near_copies;
        let mut article = match self.recent.len() {
            recent if copy && recent > 0 => {
                self.copies += 1;
                let of = self.random.below(recent);
                let original = self.recent.get(of).cloned().unwrap_or_default();
                self.copied(original)
            }
            _ => self.composed(skeleton),
        };
        article.id = format!("grown-{number:08}");
        article.source.clone_from(&skeleton.source);
        article.url = format!("https://{}.example/{number}", skeleton.source);
        let today = FIRST_DAY + (number / A_DAY) as i64 * 86_400;
        article.published = if skeleton.dated {
            day(today)
        } else {
            String::new()
        };
        if !copy {
            self.recent.push_back(article.clone());
            if self.recent.len() > RECENT {
                self.recent.pop_front();
            }
        }
        article
    }

    /// What was written, in one line.
    pub fn summary(&self) -> String {
        format!(
            "{} articles, {:.0} words, {} words and {} names not in the base, {} near-copies ({:.1}% in the base); Heaps' exponents: words {:.2}, names {:.2}",
            self.written,
            self.words.draws,
            self.words.made,
            self.names.made,
            self.copies,
            100.0 * self.base.near_copies,
            self.base.word_growth.exponent(),
            self.base.name_growth.exponent()
        )
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.random.below(list.len())]
    }

    fn composed(&mut self, skeleton: &Skeleton) -> Article {
        let mut cast = Cast {
            roles: Vec::new(),
            most: skeleton.persons.max(1),
        };
        let mut article = Article {
            author: skeleton.author.clone(),
            section: skeleton.section.clone(),
            ..Article::default()
        };
        for (place, own) in skeleton.sentences.clone().enumerate() {
            let pool = self.base.pools.get(skeleton.topic);
            let pool = pool.map(Vec::as_slice).unwrap_or_default();
            // The title and the first sentence are of one article: they are on one matter.
            let sentence = if place < 2 || pool.is_empty() {
                own
            } else {
                *self.pick(pool)
            };
            let text = if place == 0 {
                &mut article.title
            } else {
                &mut article.body
            };
            if !text.is_empty() {
                text.push(' ');
            }
            self.sentence(sentence, &mut cast, text);
        }
        article
    }

    /// The same with another headline, and sometimes its end cut off.
    fn copied(&mut self, mut article: Article) -> Article {
        if let Some((_, rest)) = article.title.split_once(' ') {
            article.title = rest.to_owned();
        }
        if self.random.unit() < 0.5
            && let Some(end) = article.body.trim_end_matches('.').rfind(". ")
            && end > article.body.len() / 2
        {
            article.body.truncate(end + 1);
        }
        article
    }

    fn sentence(&mut self, number: u32, cast: &mut Cast, out: &mut String) {
        let base = self.base;
        let mut previous = None;
        for (place, piece) in base.sentence(number).iter().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            match *piece {
                Piece::Name(mention) => {
                    previous = None;
                    let Some(mention) = base.mentions.get(mention as usize) else {
                        continue;
                    };
                    let name = self.name(mention.person, cast);
                    let short = name.rsplit(' ').next().unwrap_or_default();
                    out.push_str(&mention.before);
                    out.push_str(if mention.full { name } else { short });
                    out.push_str(&mention.after);
                }
                Piece::Word(word) => {
                    if let Draw::Invented(new) = self.words.draw(&mut self.random) {
                        self.invented_word(new, out);
                        previous = None;
                        continue;
                    }
                    let after: &[u32] = previous.map_or(&[], |p| base.followers(p));
                    let word = if !after.is_empty() && self.random.unit() < CHANGED {
                        *self.pick(after)
                    } else {
                        word
                    };
                    out.push_str(base.words.get(word as usize).map_or("", |w| w));
                    previous = Some(word);
                }
            }
        }
    }

    /// Who stands for a person of the base in this article.
    fn name<'c>(&mut self, person: u32, cast: &'c mut Cast) -> &'c str {
        let known = cast.roles.iter().position(|(role, _)| *role == person);
        let at = match known {
            Some(at) => at,
            // A sentence from elsewhere brings no more persons than the article had.
            None if cast.roles.len() >= cast.most => person as usize % cast.roles.len(),
            None => {
                let name = match self.names.draw(&mut self.random) {
                    Draw::Invented(new) => self.invented_name(new),
                    Draw::Known => {
                        let who = if self.random.unit() < STAY {
                            person
                        } else {
                            *self.pick(&self.base.bearers)
                        };
                        let name = self.base.people.get(who as usize);
                        name.cloned().unwrap_or_default()
                    }
                };
                cast.roles.push((person, name));
                cast.roles.len() - 1
            }
        };
        cast.roles.get(at).map_or("", |(_, name)| name)
    }

    /// The first half of one rare word and the second half of another: always the same for a number.
    fn invented_word(&self, number: u64, out: &mut String) {
        let mut random = Random::new(number ^ 0x00A5_0000_0000);
        random.next();
        let tail = &self.base.tail;
        if tail.is_empty() {
            out.push_str(&format!("كلمة{number}"));
            return;
        }
        let mut word = || {
            let id = tail.get(random.below(tail.len())).copied().unwrap_or(0);
            self.base.words.get(id as usize).map_or("", |w| w)
        };
        let (a, b) = (word(), word());
        let half = |w: &str| w.chars().count().div_ceil(2);
        out.extend(a.chars().take(half(a)));
        out.extend(b.chars().skip(half(b) - 1));
    }

    /// The given name of one person and the last name of another.
    fn invented_name(&self, number: u64) -> String {
        let mut random = Random::new(number ^ 0x5A00_0000_0000);
        random.next();
        let people = &self.base.people;
        let mut name = || {
            let at = random.below(people.len());
            people.get(at).map_or("", String::as_str)
        };
        let (given, last) = (name(), name());
        let given = given.split(' ').next().unwrap_or_default();
        let last = last.rsplit(' ').next().unwrap_or_default();
        format!("{given} {last}")
    }
}
