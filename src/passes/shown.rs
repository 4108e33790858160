//! Whether there is anything to show: a deck in which every slide is hidden is a mistake.

use super::{DeckContext, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::sources::Span;

/// Says of a deck that it shows nothing.
pub fn any(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let Some(first) = deck.slides.first().filter(|_| !deck.slides.iter().any(super::PlacedSlide::is_shown)) else {
        return;
    };
    let mut found = Diagnostics::default();
    let message = "every slide of the deck is hidden: there is nothing to show";
    let help = "take `hidden: true` away from a slide";
    found.add(Diagnostic::error(Code::EmptyDeck, Span::default(), message).help(help));
    context.reported.extend(found.reported(first.origin));
}
