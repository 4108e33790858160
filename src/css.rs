//! CSS text: where it names other files, and what of it may stand in the style of one slide.
//!
//! In: a stylesheet. Out: the places at which a browser would load something; what is broken; the parts of a slide's
//! style. Nothing here knows whose style it is.

mod slide_style;

use std::ops::Range;

use cssparser::{Parser, ParserInput, Token};

pub use slide_style::{Part, slide_style};

/// How deep blocks and functions are looked into.
const DEEPEST: usize = 64;

/// A place at which a stylesheet names another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is replaced to lead elsewhere: `url(…)` as a whole, or a string.
    pub range: Range<usize>,
    /// The address.
    pub address: String,
    /// Whether it is a stylesheet that `@import` asks for.
    pub is_import: bool,
}

/// Every link of a stylesheet, in order.
pub fn links(css: &str) -> Vec<Link> {
    let mut input = ParserInput::new(css);
    let mut links = Vec::new();
    walk(&mut Parser::new(&mut input), 0, &mut links);
    links
}

fn walk(parser: &mut Parser<'_, '_>, depth: usize, links: &mut Vec<Link>) {
    /// What the words up to the next `;` belong to.
    #[derive(PartialEq)]
    enum Rule {
        Import,
        Namespace,
        Other,
    }
    let mut rule = Rule::Other;
    loop {
        // White space and comments are passed over first, so that the place is the token's own.
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(token) = parser.next().cloned() else { return };
        let mut add = |address: &str, end: usize| {
            if rule != Rule::Namespace {
                let is_import = rule == Rule::Import;
                links.push(Link { range: start..end, address: address.to_owned(), is_import });
            }
        };
        match &token {
            Token::UnquotedUrl(address) => add(address, parser.position().byte_index()),
            Token::QuotedString(address) if rule == Rule::Import => add(address, parser.position().byte_index()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                let address = parser.parse_nested_block(|inside| {
                    Ok::<_, cssparser::ParseError<'_, ()>>(inside.expect_string()?.as_ref().to_owned())
                });
                if let Ok(address) = address {
                    add(&address, parser.position().byte_index());
                }
            }
            Token::AtKeyword(name) => {
                rule = match name.to_ascii_lowercase().as_str() {
                    "import" => Rule::Import,
                    "namespace" => Rule::Namespace,
                    _ => Rule::Other,
                };
            }
            Token::Semicolon => rule = Rule::Other,
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock
                if depth < DEEPEST =>
            {
                let inside = parser.parse_nested_block(|inside| {
                    walk(inside, depth + 1, links);
                    Ok::<_, cssparser::ParseError<'_, ()>>(())
                });
                // What could not be read to its end was passed over.
                drop(inside);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_where_browsers_find_them() {
        let css = "@namespace url(n); @import \"a.css\" screen; /* url(no) */ @font-face { src: local('x'), \
                   url( 'f o.woff2' ) format(\"woff2\") }\n.a::before { content: 'url(no)'; background: url(b.png) }\n\
                   @media (x) { p { mask: URL(\"c.svg#m\") } }";
        let found: Vec<_> = links(css).into_iter().map(|link| (css[link.range].to_owned(), link.address)).collect();
        let expected = [
            ("\"a.css\"", "a.css"),
            ("url( 'f o.woff2' )", "f o.woff2"),
            ("url(b.png)", "b.png"),
            ("URL(\"c.svg#m\")", "c.svg#m"),
        ];
        assert_eq!(found, expected.map(|(text, address)| (text.to_owned(), address.to_owned())));
    }

    #[test]
    fn deep_and_broken_styles_are_read() {
        assert_eq!(links(&"(".repeat(100_000)), []);
        assert_eq!(links("a { background: url(").len(), 1);
        assert_eq!(links("} ) ] \" \\").len(), 0);
    }
}
