//! Attributes at the end of a block: in braces after a blank, or in reveal's comment.

use std::ops::Range;

use super::{Builder, Reader};
use crate::diagnostic::{Code as Kinds, Diagnostic};
use crate::model::{Attributes, Kind, Node};
use crate::parse::{attributes, lines};

impl Builder<'_, '_, '_> {
    /// Attributes after a blank at the end of the block that is open.
    pub(super) fn attributes_at_end(&mut self, range: Range<usize>) {
        let Some((open, read)) = self.all_trailing(range.clone()) else { return };
        if self.is_under_the_block(open, range.start) {
            return self.report_misplaced(&read);
        }
        let Some(frame) = self.frames.last_mut() else { return };
        truncate(&mut frame.element.children, &mut frame.places, self.reader, open);
        let empty = frame.element.children.iter().all(Node::is_blank);
        // In a list the item is meant, not its paragraph.
        let paragraph = frame.element.tag == "p";
        match self.frames.as_mut_slice() {
            [.., item, _]
                if paragraph
                    && matches!(item.element.tag.as_ref(), "li" | "dd")
                    && item.element.children.iter().all(Node::is_blank) =>
            {
                item.element.attributes.merge(read);
            }
            _ if paragraph && empty => self.report_misplaced(&read),
            [.., frame] => frame.element.attributes.merge(read),
            [] => {}
        }
    }

    /// Attributes at the end of the text of a tight item.
    pub(super) fn item_attributes(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let ((count, end), start) = (frame.inline, frame.range.start);
        if count == 0 {
            return;
        }
        let Some((open, read)) = self.all_trailing(start..end) else { return };
        if self.is_under_the_block(open, start + 1) {
            return self.report_misplaced(&read);
        }
        if let Some(frame) = self.frames.last_mut() {
            let rest = frame.element.children.split_off(count);
            let rest_places = frame.places.split_off(count);
            truncate(&mut frame.element.children, &mut frame.places, self.reader, open);
            frame.element.children.extend(rest);
            frame.places.extend(rest_places);
            frame.element.attributes.merge(read);
        }
    }

    /// Whether attributes at `open` stand first on a line that is indented less than the block that begins at `start`:
    /// they were meant for what is around it.
    fn is_under_the_block(&self, open: usize, start: usize) -> bool {
        let text = self.reader.text;
        let column = |at: usize| at - lines::line_start(text, at);
        let before = &text[lines::line_start(text, open)..open];
        let first = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        first && lines::line_start(text, open) > start && column(open) < column(start)
    }

    /// A line of attributes directly under a table in a list or a quote has become a row.
    pub(super) fn attributes_as_row(&mut self, row: Range<usize>) {
        let text = self.reader.text;
        let line = text[row.clone()].trim();
        if attributes::is_attribute_line(line) {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            let read = self.reader.attributes(start + 1..start + line.len() - 1).unwrap_or_default();
            self.report_misplaced(&read);
        }
    }

    /// Says that attributes in a list or a quote belong to nothing.
    pub(super) fn report_misplaced(&mut self, read: &Attributes) {
        let message = "these attributes belong to nothing";
        let help = "put them under the whole list or quote, not indented, or at the end of an item or a paragraph";
        let span = read.span.unwrap_or_default();
        self.reader.diagnostics.add(Diagnostic::error(Kinds::AttributeApplies, span, message).help(help));
    }

    /// The attributes that a block's text ends with, in one pair of braces or several, and where they begin.
    fn all_trailing(&mut self, range: Range<usize>) -> Option<(usize, Attributes)> {
        let (mut open, mut read) = self.trailing(range.clone())?;
        self.comments.retain(|comment| comment.start != open);
        while let Some((earlier, mut under)) = self.trailing(range.start..open) {
            self.comments.retain(|comment| comment.start != earlier);
            under.merge(read);
            (open, read) = (earlier, under);
        }
        Some((open, read))
    }

    /// The attributes that a block's text ends with, and where their brace is.
    pub(super) fn trailing(&self, range: Range<usize>) -> Option<(usize, Attributes)> {
        let text = self.reader.text;
        let block = text[range.clone()].trim_end().trim_end_matches('#').trim_end();
        let open = if block.ends_with('}') { block.rfind('{')? } else { return self.trailing_comment(range) };
        let before = &block[..open];
        let separate = before.is_empty() || before.ends_with([' ', '\t', '\n']);
        let inner = attributes::braces(&block[open..])?;
        if !separate || open + inner.end + 1 != block.len() {
            return None;
        }
        let start = range.start + open;
        Some((start, self.reader.attributes(start + inner.start..start + inner.end)?))
    }

    /// reveal's `<!-- .element: … -->` at the end of a block.
    pub(super) fn trailing_comment(&self, range: Range<usize>) -> Option<(usize, Attributes)> {
        let text = self.reader.text;
        let block = text[range.clone()].trim_end();
        let inner_end = block.strip_suffix("-->")?.len();
        let open = block[..inner_end].rfind("<!--")?;
        let inner = range.start + open + 4..range.start + inner_end;
        let (word, rest) = lines::comment_word(text, inner);
        let read = (word == ".element:").then(|| self.reader.comment_attributes(rest)).flatten()?;
        Some((range.start + open, read))
    }
}

/// Takes off the end of inline nodes what stands at or behind `open` in the text, and the blanks before it; `places` is
/// where they stand.
fn truncate(nodes: &mut Vec<Node>, places: &mut Vec<Range<usize>>, reader: &Reader<'_, '_>, open: usize) {
    let behind = places.iter().rposition(|place| place.start < open).map_or(0, |last| last + 1);
    nodes.truncate(behind);
    places.truncate(behind);
    while let (Some(Node { span, kind: Kind::Text(last) }), Some(place)) = (nodes.last_mut(), places.last()) {
        if place.end > open {
            let kept = last.strip_suffix(&reader.restore(&reader.text[open..place.end])).map_or(0, str::len);
            last.truncate(kept);
            *span = reader.span(place.start..open);
        }
        last.truncate(last.trim_end_matches([' ', '\t', '\n']).len());
        if !last.is_empty() {
            return;
        }
        nodes.pop();
        places.pop();
    }
}
