//! The line scanner: which lines of a text mean something, and which are inside of code, comments, formulas or raw
//! elements.
//!
//! The rules of the source language are line rules: what a line means is decided here and in the files that use this
//! one, before any Markdown is read. Offsets are those of the scanned text.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::sources::Span;

/// A line and what it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Nothing special.
    Open,
    /// The first line of a region.
    First(Region),
    /// A later line of a region.
    Later(Region),
}

/// Text whose lines mean nothing to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Fenced code.
    Fence,
    /// Fenced code in a quote.
    QuotedFence,
    /// `<!-- … -->`.
    Comment,
    /// `$$ … $$` that begins its line.
    Math,
    /// `<pre>`, `<script>`, `<style>` or `<textarea>`.
    Raw,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line with its end.
    pub range: Range<usize>,
    /// What it is part of.
    pub inside: Inside,
}

/// Reads the lines of a text one after the other, each with the region it is part of. Regions that never end are
/// reported; all but fences are then no regions.
pub struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// The region that the next line goes on with, and where it ends.
    open: Option<(Region, usize)>,
    missing: Missing,
    diagnostics: Diagnostics,
}

/// What is known not to come any more, so that nobody looks for it to the end of the text again.
#[derive(Default)]
struct Missing {
    comment: bool,
    math: bool,
    tags: Vec<&'static str>,
    fences: Vec<(u8, usize)>,
}

impl<'t> Scanner<'t> {
    /// Reads `text` from `start` on.
    pub fn new(text: &'t str, start: usize) -> Scanner<'t> {
        Scanner { text, at: start, open: None, missing: Missing::default(), diagnostics: Diagnostics::default() }
    }

    /// Goes on at `at`, outside of all regions.
    pub fn seek(&mut self, at: usize) {
        self.at = at;
        self.open = None;
    }

    /// What was found so far; spans count from the start of the text.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.diagnostics
    }

    /// The region that a line opens, and the start of the first line behind it.
    fn region(&mut self, line: Range<usize>) -> Option<(Region, usize)> {
        let content = &self.text[line.clone()];
        if let Some(fence) = fence(content) {
            return self.fence(line, &fence);
        }
        let indent = content.len() - content.trim_start_matches(' ').len();
        let trimmed = content.trim_start();
        if indent < 4 && trimmed.starts_with("$$") {
            return self.math(line.start + indent + 2);
        }
        if let Some(tag) = raw_block(trimmed).filter(|_| indent < 4) {
            return self.raw(line.start + indent, tag);
        }
        let comment = content.find("<!--")?;
        if content[..comment].matches('`').count() % 2 == 1 {
            return None;
        }
        self.comment(line.start + comment)
    }

    fn fence(&mut self, line: Range<usize>, fence: &Fence) -> Option<(Region, usize)> {
        let region = if fence.quoted { Region::QuotedFence } else { Region::Fence };
        let longer = |(mark, length): &(u8, usize)| *mark == fence.mark && fence.length >= *length;
        let mut at = if !fence.quoted && self.missing.fences.iter().any(longer) { self.text.len() } else { line.end };
        while at < self.text.len() {
            let end = line_end(self.text, at);
            let next = &self.text[at..end];
            if fence.quoted && !next.trim_start().starts_with('>') {
                return Some((region, at));
            }
            if fence.is_closed_by(next) {
                return Some((region, end));
            }
            at = end;
        }
        if fence.quoted {
            return Some((region, self.text.len()));
        }
        self.missing.fences.push((fence.mark, fence.length));
        // Four blanks may make it an indented block of code, which needs no end.
        if fence.indent >= 4 {
            return None;
        }
        let marks = line.start + fence.indent..line.start + fence.indent + fence.length;
        self.unclosed("code fence", marks, "close it with a line of the same marks");
        Some((region, self.text.len()))
    }

    /// A formula whose TeX begins at `open`: it goes on to the next marks, but not over a blank line.
    fn math(&mut self, open: usize) -> Option<(Region, usize)> {
        let close = if self.missing.math { None } else { self.text[open..].find("$$") };
        self.missing.math |= close.is_none();
        let close = close.filter(|close| {
            let mut lines = self.text[open..open + close].split('\n').skip(1).peekable();
            // The last piece is the beginning of the line with the marks.
            !std::iter::from_fn(|| lines.next().filter(|_| lines.peek().is_some())).any(|line| line.trim().is_empty())
        });
        match close {
            Some(close) => Some((Region::Math, line_end(self.text, open + close))),
            None => {
                self.unclosed("formula", open - 2..open, "close it with `$$` before the next blank line");
                None
            }
        }
    }

