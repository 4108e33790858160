//! `{.class #id key=value}` and reveal's `.element:` comments to attributes.

use std::ops::Range;

use crate::model::{Attribute, Attributes, Value};
use crate::sources::TextMap;
use crate::template::{Values, is_value};

/// Whether a line, without blanks around it, is nothing but attributes in braces.
pub fn is_attribute_line(line: &str) -> bool {
    line.starts_with('{')
        && braces(line).is_some_and(|inner| inner.end + 1 == line.len())
        && parse(line, 1..line.len() - 1, &TextMap::linear(0)).is_some()
}

/// The inside of the braces that `text` begins with.
pub fn braces(text: &str) -> Option<Range<usize>> {
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut escaped) && byte != b'\n' {
            continue;
        }
        match (byte, quote) {
            (b'\\', Some(_)) => escaped = true,
            _ if at == 0 && byte != b'{' => return None,
            (b'{', None) if at > 0 => return None,
            (b'}', None) => return Some(1..at),
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'\n', _) => return None,
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The attributes that stand in `range` of `text`, or nothing if not all of it reads as attributes.
pub fn parse(text: &str, range: Range<usize>, map: &TextMap) -> Option<Attributes> {
    parse_words(text, range, map, false)
}

/// The same for those in reveal's comments, which are HTML's: a name may stand alone.
pub fn parse_html(text: &str, range: Range<usize>, map: &TextMap) -> Option<Attributes> {
    parse_words(text, range, map, true)
}

fn parse_words(text: &str, range: Range<usize>, map: &TextMap, bare: bool) -> Option<Attributes> {
    let mut attributes = Attributes { span: Some(map.span(range.clone())), ..Attributes::default() };
    let mut any = false;
    for (at, word) in words(&text[range.clone()])? {
        let span = map.span(range.start + at..range.start + at + word.len());
        if let Some(class) = word.strip_prefix('.').filter(|class| is_name(class)) {
            attributes.add_class(class.to_owned());
        } else if let Some(id) = word.strip_prefix('#').filter(|id| is_name(id)) {
            attributes.id = Some(Value::Text(id.to_owned()));
        } else {
            // What is for the runtime is often a flag, as `data-auto-animate` is.
            let alone = bare || (word.starts_with("data-") && !word.contains('='));
            let pair = word.split_once('=').filter(|(_, value)| !value.is_empty()).or(alone.then_some((word, "")));
            let (name, value) = pair.filter(|(name, _)| is_name(name))?;
            let value = unquoted(value);
            match name {
                "class" => value.split_whitespace().for_each(|class| attributes.add_class(class.to_owned())),
                "id" => attributes.id = Some(Value::Text(value)),
                _ => {
                    let name = name.to_owned().into();
                    attributes.put(Attribute { name, value: Value::Text(value), span: Some(span) });
                }
            }
        }
        any = true;
    }
    any.then_some(attributes)
}

/// The attributes with the values that a template filled in.
pub fn restored(mut attributes: Attributes, values: &Values) -> Attributes {
    if values.is_empty() {
        return attributes;
    }
    let restore = |value: &mut Value| {
        if let Value::Text(text) = value {
            *text = values.restore(text);
        }
    };
    attributes.id.iter_mut().for_each(restore);
    attributes.others.iter_mut().for_each(|attribute| restore(&mut attribute.value));
    for class in std::mem::take(&mut attributes.classes) {
        let classes = values.restore(&class);
        classes.split_whitespace().for_each(|class| attributes.add_class(class.to_owned()));
    }
    attributes
}

/// A value without its quotes, in which a backslash makes quotes and backslashes plain.
pub fn unquoted(value: &str) -> String {
    let quote = |character: &char| matches!(character, '"' | '\'');
    let Some(open) = value.chars().next().filter(quote) else { return value.trim_matches(['"', '\'']).to_owned() };
    let inner = value[1..].strip_suffix(open).unwrap_or(&value[1..]);
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && (quote(next) || *next == '\\'));
        plain.push(escaped.unwrap_or(character));
    }
    plain
}

/// The words between blanks, with their offsets; quoted blanks do not count. Nothing if a quote is never closed.
pub fn words(text: &str) -> Option<Vec<(usize, &str)>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match quote {
            Some(_) if std::mem::take(&mut escaped) => {}
            Some(_) if character == '\\' => escaped = true,
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if character.is_whitespace() => {
                words.extend(start.take().map(|start| (start, &text[start..at])));
                continue;
            }
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None => {}
        }
        start = start.or(Some(at));
    }
    words.extend(start.map(|start| (start, &text[start..])));
    quote.is_none().then_some(words)
}

fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | '-') || is_value(first))
        && characters.all(|character| {
            character.is_alphanumeric() || matches!(character, '_' | '-' | ':' | '.' | '/' | '%') || is_value(character)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_count_only_if_all_of_it_reads_as_attributes() {
        for text in ["{a}", "{1, 2}", "{{x}}", "{x}", "{}", "{.a b}", "{#}", "{.}", "{a=}", "{.a \"}", "{.a} b", "}"] {
            assert!(!is_attribute_line(text), "{text}");
        }
        for text in ["{.small}", "{#id}", "{.a #b c=d}", "{title=\"a } b\"}", "{step=2-4}", "{ .a }"] {
            assert!(is_attribute_line(text), "{text}");
        }
    }

    #[test]
    fn attributes_are_read_in_order() {
        let text = "{.a #b c=\"d e\" class='x y' .a}";
        let read = parse(text, 1..text.len() - 1, &TextMap::linear(0)).expect("attributes");
        assert_eq!(read.classes, ["a", "x", "y"]);
        assert_eq!((read.id, read.others[0].value.clone()), (Some(Value::Text("b".into())), Value::Text("d e".into())));
    }
}
