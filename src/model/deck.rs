//! A slide and its parts.

use super::{Node, SlideSettings};
use crate::sources::Span;

/// How a slide follows the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// To the right of it.
    #[default]
    Right,
    /// Below it, in one stack.
    Below,
}

/// A slide that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// Whether the deck begins with it.
    pub is_first: bool,
    /// What the author says about it.
    pub settings: SlideSettings,
    /// Its parts, in the order of writing.
    pub slots: Vec<Slot>,
    /// What the speaker reads.
    pub notes: Vec<Node>,
    /// The footnotes it refers to, by label, in the order of the references.
    pub footnotes: Vec<(String, Vec<Node>)>,
}

/// One part of a slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Which part.
    pub name: String,
    /// Where the name stands; for text without a name, where it begins.
    pub span: Span,
    /// Whether a key of the slide filled it; else it is the slide's text.
    pub is_key: bool,
    /// A plain YAML string as written: a path for an image slot.
    pub written: Option<String>,
    /// The blocks.
    pub nodes: Vec<Node>,
}
