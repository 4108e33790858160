//! Pictures that stand alone become figures, several of them a row.

use super::{Context, Draft, blocks};
use crate::model::{Attributes, Element, Kind, Node, elements, walk};
use crate::theme::SlotKind;

/// The attributes that are the picture's, beside those of media, also where they are written for the figure.
const OF_THE_PICTURE: &[&str] = &[
    "width",
    "height",
    "fit",
    "alt",
    "steps",
    "focus",
    "data-preview-image",
    "data-preview-video",
    "data-preview-fit",
];

/// Makes figures.
pub fn frame(draft: &mut Draft, _: &mut Context<'_>) {
    for slot in &mut draft.finished.slots {
        match (slot.kind, slot.nodes.as_mut_slice()) {
            // The layout says where its caption stands.
            (SlotKind::Image, [picture]) if matches!(picture.kind, Kind::Image(_)) => {
                let span = picture.span;
                let mut inside = std::mem::replace(picture, Node::text(span, ""));
                let title = if let Kind::Image(image) = &mut inside.kind {
                    std::mem::take(&mut image.title)
                } else {
                    Vec::new()
                };
                *picture = figure(inside, None);
                let inside = picture.children_mut().and_then(|children| children.first_mut());
                if let Some(Kind::Image(image)) = inside.map(|inside| &mut inside.kind) {
                    image.title = title;
                }
            }
            (SlotKind::Image, _) => {}
            _ => make(&mut slot.nodes),
        }
    }
    make(&mut draft.finished.notes);
    draft.finished.step_notes.iter_mut().filter_map(Node::children_mut).for_each(make);
}

fn make(nodes: &mut Vec<Node>) {
    walk::replace(nodes, &mut |mut node, out| {
        let span = node.span;
        // A block on its own in YAML is a picture without a paragraph; in a sentence it has text beside it.
        if !blocks::is_picture_paragraph(&node) {
            return out.push(node);
        }
        let Some(paragraph) = node.as_element_mut() else { return out.push(node) };
        let over = std::mem::take(&mut paragraph.attributes);
        let pictures: Vec<Node> = paragraph.children.drain(..).filter(|child| !child.is_blank()).collect();
        let single = pictures.len() == 1;
        let mut figures: Vec<Node> =
            pictures.into_iter().map(|picture| figure(picture, single.then(|| over.clone()))).collect();
        if single {
            out.append(&mut figures);
        } else {
            let mut row = Element::new("div", figures);
            row.attributes = over;
            row.attributes.add_class("figure-row");
            out.push(row.at(span));
        }
    });
    // Pictures that YAML put beside other blocks.
    for node in nodes.iter_mut() {
        if matches!(node.kind, Kind::Image(_)) {
            let span = node.span;
            let picture = std::mem::replace(node, Node::text(span, ""));
            *node = figure(picture, None);
        }
    }
}

/// A figure around a picture: what is the picture's stays on it, the rest of its attributes moves to the figure.
fn figure(mut picture: Node, over: Option<Attributes>) -> Node {
    let span = picture.span;
    let mut figure = Element::new("figure", Vec::new()).class("figure");
    let mut caption = Vec::new();
    if let Kind::Image(image) = &mut picture.kind {
        let mut all = std::mem::take(&mut image.attributes);
        all.merge(over.unwrap_or_default());
        let (own, rest) = all.others.into_iter().partition(|attribute| {
            let name = attribute.name.as_ref();
            OF_THE_PICTURE.contains(&name) || elements::OF_MEDIA.contains(&name)
        });
        image.attributes = Attributes { others: own, span: all.span, ..Attributes::default() };
        figure.attributes.merge(Attributes { others: rest, ..all });
        caption = std::mem::take(&mut image.title);
    }
    figure.children.push(picture);
    if !caption.is_empty() {
        figure.children.push(Node::element(span, "figcaption", caption));
    }
    figure.at(span)
}
