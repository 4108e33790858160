//! What nobody claimed: containers with unknown names, attributes that mean nothing.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic, nearest, or_list};
use crate::model::{Element, Kind, elements, walk};
use crate::sources::Span;
use crate::theme::Theme;

/// Attributes of HTML that authors may write on Markdown's elements.
const OF_HTML: &[&str] = &[
    "href",
    "target",
    "rel",
    "download",
    "hreflang",
    "src",
    "alt",
    "width",
    "height",
    "controls",
    "autoplay",
    "loop",
    "muted",
    "poster",
    "preload",
    "start",
    "reversed",
    "value",
    "colspan",
    "rowspan",
    "scope",
    "cite",
    "datetime",
    "open",
    "loading",
    "type",
    "name",
    "playsinline",
];

/// Attributes of ours, for suggestions.
const OF_OURS: &[&str] = &["step", "width", "height", "fit", "alt", "title"];

/// Makes boxes of the containers that no feature took; a name that nobody knows is an error.
pub fn boxes(draft: &mut Draft, context: &mut Context<'_>) {
    let layout = draft.finished.layout.clone();
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            if let Kind::Container(container) = &mut node.kind {
                let mut element = Element::new("div", std::mem::take(&mut container.children));
                element.attributes = std::mem::take(&mut container.attributes);
                if !container.anonymous {
                    let found = unknown(&container.name, &layout, context.theme);
                    context.diagnostics.add(Diagnostic { span: container.name_span, ..found });
                }
                node.kind = Kind::Element(element);
            }
            out.push(node);
        });
    }
}

/// What to say of a container that is neither a slot of the slide nor one that a feature knows.
fn unknown(name: &str, layout: &str, theme: &Theme) -> Diagnostic {
    let slots = theme.layouts.get(layout).map(|layout| layout.slots.as_slice()).unwrap_or_default();
    if slots.iter().any(|(slot, _)| slot == name) {
        let message = format!("the slot `{name}` can be filled at the top level of the slide only");
        let found = Diagnostic::error(Code::WrongPlace, Span::default(), message);
        return found.help("move it out of its container");
    }
    let mut known: Vec<&str> = slots.iter().map(|(slot, _)| slot.as_str()).collect();
    known.extend(super::container_names().map(|name| -> &str { name }));
    let elsewhere = theme.layouts.iter().find(|(_, layout)| layout.slot(name).is_some());
    let help = match (elsewhere, nearest(name, known.iter().copied())) {
        (Some((other, _)), _) => format!("the layout `{other}` has this slot: write `layout: {other}`"),
        (None, Some(near)) => format!("write `{near}`"),
        (None, None) => format!("there is {}; `::: {{.{name}}}` makes a plain box", or_list(known)),
    };
    let message = format!("`{name}` is neither a slot of the layout `{layout}` nor a container");
    Diagnostic::error(Code::UnknownContainer, Span::default(), message).help(help)
}

/// Reports attributes that no feature took.
pub fn report(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            if let Kind::Element(element) = &mut node.kind {
                attributes(element, context);
            }
        });
    }
}

/// Reports attributes in braces that neither HTML nor a feature knows, and takes them out.
fn attributes(element: &mut Element, context: &mut Context<'_>) {
    if element.attributes.span.is_none() {
        return;
    }
    element.attributes.others.retain(|attribute| {
        let name = attribute.name.as_ref();
        let Some(span) = attribute.span else { return true };
        if (elements::is_global_attribute(name) && !elements::is_handler(name)) || OF_HTML.contains(&name) {
            return true;
        }
        let help = match nearest(name, OF_OURS.iter().chain(OF_HTML).copied()) {
            Some(near) => format!("write `{near}`"),
            None => format!("attributes of your own begin with `data-`: write `data-{name}`"),
        };
        let message = format!("nothing here knows the attribute `{name}`");
        context.diagnostics.add(Diagnostic::error(Code::UnknownAttribute, span, message).help(help));
        false
    });
}
