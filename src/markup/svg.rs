//! A drawing (SVG) to nodes, so that it can stand in a slide; the only file that knows quick-xml.
//!
//! What may stand in a slide is let through by name: shapes, text, paint, filters. Scripts, handlers, foreign content and
//! links to other files stay out and are named. Ids become local to the drawing, and so do the references to them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::model::walk::DEEPEST;
use crate::model::{Attribute, Element, Kind, Node, Value, elements};
use crate::sources::Span;

/// A drawing that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Its `<svg>`.
    pub root: Element,
    /// What was left out, each kind once, as it can be said: `<script>`, the handler `onclick`.
    pub left_out: BTreeSet<String>,
}

/// Why a text is no drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// The byte where.
    pub offset: usize,
}

/// The attribute under which a part's name among the layers of a drawing program is kept.
pub const LAYER: &str = "layer";

/// What may stand in a drawing.
/// <https://www.w3.org/TR/SVG2/eltindex.html>
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// What programs write for themselves, and nobody misses.
const OF_PROGRAMS: &[&str] = &["metadata"];

/// Reads a drawing. Every node stands at `span`; ids begin with `prefix`, so that two drawings of a slide keep theirs apart.
///
/// # Errors
/// If the text is not well-formed, is nested too deeply, or is no SVG.
pub fn parse(text: &str, prefix: &str, span: Span) -> Result<Drawing, Mistake> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut builder = Builder { prefix, span, open: Vec::new(), root: None, hidden: 0, left_out: BTreeSet::new() };
    loop {
        let offset = |reader: &Reader<&[u8]>| usize::try_from(reader.error_position()).unwrap_or(0);
        let event =
            reader.read_event().map_err(|error| Mistake { message: error.to_string(), offset: offset(&reader) })?;
        let here = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let mistake = |message: String| Mistake { message, offset: here };
        match event {
            Event::Start(start) => builder.start(&start).map_err(mistake)?,
            Event::Empty(start) => {
                builder.start(&start).map_err(mistake)?;
                builder.end();
            }
            Event::End(_) => builder.end(),
            Event::Text(text) => builder.text(&text.xml10_content()),
            Event::CData(text) => builder.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => predefined(&reference.xml10_content()),
                    Err(_) => None,
                };
                let character = character.ok_or_else(|| mistake(format!("`&{};` stands for nothing", &*reference)))?;
                builder.text(character.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some(open) = builder.open.last() {
        return Err(Mistake { message: format!("`<{}>` is not closed", open.tag), offset: text.len() });
    }
    match builder.root {
        Some(root) if root.tag == "svg" => Ok(Drawing { root, left_out: builder.left_out }),
        _ => Err(Mistake { message: "there is no `<svg>`".to_owned(), offset: 0 }),
    }
}

/// The entities that XML knows without a declaration.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

struct Builder<'a> {
    prefix: &'a str,
    span: Span,
    open: Vec<Element>,
    root: Option<Element>,
    /// How deep the reader stands in something that is left out.
    hidden: usize,
    left_out: BTreeSet<String>,
}

impl Builder<'_> {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        let qualified = start.name().0;
        let name = qualified.strip_prefix("svg:").unwrap_or(qualified);
        let known = ELEMENTS.iter().find(|element| **element == name);
        let Some(name) = known.filter(|_| self.hidden == 0 && (self.root.is_none() || !self.open.is_empty())) else {
            if self.hidden == 0 && !qualified.contains(':') && !OF_PROGRAMS.contains(&name) {
                self.left_out.insert(format!("`<{name}>`"));
            }
            self.hidden += 1;
            return Ok(());
        };
        if self.open.len() >= DEEPEST / 2 {
            return Err(format!("elements are nested deeper than {}", DEEPEST / 2));
        }
        let mut element = Element::new(*name, Vec::new());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            self.attribute(&mut element, attribute.key.0, &value);
        }
        self.open.push(element);
        Ok(())
    }

    fn attribute(&mut self, element: &mut Element, name: &str, value: &str) {
        let name = match name {
            "xlink:href" => "href",
            "inkscape:label" => LAYER,
            name => name,
        };
        match name {
            "id" => element.attributes.id = Some(Value::Local(self.local(value))),
            "class" => value.split_whitespace().for_each(|class| element.attributes.add_class(class.to_owned())),
            // Namespaces are HTML's business here; what others mark with theirs is for their programs.
            _ if name == "xmlns" || name.contains(':') => {}
            _ if elements::is_handler(name) => {
                self.left_out.insert(format!("the handler `{name}`"));
            }
            "href" => match value.strip_prefix('#') {
                Some(id) => self.put(element, name, Value::LocalLink(self.local(id))),
                None if element.tag == "image" && value.starts_with("data:image/") => {
                    self.put(element, name, Value::Text(value.to_owned()));
                }
                None => {
                    self.left_out.insert(format!("the link to `{}`", value.chars().take(60).collect::<String>()));
                }
            },
            _ => match local_url(value) {
                Some(id) => self.put(element, name, Value::LocalUrl(self.local(id))),
                None if value.contains("url(") => {
                    self.left_out.insert(format!("`{name}=\"{}\"`", value.chars().take(60).collect::<String>()));
                }
                None => self.put(element, name, Value::Text(value.to_owned())),
            },
        }
    }

    fn put(&self, element: &mut Element, name: &str, value: Value) {
        element.attributes.put(Attribute { name: Cow::Owned(name.to_owned()), value, span: None });
    }

    fn local(&self, id: &str) -> String {
        format!("{}-{id}", self.prefix)
    }

    fn end(&mut self) {
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        let Some(mut element) = self.open.pop() else { return };
        if element.tag == "style" {
            self.scope(&mut element);
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element.at(self.span)),
            None => self.root = Some(element),
        }
    }

    /// A drawing's style holds for the drawing alone.
    fn scope(&mut self, style: &mut Element) {
        let css = crate::model::walk::text(&style.children);
        let lower = css.to_ascii_lowercase();
        if ["url(", "@import", "@font-face", "</style"].iter().any(|word| lower.contains(word)) {
            self.left_out.insert("a `<style>` that names other files".to_owned());
            style.children.clear();
        } else if !css.trim().is_empty() {
            let css = css.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            style.children = vec![Node::text(self.span, format!("@scope {{\n{css}\n}}"))];
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut().filter(|_| self.hidden == 0) else { return };
        let is_read = matches!(parent.tag.as_ref(), "text" | "tspan" | "textPath" | "style" | "title" | "desc");
        if !is_read || text.is_empty() {
            return;
        }
        // Lines of the source are no lines of the drawing.
        let text = if parent.tag == "style" { text.to_owned() } else { text.replace(['\n', '\r', '\t'], " ") };
        match parent.children.last_mut().map(|last| &mut last.kind) {
            Some(Kind::Text(before)) => before.push_str(&text),
            _ => parent.children.push(Node::text(self.span, text)),
        }
    }
}

