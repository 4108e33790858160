//! The values of a YAML slide to what stands in its slots.

use super::settings::{Entry, SettingsReader};
use super::slide::SlideReader;
use crate::diagnostic::{Code as Kinds, Diagnostic, nearest, or_list};
use crate::model::{Attribute, Attributes, Code, Element, Image, Kind, Node, Slot, Value as Written, elements};
use crate::sources::{Span, TextMap};
use crate::yaml::{Data, Key, Value};

/// The blocks that a mapping may be.
const BLOCKS: &[&str] = &["image", "code", "table", "quote", "video"];

/// The attributes that blocks have beside those of media and of every element.
const ATTRIBUTES: &[&str] = &[
    "width", "height", "fit", "step", "steps", "focus", "title", "caption", "start", "file", "diff", "src", "loading",
    "only", "except", "top", "right", "bottom", "left",
];

/// Takes settings, notes and slots from the entries of a mapping, whose places count from the slide's start when `shift`
/// is added.
pub fn entries(reader: &mut SlideReader<'_>, entries: &[Entry], shift: i64) {
    let metadata = reader.deck.metadata();
    let (settings, rest) = SettingsReader { shift, diagnostics: &mut reader.diagnostics, metadata }.slide(entries);
    reader.settings(settings);
    for (key, value) in rest {
        let slot = slot(reader, &key, &value, shift);
        match key.name.as_str() {
            "notes" => reader.slide.notes.extend(slot.nodes),
            // A stack's other slides were taken when the deck was cut.
            "slides" => {}
            _ => reader.slide.slots.push(slot),
        }
    }
}

/// Reads the value of a key that is no setting.
fn slot(reader: &mut SlideReader<'_>, key: &Key, value: &Value, shift: i64) -> Slot {
    let mut yaml = YamlSlide { reader, shift };
    let span = yaml.span(&key.range);
    // What is wrong in a template is said where the value is read as Markdown.
    let found = std::mem::take(&mut yaml.reader.diagnostics);
    let written = yaml.plain(value);
    yaml.reader.diagnostics = found;
    let nodes = match key.name.as_str() {
        "slides" => Vec::new(),
        _ => yaml.nodes(key, value),
    };
    Slot { name: key.name.clone(), span, is_key: true, written, nodes }
}

struct YamlSlide<'r, 'a> {
    reader: &'r mut SlideReader<'a>,
    shift: i64,
}

