//! How slides are counted, and the appendix: from the slide that says `appendix: true` to the deck's end no slide is counted.

use super::{DeckContext, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Visibility;

/// Finds the appendix, and numbers the slides. The appendix begins also where its first slide is hidden: those behind it are shown for the asking, too.
pub fn begin(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let mut found = Vec::new();
    let mut has_begun = false;
    let mut number = 0;
    for placed in &mut deck.slides {
        has_begun |= placed.is_in_appendix;
        if let Some(place) = placed.slide.settings.appendix {
            if has_begun {
                let message = "the appendix has begun on an earlier slide";
                let found_here = Diagnostic::warning(Code::WrongPlace, place, message);
                found.push((placed.origin, found_here.help("delete one of the two")));
            }
            has_begun = true;
        }
        placed.is_in_appendix = has_begun;
        let is_counted = placed.is_shown() && placed.slide.settings.visibility != Some(Visibility::Uncounted);
        number += usize::from(is_counted && !has_begun);
        placed.number = number;
    }
    let first = deck.slides.iter().find(|placed| placed.is_shown()).filter(|first| first.is_in_appendix);
    if let Some((first, place)) = first.and_then(|first| Some((first, first.slide.settings.appendix?))) {
        let message = "the appendix begins with the deck, so no slide is counted";
        let help = "write `appendix: true` on the first slide behind the talk";
        found.push((first.origin, Diagnostic::warning(Code::WrongPlace, place, message).help(help)));
    }
    for (origin, diagnostic) in found {
        let mut found = Diagnostics::default();
        found.add(diagnostic);
        context.reported.extend(found.reported(origin));
    }
}
