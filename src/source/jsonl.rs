//! One JSON object to an article: Naba's own field names, SaudiNewsNet's, and the usual synonyms.
use crate::article::Article;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads an object. Of a key given twice the last value holds; `null` is the same as missing.
pub(super) fn article(bytes: &[u8]) -> Result<Article, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Checked whole, faster than string by string. What is not UTF-8 may stand where nobody reads it: that parser decides, and says where.
    let read = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    };
    let Loose(article) = read.map_err(|e| {
        // serde_json counts lines inside the record, which is one line: only the column says something.
        let reason = e.to_string();
        let reason = reason
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned();
        format!("{reason} at byte {}", e.column())
    })?;
    Ok(article)
}

/// The field of an article that a column or key of this name fills.
pub(super) fn field<'a>(article: &'a mut Article, name: &str) -> Option<&'a mut String> {
    let name = name.trim().to_lowercase();
    Some(match name.as_str() {
        "id" | "_id" | "docno" | "docid" | "article_id" | "guid" | "المعرف" => {
            &mut article.id
        }
        "url" | "link" | "href" | "permalink" | "الرابط" => &mut article.url,
        "source" | "site" | "newspaper" | "publisher" | "outlet" | "المصدر" => {
            &mut article.source
        }
        "title" | "headline" | "head" | "العنوان" => &mut article.title,
        "author" | "authors" | "byline" | "creator" | "الكاتب" | "المؤلف" => {
            &mut article.author
        }
        "published" | "date" | "date_extracted" | "published_at" | "pubdate" | "datetime"
        | "timestamp" | "datepublished" | "التاريخ" => &mut article.published,
        "section" | "category" | "topic" | "القسم" | "التصنيف" => &mut article.section,
        "body" | "content" | "text" | "article" | "maintext" | "النص" | "المحتوى" => {
            &mut article.body
        }
        _ => return None,
    })
}

struct Loose(Article);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ArticleVisitor)
    }
}

struct ArticleVisitor;

impl<'de> Visitor<'de> for ArticleVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        let mut article = Article::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match field(&mut article, &key) {
                Some(slot) => {
                    let Text(text) = map.next_value()?;
                    // A synonym without a value does not undo one that had it.
                    if !text.is_empty() {
                        *slot = text;
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Loose(article))
    }
}

/// A string; also a number, a list of strings (joined by a comma), or null (empty).
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<String, A::Error> {
        let mut parts = Vec::new();
        while let Some(Text(part)) = seq.next_element()? {
            parts.push(part);
        }
        Ok(parts.join("، "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Article, String> {
        article(json.as_bytes())
    }

    #[test]
    fn field_names_of_other_collections_are_known() {
        let saudi = read(
            r#"{"source":"sabq","url":"u","date_extracted":"2015-07-21","title":"ع","author":"ك","content":"نص"}"#,
        );
        let saudi = saudi.unwrap();
        assert_eq!(
            (saudi.body.as_str(), saudi.published.as_str()),
            ("نص", "2015-07-21")
        );
        assert_eq!(
            read(r#"{"id":7,"title":"ع","authors":["أ","ب"],"x":{"y":[1]}}"#)
                .unwrap()
                .author,
            "أ، ب"
        );
    }

    #[test]
    fn bad_records_are_refused_with_the_place() {
        for (json, why) in [
            ("[1]", "an article as a JSON object"),
            ("{\"title\":\"a", "EOF while parsing a string"),
            ("{\"title\":\"\\ud800\"}", "hex escape"),
            ("{\"title\":{}}", "expected a string"),
            ("{\"title\":true}", "expected a string"),
            ("{\"title\":\"a\u{1}\"}", "control character"),
        ] {
            let reason = read(json).unwrap_err();
            assert!(
                reason.contains(why) && reason.contains("at byte"),
                "{json}: {reason}"
            );
        }
        assert!(article(b"{\"title\":\"\xff\"}").is_err());
        assert!(read(&format!("{{\"x\":{}", "[".repeat(200_000))).is_err());
    }

    #[test]
    fn bytes_that_are_no_utf8_are_refused_only_where_they_are_read() {
        let unread = article(b"{\"tags\":\"\xFF\",\"title\":\"\xD8\xB9\"}");
        assert_eq!(unread.unwrap().title, "ع");
        assert!(article(b"{\"title\":\"\xFF\"}").is_err());
    }

    #[test]
    fn of_a_key_given_twice_the_last_holds() {
        assert_eq!(read(r#"{"title":"أ","title":"ب"}"#).unwrap().title, "ب");
        assert_eq!(read(r#"{"body":"نص","content":null}"#).unwrap().body, "نص");
    }
}
