//! The parts of a slide's text: Markdown that a Markdown parser can be trusted with, and what is cut out of it.

mod captions;

use std::ops::Range;

use super::attributes::is_attribute_line;
use super::lines::{
    Inside, Line, Region, Scanner, comment_word, container_line, is_definition, is_indented, line_end, line_start,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::sources::TextMap;

/// How deep containers may be nested: what stands in them is nested, too.
const DEEPEST_CONTAINER: usize = crate::model::walk::DEEPEST / 2;

/// One part of a slide's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Markdown.
    Text(Range<usize>),
    /// `::: name` and what is inside; `header` is what follows the colons, `inside` are the lines up to the closing one.
    Container { header: Range<usize>, inside: Range<usize>, parts: Vec<Part> },
    /// A line of attributes (or reveal's element comment) directly under a block.
    Attributes(Range<usize>),
    /// `: caption {…}` under a table: its words, and the inside of the braces if there are any.
    Caption { words: Range<usize>, attributes: Option<Range<usize>> },
    /// Display maths: the TeX, and what follows the closing `$$`.
    Math { tex: Range<usize>, after: Range<usize> },
    /// Speaker notes in a comment.
    NotesComment(Range<usize>),
    /// reveal's `<!-- .slide: … -->`: what stands behind the colon.
    SlideComment(Range<usize>),
    /// `Note:` and all that follows it.
    Notes(Vec<Part>),
}

/// Cuts a slide's text, from `start` on, into parts. Spans of diagnostics lead through `map`. Second are the bytes of
/// comments that must be blanks, so that one which begins within a line of Markdown does not go over its end.
pub fn parts(text: &str, start: usize, map: &TextMap, diagnostics: &mut Diagnostics) -> (Vec<Part>, Vec<usize>) {
    let mut scanner = Scanner::new(text, start);
    let lines: Vec<Line> = scanner.by_ref().collect();
    // Those of a Markdown file were found when it was cut, too: what is said twice is shown once.
    for found in scanner.into_diagnostics().into_list() {
        let span = map.span(found.span.range());
        diagnostics.add(Diagnostic { span, ..found });
    }
    let (open, parts) = (Vec::new(), Vec::new());
    let (from, to) = (start, start);
    let (notes, blanks) = (Vec::new(), Vec::new());
    let (too_deep, misplaced, in_footnote) = (0, 0, false);
    let mut cutter =
        Cutter { text, map, diagnostics, open, too_deep, misplaced, in_footnote, parts, notes, blanks, from, to };
    let mut index = 0;
    while index < lines.len() {
        index = cutter.line(&lines, index);
    }
    cutter.finish(text.len())
}

struct OpenContainer {
    line: Range<usize>,
    header: Range<usize>,
    before: Vec<Part>,
}

struct Cutter<'a> {
    text: &'a str,
    map: &'a TextMap,
    diagnostics: &'a mut Diagnostics,
    open: Vec<OpenContainer>,
    /// How many containers were opened in the deepest that there may be.
    too_deep: usize,
    /// How many were opened where none may stand.
    misplaced: usize,
    /// Whether the last text is the definition of a footnote.
    in_footnote: bool,
    parts: Vec<Part>,
    /// Notes in the Markdown gathered so far.
    notes: Vec<Part>,
    /// The bytes of comments that must be blanks.
    blanks: Vec<usize>,
    /// The Markdown gathered so far.
    from: usize,
    to: usize,
}

