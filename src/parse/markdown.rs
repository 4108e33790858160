//! Markdown to nodes; alone knows pulldown-cmark.
//!
//! The events of the parser, raw HTML among them, build one tree: a stack of open elements, some opened by Markdown and
//! some by tags.

mod formulas;
mod interleave;
mod raw_html;
mod trailing;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options,
    Parser, Tag, TagEnd,
};

use super::attributes;
use super::code_info;
use super::definitions::{Definition, Definitions};
use super::{lines, quiet, spans};
use crate::diagnostic::{Code as Kinds, Diagnostic, Diagnostics};
use crate::model::elements;
use crate::model::walk::DEEPEST;
use crate::model::{Allow, Attribute, Attributes, Element, Image, Kind, Math, Node, Value};
use crate::sources::{Span, TextMap};
use crate::template::Values;
use interleave::{CITATION, MARK, SPAN, with_spans};

/// What reading a text needs beside the text.
pub struct Reader<'t, 'a> {
    /// The text that ranges count in.
    pub text: &'t str,
    /// How it leads back to the slide's source.
    pub map: &'t TextMap,
    /// What stands behind the characters that a template left.
    pub values: &'t Values,
    /// The links and footnotes of the file.
    pub definitions: &'t Definitions,
    /// What raw HTML may do.
    pub allow: Allow,
    /// Whether the deck has a bibliography.
    pub with_works: bool,
    /// Where findings go.
    pub diagnostics: &'a mut Diagnostics,
    /// Where the notes go that stand in comments.
    pub notes: &'a mut Vec<Node>,
}

/// The options of the parser. Not `all()`: attributes and metadata blocks are read by rules of our own.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// The definitions of links and footnotes in the texts of a file.
pub fn definitions<'a>(texts: impl IntoIterator<Item = &'a str>) -> Definitions {
    let mut collected = Definitions::default();
    for text in texts {
        // Reading a text twice is for those that define something.
        if text.lines().any(|line| lines::is_definition(line.trim_start())) {
            definitions_in(text).into_iter().for_each(|definition| collected.add(definition, text));
        }
    }
    collected
}

fn definitions_in(text: &str) -> Vec<Definition> {
    // GitHub's kind of definition has as many paragraphs as are indented. Its references must stand in the same text,
    // which ours need not: slides are read with the older kind.
    let options = options().difference(Options::ENABLE_OLD_FOOTNOTES) | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(text, options).into_offset_iter();
    let mut found: Vec<Definition> = Vec::new();
    for (label, link) in events.reference_definitions().iter() {
        found.push(Definition::Link {
            label: label.to_owned(),
            target: link.dest.to_string(),
            title: link.title.as_deref().unwrap_or_default().to_owned(),
            start: link.span.start,
        });
    }
    // The parser keeps its links in a hash map.
    found.sort_by_key(Definition::start);
    for (event, range) in events {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            let end = range.start + before_container(&text[range.clone()]);
            found.push(Definition::Footnote { label: label.to_string(), range: range.start..end });
        }
    }
    found
}

/// How much of a footnote's definition stands above a line of `:::`, which ends it: to the parser it goes on there.
fn before_container(definition: &str) -> usize {
    definition.find("\n:::").map_or(definition.len(), |at| at + 1)
}

/// Something open: an element and what was put into it so far.
struct Frame {
    element: Element,
    range: Range<usize>,
    what: Opened,
    /// How many children stand before the first block, and where in the text they end.
    inline: (usize, usize),
    /// Where in the text each child stands that Markdown put there.
    places: Vec<Range<usize>>,
}

/// By what an element was opened.
#[derive(Debug, PartialEq, Eq)]
enum Opened {
    /// Markdown; its end event closes it.
    Markdown,
    /// A tag; its end tag closes it.
    Tag,
}

/// What was read of a text so far. Raw HTML may be closed in a later part of the text than the one that opens it.
#[derive(Default)]
pub struct Tree {
    frames: Vec<Frame>,
    nodes: Vec<Node>,
    too_deep: bool,
}

impl Tree {
    /// The nodes beside which the next will stand.
    pub fn siblings(&mut self) -> &mut Vec<Node> {
        self.frames.last_mut().map_or(&mut self.nodes, |frame| &mut frame.element.children)
    }
}

