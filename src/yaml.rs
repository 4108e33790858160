//! YAML text to values with places, or to a mistake with its place.
//!
//! In: a text. Out: a [`Value`] whose every key and value knows where it stands. serde_yaml says what the text means;
//! the parser events of granit say where. Nothing here knows which keys exist: that is [`parse`](crate::parse)'s and
//! [`theme`](crate::theme)'s business.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};
use serde_yaml::Value as Plain;

use crate::sources::TextMap;

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 4 << 20;
/// How deep values may be nested.
const DEEPEST: usize = 60;

/// A value and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The bytes it stands on.
    pub range: Range<usize>,
    /// What it is.
    pub data: Data,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing: `~`, or no value at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with its spelling.
    Number(f64, String),
    /// A string, and how its characters lead back to the text.
    Text(String, TextMap),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in the order of writing.
    Map(Vec<(Key, Value)>),
}

/// A key of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// The bytes it stands on.
    pub range: Range<usize>,
}

/// Why a text is no YAML that we take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
    /// Whether it is a key given twice.
    pub duplicate: bool,
}

impl Value {
    /// What it is, for messages: `a number`.
    pub fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "true or false",
            Data::Number(..) => "a number",
            Data::Text(..) => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a mapping",
        }
    }

    /// The text of a scalar as written: strings, and numbers and truth values in their spelling.
    pub fn scalar(&self) -> Option<String> {
        match &self.data {
            Data::Text(text, _) => Some(text.clone()),
            Data::Number(_, spelling) => Some(spelling.clone()),
            Data::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// The same as JSON, for templates.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.data {
            Data::Null => Json::Null,
            Data::Bool(truth) => Json::Bool(*truth),
            Data::Number(number, spelling) => match spelling.parse::<i64>() {
                Ok(integer) => Json::from(integer),
                Err(_) => serde_json::Number::from_f64(*number).map_or(Json::String(spelling.clone()), Json::Number),
            },
            Data::Text(text, _) => Json::String(text.clone()),
            Data::List(values) => values.iter().map(Value::to_json).collect(),
            Data::Map(entries) => entries.iter().map(|(key, value)| (key.name.clone(), value.to_json())).collect(),
        }
    }
}

/// Reads one YAML document.
///
/// # Errors
/// If the text is no YAML, has several documents, tags, keys that are no scalars or stand twice, or is too large.
pub fn parse(text: &str) -> Result<Value, Mistake> {
    let mistake = |message: String, range: Range<usize>| Mistake { message, range, duplicate: false };
    if text.len() > LONGEST {
        return Err(mistake(format!("the YAML has {} bytes; at most {LONGEST} are read", text.len()), 0..0));
    }
    // The places come first: they bound the nesting, which serde_yaml would otherwise meet on the stack, and their
    // messages name the place where a bracket or quote was opened.
    let places = places(text)?;
    let mut plain: Plain = serde_yaml::from_str(text).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index()).min(text.len());
        let words = error.to_string();
        let message = words.split(" at line ").next().unwrap_or_default().to_owned();
        mistake(message, at..(at + 1).min(text.len()))
    })?;
    plain.apply_merge().map_err(|error| mistake(error.to_string(), 0..0))?;
    Ok(join(plain, &places, text))
}

/// Calls `change` for a value and every value in it.
pub fn each_mut(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    change(value);
    match &mut value.data {
        Data::List(values) => values.iter_mut().for_each(|value| each_mut(value, change)),
        Data::Map(entries) => entries.iter_mut().for_each(|(_, value)| each_mut(value, change)),
        _ => {}
    }
}

/// Where a value stands; as granit's events tell it.
struct Tree {
    range: Range<usize>,
    inside: Inside,
}

enum Inside {
    /// A scalar, and whether its characters stand in the text one by one, from which offset.
    Scalar(String, Option<usize>),
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
    Alias,
}

