//! The logo in a corner of the slide.

use super::{Context, Draft, images};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Corner, Element, Logo, Node, Value, elements};

/// The structure that logos need under every theme.
const STYLE: &str = include_str!("logo.css");

/// How high a logo is at most that keeps to the margin, in CSS pixels.
const MARGIN: u32 = 44;

/// A logo as it stands on a slide.
#[derive(Clone, Debug)]
pub struct DrawnLogo {
    /// The picture, in a link if it is one.
    pub node: Node,
    /// Where it stands.
    pub corner: Corner,
    /// How wide it is, if it is so high that a title has to make room for it.
    pub room: Option<u32>,
}

/// Draws the logo of the slide, its section or the deck.
pub fn draw(draft: &mut Draft, context: &mut Context<'_>) {
    let logo = draft.finished.settings.logo.as_ref().or(context.deck.logo.as_ref());
    let Some(logo) = logo.filter(|logo| !logo.src.is_empty()).cloned() else { return };
    context.within(logo.owner, |context| drawn(&logo, draft, context));
}

fn drawn(logo: &Logo, draft: &mut Draft, context: &mut Context<'_>) {
    report_nameless(logo, context);
    let loaded = images::load(&logo.src, logo.span, context);
    let mut image = Element::new("img", Vec::new());
    let mut room = None;
    let src = match loaded {
        Some((asset, Some((width, height)))) => {
            let key = draft.finished.assets.add(asset);
            draft.finished.pictures.push(key);
            let width = width_of(logo.height, width, height);
            room = (logo.height > MARGIN).then_some(width);
            image.attributes.set("alt", String::new());
            image.attributes.set("width", width.to_string());
            Value::Asset(key)
        }
        Some((_, None)) => {
            let message = format!("`{}` is no picture", logo.src);
            let help = "logos are PNG, JPEG, GIF, WebP, AVIF or SVG files";
            return context.diagnostics.add(Diagnostic::error(Code::BadImage, logo.span, message).help(help));
        }
        // A file of the network or an address that holds it stays as it is; what is missing was said.
        None => Value::Text(logo.src.clone()),
    };
    image.attributes.others.insert(0, Attribute { name: "src".into(), value: src, span: None });
    image.attributes.set("alt", logo.alt.clone().unwrap_or_default());
    image.attributes.set("height", logo.height.to_string());
    let node = linked(image, logo, draft, context);
    draft.finished.styles.insert("logo", STYLE);
    draft.finished.logo = Some(DrawnLogo { node, corner: logo.corner, room });
}

/// The picture in its link.
fn linked(image: Element, logo: &Logo, draft: &mut Draft, context: &mut Context<'_>) -> Node {
    let Some((target, span)) = &logo.link else { return image.class("slide-logo").at(logo.span) };
    if elements::is_script_address(target) {
        let message = "`link` would run a script";
        let help = "write an address, or `#id` for a slide";
        context.diagnostics.add(Diagnostic::error(Code::NotAllowed, *span, message).help(help));
    }
    if let Some(id) = target.strip_prefix('#') {
        draft.finished.logo_link = Some((id.to_owned(), *span, logo.owner));
    }
    Element::new("a", vec![image.at(logo.span)]).class("slide-logo").with("href", target.clone()).at(logo.span)
}

/// Says of a logo that nobody hears of it, or where it leads.
fn report_nameless(logo: &Logo, context: &mut Context<'_>) {
    let is_named = logo.alt.as_ref().is_some_and(|alt| !alt.trim().is_empty());
    let (message, help) = match (&logo.alt, &logo.link) {
        _ if is_named => return,
        (_, Some(_)) => {
            ("this link has no name for those who do not see the logo", "write `alt:` with where it leads".to_owned())
        }
        (Some(_), None) => return,
        (None, None) => (
            "this logo has no alternative text for those who do not see it",
            format!("write `logo: {{ src: {}, alt: whose it is }}`; for mere decoration `alt: \"\"`", logo.src),
        ),
    };
    context.diagnostics.add(Diagnostic::warning(Code::MissingAlt, logo.span, message).help(help));
}

/// How wide a picture of that size is at the height of the logo.
fn width_of(height: u32, natural_width: usize, natural_height: usize) -> u32 {
    let natural = |side: usize| u64::try_from(side.max(1)).unwrap_or(u64::MAX).min(1 << 32);
    let (width, of) = (natural(natural_width), natural(natural_height));
    u32::try_from((u64::from(height) * width + of / 2) / of).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_keeps_its_shape() {
        assert_eq!(width_of(36, 300, 100), 108);
        assert_eq!(width_of(36, 100, 300), 12);
        assert_eq!(width_of(36, 1, 1000), 1);
        assert_eq!(width_of(36, 0, 0), 36);
        assert_eq!(width_of(96, usize::MAX, 1), u32::MAX);
    }
}
