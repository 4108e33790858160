//! What several features ask of blocks.

use crate::model::{Kind, Node, elements};

/// Whether a node is a paragraph with nothing in it but pictures (at least one) and white space.
pub fn is_picture_paragraph(node: &Node) -> bool {
    let Some(element) = node.as_element().filter(|element| element.tag == "p") else { return false };
    let pictures = element.children.iter().filter(|child| matches!(child.kind, Kind::Image(_))).count();
    pictures > 0 && element.children.iter().all(|child| matches!(child.kind, Kind::Image(_)) || child.is_blank())
}

/// The level of a heading element.
pub fn heading_level(node: &Node) -> Option<u8> {
    match node.as_element()?.tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether a node cannot stand in a line of text.
pub fn is_block(node: &Node) -> bool {
    match &node.kind {
        Kind::Code(_) | Kind::Container(_) => true,
        Kind::Element(element) => elements::is_block(&element.tag),
        _ => false,
    }
}
