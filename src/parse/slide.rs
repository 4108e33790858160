//! One slide's text to a [`Slide`]: front matter, parts, notes, footnotes.

mod tables;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::Around;
use super::attributes;
use super::definitions::Definitions;
use super::lines::{line_end, line_start};
use super::markdown::{Reader, Tree};
use super::parts::{self, Part};
use super::quiet;
use super::settings::{Entry, SettingsReader};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, or_list};
use crate::model::{Attributes, Container, DeckSettings, Element, Kind, Math, Node, Slide, SlideSettings, Slot, walk};
use crate::sources::{Span, TextMap};
use crate::template::{self, Values};
use crate::yaml;

/// Reads one slide.
pub struct SlideReader<'a> {
    pub deck: &'a DeckSettings,
    /// What holds for its section.
    section: &'a SlideSettings,
    pub definitions: &'a Definitions,
    pub diagnostics: Diagnostics,
    pub slide: Slide,
    /// The values for templates, if the slide is one.
    data: Option<Arc<serde_json::Map<String, serde_json::Value>>>,
}

impl<'a> SlideReader<'a> {
    /// A reader for a slide with these settings around it, in a file with these definitions.
    pub fn new(around: Around<'a>, definitions: &'a Definitions) -> SlideReader<'a> {
        let Around { deck, section, is_first } = around;
        let slide = Slide { is_first, ..Slide::default() };
        SlideReader { deck, section, definitions, diagnostics: Diagnostics::default(), slide, data: None }
    }

    /// Reads blocks of YAML at the head of a slide; `text` is the slide's source.
    pub fn front_matter(&mut self, text: &str, fronts: &[Range<usize>]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for front in fronts {
            let shift = i64::try_from(front.start).unwrap_or(0);
            let mut reader = SettingsReader { shift, diagnostics: &mut self.diagnostics, metadata: Default::default() };
            let read = match yaml::parse(&text[front.clone()]) {
                Ok(read) => read,
                Err(mistake) => {
                    reader.mistake(&mistake);
                    continue;
                }
            };
            match mapping(&read) {
                // Places count from the slide's start from here on.
                Some(read) => {
                    self.diagnostics.append(only_comments(front, &text[front.clone()], &read));
                    entries.extend(read.into_iter().map(|entry| moved(entry, shift)));
                }
                None => self.diagnostics.add(no_mapping(front, &text[front.clone()], &read)),
            }
        }
        entries
    }

    /// Takes the slide's settings; they may say that its texts are templates.
    pub fn settings(&mut self, settings: SlideSettings) {
        let section = settings.section.as_ref().map_or(self.section, |section| &section.settings);
        let template = settings.template.or(section.template).or(self.deck.defaults.template).or(self.deck.template);
        if template == Some(true) {
            self.data = Some(self.deck.data.clone());
        }
        self.slide.settings = settings;
    }

    /// Reads the Markdown from `body` on.
    pub fn body(&mut self, text: &str, body: usize) {
        let nodes = self.text(text, body, &TextMap::linear(0));
        if !nodes.is_empty() {
            let start = nodes.first().map_or(body, |node| node.span.start as usize);
            let span = Span::new(start..start);
            self.slide.slots.push(Slot { name: "body".to_owned(), span, is_key: false, written: None, nodes });
        }
    }

    /// Reads Markdown with everything that is ours in it; notes go where notes go.
    pub fn text(&mut self, text: &str, start: usize, map: &TextMap) -> Vec<Node> {
        let Some(data) = self.data.clone() else { return self.filled(text, start, map, &Values::default(), None) };
        match template::fill_slide(&text[start..], &*data) {
            Ok(filled) => {
                let outer = TextMap::linear(start).through(map);
                let through = filled.map.as_ref().map_or(outer.clone(), |inner| inner.through(&outer));
                let template = filled.map.as_ref().map(|map| Template { text: &text[start..], map });
                self.filled(&filled.text, 0, &through, &filled.values, template)
            }
            Err(mistake) => {
                self.mistake_in_template(text, start, map, mistake);
                Vec::new()
            }
        }
    }

    /// Text that is no Markdown, such as a path or code in YAML, with the values that it names.
    pub fn plain(&mut self, text: String, map: &TextMap) -> String {
        let Some(data) = self.data.clone() else { return text };
        match template::fill_slide(&text, &*data) {
            Ok(filled) => filled.values.restore(&filled.text),
            Err(mistake) => {
                self.mistake_in_template(&text, 0, map, mistake);
                text
            }
        }
    }

    fn mistake_in_template(&mut self, text: &str, start: usize, map: &TextMap, mistake: template::Mistake) {
        let at = start + mistake.offset;
        let rest = &text[at.min(text.len())..];
        let tag = rest.strip_prefix("{{").and_then(|rest| rest.split('\n').next()).and_then(|rest| rest.find("}}"));
        let end = tag.map(|end| at + end + 4);
        let end = end.or(rest.find(['\n', ' ']).map(|end| at + end)).unwrap_or(text.len());
        let mut diagnostic = Diagnostic::error(Code::BadTemplate, map.span(at..end), mistake.message);
        if let (Some(missing), Some(data)) = (mistake.missing, &self.data) {
            let names = data.keys().map(String::as_str);
            let mut inside = Vec::new();
            data.values().for_each(|value| names_in(value, 0, &mut inside));
            // A name that is there has nothing in it; why, was said.
            let near = nearest(&missing, names.clone().chain(inside)).filter(|near| *near != missing);
            diagnostic = diagnostic.help(match near {
                Some(near) => format!("write `{near}`"),
                None if data.contains_key(&missing) => format!("`{missing}` is there, and nothing is in it"),
                None => format!("there is {}; more is written under the deck's `data:`", or_list(names)),
            });
        }
        self.diagnostics.add(diagnostic);
    }

    fn filled(
        &mut self,
        text: &str,
        start: usize,
        map: &TextMap,
        values: &Values,
        template: Option<Template<'_>>,
    ) -> Vec<Node> {
        let before = std::mem::take(&mut self.diagnostics);
        let (parts, blanks) = parts::parts(text, start, map, &mut self.diagnostics);
        let quiet = quiet::text(text, start, &blanks);
        let mut parts_reader = PartsReader { written: text, text: &quiet, map, values, template, slide: self };
        let nodes = parts_reader.nodes(parts);
        let found = std::mem::replace(&mut self.diagnostics, before);
        for found in found.into_list() {
            let (message, help) = (values.restore(&found.message), values.restore(&found.help));
            self.diagnostics.add(Diagnostic { message, help, ..found });
        }
        nodes
    }

    /// Takes `slides:` out of a Markdown slide's keys: what it lists would be left out.
    pub fn no_slides_in_markdown(&mut self, entries: &mut Vec<Entry>) {
        for (key, _) in entries.extract_if(.., |(key, _)| key.name == "slides") {
            let message = "`slides:` has no meaning in Markdown: slides are separated by lines";
            let help = "begin the stack's next slide with a line `--`; files are listed in a `deck.yaml`";
            let span = Span::new(key.range);
            self.diagnostics.add(Diagnostic::error(Code::WrongPlace, span, message).help(help));
        }
    }

    /// Reads the footnotes that the slide refers to, and those that they refer to.
    pub fn finish(mut self) -> (Slide, Diagnostics) {
        let mut wanted = Vec::new();
        let mut seen = BTreeSet::new();
        for slot in &self.slide.slots {
            references(&slot.nodes, &mut wanted);
        }
        references(&self.slide.notes, &mut wanted);
        let mut index = 0;
        while let Some((label, span)) = wanted.get(index).cloned() {
            index += 1;
            let Some(definition) = self.definitions.footnote(&label).filter(|_| seen.insert(label.clone())) else {
                continue;
            };
            let text = footnote_text(definition);
            // The definition may stand on another slide; its findings are shown where it is used.
            let map = TextMap::from_points(vec![(0, span.start as usize)], span.end as usize);
            let nodes = self.text(&text, 0, &map);
            references(&nodes, &mut wanted);
            self.slide.footnotes.push((label, nodes));
        }
        (self.slide, self.diagnostics)
    }
}

