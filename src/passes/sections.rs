//! The sections of a deck: each begins with a `layout: section` slide and ends before the next.
//!
//! Slides that are hidden count for nothing. The appendix ends the section before it and is one of its own, named by its
//! first slide.

use std::collections::{BTreeMap, BTreeSet};

use super::{DeckContext, FinishedDeck, PlacedSlide, headings, ids, math};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Attributes, Element, Kind, Node, walk};
use crate::sources::Span;

/// The layout of the slides that begin a section.
pub const LAYOUT: &str = "section";

/// The elements of a title that may stand in a link, and mean the same in every text.
const OF_TITLES: &[&str] =
    &["abbr", "b", "cite", "code", "del", "dfn", "em", "i", "mark", "q", "s", "strong", "sub", "sup", "u", "var"];

/// A section.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its title, inline; empty if its first slide has none.
    pub title: Vec<Node>,
    /// The id of its first slide.
    pub id: String,
    /// Whether it is one of the appendix.
    pub is_in_appendix: bool,
}

impl Section {
    /// Whether there is a title to call it by.
    pub fn is_named(&self) -> bool {
        !self.title.iter().all(Node::is_blank)
    }

    /// Its title as plain text, formulas as they are written.
    pub fn name(&self) -> String {
        let mut name = String::new();
        walk::each(&self.title, &mut |node| match &node.kind {
            Kind::Text(text) => name.push_str(text),
            Kind::Markup(formula) => name.push_str(&math::source(formula)),
            _ => {}
        });
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A link to it; `is_here` if it leads to where it stands.
    pub fn link(&self, is_here: bool) -> Node {
        let mut link = Element::new("a", self.title.clone()).with("href", format!("#{}", self.id));
        if is_here {
            link.attributes.set("aria-current", "true");
        }
        link.at(Span::default())
    }
}

/// Finds the sections.
pub fn find(deck: &mut FinishedDeck, _: &mut DeckContext) {
    let asks = |placed: &PlacedSlide| placed.slide.is_automatic_agenda || placed.slide.settings.outline.is_some();
    let is_linked = deck.settings.outline.is_some() || deck.slides.iter().any(asks);
    let mut taken: Option<BTreeSet<String>> = None;
    let mut appendix_before = false;
    let mut current = None;
    for index in 0..deck.slides.len() {
        let placed = &deck.slides[index];
        let (is_shown, is_in_appendix) = (placed.is_shown(), placed.is_in_appendix);
        if is_in_appendix && !appendix_before {
            current = None;
        }
        appendix_before = is_in_appendix;
        // Of several `appendix: true` only the first begins anything.
        let begins = placed.slide.begins.is_some() && (placed.slide.layout == LAYOUT || current.is_none());
        // A heading alone at the end is no more than that, such as thanks.
        let is_meant = placed.slide.settings.layout.is_some() || !is_last(&deck.slides[index..]);
        if begins && !is_shown {
            current = None;
        }
        if is_shown && begins && is_meant {
            let title = headings::first(&placed.slide).map(|heading| title(heading.children())).unwrap_or_default();
            let mut section = Section { title, id: placed.id.clone().unwrap_or_default(), is_in_appendix };
            // A title of signs alone makes no id, but links have to lead there.
            if section.id.is_empty() && section.is_named() && is_linked {
                let taken = taken.get_or_insert_with(|| every_id(&deck.slides));
                let wanted = format!("section-{}", deck.sections.len() + 1);
                section.id = ids::free(&wanted, taken, &mut BTreeMap::new());
                deck.slides[index].id = Some(section.id.clone());
            }
            current = Some(deck.sections.len());
            deck.sections.push(section);
        }
        deck.slides[index].section = current;
    }
}

/// Whether no slide is shown between the first of these and the end of the talk or the appendix.
fn is_last(slides: &[PlacedSlide]) -> bool {
    let Some((first, behind)) = slides.split_first() else { return true };
    let of_its_part = behind.iter().take_while(|placed| placed.is_in_appendix == first.is_in_appendix);
    !of_its_part.into_iter().any(PlacedSlide::is_shown)
}

fn every_id(slides: &[PlacedSlide]) -> BTreeSet<String> {
    let slides = slides.iter();
    slides
        .flat_map(|placed| {
            placed.id.iter().chain(placed.slide.ids.iter().map(|(id, _)| id)).chain(&placed.slide.anchors).cloned()
        })
        .collect()
}

/// A heading's inside as it may stand in a link on another slide: without links, ids, steps, pictures and the numbers of
/// footnotes.
fn title(nodes: &[Node]) -> Vec<Node> {
    let mut title = nodes.to_vec();
    walk::replace(&mut title, &mut |mut node, out| {
        let span = node.span;
        match &mut node.kind {
            Kind::Element(element) if element.tag == "br" => out.push(Node::text(span, " ")),
            Kind::Element(element) if element.tag == "img" => {
                out.push(Node::text(span, element.attributes.get("alt").unwrap_or_default()));
            }
            Kind::Element(element) if element.tag == "svg" || element.attributes.has_class("footnote-ref") => {}
            Kind::Element(element) if OF_TITLES.contains(&element.tag.as_ref()) => {
                element.attributes = Attributes::default();
                out.push(node);
            }
            Kind::Element(element) => out.append(&mut element.children),
            _ => out.push(node),
        }
    });
    title
}

/// Says of sections without a title that nobody can name them.
pub fn report_nameless(deck: &FinishedDeck, context: &mut DeckContext) {
    for (index, section) in deck.sections.iter().enumerate() {
        let first = deck.slides.iter().find(|placed| placed.section == Some(index));
        let Some(first) = first.filter(|_| !section.is_named() && !section.is_in_appendix) else { continue };
        let message = "this section has no title: agenda and outline leave it out";
        let mut found = Diagnostics::default();
        found.add(Diagnostic::warning(Code::NoSection, Span::default(), message).help("write `# Title` on this slide"));
        context.reported.extend(found.reported(first.origin));
    }
}
