//! What is written under a table: attributes, and its caption, which is Markdown.

use std::ops::Range;

use super::PartsReader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Attributes, Node, Value};
use crate::parse::attributes;
use crate::sources::Span;

impl PartsReader<'_, '_> {
    /// Gives a block its attributes; a table's caption is Markdown.
    pub(super) fn dress(&mut self, block: &mut Node, mut read: Attributes) {
        if block.is("table")
            && let Some(Attribute { value: Value::Text(caption), span: Some(span), .. }) = read.take("caption")
        {
            let words = self.reader().words(&caption, span);
            self.put_caption(block, words, span);
        }
        if let Some(block) = block.attributes_mut() {
            block.merge(attributes::restored(read, self.values));
        }
    }

    /// `: caption {…}` belongs to the table above.
    pub(super) fn caption(&mut self, words: Range<usize>, attributes: Option<Range<usize>>, nodes: &mut [Node]) {
        let span = self.map.span(words.start - 2..words.end.max(words.start));
        let table = nodes.iter_mut().rev().find(|node| !node.is_blank()).filter(|block| block.is("table"));
        let Some(table) = table else {
            let message = "this caption belongs to no table: what stands above is none";
            let help = "a table has a line such as `|---|---|` under its head; for text write `\\:`";
            self.slide.diagnostics.add(Diagnostic::error(Code::AttributeApplies, span, message).help(help));
            return;
        };
        let caption = self.reader().inline(words);
        if !caption.is_empty() {
            self.put_caption(table, caption, span);
        }
        if let Some(read) = attributes.and_then(|range| attributes::parse(self.text, range, self.map)) {
            self.dress(table, read);
        }
    }

    fn put_caption(&mut self, table: &mut Node, words: Vec<Node>, span: Span) {
        let Some(children) = table.children_mut() else { return };
        if children.first().is_some_and(|first| first.is("caption")) {
            let message = "the table has a caption already";
            let found = Diagnostic::error(Code::DuplicateKey, span, message).help("keep one of the two");
            return self.slide.diagnostics.add(found);
        }
        children.insert(0, Node::element(span, "caption", words));
    }
}
