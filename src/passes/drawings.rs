//! Drawings (SVG) that stand in the slide itself, in the theme's colours and type, whole or part by part.
//!
//! A drawing is drawn inline if it names custom properties (`var(--accent)`), which only the page can answer, or if its parts
//! are steps: `steps="#a | #b, #c"` shows them one after the other, `focus="#a | #b | all"` shows all and dims the rest.
//! Every other drawing stays a picture.

use super::{Context, steps};
use crate::diagnostic::{Code, Diagnostic, nearest, or_list};
use crate::markup::svg;
use crate::model::{Asset, Attribute, Attributes, Element, Node, Value, walk};
use crate::sources::Span;

/// The dimming of what is not in focus.
pub const STYLE: &str = include_str!("drawings.css");

/// The word for the whole drawing as a step of its focus.
const ALL: &str = "all";

/// What the author asks of the parts of a drawing.
pub struct Parts {
    /// Whether the rest is dimmed instead of hidden.
    is_focus: bool,
    /// The parts of each step, as written.
    steps: Vec<Vec<String>>,
    span: Option<Span>,
}

impl Parts {
    /// Takes `steps` or `focus` out of the attributes of a picture.
    pub fn take(attributes: &mut Attributes) -> Option<Parts> {
        let (steps, focus) = (attributes.take("steps"), attributes.take("focus"));
        let is_focus = steps.is_none();
        let Attribute { value, span, .. } = steps.or(focus)?;
        let Value::Text(text) = value else { return None };
        let names = |step: &str| step.split(',').map(|name| name.trim().trim_start_matches('#').to_owned()).collect();
        Some(Parts { is_focus, steps: text.split('|').map(names).collect(), span })
    }

    /// Says that a picture has no parts.
    pub fn refuse(&self, span: Span, context: &mut Context<'_>) {
        let message = "only a drawing (SVG) has parts that can be steps";
        let found = Diagnostic::error(Code::WrongPlace, self.span.unwrap_or(span), message);
        context.diagnostics.add(found.help("delete `steps` and `focus`, or show the whole picture as one: `{.step}`"));
    }
}

/// Whether only a page can show a drawing as it is meant.
pub fn needs_page(asset: &Asset) -> bool {
    asset.media_type == "image/svg+xml" && asset.source.text().is_ok_and(|text| text.contains("var(--"))
}

/// The drawing as an element of the slide, its `number` the one by which its ids are told from those of others there.
/// Nothing if it cannot be read, which was said.
pub fn inline(
    asset: &Asset,
    (width, height): (usize, usize),
    number: usize,
    alt: &str,
    parts: Option<Parts>,
    span: Span,
    context: &mut Context<'_>,
) -> Option<Element> {
    let name = context.sources.name(&asset.source.path);
    let prefix = format!("svg{number}");
    let drawing = match svg::parse(asset.source.text().ok()?, &prefix, span) {
        Ok(drawing) => drawing,
        Err(mistake) => {
            let text = asset.source.text().unwrap_or_default();
            let before = text.get(..mistake.offset).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let message = format!("the drawing `{name}` is broken in line {line}: {}", mistake.message);
            let help = "mend the file; a program that draws can open it and save it anew";
            context.diagnostics.add(Diagnostic::error(Code::BadImage, span, message).help(help));
            return None;
        }
    };
    if !drawing.left_out.is_empty() {
        let what = drawing.left_out.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("left out of the drawing `{name}`: {what}");
        let found = Diagnostic::warning(Code::NotAllowed, span, message);
        let help = "a drawing that stands in the slide holds shapes, text and paint of its own";
        context.diagnostics.add(found.help(help));
    }
    let mut root = drawing.root;
    // What it shows is said by the alternative text; a title would be a tooltip over the whole figure.
    root.children.retain(|child| !child.is("title") && !child.is("desc"));
    for name in ["role", "aria-label", "aria-labelledby", "aria-describedby", "width", "height", "x", "y"] {
        root.attributes.take(name);
    }
    root.attributes.id = None;
    root.attributes.add_class("drawing");
    root.attributes.set("width", width.to_string());
    root.attributes.set("height", height.to_string());
    if alt.trim().is_empty() {
        root.attributes.set("aria-hidden", "true");
    } else {
        root.attributes.set("role", "img");
        root.attributes.set("aria-label", alt);
    }
    if let Some(parts) = parts {
        split(&mut root, &parts, &prefix, span, context);
    }
    walk::each_mut(&mut root.children, &mut |node| {
        if let Some(element) = node.as_element_mut() {
            element.attributes.take(svg::LAYER);
        }
    });
    Some(root)
}

/// Makes steps of the parts.
fn split(root: &mut Element, parts: &Parts, prefix: &str, span: Span, context: &mut Context<'_>) {
    let place = parts.span.unwrap_or(span);
    let known = names(root, prefix);
    let mut used: Vec<&str> = Vec::new();
    for (step, part) in parts.steps.iter().enumerate().flat_map(|(step, parts)| parts.iter().map(move |p| (step, p))) {
        let together = steps::group(span, step);
        if part == ALL && parts.is_focus {
            // A step needs an element; this one shows nothing.
            let mut marker = Element::new("g", Vec::new()).class("custom");
            marker.attributes.set(steps::GROUP, together);
            root.children.push(marker.at(span));
            continue;
        }
        let id = Value::Local(format!("{prefix}-{part}"));
        let mut found = false;
        walk::each_mut(&mut root.children, &mut |node| {
            let Some(element) = node.as_element_mut().filter(|_| !found) else { return };
            if element.attributes.id.as_ref() == Some(&id) || element.attributes.get(svg::LAYER) == Some(part) {
                found = true;
                element.attributes.set(steps::GROUP, together.as_str());
                if parts.is_focus {
                    element.attributes.add_class("custom");
                    element.attributes.add_class("focus");
                }
            }
        });
        let twice = used.contains(&part.as_str());
        used.push(part);
        if found && !twice {
            continue;
        }
        let (message, help) = if twice {
            (format!("the part `{part}` comes twice"), "name each part in one step".to_owned())
        } else {
            let help = match nearest(part, known.iter().map(String::as_str)) {
                Some(near) => format!("write `#{near}`"),
                None if known.is_empty() => "give the part an `id` in the drawing".to_owned(),
                None => format!("it has {}", or_list(known.iter().map(String::as_str))),
            };
            (format!("the drawing has no part `{part}`"), help)
        };
        context.diagnostics.add(Diagnostic::error(Code::UnknownId, place, message).help(help));
    }
    if parts.is_focus {
        root.attributes.add_class("has-focus");
    }
}

/// The ids and layers of a drawing, as an author writes them.
fn names(root: &Element, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    walk::each(&root.children, &mut |node: &Node| {
        let Some(element) = node.as_element().filter(|element| matches!(element.tag.as_ref(), "g" | "path" | "text"))
        else {
            return;
        };
        names.extend(element.attributes.get(svg::LAYER).map(str::to_owned));
        if let Some(Value::Local(id)) = &element.attributes.id {
            names.extend(id.strip_prefix(prefix).and_then(|id| id.strip_prefix('-')).map(str::to_owned));
        }
    });
    names
}
