//! Raw HTML: cut into tags and text. Balancing them is the reader's business, since Markdown stands between the tags.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token as Gum, Tokenizer};

/// One piece of raw HTML. Ranges are those of the text that was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `<name …>`.
    Open(Tag),
    /// `</name>`.
    Close(String, Range<usize>),
    /// Characters, references resolved.
    Text(String, Range<usize>),
    /// `<!-- … -->`: what is inside.
    Comment(String, Range<usize>),
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name in lower case.
    pub name: String,
    /// Names in lower case and values, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// Whether it ends in `/>`, which closes SVG and MathML elements only.
    pub self_closing: bool,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Cuts raw HTML into pieces. `<!doctype>` and what is no HTML are left out.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let cut = Tokenizer::new_with_emitter(html, emitter).filter_map(|token| {
        // Reading from a string cannot fail.
        let Ok(token) = token;
        Some(match token {
            Gum::StartTag(tag) => Token::Open(Tag {
                name: text(&tag.name),
                attributes: tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect(),
                self_closing: tag.self_closing,
                range: tag.span.start..tag.span.end,
            }),
            Gum::EndTag(tag) => Token::Close(text(&tag.name), tag.span.start..tag.span.end),
            Gum::String(string) => Token::Text(text(&string), string.span.start..string.span.end),
            Gum::Comment(comment) => Token::Comment(text(&comment), comment.span.start..comment.span.end),
            Gum::Doctype(_) | Gum::Error(_) => return None,
        })
    });
    cut.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_with_places() {
        let html = "a <B x=1 y=\"&lt;\">b</b><br/><!-- c -->";
        let cut = tokens(html);
        let Token::Open(tag) = &cut[1] else { panic!("a tag: {cut:?}") };
        assert_eq!((tag.name.as_str(), &html[tag.range.clone()]), ("b", "<B x=1 y=\"&lt;\">"));
        assert_eq!(tag.attributes, [("x".to_owned(), "1".to_owned()), ("y".to_owned(), "<".to_owned())]);
        assert_eq!(cut.last(), Some(&Token::Comment(" c ".to_owned(), 28..38)));
    }
}
