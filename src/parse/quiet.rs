//! What the Markdown parser would take for something that it is not in our language: replaced by as many other bytes,
//! so that every place stays what it is.

use std::borrow::Cow;

use super::lines::line_end;

/// Stands for a colon at the start of a line that is no definition of a list. No text of an author's has it: what
/// HTML cannot hold is shown as one character.
pub const COLON: u8 = 1;
/// What an author's own becomes.
const OTHER: u8 = 2;

/// The text for the Markdown parser: the bytes at `blanks`, which are ASCII, are blanks, and a line that begins with a
/// colon defines something only if a blank follows.
pub fn text<'t>(text: &'t str, start: usize, blanks: &[usize]) -> Cow<'t, str> {
    let colons = colons(text, start);
    if colons.is_empty() && blanks.is_empty() && !text.as_bytes().contains(&COLON) {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    bytes.iter_mut().filter(|byte| **byte == COLON).for_each(|byte| *byte = OTHER);
    colons.into_iter().for_each(|at| bytes[at] = COLON);
    blanks.iter().for_each(|at| bytes[*at] = b' ');
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The same with the colons that were replaced.
pub fn restore(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&COLON) { text.replace(char::from(COLON), ":").into() } else { text.into() }
}

/// Whether a byte is a colon of the author's, replaced or not.
pub fn is_colon(byte: u8) -> bool {
    matches!(byte, b':' | COLON)
}

/// Where colons stand first on their line, in lists and quotes too, with no blank behind them.
fn colons(text: &str, start: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        let marks = |character: char| character.is_ascii_digit() || " \t>*+-.)".contains(character);
        let rest = line.trim_start_matches(marks);
        if rest.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t', '\n']) && !is_under_head(rest)) {
            found.push(end - rest.len());
        }
        at = end;
    }
    found
}

/// Whether what follows a colon may be the line under a table's head: `:--`.
fn is_under_head(rest: &str) -> bool {
    rest.starts_with('-') && rest.trim_start_matches('-').chars().next().is_none_or(|next| " \t\n:|".contains(next))
}
