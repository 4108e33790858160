//! Which layout a slide has: the one it names, else the one that fits what stands on it.
//!
//! The rules, in the guide's words: a heading alone is a `title` on the deck's first slide and a `section` on any other;
//! a photograph alone is a `full-image`, a drawing alone and any picture under a heading a `figure`; code alone, under a heading or not, is `code`; a quote
//! alone, under a heading or not, is a `quote`. Everything else is `default`.

use super::{Context, blocks, images};
use crate::diagnostic::{Code, Diagnostic, nearest, or_list};
use crate::model::{Attributes, Image, Kind, Node, Slide};
use crate::sources::Span;

/// The layout of a slide on which nothing else fits.
const STANDARD: &str = "default";

/// The layout that is `wanted`, else the one by content; the standard one, and an error, if the theme lacks it.
pub fn choose(wanted: Option<&(String, Span)>, slide: &Slide, context: &mut Context<'_>) -> String {
    let layouts = &context.theme.layouts;
    let fitting = || by_content(slide).filter(|name| layouts.contains_key(*name)).unwrap_or(STANDARD);
    let name = wanted.map_or_else(fitting, |(name, _)| name.as_str());
    if layouts.contains_key(name) {
        return name.to_owned();
    }
    if let Some((name, span)) = wanted {
        let names = layouts.keys().map(String::as_str);
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("write `{near}`"),
            None => format!("there is {}", or_list(names)),
        };
        let message = format!("the theme `{}` has no layout `{name}`", context.theme.name);
        context.diagnostics.add(Diagnostic::error(Code::UnknownLayout, *span, message).help(help));
    }
    STANDARD.to_owned()
}

/// What a slide is made of, as far as the choice asks.
#[derive(Default)]
struct Shape<'s> {
    has_title: bool,
    blocks: Vec<&'s Node>,
}

fn by_content(slide: &Slide) -> Option<&'static str> {
    let Shape { has_title, blocks } = shape(slide)?;
    match blocks.as_slice() {
        [] if has_title && slide.is_first => Some("title"),
        [] if has_title => Some("section"),
        [Node { kind: Kind::Code(_), .. }] => Some("code"),
        [quote] if is_quote(quote) => Some("quote"),
        [node] => {
            // A drawing that fills the slide would lose its edges.
            let is_drawing = picture(node)?.src.to_ascii_lowercase().ends_with(".svg");
            Some(if has_title || is_drawing { "figure" } else { "full-image" })
        }
        _ => None,
    }
}

/// Nothing if the slide has parts that say more than the text.
fn shape(slide: &Slide) -> Option<Shape<'_>> {
    let mut shape = Shape::default();
    for slot in &slide.slots {
        let mut nodes: Vec<&Node> = slot.nodes.iter().filter(|node| !node.is_blank()).collect();
        match slot.name.as_str() {
            "title" => shape.has_title = true,
            "body" => {
                if !slot.is_key && nodes.first().is_some_and(|first| blocks::heading_level(first).is_some()) {
                    shape.has_title = true;
                    nodes.remove(0);
                }
                shape.blocks.append(&mut nodes);
            }
            "image" | "code" => shape.blocks.append(&mut nodes),
            _ => return None,
        }
    }
    Some(shape)
}

/// The single picture that a node is, if it is as large as the layout makes it: neither size nor place is written.
fn picture(node: &Node) -> Option<&Image> {
    let mut inside = node.children().iter().filter(|child| !child.is_blank());
    let (picture, over) = match node.as_element() {
        Some(paragraph) if blocks::is_picture_paragraph(node) => (inside.next()?, Some(&paragraph.attributes)),
        _ => (node, None),
    };
    let Kind::Image(image) = &picture.kind else { return None };
    let is_free = |attributes: &Attributes| {
        attributes.classes.is_empty() && !["width", "height", "fit"].iter().any(|name| attributes.get(name).is_some())
    };
    let alone = inside.next().is_none() && images::medium(&image.src).is_none();
    (alone && is_free(&image.attributes) && over.is_none_or(is_free)).then_some(image)
}

/// Whether a node is a quote without attributes, and so no callout.
pub fn is_quote(node: &Node) -> bool {
    node.as_element().is_some_and(|element| element.tag == "blockquote" && element.attributes.is_empty())
}
