//! The spans that are ours put between the parser's events, as if it had found them.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, MetadataBlockKind, Tag, TagEnd};

use crate::parse::spans::{self, Run};

/// Stands for `[text]{…}` among the parser's tags, which make no such block: the option for it is off.
pub(super) const SPAN: MetadataBlockKind = MetadataBlockKind::YamlStyle;
/// Stands for a citation or a key in one; links of wikis are off, too.
pub(super) const CITATION: LinkType = LinkType::WikiLink { has_pothole: false };
/// Stands for `==text==`.
pub(super) const MARK: MetadataBlockKind = MetadataBlockKind::PlusesStyle;

/// The events with those of our own spans between them.
pub(super) fn with_spans<'t>(
    text: &'t str,
    events: Vec<(Event<'t>, Range<usize>)>,
    with_works: bool,
) -> Vec<(Event<'t>, Range<usize>)> {
    let mut events = without_wide_scripts(text, events);
    let runs = events.iter().map(|(event, range)| (run(text, event, range), range.clone()));
    let mut cuts: Vec<(Range<usize>, Event<'t>, Range<usize>)> = Vec::new();
    for found in spans::find(text, runs, with_works) {
        let whole = found.open.start..found.close.end;
        let (open, close) = made(text, &found);
        match close {
            None => cuts.push((whole.clone(), open, whole)),
            Some(close) => {
                cuts.push((found.close, close, whole.clone()));
                cuts.push((found.open, open, whole));
            }
        }
    }
    if cuts.is_empty() {
        return events;
    }
    // What closes at a place closes before the next opens.
    cuts.sort_by_key(|(cut, event, _)| (cut.start, matches!(event, Event::Start(_)), cut.end));
    let mut cuts = cuts.into_iter().peekable();
    let mut cut_up = Vec::with_capacity(events.len() + cuts.len() * 2);
    // Where the last cut ended: the name of an emoji may have been cut up by the parser.
    let mut done = 0;
    for (event, range) in events.drain(..) {
        if !matches!(event, Event::Text(_)) {
            cut_up.push((event, range));
            continue;
        }
        if range.end <= done {
            continue;
        }
        let mut at = range.start.max(done);
        let is_plain = run(text, &event, &range) == Run::Text;
        let ends_here = |(cut, made, _): &(Range<usize>, Event<'t>, Range<usize>)| {
            cut.start < range.end || cut.start == range.end && matches!(made, Event::End(_)) && cut.is_empty()
        };
        let mut rest = (at == range.start).then_some(event);
        while let Some((cut, made, whole)) = cuts.next_if(ends_here) {
            if is_plain && at < cut.start {
                cut_up.push((Event::Text(text[at..cut.start].into()), at..cut.start));
                rest = None;
            } else if !is_plain && cut.start == range.end {
                cut_up.extend(rest.take().map(|event| (event, range.clone())));
            }
            if is_plain {
                rest = None;
            }
            at = cut.end.max(at);
            cut_up.push((made, whole));
        }
        match rest {
            Some(event) => cut_up.push((event, range)),
            None if is_plain && at < range.end => cut_up.push((Event::Text(text[at..range.end].into()), at..range.end)),
            None => {}
        }
        done = at;
    }
    cut_up
}

/// The events that open and close a span; an emoji is one, in place of its name.
fn made<'t>(text: &'t str, found: &spans::Found) -> (Event<'t>, Option<Event<'t>>) {
    let tag = match found.kind {
        spans::Kind::Emoji(emoji) => return (Event::Text(emoji.into()), None),
        spans::Kind::Span => Tag::MetadataBlock(SPAN),
        spans::Kind::Mark => Tag::MetadataBlock(MARK),
        spans::Kind::Subscript => Tag::Subscript,
        spans::Kind::Superscript => Tag::Superscript,
        spans::Kind::Citation(kind) => {
            Tag::Link { link_type: CITATION, dest_url: kind.into(), title: "".into(), id: "".into() }
        }
        spans::Kind::Address => {
            let address = &text[found.open.end..found.close.start];
            let scheme = if address.starts_with("www.") { "http://" } else { "" };
            let dest_url = format!("{scheme}{address}").into();
            Tag::Link { link_type: LinkType::Autolink, dest_url, title: "".into(), id: "".into() }
        }
    };
    let close = Event::End(tag.to_end());
    (Event::Start(tag), Some(close))
}

/// What an event is to those who look for spans.
fn run(text: &str, event: &Event<'_>, range: &Range<usize>) -> Run {
    match event {
        Event::Text(words) if **words == text[range.clone()] => Run::Text,
        Event::Text(_) => Run::Sign,
        Event::SoftBreak | Event::HardBreak => Run::Break,
        Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => Run::Raw,
        // The alternative text of a picture is text.
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => Run::Open(true),
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript) => {
            Run::Open(false)
        }
        // What stands in these is no text of Markdown's.
        Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => Run::Raw,
        Event::Start(_) => Run::Block,
        Event::End(_) => Run::Close,
        _ => Run::Other,
    }
}

/// The parser's sub- and superscript may have blanks inside; ours may not: those are text.
fn without_wide_scripts<'t>(
    text: &'t str,
    mut events: Vec<(Event<'t>, Range<usize>)>,
) -> Vec<(Event<'t>, Range<usize>)> {
    for (event, range) in &mut events {
        let (at, script) = match event {
            Event::Start(Tag::Superscript | Tag::Subscript) => (range.start, true),
            Event::End(TagEnd::Superscript | TagEnd::Subscript) => (range.end.saturating_sub(1), true),
            _ => (0, false),
        };
        if script && text[range.clone()].contains(char::is_whitespace) {
            *event = Event::Text(text[at..at + 1].into());
            *range = at..at + 1;
        }
    }
    events
}
