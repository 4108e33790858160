//! What stands in the slots of a slide's layout.
//!
//! A slot is filled by a key of the slide, by a `:::` container of its name, or by the text: the first heading is the
//! title, the first lone picture the image of a layout that has one, the rest the body.

use super::{Context, Draft, FilledSlot, blocks, layouts, steps};
use crate::diagnostic::{Code, Diagnostic, and_list, nearest, or_list};
use crate::model::keys::{self, DECK_KEYS, SLIDE_KEYS};
use crate::model::{Attributes, Code as CodeBlock, Container, Element, Image, Kind, Node, Slot};
use crate::sources::Span;
use crate::theme::{Layout, SlotKind};

/// Fills the slots of the slide's layout.
pub fn fill(draft: &mut Draft, context: &mut Context<'_>) {
    let slide = std::mem::take(&mut draft.slide);
    let name = draft.finished.layout.clone();
    let layout = context.theme.layouts.get(&name).cloned().unwrap_or_default();
    let mut filler = Filler { layout: &layout, name: &name, filled: Vec::new(), context };
    let (bodies, keys): (Vec<Slot>, Vec<Slot>) = slide.slots.into_iter().partition(|slot| slot.name == "body");
    for slot in keys {
        filler.key(slot);
    }
    for slot in bodies {
        match (slot.is_key, layout.slot("body")) {
            (true, None) => filler.key(slot),
            (true, Some(_)) => filler.body(slot.nodes, slot.written.as_deref(), slot.span),
            (false, _) => filler.text(slot),
        }
    }
    filler.body_behind_image();
    filler.title_as_caption();
    let order =
        |slot: &FilledSlot| layout.slots.iter().position(|(name, _)| *name == slot.name).unwrap_or(layout.slots.len());
    let mut slots: Vec<FilledSlot> = filler.filled.into_iter().map(|(slot, _)| slot).collect();
    slots.sort_by_key(order);
    draft.finished.slots = slots;
    draft.finished.notes = slide.notes;
    draft.slide.footnotes = slide.footnotes;
}

struct Filler<'f, 'a> {
    layout: &'f Layout,
    name: &'f str,
    /// The slots with the place where each was filled.
    filled: Vec<(FilledSlot, Span)>,
    context: &'f mut Context<'a>,
}

impl Filler<'_, '_> {
    fn has(&self, name: &str) -> bool {
        self.filled.iter().any(|(slot, _)| slot.name == name)
    }

