//! A page and everything it points at to one file.
//!
//! In: a [`Page`]. Out: [`Html`], which asks nobody for anything. What is embedded is embedded here and nowhere else.

mod assets;
mod faces;
mod fonts;
mod policy;

use crate::render::{Page, Piece};

/// A deck in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html {
    text: String,
}

impl Html {
    /// The whole file.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole file.
    pub fn into_string(self) -> String {
        self.text
    }
}

/// The style of a page with its pictures and faces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The stylesheet.
    pub text: String,
    /// What of it could not be embedded, each a sentence.
    pub left_out: Vec<String>,
}

/// Makes the style of a page.
pub fn style(page: &Page) -> Style {
    let mut text = String::with_capacity(page.style.len());
    assets::embed(&page.style, &page.assets, &mut text);
    text.push_str(&assets::rules(page));
    let (faces, left_out) = faces::rules(page);
    text.push_str(&faces);
    Style { text, left_out }
}

/// One slide's `<section>` with its assets.
pub fn slide(page: &Page, index: usize) -> String {
    let mut out = String::new();
    if let Some(slide) = page.slides.get(index) {
        assets::embed(&slide.html, &page.assets, &mut out);
    }
    out
}

/// The file. `live` is what a watched page says about itself, as JSON; a deck that is kept has none.
pub fn html(page: &Page, style: &str, live: Option<&str>) -> Html {
    let script = page.runtime.script(&page.configuration, live);
    let mut text = String::with_capacity(
        style.len() + script.len() + page.slides.iter().map(|slide| slide.html.len()).sum::<usize>() * 2,
    );
    for piece in &page.frame {
        match piece {
            Piece::Text(piece) | Piece::Title(piece) => text.push_str(piece),
            Piece::Head => {
                let early = page.runtime.early(&page.configuration);
                let policy = policy::policy(page, &[&early, &script], live.is_some());
                text.push_str(&format!(
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<script>{early}</script>"
                ));
            }
            Piece::Style => text.push_str(style),
            Piece::Script => text.push_str(&script),
            Piece::Slides => slides(page, &mut text),
        }
    }
    Html { text }
}

/// All slides in order; those of a stack in a `<section>` of their own.
fn slides(page: &Page, out: &mut String) {
    for (index, slide) in page.slides.iter().enumerate() {
        let follows = |at: usize| page.slides.get(at).is_some_and(|slide| slide.below);
        let below = slide.below;
        if !below && follows(index + 1) {
            out.push_str("<section class=\"stack\">\n");
        }
        assets::embed(&slide.html, &page.assets, out);
        out.push('\n');
        if below && !follows(index + 1) {
            out.push_str("</section>\n");
        }
    }
}
