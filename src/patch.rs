//! Two pages to what a browser must change: slides added, moved, replaced, removed, by key.

use serde::Serialize;

use crate::bundle;
use crate::render::{Page, PageSlide};

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
    if old.frame == new.frame {
        return true;
    }
    // A title that is a heading in the page as well is more than a title.
    if old.title == new.title || old.has_hidden_heading || new.has_hidden_heading {
        return false;
    }
    let strip = |page: &Page| format!("{:?}", page.frame).replace(&escaped(&page.title), "");
    strip(old) == strip(new)
}

fn escaped(title: &str) -> String {
    let mut text = String::new();
    for character in title.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            _ => text.push(character),
        }
    }
    format!("{text:?}").trim_matches('"').to_owned()
}

fn entries(old: &Page, new: &Page) -> Vec<Entry> {
    let there = |key: &str, slides: &[PageSlide]| slides.iter().position(|slide| slide.key == key);
    let mut entries = Vec::with_capacity(new.slides.len());
    for (index, slide) in new.slides.iter().enumerate() {
        let before = there(&slide.key, &old.slides).map(|at| &old.slides[at]);
        let changed = before.is_none_or(|before| before.html != slide.html);
        // A new key where an old one vanished, behind the same neighbour: the slide was given another heading.
        let was = before.is_none().then(|| {
            let neighbour = index.checked_sub(1).map(|before| &new.slides[before].key);
            let at = neighbour.map_or(Some(0), |key| there(key, &old.slides).map(|at| at + 1))?;
            let vanished = old.slides.get(at)?;
            there(&vanished.key, &new.slides).is_none().then(|| vanished.key.clone())
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
