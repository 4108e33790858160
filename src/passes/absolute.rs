//! Free placing: `{.absolute top=40 left=10% width=300px}` puts a block where it says, measured from the slide's edges.

use super::{Context, Draft, steps};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Attributes, Kind, Node, Value, walk};

/// The structure of what is placed.
const STYLE: &str = include_str!("absolute.css");

/// The class that asks for it.
pub const CLASS: &str = "absolute";

/// The attributes that say where, from the edges of the slide.
pub const SIDES: &[&str] = &["top", "right", "bottom", "left"];

/// Places what asks for it, and says of places elsewhere what they lack. Works before pictures and code are elements.
pub fn place(draft: &mut Draft, context: &mut Context<'_>) {
    let mut any = false;
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            // In raw HTML it may be a class of the author's.
            if node.attributes_mut().is_none_or(|attributes| attributes.span.is_none()) {
                return;
            }
            any |= put(node, context);
        });
        if any {
            walk::replace(list, &mut lift);
        }
    }
    if any {
        draft.finished.styles.insert("absolute", STYLE);
    }
}

/// A paragraph or a row in which everything is placed elsewhere would leave its gap: what is in it stands alone.
fn lift(mut node: Node, out: &mut Vec<Node>) {
    let is_around = node.as_element().is_some_and(|element| {
        let Attributes { id, classes, others, .. } = &element.attributes;
        let is_plain = others.iter().all(|attribute| attribute.name == steps::GROUP);
        let is_bare = id.is_none() && is_plain && classes.iter().all(|class| class == "figure-row");
        is_bare && (element.tag == "p" || !classes.is_empty()) && element.children.iter().any(|child| !child.is_blank())
    });
    let is_placed = |node: &mut Node| {
        node.is_blank() || node.attributes_mut().is_some_and(|attributes| attributes.has_class(CLASS))
    };
    let children = node.children_mut().filter(|_| is_around);
    if children.is_some_and(|children| children.iter_mut().all(is_placed)) {
        let group = node.attributes_mut().and_then(|attributes| attributes.take_text(steps::GROUP));
        let children = node.children_mut().map(std::mem::take).unwrap_or_default();
        out.extend(children.into_iter().filter(|child| !child.is_blank()).map(|child| match &group {
            Some(group) => steps::belonging(child, group),
            None => child,
        }));
    } else {
        out.push(node);
    }
}

/// Places one node. Says whether it did.
fn put(node: &mut Node, context: &mut Context<'_>) -> bool {
    let is_image = matches!(node.kind, Kind::Image(_));
    let Some(attributes) = node.attributes_mut() else { return false };
    if !attributes.has_class(CLASS) {
        SIDES.iter().filter_map(|side| attributes.take(side)).for_each(|side| refuse(&side, context));
        return false;
    }
    if SIDES.iter().all(|side| attributes.get(side).is_none()) {
        let message = "`.absolute` takes this out of the text, but nothing says where it is put";
        let found = Diagnostic::warning(Code::WrongPlace, attributes.span.unwrap_or_default(), message);
        context.diagnostics.add(found.help("write for example `.absolute top=40 left=10% width=300px`"));
    }
    let mut rules: Vec<String> = SIDES.iter().filter_map(|side| rule(attributes, side, context)).collect();
    // A picture within a line has its own size; that of a figure is its picture's.
    if !is_image {
        match picture_of(node) {
            Some(picture) => rules.extend(around(picture)),
            None => rules.extend(size(node, context)),
        }
    }
    if let Some(attributes) = node.attributes_mut() {
        if let Some(own) = attributes.take_text("style") {
            rules.push(own);
        }
        attributes.set("style", rules.join(";"));
    }
    true
}

fn refuse(side: &Attribute, context: &mut Context<'_>) {
    let name = &side.name;
    let text = if let Value::Text(text) = &side.value { text } else { "" };
    let message = format!("`{name}` places what has the class `.absolute`, and this has not");
    let found = Diagnostic::error(Code::WrongPlace, side.span.unwrap_or_default(), message);
    context.diagnostics.add(found.help(format!("write `.absolute {name}={text}`, in YAML `class: absolute`")));
}

/// An attribute as a rule of CSS.
fn rule(attributes: &mut Attributes, name: &'static str, context: &mut Context<'_>) -> Option<String> {
    let attribute = attributes.take(name)?;
    let text = if let Value::Text(text) = &attribute.value { text.trim() } else { "" };
    let (sign, number) = match text.strip_prefix('-') {
        Some(number) if SIDES.contains(&name) => ("-", number),
        _ => ("", text),
    };
    let length = super::images::css_length(number);
    if length.is_none() {
        let what = if SIDES.contains(&name) { "place" } else { name };
        let message = format!("`{text}` is no {what}");
        let found = Diagnostic::error(Code::WrongType, attribute.span.unwrap_or_default(), message);
        let help = format!("write for example `{name}=40` (CSS pixels) or `{name}=10%` (of the slide)");
        context.diagnostics.add(found.help(help));
    }
    Some(format!("{name}:{sign}{}", length?))
}

/// The width and height of what is no picture.
fn size(node: &mut Node, context: &mut Context<'_>) -> Vec<String> {
    let Some(attributes) = node.attributes_mut() else { return Vec::new() };
    let width = rule(attributes, "width", context);
    // Themes keep text narrow.
    let free = width.as_ref().map(|_| "max-width:none".to_owned());
    width.into_iter().chain(free).chain(rule(attributes, "height", context)).collect()
}

/// The attributes of the picture in a figure.
fn picture_of(figure: &mut Node) -> Option<&mut Attributes> {
    if !figure.is("figure") {
        return None;
    }
    let picture = figure.children_mut()?.first_mut()?;
    if matches!(picture.kind, Kind::Image(_)) { picture.attributes_mut() } else { None }
}

/// The width and height of a figure around its picture, which fills it. A part is a part of the slide.
fn around(picture: &mut Attributes) -> Vec<String> {
    let mut rules = Vec::new();
    for name in ["width", "height"] {
        let Some(written) = picture.others.iter_mut().find(|attribute| attribute.name == name) else { continue };
        let Value::Text(text) = &written.value else { continue };
        // A height in pixels is the picture's alone: a caption under it has its own.
        let length = super::images::css_length(text).filter(|length| name == "width" || length.ends_with('%'));
        if let Some(length) = length {
            rules.push(format!("{name}:{length}"));
            written.value = Value::Text("100%".to_owned());
        }
    }
    rules
}