impl Cutter<'_> {
    /// Takes the line at `index` and says which comes next.
    fn line(&mut self, lines: &[Line], index: usize) -> usize {
        let line = &lines[index];
        let content = self.text[line.range.clone()].trim_end();
        match line.inside {
            Inside::Open if self.in_footnote && content.is_empty() => self.footnote(lines, index),
            Inside::Open if content.starts_with(": ") && captions::is_under_table(self.text, lines, index) => {
                self.caption(lines, index)
            }
            Inside::Open => {
                let above_is_blank = index == 0 || self.text[lines[index - 1].range.clone()].trim().is_empty();
                self.in_footnote = content.starts_with("[^") && is_definition(content)
                    || self.in_footnote && !above_is_blank && container_line(content).is_none();
                self.open_line(line.range.clone(), content, lines, index);
                index + 1
            }
            Inside::First(region) => {
                let end = lines[index + 1..].iter().position(|line| line.inside != Inside::Later(region));
                let next = end.map_or(lines.len(), |count| index + 1 + count);
                let range = line.range.start..lines[next - 1].range.end;
                match region {
                    Region::Math => self.math(range),
                    Region::Comment => self.comment(range),
                    Region::Fence | Region::QuotedFence | Region::Raw => self.to = range.end,
                }
                next
            }
            // The first line of its region was taken with all of it.
            Inside::Later(_) => index + 1,
        }
    }

    /// Passes over the later paragraphs of a footnote's definition: the file has them already.
    fn footnote(&mut self, lines: &[Line], index: usize) -> usize {
        self.in_footnote = false;
        let belongs = |line: &&Line| {
            let content = &self.text[line.range.clone()];
            content.trim().is_empty() || is_indented(content)
        };
        let count = lines[index..].iter().take_while(belongs).count();
        let start = lines[index].range.start;
        self.flush(start, lines[index + count - 1].range.end);
        index + count
    }

    /// The caption of the table above: the line, and those that go on with its sentence.
    fn caption(&mut self, lines: &[Line], index: usize) -> usize {
        let (words, attributes, next) = captions::read(self.text, lines, index);
        self.flush(lines[index].range.start, lines[next - 1].range.end);
        self.parts.push(Part::Caption { words, attributes });
        next
    }

    fn open_line(&mut self, range: Range<usize>, content: &str, lines: &[Line], index: usize) {
        if let Some(header) = container_line(content) {
            let start = range.start + (content.len() - header.len());
            self.container(range, start..start + header.len());
        } else if is_attribute_line(content) {
            let stands = self.stands_under_block(range.start);
            self.flush(range.start, range.end);
            let part = Part::Attributes(range.start..range.start + content.len());
            self.parts.extend(stands.then_some(part));
        } else if let Some(rest) = self.notes(&range, content, lines, index) {
            self.flush(range.start, range.end);
            self.begin_notes(rest);
        } else {
            self.misplaced_container(&range, content);
            self.to = range.end;
        }
    }

    /// Everything behind `Note:` is notes: it becomes one more open part that nothing closes.
    fn begin_notes(&mut self, rest: usize) {
        let before = std::mem::take(&mut self.parts);
        self.open.push(OpenContainer { line: rest..rest, header: 0..0, before });
        self.from = rest;
        self.to = line_end(self.text, rest.saturating_sub(1).max(line_start(self.text, rest)));
    }

    fn in_notes(&self) -> bool {
        self.open.first().is_some_and(|open| open.header == (0..0))
    }

    /// Where the notes begin that this line opens.
    fn notes(&self, range: &Range<usize>, content: &str, lines: &[Line], index: usize) -> Option<usize> {
        let word = ["Note:", "Notes:"].into_iter().find(|word| content.starts_with(word))?;
        if !self.open.is_empty() {
            return None;
        }
        let above = index.checked_sub(1).map(|above| &lines[above]);
        let new_paragraph = above.is_none_or(|above| {
            let line = self.text[above.range.clone()].trim_end();
            // A paragraph begins after a blank line, and after what cannot go on: a heading, a region, a line of ours.
            above.inside != Inside::Open
                || line.trim().is_empty()
                || line.starts_with('#')
                || line.starts_with(":::")
                || is_attribute_line(line)
        });
        new_paragraph.then(|| {
            let rest = &content[word.len()..];
            range.start + word.len() + (rest.len() - rest.trim_start().len())
        })
    }

    fn stands_under_block(&mut self, start: usize) -> bool {
        // In front of the first line there is nothing; a blank line above: the attributes belong to nothing, which the
        // Markdown reader reports when it finds no block.
        let above = start.checked_sub(1).map(|end| self.text[line_start(self.text, end)..end].trim());
        let stands = above.is_some_and(|line| !line.is_empty())
            && (self.from < self.to
                || matches!(
                    self.parts.last(),
                    Some(Part::Container { .. } | Part::Math { .. } | Part::Attributes(_) | Part::Caption { .. })
                ));
        if !stands {
            let span = self.map.span(start..line_end(self.text, start).saturating_sub(1).max(start));
            let message = "these attributes belong to nothing";
            let help = "put them directly under a block, without a blank line between; to show the braces write `\\{`";
            self.diagnostics.add(Diagnostic::error(Code::AttributeApplies, span, message).help(help));
        }
        stands
    }

    fn container(&mut self, line: Range<usize>, header: Range<usize>) {
        let words = self.text[header.clone()].trim().trim_end_matches(':').trim();
        self.flush(line.start, line.end);
        if words.is_empty() {
            let notes = usize::from(self.in_notes());
            if self.too_deep > 0 {
                self.too_deep -= 1;
            } else if self.misplaced > 0 && self.open.len() == notes {
                self.misplaced -= 1;
            } else if self.open.len() > notes {
                self.close(line.start);
            } else {
                let span = self.map.span(line.start..header.end);
                let message = "this `:::` closes nothing: no container is open here";
                self.diagnostics.add(Diagnostic::error(Code::Unmatched, span, message).help("delete it"));
            }
        } else if self.open.len() < DEEPEST_CONTAINER {
            let start = words.as_ptr() as usize - self.text.as_ptr() as usize;
            let before = std::mem::take(&mut self.parts);
            let line = line.start..header.end;
            self.open.push(OpenContainer { line, header: start..start + words.len(), before });
        } else {
            self.too_deep += 1;
            if self.too_deep == 1 {
                let span = self.map.span(line.start..header.end);
                let message = format!("containers are nested more than {DEEPEST_CONTAINER} deep");
                self.diagnostics.add(Diagnostic::error(Code::Nesting, span, message));
            }
        }
    }

    /// Closes the innermost container, whose lines end at `end`.
    fn close(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            let parts = std::mem::replace(&mut self.parts, open.before);
            let inside = line_end(self.text, open.line.end).min(end)..end;
            let notes = open.header == (0..0);
            self.parts.push(match notes {
                true => Part::Notes(parts),
                false => Part::Container { header: open.header, inside, parts },
            });
        }
    }

    fn math(&mut self, range: Range<usize>) {
        let open = range.start + self.text[range.clone()].find("$$").unwrap_or(0) + 2;
        let close = self.text[open..range.end].find("$$").map_or(range.end, |close| open + close);
        let after = (close + 2).min(range.end)..range.end;
        let rest = self.text[after.clone()].trim();
        // Text behind the formula: it is part of a sentence, and Markdown's own rules hold.
        if rest.is_empty() || is_attribute_line(rest) {
            self.flush(range.start, range.end);
            self.parts.push(Part::Math { tex: open..close, after });
        } else {
            self.to = range.end;
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let alone = line.trim_start().starts_with("<!--")
            && line.trim_end().ends_with("-->")
            && line.matches("-->").count() == 1;
        if !alone {
            self.comment_in_text(range.clone());
            self.to = range.end;
            return;
        }
        let start = line.find("<!--").map_or(0, |at| at + 4);
        // `<!-->` is a whole comment.
        let inner = range.start + start..range.start + line.rfind("-->").unwrap_or(0).max(start);
        let (word, rest) = comment_word(self.text, inner);
        let part = match word {
            "notes:" | "note:" => Part::NotesComment(rest),
            ".slide:" => Part::SlideComment(rest),
            ".element:" => Part::Attributes(rest),
            // Dropped, and it ends the paragraph above as it does in CommonMark.
            _ => return self.flush(range.start, range.end),
        };
        self.flush(range.start, range.end);
        self.parts.push(part);
    }

    /// A comment that begins within a line of Markdown. One that goes on over the line's end could hold anything.
    fn comment_in_text(&mut self, range: Range<usize>) {
        let lines = &self.text[range.clone()];
        let Some(open) = lines.find("<!--").filter(|open| !lines[..*open].trim().is_empty()) else { return };
        let close = lines[open + 4..].find("-->").map_or(lines.len(), |close| open + 4 + close);
        if !lines[open..close].contains('\n') {
            return;
        }
        let inner = range.start + open + 4..range.start + close;
        let (word, rest) = comment_word(self.text, inner.clone());
        if matches!(word, "notes:" | "note:") {
            // Notes of several lines are more than the line they begin on.
            self.notes.push(Part::NotesComment(rest));
            self.blanks.extend(self.text[inner.clone()].find(':').map(|colon| inner.start + colon));
        }
        self.blanks.extend(self.text[inner.clone()].match_indices('\n').map(|(at, _)| inner.start + at));
    }

    fn misplaced_container(&mut self, range: &Range<usize>, content: &str) {
        let inner =
            content.trim_start_matches(|character: char| character.is_whitespace() || ">-*+".contains(character));
        let indent = content.len() - content.trim_start().len();
        let opens = container_line(inner).is_some_and(|header| indent < 4 || !header.trim().is_empty());
        if inner.len() < content.len() && opens {
            // What closes is said with what opens.
            let closes = container_line(inner).is_some_and(|header| header.trim().is_empty());
            if closes && self.misplaced > 0 {
                self.misplaced -= 1;
                return;
            }
            self.misplaced += usize::from(!closes);
            let start = range.start + content.len() - inner.len();
            let span = self.map.span(start..range.start + content.len());
            let message = "a container cannot stand in a list, in a quote, or indented";
            let help = "begin the `:::` at the start of its line, after the list or quote";
            self.diagnostics.add(Diagnostic::error(Code::WrongPlace, span, message).help(help));
        }
    }

    /// Ends the Markdown gathered so far at `end`; the next begins at `next`.
    fn flush(&mut self, end: usize, next: usize) {
        if !self.text[self.from..end.max(self.from)].trim().is_empty() {
            self.parts.push(Part::Text(self.from..end));
        }
        self.parts.append(&mut self.notes);
        self.from = next;
        self.to = next;
    }

    fn finish(mut self, end: usize) -> (Vec<Part>, Vec<usize>) {
        self.flush(end, end);
        while let Some(open) = self.open.last() {
            if open.header != (0..0) {
                let name = self.text[open.header.clone()].to_owned();
                let message = format!("the container `{name}` is still open at the slide's end");
                let span = self.map.span(open.line.clone());
                let help = "close it with a line `:::`";
                self.diagnostics.add(Diagnostic::error(Code::Unclosed, span, message).help(help));
            }
            self.close(end);
        }
        (self.parts, self.blanks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_is_cut_into_parts() {
        let text = "# T\n\n::: a\n::: b\nx\n:::\n:::\n$$\na\n=\n$$\n- l\n{.fast}\n\nNote: n\n\nm\n";
        let mut diagnostics = Diagnostics::default();
        let (parts, _) = parts(text, 0, &TextMap::linear(0), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let kinds: Vec<&str> = parts
            .iter()
            .map(|part| match part {
                Part::Text(range) => text[range.clone()].trim(),
                Part::Container { .. } => ":::",
                Part::Attributes(_) => "{}",
                Part::Math { .. } => "$$",
                Part::Notes(_) => "Note:",
                _ => "?",
            })
            .collect();
        assert_eq!(kinds, ["# T", ":::", "$$", "- l", "{}", "Note:"]);
        let Some(Part::Notes(notes)) = parts.last() else { panic!("notes") };
        assert_eq!(notes.as_slice(), [Part::Text(text.find("n\n\nm").expect("there")..text.len())]);
    }
}
