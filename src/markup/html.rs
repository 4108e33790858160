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

/// Elements without an inside.
/// <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose text is raw: no references, no tags.
pub fn is_raw_text(name: &str) -> bool {
    matches!(name, "script" | "style")
}

/// Elements whose end tag may be left out.
/// <https://html.spec.whatwg.org/multipage/syntax.html#optional-tags>
pub fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "li" | "dt"
            | "dd"
            | "p"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
    )
}

/// Whether an open element that may stay open ends where `next` begins.
pub fn is_ended_by(open: &str, next: &str) -> bool {
    match open {
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "option" => matches!(next, "option" | "optgroup"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "tfoot"),
        "thead" | "tbody" => matches!(next, "tbody" | "tfoot"),
        "p" => is_block(next),
        _ => false,
    }
}

/// Elements that cannot stand inside a paragraph.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "table"
            | "ul"
    )
}

/// Elements that would take the page apart, or that only a document has.
pub fn is_document_part(name: &str) -> bool {
    matches!(name, "html" | "head" | "body" | "base" | "meta" | "title" | "link" | "frame" | "frameset" | "noframes")
}

/// Elements that show something of another place.
pub fn is_frame(name: &str) -> bool {
    matches!(name, "iframe" | "embed" | "object" | "portal")
}

/// Whether an attribute is a script.
pub fn is_handler(name: &str) -> bool {
    name.starts_with("on") && name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether an address would run a script.
pub fn is_script_address(value: &str) -> bool {
    let word: String =
        value.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect();
    word.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:"))
}

/// Whether an attribute of that name may stand on any element.
/// <https://html.spec.whatwg.org/multipage/dom.html#global-attributes>
pub fn is_global_attribute(name: &str) -> bool {
    name.starts_with("data-")
        || name.starts_with("aria-")
        || matches!(
            name,
            "id" | "class"
                | "style"
                | "title"
                | "lang"
                | "dir"
                | "role"
                | "hidden"
                | "tabindex"
                | "translate"
                | "accesskey"
                | "contenteditable"
                | "draggable"
                | "inert"
                | "spellcheck"
                | "itemid"
                | "itemprop"
                | "itemref"
                | "itemscope"
                | "itemtype"
                | "slot"
                | "part"
        )
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

    #[test]
    fn script_addresses_are_seen_through_blanks() {
        assert!(is_script_address(" java\nscript:alert(1)"));
        assert!(!is_script_address("https://example.com/javascript:"));
    }
}
