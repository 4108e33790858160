//! Formulas: TeX to HTML, with MathML beside it for those who listen.

mod faces;
mod katex;

pub use faces::{Face, NOTICE, bytes};
pub use katex::Katex;

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Element, Kind, Math, Node, walk};
use crate::sources::Span;

/// The stylesheet of formulas.
const STYLE: &str = include_str!("math.css");

/// Sets every formula of a slide.
pub fn set(draft: &mut Draft, context: &mut Context<'_>) {
    let mut used = Vec::new();
    for list in draft.each_list() {
        for node in list.iter_mut() {
            lift(node);
        }
        walk::each_mut(list, &mut |node| {
            if let Kind::Math(math) = &mut node.kind {
                let empty = Math { tex: String::new(), tex_start: 0, display: false, attributes: Default::default() };
                let math = std::mem::replace(math, empty);
                *node = formula(math, node.span, context, &mut used);
            }
        });
    }
    if used.is_empty() {
        return;
    }
    let finished = &mut draft.finished;
    for html in used {
        for (face, characters) in faces::characters_by_face(&html) {
            finished.faces.entry(face).or_default().extend(characters);
        }
    }
    finished.styles.insert("math", STYLE);
}

/// A paragraph with nothing in it but a displayed formula is the formula.
fn lift(node: &mut Node) {
    let Some(element) = node.as_element_mut() else { return };
    if element.tag != "p" {
        return element.children.iter_mut().for_each(lift);
    }
    let mut visible = element.children.iter().filter(|child| !child.is_blank());
    let only = visible.next().filter(|_| visible.next().is_none());
    if only.is_some_and(|only| matches!(&only.kind, Kind::Math(math) if math.display)) {
        let attributes = std::mem::take(&mut element.attributes);
        let formula = element.children.drain(..).find(|child| !child.is_blank());
        if let Some(mut formula) = formula {
            if let Some(own) = formula.attributes_mut() {
                own.merge(attributes);
            }
            *node = formula;
        }
    }
}

fn formula(math: Math, span: Span, context: &mut Context<'_>, used: &mut Vec<String>) -> Node {
    let html = match context.tools.katex.render(&math.tex, math.display, &context.deck.macros) {
        Ok(formula) => formula.html,
        Err(error) => {
            let start = math.tex_start as usize + error.offset;
            let place = Span::new(start..start + error.len.max(1));
            context.diagnostics.add(Diagnostic::error(Code::BadFormula, place, error.message));
            return Node { span, kind: Kind::Text(math.tex) };
        }
    };
    used.push(html.clone());
    let markup = Node { span, kind: Kind::Markup(html) };
    if !math.display && math.attributes.is_empty() {
        return markup;
    }
    // A span may stand in a paragraph as well; the style makes a line of its own of it.
    let mut element = Element::new("span", vec![markup]).class(if math.display { "math-display" } else { "math" });
    element.attributes.merge(math.attributes);
    element.at(span)
}

/// The TeX that a formula of ours was set from.
pub fn source(markup: &str) -> String {
    let annotation = markup.split_once("<annotation encoding=\"application/x-tex\">");
    let tex = annotation.and_then(|(_, rest)| rest.split_once("</annotation>")).map_or("", |(tex, _)| tex);
    tex.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// The MathML of a formula of ours alone: browsers set it without our style.
pub fn mathml(markup: &str) -> &str {
    let start = markup.find("<math").unwrap_or(markup.len());
    let end = markup.find("</math>").map_or(markup.len(), |end| end + "</math>".len());
    markup.get(start..end).unwrap_or_default()
}
