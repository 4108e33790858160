//! What the parser found of `[see @key, p. 3]` and `@fig:x`, to citations and references in the making: each in its
//! place, and what is known of it beside it.

use super::{Citation, Item};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attributes, Element, Kind, Node, Value, walk};
use crate::passes::{Context, Draft, FinishedSlide, labels, words};
use crate::sources::Span;

/// What the parser calls a citation, and its keys.
pub const PRIVATE: &str = "citation";

/// Says of citations in the titles of pictures that they stay text: a picture's title that is no caption is an attribute.
pub fn keep_titles(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            if let Kind::Image(image) = &mut node.kind {
                title(&mut image.title, context);
            }
        });
    }
}

fn title(title: &mut [Node], context: &mut Context<'_>) {
    for node in title {
        let Some(kind) = kind(node).map(str::to_owned) else { continue };
        let message = "this citation stays text: the title of this picture is no caption";
        let help = "put the picture into a paragraph of its own, or write a `caption:` where the layout has one";
        context.diagnostics.add(Diagnostic::warning(Code::WrongPlace, node.span, message).help(help));
        let text = walk::text(node.children());
        node.kind = Kind::Text(if kind == "group" { format!("[{text}]") } else { text });
    }
}

/// Gathers the citations of a slide. All other features have seen what stands around the keys: it leaves the tree.
pub fn gather(draft: &mut Draft, context: &mut Context<'_>) {
    let mut gatherer = Gatherer { citations: Vec::new(), has_mentions: false, in_notes: false, context };
    let FinishedSlide { slots, notes, footnotes, .. } = &mut draft.finished;
    for list in slots.iter_mut().map(|slot| &mut slot.nodes).chain([footnotes]) {
        gatherer.all(list);
    }
    gatherer.in_notes = true;
    gatherer.all(notes);
    let Gatherer { citations, has_mentions, .. } = gatherer;
    draft.finished.citations = citations;
    draft.finished.has_mentions = has_mentions;
}

struct Gatherer<'g, 'a> {
    citations: Vec<Citation>,
    has_mentions: bool,
    in_notes: bool,
    context: &'g mut Context<'a>,
}

impl Gatherer<'_, '_> {
    fn all(&mut self, nodes: &mut Vec<Node>) {
        if nodes.iter().any(holds) {
            self.list(nodes);
        }
    }

    fn list(&mut self, nodes: &mut Vec<Node>) {
        for mut node in std::mem::take(nodes) {
            match kind(&node) {
                Some(kind) => {
                    let group = kind == "group";
                    let written = node.as_element_mut().map(std::mem::take).unwrap_or_default();
                    self.citation(written, group, node.span, nodes);
                }
                None => {
                    if let Some(children) = node.children_mut() {
                        self.list(children);
                    }
                    nodes.push(node);
                }
            }
        }
    }

    fn citation(&mut self, mut written: Element, is_group: bool, span: Span, out: &mut Vec<Node>) {
        written.attributes.take(PRIVATE);
        let (children, mut attributes) = (written.children, written.attributes);
        let is_key = children.iter().all(|child| kind(child).is_none());
        let items = if is_key { vec![item(&children, span)] } else { items(&children, is_group) };
        let labels = items.iter().filter(|item| labels::is_label(&item.key)).count();
        if labels == items.len() {
            self.has_mentions = true;
            out.extend(labels::mentions(items, attributes, span, words::of(self.context.deck)));
        } else if labels > 0 {
            let message = "a work and a label of the deck cannot share brackets";
            let help = "close them between the two, as in `[@key]` and `@fig:x`";
            self.context.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
        } else if self.context.deck.bibliography.files.is_empty() {
            let key = items.first().map_or("", |item| item.key.as_str());
            let message = format!("this would cite the work `{key}`, but the deck has no bibliography");
            let help =
                "write `bibliography: refs.bib` at the head of the deck's own file, or `\\@` for the sign itself";
            self.context.diagnostics.add(Diagnostic::warning(Code::UnknownWork, span, message).help(help));
            plain(children, attributes, span, out);
        } else {
            // What stands in a sentence is text if no work has the key; brackets are meant.
            let written = (!is_group).then(|| without_keys(children, !is_key));
            let index = self.citations.len().to_string();
            self.citations.push(Citation { items, is_group, written, in_notes: self.in_notes });
            let classes = ["citation", "narrative"].into_iter().take(if is_group { 1 } else { 2 });
            attributes.classes.splice(0..0, classes.map(Into::into));
            attributes.set(PRIVATE, index);
            out.push(Element { tag: "span".into(), attributes, children: Vec::new() }.at(span));
        }
    }
}

/// What the parser calls a node; an attribute of that name that an author wrote has a place.
fn kind(node: &Node) -> Option<&str> {
    let element = node.as_element()?;
    let own =
        element.attributes.others.iter().find(|attribute| attribute.name == PRIVATE && attribute.span.is_none())?;
    if let Value::Text(kind) = &own.value { Some(kind) } else { None }
}

fn holds(node: &Node) -> bool {
    is_citation(node) || node.children().iter().any(holds)
}

/// Whether a node is a citation, or a key in one.
pub fn is_citation(node: &Node) -> bool {
    kind(node).is_some()
}

