//! Audiences: what is not meant for those for whom the deck is built leaves no trace in it.
//!
//! `only: [students]` and `except: [public]` on slides, `{only=students}` and `{except=public}` on blocks and spans;
//! drafts. What is left out here is never read, set, embedded or numbered by any feature behind this one.

use std::collections::BTreeSet;

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attributes, Container, Kind, Node, SlideSettings, Value, audiences};
use crate::sources::Span;

/// For whom a deck is built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Audience {
    /// The audiences by name; none of them leaves out all that is for somebody in particular.
    pub names: BTreeSet<String>,
    /// Whether slides are in it that are drafts.
    pub drafts: bool,
}

/// Why a slide is not in the deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is for others.
    Audience,
    /// It is a draft.
    Draft,
}

impl Audience {
    fn takes(&self, only: Option<&[String]>, except: &[String]) -> bool {
        let names_one = |names: &[String]| names.iter().any(|name| self.names.contains(name));
        only.is_none_or(names_one) && !names_one(except)
    }
}

/// Whether a slide with these settings is left out.
pub fn left_out(settings: &SlideSettings, context: &Context<'_>) -> Option<LeftOut> {
    let is_meant = context.audience.takes(settings.only.as_deref(), settings.except.as_deref().unwrap_or(&[]));
    match (is_meant, settings.draft == Some(true) && !context.audience.drafts) {
        (_, true) => Some(LeftOut::Draft),
        (false, _) => Some(LeftOut::Audience),
        (true, false) => None,
    }
}

/// Leaves the slide out if it is not for the deck's audience.
pub fn leave_out(draft: &mut Draft, context: &mut Context<'_>) {
    let SlideSettings { only, except, .. } = &draft.finished.settings;
    draft.finished.audiences.extend(only.iter().flatten().chain(except.iter().flatten()).cloned());
    draft.finished.left_out = left_out(&draft.finished.settings, context);
}

/// Takes out what is not for the deck's audience.
pub fn choose(draft: &mut Draft, context: &mut Context<'_>) {
    let mut chooser = Chooser { context, named: BTreeSet::new(), left_out: 0 };
    let slide = &mut draft.slide;
    let mut emptied = BTreeSet::new();
    for slot in &mut slide.slots {
        let before = chooser.left_out;
        chooser.nodes(&mut slot.nodes);
        if chooser.left_out > before && slot.nodes.iter().all(Node::is_blank) {
            emptied.insert(slot.name.clone());
        }
    }
    chooser.nodes(&mut slide.notes);
    slide.footnotes.iter_mut().for_each(|(_, nodes)| chooser.nodes(nodes));
    // What a list or a container leaves empty is a slot that nobody filled.
    slide.slots.retain(|slot| !slot.nodes.iter().all(Node::is_blank) || !emptied.contains(&slot.name));
    draft.finished.blocks_left_out = chooser.left_out;
    draft.finished.audiences = chooser.named;
}

struct Chooser<'c, 'a> {
    context: &'c mut Context<'a>,
    /// Every audience that the slide names.
    named: BTreeSet<String>,
    left_out: usize,
}

impl Chooser<'_, '_> {
    fn nodes(&mut self, nodes: &mut Vec<Node>) {
        nodes.retain_mut(|node| {
            let span = node.span;
            if node.attributes_mut().is_some_and(|attributes| !self.takes(attributes, span)) {
                self.left_out += 1;
                let is_kept = !is_nothing_without_content(node);
                node.children_mut().into_iter().filter(|_| is_kept).for_each(Vec::clear);
                return is_kept;
            }
            if let Kind::Image(image) = &mut node.kind {
                self.nodes(&mut image.title);
            }
            let Some(children) = node.children_mut().filter(|children| !children.is_empty()) else { return true };
            let before = self.left_out;
            self.nodes(children);
            let is_less = self.left_out > before;
            let is_emptied = is_less && children.iter().all(Node::is_blank);
            if is_less && let Kind::Container(container) = &mut node.kind {
                self.source(container);
            }
            !(is_emptied && is_nothing_without_content(node))
        });
    }

    /// Takes the text out of a container that shows it: what was left out stands in it.
    fn source(&mut self, container: &mut Container) {
        if container.attributes.take("source").is_none() {
            return;
        }
        let message = "the source of this example is not shown: part of it is for others";
        let help = "give the whole example to them: write `only` or `except` behind its name";
        let found = Diagnostic::warning(Code::WrongPlace, container.name_span, message);
        self.context.diagnostics.add(found.help(help));
    }

    /// Whether a block with these attributes stays; takes the names out of them.
    fn takes(&mut self, attributes: &mut Attributes, span: Span) -> bool {
        if attributes.others.is_empty() {
            return true;
        }
        let only = self.names(attributes, "only", span);
        let except = self.names(attributes, "except", span).unwrap_or_default();
        self.context.audience.takes(only.as_deref(), &except)
    }

    fn names(&mut self, attributes: &mut Attributes, key: &str, span: Span) -> Option<Vec<String>> {
        let attribute = attributes.take(key)?;
        let text = if let Value::Text(text) = attribute.value { text } else { String::new() };
        let names = audiences(&text);
        if names.is_empty() {
            let message = format!("`{key}` names no audience");
            let help = format!("write for example `{{{key}=students}}` or `{{{key}=students,staff}}`");
            let found = Diagnostic::error(Code::WrongType, attribute.span.unwrap_or(span), message).help(help);
            self.context.diagnostics.add(found);
        }
        self.named.extend(names.iter().cloned());
        Some(names)
    }
}

/// Whether a node says nothing once all that was in it is left out. A cell keeps its column.
fn is_nothing_without_content(node: &Node) -> bool {
    !node.as_element().is_some_and(|element| matches!(element.tag.as_ref(), "td" | "th"))
}
