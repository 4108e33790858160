//! Citations: `[@key]` becomes the short form of a work, which leads to its reference at the slide's foot, or on a slide
//! with `layout: references`.
//!
//! What is cited is gathered slide by slide; names, numbers and references are the whole deck's. What only the notes cite
//! is described in them, and leaves no trace elsewhere.

mod bibtex;
mod cite;
mod gather;
mod hayagriva;
mod known;
mod library;
mod list;
mod reference;
mod works;

pub use gather::{gather, is_citation, keep_titles};
pub use library::{Library, Shelf};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{self, Words};
use super::{DeckContext, FinishedDeck, FinishedSlide, order};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Attributes, CitationStyle, Node, Value};
use crate::sources::{Origin, Span};
use cite::Citer;
use known::Known;
use works::Work;

/// A citation of one or several works.
#[derive(Clone, Debug)]
pub struct Citation {
    items: Vec<Item>,
    /// Whether it stands between brackets, not in a sentence.
    is_group: bool,
    /// What is written, where it may be text.
    written: Option<Vec<Node>>,
    in_notes: bool,
}

/// A work that is cited, or a label that is named.
#[derive(Clone, Debug)]
pub struct Item {
    /// By which key.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Whether the author is said elsewhere.
    pub year_only: bool,
    /// Whether no semicolon stands between it and the one before.
    pub is_joined: bool,
    /// What is said before it.
    pub before: Vec<Node>,
    /// What is said behind it.
    pub after: Vec<Node>,
    /// The attributes that touch it.
    pub attributes: Attributes,
}

/// Sets every citation of the deck, and the references.
pub fn set(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let asking = list::slides(deck);
    let Some(library) = context.library.take() else {
        return only_asked(deck, &asking, context);
    };
    let mut reader = Reader { library: &library, works: BTreeMap::new(), context };
    let (shown, others) = reader.cited(deck, !asking.is_empty());
    let works = reader.works;
    let take = |keys: Vec<String>| -> Vec<(String, Work)> {
        keys.into_iter().filter_map(|key| works.get(&key).map(|work| (key.clone(), work.clone()))).collect()
    };
    let (style, words) = (deck.settings.bibliography.style, words::of(&deck.settings));
    let (shown, others) = (take(shown), take(others));
    let listed: BTreeSet<String> = shown.iter().map(|(key, _)| key.clone()).collect();
    let taken = deck.slides.iter().flat_map(|placed| placed.slide.ids.iter().map(|(id, _)| id.clone())).collect();
    let known = known::name(shown, others, style, words, &taken);
    let setter = Setter { known: &known, listed: &listed, style, words, has_list: !asking.is_empty() };
    for placed in deck.slides.iter_mut().filter(|placed| !placed.slide.citations.is_empty()) {
        setter.slide(Arc::make_mut(&mut placed.slide));
    }
    references(deck, &asking, &setter, context);
}

/// What to say of a deck that has slides for references and no bibliography.
fn only_asked(deck: &FinishedDeck, asking: &[usize], context: &mut DeckContext) {
    for index in asking {
        let message = "there are no references: the deck has no bibliography";
        let help = "write `bibliography: refs.bib` at the head of the deck's own file, or list works under `items:`";
        warn(deck, *index, message, help, context);
    }
    if let (Some((_, span)), Some(origin)) = (deck.settings.bibliography.nocite.first(), deck.origin) {
        let mut found = Diagnostics::default();
        let message = "`nocite` names works, but the deck has no bibliography";
        found.add(Diagnostic::warning(Code::NoReferences, *span, message).help("write `bibliography: refs.bib`"));
        context.reported.extend(found.reported(origin));
    }
}

/// Says something of a slide with references.
fn warn(deck: &FinishedDeck, index: usize, message: &str, help: &str, context: &mut DeckContext) {
    let placed = &deck.slides[index];
    let span = placed.slide.settings.layout.as_ref().map(|(_, span)| *span).unwrap_or_default();
    let mut found = Diagnostics::default();
    found.add(Diagnostic::warning(Code::NoReferences, span, message).help(help));
    context.reported.extend(found.reported(placed.origin));
}

/// Fills the slide that asks for the references.
fn references(deck: &mut FinishedDeck, asking: &[usize], setter: &Setter<'_>, context: &mut DeckContext) {
    let Some((first, others)) = asking.split_first() else { return };
    for index in others {
        warn(deck, *index, "the references stand on an earlier slide", "delete this one", context);
    }
    let mut works: Vec<&Known> =
        setter.known.iter().filter(|(key, _)| setter.listed.contains(*key)).map(|(_, known)| known).collect();
    works.sort_by_key(|known| known.place);
    if works.is_empty() {
        let help = "cite works by `[@key]`, or list them by `nocite: [key]` at the head of the deck's own file";
        return warn(deck, *first, "there are no references: no slide cites a work", help, context);
    }
    list::fill(deck, *first, &works, setter.words);
}

/// Looks up what is cited.
struct Reader<'r> {
    library: &'r Library,
    works: BTreeMap<String, Work>,
    context: &'r mut DeckContext,
}

