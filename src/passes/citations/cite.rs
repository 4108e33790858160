//! The short form of works in the text: `(Xu et al., 2018, p. 3)`, `Xu et al. [1]`.

use std::collections::BTreeMap;

use super::known::Known;
use super::{Citation, Item};
use crate::model::{Attribute, CitationStyle, Element, Node, Value};
use crate::sources::Span;

/// How citations are set on one slide.
pub struct Citer<'a> {
    /// The works that are cited, by their keys.
    pub known: &'a BTreeMap<String, Known>,
    /// The style.
    pub style: CitationStyle,
    /// Where the reference of a work stands, as seen from here.
    pub target: &'a dyn Fn(&str) -> Option<Value>,
    /// Whether it stands in a link already.
    pub in_link: bool,
    /// Where the citation is written.
    pub span: Span,
}

impl Citer<'_> {
    /// What a citation looks like.
    pub fn nodes(&self, citation: &Citation) -> Vec<Node> {
        let items: Vec<(&Item, &Known)> =
            citation.items.iter().filter_map(|item| Some((item, self.known.get(&item.key)?))).collect();
        match (self.style, citation.is_group, items.as_slice()) {
            (CitationStyle::AuthorDate, true, items) => self.dates(items),
            (CitationStyle::AuthorDate, false, [(item, known), ..]) => self.sentence(item, known),
            (_, true, items) => self.labels(items),
            (_, false, [(item, known), ..]) => {
                let mut nodes = self.names(&known.names, known);
                nodes.push(self.text(" "));
                nodes.extend(self.labels(&[(item, known)]));
                nodes
            }
            (_, false, []) => Vec::new(),
        }
    }

    /// `(see Xu et al., 2018, p. 3; Li, 2020a, 2020b)`.
    fn dates(&self, items: &[(&Item, &Known)]) -> Vec<Node> {
        let mut nodes = vec![self.text("(")];
        let mut last: Option<(&Item, &Known)> = None;
        for (item, known) in items {
            let is_again = last.is_some_and(|(before, there)| {
                there.names == known.names && before.after.is_empty() && item.before.is_empty() && !before.year_only
            });
            if last.is_some() && !item.is_joined {
                nodes.push(self.text(if is_again { ", " } else { "; " }));
            }
            nodes.extend(item.before.iter().cloned());
            let mut inside = Vec::new();
            if !is_again && !item.year_only {
                inside.extend(self.names(&known.short_names, known));
                inside.push(self.text(", "));
            }
            inside.push(self.text(&known.year));
            nodes.push(self.link(inside, item));
            nodes.extend(item.after.iter().cloned());
            last = Some((item, known));
        }
        nodes.push(self.text(")"));
        nodes
    }

    /// `Xu et al. (2018, p. 3)`, as part of a sentence.
    fn sentence(&self, item: &Item, known: &Known) -> Vec<Node> {
        let names = self.names(&known.names, known);
        if item.after.is_empty() {
            let year = self.text(&format!(" ({})", known.year));
            return vec![self.link(names.into_iter().chain([year]).collect(), item)];
        }
        let mut nodes = vec![self.link(names, item), self.text(&format!(" ({}", known.year))];
        nodes.extend(item.after.iter().cloned());
        nodes.push(self.text(")"));
        nodes
    }

    /// `[1, 4–6]`, `[XZH18, p. 3]`.
    fn labels(&self, items: &[(&Item, &Known)]) -> Vec<Node> {
        let is_plain = |item: &Item| item.before.is_empty() && item.after.is_empty() && item.attributes.is_empty();
        let mut items = items.to_vec();
        let are_numbers = self.style == CitationStyle::Numeric && items.iter().all(|(item, _)| is_plain(item));
        if are_numbers {
            items.sort_by_key(|(_, known)| known.place);
            items.dedup_by_key(|(_, known)| known.place);
        }
        let between = if items.iter().all(|(item, _)| is_plain(item)) { ", " } else { "; " };
        let mut nodes = vec![self.text("[")];
        let mut at = 0;
        while let Some((item, known)) = items.get(at) {
            if at > 0 && !item.is_joined {
                nodes.push(self.text(between));
            }
            nodes.extend(item.before.iter().cloned());
            nodes.push(self.link(vec![self.text(&known.label)], item));
            nodes.extend(item.after.iter().cloned());
            let follows = |(offset, (_, next)): &(usize, &(&Item, &Known))| next.place == known.place + offset;
            let run = items[at..].iter().enumerate().take_while(follows).count();
            if are_numbers && run > 2 {
                let (item, last) = items[at + run - 1];
                nodes.push(self.text("–"));
                nodes.push(self.link(vec![self.text(&last.label)], item));
                at += run - 1;
            }
            at += 1;
        }
        nodes.push(self.text("]"));
        nodes
    }

    fn names(&self, names: &str, known: &Known) -> Vec<Node> {
        let names = self.text(names);
        vec![if known.is_named_by_title { Node::element(self.span, "em", vec![names]) } else { names }]
    }

    fn link(&self, inside: Vec<Node>, item: &Item) -> Node {
        let mut link = Element::new("span", inside);
        if let Some(value) = (self.target)(&item.key).filter(|_| !self.in_link) {
            link.tag = "a".into();
            link.attributes.put(Attribute { name: "href".into(), value, span: None });
            link.attributes.set("role", "doc-biblioref");
        }
        link.attributes.merge(item.attributes.clone());
        link.at(self.span)
    }

    fn text(&self, text: &str) -> Node {
        Node::text(self.span, text)
    }
}
