//! The deck's language: a tag that screen readers and hyphenation understand.

use super::{DeckContext, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::sources::Span;

/// Says of a language that it is none.
pub fn check(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let (Some(lang), Some(origin)) = (&deck.settings.lang, deck.origin) else { return };
    if is_tag(lang) {
        return;
    }
    let mut found = Diagnostics::default();
    let message = format!("`lang` is a language's tag, not `{lang}`");
    let help = "write a BCP 47 tag such as `en`, `de-AT` or `zh-Hant`: letters, digits and hyphens";
    found.add(Diagnostic::error(Code::WrongType, Span::default(), message).help(help));
    context.reported.extend(found.reported(origin));
}

/// Whether a text has the shape of a BCP 47 tag: a language's letters, then parts of letters and digits.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    // One letter alone begins private tags only.
    let private = matches!(language, "x" | "X" | "i" | "I") && text.len() > 2;
    let named = (2..=8).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    (private || named)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_letters_digits_and_hyphens() {
        for tag in ["en", "de-AT", "zh-Hant-TW", "sl-rozaj-biske-1994", "x-mine", "gsw"] {
            assert!(is_tag(tag), "{tag}");
        }
        for text in ["", "x y", "english!", "en_US", "en-", "-en", "1", "deutschland"] {
            assert!(!is_tag(text), "{text}");
        }
    }
}
