//! The line scanner: cuts a file into slides, and a slide into parts that a Markdown parser can be trusted with.
//!
//! The rules are line rules (LANGUAGE.md calls them so too): what a line means is decided here, before any Markdown is
//! read. Offsets are those of the scanned text.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Position;
use crate::sources::{Span, TextMap};

/// How deep containers may be nested: what stands in them is nested, too.
const DEEPEST_CONTAINER: usize = crate::model::walk::DEEPEST / 2;

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

/// One part of a slide's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Markdown.
    Text(Range<usize>),
    /// `::: name` and what is inside; `header` is what follows the colons.
    Container { header: Range<usize>, parts: Vec<Part> },
    /// A line of attributes (or reveal's element comment) directly under a block.
    Attributes(Range<usize>),
    /// Display maths: the TeX, and what follows the closing `$$`.
    Math { tex: Range<usize>, after: Range<usize> },
    /// Speaker notes in a comment.
    NotesComment(Range<usize>),
    /// reveal's `<!-- .slide: … -->`: what stands behind the colon.
    SlideComment(Range<usize>),
    /// `Note:` and all that follows it.
    Notes(Vec<Part>),
}

/// A line and what it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// Nothing special.
    Open,
    /// The first line of a region.
    First(Region),
    /// A later line of a region.
    Later(Region),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Fence,
    QuotedFence,
    Comment,
    Math,
    Raw,
}

struct Line {
    range: Range<usize>,
    inside: Inside,
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
    let lines = lines(text, at, &mut file.diagnostics);
    Splitter { text, level, lines, file, current: None, index: 0, depth: 0, stack: false }.run(at)
}

struct Splitter<'a> {
    text: &'a str,
    level: u8,
    lines: Vec<Line>,
    file: FileLines,
    current: Option<SlideLines>,
    index: usize,
    /// How many `:::` are open.
    depth: usize,
    /// Whether a heading of level 1 has opened a stack.
    stack: bool,
}

