//! The definitions of links and footnotes, which belong to the file and serve all its slides.

use std::collections::BTreeMap;
use std::ops::Range;

/// One definition as the Markdown reader finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definition {
    /// `[label]: target "title"`.
    Link {
        /// The label.
        label: String,
        /// The address.
        target: String,
        /// The title; empty if there is none.
        title: String,
        /// Where it stands in the text.
        start: usize,
    },
    /// `[^label]: text`.
    Footnote {
        /// The label without the `^`.
        label: String,
        /// Where it stands in the text.
        range: Range<usize>,
    },
}

impl Definition {
    /// Where it begins.
    pub fn start(&self) -> usize {
        match self {
            Definition::Link { start, .. } => *start,
            Definition::Footnote { range, .. } => range.start,
        }
    }
}

/// All definitions of a file; of two with one label the first counts, as in CommonMark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Definitions {
    links: BTreeMap<String, (String, String)>,
    footnotes: BTreeMap<String, String>,
}

impl Definitions {
    /// Adds one that was found in `text`.
    pub fn add(&mut self, definition: Definition, text: &str) {
        match definition {
            Definition::Link { label, target, title, .. } => {
                self.links.entry(normal(&label)).or_insert((target, title));
            }
            Definition::Footnote { label, range } => {
                self.footnotes.entry(label).or_insert(text[range].to_owned());
            }
        }
    }

    /// The target and the title of a link.
    pub fn link(&self, label: &str) -> Option<(&str, &str)> {
        if self.links.is_empty() {
            return None;
        }
        self.links.get(&normal(label)).map(|(target, title)| (target.as_str(), title.as_str()))
    }

    /// The whole definition of a footnote, from its bracket on.
    pub fn footnote(&self, label: &str) -> Option<&str> {
        self.footnotes.get(label).map(String::as_str)
    }

    /// The labels of all footnotes.
    pub fn footnotes(&self) -> impl Iterator<Item = &str> {
        self.footnotes.keys().map(String::as_str)
    }
}

/// Labels match without case, and with any white space between their words.
/// <https://spec.commonmark.org/0.31.2/#matches>
fn normal(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