/// Builds the tree of one text.
struct Builder<'r, 't, 'a> {
    reader: &'r mut Reader<'t, 'a>,
    events: Vec<(Event<'t>, Range<usize>)>,
    index: usize,
    frames: Vec<Frame>,
    nodes: Vec<Node>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    too_deep: bool,
    /// The comments with attributes that no block has taken.
    comments: Vec<Range<usize>>,
}

impl<'t> Reader<'t, '_> {
    /// The blocks in a range of the text.
    pub fn blocks(&mut self, range: Range<usize>) -> Vec<Node> {
        let mut tree = Tree::default();
        self.read(range, &mut tree);
        self.finish(tree)
    }

    /// Adds the blocks in a range of the text to a tree.
    pub fn read(&mut self, range: Range<usize>, tree: &mut Tree) {
        let events = self.events(range);
        let mut within = 0_usize;
        self.report_formulas(events.iter().map(|(event, range)| {
            // Code is no text, and definitions are read where they are referred to.
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::FootnoteDefinition(_)) => within += 1,
                Event::End(TagEnd::CodeBlock | TagEnd::FootnoteDefinition) => within = within.saturating_sub(1),
                _ => {}
            }
            (within == 0 && matches!(event, Event::Text(_)), range.clone())
        }));
        let (before, inside) = (tree.nodes.len(), !tree.frames.is_empty());
        let mut builder = Builder::new(self, events, std::mem::take(tree));
        builder.run();
        builder.report_comments();
        *tree = builder.tree();
        if tree.frames.is_empty() {
            while tree.nodes.len() > before && tree.nodes.last().is_some_and(Node::is_blank) {
                tree.nodes.pop();
            }
        }
        if !inside {
            let blank = tree.nodes[before..].iter().take_while(|node| node.is_blank()).count();
            tree.nodes.drain(before..before + blank);
        }
    }

    /// The nodes of a tree; what is open in it is an error.
    pub fn finish(&mut self, tree: Tree) -> Vec<Node> {
        let mut builder = Builder::new(self, Vec::new(), tree);
        builder.close_tags(0);
        builder.nodes
    }

    /// The inline content of a range of the text that is one paragraph; blocks if it is more than that.
    pub fn inline(&mut self, range: Range<usize>) -> Vec<Node> {
        let mut nodes = self.blocks(range);
        match nodes.as_mut_slice() {
            [Node { kind: Kind::Element(element), .. }] if element.tag == "p" && element.attributes.is_empty() => {
                std::mem::take(&mut element.children)
            }
            _ => nodes,
        }
    }

    /// The inline content of a text that stands about at `span`.
    pub fn words(&mut self, text: &str, span: Span) -> Vec<Node> {
        let map = TextMap::from_points(vec![(0, span.start as usize)], span.end as usize);
        let mut reader = Reader {
            text,
            map: &map,
            values: self.values,
            definitions: self.definitions,
            allow: self.allow,
            with_works: self.with_works,
            diagnostics: self.diagnostics,
            notes: self.notes,
        };
        reader.inline(0..text.len())
    }

    fn events(&self, range: Range<usize>) -> Vec<(Event<'t>, Range<usize>)> {
        let definitions = self.definitions;
        let text: &'t str = self.text;
        let values = self.values;
        let resolve = |broken: BrokenLink<'t>| -> Option<(CowStr<'t>, CowStr<'t>)> {
            let (target, title) = definitions.link(&values.restore(&broken.reference))?;
            Some((target.to_owned().into(), title.to_owned().into()))
        };
        let parser = Parser::new_with_broken_link_callback(&text[range.clone()], options(), Some(resolve));
        let events = collect(parser.into_offset_iter(), range.start);
        if spans::may_stand_in(&text[range]) { with_spans(text, events, self.with_works) } else { events }
    }

    fn restore(&self, text: &str) -> String {
        let restored = self.values.restore(&quiet::restore(text));
        // What HTML cannot hold; the reader of files has warned.
        if restored.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\n' | b'\t')) {
            return restored
                .chars()
                .map(|c| if c < ' ' && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c })
                .collect();
        }
        restored
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.map.span(range)
    }

    /// The attributes in a range of the text, if all of it reads as attributes.
    fn attributes(&self, range: Range<usize>) -> Option<Attributes> {
        Some(attributes::restored(attributes::parse(self.text, range, self.map)?, self.values))
    }

    /// The same for reveal's comments.
    fn comment_attributes(&self, range: Range<usize>) -> Option<Attributes> {
        Some(attributes::restored(attributes::parse_html(self.text, range, self.map)?, self.values))
    }
}

