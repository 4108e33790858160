//! Pauses: after a paragraph `. . .` every later block of the same list of blocks is one step.

use super::{GROUP, group};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Element, Kind, Node, walk};
use crate::passes::{Context, Draft};
use crate::sources::Span;

/// Turns pauses into the steps that they make. Works before blocks go their ways into the slots of the layout.
pub fn carry(draft: &mut Draft, context: &mut Context<'_>) {
    for slot in &mut draft.slide.slots {
        within(&mut slot.nodes, Some(&mut context.diagnostics));
    }
    // What speakers read has no steps of its own.
    let footnotes = draft.slide.footnotes.iter_mut().map(|(_, nodes)| nodes);
    for nodes in footnotes
        .chain([&mut draft.slide.notes])
        .chain(draft.finished.step_notes.iter_mut().filter_map(Node::children_mut))
    {
        within(nodes, None);
    }
}

/// Takes the pauses out of a list and those within it. Without `diagnostics` they mean nothing.
fn within(nodes: &mut Vec<Node>, mut diagnostics: Option<&mut Diagnostics>) {
    if !walk::any(nodes, &|node| node.kind == Kind::Pause) {
        return;
    }
    let mut pause: Option<Span> = None;
    let mut is_last = false;
    for mut node in std::mem::take(nodes) {
        if node.kind == Kind::Pause {
            (pause, is_last) = (Some(node.span), true);
            continue;
        }
        if let Some(children) = node.children_mut() {
            within(children, diagnostics.as_deref_mut());
        }
        is_last &= node.is_blank();
        nodes.push(match pause.filter(|_| diagnostics.is_some()) {
            Some(pause) => belonging(node, &group(pause, 0)),
            None => node,
        });
    }
    if let (true, Some(diagnostics), Some(span)) = (is_last, diagnostics, pause) {
        let message = "nothing follows this pause where it stands";
        let help = "delete it, or put it before what is to come later, in the same container";
        diagnostics.add(Diagnostic::warning(Code::WrongPlace, span, message).help(help));
    }
}

/// The node as part of a step, unless a later pause has made it part of one.
pub fn belonging(mut node: Node, group: &str) -> Node {
    if node.is_blank() {
        return node;
    }
    let span = node.span;
    let Some(attributes) = node.attributes_mut() else {
        // Text between blocks of raw HTML.
        let mut around = Element::new("span", vec![node]);
        around.attributes.set(GROUP, group);
        return around.at(span);
    };
    if attributes.get(GROUP).is_none() {
        attributes.set(GROUP, group);
    }
    node
}
