//! The automatic agenda: a `layout: agenda` slide on which no list is written lists the deck's sections.

use std::sync::Arc;

use super::{Context, DeckContext, Draft, FilledSlot, FinishedDeck, FinishedSlide, Section, sections};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Element, Node, StepLists, walk};
use crate::sources::Span;

/// The layout that it is for, and the slot that it fills.
const LAYOUT: &str = "agenda";
const SLOT: &str = "items";

/// Leaves room for the list if the author wrote none.
pub fn leave_room(draft: &mut Draft, context: &mut Context<'_>) {
    let finished = &mut draft.finished;
    let kind = context.theme.layouts.get(LAYOUT).and_then(|layout| layout.slot(SLOT));
    let Some(kind) = kind.filter(|_| finished.layout == LAYOUT) else { return };
    let is_list = |node: &Node| node.is("ul") || node.is("ol");
    if finished.slots.iter().any(|slot| slot.name == SLOT && !slot.nodes.is_empty() || slot.nodes.iter().any(is_list)) {
        return;
    }
    finished.slots.retain(|slot| slot.name != SLOT);
    finished.slots.push(FilledSlot { name: SLOT.to_owned(), kind, nodes: Vec::new() });
    finished.is_automatic_agenda = true;
}

/// Fills in the lists.
pub fn list(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let FinishedDeck { slides, sections, settings, .. } = deck;
    let mut any = false;
    for placed in slides.iter_mut().filter(|placed| placed.slide.is_automatic_agenda) {
        any = true;
        let here = placed.section.filter(|_| !placed.is_in_appendix);
        let mut items = items(sections, here);
        if items.is_empty() {
            let place = placed.slide.settings.layout.as_ref().map(|(_, place)| *place).unwrap_or_default();
            let message = "the agenda lists the deck's sections, and there are none";
            let help = "begin each section with a slide `layout: section`, or write the list on this slide";
            let mut found = Diagnostics::default();
            found.add(Diagnostic::warning(Code::NoSection, place, message).help(help));
            context.reported.extend(found.reported(placed.origin));
            continue;
        }
        if placed.slide.settings.steps.or(settings.steps) == Some(StepLists::Lists) {
            step(&mut items, next_step(&placed.slide));
        }
        let items = items.into_iter().map(|item| item.at(Span::default())).collect();
        let list = Element::new("ol", items).class("agenda").at(Span::default());
        // Memory keeps the slide without the list, which other slides decide.
        let slots = Arc::make_mut(&mut placed.slide).slots.iter_mut();
        slots.filter(|slot| slot.name == SLOT).for_each(|slot| slot.nodes = vec![list.clone()]);
    }
    if any {
        sections::report_nameless(deck, context);
    }
}

/// An item for every section of the talk, seen from the section `here`.
fn items(sections: &[Section], here: Option<usize>) -> Vec<Element> {
    let of_talk = sections.iter().enumerate().filter(|(_, section)| !section.is_in_appendix && section.is_named());
    let item = |(index, section): (usize, &Section)| {
        let is_here = here == Some(index);
        let item = Element::new("li", vec![section.link(is_here)]);
        match here {
            Some(_) if is_here => item.class("current"),
            Some(here) if index < here => item.class("done"),
            _ => item,
        }
    };
    of_talk.map(item).collect()
}

/// The index of the step behind those that stand on the slide.
fn next_step(slide: &FinishedSlide) -> usize {
    let mut next = 0;
    for slot in &slide.slots {
        walk::each(&slot.nodes, &mut |node| {
            let index = node.as_element().and_then(|element| element.attributes.get("data-fragment-index"));
            next = next.max(index.and_then(|index| index.parse().ok()).map_or(0, |index: usize| index + 1));
        });
    }
    next
}

/// Makes a step of every item, from the index `first` on.
fn step(items: &mut [Element], first: usize) {
    for (index, item) in items.iter_mut().enumerate() {
        item.attributes.classes.insert(0, "fragment".into());
        item.attributes.set("data-fragment-index", (first + index).to_string());
    }
}
