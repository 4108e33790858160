//! What CSS names: files below the root become assets, the rest is reported.

use std::sync::Arc;

use super::Loader;
use crate::css;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, leaves_root};
use crate::model::{ASSET_END, ASSET_START, Asset, Assets};
use crate::sources::{Origin, ReadError, Source, SourcePath, Sources, Span};

/// Media types by the endings of files.
const MEDIA: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("otf", "font/otf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
];

impl Loader<'_> {
    /// A stylesheet with its files named by their keys.
    pub(super) fn css(&mut self, source: &Source) -> String {
        let text = source.text().unwrap_or_default();
        let mut linked = Linked {
            beside: &source.path,
            sources: self.sources,
            assets: &mut self.theme.assets,
            read: &mut |path| self.sources.read(path),
        };
        let (css, found) = linked.css(text);
        self.reported.extend(found.reported(Origin { file: source.id, offset: 0 }));
        css
    }
}

/// Takes the files that a stylesheet names.
pub struct Linked<'a> {
    /// The file that the stylesheet stands in.
    pub beside: &'a SourcePath,
    /// What names files in messages.
    pub sources: &'a Sources,
    /// Where the files go.
    pub assets: &'a mut Assets,
    /// Reads a file.
    pub read: &'a mut dyn FnMut(&SourcePath) -> Result<Arc<Source>, ReadError>,
}

impl Linked<'_> {
    /// The stylesheet with its files named by their keys, and what is wrong with them.
    pub fn css(&mut self, css: &str) -> (String, Diagnostics) {
        // Characters that stand for assets later, and that CSS has no use for.
        let text = css.replace([ASSET_START, ASSET_END], " ");
        let mut found = Diagnostics::default();
        let mut css = String::with_capacity(text.len());
        let mut copied = 0;
        for link in css::links(&text) {
            match self.asset(&link) {
                Ok(Some(address)) => {
                    css.push_str(&text[copied..link.range.start]);
                    css.push_str(&address);
                    copied = link.range.end;
                }
                Ok(None) => {}
                Err(diagnostic) => found.add(Diagnostic { span: Span::new(link.range), ..diagnostic }),
            }
        }
        css.push_str(&text[copied..]);
        (css, found)
    }

    /// What stands in place of a link; nothing if it stays as it is.
    fn asset(&mut self, link: &css::Link) -> Result<Option<String>, Diagnostic> {
        let address = link.address.trim();
        let warning = |message: String| Diagnostic::warning(Code::NotAllowed, Span::default(), message);
        if link.is_import {
            let message = format!("`{address}` is not loaded: `@import` has no effect in a deck");
            return Err(warning(message).help("copy the rules of that file to this place"));
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if address.is_empty() || address.starts_with('#') || matches!(scheme.as_deref(), Some("data" | "blob")) {
            return Ok(None);
        }
        if scheme.is_some() || address.starts_with("//") {
            let message = format!("`{address}` is not part of the deck: without the network it is not shown");
            return Err(warning(message).help("save the file beside this one and name it here"));
        }
        let (path, part) = address.split_once('#').map_or((address, ""), |(path, part)| (path, part));
        let path = path.split('?').next().unwrap_or_default();
        let below = self.beside.beside(path).map_err(|_| leaves_root(path, self.sources))?;
        let ending = below.extension();
        let Some((_, media_type)) = MEDIA.iter().find(|(there, _)| *there == ending) else {
            let message = format!("`{path}` is not loaded: its ending says neither picture nor font");
            return Err(warning(message).help("use PNG, JPEG, GIF, WebP, AVIF, SVG, WOFF2, WOFF, TTF or OTF"));
        };
        let file = (self.read)(&below).map_err(|error| {
            let help = format!("it was looked for at `{}`", self.sources.name(&below));
            Diagnostic::error(Code::MissingFile, Span::default(), format!("`{path}` cannot be read: {error}"))
                .help(help)
        })?;
        let key = self.assets.add(Asset { media_type, source: file });
        let plain = part.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.'));
        let part = if plain && !part.is_empty() { format!("#{part}") } else { String::new() };
        Ok(Some(format!("url(\"{ASSET_START}{key}{ASSET_END}{part}\")")))
    }
}
