//! Which of KaTeX's faces a formula is set in; the only file that knows ratex-katex-fonts.
//!
//! In: HTML that holds formulas made by `katex.rs`. Out: the faces it needs, the characters each of them shows, and their bytes.
//! It must never look at anything but classes: what a class means here and in `math.css` is the same.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// One font file and what `@font-face` says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Face {
    /// The family that `math.css` asks for.
    pub family: &'static str,
    /// 400 or 700.
    pub weight: u16,
    /// Whether it is the italic of its family.
    pub italic: bool,
    /// The file's name in ratex-katex-fonts.
    pub file: &'static str,
}

/// What the licence of the faces (SIL OFL 1.1) wants to be said where they are embedded.
pub const NOTICE: &str = "KaTeX fonts: Copyright (c) 2009-2010 Design Science, Inc., Copyright (c) 2014-2018 Khan Academy, SIL Open Font License 1.1 (https://openfontlicense.org)";

/// Every face there is.
pub const FACES: [Face; 20] = [
    face("KaTeX_AMS", 400, false, "KaTeX_AMS-Regular.ttf"),
    face("KaTeX_Caligraphic", 400, false, "KaTeX_Caligraphic-Regular.ttf"),
    face("KaTeX_Caligraphic", 700, false, "KaTeX_Caligraphic-Bold.ttf"),
    face("KaTeX_Fraktur", 400, false, "KaTeX_Fraktur-Regular.ttf"),
    face("KaTeX_Fraktur", 700, false, "KaTeX_Fraktur-Bold.ttf"),
    face("KaTeX_Main", 400, false, "KaTeX_Main-Regular.ttf"),
    face("KaTeX_Main", 700, false, "KaTeX_Main-Bold.ttf"),
    face("KaTeX_Main", 400, true, "KaTeX_Main-Italic.ttf"),
    face("KaTeX_Main", 700, true, "KaTeX_Main-BoldItalic.ttf"),
    face("KaTeX_Math", 400, true, "KaTeX_Math-Italic.ttf"),
    face("KaTeX_Math", 700, true, "KaTeX_Math-BoldItalic.ttf"),
    face("KaTeX_SansSerif", 400, false, "KaTeX_SansSerif-Regular.ttf"),
    face("KaTeX_SansSerif", 700, false, "KaTeX_SansSerif-Bold.ttf"),
    face("KaTeX_SansSerif", 400, true, "KaTeX_SansSerif-Italic.ttf"),
    face("KaTeX_Script", 400, false, "KaTeX_Script-Regular.ttf"),
    face("KaTeX_Size1", 400, false, "KaTeX_Size1-Regular.ttf"),
    face("KaTeX_Size2", 400, false, "KaTeX_Size2-Regular.ttf"),
    face("KaTeX_Size3", 400, false, "KaTeX_Size3-Regular.ttf"),
    face("KaTeX_Size4", 400, false, "KaTeX_Size4-Regular.ttf"),
    face("KaTeX_Typewriter", 400, false, "KaTeX_Typewriter-Regular.ttf"),
];

/// The face every formula is set in, even one that shows none of its characters: lines are as high as it says.
const MAIN: Face = face("KaTeX_Main", 400, false, "KaTeX_Main-Regular.ttf");

const fn face(family: &'static str, weight: u16, italic: bool, file: &'static str) -> Face {
    Face { family, weight, italic, file }
}

/// What a class changes about the face, for its element and what is in it. Of two classes on one element the later row holds, as in
/// `math.css`.
struct Change {
    class: &'static str,
    family: Option<&'static str>,
    weight: Option<u16>,
    italic: Option<bool>,
}

const fn change(
    class: &'static str,
    family: Option<&'static str>,
    weight: Option<u16>,
    italic: Option<bool>,
) -> Change {
    Change { class, family, weight, italic }
}

