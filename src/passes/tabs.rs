//! Tabs: `::: tabs` with `::: tab {title="Rust"}` in it, or cut into panes by its headings.
//!
//! All panes stand one after the other, each under its label; a script shows one of them at a time and lets choose by the
//! labels in the row above.

use super::{Context, Draft, blocks, steps};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Attribute, Attributes, Container, Element, Kind, Node, Value, walk};
use crate::sources::Span;

/// The containers that become tabs.
pub const CONTAINERS: &[&str] = &["tabs", "tab"];

/// How a slide with tabs is printed: with all panes, on a second page if need be.
const STYLE: &str = include_str!("tabs.css");

/// A pane in the making.
struct Pane {
    span: Span,
    label: Vec<Node>,
    attributes: Attributes,
    children: Vec<Node>,
}

/// Turns the containers into tabs.
pub fn lay(draft: &mut Draft, context: &mut Context<'_>) {
    let mut number = 0;
    for slot in &mut draft.finished.slots {
        each(&mut slot.nodes, &mut context.diagnostics, &mut |row| {
            number += 1;
            row_of(row, number)
        });
    }
    // Nobody chooses among what is read to the speaker.
    let finished = &mut draft.finished;
    for list in [&mut finished.footnotes, &mut finished.notes, &mut finished.step_notes] {
        each(list, &mut context.diagnostics, &mut |_| None);
    }
    if number > 0 {
        draft.finished.styles.insert("tabs", STYLE);
    }
}

/// Replaces every `::: tabs` among the nodes; `row` makes the row of labels for its panes.
fn each(nodes: &mut Vec<Node>, diagnostics: &mut Diagnostics, row: &mut impl FnMut(&mut [Pane]) -> Option<Node>) {
    if !walk::holds_container(nodes, CONTAINERS) {
        return;
    }
    let mut stray = false;
    walk::replace(nodes, &mut |mut node, out| {
        match &mut node.kind {
            Kind::Container(container) if container.name == "tabs" => {
                let panes = panes(container, diagnostics);
                node.kind = Kind::Element(tabs(std::mem::take(&mut container.attributes), panes, row));
            }
            // It is its parent's, which comes after it.
            Kind::Container(container) => stray |= container.name == "tab",
            _ => {}
        }
        out.push(node);
    });
    if !stray {
        return;
    }
    walk::each_mut(nodes, &mut |node| {
        if let Kind::Container(container) = &mut node.kind
            && container.name == "tab"
        {
            let found =
                Diagnostic::error(Code::WrongPlace, container.name_span, "a `tab` stands directly in `::: tabs`");
            diagnostics.add(found.help("open `::: tabs` before the first of them, and close it after the last"));
            node.kind = Kind::Element(Element::new("div", std::mem::take(&mut container.children)));
        }
    });
}

/// The panes in a container.
fn panes(container: &mut Container, diagnostics: &mut Diagnostics) -> Vec<Pane> {
    let children = std::mem::take(&mut container.children);
    let is_tab = |node: &Node| matches!(&node.kind, Kind::Container(container) if container.name == "tab");
    let cut_at = if children.iter().any(is_tab) { None } else { children.iter().find_map(blocks::heading_level) };
    let mut panes: Vec<Pane> = Vec::new();
    let mut is_outside = false;
    for mut node in children {
        let cuts = blocks::heading_level(&node).zip(cut_at).is_some_and(|(level, cut_at)| level <= cut_at);
        match node.kind {
            Kind::Container(tab) if tab.name == "tab" => panes.push(titled(tab, node.span, diagnostics)),
            Kind::Element(ref mut heading) if cuts => panes.push(Pane {
                span: node.span,
                label: std::mem::take(&mut heading.children),
                attributes: std::mem::take(&mut heading.attributes),
                children: Vec::new(),
            }),
            _ if node.is_blank() => {}
            _ => match panes.last_mut().filter(|_| cut_at.is_some()) {
                Some(pane) => {
                    // What comes together with its pane is shown by it.
                    let group = pane.attributes.get(steps::GROUP);
                    if let Some(attributes) = node.attributes_mut().filter(|one| one.get(steps::GROUP) == group) {
                        attributes.take(steps::GROUP);
                    }
                    pane.children.push(node);
                }
                None => {
                    if !std::mem::replace(&mut is_outside, true) {
                        let found = Diagnostic::error(Code::WrongPlace, node.span, "this stands in no tab");
                        let help = "move it under a heading, or into a `::: tab {title=\"…\"}`";
                        diagnostics.add(found.help(help));
                    }
                }
            },
        }
    }
    if panes.is_empty() && !is_outside {
        let found = Diagnostic::error(Code::WrongType, container.name_span, "there is no tab in these `tabs`");
        let help = "begin each with a heading, or write it as `::: tab {title=\"…\"}` up to its own `:::`";
        diagnostics.add(found.help(help));
    }
    panes
}

