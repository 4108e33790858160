//! The faces that a theme sets its text in, and those that are compiled in; the only file that knows typst-assets.

use std::borrow::Cow;

use super::{Files, Loader};
use crate::diagnostic::{Code, nearest, or_list};
use crate::yaml::{Data, Value};

/// One face of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeface {
    /// The family's name in the theme's CSS.
    pub family: String,
    /// The weight that `@font-face` says.
    pub weight: u16,
    /// Whether it is the italic of its family.
    pub italic: bool,
    /// The whole font: TrueType, OpenType, WOFF or WOFF2.
    pub bytes: Cow<'static, [u8]>,
    /// What its licence wants to be said where it is embedded.
    pub notice: &'static str,
    /// The elements and `.classes` that the theme sets in it; none for one that any text may be set in. It is embedded
    /// in decks alone that have one of these.
    pub used_by: Vec<String>,
}

const LIBERTINUS: &str = "Libertinus Serif: Copyright (c) 2012-2024 The Libertinus Project Authors, SIL Open Font License 1.1 (https://openfontlicense.org)";
const NEW_COMPUTER_MODERN: &str = "New Computer Modern: Copyright (c) 2003, 2009 B. Jackowski and J. M. Nowacki (on behalf of TeX users groups), 2019-2024 Antonis Tsolomitis, GUST Font License (https://www.gust.org.pl/projects/e-foundry/licenses)";
const DEJAVU: &str = "DejaVu Sans Mono: Copyright (c) 2003 Bitstream, Inc., DejaVu changes are in the public domain, Bitstream Vera licence (https://dejavu-fonts.github.io/License.html)";

/// The files that typst-assets holds, in its order.
const COMPILED_IN: [(&str, &str); 17] = [
    ("LibertinusSerif-Regular.otf", LIBERTINUS),
    ("LibertinusSerif-Bold.otf", LIBERTINUS),
    ("LibertinusSerif-Italic.otf", LIBERTINUS),
    ("LibertinusSerif-BoldItalic.otf", LIBERTINUS),
    ("LibertinusSerif-Semibold.otf", LIBERTINUS),
    ("LibertinusSerif-SemiboldItalic.otf", LIBERTINUS),
    ("NewCMMath-Bold.otf", NEW_COMPUTER_MODERN),
    ("NewCMMath-Book.otf", NEW_COMPUTER_MODERN),
    ("NewCMMath-Regular.otf", NEW_COMPUTER_MODERN),
    ("NewCM10-Regular.otf", NEW_COMPUTER_MODERN),
    ("NewCM10-Bold.otf", NEW_COMPUTER_MODERN),
    ("NewCM10-Italic.otf", NEW_COMPUTER_MODERN),
    ("NewCM10-BoldItalic.otf", NEW_COMPUTER_MODERN),
    ("DejaVuSansMono-Bold.ttf", DEJAVU),
    ("DejaVuSansMono-BoldOblique.ttf", DEJAVU),
    ("DejaVuSansMono-Oblique.ttf", DEJAVU),
    ("DejaVuSansMono.ttf", DEJAVU),
];

/// A face that is compiled in, and its notice.
fn compiled_in(file: &str) -> Option<(&'static [u8], &'static str)> {
    let index = COMPILED_IN.iter().position(|(name, _)| *name == file)?;
    Some((typst_assets::fonts().nth(index)?, COMPILED_IN[index].1))
}

impl Loader<'_> {
    /// The faces that `fonts:` of a `theme.yaml` lists: files of the theme's folder, or compiled in.
    pub(super) fn typefaces(&mut self, files: &Files, fonts: &Value) -> Vec<Typeface> {
        let Data::List(fonts) = &fonts.data else {
            self.theme_file(files, fonts, "`fonts` is a list of faces".to_owned(), EXAMPLE);
            return Vec::new();
        };
        fonts.iter().filter_map(|font| self.typeface(files, font)).collect()
    }

    fn typeface(&mut self, files: &Files, font: &Value) -> Option<Typeface> {
        let Data::Map(entries) = &font.data else {
            self.theme_file(files, font, "a face is a mapping".to_owned(), EXAMPLE);
            return None;
        };
        let field = |name: &str| entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value);
        let text = |name: &str| field(name).and_then(Value::scalar);
        let (Some(family), Some(file)) = (text("family"), text("file")) else {
            self.theme_file(files, font, "a face needs `family` and `file`".to_owned(), EXAMPLE);
            return None;
        };
        let (bytes, notice) = match self.bytes(files, &file) {
            Some(found) => found,
            None => {
                let names = COMPILED_IN.iter().map(|(name, _)| *name);
                let help = match nearest(&file, names.clone()) {
                    Some(near) => format!("write `{near}`, or put the file into the theme's folder"),
                    None => format!("put it into the theme's folder; compiled in are {}", or_list(names)),
                };
                let place = field("file").unwrap_or(font);
                self.theme_file(files, place, format!("the font `{file}` is not there"), &help);
                return None;
            }
        };
        let used_by = match field("for").map(|value| &value.data) {
            Some(Data::List(names)) => names.iter().filter_map(Value::scalar).collect(),
            Some(_) => text("for").into_iter().collect(),
            None => Vec::new(),
        };
        let weight = text("weight").and_then(|weight| weight.parse().ok()).unwrap_or(400);
        let italic = text("style").is_some_and(|style| style == "italic");
        Some(Typeface { family, weight, italic, bytes, notice, used_by })
    }

    fn bytes(&self, files: &Files, name: &str) -> Option<(Cow<'static, [u8]>, &'static str)> {
        if let Files::Folder(folder) = files
            && let Some(source) = folder.join(name).ok().and_then(|path| self.read(&path).ok())
        {
            return Some((Cow::Owned(source.bytes.to_vec()), ""));
        }
        compiled_in(name).map(|(bytes, notice)| (Cow::Borrowed(bytes), notice))
    }

    /// Says what is wrong with a value in a `theme.yaml`; a built-in one's is held by a test.
    fn theme_file(&mut self, files: &Files, place: &Value, message: String, help: &str) {
        self.in_theme_file(files, place.range.clone(), Code::ThemeFile, message, Some(help));
    }
}

/// A face as it is written.
const EXAMPLE: &str =
    "write `fonts: [{ family: Own Sans, weight: 600, style: italic, file: OwnSans.woff2, for: [strong, h1] }]`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_faces_are_those_in_them() {
        assert_eq!(typst_assets::fonts().count(), COMPILED_IN.len());
        for (name, _) in COMPILED_IN {
            let (bytes, _) = compiled_in(name).expect("listed");
            let stem = name.split('.').next().unwrap_or_default();
            // A font says its PostScript name in UTF-16.
            let postscript: Vec<u8> = stem.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert!(bytes.windows(postscript.len()).any(|window| window == postscript), "{name}");
        }
    }
}
