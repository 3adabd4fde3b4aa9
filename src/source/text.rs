//! Plain text to an article: the first line that is not empty is the title, the rest the body.
use crate::article::Article;

pub(super) fn article(text: &str) -> Article {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (title, body) = text.split_at(end);
    Article {
        title: title.to_owned(),
        body: body.trim().to_owned(),
        ..Article::default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_first_line_is_the_title() {
        let article =
            super::article("\u{FEFF}\r\n لافروف في الجزائر\r\n\r\nنص الخبر\r\nسطر ثان\r\n");
        assert_eq!(article.title.trim(), "لافروف في الجزائر");
        assert_eq!(article.body, "نص الخبر\r\nسطر ثان");
    }
}
