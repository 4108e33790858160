//! `::: steps`: every block in it is a step of its own, of lists every item.

use super::{EFFECTS, GROUP, group, is_asked};
use crate::model::{Attributes, Element, Kind, Node, walk};
use crate::passes::{Context, Draft};

/// The containers that become steps.
pub const CONTAINERS: &[&str] = &["steps"];

/// What stands out of the row: it is not seen.
const NO_STEPS: &[&str] = &["space"];

/// Makes steps of what stands in the containers.
pub fn spread(draft: &mut Draft, _: &mut Context<'_>) {
    for list in draft.each_list().filter(|list| walk::holds_container(list, CONTAINERS)) {
        walk::replace(list, &mut |mut node, out| {
            let Kind::Container(container) = &mut node.kind else { return out.push(node) };
            if !CONTAINERS.contains(&container.name.as_str()) {
                return out.push(node);
            }
            let mut attributes = std::mem::take(&mut container.attributes);
            attributes.take_class(&container.name);
            let effects = effects(&mut attributes);
            let children = std::mem::take(&mut container.children).into_iter();
            let children = children.map(|child| stepped(child, &effects)).collect();
            if attributes.is_empty() {
                return out.extend(children);
            }
            let mut around = Element::new("div", children);
            around.attributes = attributes;
            out.push(around.at(node.span));
        });
    }
}

/// Takes the effects out of the attributes of a container: they are for each of its steps.
fn effects(attributes: &mut Attributes) -> Vec<&'static str> {
    if is_asked(attributes) {
        // It is a step itself.
        return Vec::new();
    }
    EFFECTS.iter().copied().filter(|effect| attributes.take_class(effect)).collect()
}

/// A block as a step, or as several.
fn stepped(mut node: Node, effects: &[&'static str]) -> Node {
    if node.is_blank() || matches!(&node.kind, Kind::Container(one) if NO_STEPS.contains(&one.name.as_str())) {
        return node;
    }
    let is_plain = node.attributes_mut().is_some_and(|attributes| attributes.has_class("plain"));
    match &mut node.kind {
        _ if is_plain => {}
        Kind::Element(list) if matches!(list.tag.as_ref(), "ul" | "ol") => items(list, effects),
        Kind::Element(list) if list.tag == "dl" => terms(list, effects),
        _ => match node.attributes_mut() {
            Some(attributes) => step(attributes, effects),
            None => {
                let span = node.span;
                let mut around = Element::new("span", vec![node]);
                step(&mut around.attributes, effects);
                return around.at(span);
            }
        },
    }
    node
}

/// Every item of a list, and of the lists in it.
fn items(list: &mut Element, effects: &[&'static str]) {
    list.attributes.take("steps");
    for item in list.children.iter_mut().filter_map(Node::as_element_mut).filter(|item| item.tag == "li") {
        if !item.attributes.has_class("plain") {
            step(&mut item.attributes, effects);
        }
        for inner in item.children.iter_mut().filter_map(Node::as_element_mut) {
            if matches!(inner.tag.as_ref(), "ul" | "ol") && !inner.attributes.has_class("plain") {
                items(inner, effects);
            }
        }
    }
}

/// Every term of a list of definitions, with what it means.
fn terms(list: &mut Element, effects: &[&'static str]) {
    let mut term = String::new();
    for node in &mut list.children {
        let span = node.span;
        let Some(part) = node.as_element_mut() else { continue };
        if part.tag == "dt" {
            term = if part.attributes.has_class("plain") { String::new() } else { group(span, 0) };
        }
        if !term.is_empty() && !is_asked(&part.attributes) {
            part.attributes.set(GROUP, term.as_str());
            dress(&mut part.attributes, effects);
        }
    }
}

fn step(attributes: &mut Attributes, effects: &[&'static str]) {
    if !is_asked(attributes) {
        attributes.add_class("step");
    }
    dress(attributes, effects);
}

/// Gives a step the effects of all, unless it has its own.
fn dress(attributes: &mut Attributes, effects: &[&'static str]) {
    if !EFFECTS.iter().any(|effect| attributes.has_class(effect)) {
        effects.iter().for_each(|effect| attributes.add_class(*effect));
    }
}
