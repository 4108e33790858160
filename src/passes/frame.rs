//! Header and footer: templates over the deck's metadata.

use super::{Context, DeckContext, Draft, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::DeckSettings;
use crate::sources::Span;
use crate::template;

/// The slide's own header and footer.
pub fn fill(draft: &mut Draft, context: &mut Context<'_>) {
    let settings = &draft.finished.settings;
    draft.finished.header = line(&settings.header, context.deck, &mut context.diagnostics);
    draft.finished.footer = line(&settings.footer, context.deck, &mut context.diagnostics);
}

/// The deck's header and footer.
pub fn fill_deck(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let mut found = Diagnostics::default();
    deck.header = line(&deck.settings.header, &deck.settings, &mut found);
    deck.footer = line(&deck.settings.footer, &deck.settings, &mut found);
    if let Some(origin) = deck.origin {
        context.reported.extend(found.reported(origin));
    }
}

fn line(written: &Option<(String, Span)>, deck: &DeckSettings, diagnostics: &mut Diagnostics) -> Option<String> {
    let (text, span) = written.as_ref()?;
    match template::fill_line(text, &deck.metadata()) {
        Ok(line) => Some(line),
        Err(mistake) => {
            let help = "header and footer may name `title`, `subtitle`, `author`, `date`, `description` and `lang`";
            diagnostics.add(Diagnostic::error(Code::BadTemplate, *span, mistake.message).help(help));
            None
        }
    }
}
