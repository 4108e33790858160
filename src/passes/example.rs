//! `::: example`: a piece of Markdown and what comes of it, from one text.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attributes, Code as CodeBlock, Container, Element, Kind, Node, Value, walk};
use crate::sources::Span;

/// The containers that become examples.
pub const CONTAINERS: &[&str] = &["example"];

/// The structure that examples need under every theme.
const STYLE: &str = include_str!("example.css");

/// Turns the containers into boxes with the source and the result, side by side where there is room.
pub fn show(draft: &mut Draft, context: &mut Context<'_>) {
    let mut any = false;
    for list in draft.each_list() {
        walk::replace(list, &mut |mut node, out| {
            if let Kind::Container(container) = &mut node.kind
                && CONTAINERS.contains(&container.name.as_str())
            {
                any = true;
                node.kind = Kind::Element(example(container, node.span, context));
            }
            out.push(node);
        });
    }
    if any {
        draft.finished.styles.insert("example", STYLE);
    }
}

fn example(container: &mut Container, span: Span, context: &mut Context<'_>) -> Element {
    let mut attributes = std::mem::take(&mut container.attributes);
    // There is none where part of it is for another audience.
    let text = attributes.take_text("source").map(|text| source(dedented(&text), span));
    let share = attributes.take("split").and_then(|attribute| {
        let share = if let Value::Text(text) = &attribute.value { share(text) } else { None };
        if share.is_none() {
            let message = "`split` is how much of the width the source takes";
            let place = attribute.span.unwrap_or(span);
            let found = Diagnostic::error(Code::WrongType, place, message);
            context.diagnostics.add(found.help("write for example `split=40%`, from 10% to 90%"));
        }
        share
    });
    if let Some(share) = share {
        attributes.set("style", format!("--split: {share}%"));
    }
    let result = Element::new("div", std::mem::take(&mut container.children)).class("example-result");
    let mut element = Element::new("div", text.into_iter().chain([result.at(span)]).collect()).class("example");
    element.attributes.merge(attributes);
    element
}

/// The source as a block of code; another pass colours it.
fn source(text: String, span: Span) -> Node {
    let mut attributes = Attributes::default();
    attributes.add_class("example-source");
    let language = "markdown".to_owned();
    Node { span, kind: Kind::Code(CodeBlock { language, language_span: span, lines: None, text, attributes }) }
}

/// A share of the width in percent.
fn share(text: &str) -> Option<f64> {
    text.strip_suffix('%')?.trim().parse().ok().filter(|share| (10.0..=90.0).contains(share))
}

/// The lines without the blanks that all of them begin with, and without blank lines at the start and the end.
fn dedented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let is_blank = |line: &&str| line.is_empty();
    let first = lines.iter().take_while(|line| is_blank(line)).count();
    let last = lines.len() - lines[first..].iter().rev().take_while(|line| is_blank(line)).count();
    let written = &lines[first..last];
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let common = written.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or_default();
    // A blank line may be shorter than what is taken off.
    written.iter().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_shown_without_what_surrounds_it() {
        assert_eq!(dedented("\n  - a\n\n    - b  \n\n\n"), "- a\n\n  - b\n");
        assert_eq!(dedented(""), "");
        assert_eq!(dedented("\n \n"), "");
    }
}
