//! `::: columns` with `::: column {width=40%}` in it.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Element, Kind, walk};

/// The containers that become columns.
pub const CONTAINERS: &[&str] = &["columns", "column"];

/// The structure that columns need under every theme.
const STYLE: &str = include_str!("columns.css");

/// Turns the containers into boxes beside one another.
pub fn arrange(draft: &mut Draft, context: &mut Context<'_>) {
    let mut any = false;
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            if let Kind::Container(container) = &mut node.kind
                && CONTAINERS.contains(&container.name.as_str())
            {
                any = true;
                let mut element = Element::new("div", std::mem::take(&mut container.children));
                element.attributes = std::mem::take(&mut container.attributes);
                element.attributes.add_class(container.name.clone());
                if let Some(width) = element.attributes.take("width") {
                    let text = if let crate::model::Value::Text(text) = &width.value {
                        text.trim().to_owned()
                    } else {
                        String::new()
                    };
                    match super::images::css_length(&text) {
                        Some(length) => element.attributes.set("style", format!("flex: 0 1 {length}")),
                        None => {
                            let message = format!("`{text}` is no width");
                            let found = Diagnostic::error(Code::WrongType, width.span.unwrap_or(node.span), message);
                            context.diagnostics.add(found.help("write for example `width=40%` or `width=300px`"));
                        }
                    }
                }
                node.kind = Kind::Element(element);
            }
            out.push(node);
        });
    }
    if any {
        draft.finished.styles.insert("columns", STYLE);
    }
}