impl Splitter<'_> {
    fn run(mut self, start: usize) -> FileLines {
        self.begin(Position::Right, start, None, start);
        while self.index < self.lines.len() {
            let line = &self.lines[self.index];
            let (range, inside) = (line.range.clone(), line.inside);
            let content = self.text[range.clone()].trim_end();
            if inside != Inside::Open {
                self.index += 1;
            } else if let "---" | "--" = content {
                self.warn_under_text(&range);
                self.boundary(content, range);
            } else {
                self.heading(content, range.start);
                match container_line(content) {
                    Some(header) if header.trim().is_empty() => self.depth = self.depth.saturating_sub(1),
                    Some(_) => self.depth += 1,
                    None => {}
                }
                self.index += 1;
            }
        }
        self.end(self.text.len());
        self.file
    }

    /// A boundary: ends the slide, opens the next, and reads the front matter directly under it.
    fn boundary(&mut self, opener: &str, range: Range<usize>) {
        self.depth = 0;
        self.stack = false;
        let position = if opener == "---" { Position::Right } else { Position::Below };
        let next = line_end(self.text, range.start);
        self.index += 1;
        // A doubled boundary makes no slide; the stronger of the two counts.
        let empty = self.end(range.start);
        let position =
            if empty == Some(Position::Right) && !self.file.slides.is_empty() { Position::Right } else { position };
        if is_key_line(&self.text[next..]) {
            match front_matter(self.text, range, opener) {
                Ok((front, after)) => {
                    self.skip_to(after);
                    self.begin(position, next, Some(front), after);
                }
                Err(diagnostic) => {
                    self.file.diagnostics.add(diagnostic);
                    self.begin(position, next, None, self.text.len());
                    self.index = self.lines.len();
                }
            }
        } else {
            self.begin(position, next, None, next);
        }
    }

    /// The YAML may hold what looks like a fence: lines behind it are scanned anew.
    fn skip_to(&mut self, after: usize) {
        let mut again = Diagnostics::default();
        self.lines = lines(self.text, after, &mut again);
        self.index = 0;
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
        let inside = self.index.checked_sub(1).map(|index| self.lines[index].inside);
        let line = self.text[above].trim();
        let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let listed = number.len() < line.len() && number.starts_with(['.', ')']);
        let paragraph =
            !line.is_empty() && !line.starts_with(['#', '-', '*', '+', '>', '|', ':', '<', '{', '[']) && !listed;
        if paragraph && inside == Some(Inside::Open) {
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

/// Whether a line is indented as what belongs to a footnote is.
fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// `[label]: …`: the definition of a link, or of a footnote.
pub fn is_definition(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('[') else { return false };
    rest.find("]:").is_some_and(|end| end > 0 && !rest[..end].contains(['[', ']']))
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

/// What follows the colons, if the line begins with `:::`.
pub fn container_line(line: &str) -> Option<&str> {
    line.starts_with(":::").then(|| line.trim_start_matches(':'))
}

/// The start of the line after the one that `at` stands on.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The start of the line that `at` stands on.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The lines from `start` on, each with the region it is part of. Regions that never end are reported; all but fences
/// are then no regions.
fn lines(text: &str, start: usize, diagnostics: &mut Diagnostics) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        let Some((region, region_end)) = region(text, at..end, diagnostics) else {
            lines.push(Line { range: at..end, inside: Inside::Open });
            at = end;
            continue;
        };
        let mut inside = Inside::First(region);
        while at < region_end {
            let end = line_end(text, at);
            lines.push(Line { range: at..end, inside });
            inside = Inside::Later(region);
            at = end;
        }
    }
    lines
}

/// The region that a line opens, and the start of the first line behind it.
fn region(text: &str, line: Range<usize>, diagnostics: &mut Diagnostics) -> Option<(Region, usize)> {
    let content = &text[line.clone()];
    let mut unclosed = |what: &str, range: Range<usize>, help: &str| {
        let message = format!("this {what} is never closed");
        diagnostics.add(Diagnostic::error(Code::Unclosed, Span::new(range), message).help(help));
    };
    if let Some(fence) = fence(content) {
        let quoted = fence.quoted;
        let mut at = line.end;
        while at < text.len() {
            let end = line_end(text, at);
            let next = &text[at..end];
            if quoted && !next.trim_start().starts_with('>') {
                return Some((Region::QuotedFence, at));
            }
            if fence.is_closed_by(next) {
                return Some((if quoted { Region::QuotedFence } else { Region::Fence }, end));
            }
            at = end;
        }
        if quoted {
            return Some((Region::QuotedFence, text.len()));
        }
        // Four blanks may make it an indented block of code, which needs no end.
        if fence.indent >= 4 {
            return None;
        }
        let marks = line.start + fence.indent..line.start + fence.indent + fence.length;
        unclosed("code fence", marks, "close it with a line of the same marks");
        return Some((Region::Fence, text.len()));
    }
    let indent = content.len() - content.trim_start_matches(' ').len();
    let trimmed = content.trim_start();
    if indent < 4 && trimmed.starts_with("$$") {
        let open = line.start + indent + 2;
        let blank = text[open..].find("\n\n").map_or(text.len(), |blank| open + blank);
        let blank = blank_line(&text[open..blank]).map_or(blank, |blank| open + blank);
        return match text[open..blank].find("$$") {
            Some(close) => Some((Region::Math, line_end(text, open + close))),
            None => {
                unclosed("formula", open - 2..open, "close it with `$$` before the next blank line");
                None
            }
        };
    }
    if let Some(tag) = raw_block(trimmed).filter(|_| indent < 4) {
        return match end_tag(&text[line.start..], tag) {
            Some(close) => Some((Region::Raw, line_end(text, line.start + close))),
            None => {
                let tag_start = line.start + indent;
                unclosed(
                    &format!("`<{tag}>`"),
                    tag_start..tag_start + tag.len() + 1,
                    &format!("close it with `</{tag}>`"),
                );
                None
            }
        };
    }
    let comment = content.find("<!--")?;
    if content[..comment].matches('`').count() % 2 == 1 {
        return None;
    }
    let open = line.start + comment;
    match text[open..].find("-->") {
        Some(close) => Some((Region::Comment, line_end(text, open + close))),
        None => {
            unclosed("comment", open..open + 4, "close it with `-->`");
            None
        }
    }
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

/// Where a line of only blanks begins, counted in `text`.
fn blank_line(text: &str) -> Option<usize> {
    let mut at = text.find('\n')?;
    loop {
        let rest = &text[at + 1..];
        let end = rest.find('\n')?;
        if rest[..end].trim().is_empty() {
            return Some(at);
        }
        at += 1 + end;
    }
}

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

/// Cuts a slide's text, from `start` on, into parts. Spans of diagnostics lead through `map`.
pub fn parts(text: &str, start: usize, map: &TextMap, diagnostics: &mut Diagnostics) -> Vec<Part> {
    // Regions that never end were reported when the file was cut.
    let mut known = Diagnostics::default();
    let lines = lines(text, start, &mut known);
    let (open, parts) = (Vec::new(), Vec::new());
    let mut cutter =
        Cutter { text, map, diagnostics, open, too_deep: 0, in_footnote: false, parts, from: start, to: start };
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
    /// Whether the last text is the definition of a footnote.
    in_footnote: bool,
    parts: Vec<Part>,
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

    fn open_line(&mut self, range: Range<usize>, content: &str, lines: &[Line], index: usize) {
        if let Some(header) = container_line(content) {
            let start = range.start + (content.len() - header.len());
            self.container(range, start..start + header.len());
        } else if super::attributes::is_attribute_line(content) {
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
                || super::attributes::is_attribute_line(line)
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
                || matches!(self.parts.last(), Some(Part::Container { .. } | Part::Math { .. } | Part::Attributes(_))));
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
            } else if self.open.len() > notes {
                self.close();
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

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            let parts = std::mem::replace(&mut self.parts, open.before);
            let notes = open.header == (0..0);
            self.parts.push(if notes { Part::Notes(parts) } else { Part::Container { header: open.header, parts } });
        }
    }

    fn math(&mut self, range: Range<usize>) {
        let open = range.start + self.text[range.clone()].find("$$").unwrap_or(0) + 2;
        let close = self.text[open..range.end].find("$$").map_or(range.end, |close| open + close);
        let after = (close + 2).min(range.end)..range.end;
        let rest = self.text[after.clone()].trim();
        // Text behind the formula: it is part of a sentence, and Markdown's own rules hold.
        if rest.is_empty() || super::attributes::is_attribute_line(rest) {
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

    fn misplaced_container(&mut self, range: &Range<usize>, content: &str) {
        let inner =
            content.trim_start_matches(|character: char| character.is_whitespace() || ">-*+".contains(character));
        let indent = content.len() - content.trim_start().len();
        let opens = container_line(inner).is_some_and(|header| indent < 4 || !header.trim().is_empty());
        if inner.len() < content.len() && opens {
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
        self.from = next;
        self.to = next;
    }

    fn finish(mut self, end: usize) -> Vec<Part> {
        self.flush(end, end);
        while let Some(open) = self.open.last() {
            if open.header != (0..0) {
                let name = self.text[open.header.clone()].to_owned();
                let message = format!("the container `{name}` is still open at the slide's end");
                let span = self.map.span(open.line.clone());
                let help = "close it with a line `:::`";
                self.diagnostics.add(Diagnostic::error(Code::Unclosed, span, message).help(help));
            }
            self.close();
        }
        self.parts
    }
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

    #[test]
    fn a_slide_is_cut_into_parts() {
        let text = "# T\n\n::: a\n::: b\nx\n:::\n:::\n$$\na\n=\n$$\n- l\n{.fast}\n\nNote: n\n\nm\n";
        let mut diagnostics = Diagnostics::default();
        let parts = parts(text, 0, &TextMap::linear(0), &mut diagnostics);
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
