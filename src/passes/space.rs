//! `::: space {lines=2}`: vertical space of so many lines of text.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Element, Kind, Value, walk};

/// The containers that become space.
pub const CONTAINERS: &[&str] = &["space"];

/// The most lines of space: more than a slide has.
const MOST: f64 = 40.0;

/// Turns the containers into empty boxes as high as asked, one line unless said otherwise.
pub fn leave(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            if let Kind::Container(container) = &mut node.kind
                && CONTAINERS.contains(&container.name.as_str())
                && !container.anonymous
            {
                let mut space = Element::new("div", std::mem::take(&mut container.children)).class("space");
                let mut attributes = std::mem::take(&mut container.attributes);
                let lines = attributes.take("lines");
                space.attributes.merge(attributes);
                let mut wrong = |span, message: &str, help: &str| {
                    context.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
                };
                let number = match &lines {
                    None => Some(1.0),
                    Some(attribute) => match &attribute.value {
                        Value::Text(text) => text.parse::<f64>().ok().filter(|lines| (0.0..=MOST).contains(lines)),
                        _ => None,
                    },
                };
                match number {
                    Some(number) => space.attributes.set("style", format!("height: {number}lh")),
                    None => {
                        let span = lines.and_then(|attribute| attribute.span).unwrap_or(node.span);
                        wrong(span, "`lines` is a number from 0 to 40", "write for example `::: space {lines=2}`");
                    }
                }
                if !space.children.iter().all(|child| child.is_blank()) {
                    let help = "close it at once, by `:::` on the next line";
                    wrong(container.name_span, "`space` is empty: what stands in it is no space", help);
                }
                node.kind = Kind::Element(space);
            }
            out.push(node);
        });
    }
}
