//! QR codes: `[text](https://…){.qr}` is the link with its address as a code; alone knows the crate that makes them.

use qrcode::{Color, EcLevel, QrCode};

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attributes, Element, Kind, Value, walk};
use crate::sources::Span;

/// The class that asks for it.
const ASKS: &str = "qr";

/// The size of the code, and its black and white under every theme.
const STYLE: &str = include_str!("qr.css");

/// The light edge that readers need, in modules.
const QUIET: usize = 4;

/// Draws the codes of the links that ask for one. In raw HTML it may be a class of the author's.
pub fn draw(draft: &mut Draft, context: &mut Context<'_>) {
    let mut any = false;
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            let span = node.span;
            let asks = |attributes: &Attributes| attributes.span.is_some() && attributes.has_class(ASKS);
            let Some(attributes) = node.attributes_mut().filter(|attributes| asks(attributes)) else { return };
            let place = attributes.span.unwrap_or(span);
            match &mut node.kind {
                Kind::Element(link) if link.tag == "a" => match code(link, span) {
                    Ok(code) => {
                        size(link, context);
                        label(link, code, span);
                        any = true;
                    }
                    Err(diagnostic) => context.diagnostics.add(diagnostic),
                },
                // A box may be called so.
                Kind::Element(element) if element.tag == "div" => {}
                _ => {
                    let found =
                        Diagnostic::error(Code::WrongPlace, place, "`.qr` draws the code of a link, and this is none");
                    let help = "let the braces touch the link: `[text](https://example.org){.qr}`";
                    context.diagnostics.add(found.help(help));
                }
            }
        });
    }
    if any {
        draft.finished.styles.insert("qr", STYLE);
    }
}

/// The code of a link's address.
fn code(link: &Element, span: Span) -> Result<Element, Diagnostic> {
    let href = link.attributes.others.iter().find(|attribute| attribute.name == "href");
    let place = href.and_then(|href| href.span).unwrap_or(span);
    let address = link.attributes.get("href").unwrap_or_default();
    if !has_scheme(address) {
        let message = format!("who reads this code does not have the deck: `{address}` leads nowhere");
        let help = "write the whole address, such as `https://example.org/slides`";
        return Err(Diagnostic::error(Code::WrongType, place, message).help(help));
    }
    let Some(code) = encode(address.as_bytes()) else {
        let message = format!("an address of {} bytes is too long for a QR code", address.len());
        let help = "2953 bytes are the most, and 100 can be read from afar: use a short address that leads there";
        return Err(Diagnostic::error(Code::TooLarge, place, message).help(help));
    };
    let size = (code.width() + 2 * QUIET).to_string();
    let path = Element::new("path", Vec::new()).with("d", outline(&code)).at(span);
    let mut drawing = Element::new("svg", vec![path]).with("viewBox", format!("0 0 {size} {size}"));
    if walk::text(&link.children).trim().is_empty() {
        drawing.attributes.set("role", "img");
        drawing.attributes.set("aria-label", address);
    } else {
        drawing.attributes.set("aria-hidden", "true");
    }
    Ok(drawing)
}

/// The smallest code, with as much against dirt and glare as fits into it.
fn encode(bytes: &[u8]) -> Option<QrCode> {
    let at = |level| QrCode::with_error_correction_level(bytes, level).ok();
    let usual = at(EcLevel::M).or_else(|| at(EcLevel::L))?;
    let better = [EcLevel::H, EcLevel::Q].into_iter().filter_map(at).find(|code| code.width() == usual.width());
    Some(better.unwrap_or(usual))
}

/// The dark modules, row by row, as one path.
fn outline(code: &QrCode) -> String {
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let run = run.len();
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.len();
        }
    }
    path
}

/// Whether an address says by itself where it leads, whoever follows it.
fn has_scheme(address: &str) -> bool {
    let (scheme, rest) = address.split_once(':').unwrap_or_default();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(is_name) && !rest.is_empty()
}

/// The author's width as a style.
fn size(link: &mut Element, context: &mut Context<'_>) {
    if let Some(height) = link.attributes.take("height") {
        let found =
            Diagnostic::error(Code::WrongType, height.span.unwrap_or_default(), "a QR code is as high as it is wide");
        context.diagnostics.add(found.help("write its `width` alone, for example `width=300px`"));
    }
    let Some(width) = link.attributes.take("width") else { return };
    let text = if let Value::Text(text) = &width.value { text.trim() } else { "" };
    match super::images::css_length(text) {
        Some(length) => {
            let own = link.attributes.take_text("style").map_or(String::new(), |own| format!(";{own}"));
            link.attributes.set("style", format!("width:{length}{own}"));
        }
        None => {
            let message = format!("`{text}` is no width");
            let found = Diagnostic::error(Code::WrongType, width.span.unwrap_or_default(), message);
            context.diagnostics.add(found.help("write for example `width=300px` or `width=30%`"));
        }
    }
}

/// Puts the code into the link, over its text.
fn label(link: &mut Element, code: Element, span: Span) {
    let text = std::mem::take(&mut link.children);
    link.children.push(code.at(span));
    if !text.is_empty() {
        link.children.push(Element::new("span", text).class("qr-caption").at(span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_it_leads() {
        for address in ["https://a.example", "mailto:a@b.example", "tel:+123", "WIFI:S:x;;"] {
            assert!(has_scheme(address), "{address}");
        }
        for address in ["#a", "a.html", "/a:b", "www.a.example", "", "https:", "//a.example", ":a"] {
            assert!(!has_scheme(address), "{address}");
        }
    }

    #[test]
    fn a_code_is_as_small_as_can_be_and_uses_the_room_in_it() {
        let code =
            |length: usize| encode(&vec![b'a'; length]).map(|code| (code.width(), code.error_correction_level()));
        assert_eq!(code(7), Some((21, EcLevel::H)));
        assert_eq!(code(14), Some((21, EcLevel::M)));
        assert_eq!(code(2953), Some((177, EcLevel::L)));
        assert_eq!(code(2954), None);
    }
}