/// Whether notes belong to a step.
fn is_of_step(attributes: &Attributes) -> bool {
    ["step", "fragment"].iter().any(|class| attributes.has_class(class))
        || ["step", "data-fragment-index"].iter().any(|name| attributes.get(name).is_some())
}

/// The names in a value of the data, in its first rows as well: within a loop they stand alone.
fn names_in<'d>(value: &'d serde_json::Value, depth: usize, names: &mut Vec<&'d str>) {
    match value {
        serde_json::Value::Array(rows) if depth < 4 => {
            rows.first().into_iter().for_each(|row| names_in(row, depth + 1, names));
        }
        serde_json::Value::Object(entries) if depth < 4 => {
            names.extend(entries.keys().map(String::as_str));
            entries.values().for_each(|value| names_in(value, depth + 1, names));
        }
        _ => {}
    }
}

/// The footnotes that nodes refer to, with the place of each reference.
fn references(nodes: &[Node], wanted: &mut Vec<(String, Span)>) {
    walk::each(nodes, &mut |node| match &node.kind {
        Kind::Footnote(label) => wanted.push((label.clone(), node.span)),
        Kind::Image(image) => references(&image.title, wanted),
        _ => {}
    });
}

/// A definition without its label, and without the blanks that its later lines are indented by.
fn footnote_text(definition: &str) -> String {
    let text = definition.split_once("]:").map_or("", |(_, text)| text);
    let dedent = |line: &str| line.strip_prefix("    ").or(line.strip_prefix('\t')).unwrap_or(line).to_owned();
    text.trim_start().split('\n').map(dedent).collect::<Vec<_>>().join("\n")
}

