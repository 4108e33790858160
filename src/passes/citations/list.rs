//! The references: at the foot of a slide, in its notes, or on slides of their own.

use std::sync::Arc;

use super::known::Known;
use super::reference;
use crate::model::{CitationStyle, Element, Node, Position, Value, walk};
use crate::passes::words::Words;
use crate::passes::{FilledSlot, FinishedDeck, FinishedSlide, HeadingId, PlacedSlide, ids};
use crate::sources::Span;
use crate::theme::SlotKind;

/// The layout of slides with references, and its slot for them.
const LAYOUT: &str = "references";
const ITEMS: &str = "items";

/// How many references stand on a slide unless it says otherwise.
const PER_SLIDE: usize = 8;
/// How many may be larger.
const FEW: usize = 5;

/// The structure that references need under every theme.
const STYLE: &str = include_str!("citations.css");

/// The list of these works. `is_global` says whether their ids are those of the deck, not of the slide.
pub fn list(works: &[&Known], style: CitationStyle, words: &Words, is_global: bool) -> Node {
    let span = Span::default();
    let is_labelled = style != CitationStyle::AuthorDate;
    let items = works.iter().map(|known| {
        let mut inside = reference::nodes(known, style, words);
        if is_labelled {
            let label = Element::new("span", vec![Node::text(span, format!("[{}]", known.label))]);
            inside = vec![
                label.class("reference-label").at(span),
                Node::text(span, " "),
                Node::element(span, "span", inside),
            ];
        }
        let mut item = Element::new("li", inside);
        let id = known.slug.clone();
        item.attributes.id = Some(if is_global { Value::Text(id) } else { Value::Local(id) });
        item.at(span)
    });
    let list = Element::new("ul", items.collect()).class("references");
    if is_labelled { list.class("labelled").at(span) } else { list.at(span) }
}

/// Notes the style that references want on a slide.
pub fn dress(slide: &mut FinishedSlide) {
    slide.styles.insert("citations", STYLE);
}

/// The slides that ask for the references. What an author lists by hand stays.
pub fn slides(deck: &FinishedDeck) -> Vec<usize> {
    let is_list = |node: &Node| node.is("ul") || node.is("ol");
    let asks = |placed: &PlacedSlide| {
        let slide = &placed.slide;
        slide.layout == LAYOUT && !slide.slots.iter().any(|slot| slot.name == ITEMS || slot.nodes.iter().any(is_list))
    };
    deck.slides.iter().enumerate().filter(|(_, placed)| asks(placed)).map(|(index, _)| index).collect()
}

/// Puts the references on the slide at `index`, and on as many more like it as they need.
pub fn fill(deck: &mut FinishedDeck, index: usize, works: &[&Known], words: &Words) {
    let style = deck.settings.bibliography.style;
    let asked = deck.slides[index].clone();
    let most = asked.slide.settings.per_slide.map_or(PER_SLIDE, |most| most as usize).max(1);
    let are_few = works.len().min(most) <= FEW;
    let below = deck.slides.get(index + 1).is_some_and(|next| next.position == Position::Below);
    let mut made = Vec::new();
    for (number, works) in works.chunks(most).enumerate() {
        let mut placed = if number == 0 { asked.clone() } else { another(&asked, below) };
        let slide = Arc::make_mut(&mut placed.slide);
        title(slide, words);
        let mut list = list(works, style, words, true);
        if let (true, Some(list)) = (are_few, list.as_element_mut()) {
            list.attributes.add_class("few");
        }
        slide.slots.push(FilledSlot { name: ITEMS.to_owned(), kind: SlotKind::List, nodes: vec![list] });
        slide.ids.extend(works.iter().map(|known| (known.slug.clone(), Span::default())));
        dress(slide);
        made.push(placed);
    }
    deck.slides.splice(index..=index, made);
}

/// A slide without a title has the word for references.
fn title(slide: &mut FinishedSlide, words: &Words) {
    if slide.slots.iter().any(|slot| slot.name == "title") {
        return;
    }
    let span = Span::default();
    let heading = Node::element(span, "h1", vec![Node::text(span, words.references)]);
    slide.slots.insert(0, FilledSlot { name: "title".to_owned(), kind: SlotKind::Heading, nodes: vec![heading] });
    slide.heading_id = Some(HeadingId::Slug(ids::slug(words.references)));
    slide.has_h1 = true;
}

/// The same slide once more: with its title and its settings, and nothing that is said once.
fn another(asked: &PlacedSlide, below: bool) -> PlacedSlide {
    let mut placed = asked.clone();
    if below {
        placed.position = Position::Below;
    }
    let slide = Arc::make_mut(&mut placed.slide);
    slide.slots.retain(|slot| matches!(slot.name.as_str(), "title" | "subtitle"));
    for slot in &mut slide.slots {
        walk::each_mut(&mut slot.nodes, &mut |node| {
            if let Some(attributes) = node.attributes_mut() {
                attributes.id = None;
            }
        });
    }
    let written = slide.settings.id.take().map(|(id, _)| id);
    let heading = match slide.heading_id.take() {
        Some(HeadingId::Written(id, _) | HeadingId::Slug(id)) => Some(id),
        None => None,
    };
    slide.heading_id = written.or(heading).map(HeadingId::Slug);
    slide.notes.clear();
    slide.footnotes.clear();
    slide.citations.clear();
    slide.labels.clear();
    slide.ids.clear();
    slide.anchors.clear();
    slide.links.clear();
    placed
}
