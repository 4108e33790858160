//! Attributes at the end of a block: in braces after a blank, or in reveal's comment.

use std::ops::Range;

use super::Builder;
use crate::model::{Attributes, Kind, Node};
use crate::parse::{attributes, lines};
use crate::sources::TextMap;

impl Builder<'_, '_, '_> {
    /// Attributes after a blank at the end of the block that is open.
    pub(super) fn attributes_at_end(&mut self, range: Range<usize>) {
        let Some((open, read)) = self.trailing(range) else { return };
        self.comments.retain(|comment| comment.start != open);
        if let Some(frame) = self.frames.last_mut() {
            truncate(&mut frame.element.children, self.reader.text, self.reader.map, open);
            // In a list the item is meant, not its paragraph.
            let item = frame.element.tag == "p";
            match self.frames.as_mut_slice() {
                [.., item_frame, _]
                    if item
                        && item_frame.element.tag == "li"
                        && item_frame.element.children.iter().all(Node::is_blank) =>
                {
                    item_frame.element.attributes.merge(read);
                }
                [.., frame] => frame.element.attributes.merge(read),
                [] => {}
            }
        }
    }

    /// Attributes at the end of the text of a tight item.
    pub(super) fn item_attributes(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let ((count, end), start) = (frame.inline, frame.range.start);
        if count == 0 {
            return;
        }
        let Some((open, read)) = self.trailing(start..end) else { return };
        self.comments.retain(|comment| comment.start != open);
        if let Some(frame) = self.frames.last_mut() {
            let rest = frame.element.children.split_off(count);
            truncate(&mut frame.element.children, self.reader.text, self.reader.map, open);
            frame.element.children.extend(rest);
            frame.element.attributes.merge(read);
        }
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
        let read = (word == ".element:").then(|| self.reader.attributes(rest)).flatten()?;
        Some((range.start + open, read))
    }
}

/// Takes off the end of inline nodes what stands at or behind `open` in the text, and the blanks before it.
fn truncate(nodes: &mut Vec<Node>, text: &str, map: &TextMap, open: usize) {
    let at = map.offset(open);
    while nodes.last().is_some_and(|node| node.span.start as usize >= at) {
        nodes.pop();
    }
    while let Some(Node { span, kind: Kind::Text(last) }) = nodes.last_mut() {
        if span.end as usize > at {
            // The node's own text up to the brace: what is cut off is spelled in the source as it is in the node.
            let cut = span.end as usize - at;
            let keep = last.len().saturating_sub(cut);
            let keep = (0..=keep).rev().find(|at| last.is_char_boundary(*at)).unwrap_or(0);
            debug_assert!(text.len() >= open);
            last.truncate(keep);
            span.end = u32::try_from(at).unwrap_or(u32::MAX);
        }
        last.truncate(last.trim_end().len());
        if !last.is_empty() {
            return;
        }
        nodes.pop();
    }
}
