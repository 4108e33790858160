//! Which of the theme's faces a page is set in, and which characters it shows.
//!
//! In: the HTML of its slides, without notes, and its style. Out: the faces, each with all characters of the page: which of two faces a
//! letter is set in is for the style to say, so a face that is used at all can show every letter.

use std::collections::BTreeSet;

use super::Face;
use crate::theme::Typeface;

/// Reads the slides of a page one after the other.
pub struct Lettering<'a> {
    faces: Vec<(&'a Typeface, bool)>,
    /// The characters below 128, as bits.
    ascii: u128,
    others: BTreeSet<char>,
}

/// What stands on every page: the signs of ASCII. So a deck in English has the same faces before and after an edit.
const PRINTABLE: u128 = ((1 << 95) - 1) << 32;

impl<'a> Lettering<'a> {
    /// No slide is read yet.
    pub fn new(faces: &'a [Typeface]) -> Lettering<'a> {
        let faces = faces.iter().map(|face| (face, face.used_by.is_empty())).collect();
        Lettering { faces, ascii: PRINTABLE, others: BTreeSet::new() }
    }

    /// Reads what a slide shows. Formulas have faces of their own.
    pub fn read(&mut self, html: &str) {
        if self.faces.is_empty() {
            return;
        }
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            self.text(&rest[..start]);
            rest = &rest[start..];
            let Some(end) = rest.find('>') else { return };
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            if tag == "span class=\"katex\"" {
                rest = behind_span(rest);
            } else if !tag.starts_with('/') {
                self.element(tag);
            }
        }
        self.text(rest);
    }

    /// Reads what a stylesheet writes by `content`: signs beyond ASCII, also as `\\2014`. That a comment counts costs less
    /// than reading CSS.
    pub fn read_style(&mut self, css: &str) {
        if self.faces.is_empty() {
            return;
        }
        self.others.extend(css.chars().filter(|character| !character.is_ascii()));
        for escape in css.split('\\').skip(1) {
            let digits = escape.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
            let character = u32::from_str_radix(&escape[..digits], 16).ok().and_then(char::from_u32);
            self.others.extend(character.filter(|character| !character.is_ascii()));
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\0'..='\x7f' => self.ascii |= 1 << (character as u32),
                _ => {
                    self.others.insert(character);
                }
            }
        }
    }

    fn element(&mut self, tag: &str) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        let classes = tag.split_once(" class=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        for (face, used) in self.faces.iter_mut().filter(|(_, used)| !used) {
            *used = face.used_by.iter().any(|wanted| match wanted.strip_prefix('.') {
                Some(class) => classes.split(' ').any(|there| there == class),
                None => wanted == name,
            });
        }
    }

    /// The faces that are used, each with every character.
    pub fn faces(self) -> impl Iterator<Item = Face> + use<'a> {
        // Entities are spelt in ASCII, so nothing is missing that `&amp;` stands for.
        let ascii = (32..127u8).map(char::from).filter(|character| self.ascii >> (*character as u32) & 1 == 1);
        let characters: BTreeSet<char> = ascii.chain(self.others).collect();
        let used = self.faces.into_iter().filter(|(_, used)| *used);
        used.map(move |(face, _)| Face {
            family: face.family.clone(),
            weight: face.weight,
            italic: face.italic,
            bytes: face.bytes.clone(),
            characters: characters.clone(),
            is_text: true,
            notice: face.notice,
        })
    }
}

/// What follows the end of a `<span>` whose start was read.
fn behind_span(html: &str) -> &str {
    let mut depth = 1;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with("span") {
            depth += 1;
        } else if rest.starts_with("/span") {
            depth -= 1;
            if depth == 0 {
                return rest.split_once('>').map_or("", |(_, rest)| rest);
            }
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(weight: u16, used_by: &[&str]) -> Typeface {
        let used_by = used_by.iter().map(|name| (*name).to_owned()).collect();
        Typeface { family: "F".to_owned(), weight, italic: false, bytes: Vec::new().into(), notice: "", used_by }
    }

    fn read(html: &str) -> Vec<(u16, String)> {
        let faces = [face(400, &[]), face(600, &["strong", "h1"]), face(700, &[".loud"])];
        let mut lettering = Lettering::new(&faces);
        lettering.read(html);
        let beyond_ascii = |face: Face| face.characters.into_iter().filter(|one| !one.is_ascii()).collect();
        lettering.faces().map(|face| (face.weight, beyond_ascii(face))).collect()
    }

    #[test]
    fn a_face_is_there_if_an_element_asks_for_it() {
        assert_eq!(read("<p>a</p>"), [(400, String::new())]);
        assert_eq!(read("<h1 id=\"x\">é</h1>"), [(400, "é".to_owned()), (600, "é".to_owned())]);
        assert_eq!(read("<b class=\"very loud\">a</b>"), [(400, String::new()), (700, String::new())]);
        assert_eq!(read("<strong"), [(400, String::new())]);
    }

    #[test]
    fn what_the_style_writes_counts() {
        let faces = [face(400, &[])];
        let mut lettering = Lettering::new(&faces);
        lettering.read_style("a::before { content: '→ \\2014 \\41' } \\");
        let face = lettering.faces().next().expect("one is used");
        assert!(['→', '—'].iter().all(|character| face.characters.contains(character)));
    }

    #[test]
    fn formulas_and_attributes_are_not_text() {
        let html = "<p title=\"ä\">ö<span class=\"katex\"><span>x<span>µ</span></span>ø</span>ü</p>ß";
        assert_eq!(read(html), [(400, "ßöü".to_owned())]);
    }
}