/// The id in an attribute that is `url(#id)`.
fn local_url(value: &str) -> Option<&str> {
    let inside = value.trim().strip_prefix("url(")?.strip_suffix(')')?;
    inside.trim().trim_matches(['"', '\'']).strip_prefix('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(svg: &str) -> Result<Drawing, Mistake> {
        parse(svg, "1", Span::default())
    }

    #[test]
    fn ids_are_local_and_so_are_references() {
        let svg = "<svg xmlns='x'><g id='a' fill='url(#p)' inkscape:label='A'><use xlink:href='#a'/></g></svg>";
        let root = read(svg).expect("a drawing").root;
        let Some(group) = root.children[0].as_element() else { panic!("a group: {root:?}") };
        assert_eq!(group.attributes.id, Some(Value::Local("1-a".to_owned())));
        assert_eq!(group.attributes.others[0].value, Value::LocalUrl("1-p".to_owned()));
        assert_eq!(group.attributes.get(LAYER), Some("A"));
        let Some(used) = group.children[0].as_element() else { panic!("a use: {root:?}") };
        assert_eq!(used.attributes.others[0].value, Value::LocalLink("1-a".to_owned()));
    }

    #[test]
    fn what_could_run_or_reach_out_is_left_out_and_said() {
        let svg = "<svg onload='x()'><script>y()</script><foreignObject><p>z</p></foreignObject><metadata>m</metadata>\
                   <image href='http://x/y.png'/><use href='other.svg#a'/><rect filter='url(http://x)'/>\
                   <style>@import 'x'</style></svg>";
        let drawing = read(svg).expect("a drawing");
        let said: Vec<&str> = drawing.left_out.iter().map(String::as_str).collect();
        let expected = [
            "`<foreignObject>`",
            "`<script>`",
            "`filter=\"url(http://x)\"`",
            "a `<style>` that names other files",
            "the handler `onload`",
            "the link to `http://x/y.png`",
            "the link to `other.svg#a`",
        ];
        assert_eq!(said, expected);
        let tags: Vec<_> = drawing.root.children.iter().filter_map(Node::as_element).map(|one| &*one.tag).collect();
        assert_eq!(tags, ["image", "use", "rect", "style"]);
    }

    #[test]
    fn text_keeps_its_words_and_styles_their_drawing() {
        let svg = "<svg>\n<style>.a { fill: red }</style>\n<text>a &lt; <tspan>b</tspan>&#x3b1;\nc</text></svg>";
        let root = read(svg).expect("a drawing").root;
        assert_eq!(crate::model::walk::text(&root.children), "@scope {\n.a { fill: red }\n}a < bα c");
    }

    #[test]
    fn what_is_no_drawing_is_a_mistake() {
        for (svg, message) in [
            ("<svg><g></svg>", "expected `</g>`"),
            ("<svg><g>", "not closed"),
            ("<p/>", "there is no `<svg>`"),
            ("", "there is no `<svg>`"),
            ("<svg>&nope;</svg>", "`&nope;` stands for nothing"),
            ("<svg a='1' a='2'/>", "duplicate"),
        ] {
            let mistake = read(svg).expect_err(svg);
            assert!(mistake.message.contains(message), "{svg}: {}", mistake.message);
        }
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(60), "</g>".repeat(60));
        assert!(read(&deep).expect_err("too deep").message.contains("deeper than 50"));
    }
}
