//! Finished slides to HTML, and the page around them.
//!
//! In: a [`FinishedDeck`](crate::passes::FinishedDeck) and its theme. Out: a [`Page`], which keeps its slides apart.
//! Only `html.rs` writes a tag or escapes a character. Assets and fonts are named here, not yet embedded.

mod configuration;
mod html;
mod lettering;
mod page;

pub use configuration::configuration;
pub use html::{ASSET_END, ASSET_START};
pub use page::{Broken, Face, Options, Page, PageSlide, Piece, broken_layouts, page};
