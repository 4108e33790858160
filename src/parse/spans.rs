//! The spans that the Markdown parser does not know: `[text]{.class}`, `==mark==`, `H~2~O`, `x^2^`, bare addresses,
//! `:emoji:`, and those of `citations`.
//!
//! In: the runs that the parser cut a text into. Out: where such spans begin and end. They lie within one element and
//! never cross.

use std::ops::Range;

use super::citations::Citations;
use super::quiet::is_colon;
use super::{attributes, emoji};
use crate::sources::TextMap;

/// What the parser found, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// Characters that stand in the text as they are.
    Text,
    /// Characters that do not: a reference, a typographic sign.
    Sign,
    /// The end of a line within a paragraph.
    Break,
    /// The start of an element within a line; `true` for a link.
    Open(bool),
    /// The start of a block.
    Block,
    /// The start of what has no spans in it: code, raw HTML, an address between angle brackets.
    Raw,
    /// The end of either.
    Close,
    /// A formula, code, raw HTML and the like.
    Other,
}

/// One span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub kind: Kind,
    /// What opens it; empty for an address and an emoji.
    pub open: Range<usize>,
    /// What closes it.
    pub close: Range<usize>,
}

/// The kinds of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `[text]{.class}`.
    Span,
    /// `==text==`.
    Mark,
    /// `~x~`.
    Subscript,
    /// `^x^`.
    Superscript,
    /// `https://…` or `www.…`.
    Address,
    /// `:name:`, with what it stands for.
    Emoji(&'static str),
    /// A citation, or a key in one, by the word for it.
    Citation(&'static str),
}

/// What bare addresses begin with.
const ADDRESSES: [&str; 3] = ["https://", "http://", "www."];

/// Whether it is worth looking.
pub fn may_stand_in(text: &str) -> bool {
    text.contains(['^', '~'])
        || text.contains('@')
        || text.contains("==")
        || text.contains("]{")
        || ADDRESSES.iter().any(|start| text.contains(start))
        || emoji::stands_in(text)
}

/// The spans in the runs of a text, in no order but that a citation comes before its keys; `with_works` says whether
/// there is a bibliography.
pub fn find(text: &str, runs: impl Iterator<Item = (Run, Range<usize>)>, with_works: bool) -> Vec<Found> {
    let citations = Citations::new(with_works);
    let levels = vec![Level::default()];
    let mut finder = Finder { text, levels, opened: 0, words: 0..0, done: 0, found: Vec::new(), citations };
    for (run, range) in runs {
        finder.run(run, range);
    }
    finder.end_words();
    let Finder { mut found, citations, .. } = finder;
    citations.finish(text, &mut found);
    found
}

/// What is open in one element.
#[derive(Default)]
struct Level {
    open: Vec<(Kind, Range<usize>)>,
    /// Whether a sub- or superscript may be open.
    has_scripts: bool,
    in_link: bool,
    is_raw: bool,
    /// Which of all elements it is.
    number: usize,
}

struct Finder<'t> {
    text: &'t str,
    /// The elements that are open; never empty.
    levels: Vec<Level>,
    /// How many elements were opened.
    opened: usize,
    /// Up to where the text is read: a key may go over several runs.
    done: usize,
    /// The characters that stand beside one another and may hold addresses and emoji.
    words: Range<usize>,
    found: Vec<Found>,
    citations: Citations,
}

