//! A web page to an article: text and metadata by a readability library.
use crate::article::Article;
use dom_smoothie::{Config, Readability, TextMode};

/// Most elements a page may have: pages of news sites have thousands, and the library's time grows with them.
const ELEMENTS: usize = 50_000;

pub(super) fn article(page: &str) -> Result<Article, String> {
    // Depth is bounded with the number of elements: deeper nesting than elements there cannot be.
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let mut reader = Readability::new(page, None, Some(config))
        .map_err(|e| format!("not readable as a page: {e}"))?;
    let parsed = reader
        .parse()
        .map_err(|e| format!("no article found in the page: {e}"))?;
    let text = |option: Option<String>| option.unwrap_or_default();
    Ok(Article {
        url: text(parsed.url),
        source: text(parsed.site_name),
        title: parsed.title,
        author: text(parsed.byline),
        published: text(parsed.published_time),
        body: parsed.text_content.to_string(),
        ..Article::default()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_gives_its_article_and_nothing_around_it() {
        let paragraph = "قال وزير الخارجية إن المحادثات كانت بناءة، وإن الطرفين اتفقا على مواصلة الحوار خلال الأسابيع المقبلة. ".repeat(6);
        let page = format!(
            "<html lang=ar dir=rtl><head><title>موقع</title><meta property='og:title' content='محادثات بناءة'>\
             <meta property='og:site_name' content='صحيفة الأفق'><meta property='article:published_time' content='2024-02-03T10:00:00Z'>\
             <meta name='author' content='سلمى'></head><body><nav><a href='/'>الرئيسية</a></nav><script>var سري=1</script>\
             <article><h1>محادثات بناءة</h1><p>{paragraph}</p><p>{paragraph}</p></article><footer>حقوق النشر محفوظة</footer></body></html>"
        );
        let article = super::article(&page).unwrap();
        assert_eq!(article.title, "محادثات بناءة");
        assert_eq!(
            (article.source.as_str(), article.author.as_str()),
            ("صحيفة الأفق", "سلمى")
        );
        assert!(article.published.starts_with("2024-02-03"));
        assert!(article.body.contains("مواصلة الحوار"));
        assert!(!article.body.contains("سري") && !article.body.contains("حقوق النشر"));
    }
}
