//! Steps: what is shown one after the other, numbered without gaps on one timeline per slide.

mod notes;
mod pauses;
mod spread;

use std::collections::BTreeSet;

pub use notes::gather;
pub use pauses::{belonging, carry};
pub use spread::{CONTAINERS, spread};

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Attribute, Attributes, Element, Node, StepLists, Value, walk};
use crate::sources::Span;

/// The attribute by which features say that several elements are one step: what orders it, as [`group`] writes it. No
/// author can write a name with a blank in it.
pub const GROUP: &str = "step group";

/// The step of all that belongs to the place `span`, and of those the one with that number.
pub fn group(span: Span, number: usize) -> String {
    format!("{}:{number}", span.start)
}

/// A step as it was found: where it stands, and from which number to which it is shown.
pub struct Step {
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
        mark(&mut slot.nodes, all_lists, &mut steps, &mut context.diagnostics);
    }
    let finished = &mut draft.finished;
    // What speakers read has no steps of its own.
    let of_steps = finished.step_notes.iter_mut().filter_map(Node::children_mut);
    for list in [&mut finished.footnotes, &mut finished.notes].into_iter().chain(of_steps) {
        walk::each_mut(list, &mut |node| {
            if let Some(element) = node.as_element_mut() {
                unmark(element);
            }
        });
    }
    let numbers = Numbers::new(&steps);
    let mut next = 0;
    for slot in &mut finished.slots {
        write(&mut slot.nodes, &numbers, &mut next);
    }
    notes::number(&mut finished.step_notes, &steps, &numbers, &mut context.diagnostics);
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
    for name in ["steps", "step", GROUP, "data-fragment-index"] {
        element.attributes.take(name);
    }
    for class in ["step", "fragment"] {
        element.attributes.take_class(class);
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
            let group = element.attributes.take_text(GROUP).and_then(|group| {
                let (place, number) = group.split_once(':')?;
                Some((place.parse().ok()?, number.parse().ok()?))
            });
            let is_asked = is_asked(&element.attributes);
            if !is_asked && group.is_none() {
                effect_without_step(&element.attributes, diagnostics);
            }
            if is_asked || group.is_some() {
                let (from, to) = asked(&mut element.attributes, span, diagnostics);
                let group = group.filter(|_| !is_asked);
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

/// Whether somebody asked for a step.
pub fn is_asked(attributes: &Attributes) -> bool {
    attributes.has_class("step") || attributes.has_class("fragment") || attributes.get("step").is_some()
}

/// Takes out of the attributes what makes a step of them, with the numbers that are written there.
fn asked(attributes: &mut Attributes, span: Span, diagnostics: &mut Diagnostics) -> Asked {
    for class in ["step", "fragment"] {
        attributes.take_class(class);
    }
    let (range, index) = (attributes.take("step"), attributes.take("data-fragment-index"));
    // reveal's index counts from 0.
    let Some(Attribute { value: Value::Text(text), span: written, name }) = index.or(range) else {
        return (None, None);
    };
    let found = if name == "step" { numbers_in(text.trim()) } else { number_in(text.trim()) };
    found.unwrap_or_else(|| {
        let message = format!("`{text}` is no step");
        let help = if name == "step" {
            "write `step=3`, or `step=2-4` for what is shown from step 2 to step 4; steps count from 1"
        } else {
            "write a number from 0; or `step=3`, which counts from 1"
        };
        diagnostics.add(Diagnostic::error(Code::WrongType, written.unwrap_or(span), message).help(help));
        (None, None)
    })
}

/// What a step is shown from and to, by the number of a step.
type Asked = (Option<u32>, Option<u32>);

/// The most steps that a slide may have.
const MOST: u32 = 9999;

/// reveal's index.
fn number_in(text: &str) -> Option<Asked> {
    text.parse::<u32>().ok().filter(|index| *index < MOST).map(|index| (Some(index + 1), None))
}

/// `3`, or `2-4`.
fn numbers_in(text: &str) -> Option<Asked> {
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=MOST).contains(number));
    match text.split_once('-') {
        Some((from, to)) => {
            number(from).zip(number(to)).filter(|(from, to)| from <= to).map(|(from, to)| (Some(from), Some(to)))
        }
        None => number(text).map(|from| (Some(from), None)),
    }
}

/// The numbers of the steps of a slide, without gaps.
pub struct Numbers {
    /// The numbers from 1 that a step has, as they are written and counted.
    used: BTreeSet<u32>,
    /// The index of each step from 0, and the last index at which it is shown.
    of: Vec<(usize, Option<usize>)>,
}

impl Numbers {
    fn new(steps: &[Step]) -> Numbers {
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
        let mut found = Numbers { used: numbers.iter().copied().collect(), of: Vec::new() };
        let of = numbers.iter().zip(steps);
        found.of = of.map(|(number, step)| (found.rank(*number), step.to.map(|to| found.last(to)))).collect();
        found
    }

    fn rank(&self, number: u32) -> usize {
        self.used.range(..number).count()
    }

    fn last(&self, to: u32) -> usize {
        self.used.range(..=to).count().saturating_sub(1)
    }

    /// The index of the first step from `from` to `to` that there is, and of the last if it is another.
    fn between(&self, from: u32, to: Option<u32>) -> Option<(usize, Option<usize>)> {
        let first = *self.used.range(from..=to.unwrap_or(from)).next()?;
        Some((self.rank(first), to.map(|to| self.last(to))))
    }
}

/// Writes the numbers onto the steps, in the order in which they were gathered.
fn write(nodes: &mut [Node], numbers: &Numbers, next: &mut usize) {
    for node in nodes {
        if let Some(element) = node.as_element_mut() {
            let attributes = &mut element.attributes;
            let written = attributes.get("data-fragment-index").and_then(number_in);
            if attributes.has_class("fragment")
                && let Some(found) = numbers.of.get(*next)
            {
                *next += 1;
                put(attributes, *found);
            } else if let (true, Some((Some(written), _))) = (attributes.has_class("notes"), written)
                && let Some(found) = numbers.between(written, None)
            {
                // Notes in raw HTML, which follow the step that has their number.
                put(attributes, found);
            }
        }
        if let Some(children) = node.children_mut() {
            write(children, numbers, next);
        }
    }
}

/// Writes one step's numbers.
fn put(attributes: &mut Attributes, (index, end): (usize, Option<usize>)) {
    attributes.set("data-fragment-index", index.to_string());
    if let Some(end) = end {
        attributes.set("data-fragment-end", end.to_string());
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
        assert_eq!(Numbers::new(&steps).of, [(1, None), (0, None), (1, None), (2, Some(2))]);
    }
}
