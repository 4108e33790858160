//! Slide boundaries: cuts a file into slides, each with its front matter.

use std::ops::Range;

use super::lines::{Inside, Scanner, container_line, is_definition, is_indented, line_end, line_start};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Position;
use crate::sources::Span;

/// One slide's place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlideLines {
    /// How it follows the one before it.
    pub position: Position,
    /// From its boundary's following line to the next boundary.
    pub range: Range<usize>,
    /// The YAML of its front matter, without the lines around it.
    pub front: Option<Range<usize>>,
    /// Where the text begins.
    pub body: usize,
}

/// A file cut into slides.
#[derive(Debug, Default)]
pub struct FileLines {
    /// The YAML block at the very start, if there is one.
    pub first_block: Option<Range<usize>>,
    /// The slides.
    pub slides: Vec<SlideLines>,
    /// Text on which there is nothing but definitions: no slide, but the file's.
    pub definitions: Vec<Range<usize>>,
    /// What is wrong with the cutting; spans count from the start of the file.
    pub diagnostics: Diagnostics,
}

/// Cuts a file into slides. `level` is the heading level up to which headings start slides too (0 for none).
pub fn slides(text: &str, level: u8) -> FileLines {
    let mut file = FileLines::default();
    let mut at = 0;
    if let Some(block) = opens_file(text) {
        match front_matter(text, block, "---") {
            Ok((front, after)) => {
                file.first_block = Some(front);
                at = after;
            }
            Err(diagnostic) => {
                file.diagnostics.add(diagnostic);
                return file;
            }
        }
    }
    let scanner = Scanner::new(text, at);
    Splitter { text, level, scanner, file, current: None, above: None, depth: 0, stack: false }.run(at)
}

struct Splitter<'a> {
    text: &'a str,
    level: u8,
    scanner: Scanner<'a>,
    file: FileLines,
    current: Option<SlideLines>,
    /// What the line above is part of.
    above: Option<Inside>,
    /// How many `:::` are open.
    depth: usize,
    /// Whether a heading of level 1 has opened a stack.
    stack: bool,
}

impl Splitter<'_> {
    fn run(mut self, start: usize) -> FileLines {
        self.begin(Position::Right, start, None, start);
        while let Some(line) = self.scanner.next() {
            let content = self.text[line.range.clone()].trim_end();
            match (line.inside, content) {
                (Inside::Open, "---" | "--") => {
                    self.warn_under_text(&line.range);
                    self.boundary(content, line.range);
                }
                (Inside::Open, _) => self.open_line(content, line.range.start),
                _ => {}
            }
            self.above = Some(line.inside);
        }
        self.end(self.text.len());
        self.file.diagnostics.append(self.scanner.into_diagnostics());
        self.file
    }

    fn open_line(&mut self, content: &str, start: usize) {
        self.heading(content, start);
        match container_line(content) {
            Some(header) if header.trim().is_empty() => self.depth = self.depth.saturating_sub(1),
            Some(_) => self.depth += 1,
            None => {}
        }
    }

    /// A boundary: ends the slide, opens the next, and reads the front matter directly under it.
    fn boundary(&mut self, opener: &str, range: Range<usize>) {
        self.depth = 0;
        self.stack = false;
        let position = if opener == "---" { Position::Right } else { Position::Below };
        let next = line_end(self.text, range.start);
        // A doubled boundary makes no slide; the stronger of the two counts.
        let empty = self.end(range.start);
        let position =
            if empty == Some(Position::Right) && !self.file.slides.is_empty() { Position::Right } else { position };
        if is_key_line(&self.text[next..]) {
            match front_matter(self.text, range, opener) {
                Ok((front, after)) => {
                    // What looks like a fence in the YAML is none.
                    self.scanner.seek(after);
                    self.begin(position, next, Some(front), after);
                }
                Err(diagnostic) => {
                    self.file.diagnostics.add(diagnostic);
                    self.begin(position, next, None, self.text.len());
                    self.scanner.seek(self.text.len());
                }
            }
        } else {
            self.begin(position, next, None, next);
        }
    }

    fn heading(&mut self, content: &str, start: usize) {
        let level = content.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (1..=usize::from(self.level)).contains(&level) && content[level..].starts_with([' ', '\t']);
        if !is_heading || self.depth > 0 {
            return;
        }
        let is_first = self.current.as_ref().is_some_and(|slide| self.text[slide.body..start].trim().is_empty());
        let opens_stack = level == 1 && self.level > 1;
        if !is_first {
            let below = level > 1 && self.stack;
            self.end(start);
            self.begin(if below { Position::Below } else { Position::Right }, start, None, start);
        }
        self.stack |= opens_stack;
    }

    fn warn_under_text(&mut self, range: &Range<usize>) {
        let above = range.start.checked_sub(1).map(|end| line_start(self.text, end)..end);
        let Some(above) = above.filter(|above| self.current.as_ref().is_some_and(|slide| above.start >= slide.body))
        else {
            return;
        };
        let line = self.text[above].trim();
        let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let listed = number.len() < line.len() && number.starts_with(['.', ')']);
        let paragraph =
            !line.is_empty() && !line.starts_with(['#', '-', '*', '+', '>', '|', ':', '<', '{', '[']) && !listed;
        if paragraph && self.above == Some(Inside::Open) {
            let span = Span::new(range.clone());
            let message = "text stands directly above this slide boundary";
            let help = "put a blank line above it; for a heading write `## Text`";
            self.file.diagnostics.add(Diagnostic::warning(Code::BoundaryAsHeading, span, message).help(help));
        }
    }

    fn begin(&mut self, position: Position, start: usize, front: Option<Range<usize>>, body: usize) {
        self.current = Some(SlideLines { position, range: start..start, front, body });
    }

    /// Ends the current slide; if nobody wrote anything on it, it is dropped and its position returned.
    fn end(&mut self, end: usize) -> Option<Position> {
        let mut slide = self.current.take()?;
        slide.range.end = end.max(slide.range.start);
        slide.body = slide.body.min(slide.range.end);
        if slide.front.is_none() && is_empty(&self.text[slide.body..slide.range.end]) {
            self.file.definitions.push(slide.body..slide.range.end);
            return Some(slide.position);
        }
        if self.file.slides.is_empty() {
            slide.position = Position::Right;
        }
        self.file.slides.push(slide);
        None
    }
}

