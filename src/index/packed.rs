//! Stored articles as bytes: texts as they are, each with its length before it, and numbers of seven bits a byte, so that an article is
//! read by copying its texts.
use super::record::{Mentions, Stored};
use crate::article::Article;

/// Why bytes are no stored article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(&'static str);

/// Bits of a span's kind; the lowest bit of that byte is the field.
const KIND: u32 = 1;

impl Stored {
    /// As bytes for an engine's store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Article {
            id,
            url,
            source,
            title,
            author,
            published,
            section,
            body,
        } = &self.article;
        let mut out = Vec::with_capacity(body.len() + 512);
        for text in [id, url, source, title, author, published, section, body] {
            put_text(&mut out, text);
        }
        for list in [&self.countries, &self.persons] {
            put(&mut out, list.len() as u32);
            for entity in list {
                put_text(&mut out, &entity.key);
                put(
                    &mut out,
                    u32::from(entity.share) << 1 | u32::from(entity.lead),
                );
                put(&mut out, entity.spans.len() as u32);
                // Starts ascend within a field, and the body comes after the title.
                let mut before = 0;
                for [field, start, end, kind] in &entity.spans {
                    put(&mut out, kind << KIND | field & 1);
                    put(&mut out, zigzag(*start, before));
                    put(&mut out, zigzag(*end, *start));
                    before = *start;
                }
            }
        }
        out
    }

    /// Back from an engine's store.
    ///
    /// # Errors
    /// When the bytes are not what [`Stored::to_bytes`] made.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, Unreadable> {
        let from = &mut bytes;
        // In the order in which they are written.
        let article = Article {
            id: text(from)?,
            url: text(from)?,
            source: text(from)?,
            title: text(from)?,
            author: text(from)?,
            published: text(from)?,
            section: text(from)?,
            body: text(from)?,
        };
        let countries = mentions(from)?;
        let persons = mentions(from)?;
        if !from.is_empty() {
            return Err(Unreadable("more bytes than an article has"));
        }
        Ok(Self {
            article,
            countries,
            persons,
        })
    }
}

/// The difference of two numbers, small where they are near, whichever is larger.
fn zigzag(number: u32, before: u32) -> u32 {
    let by = number.wrapping_sub(before).cast_signed();
    ((by << 1) ^ (by >> 31)).cast_unsigned()
}

fn unzigzag(by: u32, before: u32) -> u32 {
    before.wrapping_add((by >> 1) ^ (by & 1).wrapping_neg())
}

fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

fn number(from: &mut &[u8]) -> Result<u32, Unreadable> {
    let mut out = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, rest) = from
            .split_first()
            .ok_or(Unreadable("it ends within a number"))?;
        *from = rest;
        out |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(out);
        }
    }
    Err(Unreadable("a number is too long"))
}

fn text(from: &mut &[u8]) -> Result<String, Unreadable> {
    let length = number(from)? as usize;
    let (text, rest) = from
        .split_at_checked(length)
        .ok_or(Unreadable("it ends within a text"))?;
    *from = rest;
    let text = simdutf8::basic::from_utf8(text).map_err(|_| Unreadable("a text is not UTF-8"))?;
    Ok(text.to_owned())
}

fn mentions(from: &mut &[u8]) -> Result<Vec<Mentions>, Unreadable> {
    let count = number(from)?;
    let mut out = Vec::new();
    for _ in 0..count {
        let key = text(from)?;
        let share = number(from)?;
        let spans = number(from)?;
        let mut entity = Mentions {
            key,
            spans: Vec::new(),
            share: u16::try_from(share >> 1).map_err(|_| Unreadable("a share is too large"))?,
            lead: share & 1 == 1,
        };
        let mut before = 0;
        for _ in 0..spans {
            let kind = number(from)?;
            let start = unzigzag(number(from)?, before);
            let end = unzigzag(number(from)?, start);
            entity.spans.push([kind & 1, start, end, kind >> KIND]);
            before = start;
        }
        out.push(entity);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Recorder;
    use proptest::prelude::*;

    fn recorded() -> Stored {
        let article = Article {
            id: "1".to_owned(),
            title: "لافروف يزور الجزائر".to_owned(),
            published: "2015-07-26".to_owned(),
            body: "وصل سيرغي لافروف إلى الجزائر، ورحبت به الحكومة الجزائرية.".repeat(3),
            ..Article::default()
        };
        Recorder::new().record(article).stored
    }

    #[test]
    fn an_article_comes_back_as_it_was() {
        let stored = recorded();
        assert!(!stored.countries.is_empty() && !stored.persons.is_empty());
        assert_eq!(Stored::from_bytes(&stored.to_bytes()), Ok(stored));
        let empty = Stored::default();
        assert_eq!(Stored::from_bytes(&empty.to_bytes()), Ok(empty));
    }

    #[test]
    fn bytes_that_were_cut_are_refused() {
        let bytes = recorded().to_bytes();
        for end in 0..bytes.len() {
            assert!(Stored::from_bytes(&bytes[..end]).is_err(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn spans_of_any_order_come_back(spans in proptest::collection::vec((0..2u32, any::<u32>(), any::<u32>(), 0..4u32), 0..9), share in any::<u16>()) {
            let stored = Stored {
                persons: vec![Mentions {
                    key: "لافروف".to_owned(),
                    spans: spans.into_iter().map(|(f, s, e, k)| [f, s, e, k]).collect(),
                    share,
                    lead: share % 2 == 0,
                }],
                ..Stored::default()
            };
            prop_assert_eq!(Stored::from_bytes(&stored.to_bytes()), Ok(stored));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Stored::from_bytes(&bytes);
        }
    }
}