    fn slot_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.layout.slots.iter().map(|(name, _)| name.as_str())
    }

    /// A key of the slide that is no setting.
    fn key(&mut self, slot: Slot) {
        let Some(kind) = self.layout.slot(&slot.name) else { return self.unknown_key(&slot) };
        let nodes = of_kind(kind, slot.nodes, slot.written.as_deref(), slot.span);
        self.put(&slot.name, kind, nodes, slot.span);
    }

    fn unknown_key(&mut self, slot: &Slot) {
        // Of a template that is none nobody knows the slots.
        if self.layout.is_broken {
            return;
        }
        let name = slot.name.as_str();
        let others = self.context.theme.layouts_with(name);
        let is_slot = others.clone().next().is_some();
        let (code, message, help) = if is_slot && nearest(name, self.slot_names()).is_none() {
            let message = format!("the layout `{}` has no slot `{name}`", self.name);
            // `title` is in nearly all.
            let mut help = match others.clone().nth(6) {
                None => format!("it has {}; `{name}` is in {}", or_list(self.slot_names()), and_list(others)),
                Some(_) => format!("it has {}; other layouts have `{name}`", or_list(self.slot_names())),
            };
            if keys::has(DECK_KEYS, name) {
                help.push_str(", and the deck's own is written at the head of its file");
            }
            (Code::NoSlot, message, help)
        } else if keys::has(DECK_KEYS, name) {
            let message = format!("`{name}` is a key of the deck, not of a slide");
            (Code::WrongPlace, message, "write it at the head of the deck's own file".to_owned())
        } else {
            let known = self.slot_names().chain(keys::names(SLIDE_KEYS)).chain(keys::names(DECK_KEYS));
            let help = match nearest(name, known) {
                Some(near) => format!("write `{near}`"),
                None => format!(
                    "if text was meant, put a blank line after the boundary; a slide has the slots of its layout, {}, \
                     and the keys that `deck explain keys` lists",
                    or_list(self.slot_names())
                ),
            };
            (
                Code::UnknownKey,
                format!("a slide has no key `{name}`, and the layout `{}` no such slot", self.name),
                help,
            )
        };
        self.context.diagnostics.add(Diagnostic::error(code, slot.span, message).help(help));
    }

    fn put(&mut self, name: &str, kind: SlotKind, nodes: Vec<Node>, span: Span) {
        if self.has(name) {
            let message = format!("the slot `{name}` is filled here a second time");
            let help = "keep one: the key, the `:::` container, or the text";
            return self.context.diagnostics.add(Diagnostic::error(Code::DuplicateSlot, span, message).help(help));
        }
        let line: &[Node] = match kind {
            SlotKind::Heading => nodes.first().map(Node::children).unwrap_or_default(),
            SlotKind::Inline => &nodes,
            _ => &[],
        };
        let more = if kind == SlotKind::Heading { nodes.len() > 1 } else { false };
        if more || line.iter().any(blocks::is_block) {
            let message = format!("the slot `{name}` takes a line of text, but this holds a block");
            let help = "write one line; lists, code and pictures belong into the slide's text";
            self.context.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
        }
        self.filled.push((FilledSlot { name: name.to_owned(), kind, nodes }, span));
    }

    /// The slide's text: containers that are slots, the title, the image, and the rest.
    fn text(&mut self, slot: Slot) {
        let mut rest = Vec::new();
        for node in slot.nodes {
            match node.kind {
                Kind::Container(container) if self.layout.slot(&container.name).is_some() => {
                    let kind = self.layout.slot(&container.name).unwrap_or(SlotKind::Blocks);
                    let Container { name, anonymous, name_span, mut attributes, children } = container;
                    let group = attributes.take_text(steps::GROUP);
                    let is_dressed = is_dressed(&attributes, anonymous);
                    let mut nodes = of_kind(kind, children, None, node.span);
                    if is_dressed {
                        nodes = dressed(kind, nodes, attributes, node.span);
                    }
                    if let Some(group) = group {
                        nodes = nodes.into_iter().map(|node| steps::belonging(node, &group)).collect();
                    }
                    self.put(&name, kind, nodes, name_span);
                }
                _ => rest.push(node),
            }
        }
        if self.layout.slot("title") == Some(SlotKind::Heading)
            && rest.first().and_then(blocks::heading_level).is_some()
        {
            let title = rest.remove(0);
            let span = title.span;
            self.put("title", SlotKind::Heading, vec![title], span);
        }
        self.body(rest, None, slot.span);
    }

    /// What is no other slot's: the layout's image is taken out of it, the rest is the body.
    fn body(&mut self, mut rest: Vec<Node>, written: Option<&str>, key: Span) {
        if self.layout.slot("image") == Some(SlotKind::Image) && !self.has("image") {
            let behind = self.take_picture(&mut rest).filter(|behind| *behind < rest.len());
            if let Some(behind) = behind.filter(|_| self.has_place_behind_image()) {
                let nodes = rest.split_off(behind);
                let span = nodes.first().map(|node| node.span).unwrap_or_default();
                self.put("after", SlotKind::Blocks, nodes, span);
            }
        }
        if rest.iter().all(Node::is_blank) {
            return;
        }
        if self.layout.slot("by").is_some() {
            self.unwrap_quote(&mut rest);
        }
        let first = rest.first().map_or(key, |node| Span { end: node.span.start + 1, ..node.span });
        let span = if written.is_some() { key } else { first };
        match self.layout.slot("body") {
            Some(kind) => {
                let nodes = of_kind(kind, rest, written, span);
                self.put("body", kind, nodes, span);
            }
            None if self.layout.is_broken => {}
            None => {
                let message = format!("the layout `{}` has no place for text", self.name);
                let help = format!("put it into {}", or_list(self.slot_names()));
                self.context.diagnostics.add(Diagnostic::error(Code::NoSlot, span, message).help(help));
            }
        }
    }

    /// A layout that says whose words they are makes the quote itself: one that is written as a quote is only its text, and
    /// its last line, behind a dash, the name.
    fn unwrap_quote(&mut self, rest: &mut Vec<Node>) {
        let mut written = rest.iter_mut().filter(|node| !node.is_blank());
        let (Some(quote), None) = (written.next(), written.next()) else { return };
        if !layouts::is_quote(quote) {
            return;
        }
        let mut words = quote.children_mut().map(std::mem::take).unwrap_or_default();
        if !self.has("by")
            && let Some(by) = take_name(&mut words)
        {
            let span = by.first().map(|node| node.span).unwrap_or_default();
            self.put("by", SlotKind::Inline, by, span);
        }
        *rest = words;
    }

    /// Whether the layout keeps the order of writing around its picture, and nothing stands behind it yet.
    fn has_place_behind_image(&self) -> bool {
        self.layout.has_place_behind_image() && !self.has("after")
    }

    /// A body that was written behind the picture stands behind it.
    fn body_behind_image(&mut self) {
        let start = |name: &str| self.filled.iter().find(|(slot, _)| slot.name == name).map(|(_, span)| span.start);
        let (Some(image), Some(body)) = (start("image"), start("body")) else { return };
        if body > image && self.has_place_behind_image() {
            let slots = self.filled.iter_mut().filter(|(slot, _)| slot.name == "body");
            slots.for_each(|(slot, _)| slot.name = "after".to_owned());
        }
    }

    /// The first lone picture of the text is the layout's image, its title the caption. Says where it stood.
    fn take_picture(&mut self, rest: &mut Vec<Node>) -> Option<usize> {
        // One that is placed freely is beside what the layout places.
        let alone = |node: &Node| {
            // In YAML a picture is a block of its own.
            if matches!(node.kind, Kind::Image(_)) {
                return !is_placed(node);
            }
            let mut inside = node.children().iter().filter(|child| !child.is_blank());
            blocks::is_picture_paragraph(node)
                && inside.next().is_some_and(|only| !is_placed(node) && !is_placed(only))
                && inside.next().is_none()
        };
        let index = rest.iter().position(alone)?;
        let mut picture = rest.remove(index);
        let span = picture.span;
        if let Some(element) = picture.as_element_mut() {
            let over = std::mem::take(&mut element.attributes);
            let inside = element.children.drain(..).find(|child| matches!(child.kind, Kind::Image(_)))?;
            picture = inside;
            picture.attributes_mut()?.merge(over);
        }
        self.put("image", SlotKind::Image, vec![picture], span);
        Some(index)
    }

    /// The title of the layout's picture is its caption, unless another is written.
    fn title_as_caption(&mut self) {
        if self.layout.slot("caption").is_none() || self.has("caption") {
            return;
        }
        let image = self.filled.iter_mut().find(|(slot, _)| slot.name == "image");
        let Some((FilledSlot { nodes, .. }, span)) = image else { return };
        let Some(Node { kind: Kind::Image(image), .. }) = nodes.first_mut() else { return };
        let (caption, span) = (std::mem::take(&mut image.title), *span);
        if !caption.is_empty() {
            self.put("caption", SlotKind::Inline, caption, span);
        }
    }
}

