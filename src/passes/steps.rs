//! Steps: what is shown one after the other, numbered without gaps on one timeline per slide.

use std::collections::BTreeSet;

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Attributes, Element, Kind, Node, StepLists, Value, walk};
use crate::sources::Span;

/// A step as it was found: where it stands, and from which number to which it is shown.
struct Step {
    /// What orders steps without a number: the place of writing, and which of the steps there.
    place: (u32, u32),
    /// Written numbers, from 1.
    from: Option<u32>,
    to: Option<u32>,
    /// Steps of one pause share a number, and parts of a drawing that come together.
    group: Option<(u32, u32)>,
}

/// Finds the steps of a slide and numbers them.
pub fn order(draft: &mut Draft, context: &mut Context<'_>) {
    let all_lists = draft.finished.settings.steps.or(context.deck.steps) == Some(StepLists::Lists);
    let mut steps = Vec::new();
    for slot in &mut draft.finished.slots {
        pauses(&mut slot.nodes);
        mark(&mut slot.nodes, all_lists, &mut steps, &mut context.diagnostics);
    }
    // What speakers read has no steps of its own.
    for list in [&mut draft.finished.footnotes, &mut draft.finished.notes] {
        walk::replace(list, &mut |mut node, out| {
            if let Some(element) = node.as_element_mut() {
                unmark(element);
            }
            if node.kind != Kind::Pause {
                out.push(node);
            }
        });
    }
    let numbers = number(&steps);
    let mut next = 0;
    for slot in &mut draft.finished.slots {
        write(&mut slot.nodes, &numbers, &mut next);
    }
}

/// reveal's effects, which mean something on a step only.
const EFFECTS: &[&str] = &[
    "current-visible",
    "fade-down",
    "fade-in",
    "fade-in-then-out",
    "fade-in-then-semi-out",
    "fade-left",
    "fade-out",
    "fade-right",
    "fade-up",
    "grow",
    "highlight-blue",
    "highlight-current-blue",
    "highlight-current-green",
    "highlight-current-red",
    "highlight-green",
    "highlight-red",
    "semi-fade-out",
    "shrink",
    "strike",
    "zoom-in",
];

/// Says of an effect that it needs a step. In raw HTML it may be a class of the author's.
fn effect_without_step(attributes: &Attributes, diagnostics: &mut Diagnostics) {
    let effect = attributes.classes.iter().find(|class| EFFECTS.contains(&class.as_ref()));
    if let (Some(effect), Some(span)) = (effect, attributes.span) {
        let message = format!("`.{effect}` is the effect of a step, and this is none");
        let help = format!("write `.step .{effect}`");
        diagnostics.add(Diagnostic::warning(Code::WrongPlace, span, message).help(help));
    }
}

/// Takes off an element what would make it a step.
pub fn unmark(element: &mut Element) {
    for name in ["steps", "step", "data-fragment-index"] {
        element.attributes.take(name);
    }
    for class in ["step", "fragment"] {
        element.attributes.take_class(class);
    }
}

/// A pause makes one step of every later block in its list.
fn pauses(nodes: &mut Vec<Node>) {
    let mut pause: Option<Span> = None;
    let before = std::mem::take(nodes);
    for mut node in before {
        if node.kind == Kind::Pause {
            pause = Some(node.span);
            continue;
        }
        if let Some(children) = node.children_mut() {
            pauses(children);
        }
        if let (Some(pause), Some(element)) = (pause, node.as_element_mut()) {
            element.attributes.set("together", format!("{}:0", pause.start));
        }
        nodes.push(node);
    }
}

