//! Labels and what refers to them: `{#fig:x}` on a figure, `{#tbl:x}` on a table, `{#eq:x}` on a formula give numbers
//! in the deck's order; `@fig:x` becomes `Figure 1`, a link to it. What has no label has no number.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::citations::Item;
use super::words::{self, Words};
use super::{Context, DeckContext, Draft, FilledSlot, FinishedDeck, FinishedSlide, order};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Attributes, Element, Kind, Node, Value, walk};
use crate::sources::Span;
use crate::theme::SlotKind;

/// Private attributes: what holds a number, what refers to one, and what refers to the number alone.
const NUMBER: &str = "label-number";
const MENTION: &str = "label-mention";
const BARE: &str = "label-bare";

/// The structure that numbers of formulas need under every theme.
const STYLE: &str = include_str!("labels.css");

/// What may have a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbered {
    Figure,
    Table,
    Equation,
}

/// Their labels begin so.
const PREFIXES: [(&str, Numbered); 3] =
    [("fig:", Numbered::Figure), ("tbl:", Numbered::Table), ("eq:", Numbered::Equation)];

impl Numbered {
    fn of(label: &str) -> Option<Numbered> {
        PREFIXES.iter().find(|(prefix, _)| label.starts_with(prefix)).map(|(_, numbered)| *numbered)
    }

    fn word(self, words: &Words) -> &'static str {
        match self {
            Numbered::Figure => words.figure,
            Numbered::Table => words.table,
            Numbered::Equation => words.equation,
        }
    }

    fn is(self, element: &Element) -> bool {
        match self {
            Numbered::Figure => element.tag == "figure",
            Numbered::Table => element.tag == "table",
            Numbered::Equation => element.attributes.has_class("math-display"),
        }
    }
}

/// Whether a key is that of a label.
pub fn is_label(key: &str) -> bool {
    Numbered::of(key).is_some()
}

/// Gives everything with a label a place for its number.
pub fn gather(draft: &mut Draft, context: &mut Context<'_>) {
    let words = words::of(context.deck);
    let finished = &mut draft.finished;
    let mut labels = Vec::new();
    let mut captions = Vec::new();
    for slot in &mut finished.slots {
        let image = if slot.kind == SlotKind::Image { slot.nodes.first() } else { None };
        let image = image.and_then(Node::as_element).and_then(label_of).map(|(label, _)| label.to_owned());
        walk::each_mut(&mut slot.nodes, &mut |node| {
            let span = node.span;
            let Some(element) = node.as_element_mut() else { return };
            let Some((label, numbered)) = label_of(element) else { return };
            let label = label.to_owned();
            if !numbered.is(element) {
                return misplaced(&label, numbered, element.attributes.span, &mut labels, context);
            }
            labels.push(label.clone());
            match image.as_ref().filter(|image| **image == label) {
                // The layout says where its caption stands.
                Some(_) => captions.push((label, span)),
                None => number(element, numbered, &label, words, span),
            }
        });
    }
    let has_caption =
        context.theme.layouts.get(&finished.layout).is_some_and(|layout| layout.slot("caption").is_some());
    for (label, span) in captions {
        caption(&mut finished.slots, has_caption, &label, words, span);
    }
    for list in [&mut finished.footnotes, &mut finished.notes] {
        walk::each(list, &mut |node| {
            let Some((label, _)) = node.as_element().and_then(label_of) else { return };
            labels.push(label.to_owned());
            let message = format!("the label `{label}` cannot stand here: what has a number is shown to everybody");
            let help = "leave it out of notes and footnotes";
            context.diagnostics.add(Diagnostic::error(Code::WrongPlace, node.span, message).help(help));
        });
    }
    if labels.iter().any(|label| Numbered::of(label) == Some(Numbered::Equation)) {
        finished.styles.insert("labels", STYLE);
    }
    finished.labels = labels;
}

fn label_of(element: &Element) -> Option<(&str, Numbered)> {
    let Some(Value::Text(id)) = &element.attributes.id else { return None };
    Some((id, Numbered::of(id)?))
}

/// A label on what has no number. In raw HTML it is an id like any other.
fn misplaced(label: &str, numbered: Numbered, span: Option<Span>, labels: &mut Vec<String>, context: &mut Context<'_>) {
    let Some(span) = span else { return };
    // What refers to it is no further mistake.
    labels.push(label.to_owned());
    let (what, help) = match numbered {
        Numbered::Figure => {
            ("a figure", "a picture alone in its paragraph is a figure: `![what it shows](file){#fig:x}`")
        }
        Numbered::Table => ("a table", "write it alone on the line under the table: `{#tbl:x}`"),
        Numbered::Equation => ("a displayed formula", "write it behind the formula: `$$…$$ {#eq:x}`"),
    };
    let message = format!("the label `{label}` is for {what}, but this is none");
    context.diagnostics.add(Diagnostic::error(Code::WrongPlace, span, message).help(help));
}

/// Puts the place for the number into the caption, or behind the formula.
fn number(element: &mut Element, numbered: Numbered, label: &str, words: &Words, span: Span) {
    let place = |class: &'static str| Element::new("span", Vec::new()).class(class).with(NUMBER, label).at(span);
    if numbered == Numbered::Equation {
        return element.children.push(place("equation-number"));
    }
    let tag = if numbered == Numbered::Figure { "figcaption" } else { "caption" };
    let there = element.children.iter().position(|child| child.is(tag));
    let at = there.unwrap_or_else(|| {
        let at = if numbered == Numbered::Figure { element.children.len() } else { 0 };
        element.children.insert(at, Node::element(span, tag, Vec::new()));
        at
    });
    if let Some(words_of) = element.children[at].children_mut() {
        begin(words_of, place("caption-number"), words, span);
    }
}