fn places(text: &str) -> Result<Tree, Mistake> {
    let parser = Parser::new_from_str(text);
    let mut documents = Vec::new();
    // Open collections: where they began, what they hold so far, whether they are mappings.
    let mut open: Vec<(usize, Vec<Tree>, bool)> = Vec::new();
    for event in parser {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
            let message = words(error.kind(), &text[..at]);
            let end = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
            Mistake { message, range: at..end, duplicate: false }
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        if event.tag().is_some() {
            let message = "tags (`!…`) have no meaning here".to_owned();
            return Err(Mistake { message, range, duplicate: false });
        }
        let done = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= DEEPEST {
                    let message = format!("values are nested more than {DEEPEST} deep");
                    return Err(Mistake { message, range, duplicate: false });
                }
                open.push((range.start, Vec::new(), matches!(event, Event::MappingStart(..))));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((start, inside, mapping)) = open.pop() else { continue };
                // A block collection ends with what it holds last; a flow collection with its bracket.
                let last = inside.last().map_or(start, |tree| tree.range.end);
                let end = if range.is_empty() { last } else { range.end };
                Tree { range: start..end, inside: if mapping { pairs(inside)? } else { Inside::List(inside) } }
            }
            Event::Scalar(value, style, ..) => scalar(text, value.to_string(), style, range),
            Event::Alias(..) => Tree { range, inside: Inside::Alias },
            Event::DocumentStart(..) if !documents.is_empty() => {
                let message = "a second YAML document begins here; one is expected".to_owned();
                return Err(Mistake { message, range, duplicate: false });
            }
            _ => continue,
        };
        open.last_mut().map_or(&mut documents, |(_, inside, _)| inside).push(done);
    }
    Ok(documents.pop().unwrap_or(Tree { range: 0..0, inside: Inside::Alias }))
}

/// What the parser says, for authors.
fn words(kind: &ErrorKind, before: &str) -> String {
    let words = match kind {
        ErrorKind::UnclosedFlowCollection { open } => return format!("this `{open}` is never closed"),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => return format!("`{open}` is closed by `{close}`"),
        ErrorKind::UnexpectedCharacter { character } => return format!("`{character}` can begin no value"),
        ErrorKind::UnclosedQuotedScalar => "this quote is never closed",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement if goes_on(before) => {
            "this key is indented, but the value above has ended on its line"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => "a second `:` in one line's value",
        ErrorKind::MisplacedFlowCollectionEnd => "this bracket closes nothing",
        ErrorKind::UnknownAnchor => "no anchor `&…` of this name stands above",
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "a tab stands here; YAML is indented with blanks",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "text stands behind the closing quote"
        }
        ErrorKind::UnknownQuotedScalarEscape => "no such `\\` is known between double quotes; write `\\\\`",
        ErrorKind::ExpectedFlowSequenceSeparator => "`,` or `]` is missing here",
        ErrorKind::ExpectedFlowMappingSeparator => "`,` or `}` is missing here",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "a `:` is missing behind this key",
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            "this line fits neither the one above nor its indentation"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => "this line is wrongly indented",
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => "no list may begin here",
        ErrorKind::RecursionLimitExceeded => "values are nested too deep",
        _ => "this is no YAML",
    };
    words.to_owned()
}

/// Whether the line that `before` ends in is indented and has no other key on it.
fn goes_on(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.starts_with(' ') && !line.contains(": ") && before.contains('\n')
}

fn pairs(inside: Vec<Tree>) -> Result<Inside, Mistake> {
    let mut pairs: Vec<(Tree, Tree)> = Vec::with_capacity(inside.len() / 2);
    let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut inside = inside.into_iter();
    while let (Some(key), Some(value)) = (inside.next(), inside.next()) {
        let Inside::Scalar(name, _) = &key.inside else {
            let message = "a key must be a single word or number".to_owned();
            return Err(Mistake { message, range: key.range, duplicate: false });
        };
        if seen.insert(name.clone(), key.range.clone()).is_some() {
            let message = format!("the key `{name}` stands here a second time");
            return Err(Mistake { message, range: key.range, duplicate: true });
        }
        pairs.push((key, value));
    }
    Ok(Inside::Map(pairs))
}

fn scalar(text: &str, value: String, style: ScalarStyle, range: Range<usize>) -> Tree {
    let written = text.get(range.clone()).unwrap_or_default();
    let straight = match style {
        ScalarStyle::Plain if written == value => Some(range.start),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            (written.get(1..written.len().saturating_sub(1)) == Some(value.as_str())).then_some(range.start + 1)
        }
        _ => None,
    };
    let trimmed = written.trim_end().len();
    Tree { range: range.start..range.start + trimmed, inside: Inside::Scalar(value, straight) }
}