const CHANGES: [Change; 34] = [
    change("textrm", Some("KaTeX_Main"), None, None),
    change("textbf", None, Some(700), None),
    change("textit", None, None, Some(true)),
    change("mathsf", Some("KaTeX_SansSerif"), None, None),
    change("textsf", Some("KaTeX_SansSerif"), None, None),
    change("mathtt", Some("KaTeX_Typewriter"), None, None),
    change("texttt", Some("KaTeX_Typewriter"), None, None),
    change("mathnormal", Some("KaTeX_Math"), None, Some(true)),
    change("mathit", Some("KaTeX_Main"), None, Some(true)),
    change("mathrm", None, None, Some(false)),
    change("mathbf", Some("KaTeX_Main"), Some(700), None),
    change("boldsymbol", Some("KaTeX_Math"), Some(700), Some(true)),
    change("amsrm", Some("KaTeX_AMS"), None, None),
    change("mathbb", Some("KaTeX_AMS"), None, None),
    change("textbb", Some("KaTeX_AMS"), None, None),
    change("mathcal", Some("KaTeX_Caligraphic"), None, None),
    change("mathfrak", Some("KaTeX_Fraktur"), None, None),
    change("textfrak", Some("KaTeX_Fraktur"), None, None),
    change("mathboldfrak", Some("KaTeX_Fraktur"), Some(700), None),
    change("textboldfrak", Some("KaTeX_Fraktur"), Some(700), None),
    change("mathscr", Some("KaTeX_Script"), None, None),
    change("textscr", Some("KaTeX_Script"), None, None),
    change("mathboldsf", Some("KaTeX_SansSerif"), Some(700), None),
    change("textboldsf", Some("KaTeX_SansSerif"), Some(700), None),
    change("mathitsf", Some("KaTeX_SansSerif"), None, Some(true)),
    change("mathsfit", Some("KaTeX_SansSerif"), None, Some(true)),
    change("textitsf", Some("KaTeX_SansSerif"), None, Some(true)),
    change("mainrm", Some("KaTeX_Main"), None, Some(false)),
    change("small-op", Some("KaTeX_Size1"), None, None),
    change("large-op", Some("KaTeX_Size2"), None, None),
    change("delim-size1", Some("KaTeX_Size1"), None, None),
    change("delim-size4", Some("KaTeX_Size4"), None, None),
    change("katex", Some("KaTeX_Main"), Some(400), Some(false)),
    change("katex-error", Some("KaTeX_Main"), None, None),
];

/// The families of delimiters by size: the size alone says nothing, since text has sizes too.
const DELIMITERS: [(&str, &str); 4] =
    [("size1", "KaTeX_Size1"), ("size2", "KaTeX_Size2"), ("size3", "KaTeX_Size3"), ("size4", "KaTeX_Size4")];

/// The faces that the formulas in `html` need, with the characters that each of them shows. Text outside formulas and the hidden
/// MathML do not count.
pub fn characters_by_face(html: &str) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used = BTreeMap::new();
    let mut rest = html;
    while let Some(start) = rest.find("<span class=\"katex\">") {
        used.entry(MAIN).or_default();
        rest = read_formula(&rest[start..], &mut used);
    }
    used
}

/// What surrounds a character.
#[derive(Clone, Copy)]
struct Look {
    family: &'static str,
    weight: u16,
    italic: bool,
}

/// Reads one formula, an element at the start of `html`, and answers with what follows it.
fn read_formula<'a>(html: &'a str, used: &mut BTreeMap<Face, BTreeSet<char>>) -> &'a str {
    let mut open = Vec::new();
    let mut look = Look { family: MAIN.family, weight: MAIN.weight, italic: MAIN.italic };
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        read_text(&rest[..start], look, used);
        let Some(len) = rest[start..].find('>') else {
            return "";
        };
        let tag = &rest[start..start + len];
        rest = &rest[start + len + 1..];
        if tag.starts_with("<math") || tag.starts_with("<svg") {
            let close = if tag.starts_with("<math") { "</math>" } else { "</svg>" };
            rest = rest.find(close).map_or("", |end| &rest[end + close.len()..]);
        } else if tag.starts_with("</") {
            look = open.pop().unwrap_or(look);
            if open.is_empty() {
                return rest;
            }
        } else if !tag.ends_with('/') {
            open.push(look);
            look = changed(look, classes(tag));
        }
    }
    ""
}

/// The classes that an opening tag names.
fn classes(tag: &str) -> &str {
    let Some((_, value)) = tag.split_once("class=\"") else {
        return "";
    };
    value.split('"').next().unwrap_or("")
}