impl Finder<'_> {
    fn run(&mut self, run: Run, range: Range<usize>) {
        let run = if self.level().is_raw && run != Run::Close { Run::Other } else { run };
        if matches!(run, Run::Text | Run::Sign) && range.start == self.words.end {
            self.words.end = range.end;
        } else {
            self.end_words();
            self.words = if matches!(run, Run::Text | Run::Sign) { range.clone() } else { range.end..range.end };
        }
        match run {
            Run::Text => self.text(range),
            Run::Sign | Run::Other => {}
            Run::Break => self.blank(),
            Run::Open(link) => {
                let in_link = link || self.level().in_link;
                self.open(in_link);
            }
            Run::Block => {
                self.level().open.clear();
                self.open(false);
            }
            Run::Raw => self.levels.push(Level { is_raw: true, ..Level::default() }),
            Run::Close if self.levels.len() > 1 => drop(self.levels.pop()),
            Run::Close => self.level().open.clear(),
        }
    }

    fn open(&mut self, in_link: bool) {
        self.opened += 1;
        self.levels.push(Level { in_link, number: self.opened, ..Level::default() });
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Sub- and superscript have no blanks inside.
    fn blank(&mut self) {
        let level = self.level();
        if std::mem::take(&mut level.has_scripts) {
            level.open.retain(|(kind, _)| !matches!(kind, Kind::Subscript | Kind::Superscript));
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        // A backslash makes the first character plain; it is part of no run.
        let escaped = range.start > 0 && bytes[range.start - 1] == b'\\';
        let mut at = (range.start + usize::from(escaped)).max(self.done);
        while at < range.end {
            let length = bytes[at..range.end].iter().take_while(|byte| **byte == bytes[at]).count();
            match (bytes[at], length) {
                (b'[', _) => {
                    self.level().open.push((Kind::Span, at..at + 1));
                    at += 1;
                    continue;
                }
                (b']', _) => {
                    self.bracket(at);
                    at += 1;
                    continue;
                }
                (b'@', 1) if !self.level().in_link => {
                    let level = self.level().number;
                    self.done = self.citations.sign(self.text, at, level).unwrap_or(at + 1);
                    at = self.done;
                    continue;
                }
                (b'=', 2) => self.mark(Kind::Mark, at..at + 2),
                (b'~', 1) => self.mark(Kind::Subscript, at..at + 1),
                (b'^', 1) => self.mark(Kind::Superscript, at..at + 1),
                (byte, _) if byte.is_ascii_whitespace() => self.blank(),
                _ => {}
            }
            at += length;
        }
    }

    /// A closing bracket ends a span if attributes touch it.
    fn bracket(&mut self, at: usize) {
        let text = self.text;
        let Some(index) = self.level().open.iter().rposition(|(kind, _)| *kind == Kind::Span) else { return };
        let open = self.level().open[index].1.clone();
        self.level().open.truncate(index);
        let inner = attributes::braces(&text[at + 1..]).map(|inner| at + 1 + inner.start..at + 1 + inner.end);
        let read = inner.and_then(|inner| attributes::parse(text, inner, &TextMap::linear(0)));
        let Level { number, in_link, .. } = *self.level();
        let is_dressed = read.is_some() && open.end < at;
        if !in_link && self.citations.bracket(open.clone(), at..at + 1, number, is_dressed) {
            return;
        }
        if is_dressed {
            self.found.push(Found { kind: Kind::Span, open, close: at..at + 1 });
        }
    }

    /// A mark that opens and closes alike.
    fn mark(&mut self, kind: Kind, range: Range<usize>) {
        let before = self.text[..range.start].chars().next_back().is_some_and(|before| !before.is_whitespace());
        let after = self.text[range.end..].chars().next().is_some_and(|after| !after.is_whitespace());
        let open = self.level().open.iter().rposition(|(open, _)| *open == kind);
        match open {
            Some(index) if before && self.level().open[index].1.end < range.start => {
                let open = self.level().open[index].1.clone();
                self.level().open.truncate(index);
                self.found.push(Found { kind, open, close: range });
            }
            _ if after => {
                let level = self.level();
                level.has_scripts |= matches!(kind, Kind::Subscript | Kind::Superscript);
                level.open.push((kind, range));
            }
            _ => {}
        }
    }

    /// Looks through the words that were gathered.
    fn end_words(&mut self) {
        let words = std::mem::replace(&mut self.words, 0..0);
        let before = self.found.len();
        if !self.level().in_link {
            self.addresses(words.clone());
        }
        self.emoji(words, before);
    }

    /// The emoji in the words, but for those in the addresses among them, which are the spans from `first` on.
    fn emoji(&mut self, words: Range<usize>, first: usize) {
        // A backslash before the first character makes it plain.
        let escaped = words.start > 0 && self.text.as_bytes()[words.start - 1] == b'\\';
        let mut at = words.start + usize::from(escaped);
        // What stands before a name may be the colon of the last one, but of nothing else.
        let mut last = usize::MAX;
        while at < words.end {
            let colon = at > words.start && is_colon(self.text.as_bytes()[at - 1]) && last != at;
            let found = if colon { None } else { emoji::at(&self.text[..words.end], at) };
            let in_address = |start: usize| {
                self.found[first..].iter().any(|found| (found.open.start..found.close.end).contains(&start))
            };
            match found.filter(|_| !in_address(at)) {
                Some((emoji, end)) => {
                    self.found.push(Found { kind: Kind::Emoji(emoji), open: at..at, close: at..end });
                    (at, last) = (end, end);
                }
                None => at += 1,
            }
        }
    }

    /// The bare addresses in the words.
    fn addresses(&mut self, words: Range<usize>) {
        let mut at = words.start;
        while at < words.end {
            let rest = &self.text[at..words.end];
            let next = ADDRESSES.iter().filter_map(|start| rest.find(start).map(|found| (found, start.len()))).min();
            let Some((found, length)) = next else { return };
            let start = at + found;
            let end = start + address_length(&self.text[start..words.end]);
            let stands_free = self.text[..start]
                .chars()
                .next_back()
                .is_none_or(|before| before.is_whitespace() || "*_~(=[\"'".contains(before));
            let end = self.found.iter().filter(|found| found.close.start > start).fold(end, |end, found| {
                if found.open.start > start { end.min(found.open.start) } else { end.min(found.close.start) }
            });
            let host = self.text[start + length..end.max(start + length)].split('/').next().unwrap_or_default();
            if stands_free && host.contains('.') && !host.ends_with('.') {
                self.found.push(Found { kind: Kind::Address, open: start..start, close: end..end });
            }
            at = end.max(start + length);
        }
    }
}

/// How long the address is that the text begins with; what ends a sentence ends it.
/// <https://github.github.com/gfm/#extended-autolink-path-validation>
fn address_length(text: &str) -> usize {
    let mut address = &text[..text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '{')).unwrap_or(text.len())];
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', ']', '=']);
        let unmatched = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if unmatched { &shorter[..shorter.len() - 1] } else { shorter };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(Kind, &str)> {
        let found = find(text, std::iter::once((Run::Text, 0..text.len())), false);
        found.into_iter().map(|found| (found.kind, &text[found.open.end..found.close.start])).collect()
    }

    #[test]
    fn spans_stand_between_marks_that_touch_them() {
        assert_eq!(of("a [b [c]]{.x} [d]"), [(Kind::Span, "b [c]")]);
        assert_eq!(of("==a b== == c =="), [(Kind::Mark, "a b")]);
        assert_eq!(of("H~2~O x^2^ ~5 and ~6 2^10 2^16"), [(Kind::Subscript, "2"), (Kind::Superscript, "2")]);
        assert_eq!(of("[a ==b]{.c} d=="), [(Kind::Span, "a ==b")]);
    }

    #[test]
    fn addresses_end_before_what_ends_a_sentence() {
        assert_eq!(of("see https://a.b/c_(d)."), [(Kind::Address, "https://a.b/c_(d)")]);
        assert_eq!(of("(www.a.org), xhttp://a.b"), [(Kind::Address, "www.a.org")]);
        assert_eq!(of("http://localhost www."), []);
    }
}
