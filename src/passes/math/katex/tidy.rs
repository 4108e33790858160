//! katex-rs's HTML as we want it: always the same bytes, and no error from an HTML checker.
//!
//! In: the HTML of one formula. Out: the same with sorted attributes and correct MathML.
//! It must never change what is seen.

/// The MathML elements that hold text and nothing else.
const TEXTUAL: [&str; 4] = ["mi", "mo", "mn", "mtext"];

/// katex-rs's HTML with the attributes of every tag sorted by name, and its MathML as the standard has it: what holds elements is
/// an `mrow`, not an `mo` or `mi`, cells have no width, and colours, which nobody hears, are left out. A box is never less high
/// than nothing: browsers pass such a height over.
pub(super) fn tidy_tags(html: &str) -> String {
    let mut tidy = String::with_capacity(html.len());
    let mut attributes = Vec::new();
    // For each textual element that is open: does it hold elements?
    let mut holds_elements = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        at = read_tag(html, start, &mut attributes);
        let tag = &html[start..at];
        let replaced = if TEXTUAL.iter().any(|name| names(tag, name)) {
            let row = if tag.starts_with("</") {
                holds_elements.pop() == Some(true)
            } else {
                let next = html[at..].find('<').unwrap_or(0);
                let row = !html[at + next..].starts_with("</");
                holds_elements.push(row);
                row
            };
            match (row, tag.starts_with("</")) {
                (true, true) => Some("</mrow>".to_owned()),
                (true, false) => Some("<mrow>".to_owned()),
                (false, _) => sorted(tag, &mut attributes),
            }
        } else {
            sorted(tag, &mut attributes)
        };
        if let Some(replaced) = replaced {
            tidy.push_str(&html[copied..start]);
            tidy.push_str(&replaced);
            copied = at;
        }
    }
    tidy.push_str(&html[copied..]);
    tidy
}

/// Where the tag at `start` ends; `attributes` become its attributes.
fn read_tag<'a>(html: &'a str, start: usize, attributes: &mut Vec<&'a str>) -> usize {
    attributes.clear();
    let mut quoted = false;
    let mut begun = None;
    for (offset, byte) in html[start..].bytes().enumerate() {
        let here = start + offset;
        match byte {
            b'"' => quoted = !quoted,
            b' ' | b'/' | b'>' if !quoted => {
                attributes.extend(begun.take().map(|begin| &html[begin..here]));
                match byte {
                    b' ' => begun = Some(here + 1),
                    b'>' => return here + 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    html.len()
}

/// Is this the opening or closing tag of an element with that name?
fn names(tag: &str, name: &str) -> bool {
    let rest = tag.strip_prefix("</").or_else(|| tag.strip_prefix('<'));
    let rest = rest.and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with([' ', '>', '/']))
}

/// The tag with its attributes in order, if it was not so before.
fn sorted(tag: &str, attributes: &mut Vec<&str>) -> Option<String> {
    let is_cell = names(tag, "mtd");
    let is_idle = |attribute: &str| {
        (is_cell && attribute.starts_with("width="))
            || attribute.starts_with("mathcolor=")
            || attribute.starts_with("mathbackground=")
            || (attribute.starts_with("style=\"height:-") && attribute.matches(';').count() == 1)
    };
    if attributes.is_sorted() && !attributes.iter().any(|attribute| is_idle(attribute)) {
        return None;
    }
    attributes.sort_unstable();
    attributes.retain(|attribute| !is_idle(attribute));
    let (name, _) = tag.split_once(' ')?;
    let end = if tag.ends_with("/>") { "/>" } else { ">" };
    let written: String = attributes.iter().flat_map(|text| [" ", text]).collect();
    Some(format!("{name}{written}{end}"))
}