/// Takes the last paragraph off a quote if it says whose words they are: behind a dash, or as `<cite>`.
fn take_name(words: &mut Vec<Node>) -> Option<Vec<Node>> {
    let last = words.iter().rposition(|node| !node.is_blank()).filter(|last| *last > 0)?;
    let name = words[last].as_element_mut().filter(|element| element.tag == "p" && element.attributes.is_empty())?;
    match name.children.as_mut_slice() {
        [Node { kind: Kind::Element(cite), .. }] if cite.tag == "cite" => {
            let name = std::mem::take(&mut cite.children);
            words.truncate(last);
            Some(name)
        }
        [Node { kind: Kind::Text(text), .. }, ..] if text.starts_with(['—', '–']) => {
            *text = text.trim_start_matches(['—', '–']).trim_start().to_owned();
            let name = std::mem::take(&mut name.children);
            words.truncate(last);
            Some(name)
        }
        _ => None,
    }
}

/// Whether a paragraph or a picture says where on the slide it stands.
fn is_placed(node: &Node) -> bool {
    let attributes = match &node.kind {
        Kind::Element(element) => &element.attributes,
        Kind::Image(image) => &image.attributes,
        _ => return false,
    };
    attributes.has_class(super::absolute::CLASS)
}

/// Whether a container has attributes beside the class that names it.
fn is_dressed(attributes: &Attributes, anonymous: bool) -> bool {
    let Attributes { id, classes, others, .. } = attributes;
    id.is_some() || !others.is_empty() || classes.len() > usize::from(anonymous)
}

