//! The outline at the top of content slides: the sections on one line, the one of the slide marked, and in it a dot for
//! each of its slides. In the appendix it names the appendix's sections.

use std::ops::Range;

use super::{Context, DeckContext, Draft, FinishedDeck, PlacedSlide, Section, math, sections};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Element, Kind, Node, walk};
use crate::sources::Span;

/// The name of that structure.
pub const NAME: &str = "outline";

/// The structure that outlines need under every theme.
const STYLE: &str = include_str!("outline.css");

/// Layouts that are no content, are a picture as a whole, or name the sections themselves.
const WITHOUT: &[&str] = &["title", sections::LAYOUT, "agenda", "full-image", "end", "blank"];

/// How many sections are all named; of more, so many before and behind the slide's own.
const MOST: usize = 9;
const AROUND: usize = 3;

/// A title of so many characters is not cut.
const SHORT: usize = 10;

/// Says of a slide that asks for an outline for which its layout has no place.
pub fn ask(draft: &mut Draft, context: &mut Context<'_>) {
    let layout = &draft.finished.layout;
    let asked = draft.slide.settings.outline.filter(|(wanted, _)| *wanted);
    if let Some((_, place)) = asked.filter(|_| WITHOUT.contains(&layout.as_str())) {
        let message = format!("slides of the layout `{layout}` have no outline");
        let found = Diagnostic::warning(Code::WrongPlace, place, message);
        context.diagnostics.add(found.help("delete this, or choose another layout"));
    }
}

/// Draws the outlines.
pub fn draw(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let counts = counts(deck);
    let FinishedDeck { slides, sections, settings, .. } = deck;
    let wanted = |placed: &PlacedSlide| {
        placed.slide.settings.outline.or(settings.outline).is_some_and(|(wanted, _)| wanted)
            && !WITHOUT.contains(&placed.slide.layout.as_str())
            && placed.is_shown()
    };
    let lines = [false, true].map(|in_appendix| items(sections, in_appendix));
    let mut first = None;
    for (placed, count) in slides.iter_mut().zip(counts) {
        if !wanted(placed) {
            continue;
        }
        first.get_or_insert(placed.origin);
        let line = &lines[usize::from(placed.is_in_appendix)];
        placed.outline = outline(line, placed, count);
    }
    if deck.slides.iter().any(|placed| placed.outline.is_some()) {
        deck.styles.insert(NAME, STYLE);
    }
    let Some(first) = first else { return };
    sections::report_nameless(deck, context);
    if deck.sections.is_empty() {
        let asked = deck.settings.outline.filter(|(wanted, _)| *wanted).zip(deck.origin);
        let (place, origin) = asked.map_or((Span::default(), first), |((_, place), origin)| (place, origin));
        let mut found = Diagnostics::default();
        let message = "the outline names the deck's sections, and there are none";
        let help = "begin each section with a slide `layout: section`";
        found.add(Diagnostic::warning(Code::NoSection, place, message).help(help));
        context.reported.extend(found.reported(origin));
    }
}

/// Of each slide: the how manieth it is in its section, and how many there are. The slide that begins the section is its
/// name and does not count.
fn counts(deck: &FinishedDeck) -> Vec<(usize, usize)> {
    let mut totals = vec![0; deck.sections.len()];
    let mut places = Vec::with_capacity(deck.slides.len());
    for placed in &deck.slides {
        let Some(section) = placed.section else {
            places.push((None, 0));
            continue;
        };
        totals[section] += usize::from(placed.is_shown() && placed.slide.layout != sections::LAYOUT);
        places.push((Some(section), totals[section]));
    }
    places.into_iter().map(|(section, place)| (place, section.map_or(0, |section| totals[section]))).collect()
}

/// An item for every section of the talk or of the appendix, with the section's number.
fn items(sections: &[Section], in_appendix: bool) -> Vec<(usize, Element)> {
    let mut items = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        if section.is_in_appendix == in_appendix && section.is_named() {
            let mut link = vec![section.link(false)];
            // Set by our style a formula would be as large as the rest of the outline.
            walk::each_mut(&mut link, &mut |node| {
                if let Kind::Markup(formula) = &mut node.kind {
                    *formula = math::mathml(formula).to_owned();
                }
            });
            let item = Element::new("li", link);
            // What is short stays whole where the line is full.
            let is_short = section.name().chars().count() <= SHORT;
            items.push((index, if is_short { item.class("short") } else { item }));
        }
    }
    items
}

/// Which items of a line are shown where there are many: those around the slide's own.
fn window(line: &[(usize, Element)], section: Option<usize>) -> Range<usize> {
    if line.len() <= MOST {
        return 0..line.len();
    }
    let own = line.iter().take_while(|(index, _)| Some(*index) <= section).count().saturating_sub(1);
    let start = own.saturating_sub(AROUND).min(line.len() - (2 * AROUND + 1));
    start..start + 2 * AROUND + 1
}

/// The outline as it stands on a slide; nothing if there is nothing to name.
fn outline(line: &[(usize, Element)], placed: &PlacedSlide, (place, total): (usize, usize)) -> Option<Node> {
    let window = window(line, placed.section);
    let more = |is_more: bool| {
        let dots =
            Element::new("li", vec![Node::text(Span::default(), "…")]).class("short").with("aria-hidden", "true");
        is_more.then(|| dots.at(Span::default()))
    };
    let mut items: Vec<Node> = more(window.start > 0).into_iter().collect();
    for (index, item) in &line[window.clone()] {
        let mut item = item.clone();
        if placed.section == Some(*index) {
            item.attributes.add_class("current");
            if let Some(link) = item.children.first_mut().and_then(Node::as_element_mut) {
                link.attributes.set("aria-current", "true");
            }
            if total > 1 {
                let dots = Element::new("span", Vec::new()).class("outline-dots").with("aria-hidden", "true");
                item.children.push(dots.with("style", format!("--slides:{total};--slide:{place}")).at(Span::default()));
            }
        }
        items.push(item.at(Span::default()));
    }
    items.extend(more(window.end < line.len()));
    let list = Element::new("ol", items).class("slide-outline");
    (!line.is_empty()).then(|| list.at(Span::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_sections_those_around_are_shown() {
        let line =
            |count: usize| (0..count).map(|index| (2 * index, Element::new("li", Vec::new()))).collect::<Vec<_>>();
        assert_eq!(window(&line(9), Some(16)), 0..9);
        for (section, expected) in [(None, 0..7), (Some(0), 0..7), (Some(8), 1..8), (Some(9), 1..8), (Some(18), 3..10)]
        {
            assert_eq!(window(&line(10), section), expected, "{section:?}");
        }
    }
}
