//! `<DOC>…</DOC>` records of TREC collections and the ANT corpus. They look like XML but are seldom well-formed, so tags are
//! found as text and entities undone by the XML library where it can.
use crate::article::Article;
use std::borrow::Cow;

pub(super) fn article(text: &str) -> Result<Article, String> {
    let mut article = Article::default();
    let mut bodies: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((name, inner, after)) = element(rest) {
        rest = after;
        let value = clean(inner);
        let slot = match name.to_ascii_uppercase().as_str() {
            "DOC" => {
                rest = inner;
                continue;
            }
            "DOCNO" | "DOCID" | "ID" => &mut article.id,
            "TITLE" | "HEADLINE" | "HL" | "HEAD" => &mut article.title,
            "AUTHOR" | "BYLINE" => &mut article.author,
            "URL" | "LINK" => &mut article.url,
            "DATE" | "DATE_TIME" | "DATETIME" | "PUBDATE" => &mut article.published,
            "CATEGORY" | "SECTION" | "TOPIC" => &mut article.section,
            "SOURCE" | "PUBLISHER" => &mut article.source,
            "TEXT" | "BODY" | "CONTENT" => {
                bodies.push(value);
                continue;
            }
            _ => continue,
        };
        if slot.is_empty() {
            *slot = value;
        }
    }
    article.body = bodies.join("\n");
    if article == Article::default() {
        return Err("a <DOC> without any known element".to_owned());
    }
    Ok(article)
}

/// The first `<NAME …>inner</NAME>`: its name, what it holds, and what follows.
fn element(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('<')?;
        let tag = text.get(open + 1..)?;
        let name_end = tag
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(tag.len());
        let name = tag.get(..name_end)?;
        let inner_at = open + 1 + tag.find('>')? + 1;
        let inner = text.get(inner_at..)?;
        if !name.is_empty()
            && let Some(end) = find_close(inner, name)
        {
            let after = inner.get(end..)?;
            let after = after
                .find('>')
                .and_then(|i| after.get(i + 1..))
                .unwrap_or("");
            return Some((name, inner.get(..end)?, after));
        }
        from = inner_at;
    }
}

/// Where `</name>` starts, whatever its case.
fn find_close(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("</")?;
        let close = text.get(at + 2..)?;
        let whole = close
            .as_bytes()
            .get(name.len())
            .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_');
        if whole
            && close
                .get(..name.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return Some(at);
        }
        from = at + 2;
    }
}

/// Inner tags off, CDATA opened, entities undone.
fn clean(inner: &str) -> String {
    let inner = inner.trim();
    let inner = inner
        .strip_prefix("<![CDATA[")
        .map_or(inner, |i| i.trim_end_matches("]]>"));
    let mut text = String::with_capacity(inner.len());
    let mut in_tag = false;
    for c in inner.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let text = text.trim();
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn elements_are_found_in_any_case() {
        let doc = "<DOC>\n<DOCNO> A-1 </DOCNO><Title>لافروف &amp; تبون</title>\n<TEXT>\n<P>نص أول</P> نص ثان\n</TEXT>\n</DOC>";
        let article = super::article(doc).unwrap();
        assert_eq!(
            (article.id.as_str(), article.title.as_str()),
            ("A-1", "لافروف & تبون")
        );
        assert_eq!(
            article.body.split_whitespace().collect::<Vec<_>>(),
            ["نص", "أول", "نص", "ثان"]
        );
        assert!(super::article("<DOC><X>").is_err());
    }

    #[test]
    fn docno_does_not_close_doc() {
        assert_eq!(
            super::article("<DOC><DOCNO>7</DOCNO><TITLE>خبر</TITLE></DOC>")
                .unwrap()
                .id,
            "7"
        );
    }
}