/// What stands in a slot with the attributes of its container: on itself if it is one thing, else on one around it.
fn dressed(kind: SlotKind, mut nodes: Vec<Node>, attributes: Attributes, span: Span) -> Vec<Node> {
    let is_one = matches!(kind, SlotKind::Image | SlotKind::Code | SlotKind::Heading);
    if let ([only], true) = (nodes.as_mut_slice(), is_one)
        && let Some(own) = only.attributes_mut()
    {
        own.merge(attributes);
        return nodes;
    }
    let mut around = Element::new(if kind == SlotKind::Inline { "span" } else { "div" }, nodes);
    around.attributes = attributes;
    vec![around.at(span)]
}

/// What was written for a slot as its kind wants it.
fn of_kind(kind: SlotKind, mut nodes: Vec<Node>, written: Option<&str>, span: Span) -> Vec<Node> {
    match (kind, written) {
        (SlotKind::Image, Some(path)) => {
            let image = Image {
                src: path.to_owned(),
                alt: String::new(),
                title: Vec::new(),
                attributes: Attributes::default(),
            };
            let span = nodes.first().map_or(span, |value| value.span);
            vec![Node { span, kind: Kind::Image(image) }]
        }
        (SlotKind::Code, Some(text)) => {
            let text = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
            let code = CodeBlock {
                language: String::new(),
                language_span: span,
                lines: None,
                text,
                attributes: Attributes::default(),
            };
            vec![Node { span, kind: Kind::Code(code) }]
        }
        (SlotKind::Image, None) if nodes.len() == 1 && blocks::is_picture_paragraph(&nodes[0]) => {
            let pictures = nodes.remove(0).children_mut().map(std::mem::take).unwrap_or_default();
            pictures.into_iter().filter(|child| !child.is_blank()).collect()
        }
        (SlotKind::Heading, _) => heading(nodes, span),
        (SlotKind::Inline, _) => match inline(nodes) {
            (nodes, attributes) if attributes.is_empty() => nodes,
            (nodes, attributes) => dressed(kind, nodes, attributes, span),
        },
        _ => nodes,
    }
}

/// Text as a heading of level 1, unless it is a heading already.
fn heading(nodes: Vec<Node>, span: Span) -> Vec<Node> {
    if nodes.first().and_then(blocks::heading_level).is_some() {
        return nodes;
    }
    let (children, attributes) = inline(nodes);
    let mut heading = Element::new("h1", children);
    heading.attributes = attributes;
    vec![heading.at(span)]
}

/// The inside of the only paragraph, with its attributes; several paragraphs are joined by line breaks.
fn inline(nodes: Vec<Node>) -> (Vec<Node>, Attributes) {
    let mut children: Vec<Node> = Vec::new();
    let mut attributes = Attributes::default();
    for node in nodes {
        let span = node.span;
        if !children.is_empty() {
            children.push(Node::element(span, "br", Vec::new()));
        }
        match node.kind {
            Kind::Element(element) if element.tag == "p" => {
                attributes.merge(element.attributes);
                children.extend(element.children);
            }
            kind => children.push(Node { span, kind }),
        }
    }
    (children, attributes)
}
