//! How tantivy reads what the record already prepared: form streams and lists of facet values.
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Splits a form stream: a space starts a position, `|` stacks a form on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms;

/// Splits facet values, one a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values;

/// Cuts a text at one separator that starts a position and one that does not.
pub(super) struct Split<'a> {
    rest: &'a str,
    next: u8,
    stack: u8,
    advance: bool,
    token: Token,
}

fn split(text: &str, next: u8, stack: u8) -> Split<'_> {
    Split {
        rest: text,
        next,
        stack,
        advance: true,
        token: Token::default(),
    }
}

impl Tokenizer for Forms {
    type TokenStream<'a> = Split<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Split<'a> {
        split(text, b' ', b'|')
    }
}

impl Tokenizer for Values {
    type TokenStream<'a> = Split<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Split<'a> {
        split(text, b'\n', b'\n')
    }
}

impl TokenStream for Split<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        if self.advance {
            self.token.position = self.token.position.wrapping_add(1);
        }
        let end =
            memchr::memchr2(self.next, self.stack, self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.advance = rest.as_bytes().first() == Some(&self.next);
        self.rest = rest.get(1..).unwrap_or("");
        self.token.text.clear();
        self.token.text.push_str(text);
        true
    }
    fn token(&self) -> &Token {
        &self.token
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_forms_share_a_position() {
        let mut forms = Forms;
        let mut stream = forms.token_stream("7رئيس 3وزراء|4وزير 7قال");
        let mut seen = Vec::new();
        while let Some(token) = stream.next() {
            seen.push((token.position, token.text.clone()));
        }
        assert_eq!(
            seen,
            [
                (0, "7رئيس".into()),
                (1, "3وزراء".into()),
                (1, "4وزير".into()),
                (2, "7قال".into())
            ] as [(usize, String); 4]
        );
    }
}
