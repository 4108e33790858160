//! Links to places in the deck: every `#id` is there.

use std::collections::BTreeSet;

use super::{Context, DeckContext, Draft, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Attributes, Value, walk};
use crate::sources::{Origins, Owner};

/// Gathers the links and the written ids of a slide.
pub fn gather(draft: &mut Draft, _: &mut Context<'_>) {
    let mut links = Vec::new();
    let mut ids = Vec::new();
    let mut anchors = Vec::new();
    for list in draft.each_list() {
        walk::each(list, &mut |node| {
            let Some(element) = node.as_element() else { return };
            let Attributes { id, others, span, .. } = &element.attributes;
            if let Some(Value::Text(id)) = id {
                ids.push((id.clone(), span.unwrap_or(node.span)));
            }
            // As pages of old mark a place.
            if element.tag == "a" {
                anchors.extend(element.attributes.get("name").map(str::to_owned));
            }
            let href = others.iter().find(|attribute| attribute.name == "href" && element.tag == "a");
            if let Some(Value::Text(target)) = href.map(|attribute| &attribute.value)
                && let Some(id) = target.strip_prefix('#')
            {
                links.push((id.to_owned(), href.and_then(|attribute| attribute.span).unwrap_or(node.span)));
            }
        });
    }
    draft.finished.links = links;
    draft.finished.ids = ids;
    draft.finished.anchors = anchors;
}

/// Says which links lead nowhere. `#/2/1` and `#` are allowed and not checked.
pub fn check(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let slides = deck.slides.iter().filter_map(|placed| placed.id.as_deref());
    let blocks = deck.slides.iter().flat_map(|placed| placed.slide.ids.iter().map(|(id, _)| id.as_str()));
    let anchors = deck.slides.iter().flat_map(|placed| placed.slide.anchors.iter().map(String::as_str));
    let known: BTreeSet<&str> = slides.chain(blocks).chain(anchors).collect();
    for placed in &deck.slides {
        let of_logo = placed.slide.logo_link.iter().map(|(target, span, owner)| (target, span, *owner));
        let links = placed.slide.links.iter().map(|(target, span)| (target, span, Owner::Slide));
        for (target, span, owner) in links.chain(of_logo) {
            let id = target.strip_prefix('/').unwrap_or(target);
            let id = id.split('/').next().unwrap_or_default();
            if id.is_empty()
                || known.contains(id)
                || known.contains(super::images::percent_decoded(id).as_str())
                || (target.starts_with('/') && id.bytes().all(|byte| byte.is_ascii_digit()))
            {
                continue;
            }
            let mut found = Diagnostics::default();
            let help = match nearest(id, known.iter().copied()) {
                Some(near) => format!("write `#{near}`"),
                None if !context.is_whole => {
                    format!(
                        "if the slide with `{id}` is left out here, leave the link out as well: `[text](#{id}){{only=…}}`"
                    )
                }
                None => format!("give the slide it means the id: `# Title {{#{id}}}`"),
            };
            let message = format!("no slide and no block has the id `{id}`");
            found.add(Diagnostic::error(Code::UnknownId, *span, message).help(help));
            let deck = deck.origin.unwrap_or(placed.origin);
            let origins = Origins { slide: placed.origin, section: placed.section_origin, deck };
            context.reported.extend(found.of(owner).reported(origins));
        }
    }
}