/// The entries of a mapping; nothing at all is an empty one.
pub fn mapping(value: &yaml::Value) -> Option<Vec<Entry>> {
    match &value.data {
        yaml::Data::Map(entries) => Some(entries.clone()),
        yaml::Data::Null => Some(Vec::new()),
        _ => None,
    }
}

/// What to say of front matter that is no mapping.
pub fn no_mapping(front: &Range<usize>, text: &str, value: &yaml::Value) -> Diagnostic {
    let first = text.len() - text.trim_start().len();
    let line = front.start + first..front.start + first + text.trim_start().lines().next().map_or(0, str::len);
    let message = format!("the text under this boundary is read as the slide's keys, but it is {}", value.kind());
    let help = "put a blank line after the boundary if text was meant; keys are written `key: value`";
    Diagnostic::error(Code::FrontMatter, Span::new(line), message).help(help)
}

/// What to say of front matter without keys in which a heading became a comment.
pub fn only_comments(front: &Range<usize>, text: &str, entries: &[Entry]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let comment = text.lines().find(|line| line.starts_with('#')).filter(|_| entries.is_empty());
    if let Some(comment) = comment {
        let start = front.start + (comment.as_ptr() as usize - text.as_ptr() as usize);
        let message = "in front matter this is a comment, and nothing else stands here";
        let help = "put a blank line after the boundary if a heading was meant";
        let span = Span::new(start..start + comment.len());
        found.add(Diagnostic::warning(Code::FrontMatter, span, message).help(help));
    }
    found
}

/// An entry whose places are `shift` bytes further on.
pub fn moved((mut key, mut value): Entry, shift: i64) -> Entry {
    let move_range = |range: &mut Range<usize>| *range = super::settings::shifted(shift, range).range();
    move_range(&mut key.range);
    yaml::each_mut(&mut value, &mut |value| {
        move_range(&mut value.range);
        match &mut value.data {
            yaml::Data::Text(_, map) => *map = map.shifted(shift),
            yaml::Data::Map(entries) => entries.iter_mut().for_each(|(key, _)| move_range(&mut key.range)),
            _ => {}
        }
    });
    (key, value)
}

