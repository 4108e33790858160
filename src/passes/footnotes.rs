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
    // What only the notes refer to stands at the foot of the slide as well: they are read on it.
    refer(&mut draft.finished.notes, &mut numbers, &mut order);
    let mut items = Vec::new();
    let mut index = 0;
    while index < order.len() {
        let mut nodes = definitions.remove(&order[index]).unwrap_or_default();
        refer(&mut nodes, &mut numbers, &mut order);
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
    if let Some(span) = items.first().map(|item| item.span) {
        draft.finished.footnotes = vec![Element::new("ol", items).class("footnotes").at(span)];
    }
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