    fn raw(&mut self, open: usize, tag: &'static str) -> Option<(Region, usize)> {
        let close = if self.missing.tags.contains(&tag) { None } else { end_tag(&self.text[open..], tag) };
        match close {
            Some(close) => Some((Region::Raw, line_end(self.text, open + close))),
            None => {
                self.missing.tags.push(tag);
                let help = format!("close it with `</{tag}>`");
                self.unclosed(&format!("`<{tag}>`"), open..open + tag.len() + 1, &help);
                None
            }
        }
    }

    fn comment(&mut self, open: usize) -> Option<(Region, usize)> {
        let close = if self.missing.comment { None } else { self.text[open..].find("-->") };
        self.missing.comment |= close.is_none();
        match close {
            Some(close) => Some((Region::Comment, line_end(self.text, open + close))),
            None => {
                self.unclosed("comment", open..open + 4, "close it with `-->`");
                None
            }
        }
    }

    fn unclosed(&mut self, what: &str, range: Range<usize>, help: &str) {
        let message = format!("this {what} is never closed");
        self.diagnostics.add(Diagnostic::error(Code::Unclosed, Span::new(range), message).help(help));
    }
}

impl Iterator for Scanner<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let range = self.at..line_end(self.text, self.at);
        self.at = range.end;
        if let Some((region, end)) = self.open.filter(|(_, end)| range.start < *end) {
            self.open = (range.end < end).then_some((region, end));
            return Some(Line { range, inside: Inside::Later(region) });
        }
        let inside = match self.region(range.clone()) {
            Some((region, end)) => {
                self.open = (range.end < end).then_some((region, end));
                Inside::First(region)
            }
            None => Inside::Open,
        };
        Some(Line { range, inside })
    }
}

/// What follows the colons, if the line begins with `:::`.
pub fn container_line(line: &str) -> Option<&str> {
    line.starts_with(":::").then(|| line.trim_start_matches(':'))
}

/// The start of the line after the one that `at` stands on.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The start of the line that `at` stands on.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Whether a line is indented as what belongs to a footnote is.
pub fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// `[label]: …`: the definition of a link, or of a footnote.
pub fn is_definition(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('[') else { return false };
    rest.find("]:").is_some_and(|end| end > 0 && !rest[..end].contains(['[', ']']))
}

/// Where the end tag of an element stands, in whatever case.
fn end_tag(text: &str, tag: &str) -> Option<usize> {
    let ends = |at: &usize| {
        let rest = &text[at + 2..];
        let named = rest.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
        named && rest[tag.len()..].starts_with('>')
    };
    text.match_indices("</").map(|(at, _)| at).find(ends)
}

/// The line that opens fenced code.
struct Fence {
    mark: u8,
    length: usize,
    indent: usize,
    quoted: bool,
}

/// The fence that a line opens; list markers and quote marks may stand before it.
fn fence(line: &str) -> Option<Fence> {
    let mut rest = line.trim_end();
    let mut quoted = false;
    loop {
        rest = rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match rest.as_bytes().get(digits) {
            Some(b'>') if digits == 0 => {
                quoted = true;
                1
            }
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if digits > 0 => digits + 1,
            _ => 0,
        };
        if marker == 0 || !(rest[marker..].starts_with(' ') || rest.starts_with('>')) {
            break;
        }
        rest = &rest[marker..];
    }
    let mark = *rest.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    let info = &rest[length..];
    let indent = line.len() - line.trim_start().len();
    (length >= 3 && !(mark == b'`' && info.contains('`'))).then_some(Fence { mark, length, indent, quoted })
}

impl Fence {
    fn is_closed_by(&self, line: &str) -> bool {
        let line = if self.quoted { line.trim_start().trim_start_matches(['>', ' ']) } else { line };
        let line = line.trim();
        line.len() >= self.length && line.bytes().all(|byte| byte == self.mark)
    }
}

/// The element whose raw text a line opens.
pub fn raw_block(line: &str) -> Option<&'static str> {
    ["pre", "script", "style", "textarea"].into_iter().find(|tag| {
        let rest = line.strip_prefix('<').and_then(|rest| rest.get(..tag.len()).map(|name| (name, &rest[tag.len()..])));
        rest.is_some_and(|(name, rest)| {
            name.eq_ignore_ascii_case(tag) && (rest.is_empty() || rest.starts_with([' ', '\t', '>', '\n']))
        })
    })
}

/// The first word of a comment, and the rest.
pub fn comment_word(text: &str, inner: Range<usize>) -> (&str, Range<usize>) {
    let content = &text[inner.clone()];
    let start = content.len() - content.trim_start().len();
    let word = content[start..].split_whitespace().next().unwrap_or_default();
    let known = ["notes:", "note:", ".slide:", ".element:"].into_iter().find(|known| word.starts_with(known));
    let length = known.map_or(0, str::len);
    let rest = inner.start + start + length;
    let rest = rest + (text[rest..inner.end].len() - text[rest..inner.end].trim_start().len());
    (known.unwrap_or(word), rest..rest.max(inner.end))
}
