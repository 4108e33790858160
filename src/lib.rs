//! deck compiles Markdown and YAML into one HTML file.
//!
//! The rooms of the house, in the order in which data goes through them; each uses only those named behind it.
//!
//! ```text
//! sources      every byte that comes in                     -
//! diagnostic   what we tell authors about their text        sources
//! model        what a slide is                              sources
//! yaml         YAML text to values with places              sources diagnostic
//! template     Handlebars text and data to text             sources diagnostic
//! css          CSS text to the files that it names          sources diagnostic
//! markup       HTML and SVG text to nodes                   sources diagnostic model
//! parse        text to slides                               sources diagnostic model yaml template markup
//! theme        one look: layouts, CSS, options              sources diagnostic model yaml css
//! passes       one slide feature per file                   sources diagnostic model yaml markup theme
//! render       slides to HTML, and the page around them     sources diagnostic model template theme passes runtime
//! bundle       a page and all it points at to one file      sources diagnostic model theme render runtime
//! compile      the whole trip on one screen                 everything above
//! patch        two pages to what a browser must change      render bundle
//! watch serve  the edge: files that change, the live page   -
//! runtime      the browser's side                           -
//! ```
//!
//! `Sources -> Outline -> Slide -> FinishedDeck -> Page -> Html`, and `Page x Page -> Patch`.

pub mod bundle;
pub mod compile;
pub mod css;
pub mod diagnostic;
pub mod markup;
pub mod model;
pub mod parse;
pub mod passes;
pub mod patch;
pub mod render;
pub mod runtime;
pub mod serve;
pub mod sources;
pub mod template;
pub mod theme;
pub mod watch;
pub mod yaml;
