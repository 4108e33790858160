//! Where works and labels are named: `[see @key, p. 3]`, `@key [p. 3]`, `@fig:label`.
//!
//! In: the characters `@` and the pairs of brackets that the finder of spans meets. Out: spans. The rules are Pandoc's.
//! <https://pandoc.org/MANUAL.html#citation-syntax>

use std::ops::Range;

use super::spans::{Found, Kind};

/// What the keys of labels in the deck begin with; all others are works of the bibliography.
const LABELS: [&str; 3] = ["fig:", "tbl:", "eq:"];

/// What was met in one text.
pub struct Citations {
    /// Whether a key alone, without brackets, may name a work.
    with_works: bool,
    keys: Vec<Key>,
    brackets: Vec<Bracket>,
}

/// `@key`, or `-@key` between brackets.
struct Key {
    range: Range<usize>,
    /// Whether a hyphen before it takes the author away; it counts between brackets only.
    hyphen: bool,
    is_label: bool,
    level: usize,
    is_taken: bool,
}

/// A pair of brackets.
struct Bracket {
    open: Range<usize>,
    close: Range<usize>,
    level: usize,
}

impl Citations {
    /// Nothing yet, in a deck with or without a bibliography.
    pub fn new(with_works: bool) -> Citations {
        Citations { with_works, keys: Vec::new(), brackets: Vec::new() }
    }

    /// Takes the `@` at `at` if it begins a key, and says where the key ends.
    pub fn sign(&mut self, text: &str, at: usize, level: usize) -> Option<usize> {
        let before = text[..at].chars().next_back();
        let hyphen = before == Some('-') && text[..at - 1].ends_with(['[', ' ', '\n', ';']);
        let stands_free = before.is_none_or(|before| !before.is_alphanumeric() && !"/.:@\\#&+%?~$`_".contains(before));
        let length = key_length(&text[at + 1..]).filter(|_| stands_free)?;
        let end = at + 1 + length;
        let is_label = is_label(&text[at + 1..end]);
        let range = at - usize::from(hyphen)..end;
        self.keys.push(Key { range, hyphen, is_label, level, is_taken: false });
        Some(end)
    }

    /// Takes a pair of brackets. Says whether they are a citation's although attributes touch them: what begins with a
    /// key is one.
    pub fn bracket(&mut self, open: Range<usize>, close: Range<usize>, level: usize, is_dressed: bool) -> bool {
        let inside = open.end..close.start;
        let begins = self.keys.iter().any(|key| key.level == level && key.range.start == inside.start);
        if begins || !is_dressed {
            self.brackets.push(Bracket { open, close, level });
        }
        begins
    }

    /// Adds the spans of all that was met to those that were found.
    pub fn finish(mut self, text: &str, found: &mut Vec<Found>) {
        self.keys.retain(|key| !is_in_address(found, &key.range));
        // The name of an emoji may stand in a key: `@fig:eye:`.
        found.retain(|found| {
            !matches!(found.kind, Kind::Emoji(_))
                || !self.keys.iter().any(|key| found.open.start < key.range.end && key.range.start < found.close.end)
        });
        if self.keys.is_empty() {
            return;
        }
        let mut made = Vec::new();
        self.groups(&mut made);
        self.alone(text, &mut made);
        for address in found.iter_mut().filter(|found| found.kind == Kind::Address) {
            let closes = made.iter().map(|made| made.close.start);
            let crossed = closes.filter(|close| address.open.start < *close && *close < address.close.start).min();
            if let Some(close) = crossed {
                address.close = close..close;
            }
        }
        found.append(&mut made);
    }

    /// The brackets with keys in them.
    fn groups(&mut self, made: &mut Vec<Found>) {
        // Of brackets in brackets the outer are the citation's.
        self.brackets.sort_by_key(|bracket| bracket.open.start);
        for Bracket { open, close, level } in &self.brackets {
            let mut is_empty = true;
            let is_inside = |key: &&mut Key| open.end <= key.range.start && key.range.end <= close.start;
            for key in self.keys.iter_mut().filter(|key| !key.is_taken && key.level == *level).filter(is_inside) {
                if is_empty {
                    made.push(Found { kind: Kind::Citation("group"), open: open.clone(), close: close.clone() });
                }
                is_empty = false;
                key.is_taken = true;
                made.push(key.span(key.range.start));
            }
        }
    }

