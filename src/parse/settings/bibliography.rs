//! `bibliography:` and `nocite:`.

use super::SettingsReader;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::{Bibliography, CitationStyle};
use crate::sources::Span;
use crate::yaml::{Data, Key, Value};

/// The keys of `bibliography`.
const KEYS: [&str; 2] = ["files", "style"];

/// The styles by their names.
const STYLES: [(&str, CitationStyle); 3] = [
    ("author-date", CitationStyle::AuthorDate),
    ("numeric", CitationStyle::Numeric),
    ("alphabetic", CitationStyle::Alphabetic),
];

/// Styles that authors know from elsewhere, and which of ours is like them.
const OTHERS: [(&str, &str); 16] = [
    ("apa", "author-date"),
    ("authoryear", "author-date"),
    ("apalike", "author-date"),
    ("chicago", "author-date"),
    ("harvard", "author-date"),
    ("mla", "author-date"),
    ("natbib", "author-date"),
    ("ieee", "numeric"),
    ("acm", "numeric"),
    ("ama", "numeric"),
    ("vancouver", "numeric"),
    ("nature", "numeric"),
    ("plain", "numeric"),
    ("unsrt", "numeric"),
    ("springer", "numeric"),
    ("alpha", "alphabetic"),
];

impl SettingsReader<'_> {
    /// A file, a list of files, or a mapping with them and a style.
    pub(super) fn bibliography(&mut self, key: &Key, value: &Value, bibliography: &mut Bibliography) {
        let Data::Map(entries) = &value.data else {
            bibliography.files = self.places(key, value);
            return;
        };
        for (key, value) in entries {
            match key.name.as_str() {
                "files" => bibliography.files = self.places(key, value),
                "style" => bibliography.style = self.citation_style(key, value).unwrap_or_default(),
                _ => self.unknown_key(key, "`bibliography`", KEYS.into_iter()),
            }
        }
        if !entries.iter().any(|(key, _)| key.name == "files") {
            let message = "`bibliography` names no files";
            let help = "write for example `bibliography: { files: refs.bib, style: numeric }`";
            self.diagnostics.add(Diagnostic::error(Code::WrongType, self.span(&key.range), message).help(help));
        }
    }

    /// One text or a list of texts, each with its place.
    pub(super) fn places(&mut self, key: &Key, value: &Value) -> Vec<(String, Span)> {
        let values = if let Data::List(values) = &value.data { values.as_slice() } else { std::slice::from_ref(value) };
        values.iter().filter_map(|value| Some((self.text(key, value)?, self.span(&value.range)))).collect()
    }

    fn citation_style(&mut self, key: &Key, value: &Value) -> Option<CitationStyle> {
        let text = self.text(key, value)?;
        let style = STYLES.iter().find(|(name, _)| *name == text).map(|(_, style)| *style);
        if style.is_none() {
            let lower = text.to_lowercase();
            let like = OTHERS.iter().find(|(other, _)| lower.starts_with(other)).map(|(_, ours)| *ours);
            let like = like.or_else(|| nearest(&text, STYLES.map(|(name, _)| name)));
            let help = format!("write `{}`", like.unwrap_or("author-date"));
            let message = format!("`style` is `author-date`, `numeric` or `alphabetic`, not `{text}`");
            self.diagnostics.add(Diagnostic::error(Code::WrongType, self.span(&value.range), message).help(help));
        }
        style
    }
}
