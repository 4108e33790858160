//! The ids of slides: unique in the deck, the written ones as written.

use std::collections::{BTreeMap, BTreeSet};

use unicode_general_category::{GeneralCategory, get_general_category};

use super::{DeckContext, FinishedDeck, HeadingId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::sources::{Origin, Span};

/// Gives every slide its id.
pub fn give(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let mut written: BTreeMap<String, Vec<(Origin, Span)>> = BTreeMap::new();
    for placed in &deck.slides {
        let slide = &placed.slide;
        let own = slide.settings.id.iter().map(|(id, span)| (id, *span));
        let heading = match (&slide.heading_id, &slide.settings.id) {
            (Some(HeadingId::Written(id, span)), None) => Some((id, *span)),
            _ => None,
        };
        for (id, span) in own.chain(heading).chain(slide.ids.iter().map(|(id, span)| (id, *span))) {
            written.entry(id.clone()).or_default().push((placed.origin, span));
        }
    }
    for (id, places) in written.iter().filter(|(id, _)| id.is_empty() || id.contains(char::is_whitespace)) {
        for (origin, span) in places {
            let mut found = Diagnostics::default();
            let message =
                if id.is_empty() { "an id is empty".to_owned() } else { format!("the id `{id}` has a blank in it") };
            let words: Vec<&str> = id.split_whitespace().collect();
            let help = match words.as_slice() {
                [] => "write a word, or leave the id out".to_owned(),
                words => format!("write `{}`: ids have no white space", words.join("-")),
            };
            found.add(Diagnostic::error(Code::WrongType, *span, message).help(help));
            context.reported.extend(found.reported(*origin));
        }
    }
    for (id, places) in written.iter().filter(|(_, places)| places.len() > 1) {
        for (origin, span) in places {
            let mut found = Diagnostics::default();
            let message = format!("the id `{id}` is written {} times in the deck", places.len());
            found.add(Diagnostic::error(Code::DuplicateId, *span, message).help("give each its own"));
            context.reported.extend(found.reported(*origin));
        }
    }
    let mut taken: BTreeSet<String> = written.into_keys().collect();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for placed in &mut deck.slides {
        placed.id = match (&placed.slide.settings.id, &placed.slide.heading_id) {
            (Some((id, _)), _) | (None, Some(HeadingId::Written(id, _))) => Some(id.clone()),
            (None, Some(HeadingId::Slug(slug))) if !slug.is_empty() => Some(free(slug, &mut taken, &mut next)),
            _ => None,
        };
    }
}

/// The slug, with a number behind it if it is taken. `next` holds the number to try first for each slug.
pub(super) fn free(slug: &str, taken: &mut BTreeSet<String>, next: &mut BTreeMap<String, usize>) -> String {
    if taken.insert(slug.to_owned()) {
        return slug.to_owned();
    }
    let number = next.entry(slug.to_owned()).or_insert(2);
    loop {
        let id = format!("{slug}-{number}");
        *number += 1;
        if taken.insert(id.clone()) {
            return id;
        }
    }
}

/// A heading's text as GitHub makes an id of it. One of digits only would be read as an index.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        match character {
            // Smart punctuation made them of hyphens, which GitHub keeps.
            '–' => slug.push_str("--"),
            '—' => slug.push_str("---"),
            _ if character.is_alphanumeric() || is_mark(character) => slug.push(character),
            '-' | '_' => slug.push(character),
            _ if character.is_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    if !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_digit()) {
        slug.insert_str(0, "slide-");
    }
    slug
}

/// Whether a character is a mark on the one before it, such as a vowel sign or an accent.
fn is_mark(character: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    matches!(get_general_category(character), NonspacingMark | SpacingMark | EnclosingMark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_githubs() {
        for (text, expected) in [
            ("The set {a}", "the-set-a"),
            ("1", "slide-1"),
            ("2/1", "slide-21"),
            ("???", ""),
            ("Größe & Maß", "größe--maß"),
            ("हिन्दी", "हिन्दी"),
            ("ไทย ก็", "ไทย-ก็"),
            ("Before – after", "before----after"),
            ("“A” … ‘b’ — c", "a--b-----c"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }
}
