//! Footnotes: numbered per slide, at the foot of the slide that refers to them.

use std::collections::BTreeMap;

use super::{Context, Draft};
use crate::model::{Attribute, Element, Kind, Node, Value, walk};
use crate::sources::Span;

/// Numbers the references in order and sets the notes that they refer to.
pub fn number(draft: &mut Draft, _: &mut Context<'_>) {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut definitions: BTreeMap<String, Vec<Node>> = std::mem::take(&mut draft.slide.footnotes).into_iter().collect();
    let mut order: Vec<String> = Vec::new();
    for slot in &mut draft.finished.slots {
        refer(&mut slot.nodes, &mut numbers, &mut order);
    }
    draft.finished.footnotes = list(0, &mut numbers, &mut order, &mut definitions).into_iter().collect();
    // What only the notes refer to stays with them: a slide without its notes shows nothing of it.
    let shown = order.len();
    refer(&mut draft.finished.notes, &mut numbers, &mut order);
    refer(&mut draft.finished.step_notes, &mut numbers, &mut order);
    draft.finished.notes.extend(list(shown, &mut numbers, &mut order, &mut definitions));
}

/// The list of the footnotes from `first` on, those that they refer to included.
fn list(
    first: usize,
    numbers: &mut BTreeMap<String, usize>,
    order: &mut Vec<String>,
    definitions: &mut BTreeMap<String, Vec<Node>>,
) -> Option<Node> {
    let mut items = Vec::new();
    let mut index = first;
    while index < order.len() {
        let mut nodes = definitions.remove(&order[index]).unwrap_or_default();
        refer(&mut nodes, numbers, order);
        index += 1;
        let span = nodes.first().map(|node| node.span).unwrap_or_default();
        // One paragraph is the item, as in a tight list.
        let nodes = match nodes.as_mut_slice() {
            [only] if only.is("p") => only.children_mut().map(std::mem::take).unwrap_or_default(),
            _ => nodes,
        };
        let mut item = Element::new("li", nodes);
        item.attributes.id = Some(Value::Local(format!("fn-{index}")));
        items.push(item.at(span));
    }
    let span = items.first()?.span;
    let mut list = Element::new("ol", items).class("footnotes");
    if first > 0 {
        list.attributes.set("start", (first + 1).to_string());
    }
    Some(list.at(span))
}

fn refer(nodes: &mut [Node], numbers: &mut BTreeMap<String, usize>, order: &mut Vec<String>) {
    walk::each_mut(nodes, &mut |node| {
        if let Kind::Footnote(label) = &node.kind {
            let number = *numbers.entry(label.clone()).or_insert_with(|| {
                order.push(label.clone());
                order.len()
            });
            node.kind = reference(number, node.span).kind;
        }
    });
}

fn reference(number: usize, span: Span) -> Node {
    let mut link = Element::new("a", vec![Node::text(span, number.to_string())]);
    let target = Value::LocalLink(format!("fn-{number}"));
    link.attributes.put(Attribute { name: "href".into(), value: target, span: None });
    link.attributes.set("role", "doc-noteref");
    Element::new("sup", vec![link.at(span)]).class("footnote-ref").at(span)
}
