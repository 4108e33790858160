//! The faces of a page as `@font-face` rules.

use super::assets::base64;
use super::fonts::{self, Use};
use crate::render::Page;

/// Brotli's quality: five faces take 1 ms at 1 and 3 ms at 5, which saves 7 % of their bytes; 11 takes 60 ms for 10 %.
const QUALITY: u8 = 1;

/// A rule for every face that the page needs, cut to the characters that occur. A face that cannot be cut is named, with
/// the reason; the page then shows the next family.
pub fn rules(page: &Page) -> (String, Vec<String>) {
    let mut rules = String::new();
    let mut uncut = Vec::new();
    let mut said = "";
    for face in &page.faces {
        let purpose = if face.is_text { Use::Text } else { Use::Symbols };
        let cut = match fonts::subset(&face.bytes, &face.characters, purpose, QUALITY) {
            Ok(cut) => cut,
            Err(error) => {
                uncut.push(format!("the face `{}` cannot be embedded: {error}", face.family));
                continue;
            }
        };
        if said != face.notice && !face.notice.is_empty() {
            said = face.notice;
            rules.push_str(&format!("/* {said} */\n"));
        }
        let style = if face.italic { "italic" } else { "normal" };
        rules.push_str(&format!(
            "@font-face {{ font-family: \"{}\"; font-weight: {}; font-style: {style}; src: url(data:font/woff2;base64,{}) format(\"woff2\"); }}\n",
            face.family,
            face.weight,
            base64(&cut)
        ));
    }
    (rules, uncut)
}
