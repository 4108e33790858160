//! What nobody claimed: containers with unknown names, attributes that mean nothing.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic, nearest, or_list};
use crate::model::{Element, Kind, elements, walk};

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

/// Reports containers and attributes that no feature took.
pub fn report(draft: &mut Draft, context: &mut Context<'_>) {
    let slots: Vec<String> = context
        .theme
        .layouts
        .get(&draft.finished.layout)
        .map(|layout| layout.slots.iter().map(|(name, _)| name.clone()).collect())
        .unwrap_or_default();
    let layout = draft.finished.layout.clone();
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            let span = node.span;
            if let Kind::Container(container) = &mut node.kind {
                let mut element = Element::new("div", std::mem::take(&mut container.children));
                element.attributes = std::mem::take(&mut container.attributes);
                if !container.anonymous {
                    let name = &container.name;
                    let known = slots.iter().map(String::as_str);
                    let known: Vec<&str> = known.chain(super::container_names().map(|name| -> &str { name })).collect();
                    let is_slot = slots.contains(name);
                    let (message, help) = if is_slot {
                        (
                            format!("the slot `{name}` can be filled at the top level of the slide only"),
                            "move it out of its container".to_owned(),
                        )
                    } else {
                        let help = match nearest(name, known.iter().copied()) {
                            Some(near) => format!("write `{near}`"),
                            None => format!("there is {}; `::: {{.{name}}}` makes a plain box", or_list(known)),
                        };
                        (format!("`{name}` is neither a slot of the layout `{layout}` nor a container"), help)
                    };
                    let code = if is_slot { Code::WrongPlace } else { Code::UnknownContainer };
                    context.diagnostics.add(Diagnostic::error(code, container.name_span, message).help(help));
                }
                node.kind = Kind::Element(element);
                node.span = span;
            }
            if let Kind::Element(element) = &mut node.kind {
                attributes(element, context);
            }
            out.push(node);
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
