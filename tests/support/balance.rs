//! Whether HTML is balanced: a judge of its own, which shares nothing with the compiler.

/// Elements without an inside.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// What is wrong with the nesting of the tags, if anything is.
pub fn fault(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let length = tag_length(rest)?;
        let tag = &rest[..length];
        rest = &rest[length..];
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len())];
        if tag.starts_with("</") {
            let last = open.pop();
            if last != Some(name) {
                return Some(format!("`{tag}` closes {last:?}"));
            }
        } else if !VOID.contains(&name) && !tag.ends_with("/>") {
            open.push(name);
            if matches!(name, "script" | "style") {
                rest = &rest[rest.find(&format!("</{name}>")).unwrap_or(rest.len())..];
            }
        }
    }
    (!open.is_empty()).then(|| format!("never closed: {open:?}"))
}

/// The length of the tag that the text begins with; quotes may hold `>`.
fn tag_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    Some(text.len())
}