/// Whether nothing stands there but blank lines and definitions of links and footnotes, which belong to the file.
fn is_empty(text: &str) -> bool {
    let mut in_footnote = false;
    text.lines().all(|line| {
        let continues = in_footnote && is_indented(line);
        in_footnote = continues || line.starts_with("[^") || in_footnote && line.trim().is_empty();
        continues || line.trim().is_empty() || is_definition(line)
    })
}

/// Whether a file starts with a YAML block: the block's first line.
fn opens_file(text: &str) -> Option<Range<usize>> {
    let end = line_end(text, 0);
    let next = &text[end..line_end(text, end)];
    (text[..end].trim_end() == "---" && end > 0 && text[..3] == *"---" && !next.trim().is_empty()).then_some(0..end)
}

/// The YAML between `opener`'s line and the next line that closes it, and where the text after it begins.
fn front_matter(text: &str, opener_line: Range<usize>, opener: &str) -> Result<(Range<usize>, usize), Diagnostic> {
    let start = line_end(text, opener_line.start);
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim_end();
        if line == opener || line == "..." {
            return Ok((start..at, end));
        }
        at = end;
    }
    let span = Span::new(opener_line.start..opener_line.start + opener.len());
    let message = format!("this YAML block is never closed by a line `{opener}`");
    let help = format!("close it with `{opener}`; or, if text was meant, put a blank line after the boundary");
    Err(Diagnostic::error(Code::FrontMatter, span, message).help(help))
}

/// Whether the text begins with `key:`.
fn is_key_line(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let word = line.trim_start_matches(|character: char| character.is_alphanumeric() || "-_.".contains(character));
    word.len() < line.len()
        && word.strip_prefix(':').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<(Position, &str)> {
        slides(text, 0).slides.iter().map(|slide| (slide.position, text[slide.body..slide.range.end].trim())).collect()
    }

    #[test]
    fn boundaries_are_lines_of_exactly_two_or_three_dashes() {
        use Position::{Below, Right};
        assert_eq!(bodies("a\n\n---\n\nb\n\n--\n\nc\n"), [(Right, "a"), (Right, "b"), (Below, "c")]);
        assert_eq!(bodies("---\n\n\n---\n\na\n----\nb\n- - -\n\n---\n"), [(Right, "a\n----\nb\n- - -")]);
        assert_eq!(bodies("a\n\n---\n\n--\n\nb\n"), [(Right, "a"), (Right, "b")]);
        assert_eq!(
            bodies("```\n---\n```\n\n<!--\n---\n-->\n<pre>\n---\n</pre>"),
            bodies("x")
                .iter()
                .map(|_| (Right, "```\n---\n```\n\n<!--\n---\n-->\n<pre>\n---\n</pre>"))
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn headings_start_slides_where_asked() {
        use Position::{Below, Right};
        let text = "# A\n\n## B\n\nb\n\n### b\n\n## C\n\n# D\n";
        let found: Vec<(Position, &str)> = slides(text, 2)
            .slides
            .iter()
            .map(|slide| (slide.position, text[slide.body..slide.range.end].trim()))
            .collect();
        assert_eq!(found, [(Right, "# A"), (Below, "## B\n\nb\n\n### b"), (Below, "## C"), (Right, "# D")]);
    }
}
