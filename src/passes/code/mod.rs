//! Code: coloured by its grammar, in the theme's classes.

mod highlight;

pub use highlight::Highlighter;

use super::{Context, Draft};
use crate::diagnostic::{Code as Kinds, Diagnostic, nearest};
use crate::model::{Code, Element, Kind, Node, walk};
use crate::sources::Span;
use highlight::Language;

/// Colours every block of code of a slide.
pub fn highlight(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            if let Kind::Code(code) = &mut node.kind {
                let empty = Code {
                    language: String::new(),
                    language_span: Span::default(),
                    lines: None,
                    text: String::new(),
                    attributes: Default::default(),
                };
                let code = std::mem::replace(code, empty);
                node.kind = block(code, node.span, context).kind;
            }
        });
    }
}

fn block(code: Code, span: Span, context: &mut Context<'_>) -> Node {
    let language = language(&code, context);
    let highlighter = &context.tools.highlighter;
    let mut children = Vec::new();
    for (index, line) in highlighter.lines(&language, &code.text).iter().enumerate() {
        if index > 0 {
            children.push(Node::text(span, "\n"));
        }
        for token in line {
            let text = Node::text(span, token.text);
            children.push(match token.class {
                Some(class) => Element::new("span", vec![text]).class(class).at(span),
                None => text,
            });
        }
    }
    let mut inner = Element::new("code", join_text(children));
    if !code.language.is_empty() && !language.is_plain() {
        inner.attributes.add_class(format!("language-{}", language.name()));
    }
    let mut attributes = code.attributes;
    let title = attributes.take_text("title").or_else(|| attributes.take_text("caption"));
    for name in ["lines", "start", "file", "diff"] {
        if let Some(attribute) = attributes.take(name) {
            not_yet(&format!("`{name}`"), attribute.span.unwrap_or(code.language_span), context);
        }
    }
    if let Some(lines) = &code.lines {
        not_yet(&format!("`{{{lines}}}`"), code.language_span, context);
    }
    let mut pre = Element::new("pre", vec![inner.at(span)]);
    let Some(title) = title else {
        pre.attributes = attributes;
        return pre.at(span);
    };
    let caption = Node::element(span, "figcaption", vec![Node::text(span, title)]);
    let mut figure = Element::new("figure", vec![caption, pre.at(span)]);
    figure.attributes.add_class("code-block");
    figure.attributes.merge(attributes);
    figure.at(span)
}

fn not_yet(what: &str, span: Span, context: &mut Context<'_>) {
    let message = format!("{what} on a code block is not carried out yet; it is ignored");
    context.diagnostics.add(Diagnostic::warning(Kinds::UnknownWord, span, message));
}

fn language(code: &Code, context: &mut Context<'_>) -> Language {
    if code.language.is_empty() {
        return Language::plain();
    }
    let highlighter = &context.tools.highlighter;
    highlighter.language(&code.language).unwrap_or_else(|| {
        let message = format!("no grammar is known for `{}`", code.language);
        let help = match nearest(&code.language, highlighter.names()) {
            Some(near) => format!("write `{near}`, or `text` if plain text is meant"),
            None => "write `text`: the code is then shown without colours".to_owned(),
        };
        context.diagnostics.add(Diagnostic::error(Kinds::UnknownLanguage, code.language_span, message).help(help));
        Language::plain()
    })
}

/// Neighbouring texts as one.
fn join_text(nodes: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (joined.last_mut().map(|last| &mut last.kind), &node.kind) {
            (Some(Kind::Text(last)), Kind::Text(text)) => last.push_str(text),
            _ => joined.push(node),
        }
    }
    joined
}
