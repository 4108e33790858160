//! `logo:` of deck, section and slide.

use super::settings::SettingsReader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Corner, Logo};
use crate::sources::Owner;
use crate::yaml::{Data, Key, Value};

/// The keys of a logo.
const KEYS: &[&str] = &["src", "alt", "height", "link", "position"];

/// The corners by name.
const CORNERS: &[(&str, Corner)] = &[
    ("top-right", Corner::TopRight),
    ("top-left", Corner::TopLeft),
    ("bottom-right", Corner::BottomRight),
    ("bottom-left", Corner::BottomLeft),
];

/// How high a logo is if nothing is said, and at least, in CSS pixels.
const HEIGHT: u32 = 36;
const LOWEST: u32 = 12;
/// How high it may be at the top right, where titles make room for it, and elsewhere.
const HIGHEST: u32 = 96;
const HIGHEST_IN_MARGIN: u32 = 44;

impl SettingsReader<'_> {
    /// Reads a path, a mapping, or `false` for none.
    pub(super) fn logo(&mut self, key: &Key, value: &Value) -> Option<Logo> {
        let span = self.span(if value.range.is_empty() { &key.range } else { &value.range });
        let none = Logo {
            src: String::new(),
            alt: None,
            height: HEIGHT,
            link: None,
            corner: Corner::TopRight,
            span,
            owner: Owner::Slide,
        };
        match &value.data {
            Data::Bool(false) | Data::Null => Some(none),
            Data::Text(src, _) => Some(Logo { src: src.clone(), ..none }),
            Data::Map(entries) => self.logo_of(entries, none),
            _ => {
                self.wrong(key, value, "a path, a mapping with `src:`, or `false` for none");
                None
            }
        }
    }

    fn logo_of(&mut self, entries: &[(Key, Value)], mut logo: Logo) -> Option<Logo> {
        let mut height = None;
        for (key, value) in entries {
            match key.name.as_str() {
                "src" => {
                    logo.src = self.text(key, value)?;
                    logo.span = self.span(&value.range);
                }
                "alt" => logo.alt = if value.data == Data::Null { None } else { self.text(key, value) },
                "height" => {
                    logo.height = self.whole(key, value, LOWEST, HIGHEST)?;
                    height = Some(self.span(&value.range));
                }
                "link" => logo.link = self.text(key, value).map(|link| (link, self.span(&value.range))),
                "position" => {
                    let names: Vec<&str> = CORNERS.iter().map(|(name, _)| *name).collect();
                    let word = self.word(key, value, &names)?;
                    logo.corner =
                        CORNERS.iter().find(|(name, _)| *name == word).map_or(logo.corner, |(_, corner)| *corner);
                }
                _ => self.unknown_key(key, "`logo`", KEYS.iter().copied()),
            }
        }
        if logo.src.is_empty() {
            let found = Diagnostic::error(Code::WrongType, logo.span, "a logo needs `src:`, the path of its file");
            self.diagnostics.add(found.help("write `logo: { src: file.svg, alt: whose it is }`, or `false` for none"));
            return None;
        }
        if let Some(span) = height.filter(|_| logo.corner != Corner::TopRight && logo.height > HIGHEST_IN_MARGIN) {
            let message = format!("there is room for a logo {} pixels high at the top right only", logo.height);
            let help = format!("write at most {HIGHEST_IN_MARGIN}, or leave `position` out");
            self.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
        }
        Some(logo)
    }
}
