//! The first line of a code fence: `rust {1-3|5|all} title="main.rs" {.small}`.

use std::ops::Range;

use super::attributes;
use crate::diagnostic::{Code as Kinds, Diagnostic, Diagnostics, nearest};
use crate::model::{Attribute, Attributes, Code, Value};
use crate::sources::TextMap;
use crate::template::Values;

/// Words that stand alone, and keys.
const WORDS: &[&str] = &["lines", "diff"];
const KEYS: &[&str] = &["title", "start", "file", "caption"];

/// Reads what stands behind the marks of a fence; the code itself is left empty.
pub fn read(text: &str, range: Range<usize>, map: &TextMap, values: &Values, diagnostics: &mut Diagnostics) -> Code {
    let mut code = Code {
        language: String::new(),
        language_span: map.span(range.clone()),
        lines: None,
        text: String::new(),
        attributes: Attributes::default(),
    };
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            at += blank;
            continue;
        }
        let length = group(rest);
        let span = map.span(at..at + length);
        let word = &rest[..length];
        if let Some(inner) = word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
            match attributes::parse(text, at + 1..at + length - 1, map) {
                Some(read) => {
                    let read = attributes::restored(read, values);
                    // Pandoc's and Quarto's `{.rust}` names the language.
                    code.attributes.merge(read);
                    if code.language.is_empty() && !code.attributes.classes.is_empty() {
                        code.language = code.attributes.classes.remove(0).into_owned();
                        code.language_span = span;
                    }
                }
                None if is_lines(&values.restore(inner)) => code.lines = Some(values.restore(inner)),
                None => unknown(word, span, diagnostics),
            }
        } else if let Some((key, value)) = word.split_once('=') {
            if KEYS.contains(&key) {
                let value = values.restore(&attributes::unquoted(value));
                let name = key.to_owned().into();
                code.attributes.put(Attribute { name, value: Value::Text(value), span: Some(span) });
            } else {
                unknown(key, span, diagnostics);
            }
        } else if at == range.start + (text[range.clone()].len() - text[range.clone()].trim_start().len()) {
            code.language = values.restore(word);
            code.language_span = span;
        } else if WORDS.contains(&word) {
            let name = word.to_owned().into();
            code.attributes.put(Attribute { name, value: Value::Text(String::new()), span: Some(span) });
        } else {
            unknown(word, span, diagnostics);
        }
        at += length;
    }
    code
}

/// The length of the word, or of the braces, that the text begins with.
fn group(text: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    let braces = text.starts_with('{');
    for (at, character) in text.char_indices() {
        match quote {
            Some(_) if std::mem::take(&mut escaped) => {}
            Some(_) if character == '\\' => escaped = true,
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if braces && character == '}' => return at + 1,
            // `rust{1-3}` is two.
            None if !braces && at > 0 && (character.is_whitespace() || character == '{') => return at,
            None => {}
        }
    }
    text.len()
}

/// `1-3|5|all`: numbers and ranges, in steps.
fn is_lines(text: &str) -> bool {
    !text.is_empty()
        && text.split('|').all(|step| step.trim().is_empty() || step.split(',').all(|part| is_part(part.trim())))
}

fn is_part(part: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(part, "all" | "*" | "none" | "hide")
        || number(part)
        || part.split_once('-').is_some_and(|(a, b)| number(a) && number(b))
}

fn unknown(word: &str, span: crate::sources::Span, diagnostics: &mut Diagnostics) {
    let help = match nearest(word, WORDS.iter().chain(KEYS).copied()) {
        Some(near) => format!("write `{near}`"),
        None => {
            "a fence begins with a language, then `{1-3|5}`, `title=\"…\"`, `lines`, `start=10`, `{.class}`".to_owned()
        }
    };
    let message = format!("`{word}` means nothing in a code fence's first line; it is ignored");
    diagnostics.add(Diagnostic::warning(Kinds::UnknownWord, span, message).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(info: &str) -> (Code, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        (read(info, 0..info.len(), &TextMap::linear(0), &Values::default(), &mut diagnostics), diagnostics)
    }

    #[test]
    fn a_fence_says_language_lines_and_attributes() {
        let (code, found) = read_all("rust {1-3|5|all} title=\"a b.rs\" lines {.small}");
        assert!(found.is_empty());
        assert_eq!((code.language.as_str(), code.lines.as_deref()), ("rust", Some("1-3|5|all")));
        assert_eq!(code.attributes.get("title"), Some("a b.rs"));
        assert!(code.attributes.has_class("small"));
        assert_eq!(read_all("js{2}").0.language, "js");
        assert!(!read_all("rust wat").1.is_empty());
    }
}
