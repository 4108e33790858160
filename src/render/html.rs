//! Nodes to HTML; the only file that writes a tag or escapes a character.

use std::collections::BTreeSet;

use crate::model::elements::{is_block, is_handler, is_raw_text, is_void};
pub use crate::model::{ASSET_END, ASSET_START};
use crate::model::{AssetKey, Attributes, Element, Kind, Node, Value};

/// A picture of nothing, in place of one that is stored in the style.
const NOTHING: &str = "data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E";

/// Writes the nodes of one slide.
pub struct Writer<'a> {
    /// What local names begin with.
    pub prefix: &'a str,
    /// The pictures that are stored in the style.
    pub shared: &'a BTreeSet<AssetKey>,
    /// What is written so far.
    pub out: String,
    /// The scripts that the author wrote, for the policy: elements' text, and handlers.
    pub scripts: Vec<String>,
}

impl Writer<'_> {
    /// Writes nodes one after the other; blocks begin new lines.
    pub fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(text) => escape_text(text, &mut self.out),
            Kind::Markup(markup) => self.out.push_str(markup),
            Kind::Element(element) => self.element(element),
            // Every pass has run: nothing else is left but what a pass could not set, which was reported.
            Kind::Container(container) => self.nodes(&container.children),
            Kind::Code(code) => escape_text(&code.text, &mut self.out),
            Kind::Math(math) => escape_text(&math.tex, &mut self.out),
            Kind::Image(image) => escape_text(&image.alt, &mut self.out),
            Kind::Footnote(_) | Kind::Pause => {}
        }
    }

    fn element(&mut self, element: &Element) {
        let own_line = is_own_line(&element.tag);
        if own_line && !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push('<');
        self.out.push_str(&element.tag);
        self.attributes(&element.attributes);
        self.out.push('>');
        if !is_void(&element.tag) {
            if is_raw_text(&element.tag) {
                self.raw_text(element);
            } else {
                self.nodes(&element.children);
            }
            self.out.push_str("</");
            self.out.push_str(&element.tag);
            self.out.push('>');
        }
        if own_line {
            self.out.push('\n');
        }
    }

    /// A script or a style: its text is what stands there, up to its end tag.
    fn raw_text(&mut self, element: &Element) {
        let text = crate::model::walk::text(&element.children);
        if element.tag == "script" {
            self.scripts.push(text.clone());
        }
        self.out.push_str(&text);
    }

    /// Writes attributes, each with a blank before it.
    pub fn attributes(&mut self, attributes: &Attributes) {
        if let Some(id) = &attributes.id {
            self.attribute("id", id);
        }
        let shared = attributes.others.iter().find_map(|attribute| match attribute.value {
            Value::Asset(key) if attribute.name == "src" && self.shared.contains(&key) => Some(key),
            _ => None,
        });
        if !attributes.classes.is_empty() || shared.is_some() {
            let mut classes = attributes.classes.join(" ");
            if let Some(key) = shared {
                classes = format!("{classes} asset-{key}").trim_start().to_owned();
            }
            self.attribute("class", &Value::Text(classes));
        }
        for attribute in &attributes.others {
            if let (Value::Text(text), true) = (&attribute.value, is_handler(&attribute.name)) {
                self.scripts.push(text.clone());
            }
            match (shared, attribute.name.as_ref()) {
                (Some(_), "src") => self.attribute("src", &Value::Text(NOTHING.to_owned())),
                _ => self.attribute(&attribute.name, &attribute.value),
            }
        }
    }

    /// Writes one attribute.
    pub fn attribute(&mut self, name: &str, value: &Value) {
        // Names come from the author, too: what would end the name ends the attribute.
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>/=".contains(c)) {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        if matches!(value, Value::Text(text) if text.is_empty() && is_flag(name)) {
            return;
        }
        self.out.push_str("=\"");
        match value {
            Value::Text(text) => escape_attribute(text, &mut self.out),
            Value::Asset(key) => {
                self.out.push(ASSET_START);
                self.out.push_str(&key.to_string());
                self.out.push(ASSET_END);
            }
            Value::Local(id) => escape_attribute(&format!("{}-{id}", self.prefix), &mut self.out),
            Value::LocalLink(id) => escape_attribute(&format!("#{}-{id}", self.prefix), &mut self.out),
            Value::LocalUrl(id) => escape_attribute(&format!("url(#{}-{id})", self.prefix), &mut self.out),
        }
        self.out.push('"');
    }
}

/// Elements that begin a line of their own, for readers of the source.
fn is_own_line(tag: &str) -> bool {
    is_block(tag) || matches!(tag, "li" | "caption" | "colgroup" | "tr" | "thead" | "tbody" | "dt" | "dd")
}

/// Attributes that say something by being there.
fn is_flag(name: &str) -> bool {
    matches!(
        name,
        "disabled"
            | "checked"
            | "controls"
            | "autoplay"
            | "loop"
            | "muted"
            | "open"
            | "reversed"
            | "hidden"
            | "inert"
            | "playsinline"
            | "data-auto-animate"
            | "data-autoplay"
            | "data-preview-image"
            | "data-preview-video"
            | "data-preview-link"
            | "data-background-video-loop"
            | "data-background-video-muted"
            | "data-background-interactive"
            | "itemscope"
            | "allowfullscreen"
    )
}

/// Text as HTML. Control characters, which HTML cannot hold and which mark places in the page, are shown as U+FFFD.
pub fn escape_text(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}

/// The value of an attribute as HTML; control characters as in [`escape_text`].
pub fn escape_attribute(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}
