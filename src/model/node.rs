//! The closed set of things that stand on a slide.

use std::borrow::Cow;

use super::AssetKey;
use crate::sources::Span;

/// One thing on a slide and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands in its slide's source.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is. The parser makes all kinds; after the passes only text, elements and markup are left.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Characters, not yet escaped.
    Text(String),
    /// An HTML, SVG or MathML element.
    Element(Element),
    /// Finished, balanced HTML that a renderer of ours made: a formula.
    Markup(String),
    /// A `:::` container that nobody has claimed yet.
    Container(Container),
    /// A block of code.
    Code(Code),
    /// A formula.
    Math(Math),
    /// A picture.
    Image(Image),
    /// A reference to a footnote of the file, by its label.
    Footnote(String),
    /// A paragraph `. . .`: everything after it in its container is a step.
    Pause,
}

/// An element: a name, attributes and what is inside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// The name in lower case, or as SVG and MathML spell it.
    pub tag: Cow<'static, str>,
    /// Its attributes.
    pub attributes: Attributes,
    /// What is inside.
    pub children: Vec<Node>,
}

/// `::: name {…}` up to its `:::`.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// The name, or the first class of `::: {.name}`; empty if there is none.
    pub name: String,
    /// Whether the name was written as `::: {.name}`, which may be any name.
    pub anonymous: bool,
    /// Where the name stands.
    pub name_span: Span,
    /// The attributes that follow the name.
    pub attributes: Attributes,
    /// What is inside.
    pub children: Vec<Node>,
}

/// A fenced or indented block of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The language's name as written; empty if none is.
    pub language: String,
    /// Where the language's name stands.
    pub language_span: Span,
    /// The line numbers to highlight, step by step, as written between braces: `1-3|5|all`.
    pub lines: Option<String>,
    /// The code, ending with a line end unless empty.
    pub text: String,
    /// `{.class key=value}` and `key="value"` of the fence's first line.
    pub attributes: Attributes,
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Math {
    /// What stands between the dollar signs.
    pub tex: String,
    /// Where the first byte of `tex` stands.
    pub tex_start: u32,
    /// Whether it stands on a line of its own.
    pub display: bool,
    /// Its attributes.
    pub attributes: Attributes,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The path or address as written.
    pub src: String,
    /// The alternative text.
    pub alt: String,
    /// The title, inline nodes; empty if there is none.
    pub title: Vec<Node>,
    /// Its attributes.
    pub attributes: Attributes,
}

/// The attributes of an element: an id, classes, and the rest in the order of writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    /// The id.
    pub id: Option<Value>,
    /// The classes, in order, each once.
    pub classes: Vec<Cow<'static, str>>,
    /// The others, each name once.
    pub others: Vec<Attribute>,
    /// Where the author wrote them, if they did.
    pub span: Option<Span>,
}

/// One attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: Value,
    /// Where the author wrote it; `None` if a pass made it.
    pub span: Option<Span>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Characters, not yet escaped.
    Text(String),
    /// The address of an asset.
    Asset(AssetKey),
    /// A name that is unique in its slide only; the slide's id makes it unique in the deck.
    Local(String),
    /// A link to such a name.
    LocalLink(String),
    /// Such a name as paint: `url(#name)`.
    LocalUrl(String),
}

impl Node {
    /// Characters.
    pub fn text(span: Span, text: impl Into<String>) -> Node {
        Node { span, kind: Kind::Text(text.into()) }
    }

    /// An element without attributes.
    pub fn element(span: Span, tag: impl Into<Cow<'static, str>>, children: Vec<Node>) -> Node {
        Node { span, kind: Kind::Element(Element::new(tag, children)) }
    }

    /// The element, if it is one.
    pub fn as_element(&self) -> Option<&Element> {
        if let Kind::Element(element) = &self.kind { Some(element) } else { None }
    }

