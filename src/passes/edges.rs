//! What stands at the top and at the foot of a slide, in its margins: header and footer, the outline, the logo.

use super::{DeckContext, FinishedDeck, PlacedSlide, Section, outline};
use crate::model::{Corner, Element, Line, Node};
use crate::sources::Span;

/// Fills in the lines of every slide and sets them beside what else is there.
pub fn set(deck: &mut FinishedDeck, _: &mut DeckContext) {
    let total = deck.slides.last().map_or(0, |last| last.number);
    // Where outlines are, headers stand at the other end, also on slides without: they shall not jump.
    let at_end = |line: Element| if deck.styles.contains_key(outline::NAME) { line.class("at-end") } else { line };
    for placed in &mut deck.slides {
        let settings = &placed.slide.settings;
        let of_deck = &deck.settings;
        let header = settings.header.as_ref().or(of_deck.header.as_ref());
        let footer = settings.footer.as_ref().or(of_deck.footer.as_ref());
        let line =
            |class, line: Option<&Line>| line.and_then(|line| filled(class, line, placed, &deck.sections, total));
        let logo = |left, right| {
            let logo = placed.slide.logo.as_ref();
            let there = |corner| logo.filter(|logo| logo.corner == corner).map(|logo| logo.node.clone());
            (there(left), there(right))
        };
        let (left, right) = logo(Corner::TopLeft, Corner::TopRight);
        let top = edge("slide-top", [left, placed.outline.clone()], line("slide-header", header).map(at_end), right);
        let (left, right) = logo(Corner::BottomLeft, Corner::BottomRight);
        let foot = edge("slide-bottom", [left, None], line("slide-footer", footer), right);
        (placed.top, placed.foot) = (top, foot);
    }
}

/// A line as it stands on a slide; nothing if it is empty there.
fn filled(
    class: &'static str,
    line: &Line,
    placed: &PlacedSlide,
    sections: &[Section],
    total: usize,
) -> Option<Element> {
    let section = placed.section.and_then(|section| sections.get(section)).filter(|section| section.is_named());
    let text = line.filled(section.map(Section::name).as_deref(), placed.number, total);
    (!text.is_empty()).then(|| Element::new("div", vec![Node::text(Span::default(), text)]).class(class))
}

/// A line alone, or what stands beside one another at an edge.
fn edge(class: &'static str, before: [Option<Node>; 2], line: Option<Element>, behind: Option<Node>) -> Option<Node> {
    let is_alone = before.iter().all(Option::is_none) && behind.is_none();
    let is_free = line.as_ref().is_none_or(|line| !line.attributes.has_class("at-end"));
    let line = line.map(|line| line.at(Span::default()));
    if is_alone && is_free {
        return line;
    }
    let beside = before.into_iter().chain([line, behind]).flatten().collect();
    Some(Element::new("div", beside).class(class).at(Span::default()))
}