fn join(plain: Plain, tree: &Tree, text: &str) -> Value {
    let range = tree.range.clone();
    let data = match plain {
        Plain::Null => Data::Null,
        Plain::Bool(truth) => Data::Bool(truth),
        Plain::Number(number) => {
            let spelling = match &tree.inside {
                Inside::Scalar(spelling, _) => spelling.clone(),
                _ => number.to_string(),
            };
            Data::Number(number.as_f64().unwrap_or(f64::NAN), spelling)
        }
        Plain::String(value) => {
            let map = match &tree.inside {
                Inside::Scalar(_, Some(offset)) => TextMap::linear(*offset),
                Inside::Scalar(_, None) => word_map(&value, text, &range),
                _ => TextMap::from_points(vec![(0, range.start)], range.start),
            };
            Data::Text(value, map)
        }
        Plain::Sequence(values) => {
            let trees = if let Inside::List(trees) = &tree.inside { trees.as_slice() } else { &[] };
            let joined = values.into_iter().enumerate();
            Data::List(
                joined.map(|(index, value)| join(value, trees.get(index).unwrap_or(&alias(tree)), text)).collect(),
            )
        }
        Plain::Mapping(entries) => {
            let pairs = if let Inside::Map(pairs) = &tree.inside { pairs.as_slice() } else { &[] };
            let merged = pairs.iter().find(|(key, _)| is_key(key, "<<")).map_or(tree, |(_, value)| value);
            let entry = |(key, value): (Plain, Plain)| {
                let name = key_name(&key);
                // What `<<` brought in stands where the `<<` points from.
                let (key, tree) = match pairs.iter().find(|(key, _)| is_key(key, &name)) {
                    Some((key, tree)) => (key.range.clone(), join(value, tree, text)),
                    None => (merged.range.clone(), join(value, &alias(merged), text)),
                };
                (Key { name, range: key }, tree)
            };
            Data::Map(entries.into_iter().map(entry).collect())
        }
        // Tags were refused with the places.
        Plain::Tagged(tagged) => return join(tagged.value, tree, text),
    };
    Value { range, data }
}

fn alias(tree: &Tree) -> Tree {
    Tree { range: tree.range.clone(), inside: Inside::Alias }
}

fn is_key(tree: &Tree, name: &str) -> bool {
    matches!(&tree.inside, Inside::Scalar(value, _) if value == name)
}

fn key_name(key: &Plain) -> String {
    match key {
        Plain::String(name) => name.clone(),
        Plain::Bool(truth) => truth.to_string(),
        Plain::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// How a folded, indented or escaped string leads back: word by word, since words survive all of that.
fn word_map(value: &str, text: &str, range: &Range<usize>) -> TextMap {
    let mut points = Vec::new();
    let mut cursor = range.start;
    let end = range.end.max(range.start);
    for word in value.split_whitespace() {
        let at = word.as_ptr() as usize - value.as_ptr() as usize;
        if let Some(found) = text.get(cursor..end).and_then(|rest| rest.find(word)) {
            points.push((at, cursor + found));
            cursor += found + word.len();
        }
    }
    TextMap::from_points(points, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(value: &'a Value, key: &str) -> &'a Value {
        let Data::Map(entries) = &value.data else { panic!("a mapping") };
        &entries.iter().find(|(there, _)| there.name == key).expect("the key").1
    }

    #[test]
    fn values_know_where_they_stand() {
        let text = "a: 1\nb: [x, 'y z']\nc: |\n  one\n  two\nd: >\n  a b\n  c\n";
        let value = parse(text).expect("valid");
        assert_eq!(at(&value, "a").data, Data::Number(1.0, "1".to_owned()));
        assert_eq!(&text[at(&value, "b").range.clone()], "[x, 'y z']");
        let Data::Text(folded, map) = &at(&value, "d").data else { panic!("text") };
        assert_eq!((folded.as_str(), &text[map.offset(4)..][..1]), ("a b c\n", "c"));
        let Data::Text(block, map) = &at(&value, "c").data else { panic!("text") };
        assert_eq!((block.as_str(), &text[map.offset(4)..][..3]), ("one\ntwo\n", "two"));
    }

    #[test]
    fn merges_and_aliases_are_followed() {
        let value = parse("base: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}").expect("valid");
        let c = at(&value, "c");
        assert_eq!([at(c, "x").scalar(), at(c, "y").scalar()], [Some("1".to_owned()), Some("3".to_owned())]);
    }

    #[test]
    fn mistakes_stand_where_they_were_made() {
        for (text, start, message) in [
            ("layout: [x\n", 8, "this `[` is never closed"),
            ("a: 1\na: 2", 5, "the key `a` stands here a second time"),
            ("a: !t 3", 6, "tags (`!…`) have no meaning here"),
            ("a: b: c", 4, "a second `:` in one line's value"),
        ] {
            let mistake = parse(text).expect_err(text);
            assert_eq!((mistake.range.start, mistake.message.as_str()), (start, message), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse("a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b]").is_ok());
    }
}