/// Puts a number before the words of a caption.
fn begin(caption: &mut Vec<Node>, number: Node, words: &Words, span: Span) {
    let is_empty = caption.iter().all(Node::is_blank);
    let colon = (!is_empty).then(|| Node::text(span, words.colon));
    caption.splice(0..0, std::iter::once(number).chain(colon));
}

/// The same for the picture of a layout.
fn caption(slots: &mut Vec<FilledSlot>, has_slot: bool, label: &str, words: &Words, span: Span) {
    let place = Element::new("span", Vec::new()).class("caption-number").with(NUMBER, label).at(span);
    if let Some(slot) = slots.iter_mut().find(|slot| slot.name == "caption") {
        return begin(&mut slot.nodes, place, words, span);
    }
    if has_slot {
        return slots.push(FilledSlot { name: "caption".to_owned(), kind: SlotKind::Inline, nodes: vec![place] });
    }
    let figure = slots.iter_mut().filter(|slot| slot.kind == SlotKind::Image).find_map(|slot| slot.nodes.first_mut());
    if let Some(children) = figure.and_then(Node::children_mut) {
        children.push(Node::element(span, "figcaption", vec![place]));
    }
}

/// What stands where labels are named: a link for each, with what was written around them.
pub fn mentions(items: Vec<Item>, attributes: Attributes, span: Span, words: &Words) -> Vec<Node> {
    let count = items.len();
    let mut nodes = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 && !item.is_joined {
            let and = if index + 1 == count { format!(" {} ", words.and) } else { ", ".to_owned() };
            nodes.push(Node::text(span, and));
        }
        nodes.extend(item.before);
        let mut link = Element::new("a", Vec::new()).class("label-link").with(MENTION, item.key);
        if item.year_only {
            link.attributes.set(BARE, "");
        }
        link.attributes.merge(item.attributes);
        nodes.push(link.at(item.span));
        nodes.extend(item.after);
    }
    if attributes.is_empty() {
        return nodes;
    }
    // Attributes of a label alone are its link's.
    if let [Node { kind: Kind::Element(link), .. }] = nodes.as_mut_slice() {
        link.attributes.merge(attributes);
        return nodes;
    }
    vec![Element { tag: "span".into(), attributes, children: nodes }.at(span)]
}

/// Counts what has labels, and fills in all numbers.
pub fn count(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let words = words::of(&deck.settings);
    let mut counts: BTreeMap<Numbered, usize> = BTreeMap::new();
    let mut numbers: BTreeMap<String, (Numbered, usize)> = BTreeMap::new();
    for index in order::shown_first(deck) {
        for label in &deck.slides[index].slide.labels {
            let Some(numbered) = Numbered::of(label).filter(|_| !numbers.contains_key(label)) else { continue };
            let count = counts.entry(numbered).or_default();
            *count += 1;
            numbers.insert(label.clone(), (numbered, *count));
        }
    }
    for placed in &mut deck.slides {
        if placed.slide.labels.is_empty() && !placed.slide.has_mentions {
            continue;
        }
        let mut filler = Filler { numbers: &numbers, words, found: Diagnostics::default() };
        let FinishedSlide { slots, notes, footnotes, .. } = Arc::make_mut(&mut placed.slide);
        for list in slots.iter_mut().map(|slot| &mut slot.nodes).chain([footnotes, notes]) {
            filler.list(list, false);
        }
        context.reported.extend(filler.found.reported(placed.origin));
    }
}

struct Filler<'a> {
    numbers: &'a BTreeMap<String, (Numbered, usize)>,
    words: &'a Words,
    found: Diagnostics,
}

impl Filler<'_> {
    fn list(&mut self, nodes: &mut [Node], in_link: bool) {
        for node in nodes {
            let span = node.span;
            let Some(element) = node.as_element_mut() else { continue };
            if let Some(label) = element.attributes.take_text(NUMBER) {
                let text = match self.numbers.get(&label) {
                    Some((Numbered::Equation, number)) => format!("({number})"),
                    Some((numbered, number)) => format!("{}\u{a0}{number}", numbered.word(self.words)),
                    None => String::new(),
                };
                element.children = vec![Node::text(span, text)];
            }
            if let Some(label) = element.attributes.take_text(MENTION) {
                self.mention(element, &label, in_link, span);
            }
            let in_link = in_link || element.tag == "a";
            self.list(&mut element.children, in_link);
        }
    }

    fn mention(&mut self, link: &mut Element, label: &str, in_link: bool, span: Span) {
        let bare = link.attributes.take(BARE).is_some();
        let Some((numbered, number)) = self.numbers.get(label) else {
            let message = format!("nothing in the deck has the label `{label}`");
            let help = match nearest(label, self.numbers.keys().map(String::as_str)) {
                Some(near) => format!("write `@{near}`"),
                None => format!("write `{{#{label}}}` on what is meant, or `\\@` for the sign itself"),
            };
            return self.found.add(Diagnostic::error(Code::UnknownLabel, span, message).help(help));
        };
        let word = numbered.word(self.words);
        let text = if bare { number.to_string() } else { format!("{word}\u{a0}{number}") };
        link.children = vec![Node::text(span, text)];
        if in_link {
            // A link in a link is none.
            link.tag = "span".into();
        } else {
            link.attributes.set("href", format!("#{label}"));
        }
    }
}