impl YamlSlide<'_, '_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        super::settings::shifted(self.shift, range)
    }

    fn wrong(&mut self, value: &Value, key: &Key, expected: &str) {
        let is = value.scalar().map_or(value.kind().to_owned(), |written| format!("`{written}`"));
        let message = format!("`{}` takes {expected}, but this is {is}", key.name);
        let span = self.span(if value.range.is_empty() { &key.range } else { &value.range });
        self.reader.diagnostics.add(Diagnostic::error(Kinds::WrongType, span, message));
    }

    fn nodes(&mut self, key: &Key, value: &Value) -> Vec<Node> {
        match &value.data {
            Data::Null => Vec::new(),
            Data::Text(text, map) => self.markdown(text, map),
            Data::Bool(_) | Data::Number(..) => {
                let span = self.span(&value.range);
                let text = Node::text(span, value.scalar().unwrap_or_default());
                vec![Node::element(span, "p", vec![text])]
            }
            Data::List(items) => vec![self.list(items, self.span(&value.range))],
            Data::Map(entries) => self.block(key, value, entries).into_iter().collect(),
        }
    }

    /// The text of a scalar that is no Markdown, with what a template fills in.
    fn plain(&mut self, value: &Value) -> Option<String> {
        let text = value.scalar()?;
        let map = match &value.data {
            Data::Text(_, map) => map.shifted(self.shift),
            _ => TextMap::linear(0),
        };
        Some(self.reader.plain(text, &map))
    }

    fn markdown(&mut self, text: &str, map: &TextMap) -> Vec<Node> {
        let map = map.shifted(self.shift);
        self.reader.text(text, 0, &map)
    }

    /// Inline Markdown of a scalar.
    fn inline(&mut self, value: &Value) -> Vec<Node> {
        self.line(value).0
    }

    /// Inline Markdown of a scalar, and the attributes at its end.
    fn line(&mut self, value: &Value) -> (Vec<Node>, Attributes) {
        let nodes = self.nodes(&Key { name: "text".to_owned(), range: value.range.clone() }, value);
        match <[Node; 1]>::try_from(nodes) {
            Ok([Node { kind: Kind::Element(element), .. }]) if element.tag == "p" => {
                (element.children, element.attributes)
            }
            Ok([node]) => (vec![node], Attributes::default()),
            Err(nodes) => (nodes, Attributes::default()),
        }
    }

    fn list(&mut self, items: &[Value], span: Span) -> Node {
        let mut made: Vec<Node> = Vec::new();
        for item in items {
            let item_span = self.span(&item.range);
            if let (Data::List(inner), Some(last)) = (&item.data, made.last_mut().and_then(Node::children_mut)) {
                last.push(self.list(inner, item_span));
                continue;
            }
            let nodes = self.nodes(&Key { name: "list".to_owned(), range: item.range.clone() }, item);
            let mut element = Element::new("li", Vec::new());
            for node in nodes {
                match node.kind {
                    // As in a tight list: an item's only paragraph is the item, and so are its attributes.
                    Kind::Element(paragraph) if paragraph.tag == "p" && element.children.is_empty() => {
                        element.attributes.merge(paragraph.attributes);
                        element.children.extend(paragraph.children);
                    }
                    _ => element.children.push(node),
                }
            }
            made.push(element.at(item_span));
        }
        Node::element(span, "ul", made)
    }

    /// A mapping: one block, named by its only key, or by the slot it stands in.
    fn block(&mut self, key: &Key, value: &Value, entries: &[Entry]) -> Option<Node> {
        let span = self.span(&value.range);
        let (kind, inner) = match entries {
            [(only, inner)] if BLOCKS.contains(&only.name.as_str()) => (only.clone(), inner),
            _ if BLOCKS.contains(&key.name.as_str()) => (key.clone(), value),
            _ if entries.iter().any(|(key, _)| key.name == "src") => {
                (Key { name: "image".to_owned(), range: key.range.clone() }, value)
            }
            _ => {
                let message = format!("`{}` holds a mapping that is no block", key.name);
                let names = entries.first().map(|(first, _)| first.name.as_str()).unwrap_or_default();
                let help = match nearest(names, BLOCKS.iter().copied()) {
                    Some(near) if near == names => {
                        format!("the rest goes into the block: `{near}: {{ … }}` stands alone in its mapping")
                    }
                    Some(near) => format!("write `{near}`"),
                    None => format!("a block is a mapping with one key: {}", or_list(BLOCKS.iter().copied())),
                };
                self.reader.diagnostics.add(Diagnostic::error(Kinds::WrongType, span, message).help(help));
                return None;
            }
        };
        match kind.name.as_str() {
            "image" => self.image(&kind, inner),
            // Written as Markdown does, where a film is a picture that moves.
            "video" if is_film(inner) => self.image(&kind, inner),
            "code" => self.code(&kind, inner),
            "table" => self.table(&kind, inner),
            "quote" => Some(self.quote(&kind, inner)),
            _ => self.video(&kind, inner),
        }
    }

    /// The entries of the mapping of a block `what` by name; others become attributes.
    fn fields<'v>(&mut self, what: &str, entries: &'v [Entry], known: &[&str]) -> (Vec<Option<&'v Value>>, Attributes) {
        let mut attributes = Attributes::default();
        let fields = known.iter().map(|name| entries.iter().find(|(key, _)| key.name == *name).map(|(_, value)| value));
        let fields = fields.collect();
        for (key, value) in entries.iter().filter(|(key, _)| !known.contains(&key.name.as_str())) {
            let span = self.span(&key.range);
            attributes.span.get_or_insert(span);
            let name = key.name.as_str();
            let own = || ATTRIBUTES.iter().chain(elements::OF_MEDIA).copied();
            let is_attribute = elements::is_global_attribute(name) || own().any(|known| known == name);
            let text = match &value.data {
                Data::List(names) if matches!(name, "only" | "except") => {
                    names.iter().map(Value::scalar).collect::<Option<Vec<_>>>().map(|names| names.join(","))
                }
                _ => value.scalar(),
            };
            let Some(text) = text.filter(|_| is_attribute) else {
                let message = format!("`{what}` has no `{name}`");
                let names = known.iter().copied().chain(own());
                let help = match nearest(name, names).filter(|_| !is_attribute) {
                    Some(near) => format!("write `{near}`"),
                    None => format!("it has {}, and attributes such as `class`", or_list(known.iter().copied())),
                };
                self.reader.diagnostics.add(Diagnostic::error(Kinds::UnknownKey, span, message).help(help));
                continue;
            };
            match key.name.as_str() {
                "class" => text.split_whitespace().for_each(|class| attributes.add_class(class.to_owned())),
                "id" => attributes.id = Some(Written::Text(text)),
                name => {
                    let name = name.to_owned().into();
                    attributes.put(Attribute { name, value: Written::Text(text), span: Some(span) });
                }
            }
        }
        (fields, attributes)
    }

    fn image(&mut self, key: &Key, value: &Value) -> Option<Node> {
        let span = self.span(&value.range);
        let (src, alt, title, attributes) = match &value.data {
            Data::Map(entries) => {
                let (fields, attributes) = self.fields(&key.name, entries, &["src", "alt", "title"]);
                let [src, alt, title] = fields[..] else { return None };
                let Some(src) = src.and_then(|src| self.plain(src)) else {
                    let message = "a picture needs `src:`, the path of its file";
                    let help = "write `image: { src: file.svg, alt: what it shows }`";
                    self.reader.diagnostics.add(Diagnostic::error(Kinds::WrongType, span, message).help(help));
                    return None;
                };
                let title = title.map(|title| self.inline(title)).unwrap_or_default();
                (src, self.words("alt", alt), title, attributes)
            }
            _ => (
                self.plain(value).or_else(|| {
                    self.wrong(value, key, "a path");
                    None
                })?,
                String::new(),
                Vec::new(),
                Attributes::default(),
            ),
        };
        Some(Node { span, kind: Kind::Image(Image { src, alt, title, attributes }) })
    }

    fn code(&mut self, key: &Key, value: &Value) -> Option<Node> {
        let span = self.span(&value.range);
        let mut code = Code {
            language: String::new(),
            language_span: span,
            lines: None,
            text: String::new(),
            attributes: Attributes::default(),
        };
        match &value.data {
            Data::Map(entries) => {
                let (fields, attributes) = self.fields("code", entries, &["language", "text", "lines"]);
                let [language, text, lines] = fields[..] else { return None };
                if let Some(language) = language {
                    code.language = language.scalar().unwrap_or_default();
                    code.language_span = self.span(&language.range);
                }
                code.text = text.and_then(|text| self.plain(text)).unwrap_or_default();
                code.lines = lines.and_then(Value::scalar);
                code.attributes = attributes;
            }
            _ => {
                code.text = self.plain(value).or_else(|| {
                    self.wrong(value, key, "code, or `language:` and `text:`");
                    None
                })?
            }
        }
        if !code.text.is_empty() && !code.text.ends_with('\n') {
            code.text.push('\n');
        }
        Some(Node { span, kind: Kind::Code(code) })
    }

    fn table(&mut self, key: &Key, value: &Value) -> Option<Node> {
        let span = self.span(&value.range);
        let Data::Map(entries) = &value.data else {
            self.wrong(value, key, "`head:` and `rows:`");
            return None;
        };
        let (fields, attributes) = self.fields("table", entries, &["head", "rows", "align", "caption", "widths"]);
        let [head, rows, align, caption, widths] = fields[..] else { return None };
        let align: Vec<String> =
            self.list_of("align", align).iter().map(|word| word.scalar().unwrap_or_default()).collect();
        let mut table = Element::new("table", Vec::new());
        table.attributes = attributes;
        if let Some(widths) = widths.filter(|widths| widths.data != Data::Null) {
            self.widths(widths, &mut table.attributes);
        }
        if let Some(caption) = caption.filter(|caption| caption.data != Data::Null) {
            let words = self.inline(caption);
            table.children.push(Node::element(self.span(&caption.range), "caption", words));
        }
        if let Some(head) = head {
            let cells = self.list_of("head", Some(head));
            let row = self.row(&cells, "th", &align, self.span(&head.range));
            table.children.push(Node::element(self.span(&head.range), "thead", vec![row]));
        }
        let mut made = Vec::new();
        for row in &self.list_of("rows", rows) {
            let cells = self.list_of("rows", Some(row));
            made.push(self.row(&cells, "td", &align, self.span(&row.range)));
        }
        let rows = made;
        if !rows.is_empty() {
            table.children.push(Node::element(span, "tbody", rows));
        }
        Some(table.at(span))
    }

    /// The widths of columns, a list or text, as the attribute that Markdown has for them.
    fn widths(&mut self, value: &Value, attributes: &mut Attributes) {
        let span = self.span(&value.range);
        let words = match &value.data {
            Data::List(widths) => widths.iter().map(|width| width.scalar().unwrap_or_default()).collect(),
            _ => match value.scalar() {
                Some(widths) => vec![widths],
                None => {
                    let key = Key { name: "widths".to_owned(), range: value.range.clone() };
                    return self.wrong(value, &key, "a list of numbers, such as `[40, 60]`");
                }
            },
        };
        attributes.span.get_or_insert(span);
        let value = Written::Text(words.join(","));
        attributes.put(Attribute { name: "widths".into(), value, span: Some(span) });
    }

    /// The items of a list in a block; an error if it is something else.
    fn list_of(&mut self, name: &str, value: Option<&Value>) -> Vec<Value> {
        match value.map(|value| (&value.data, value)) {
            Some((Data::List(values), _)) => values.clone(),
            None | Some((Data::Null, _)) => Vec::new(),
            Some((_, value)) => {
                let key = Key { name: name.to_owned(), range: value.range.clone() };
                self.wrong(value, &key, if name == "rows" { "lists of cells" } else { "a list" });
                Vec::new()
            }
        }
    }

    /// The text of a scalar in a block; an error if it is something else.
    fn words(&mut self, name: &str, value: Option<&Value>) -> String {
        let Some(value) = value.filter(|value| value.data != Data::Null) else { return String::new() };
        self.plain(value).unwrap_or_else(|| {
            self.wrong(value, &Key { name: name.to_owned(), range: value.range.clone() }, "text");
            String::new()
        })
    }

    fn row(&mut self, cells: &[Value], tag: &'static str, align: &[String], span: Span) -> Node {
        let mut row = Element::new("tr", Vec::new());
        for (column, cell) in cells.iter().enumerate() {
            let (children, attributes) = self.line(cell);
            let mut element = Element::new(tag, children);
            element.attributes = attributes;
            if tag == "th" {
                element.attributes.set("scope", "col");
            }
            match align.get(column).map(String::as_str) {
                Some("right") => element.attributes.add_class("align-right"),
                Some("center") => element.attributes.add_class("align-center"),
                Some("left") => element.attributes.add_class("align-left"),
                _ => {}
            }
            row.children.push(element.at(self.span(&cell.range)));
        }
        row.at(span)
    }

    fn quote(&mut self, key: &Key, value: &Value) -> Node {
        let span = self.span(&value.range);
        let mut quote = Element::new("blockquote", Vec::new());
        match &value.data {
            Data::Map(entries) => {
                let (fields, attributes) = self.fields("quote", entries, &["text", "by"]);
                quote.attributes = attributes;
                if let [text, by] = fields[..] {
                    quote.children = text.map(|text| self.nodes(key, text)).unwrap_or_default();
                    if let Some(by) = by {
                        let cite = Node::element(self.span(&by.range), "cite", self.inline(by));
                        quote.children.push(Node::element(self.span(&by.range), "p", vec![cite]));
                    }
                }
            }
            _ => quote.children = self.nodes(key, value),
        }
        quote.at(span)
    }

    fn video(&mut self, key: &Key, value: &Value) -> Option<Node> {
        let span = self.span(&value.range);
        let mut video = Element::new("video", Vec::new()).with("controls", "").with("preload", "none");
        match &value.data {
            Data::Map(entries) => {
                let (fields, attributes) = self.fields("video", entries, &["alt"]);
                video.attributes.merge(attributes);
                if let Some(alt) = fields.into_iter().flatten().next().and_then(Value::scalar) {
                    video.attributes.set("alt", alt);
                }
            }
            _ => {
                let src = value.scalar().or_else(|| {
                    self.wrong(value, key, "a path");
                    None
                })?;
                video.attributes.put(Attribute { name: "src".into(), value: Written::Text(src), span: Some(span) });
            }
        }
        Some(video.at(span))
    }
}

/// Whether a block names the file of a film.
fn is_film(value: &Value) -> bool {
    let src = match &value.data {
        Data::Map(entries) => entries.iter().find(|(key, _)| key.name == "src").and_then(|(_, src)| src.scalar()),
        _ => value.scalar(),
    };
    src.is_some_and(|src| elements::is_film(&src))
}
