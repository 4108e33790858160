//! What a deck is, once its sources are read.
//!
//! Plain data: the settings, the [`Slide`]s, the [`Node`]s on them. Nothing here reads, decides or writes.

mod deck;
pub mod elements;
pub mod keys;
mod node;
mod settings;
pub mod walk;

mod assets;

pub use assets::{ASSET_END, ASSET_START, Asset, AssetKey, Assets};
pub use deck::{Position, Slide, Slot};
pub use keys::{DECK_KEYS, SLIDE_KEYS};
pub use node::{Attribute, Attributes, Code, Container, Element, Image, Kind, Math, Node, Value};
pub use settings::{
    Allow, Background, Bibliography, CitationStyle, Corner, DeckSettings, Line, Logo, STANDARD_THEME, SectionSettings,
    SlideSettings, StepLists, StyleText, ThemeChoice, Visibility, audiences,
};