/// What a text was before values were filled in.
#[derive(Clone, Copy)]
struct Template<'r> {
    text: &'r str,
    /// Leads from the filled text to this one.
    map: &'r TextMap,
}

/// Reads the parts of one text.
struct PartsReader<'r, 'a> {
    /// The text as it is written.
    written: &'r str,
    /// The text for the Markdown parser; places are the same.
    text: &'r str,
    map: &'r TextMap,
    values: &'r Values,
    template: Option<Template<'r>>,
    slide: &'r mut SlideReader<'a>,
}

impl PartsReader<'_, '_> {
    fn nodes(&mut self, parts: Vec<Part>) -> Vec<Node> {
        let mut tree = Tree::default();
        for part in parts {
            match part {
                Part::Text(range) => self.reader().read(range, &mut tree),
                Part::Attributes(range) => self.attributes(range, tree.siblings()),
                Part::Caption { words, attributes } => self.caption(words, attributes, tree.siblings()),
                Part::Container { header, inside, parts } => {
                    tree.siblings().extend(self.container(header, inside, parts));
                }
                Part::Math { tex, after } => tree.siblings().push(self.math(tex, after)),
                Part::NotesComment(range) => {
                    let text = &self.written[..range.end];
                    let notes = self.slide.filled(text, range.start, self.map, self.values, self.template);
                    self.slide.slide.notes.extend(notes);
                }
                Part::SlideComment(range) => self.slide_comment(range),
                Part::Notes(parts) => {
                    let notes = self.nodes(parts);
                    self.slide.slide.notes.extend(notes);
                }
            }
        }
        self.reader().finish(tree)
    }

    fn reader(&mut self) -> Reader<'_, '_> {
        Reader {
            text: self.text,
            map: self.map,
            values: self.values,
            definitions: self.slide.definitions,
            allow: self.slide.deck.allow,
            with_works: !self.slide.deck.bibliography.files.is_empty(),
            diagnostics: &mut self.slide.diagnostics,
            notes: &mut self.slide.slide.notes,
        }
    }

    fn attributes(&mut self, range: Range<usize>, nodes: &mut [Node]) {
        let read = match attributes::braces(&self.text[range.clone()]) {
            Some(inner) => attributes::parse(self.text, range.start + inner.start..range.start + inner.end, self.map),
            None => attributes::parse_html(self.text, range.clone(), self.map),
        };
        let block = nodes.iter_mut().rev().find(|node| !node.is_blank());
        let block = block.and_then(|block| block.attributes_mut().is_some().then_some(block));
        match (read, block) {
            (Some(read), Some(block)) => self.dress(block, read),
            _ => {
                let message = "these attributes belong to nothing";
                let help = "put them directly under a block, and write them as `.class`, `#id` or `key=value`";
                let found = Diagnostic::error(Code::AttributeApplies, self.map.span(range), message).help(help);
                self.slide.diagnostics.add(found);
            }
        }
    }

