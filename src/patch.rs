//! Two pages to what a browser must change: slides added, moved, replaced, removed, by key.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bundle;
use crate::render::{Page, PageSlide, Piece};

/// What turns one page into the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Patch {
    /// The whole order, if any slide changed, came, went or moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slides: Option<Vec<Entry>>,
    /// The whole style, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The title, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether so much changed that the page must be loaded anew.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reload: bool,
}

/// One slide in the new order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Whether it stands below the one before it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub down: bool,
    /// Its `<section>`, if it is not the one under that key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The key of the slide that it replaces in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl Patch {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        *self == Patch::default()
    }
}

/// What turns `old` into `new`; each with its whole style.
pub fn diff(old: &Page, old_style: &str, new: &Page, new_style: &str) -> Patch {
    let same_frame = old.configuration == new.configuration
        && old.scripts == new.scripts
        && old.runtime == new.runtime
        && old.network == new.network
        && frames_agree(old, new);
    if !same_frame {
        return Patch { reload: true, ..Patch::default() };
    }
    Patch {
        slides: (old.slides != new.slides).then(|| entries(old, new)),
        style: (old_style != new_style).then(|| new_style.to_owned()),
        title: (old.title != new.title).then(|| new.title.clone()),
        reload: false,
    }
}

/// Whether the text around the slides is the same but for the title.
fn frames_agree(old: &Page, new: &Page) -> bool {
    // A title that is a heading in the page as well is more than a title.
    let replaceable = !old.has_hidden_heading && !new.has_hidden_heading;
    let agree = |(old, new): (&Piece, &Piece)| match (old, new) {
        (Piece::Title(_), Piece::Title(_)) if replaceable => true,
        _ => old == new,
    };
    old.frame.len() == new.frame.len() && old.frame.iter().zip(&new.frame).all(agree)
}

fn entries(old: &Page, new: &Page) -> Vec<Entry> {
    let (old_places, new_places) = (places(&old.slides), places(&new.slides));
    let mut entries = Vec::with_capacity(new.slides.len());
    for (index, slide) in new.slides.iter().enumerate() {
        let before = old_places.get(slide.key.as_str()).map(|at| &old.slides[*at]);
        let changed = before.is_none_or(|before| before.html != slide.html);
        // A new key where an old one vanished, behind the same neighbour: the slide was given another heading.
        let was = before.is_none().then(|| {
            let neighbour = index.checked_sub(1).map(|before| new.slides[before].key.as_str());
            let at = neighbour.map_or(Some(0), |key| old_places.get(key).map(|at| at + 1))?;
            let vanished = old.slides.get(at)?;
            (!new_places.contains_key(vanished.key.as_str())).then(|| vanished.key.clone())
        });
        entries.push(Entry {
            key: slide.key.clone(),
            down: slide.below,
            html: changed.then(|| bundle::slide(new, index)),
            was: was.flatten(),
        });
    }
    entries
}

/// Where each key stands.
fn places(slides: &[PageSlide]) -> BTreeMap<&str, usize> {
    slides.iter().enumerate().map(|(index, slide)| (slide.key.as_str(), index)).collect()
}
