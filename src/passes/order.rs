//! The order in which what a deck holds is numbered.

use super::FinishedDeck;

/// The slides by their places in the deck: those that are shown, then those that nobody sees, so that they leave no gap.
pub fn shown_first(deck: &FinishedDeck) -> Vec<usize> {
    let (mut order, hidden): (Vec<usize>, Vec<usize>) =
        (0..deck.slides.len()).partition(|index| deck.slides[*index].is_shown());
    order.extend(hidden);
    order
}
