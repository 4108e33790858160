//! A diagnostic as text: message, file:line:column, the marked line, the advice.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Reported, Severity};
use crate::sources::{Source, Sources};

/// Where a diagnostic points, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the caller would type it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Writes diagnostics about some sources as text.
pub struct Excerpts<'a> {
    sources: &'a Sources,
    renderer: Renderer,
}

impl<'a> Excerpts<'a> {
    /// For messages about `sources`, with colours as ANSI escapes if `colour`.
    pub fn new(sources: &'a Sources, colour: bool) -> Excerpts<'a> {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        Excerpts { sources, renderer }
    }

    /// Where the diagnostic points.
    pub fn place(&self, reported: &Reported) -> Place {
        let source = self.sources.file(reported.file());
        let text = &*shown(&source);
        let start = floor(text, reported.span().start as usize);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        Place {
            file: self.sources.name(&source.path),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
        }
    }

    /// The whole message, several lines, without a line end.
    pub fn text(&self, reported: &Reported) -> String {
        let diagnostic = &reported.diagnostic;
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let source = self.sources.file(reported.file());
        let text = &*shown(&source);
        let place = self.place(reported);
        // Only the lines that are shown: the renderer reads all it is given.
        let (start, end) = (floor(text, reported.span().start as usize), floor(text, reported.span().end as usize));
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        // A place of many lines is marked on its first.
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.clamp(start, line_end.max(start));
        let marked = AnnotationKind::Primary.span(start - from..end - from);
        let marked = if diagnostic.label.is_empty() { marked } else { marked.label(diagnostic.label.as_str()) };
        let snippet =
            Snippet::source(&text[from..line_end]).line_start(place.line).path(place.file.as_str()).annotation(marked);
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
        let mut group = title.element(snippet);
        if !diagnostic.help.is_empty() {
            group = group.element(Level::HELP.message(diagnostic.help.as_str()));
        }
        self.renderer.render(&[group])
    }
}

/// The text of a source; of one that is not UTF-8 what stands before the first bad byte, with the
/// same places.
fn shown(source: &Source) -> Cow<'_, str> {
    match source.text() {
        Ok(text) => text.into(),
        Err(offset) => {
            let valid = String::from_utf8_lossy(&source.bytes[..offset]);
            valid.replace("\r\n", " \n").replace('\r', "\n").into()
        }
    }
}

/// The nearest character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::sources::{InMemory, Origin, SourcePath, Span};

    #[test]
    fn a_message_has_its_place_its_line_and_its_advice() {
        let sources = Sources::new(InMemory::from_iter([("a.md", "# A\n\nä ::: rigth\n")]));
        let source = sources.read(&SourcePath::new("a.md").expect("below the root")).expect("it is there");
        let mut found = Diagnostics::default();
        let span = Span::new(7..12);
        found.add(Diagnostic::error(Code::UnknownContainer, span, "no slot `rigth`").help("write `right`"));
        let reported = found.reported(Origin { file: source.id, offset: 5 }).next().expect("one");
        assert_eq!(
            Excerpts::new(&sources, false).text(&reported),
            "error[unknown-container]: no slot `rigth`\n --> a.md:3:7\n  |\n3 | ä ::: rigth\n  |       ^^^^^\n  |\n  = help: write `right`"
        );
    }
}
