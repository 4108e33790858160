//! What nobody claimed: containers with unknown names, attributes that mean nothing.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic, and_list, nearest, or_list};
use crate::model::{Attributes, Element, Kind, Value, elements, walk};
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
const OF_OURS: &[&str] = &[
    "step", "steps", "focus", "width", "height", "fit", "alt", "title", "caption", "widths", "top", "right", "bottom",
    "left",
];

/// The classes of reveal.js that mean something everywhere; its names begin alike.
const HELPERS: &[&str] = &["r-fit-text", "r-stretch", "r-stack", "r-hstack", "r-vstack"];

/// Makes boxes of the containers that no feature took; a name that nobody knows is an error.
pub fn boxes(draft: &mut Draft, context: &mut Context<'_>) {
    let layout = draft.finished.layout.clone();
    let is_broken = context.theme.layouts.get(&layout).is_some_and(|layout| layout.is_broken);
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            if let Kind::Container(container) = &mut node.kind {
                let mut element = Element::new("div", std::mem::take(&mut container.children));
                element.attributes = std::mem::take(&mut container.attributes);
                if !container.anonymous && !is_broken {
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
    let elsewhere = theme.layouts_with(name);
    let help = match (elsewhere.clone().next(), nearest(name, known.iter().copied())) {
        (Some(other), _) if elsewhere.clone().nth(1).is_none() => {
            format!("the layout `{other}` has this slot: write `layout: {other}`")
        }
        (Some(_), _) => format!("it is a slot of the layouts {}: choose one with `layout:`", and_list(elsewhere)),
        (None, Some(near)) => format!("write `{near}`"),
        (None, None) => format!("there is {}; `::: {{.{name}}}` makes a plain box", or_list(known)),
    };
    let message = format!("`{name}` is neither a slot of the layout `{layout}` nor a container");
    Diagnostic::error(Code::UnknownContainer, Span::default(), message).help(help)
}

/// Reports attributes that no feature took.
pub fn report(draft: &mut Draft, context: &mut Context<'_>) {
    let mut section = std::mem::take(&mut draft.finished.settings.attributes);
    // On a slide's element stands what any element may have, and `data-…`.
    attributes(&mut section, &[], context);
    draft.finished.settings.attributes = section;
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            if let Kind::Element(element) = &mut node.kind {
                attributes(&mut element.attributes, OF_HTML, context);
                helpers(&element.attributes, context);
            }
        });
    }
}

/// Reports a slip in the name of one of reveal.js's helpers. Every other class may be the author's own.
fn helpers(attributes: &Attributes, context: &mut Context<'_>) {
    let Some(span) = attributes.span else { return };
    for class in attributes.classes.iter().filter(|class| class.starts_with("r-") && !HELPERS.contains(&class.as_ref()))
    {
        if let Some(near) = nearest(class, HELPERS.iter().copied()).filter(|near| is_slip(class, near)) {
            let found =
                Diagnostic::warning(Code::UnknownAttribute, span, format!("nothing here knows the class `{class}`"));
            context.diagnostics.add(found.help(format!("write `.{near}`")));
        }
    }
}

/// Reports attributes in braces or YAML that neither HTML nor a feature knows, and takes them out. Raw HTML's were
/// judged where they were read.
fn attributes(attributes: &mut Attributes, known: &[&str], context: &mut Context<'_>) {
    if attributes.span.is_none() {
        return;
    }
    attributes.others.retain(|attribute| {
        let name = attribute.name.as_ref();
        let Some(span) = attribute.span else { return true };
        let found = if elements::is_handler(name) {
            let message = format!("the handler `{name}` cannot stand here");
            let help = "handlers stand in raw HTML, in a deck that says `allow: [scripts]`";
            Diagnostic::error(Code::NotAllowed, span, message).help(help)
        } else if matches!(&attribute.value, Value::Text(text) if elements::is_script_address(text)) {
            let message = format!("`{name}` would run a script");
            let help = "links that run scripts stand in raw HTML, in a deck that says `allow: [scripts]`";
            Diagnostic::error(Code::NotAllowed, span, message).help(help)
        } else if elements::is_global_attribute(name) || known.contains(&name) {
            return true;
        } else {
            let names = OF_OURS.iter().chain(known).copied().filter(|_| !known.is_empty());
            let help = match nearest(name, names).filter(|near| is_slip(name, near)) {
                Some("caption") if name == "caption" => {
                    "captions are a table's; a picture's is its title: `![what it shows](file \"caption\")`".to_owned()
                }
                Some(near) => format!("write `{near}`"),
                None if known.is_empty() => format!("attributes of a slide begin with `data-`: write `data-{name}`"),
                None => {
                    format!("attributes of your own begin with `data-`: write `data-{name}`; braces as text are `\\{{`")
                }
            };
            let message = format!("nothing here knows the attribute `{name}`");
            Diagnostic::error(Code::UnknownAttribute, span, message).help(help)
        };
        context.diagnostics.add(found);
        false
    });
}

/// Whether one name is the other but for a slip of a key: one letter, two that are swapped, or two in long names.
fn is_slip(written: &str, name: &str) -> bool {
    let same_start = written.bytes().zip(name.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (written, name) = (written.as_bytes(), name.as_bytes());
    let (a, b) = (&written[same_start..], &name[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (a, b) = (&a[..a.len() - same_end], &b[..b.len() - same_end]);
    let swapped = a.len() == 2 && b.len() == 2 && a[0] == b[1] && a[1] == b[0];
    swapped || a.len().max(b.len()) <= if written.len() > 5 { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slips_of_a_key_are_suggested() {
        for (written, name) in
            [("widht", "width"), ("wdth", "width"), ("contrls", "controls"), ("autoplya", "autoplay")]
        {
            assert!(is_slip(written, name), "{written} {name}");
        }
        for (written, name) in [("foo", "fit"), ("a", "alt"), ("größe", "height"), ("note", "scope")] {
            assert!(!is_slip(written, name), "{written} {name}");
        }
    }
}
