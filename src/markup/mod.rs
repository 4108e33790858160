//! HTML and SVG text to nodes: tags and text with their places, what may stand in what, what is let through.
//!
//! In: markup that an author or a renderer wrote. Out: tokens, and the rules of HTML that keep a tree of them valid.
//! Nothing else makes nodes from markup, and nothing here writes any.

pub mod html;
pub mod svg;