/// A pane with its title in an attribute.
fn titled(mut tab: Container, span: Span, diagnostics: &mut Diagnostics) -> Pane {
    let title = tab.attributes.take_text("title").filter(|title| !title.trim().is_empty());
    let label = title.unwrap_or_else(|| {
        let found = Diagnostic::error(Code::WrongType, tab.name_span, "this tab has no title");
        diagnostics.add(found.help("write for example `::: tab {title=\"Rust\"}`"));
        String::new()
    });
    Pane { span, label: vec![Node::text(span, label)], attributes: tab.attributes, children: tab.children }
}

fn tabs(attributes: Attributes, mut panes: Vec<Pane>, row: &mut impl FnMut(&mut [Pane]) -> Option<Node>) -> Element {
    let mut tabs = Element::new("div", Vec::new());
    tabs.attributes.merge(attributes);
    tabs.attributes.take_class("tabs");
    let row = row(&mut panes);
    // Without a row these are boxes like others.
    if row.is_some() {
        tabs.attributes.classes.insert(0, "tabs".into());
    }
    tabs.children.extend(row);
    for Pane { span, label, attributes, mut children } in panes {
        children.insert(0, Element::new("p", label).class("tab-title").at(span));
        let mut pane = Element::new("div", children);
        pane.attributes = attributes;
        tabs.children.push(pane.at(span));
    }
    tabs
}

/// The row of labels over the panes, which are made to be chosen by it. It is hidden as long as no script can choose.
fn row_of(panes: &mut [Pane], number: usize) -> Option<Node> {
    let span = panes.first()?.span;
    let mut labels = Vec::new();
    for (index, pane) in panes.iter_mut().enumerate() {
        let local = |name: &str| Value::Local(format!("{name}-{number}-{}", index + 1));
        let is_chosen = index == 0;
        pane.attributes.classes.insert(0, "tab".into());
        let mut label = Element::new("button", plain(pane.label.clone())).with("type", "button").with("role", "tab");
        label.attributes.id = Some(local("tab"));
        let id = pane.attributes.id.get_or_insert_with(|| local("pane")).clone();
        label.attributes.put(Attribute { name: "aria-controls".into(), value: id, span: None });
        label.attributes.set("aria-selected", is_chosen.to_string());
        if is_chosen {
            pane.attributes.add_class("chosen");
        } else {
            label.attributes.set("tabindex", "-1");
        }
        if is_step(&pane.attributes) {
            // What it does as a step is to be chosen.
            pane.attributes.add_class("custom");
        }
        pane.attributes.set("role", "tabpanel");
        pane.attributes.put(Attribute { name: "aria-labelledby".into(), value: local("tab"), span: None });
        labels.push(label.at(pane.span));
    }
    Some(Element::new("div", labels).class("tab-list").with("role", "tablist").with("hidden", "").at(span))
}

fn is_step(attributes: &Attributes) -> bool {
    steps::is_asked(attributes) || attributes.get(steps::GROUP).is_some()
}

/// A label for the row: what stands in a button is no link and no step, and no id stands twice.
fn plain(mut label: Vec<Node>) -> Vec<Node> {
    walk::each_mut(&mut label, &mut |node| {
        if let Some(element) = node.as_element_mut() {
            steps::unmark(element);
            element.attributes.id = None;
            if element.tag == "a" {
                *element = Element::new("span", std::mem::take(&mut element.children));
            }
        }
    });
    label
}