    /// The element, if it is one, to be changed.
    pub fn as_element_mut(&mut self) -> Option<&mut Element> {
        if let Kind::Element(element) = &mut self.kind { Some(element) } else { None }
    }

    /// Whether it is an element of that name.
    pub fn is(&self, tag: &str) -> bool {
        self.as_element().is_some_and(|element| element.tag == tag)
    }

    /// Whether it is text of nothing but white space; a blank that does not break is more than that.
    pub fn is_blank(&self) -> bool {
        matches!(&self.kind, Kind::Text(text) if text.trim_ascii().is_empty())
    }

    /// The attributes, if it can have any.
    pub fn attributes_mut(&mut self) -> Option<&mut Attributes> {
        match &mut self.kind {
            Kind::Element(element) => Some(&mut element.attributes),
            Kind::Container(container) => Some(&mut container.attributes),
            Kind::Code(code) => Some(&mut code.attributes),
            Kind::Math(math) => Some(&mut math.attributes),
            Kind::Image(image) => Some(&mut image.attributes),
            Kind::Text(_) | Kind::Markup(_) | Kind::Footnote(_) | Kind::Pause => None,
        }
    }

    /// What is inside, to be changed; nothing for what has no inside.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Node>> {
        match &mut self.kind {
            Kind::Element(element) => Some(&mut element.children),
            Kind::Container(container) => Some(&mut container.children),
            _ => None,
        }
    }

    /// What is inside; nothing for what has no inside.
    pub fn children(&self) -> &[Node] {
        match &self.kind {
            Kind::Element(element) => &element.children,
            Kind::Container(container) => &container.children,
            _ => &[],
        }
    }
}

impl Element {
    /// An element without attributes.
    pub fn new(tag: impl Into<Cow<'static, str>>, children: Vec<Node>) -> Element {
        Element { tag: tag.into(), attributes: Attributes::default(), children }
    }

    /// The same with a class.
    pub fn class(mut self, class: impl Into<Cow<'static, str>>) -> Element {
        self.attributes.add_class(class);
        self
    }

    /// The same with an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Element {
        self.attributes.set(name, value);
        self
    }

    /// The node that this is at `span`.
    pub fn at(self, span: Span) -> Node {
        Node { span, kind: Kind::Element(self) }
    }
}

impl Attributes {
    /// Adds a class, once.
    pub fn add_class(&mut self, class: impl Into<Cow<'static, str>>) {
        let class = class.into();
        if !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }

    /// Whether the class is there.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|there| there == class)
    }

    /// Removes a class and says whether it was there.
    pub fn take_class(&mut self, class: &str) -> bool {
        let before = self.classes.len();
        self.classes.retain(|there| there != class);
        self.classes.len() < before
    }

    /// The text of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.others.iter().find(|attribute| attribute.name == name).and_then(|attribute| match &attribute.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Sets an attribute, in place of one of that name.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.put(Attribute { name: name.into(), value: Value::Text(value.into()), span: None });
    }

    /// Sets an attribute, in place of one of that name.
    pub fn put(&mut self, attribute: Attribute) {
        match self.others.iter_mut().find(|there| there.name == attribute.name) {
            Some(there) => *there = attribute,
            None => self.others.push(attribute),
        }
    }

    /// Takes an attribute out.
    pub fn take(&mut self, name: &str) -> Option<Attribute> {
        let index = self.others.iter().position(|attribute| attribute.name == name)?;
        Some(self.others.remove(index))
    }

    /// Takes the text of an attribute out.
    pub fn take_text(&mut self, name: &str) -> Option<String> {
        self.take(name).and_then(|attribute| match attribute.value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Lays `over` over these: its id and attributes win, its classes are added.
    pub fn merge(&mut self, over: Attributes) {
        self.id = over.id.or_else(|| self.id.take());
        over.classes.into_iter().for_each(|class| self.add_class(class));
        over.others.into_iter().for_each(|attribute| self.put(attribute));
        self.span = over.span.or(self.span);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.others.is_empty()
    }
}