fn changed(mut look: Look, classes: &str) -> Look {
    let mut rows = 0u64;
    let mut delimiter = false;
    let mut size = None;
    for class in classes.split(' ') {
        delimiter |= class == "delimsizing";
        size = DELIMITERS.iter().find(|(size, _)| *size == class).or(size);
        if let Some(row) = CHANGES.iter().position(|change| change.class == class) {
            rows |= 1 << row;
        }
    }
    while rows != 0 {
        let change = &CHANGES[rows.trailing_zeros() as usize];
        rows &= rows - 1;
        look.family = change.family.unwrap_or(look.family);
        look.weight = change.weight.unwrap_or(look.weight);
        look.italic = change.italic.unwrap_or(look.italic);
    }
    if let (true, Some((_, family))) = (delimiter, size) {
        look.family = family;
    }
    look
}

fn read_text(text: &str, look: Look, used: &mut BTreeMap<Face, BTreeSet<char>>) {
    // Zero-width spaces only hold stacks open.
    if text.chars().all(|character| character == '\u{200b}') {
        return;
    }
    let characters = used.entry(nearest(look)).or_default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let (len, character) = entity.map_or((first.len_utf8(), first), |(name, character)| (name.len(), *character));
        characters.insert(character);
        rest = &rest[len..];
    }
}

/// The entities that katex.rs's HTML has.
const ENTITIES: [(&str, char); 5] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#x27;", '\'')];

/// The face that a browser takes: the style first, then the weight.
fn nearest(look: Look) -> Face {
    let badness = |face: &Face| (face.italic != look.italic, face.weight != look.weight);
    let family = FACES.into_iter().filter(|face| face.family == look.family);
    family.min_by_key(badness).unwrap_or(MAIN)
}

/// The bytes of a face, a whole TrueType font.
pub fn bytes(face: Face) -> Cow<'static, [u8]> {
    // Only the faces of the table can be asked for; a test holds that all of them are there.
    ratex_katex_fonts::ttf_bytes(face.file).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(html: &str) -> Vec<&'static str> {
        characters_by_face(html)
            .into_keys()
            .map(|face| face.file.trim_start_matches("KaTeX_").trim_end_matches(".ttf"))
            .collect()
    }

    fn formula(inside: &str) -> String {
        format!("<p>text <span class=\"katex\">{inside}</span> more</p>")
    }

    #[test]
    fn every_face_has_bytes() {
        for face in FACES {
            assert!(bytes(face).len() > 5000, "{}", face.file);
        }
    }

    #[test]
    fn no_formula_needs_no_face() {
        assert!(files("<p class=\"mathbb\">x</p>").is_empty());
    }

    #[test]
    fn classes_add_up() {
        let html = formula("<span class=\"mord text\"><span class=\"mord textbf textit\">x</span></span>");
        assert_eq!(files(&html), ["Main-Regular", "Main-BoldItalic"]);
        let html = formula("<span class=\"mord mathnormal\">x</span><span class=\"mord mathbb\">R</span>");
        assert_eq!(files(&html), ["AMS-Regular", "Main-Regular", "Math-Italic"]);
    }

    #[test]
    fn what_surrounds_counts() {
        let html = formula("<span class=\"mathbf\"><span class=\"mord\">x</span></span><span>1</span>");
        assert_eq!(files(&html), ["Main-Regular", "Main-Bold"]);
    }

    #[test]
    fn a_size_is_a_face_on_delimiters_only() {
        let html = formula(
            "<span class=\"delimsizing size2\">(</span><span class=\"katex-sizing reset-size6 size3\">1</span>",
        );
        assert_eq!(files(&html), ["Main-Regular", "Size2-Regular"]);
    }

    #[test]
    fn a_face_that_is_missing_is_the_nearest() {
        let html = formula("<span class=\"textsf textbf textit\">x</span><span class=\"texttt textbf\">y</span>");
        assert_eq!(files(&html), ["Main-Regular", "SansSerif-Italic", "Typewriter-Regular"]);
    }

    #[test]
    fn characters_are_those_that_are_seen() {
        let html = formula(
            "<span class=\"katex-mathml\"><math><mi>q</mi></math></span><span class=\"mord\">a&lt;b</span><span class=\"vlist-s\">\u{200b}</span>",
        );
        let used = characters_by_face(&html);
        assert_eq!(used[&MAIN], BTreeSet::from(['a', '<', 'b']));
    }
}