    /// The keys in no brackets, some with brackets behind them that say where in the work.
    fn alone(&self, text: &str, made: &mut Vec<Found>) {
        for key in self.keys.iter().filter(|key| !key.is_taken && (self.with_works || key.is_label)) {
            let start = key.range.start + usize::from(key.hyphen);
            let is_behind = |bracket: &&Bracket| {
                let between = text.get(key.range.end..bracket.open.start);
                bracket.level == key.level && matches!(between, Some(" " | "\n")) && !key.is_label
            };
            if let Some(bracket) = self.brackets.iter().find(is_behind) {
                let close = bracket.close.clone();
                made.push(Found { kind: Kind::Citation("narrative"), open: start..start, close });
            }
            made.push(key.span(start));
        }
    }
}

impl Key {
    fn span(&self, start: usize) -> Found {
        let end = self.range.end;
        Found { kind: Kind::Citation("key"), open: start..start, close: end..end }
    }
}

fn is_in_address(found: &[Found], range: &Range<usize>) -> bool {
    found
        .iter()
        .any(|found| found.kind == Kind::Address && found.open.start <= range.start && range.end <= found.close.end)
}

/// Whether a key is a label's.
fn is_label(key: &str) -> bool {
    LABELS.iter().any(|label| key.starts_with(label))
}

/// The length of the key that a text begins with: letters, digits and single signs between them, or anything between
/// braces.
fn key_length(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('{') {
        let length = inner.find(['}', '{', '\n']).filter(|length| *length > 0 && inner[*length..].starts_with('}'))?;
        return Some(length + 2);
    }
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next_is_letter = characters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let is_sign = at > 0 && "_:.-+/".contains(character) && next_is_letter;
        if !character.is_alphanumeric() && !is_sign {
            break;
        }
        end = at + character.len_utf8();
    }
    (end > 0).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::spans::{self, Run};

    fn of(text: &str) -> Vec<(&str, &str)> {
        let found = spans::find(text, std::iter::once((Run::Text, 0..text.len())), true);
        let named = |found: Found| match found.kind {
            Kind::Citation(kind) => (kind, &text[found.open.end..found.close.start]),
            _ => ("", &text[found.open.end..found.close.start]),
        };
        found.into_iter().map(named).collect()
    }

    #[test]
    fn keys_stand_between_brackets_or_alone() {
        assert_eq!(
            of("a [see @b:c_d, p. 3; -@e.] f"),
            [("group", "see @b:c_d, p. 3; -@e."), ("key", "@b:c_d"), ("key", "-@e")]
        );
        assert_eq!(of("@a-b. And (@c)"), [("key", "@a-b"), ("key", "@c")]);
        assert_eq!(of("@a [p. 3]"), [("narrative", "@a [p. 3"), ("key", "@a")]);
        assert_eq!(of("[[@a] b]"), [("group", "[@a] b"), ("key", "@a")]);
        assert_eq!(of("@{a, b}c -@d"), [("key", "@{a, b}"), ("key", "@d")]);
    }

    #[test]
    fn other_signs_are_text() {
        for text in ["me@host.org", "a@b", "@ a", "@", "@@", "@{}", "@{a", "x/@y", "[@]", "@-a", "5@6"] {
            assert_eq!(of(text), [], "{text}");
        }
        assert_eq!(of("https://a.b/@c"), [("", "https://a.b/@c")]);
    }

    #[test]
    fn attributes_make_a_span_of_brackets_unless_a_key_comes_first() {
        assert_eq!(of("[@a]{.x}"), [("group", "@a"), ("key", "@a")]);
        assert_eq!(of("[as @a]{.x}"), [("", "as @a"), ("key", "@a")]);
    }
}
