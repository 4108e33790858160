//! Facts about HTML's elements and attributes, for those who read them and those who write them.

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
    // `only` is for whom it is.
    name.starts_with("on") && name.len() > 2 && name != "only" && name.bytes().all(|byte| byte.is_ascii_alphabetic())
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

/// Whether a path is that of a film, by its ending.
pub fn is_film(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    matches!(ending.as_str(), "mp4" | "m4v" | "webm" | "ogv" | "mov")
}

/// The attributes that only films and sounds have.
pub const OF_MEDIA: &[&str] = &["poster", "controls", "autoplay", "loop", "muted", "preload", "playsinline"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_addresses_are_seen_through_blanks() {
        assert!(is_script_address(" java\nscript:alert(1)"));
        assert!(!is_script_address("https://example.com/javascript:"));
    }
}
