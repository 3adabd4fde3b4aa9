//! A tokenizer of form streams for tantivy's own writer, which Naba does without.
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Splits a form stream: a space starts a position, `|` stacks a form on it.
#[derive(Debug, Clone, Copy)]
pub struct Forms;

/// The forms of a stream.
pub struct Split<'a> {
    rest: &'a str,
    advance: bool,
    token: Token,
}

impl Tokenizer for Forms {
    type TokenStream<'a> = Split<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Split<'a> {
        Split {
            rest: text,
            advance: true,
            token: Token::default(),
        }
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
        let end = memchr::memchr2(b' ', b'|', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.advance = rest.as_bytes().first() == Some(&b' ');
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
