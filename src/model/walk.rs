//! Visiting and replacing nodes.
//!
//! Trees are at most [`DEEPEST`] deep where they are built, so these walks may recurse.

use super::Node;

/// How deep nodes may be nested.
pub const DEEPEST: usize = 100;

/// Calls `visit` for every node, parents before what is inside them.
pub fn each<'a>(nodes: &'a [Node], visit: &mut impl FnMut(&'a Node)) {
    for node in nodes {
        visit(node);
        each(node.children(), visit);
    }
}

/// Whether any node is such a one: what few slides have costs the others no more than this.
pub fn any(nodes: &[Node], is_such: &impl Fn(&Node) -> bool) -> bool {
    nodes.iter().any(|node| is_such(node) || any(node.children(), is_such))
}

/// Whether any node is a container of one of these names.
pub fn holds_container(nodes: &[Node], names: &[&str]) -> bool {
    any(nodes, &|node| matches!(&node.kind, super::Kind::Container(one) if names.contains(&one.name.as_str())))
}

/// Calls `change` for every node, parents before what is inside them.
pub fn each_mut(nodes: &mut [Node], change: &mut impl FnMut(&mut Node)) {
    for node in nodes {
        change(node);
        if let Some(children) = node.children_mut() {
            each_mut(children, change);
        }
    }
}

/// Replaces every node by what `replace` makes of it (itself, others, nothing); what is inside a node comes first.
pub fn replace(nodes: &mut Vec<Node>, replace_one: &mut impl FnMut(Node, &mut Vec<Node>)) {
    let before = std::mem::take(nodes);
    nodes.reserve(before.len());
    for mut node in before {
        if let Some(children) = node.children_mut() {
            replace(children, replace_one);
        }
        replace_one(node, nodes);
    }
}

/// The text of nodes, as a reader hears it.
pub fn text(nodes: &[Node]) -> String {
    let mut text = String::new();
    each(nodes, &mut |node| match &node.kind {
        super::Kind::Text(characters) => text.push_str(characters),
        super::Kind::Math(math) => text.push_str(&math.tex),
        super::Kind::Image(image) => text.push_str(&image.alt),
        _ if node.is("br") => text.push(' '),
        _ => {}
    });
    text
}
