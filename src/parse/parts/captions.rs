//! `: caption {…}` under a table: the Markdown parser would take it for a row.

use std::ops::Range;

use crate::parse::attributes::is_attribute_line;
use crate::parse::lines::{Inside, Line, is_indented};

/// Whether a row of a table stands above: directly, over attributes, or over one blank line.
pub fn is_under_table(text: &str, lines: &[Line], index: usize) -> bool {
    let mut blanks = 0;
    for line in lines[..index].iter().rev() {
        let content = &text[line.range.clone()];
        if line.inside != Inside::Open {
            return false;
        } else if content.trim().is_empty() && blanks == 0 {
            blanks += 1;
        } else if !is_attribute_line(content.trim_end()) {
            return !is_indented(content) && content.trim_start().starts_with('|');
        }
    }
    false
}

/// The caption that begins at a line: its words, the inside of the braces behind them, and the line behind it all. Lines
/// that go on with its sentence belong to it.
pub fn read(text: &str, lines: &[Line], index: usize) -> (Range<usize>, Option<Range<usize>>, usize) {
    let goes_on = |line: &&Line| {
        let content = text[line.range.clone()].trim_end();
        let first = content.trim_start().chars().next();
        line.inside == Inside::Open
            && first.is_some_and(|first| !"#>|:<-*+".contains(first))
            && !is_attribute_line(content)
    };
    let next = index + 1 + lines[index + 1..].iter().take_while(goes_on).count();
    let start = lines[index].range.start;
    let whole = text[start..lines[next - 1].range.end].trim_end();
    let words = start + 2..start + whole.len().max(2);
    let written = &text[words.clone()];
    let open = written.rfind('{').filter(|open| is_attribute_line(&written[*open..]));
    let open = open.filter(|open| written[..*open].is_empty() || written[..*open].ends_with([' ', '\t', '\n']));
    let attributes = open.map(|open| words.start + open + 1..words.end - 1);
    (words.start..open.map_or(words.end, |open| words.start + open), attributes, next)
}
