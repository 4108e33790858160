//! Keys: `[Ctrl+Shift+F]{.kbd}`, each in its own `<kbd>`, those that are pressed together in one around them.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Element, Kind, Node, walk};
use crate::sources::Span;

/// The class that asks for it.
const ASKS: &str = "kbd";

/// Makes keys of the spans that ask for them. In raw HTML it may be a class of the author's.
pub fn press(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            let span = node.span;
            let Some(element) = node.as_element_mut().filter(|element| asks(element)) else { return };
            match keys(&element.children) {
                Ok(keys) => {
                    element.attributes.take_class(ASKS);
                    element.tag = "kbd".into();
                    fill(element, keys, span);
                }
                Err(message) => {
                    let help = "write for example `[Ctrl+Shift+F]{.kbd}`; the key `+` itself is `[Ctrl++]{.kbd}`";
                    context.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
                }
            }
        });
    }
}

fn asks(element: &Element) -> bool {
    let attributes = &element.attributes;
    matches!(element.tag.as_ref(), "span" | "code") && attributes.span.is_some() && attributes.has_class(ASKS)
}

/// The names of the keys in what was written.
fn keys(nodes: &[Node]) -> Result<Vec<String>, &'static str> {
    if nodes.iter().any(|node| !matches!(node.kind, Kind::Text(_))) {
        return Err("the names of keys are plain text");
    }
    let text = straight(&walk::text(nodes));
    let mut keys = Vec::new();
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("there is no key");
    }
    loop {
        // The first sign of a key is the key's, a plus sign too.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('+').map_or(rest.len(), |plus| first + plus);
        let key = rest[..end].trim();
        if key.is_empty() || (key.starts_with('+') && key.len() > 1) {
            return Err("a key is missing beside a `+`");
        }
        keys.push(key.to_owned());
        if end == rest.len() {
            return Ok(keys);
        }
        rest = rest[end + 1..].trim_start();
    }
}

/// The signs that are on keyboards, where smart punctuation has made others of them.
fn straight(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"").replace('—', "---").replace('–', "--").replace('…', "...")
}

fn fill(element: &mut Element, mut keys: Vec<String>, span: Span) {
    if keys.len() == 1 {
        element.children = vec![Node::text(span, keys.remove(0))];
        return;
    }
    element.attributes.classes.insert(0, "keys".into());
    element.children.clear();
    for key in keys {
        if !element.children.is_empty() {
            element.children.push(Node::text(span, "+"));
        }
        element.children.push(Node::element(span, "kbd", vec![Node::text(span, key)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_between_plus_signs_and_may_be_one() {
        let of = |text: &str| keys(&[Node::text(Span::default(), text)]).map(|keys| keys.join("|"));
        for (text, expected) in [
            ("Esc", "Esc"),
            ("Ctrl+Shift+F", "Ctrl|Shift|F"),
            (" Ctrl + Page Down ", "Ctrl|Page Down"),
            ("Ctrl++", "Ctrl|+"),
            ("+", "+"),
            ("++A", "+|A"),
            ("Ctrl+“", "Ctrl|\""),
            ("⌘+→", "⌘|→"),
        ] {
            assert_eq!(of(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", " ", "Ctrl+", "+A", "Ctrl+++", "A++B"] {
            assert!(of(text).is_err(), "{text}");
        }
    }
}
