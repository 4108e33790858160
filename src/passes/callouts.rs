//! Callouts: `> [!NOTE]` and `::: callout-note`.

use super::words::{self, Words};
use super::{Context, Draft};
use crate::model::{Element, Kind, Node, Value, walk};

/// The containers that become callouts.
pub const CONTAINERS: &[&str] =
    &["callout-note", "callout-tip", "callout-important", "callout-warning", "callout-caution"];

/// Turns alerts and callout containers into boxes with a title.
pub fn box_up(draft: &mut Draft, context: &mut Context<'_>) {
    let words = words::of(context.deck);
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            let span = node.span;
            match &mut node.kind {
                Kind::Element(element) if element.tag == "blockquote" => {
                    if let Some(kind) = element.attributes.take_text("callout") {
                        element.tag = "div".into();
                        dress(element, &kind, words, span);
                    }
                }
                Kind::Container(container) if CONTAINERS.contains(&container.name.as_str()) => {
                    let kind = container.name.trim_start_matches("callout-").to_owned();
                    let mut element = Element::new("div", std::mem::take(&mut container.children));
                    element.attributes = std::mem::take(&mut container.attributes);
                    dress(&mut element, &kind, words, span);
                    node.kind = Kind::Element(element);
                }
                _ => {}
            }
            out.push(node);
        });
    }
}

/// Gives a box its classes and its title: the author's `title=`, else the kind.
fn dress(element: &mut Element, kind: &str, words: &Words, span: crate::sources::Span) {
    let title = element.attributes.take("title").map(|attribute| attribute.value);
    let title = if let Some(Value::Text(title)) = title { title } else { word(kind, words).to_owned() };
    let classes = std::mem::take(&mut element.attributes.classes);
    element.attributes.add_class("callout");
    element.attributes.add_class(format!("callout-{kind}"));
    classes.into_iter().for_each(|class| element.attributes.add_class(class));
    let title = Element::new("p", vec![Node::text(span, title)]).class("callout-title");
    element.children.insert(0, title.at(span));
}

/// What a kind is called in the deck's language.
fn word<'w>(kind: &'w str, words: &'w Words) -> &'w str {
    match kind {
        "note" => words.note,
        "tip" => words.tip,
        "important" => words.important,
        "warning" => words.warning,
        "caution" => words.caution,
        // An author's attribute, which is text.
        other => other,
    }
}