/// What is written, with keys as text. A place behind a key has lost the bracket that closes it.
fn without_keys(children: Vec<Node>, has_place: bool) -> Vec<Node> {
    let mut written = Vec::new();
    for mut child in children {
        match kind(&child) {
            Some(_) => {
                let inside = child.children_mut().map(std::mem::take).unwrap_or_default();
                inside.into_iter().for_each(|node| push(&mut written, node));
            }
            None => push(&mut written, child),
        }
    }
    if has_place {
        push(&mut written, Node::text(Span::default(), "]"));
    }
    written
}

/// The citation in brackets as text.
fn plain(children: Vec<Node>, attributes: Attributes, span: Span, out: &mut Vec<Node>) {
    let mut inside = without_keys(children, false);
    if attributes.is_empty() {
        out.push(Node::text(span, "["));
        out.append(&mut inside);
        out.push(Node::text(span, "]"));
    } else {
        out.push(Element { tag: "span".into(), attributes, children: inside }.at(span));
    }
}

/// The works that stand between brackets, each with what is said before and behind it.
fn items(children: &[Node], is_group: bool) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut before: Vec<Node> = Vec::new();
    let mut is_behind = false;
    for child in children {
        if kind(child).is_some() {
            let found = item(child.children(), child.span);
            let attributes = child.as_element().map(|element| element.attributes.clone()).unwrap_or_default();
            let is_joined = is_behind && before.is_empty();
            items.push(Item { before: std::mem::take(&mut before), attributes: own(attributes), is_joined, ..found });
            is_behind = true;
            continue;
        }
        // A semicolon ends what is said of a work.
        let semicolon = match &child.kind {
            Kind::Text(text) if is_behind && is_group => text.find(';').map(|at| text.split_at(at)),
            _ => None,
        };
        match (semicolon, items.last_mut()) {
            (Some((last, rest)), Some(item)) => {
                push(&mut item.after, Node::text(child.span, last));
                before.push(Node::text(child.span, &rest[1..]));
                is_behind = false;
            }
            (None, Some(item)) if is_behind => push(&mut item.after, child.clone()),
            _ => push(&mut before, child.clone()),
        }
    }
    if let (Some(last), false) = (items.last_mut(), before.iter().all(Node::is_blank)) {
        push(&mut last.after, Node::text(Span::default(), ";"));
        before.into_iter().for_each(|node| push(&mut last.after, node));
    }
    let joined: Vec<bool> = items.iter().skip(1).map(|next| next.is_joined).chain([false]).collect();
    for (item, goes_on) in items.iter_mut().zip(joined) {
        trim(item, is_group, goes_on);
    }
    items
}

fn own(mut attributes: Attributes) -> Attributes {
    attributes.take(PRIVATE);
    attributes
}

/// A key by what is written of it: `@key`, `-@key`, `@{key}`.
fn item(written: &[Node], span: Span) -> Item {
    let text = walk::text(written);
    let year_only = text.starts_with('-');
    let key = text.trim_start_matches('-').trim_start_matches('@');
    let key = key.strip_prefix('{').and_then(|key| key.strip_suffix('}')).unwrap_or(key);
    Item {
        key: key.to_owned(),
        span,
        year_only,
        is_joined: false,
        before: Vec::new(),
        after: Vec::new(),
        attributes: Attributes::default(),
    }
}

/// Adds a node; text goes on where text stands, since the parser cuts it at every bracket.
fn push(nodes: &mut Vec<Node>, node: Node) {
    match (nodes.last_mut().map(|last| &mut last.kind), &node.kind) {
        (Some(Kind::Text(last)), Kind::Text(text)) => last.push_str(text),
        _ => nodes.push(node),
    }
}

/// Takes the blanks off what stands around a key, and puts one where it is needed.
fn trim(item: &mut Item, is_group: bool, goes_on: bool) {
    if let Some(Node { kind: Kind::Text(text), .. }) = item.before.first_mut() {
        *text = text.trim_start().to_owned();
    }
    item.before.retain(|node| !matches!(&node.kind, Kind::Text(text) if text.is_empty()));
    if let Some(Node { kind: Kind::Text(text), .. }) = item.after.first_mut() {
        let rest = if is_group { text.trim_start() } else { text.trim_start_matches([' ', '\n', '[']) };
        let is_place = rest.starts_with(|first: char| first.is_ascii_digit())
            || rest.split_whitespace().next().is_some_and(|word| word.ends_with('.'));
        let between = match rest.chars().next() {
            Some(first) if first.is_ascii_punctuation() && first != '(' => "",
            None => "",
            _ if is_place || !is_group => ", ",
            _ => " ",
        };
        *text = format!("{between}{}", place_together(rest));
    }
    if let (Some(Node { kind: Kind::Text(text), .. }), false) = (item.after.last_mut(), goes_on) {
        text.truncate(text.trim_end().len());
    }
    item.after.retain(|node| !matches!(&node.kind, Kind::Text(text) if text.is_empty()));
}

/// Lines do not break between `p.` and its number, and two page numbers have a dash between them.
fn place_together(text: &str) -> String {
    let mut together = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let end = word.trim_end_matches(|last: char| !last.is_ascii_digit()).len();
        let pages = word[..end].split_once('-').filter(|pages| [pages.0, pages.1].iter().all(|page| is_number(page)));
        if word.starts_with(|first: char| first.is_ascii_digit()) && together.ends_with(". ") {
            together.pop();
            together.push('\u{a0}');
        }
        match pages {
            Some((first, last)) => together.push_str(&format!("{first}–{last}{}", &word[end..])),
            None => together.push_str(word),
        }
    }
    together
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