    fn container(&mut self, header: Range<usize>, inside: Range<usize>, parts: Vec<Part>) -> Option<Node> {
        let words = &self.text[header.clone()];
        let name_end =
            words.find(|character: char| character.is_whitespace() || character == '{').unwrap_or(words.len());
        let name_range = header.start..header.start + name_end;
        let rest = words[name_end..].trim_start();
        let rest_start = header.end - rest.len();
        let mut attributes = Attributes::default();
        if !rest.is_empty() {
            let inner = attributes::braces(rest).filter(|inner| rest[inner.end + 1..].trim().is_empty());
            let inner = inner.map(|inner| rest_start + inner.start..rest_start + inner.end);
            match inner.and_then(|inner| attributes::parse(self.text, inner, self.map)) {
                Some(read) => attributes = attributes::restored(read, self.values),
                None => {
                    let message = "a container's name is followed by attributes in braces or by nothing";
                    let help = "write for example `::: columns {.wide}`; text goes on the next line";
                    let span = self.map.span(rest_start..header.end);
                    self.slide.diagnostics.add(Diagnostic::error(Code::UnknownWord, span, message).help(help));
                }
            }
        }
        let mut name = self.values.restore(&self.text[name_range.clone()]);
        let anonymous = name.is_empty();
        if anonymous {
            name = attributes.classes.first().map(|class| class.to_string()).unwrap_or_default();
        }
        let name_span = self.map.span(if anonymous { header.clone() } else { name_range });
        let children = self.nodes(parts);
        match name.as_str() {
            "notes" => {
                attributes.take_class("notes");
                if is_of_step(&attributes) {
                    // Which one depends on where they are written.
                    let (name, anonymous) = ("notes".to_owned(), false);
                    let container = Container { name, anonymous, name_span, attributes, children };
                    return Some(Node { span: self.map.span(header), kind: Kind::Container(container) });
                }
                if attributes.is_empty() {
                    self.slide.slide.notes.extend(children);
                } else {
                    // Notes for some only.
                    let mut element = Element::new("div", children);
                    element.attributes = attributes;
                    self.slide.slide.notes.push(element.at(self.map.span(header)));
                }
                return None;
            }
            "note" if !anonymous => {
                let message = "`::: note` could be speaker notes or a callout";
                let help = "write `::: notes` for what the speaker reads, `::: callout-note` for a box on the slide";
                self.slide.diagnostics.add(Diagnostic::error(Code::UnknownContainer, name_span, message).help(help));
                return None;
            }
            // Whoever shows it wants the text itself.
            "example" => attributes.set("source", self.source(&header, inside)),
            _ => {}
        }
        let kind = Kind::Container(Container { name, anonymous, name_span, attributes, children });
        Some(Node { span: self.map.span(header), kind })
    }

    /// The lines inside a container as the author wrote them: before values were filled in, where the template leads back
    /// to both of its `:::` lines.
    fn source(&self, header: &Range<usize>, inside: Range<usize>) -> String {
        let template = self.template.and_then(|Template { text, map }| {
            let [open, close] = [line_start(self.written, header.start), inside.end].map(|at| map.offset(at));
            let is_fence = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(":::"));
            text.get(line_end(text, open.min(text.len()))..close).filter(|_| is_fence(open) && is_fence(close))
        });
        template.map_or_else(|| self.values.restore(&self.written[inside]), str::to_owned)
    }

    fn math(&mut self, tex: Range<usize>, after: Range<usize>) -> Node {
        let rest = self.text[after.clone()].trim();
        let start = rest.as_ptr() as usize - self.text.as_ptr() as usize;
        let inner = attributes::braces(rest).map(|inner| start + inner.start..start + inner.end);
        let read = inner.and_then(|inner| attributes::parse(self.text, inner, self.map)).unwrap_or_default();
        let span = self.map.span(tex.start.saturating_sub(2)..tex.end + 2);
        let tex_start = self.map.span(tex.clone()).start;
        let tex = self.values.restore_tex(&self.written[tex]);
        Node {
            span,
            kind: Kind::Math(Math {
                tex,
                tex_start,
                display: true,
                attributes: attributes::restored(read, self.values),
            }),
        }
    }

    fn slide_comment(&mut self, range: Range<usize>) {
        let read = attributes::parse_html(self.text, range.clone(), self.map);
        match read.map(|read| attributes::restored(read, self.values)) {
            Some(read) => SettingsReader::slide_comment(read, &mut self.slide.slide.settings),
            None => {
                let message = "`.slide:` is followed by attributes, such as `data-background-color=\"#123\"`";
                let span = self.map.span(range);
                self.slide.diagnostics.add(Diagnostic::error(Code::UnknownWord, span, message));
            }
        }
    }
}