/// Gathers the steps in the order of the tree, and leaves `class="fragment"` on each.
fn mark(nodes: &mut [Node], all_lists: bool, steps: &mut Vec<Step>, diagnostics: &mut Diagnostics) {
    for node in nodes {
        let span = node.span;
        let mut stepped_items = false;
        if let Some(element) = node.as_element_mut() {
            let is_list = matches!(element.tag.as_ref(), "ul" | "ol");
            let own_list = is_list && element.attributes.take("steps").is_some();
            stepped_items = is_list && (own_list || all_lists) && !element.attributes.has_class("plain");
            let group = element.attributes.take_text("together").and_then(|group| {
                let (place, number) = group.split_once(':')?;
                Some((place.parse().ok()?, number.parse().ok()?))
            });
            let range = element.attributes.take("step");
            let asked =
                element.attributes.take_class("step") | element.attributes.take_class("fragment") | range.is_some();
            let written_index = element.attributes.take_text("data-fragment-index");
            if !asked && group.is_none() {
                effect_without_step(&element.attributes, diagnostics);
            }
            if asked || group.is_some() {
                let range = range.map(|attribute| (attribute.value, attribute.span.unwrap_or(span)));
                let (from, to) = numbers_of(range, written_index, diagnostics);
                let group = group.filter(|_| !asked);
                steps.push(Step { place: group.unwrap_or((span.start, 0)), from, to, group });
                let effects = std::mem::take(&mut element.attributes.classes);
                element.attributes.add_class("fragment");
                effects.into_iter().for_each(|class| element.attributes.add_class(class));
            }
        }
        if let Some(children) = node.children_mut() {
            if stepped_items {
                for item in children.iter_mut().filter_map(Node::as_element_mut).filter(|item| item.tag == "li") {
                    if !item.attributes.has_class("plain") && item.attributes.get("step").is_none() {
                        item.attributes.add_class("step");
                    }
                }
            }
            mark(children, all_lists, steps, diagnostics);
        }
    }
}

/// `step=3`, `step=2-4`, or reveal's index from 0.
fn numbers_of(
    range: Option<(Value, Span)>,
    index: Option<String>,
    diagnostics: &mut Diagnostics,
) -> (Option<u32>, Option<u32>) {
    if let Some(index) = index.and_then(|index| index.parse::<u32>().ok()) {
        return (Some(index.saturating_add(1)), None);
    }
    let Some((Value::Text(text), span)) = range else { return (None, None) };
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=9999).contains(number));
    let parts = match text.split_once('-') {
        Some((from, to)) => {
            number(from).zip(number(to)).filter(|(from, to)| from <= to).map(|(from, to)| (Some(from), Some(to)))
        }
        None => number(&text).map(|from| (Some(from), None)),
    };
    parts.unwrap_or_else(|| {
        let message = format!("`{text}` is no step");
        let help = "write `step=3`, or `step=2-4` for what is shown from step 2 to step 4; steps count from 1";
        diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
        (None, None)
    })
}

/// The index of each step from 0, and the last index at which it is shown.
fn number(steps: &[Step]) -> Vec<(usize, Option<usize>)> {
    let mut unnumbered: Vec<usize> = (0..steps.len()).filter(|index| steps[*index].from.is_none()).collect();
    // The order of writing, also across slots; the sort is stable, so a list and its first item stay in order.
    unnumbered.sort_by_key(|index| steps[*index].place);
    let mut numbers: Vec<u32> = steps.iter().map(|step| step.from.unwrap_or(0)).collect();
    let mut count = 0;
    let mut group = None;
    for index in unnumbered {
        if steps[index].group.is_none() || steps[index].group != group {
            count += 1;
        }
        group = steps[index].group;
        numbers[index] = count;
    }
    let used: BTreeSet<u32> = numbers.iter().copied().collect();
    let rank = |number: u32| used.range(..number).count();
    let last = |to: u32| used.range(..=to).count().saturating_sub(1);
    numbers.iter().zip(steps).map(|(number, step)| (rank(*number), step.to.map(last))).collect()
}

/// Writes the numbers onto the steps, in the order in which they were gathered.
fn write(nodes: &mut [Node], numbers: &[(usize, Option<usize>)], next: &mut usize) {
    for node in nodes {
        if let Some(element) = node.as_element_mut()
            && element.attributes.has_class("fragment")
            && let Some((index, end)) = numbers.get(*next)
        {
            *next += 1;
            element.attributes.set("data-fragment-index", index.to_string());
            if let Some(end) = end {
                element.attributes.set("data-fragment-end", end.to_string());
            }
        }
        if let Some(children) = node.children_mut() {
            write(children, numbers, next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(place: u32, from: Option<u32>, to: Option<u32>) -> Step {
        Step { place: (place, 0), from, to, group: None }
    }

    #[test]
    fn steps_are_numbered_without_gaps() {
        let steps = [step(9, None, None), step(1, None, None), step(2, Some(2), None), step(3, Some(7), Some(9))];
        assert_eq!(number(&steps), [(1, None), (0, None), (1, None), (2, Some(2))]);
    }
}
