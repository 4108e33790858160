//! Notes of a step: `::: notes {step=2}`, or `::: notes {.step}` for the step that is written next.

use super::{Numbers, Step};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Element, Kind, Node, walk};
use crate::passes::{Context, Draft};
use crate::sources::Span;

/// Takes the notes of steps out of the slide's text and of its other notes.
pub fn gather(draft: &mut Draft, _: &mut Context<'_>) {
    let Draft { slide, finished } = draft;
    let lists = slide.slots.iter_mut().map(|slot| &mut slot.nodes).chain([&mut slide.notes]);
    for nodes in lists.filter(|nodes| walk::holds_container(nodes, &["notes"])) {
        walk::replace(nodes, &mut |mut node, out| {
            let Kind::Container(container) = &mut node.kind else { return out.push(node) };
            if container.name != "notes" {
                return out.push(node);
            }
            let attributes = std::mem::take(&mut container.attributes);
            let children = std::mem::take(&mut container.children);
            let mut aside = Element::new("aside", children).class("notes");
            aside.attributes.merge(attributes);
            finished.step_notes.push(aside.at(node.span));
        });
    }
}

/// Writes onto notes the numbers of the steps that they belong to.
pub fn number(notes: &mut [Node], steps: &[Step], numbers: &Numbers, diagnostics: &mut Diagnostics) {
    for node in notes {
        let span = node.span;
        let Some(aside) = node.as_element_mut() else { continue };
        let is_numbered = ["step", "data-fragment-index"].iter().any(|name| aside.attributes.get(name).is_some());
        let (from, to) = super::asked(&mut aside.attributes, span, diagnostics);
        let found = match from {
            Some(from) => numbers.between(from, to),
            // What is written there is no number, which was said.
            None if is_numbered => continue,
            None => {
                let later = (0..steps.len()).filter(|step| steps[*step].place.0 > span.start);
                later.min_by_key(|step| steps[*step].place).map(|step| (numbers.of[step].0, None))
            }
        };
        match found {
            Some(found) => super::put(&mut aside.attributes, found),
            None => {
                let place = aside.attributes.span.unwrap_or(span);
                diagnostics.add(nowhere(from, numbers.used.len(), place));
            }
        }
    }
}

/// What to say of notes whose step is not there, on a slide with so many steps.
fn nowhere(from: Option<u32>, count: usize, place: Span) -> Diagnostic {
    let message = match from {
        Some(from) => format!("these notes belong to step {from}, which the slide has not"),
        None => "these notes belong to the next step, but none follows".to_owned(),
    };
    let help = match count {
        0 => "the slide has no steps: write `.step` behind what is to come later, or `::: notes` alone".to_owned(),
        1 => "the slide has one step: write `step=1`".to_owned(),
        _ => format!("the slide has {count} steps: write `step=1` for the first, or put the notes before the step"),
    };
    Diagnostic::error(Code::WrongPlace, place, message).help(help)
}
