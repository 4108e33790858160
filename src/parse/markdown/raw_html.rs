//! Raw HTML: tags open and close elements of the same tree that Markdown builds, and what is not allowed stays out.

use std::borrow::Cow;
use std::ops::Range;

use super::{Builder, Opened, Reader};
use crate::diagnostic::{Code as Kinds, Diagnostic};
use crate::markup::html::{self, Token};
use crate::model::{Attribute, Element, Kind, Value, elements};
use crate::parse::{lines, quiet};
use crate::sources::TextMap;

impl Builder<'_, '_, '_> {
    pub(super) fn raw(&mut self, html: &str, range: Range<usize>) {
        for token in html::tokens(&quiet::restore(html)) {
            let place = |inner: &Range<usize>| {
                (range.start + inner.start).min(range.end)..(range.start + inner.end).min(range.end)
            };
            match token {
                Token::Open(tag) => {
                    let place = place(&tag.range);
                    self.open_tag(tag, place);
                }
                Token::Close(name, inner) => self.close_tag(&name, place(&inner)),
                Token::Text(text, inner) => {
                    let text = self.reader.restore(&text);
                    self.add(place(&inner), Kind::Text(text));
                }
                Token::Comment(content, inner) => self.comment(&content, place(&inner)),
            }
        }
    }

    /// Says of Markdown that a block of HTML has swallowed: up to a blank line everything in it is text.
    pub(super) fn warn_of_markdown(&mut self, html: &str, start: usize) {
        let mut raw = None;
        for token in html::tokens(html) {
            match token {
                Token::Open(tag) if raw.is_none() && !tag.self_closing && is_literal(&tag.name) => raw = Some(tag.name),
                Token::Close(name, _) if raw.as_ref() == Some(&name) => raw = None,
                Token::Text(_, range) if raw.is_none() => {
                    let text = html.get(range.clone()).unwrap_or_default();
                    let Some(line) = text.lines().map(str::trim).find(|line| is_markdown(line)) else { continue };
                    let at = start + range.start + (line.as_ptr() as usize - text.as_ptr() as usize);
                    let message = "this line stands in a block of HTML: its Markdown is not read".to_owned();
                    let help = "put a blank line above and below the Markdown";
                    return self.warn(Kinds::RawHtml, at..at + line.len(), message, help);
                }
                _ => {}
            }
        }
    }

    /// Notes in comments were read, and attributes are read at the end of their block; the others are the author's own.
    pub(super) fn comment(&mut self, content: &str, range: Range<usize>) {
        let text = self.reader.text;
        if let Some(frame) = self.frames.last_mut().filter(|frame| frame.inline.0 == frame.element.children.len()) {
            frame.inline.1 = range.end;
        }
        let (word, rest) = lines::comment_word(content, 0..content.len());
        if matches!(word, "notes:" | "note:") {
            return self.notes_in_comment(content, rest, range);
        }
        // In a quote the tokens' places are not the text's to the byte.
        let whole = text.get(range.clone()).filter(|text| text.len() > 6 && text.ends_with("-->"));
        if !whole.is_some_and(|text| text.starts_with("<!--")) {
            return;
        }
        let (word, rest) = lines::comment_word(text, range.start + 4..range.end - 3);
        if word == ".element:" && self.reader.comment_attributes(rest.clone()).is_some() {
            self.comments.push(range);
        } else if word == ".element:" {
            let message = "`.element:` is followed by attributes, such as `class=\"fragment\"`";
            let span = self.reader.span(rest);
            self.reader.diagnostics.add(Diagnostic::error(Kinds::UnknownWord, span, message));
        }
    }

    /// Notes in a comment within a line.
    fn notes_in_comment(&mut self, content: &str, notes: Range<usize>, range: Range<usize>) {
        let start = self.reader.span((range.start + 4).min(range.end)..range.end);
        let map = TextMap::from_points(vec![(0, start.start as usize)], start.end as usize);
        let mut found = Vec::new();
        let mut reader = Reader {
            text: content,
            map: &map,
            values: self.reader.values,
            definitions: self.reader.definitions,
            allow: self.reader.allow,
            with_works: self.reader.with_works,
            diagnostics: self.reader.diagnostics,
            notes: &mut found,
        };
        let nodes = reader.blocks(notes);
        self.reader.notes.extend(nodes);
    }

    pub(super) fn report_comments(&mut self) {
        for range in std::mem::take(&mut self.comments) {
            let message = "the attributes in this comment belong to nothing";
            let help = "put it at the end of a paragraph, a heading or an item, or alone on the line under a block";
            let span = self.reader.span(range);
            self.reader.diagnostics.add(Diagnostic::error(Kinds::AttributeApplies, span, message).help(help));
        }
    }

    pub(super) fn open_tag(&mut self, tag: html::Tag, range: Range<usize>) {
        let name = tag.name.as_str();
        if elements::is_document_part(name) {
            let message = format!("`<{name}>` belongs to a page, not to a slide; it is left out");
            return self.warn(Kinds::RawHtml, range, message, "delete it; the deck's settings make the page");
        }
        if elements::is_frame(name) && !self.reader.allow.network {
            return self.not_allowed(&format!("`<{name}>`"), range, "network");
        }
        if name == "script" && !self.reader.allow.scripts {
            self.not_allowed("a script", range.clone(), "scripts");
        }
        let mut element = Element::new(tag.name.clone(), Vec::new());
        if name == "section" {
            let message = "`<section>` is a slide's own element; it becomes a `<div>`".to_owned();
            self.warn(Kinds::RawHtml, range.clone(), message, "write `<div>`");
            element.tag = Cow::Borrowed("div");
        }
        let span = Some(self.reader.span(range.clone()));
        for (name, value) in tag.attributes {
            let value = self.reader.restore(&value);
            match name.as_str() {
                "id" => element.attributes.id = Some(Value::Text(value)),
                "class" => value.split_whitespace().for_each(|class| element.attributes.add_class(class.to_owned())),
                _ if elements::is_handler(&name) && !self.reader.allow.scripts => {
                    self.not_allowed(&format!("the handler `{name}`"), range.clone(), "scripts");
                }
                _ if elements::is_script_address(&value) && !self.reader.allow.scripts => {
                    self.not_allowed("an address that runs a script", range.clone(), "scripts");
                }
                _ => element.attributes.put(Attribute { name: name.into(), value: Value::Text(value), span }),
            }
        }
        self.end_optional(&tag.name);
        if elements::is_void(&tag.name) || (tag.self_closing && self.is_foreign(&tag.name)) {
            return self.add(range, Kind::Element(element));
        }
        self.open(element, range);
        if let Some(frame) = self.frames.last_mut() {
            frame.what = Opened::Tag;
        }
    }

    /// Whether a tag stands in SVG or MathML, where `/>` closes.
    pub(super) fn is_foreign(&self, name: &str) -> bool {
        let foreign = |name: &str| matches!(name, "svg" | "math");
        foreign(name) || self.frames.iter().any(|frame| foreign(&frame.element.tag))
    }

    /// Ends elements whose end tag may be left out where `next` begins.
    pub(super) fn end_optional(&mut self, next: &str) {
        while let Some(frame) = self.frames.last() {
            if frame.what != Opened::Tag || !elements::is_ended_by(&frame.element.tag, next) {
                return;
            }
            let end = frame.range.end;
            self.close(end..end);
        }
    }

    pub(super) fn close_tag(&mut self, name: &str, range: Range<usize>) {
        let name = if name == "section" { "div" } else { name };
        let first = self.frames.iter().rposition(|frame| frame.what == Opened::Markdown).map_or(0, |at| at + 1);
        let opened = self.frames[first..].iter().rposition(|frame| frame.element.tag == name);
        let Some(opened) = opened.map(|at| at + first) else {
            let frame_was_dropped = elements::is_frame(name) && !self.reader.allow.network;
            if !frame_was_dropped && !elements::is_document_part(name) && !elements::is_void(name) {
                let message = format!("`</{name}>` closes nothing that is open here");
                let span = self.reader.span(range);
                let help = "delete it, or open the element in the same block";
                self.reader.diagnostics.add(Diagnostic::error(Kinds::RawHtml, span, message).help(help));
            }
            return;
        };
        self.close_tags(opened + 1);
        let dropped = self.frames[opened].element.tag == "script" && !self.reader.allow.scripts;
        if dropped {
            self.frames.pop();
        } else {
            self.close(range);
        }
    }

    /// Closes what tags opened, down to `depth` frames; an element that must be closed is an error.
    pub(super) fn close_tags(&mut self, depth: usize) {
        while self.frames.len() > depth {
            let Some(frame) = self.frames.last() else { return };
            let range = frame.range.clone();
            let name = frame.element.tag.clone();
            // The line scanner has looked for the ends of those that begin a line.
            let text = self.reader.text;
            let before = text.get(..range.start).and_then(|before| before.rsplit('\n').next()).unwrap_or("-");
            let known = before.trim().is_empty() && lines::raw_block(&text[range.start..]).is_some();
            if frame.what == Opened::Tag && !elements::may_stay_open(&name) && !known {
                let span = self.reader.span(range.clone());
                let message = format!("`<{name}>` is not closed in the block that opens it");
                let help = format!("write `</{name}>`");
                self.reader.diagnostics.add(Diagnostic::error(Kinds::RawHtml, span, message).help(help));
            }
            self.close(range);
        }
    }

    pub(super) fn warn(&mut self, code: Kinds, range: Range<usize>, message: String, help: &str) {
        let span = self.reader.span(range);
        self.reader.diagnostics.add(Diagnostic::warning(code, span, message).help(help));
    }

    pub(super) fn not_allowed(&mut self, what: &str, range: Range<usize>, word: &str) {
        let help = format!("if it is meant, write `allow: [{word}]` in the deck's settings");
        self.warn(Kinds::NotAllowed, range, format!("{what} is left out"), &help);
    }
}

/// Elements in which characters mean what their own language says.
fn is_literal(name: &str) -> bool {
    matches!(name, "pre" | "code" | "script" | "style" | "textarea" | "svg" | "math" | "kbd" | "samp")
}

/// Whether a line would be more than text if Markdown were read.
fn is_markdown(line: &str) -> bool {
    let unnumbered = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let heading = line.trim_start_matches('#');
    let begins = ["- ", "* ", "+ ", "> ", "```", "~~~", "![", "| ", "$$"].iter().any(|mark| line.starts_with(mark))
        || unnumbered.len() < line.len() && unnumbered.starts_with(". ")
        || (1..=6).contains(&(line.len() - heading.len())) && heading.starts_with(' ');
    let pair = |mark: &str| line.split_once(mark).is_some_and(|(_, rest)| rest.contains(mark));
    begins
        || pair("**")
        || line.split_once("](").is_some_and(|(before, rest)| before.contains('[') && rest.contains(')'))
}