fn collect<'t, F: pulldown_cmark::BrokenLinkCallback<'t>>(
    events: OffsetIter<'t, F>,
    base: usize,
) -> Vec<(Event<'t>, Range<usize>)> {
    events.map(|(event, range)| (event, range.start + base..range.end + base)).collect()
}

impl<'r, 't, 'a> Builder<'r, 't, 'a> {
    fn new(reader: &'r mut Reader<'t, 'a>, events: Vec<(Event<'t>, Range<usize>)>, tree: Tree) -> Self {
        let Tree { frames, nodes, too_deep } = tree;
        let (alignments, comments) = (Vec::new(), Vec::new());
        Builder { reader, events, index: 0, frames, nodes, alignments, column: 0, in_head: false, too_deep, comments }
    }

    fn tree(self) -> Tree {
        Tree { frames: self.frames, nodes: self.nodes, too_deep: self.too_deep }
    }

    fn run(&mut self) {
        while self.index < self.events.len() {
            let (event, range) = self.events[self.index].clone();
            self.index += 1;
            self.event(event, range);
        }
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Text(text) => {
                let text = self.reader.restore(&text);
                self.add(range, Kind::Text(text));
            }
            Event::Code(code) => {
                let code = self.reader.restore(&code);
                let text = Node::text(self.reader.span(range.clone()), code);
                let mut element = Element::new("code", vec![text]);
                element.attributes = self.attributes_behind(range.end);
                self.add(range, Kind::Element(element));
            }
            Event::InlineMath(tex) => self.math(&tex, false, range),
            Event::DisplayMath(tex) => self.math(&tex, true, range),
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html, range),
            Event::FootnoteReference(label) => self.footnote(&label, range),
            Event::SoftBreak => self.add(range, Kind::Text("\n".to_owned())),
            Event::HardBreak => self.add(range, Kind::Element(Element::new("br", Vec::new()))),
            Event::Rule => self.add(range, Kind::Element(Element::new("hr", Vec::new()))),
            Event::TaskListMarker(checked) => self.task(checked, range),
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let mut element = match tag {
            Tag::Paragraph => Element::new("p", Vec::new()),
            Tag::Heading { level, .. } => Element::new(heading(level), Vec::new()),
            Tag::BlockQuote(kind) => quote(kind),
            Tag::CodeBlock(kind) => return self.code(&kind, range),
            Tag::HtmlBlock => return self.html_block(range),
            Tag::List(None) => Element::new("ul", Vec::new()),
            Tag::List(Some(first)) => {
                let list = Element::new("ol", Vec::new());
                if first == 1 { list } else { list.with("start", first.to_string()) }
            }
            Tag::Item => Element::new("li", Vec::new()),
            Tag::FootnoteDefinition(_) => return self.skip_footnote_definition(),
            Tag::DefinitionList => Element::new("dl", Vec::new()),
            Tag::DefinitionListTitle => Element::new("dt", Vec::new()),
            Tag::DefinitionListDefinition => Element::new("dd", Vec::new()),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                Element::new("table", Vec::new())
            }
            Tag::TableHead => {
                self.column = 0;
                self.in_head = true;
                self.open(Element::new("thead", Vec::new()), range.clone());
                Element::new("tr", Vec::new())
            }
            Tag::TableRow => {
                self.attributes_as_row(range.clone());
                self.column = 0;
                if self.frames.last().is_some_and(|frame| frame.element.tag == "table") {
                    self.open(Element::new("tbody", Vec::new()), range.clone());
                }
                Element::new("tr", Vec::new())
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => Element::new("em", Vec::new()),
            Tag::Strong => Element::new("strong", Vec::new()),
            Tag::Strikethrough => Element::new("del", Vec::new()),
            Tag::Superscript => Element::new("sup", Vec::new()),
            Tag::Subscript => Element::new("sub", Vec::new()),
            Tag::Link { link_type: CITATION, dest_url, .. } => {
                Element::new("span", Vec::new()).with("citation", dest_url.to_string())
            }
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, &range),
            Tag::Image { dest_url, title, .. } => return self.image(&dest_url, &title, range),
            Tag::MetadataBlock(SPAN) => Element::new("span", Vec::new()),
            Tag::MetadataBlock(MARK) => Element::new("mark", Vec::new()),
        };
        if self.is_stepped_list(&element.tag, &range) {
            element.attributes.set("steps", "items");
        }
        self.open(element, range);
    }

    /// `+ item` and `1) item` make lists whose items are steps.
    fn is_stepped_list(&self, tag: &str, range: &Range<usize>) -> bool {
        let item = self.reader.text[range.clone()].trim_start();
        match tag {
            "ul" => item.starts_with('+'),
            "ol" => item.trim_start_matches(|character: char| character.is_ascii_digit()).starts_with(')'),
            _ => false,
        }
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        let Some(opened) = self.frames.iter().rposition(|frame| frame.what == Opened::Markdown) else { return };
        self.close_tags(opened + 1);
        match end {
            TagEnd::Paragraph => self.end_paragraph(range),
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                self.attributes_at_end(range.clone());
                self.close(range);
            }
            TagEnd::Item | TagEnd::DefinitionListDefinition => {
                self.item_attributes();
                self.close(range);
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.close(range.clone());
                self.close(range);
            }
            TagEnd::Table => {
                if self.frames.last().is_some_and(|frame| frame.element.tag == "tbody") {
                    self.close(range.clone());
                }
                self.close(range);
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {
                let attributes = self.attributes_behind(range.end);
                if let Some(frame) = self.frames.last_mut() {
                    frame.element.attributes.merge(attributes);
                }
                self.close(range);
            }
            _ => self.close(range),
        }
    }

    /// A paragraph may turn out to be a pause, to hold blocks that raw HTML opened, or to end with attributes.
    fn end_paragraph(&mut self, range: Range<usize>) {
        self.attributes_at_end(range.clone());
        let Some(frame) = self.frames.last_mut() else { return };
        let pause = self.reader.text[range.clone()].trim() == ". . .";
        if pause {
            self.frames.pop();
            return self.add(range, Kind::Pause);
        }
        if frame.element.children.iter().all(Node::is_blank) {
            // Nothing but a comment, or attributes for another block.
            self.frames.pop();
            return;
        }
        self.close(range);
    }

    fn open(&mut self, element: Element, range: Range<usize>) {
        if self.frames.len() >= DEEPEST {
            if !self.too_deep {
                let span = self.reader.span(range.start..range.start + 1);
                let message = format!("blocks are nested more than {DEEPEST} deep");
                self.reader.diagnostics.add(Diagnostic::error(Kinds::Nesting, span, message));
            }
            self.too_deep = true;
        }
        let inline = (0, range.start);
        self.frames.push(Frame { element, range, what: Opened::Markdown, inline, places: Vec::new() });
    }

    fn close(&mut self, range: Range<usize>) {
        if let Some(frame) = self.frames.pop() {
            let mut element = frame.element;
            if self.too_deep {
                // The error is said; the tree stays shallow enough to be walked and dropped.
                element.children.clear();
            }
            if element.tag == "p" && holds_block(&element.children) {
                // Where a block begins, browsers end a paragraph.
                element.tag = Cow::Borrowed("div");
            }
            self.add(frame.range.start..range.end.max(frame.range.start), Kind::Element(element));
        }
    }

    fn add(&mut self, range: Range<usize>, kind: Kind) {
        let node = Node { span: self.reader.span(range.clone()), kind };
        let Some(frame) = self.frames.last_mut() else { return self.nodes.push(node) };
        let is_block = matches!(&node.kind, Kind::Code(_) | Kind::Pause)
            || node.as_element().is_some_and(|element| elements::is_block(&element.tag));
        if frame.inline.0 == frame.element.children.len() && !is_block {
            frame.inline = (frame.inline.0 + 1, range.end);
        }
        frame.element.children.push(node);
        frame.places.push(range);
    }

    fn cell(&mut self) -> Element {
        let alignment = self.alignments.get(self.column).copied().unwrap_or(Alignment::None);
        self.column += 1;
        let cell = if self.in_head {
            Element::new("th", Vec::new()).with("scope", "col")
        } else {
            Element::new("td", Vec::new())
        };
        match alignment {
            Alignment::None => cell,
            Alignment::Left => cell.class("align-left"),
            Alignment::Center => cell.class("align-center"),
            Alignment::Right => cell.class("align-right"),
        }
    }

    fn link(&mut self, link_type: LinkType, target: &str, title: &str, range: &Range<usize>) -> Element {
        let mut target = self.reader.restore(target);
        if link_type == LinkType::Email && !target.starts_with("mailto:") {
            target.insert_str(0, "mailto:");
        }
        if elements::is_script_address(&target) {
            self.not_allowed("a link that runs a script", range.clone(), "scripts");
            return Element::new("a", Vec::new());
        }
        let mut element = Element::new("a", Vec::new());
        let span = Some(self.reader.span(range.clone()));
        element.attributes.put(Attribute { name: "href".into(), value: Value::Text(target), span });
        if !title.is_empty() {
            element.attributes.set("title", self.reader.restore(title));
        }
        element
    }

    fn image(&mut self, src: &str, title: &str, range: Range<usize>) {
        let mut alt = String::new();
        let mut depth = 0;
        let mut end = range.end;
        while let Some((event, inner)) = self.events.get(self.index).cloned() {
            self.index += 1;
            match event {
                Event::Start(_) => depth += 1,
                Event::End(TagEnd::Image) if depth == 0 => {
                    end = inner.end;
                    break;
                }
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                    alt.push_str(&text)
                }
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        let attributes = self.attributes_behind(end);
        let title = if title.is_empty() { Vec::new() } else { self.title(title, &range) };
        let (src, alt) = (self.reader.restore(src), self.reader.restore(&alt));
        self.add(range, Kind::Image(Image { src, alt, title, attributes }));
    }

    /// A title is inline Markdown: captions have formulas.
    fn title(&mut self, title: &str, range: &Range<usize>) -> Vec<Node> {
        // Escapes and references are not where they are in the source.
        let written = self.reader.text[range.clone()].rfind(title);
        let start = written.map_or(range.start, |at| range.start + at);
        let span = self.reader.span(start..range.end);
        self.reader.words(title, span)
    }

    fn math(&mut self, tex: &str, display: bool, range: Range<usize>) {
        let text = self.reader.text;
        // Pandoc's rule: `$5 and $6` are prices.
        if !display && text[range.end..].starts_with(|next: char| next.is_ascii_digit()) {
            let written = self.reader.restore(&text[range.clone()]);
            return self.add(range, Kind::Text(written));
        }
        let marks = text[range.clone()].bytes().take_while(|byte| *byte == b'$').count();
        let tex_start = self.reader.span(range.start + marks..range.end).start;
        let attributes = self.attributes_behind(range.end);
        let tex = self.reader.restore(&self.reader.values.restore_tex(tex));
        self.add(range, Kind::Math(Math { tex, tex_start, display, attributes }));
    }

    fn code(&mut self, kind: &CodeBlockKind<'t>, range: Range<usize>) {
        let mut text = String::new();
        while let Some((event, _)) = self.events.get(self.index).cloned() {
            self.index += 1;
            match event {
                Event::Text(line) => text.push_str(&line),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let source = self.reader.text;
        let info = match kind {
            CodeBlockKind::Indented => range.start..range.start,
            CodeBlockKind::Fenced(_) => {
                let line = &source[range.start..lines::line_end(source, range.start).min(range.end)];
                let marks = line.trim_start().bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
                let start = range.start + (line.len() - line.trim_start().len()) + marks;
                start..range.start + line.trim_end().len().max(start - range.start)
            }
        };
        let mut code = code_info::read(source, info, self.reader.map, self.reader.values, self.reader.diagnostics);
        code.text = self.reader.restore(&text);
        self.add(range, Kind::Code(code));
    }

    fn footnote(&mut self, label: &str, range: Range<usize>) {
        let label = self.reader.values.restore(label);
        let label = label.as_str();
        if self.reader.definitions.footnote(label).is_some() {
            let attributes = self.attributes_behind(range.end);
            let kind = Kind::Footnote(label.to_owned());
            if attributes.is_empty() {
                return self.add(range, kind);
            }
            // They need an element to stand on.
            let reference = Node { span: self.reader.span(range.clone()), kind };
            let mut around = Element::new("span", vec![reference]);
            around.attributes = attributes;
            return self.add(range, Kind::Element(around));
        }
        let span = self.reader.span(range.clone());
        let names = self.reader.definitions.footnotes();
        let help = match crate::diagnostic::nearest(label, names) {
            Some(near) => format!("write `[^{near}]`"),
            None => format!("define it: `[^{label}]: text`; or write `\\[^{label}]` for the brackets themselves"),
        };
        let message = format!("no footnote `{label}` is defined in this file");
        self.reader.diagnostics.add(Diagnostic::warning(Kinds::UnknownFootnote, span, message).help(help));
        self.add(range, Kind::Text(format!("[^{label}]")));
    }

    fn skip_footnote_definition(&mut self) {
        let mut depth = 0;
        while let Some((event, _)) = self.events.get(self.index) {
            self.index += 1;
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) if depth == 0 => return,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => {}
            }
        }
    }

    fn task(&mut self, checked: bool, range: Range<usize>) {
        if let Some(item) = self.frames.iter_mut().rev().find(|frame| frame.element.tag == "li") {
            item.element.attributes.add_class("task");
        }
        let mut marker = Element::new("input", Vec::new()).with("type", "checkbox").with("disabled", "");
        if checked {
            marker.attributes.set("checked", "");
        }
        marker.attributes.set("aria-label", if checked { "done" } else { "to do" });
        self.add(range.clone(), Kind::Element(marker));
        self.add(range, Kind::Text(" ".to_owned()));
    }

    /// The attributes in braces that touch the end of a span; the events that spell them are passed over.
    fn attributes_behind(&mut self, end: usize) -> Attributes {
        let text = self.reader.text;
        let rest = &text[end..];
        let Some(inner) = attributes::braces(rest) else { return Attributes::default() };
        let close = end + inner.end + 1;
        let Some(read) = self.reader.attributes(end + inner.start..end + inner.end) else {
            return Attributes::default();
        };
        // Only plain text may stand there: in `*a*{.b *c*}` the braces are text.
        // An end event has the range of all that it ends.
        let within =
            |(event, range): &&(Event<'t>, Range<usize>)| !matches!(event, Event::End(_)) && range.start < close;
        let spelled = self.events[self.index..].iter().take_while(within);
        let mut count: usize = 0;
        for (event, range) in spelled {
            match event {
                Event::Text(_) if range.start >= end => count += 1,
                _ => return Attributes::default(),
            }
        }
        let Some(last) = self.events[self.index..].get(count.wrapping_sub(1)).cloned() else {
            return Attributes::default();
        };
        self.index += count;
        if last.1.end > close {
            let text = self.reader.restore(&text[close..last.1.end]);
            self.events.insert(self.index, (Event::Text(text.into()), close..last.1.end));
        }
        read
    }

    /// A block of raw HTML arrives line by line; the lines are read as one.
    fn html_block(&mut self, range: Range<usize>) {
        let mut html = String::new();
        let mut start = None;
        while let Some((event, inner)) = self.events.get(self.index).cloned() {
            self.index += 1;
            match event {
                Event::Html(line) | Event::Text(line) => {
                    start = start.or(Some(inner.start));
                    html.push_str(&line);
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        let start = start.unwrap_or(range.start);
        self.warn_of_markdown(&html, start);
        self.raw(&html, start..range.end);
    }
}

/// Whether a block stands among the nodes or within them.
fn holds_block(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match &node.kind {
        Kind::Code(_) | Kind::Container(_) => true,
        Kind::Element(element) => elements::is_block(&element.tag) || holds_block(&element.children),
        _ => false,
    })
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}

fn quote(kind: Option<BlockQuoteKind>) -> Element {
    let quote = Element::new("blockquote", Vec::new());
    let kind = match kind {
        None => return quote,
        Some(BlockQuoteKind::Note) => "note",
        Some(BlockQuoteKind::Tip) => "tip",
        Some(BlockQuoteKind::Important) => "important",
        Some(BlockQuoteKind::Warning) => "warning",
        Some(BlockQuoteKind::Caution) => "caution",
    };
    quote.with("callout", kind)
}
