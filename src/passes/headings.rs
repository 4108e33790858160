//! Headings: a slide's first is of level 1 or 2, later ones never skip a level.

use super::{Context, DeckContext, Draft, FinishedDeck, FinishedSlide, HeadingId, blocks, citations};
use crate::model::{Node, Value, walk};

/// Sets the levels of a slide's headings and notes which id the first asks for.
pub fn level(draft: &mut Draft, _: &mut Context<'_>) {
    let mut last = 0;
    let finished = &mut draft.finished;
    let slide_id = finished.settings.id.as_ref().map(|(id, _)| id.clone());
    let mut heading_id = None;
    let mut has_h1 = false;
    for slot in &mut finished.slots {
        walk::each_mut(&mut slot.nodes, &mut |node| {
            let Some(written) = blocks::heading_level(node) else { return };
            let level = written.min(if last == 0 { 2 } else { last + 1 });
            let first = last == 0;
            last = level;
            has_h1 |= level == 1;
            let text = text(node.children());
            let span = node.span;
            let Some(element) = node.as_element_mut() else { return };
            if level != written {
                element.tag = format!("h{level}").into();
                element.attributes.add_class(format!("level-{written}"));
            }
            if first {
                // A slide's id stands on the slide; a heading's beside it stays where it is.
                heading_id = match element.attributes.id.take() {
                    Some(Value::Text(id)) if slide_id.as_ref().is_some_and(|slide_id| *slide_id != id) => {
                        element.attributes.id = Some(Value::Text(id));
                        None
                    }
                    Some(Value::Text(id)) => Some(HeadingId::Written(id, element.attributes.span.unwrap_or(span))),
                    _ => Some(HeadingId::Slug(super::ids::slug(&text))),
                };
            }
        });
    }
    finished.heading_id = heading_id;
    finished.has_h1 = has_h1;
}

/// A slide's first heading.
pub(super) fn first(slide: &FinishedSlide) -> Option<&Node> {
    let mut first = None;
    for slot in &slide.slots {
        walk::each(&slot.nodes, &mut |node| {
            if first.is_none() && blocks::heading_level(node).is_some() {
                first = Some(node);
            }
        });
    }
    first
}

/// A heading's text without the numbers of footnotes and the names of works.
fn text(nodes: &[Node]) -> String {
    let mut heard = nodes.to_vec();
    walk::replace(&mut heard, &mut |node, out| {
        let is_number = node.as_element().is_some_and(|element| element.attributes.has_class("footnote-ref"));
        if !is_number && !citations::is_citation(&node) {
            out.push(node);
        }
    });
    walk::text(&heard)
}

/// A deck without a heading of level 1 gets one that is heard, not seen.
pub fn complete(deck: &mut FinishedDeck, _: &mut DeckContext) {
    deck.needs_h1 = !deck.slides.iter().any(|placed| placed.slide.has_h1);
}