impl Reader<'_> {
    /// The keys of the works that are shown, in the order of citation, and of those that are cited in notes and on hidden
    /// slides only.
    fn cited(&mut self, deck: &FinishedDeck, has_list: bool) -> (Vec<String>, Vec<String>) {
        let (mut shown, mut others) = (Vec::new(), Vec::new());
        for index in order::shown_first(deck) {
            let placed = &deck.slides[index];
            for citation in &placed.slide.citations {
                for item in &citation.items {
                    let place = (citation.written.is_none()).then_some((item.span, placed.origin));
                    if self.find(&item.key, place, "@") {
                        let is_shown = placed.is_shown() && !citation.in_notes;
                        let keys = if is_shown { &mut shown } else { &mut others };
                        keys.push(item.key.clone());
                    }
                }
            }
        }
        self.uncited(deck, has_list, &mut shown);
        let mut seen = BTreeSet::new();
        shown.retain(|key| seen.insert(key.clone()));
        others.retain(|key| seen.insert(key.clone()));
        (shown, others)
    }

    /// Whether there is a work with the key; an error at the place, if one is given, if not.
    fn find(&mut self, key: &str, place: Option<(Span, Origin)>, sign: &str) -> bool {
        if self.works.contains_key(key) {
            return true;
        }
        if let Some((work, found)) = self.library.work(key) {
            self.context.reported.extend(found);
            self.works.insert(key.to_owned(), work);
            return true;
        }
        if let Some((span, origin)) = place.filter(|_| !self.library.is_broken) {
            let message = format!("no work has the key `{key}`");
            let help = match nearest(key, self.library.keys()) {
                Some(near) => format!("write `{sign}{near}`"),
                None if sign.is_empty() => "add it to the bibliography".to_owned(),
                None => "add it to the bibliography, or write `\\@` for the sign itself".to_owned(),
            };
            let mut found = Diagnostics::default();
            found.add(Diagnostic::error(Code::UnknownWork, span, message).help(help));
            self.context.reported.extend(found.reported(origin));
        }
        false
    }

    /// The works of `nocite:`.
    fn uncited(&mut self, deck: &FinishedDeck, has_list: bool, shown: &mut Vec<String>) {
        let (nocite, Some(origin)) = (&deck.settings.bibliography.nocite, deck.origin) else { return };
        if let (Some((_, span)), false) = (nocite.first(), has_list) {
            let message = "what `nocite` names stands nowhere: no slide has the references";
            let help = "add a slide with `layout: references`";
            let mut found = Diagnostics::default();
            found.add(Diagnostic::warning(Code::NoReferences, *span, message).help(help));
            self.context.reported.extend(found.reported(origin));
        }
        for (key, span) in nocite {
            let keys: Vec<String> = if key == "*" {
                self.library.keys().map(str::to_owned).collect()
            } else {
                vec![key.trim_start_matches('@').to_owned()]
            };
            for key in keys {
                if self.find(&key, Some((*span, origin)), "") && has_list {
                    shown.push(key);
                }
            }
        }
    }
}

/// Sets the citations of slides.
struct Setter<'s> {
    known: &'s BTreeMap<String, Known>,
    /// The works that are shown.
    listed: &'s BTreeSet<String>,
    style: CitationStyle,
    words: &'s Words,
    /// Whether a slide has the references.
    has_list: bool,
}

impl Setter<'_> {
    fn slide(&self, slide: &mut FinishedSlide) {
        let citations = std::mem::take(&mut slide.citations);
        let cited = |in_notes: bool| -> BTreeSet<&str> {
            let of = citations.iter().filter(|citation| citation.in_notes == in_notes);
            let keys = of.flat_map(|citation| citation.items.iter().map(|item| item.key.as_str()));
            keys.filter(|key| self.known.contains_key(*key)).collect()
        };
        let is_listed = |key: &str| self.has_list && self.listed.contains(key);
        let (mut at_foot, mut in_notes) = (cited(false), cited(true));
        at_foot.retain(|key| !is_listed(key));
        // What the slide describes needs no second description.
        in_notes.retain(|key| !is_listed(key) && !at_foot.contains(key));
        let target = |key: &str| {
            let slug = &self.known.get(key)?.slug;
            Some(if is_listed(key) { Value::Text(format!("#{slug}")) } else { Value::LocalLink(slug.clone()) })
        };
        let FinishedSlide { slots, notes, footnotes, .. } = slide;
        for list in slots.iter_mut().map(|slot| &mut slot.nodes).chain([&mut *footnotes, &mut *notes]) {
            self.list(list, &citations, &target, false);
        }
        for (list, keys) in [(footnotes, at_foot), (notes, in_notes)] {
            if !keys.is_empty() {
                list.push(self.references(&keys));
            }
        }
        list::dress(slide);
    }

    fn references(&self, keys: &BTreeSet<&str>) -> Node {
        let mut works: Vec<&Known> = keys.iter().filter_map(|key| self.known.get(*key)).collect();
        works.sort_by_key(|known| known.place);
        list::list(&works, self.style, self.words, false)
    }

    fn list(
        &self,
        nodes: &mut Vec<Node>,
        citations: &[Citation],
        target: &dyn Fn(&str) -> Option<Value>,
        in_link: bool,
    ) {
        for node in nodes {
            let span = node.span;
            let Some(element) = node.as_element_mut() else { continue };
            let index = element.attributes.take_text(gather::PRIVATE).and_then(|index| index.parse::<usize>().ok());
            let Some(citation) = index.and_then(|index| citations.get(index)) else {
                let in_link = in_link || element.tag == "a";
                self.list(&mut element.children, citations, target, in_link);
                continue;
            };
            let is_known = citation.items.iter().all(|item| self.known.contains_key(&item.key));
            match &citation.written {
                Some(written) if !is_known => {
                    for class in ["citation", "narrative"] {
                        element.attributes.take_class(class);
                    }
                    match written.as_slice() {
                        // Plain text needs no element, unless attributes stand on it.
                        [text] if element.attributes.is_empty() => *node = text.clone(),
                        written => element.children = written.to_vec(),
                    }
                }
                _ => {
                    let citer = Citer { known: self.known, style: self.style, target, in_link, span };
                    element.children = citer.nodes(citation);
                }
            }
        }
    }
}
