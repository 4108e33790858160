//! `section:` on a slide: what holds for the slides of the section that begins with it.

use super::settings::{OF_ONE, SettingsReader};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::SectionSettings;
use crate::model::keys::{self, SLIDE_KEYS};
use crate::sources::Owner;
use crate::yaml::{Data, Key, Value};

impl SettingsReader<'_> {
    /// Reads the mapping: keys of a slide.
    pub(super) fn section(&mut self, key: &Key, value: &Value) -> Option<SectionSettings> {
        let Data::Map(entries) = &value.data else {
            let message = format!("`section` takes keys of a slide, but this is {}", value.kind());
            let span = self.span(if value.range.is_empty() { &key.range } else { &value.range });
            let help =
                "write for example `section: { footer: Part one }`; the section's name is the title of this slide";
            self.diagnostics.add(Diagnostic::error(Code::WrongType, span, message).help(help));
            return None;
        };
        let own: Vec<&str> = OF_ONE.iter().copied().filter(|name| *name != "style").collect();
        let entries = self.of_many(entries, &own);
        let (settings, unknown) = self.slide(&entries);
        unknown.iter().for_each(|(key, _)| self.unknown_key(key, "a slide", keys::names(SLIDE_KEYS)));
        Some(SectionSettings { settings: settings.of(Owner::Section), span: self.span(&key.range) })
    }
}
