//! The themes that are compiled in.

use include_dir::{Dir, include_dir};

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The names of the built-in themes, sorted.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES.dirs().filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// A file of a built-in theme; `path` is written with `/`.
pub fn file(theme: &str, path: &str) -> Option<&'static str> {
    THEMES.get_file(format!("{theme}/{path}"))?.contents_utf8()
}

/// The names of the files in a folder of a built-in theme, sorted.
pub fn list(theme: &str, folder: &str) -> Vec<String> {
    let Some(dir) = THEMES.get_dir(format!("{theme}/{folder}")) else { return Vec::new() };
    let names = dir.files().filter_map(|file| file.path().file_name()?.to_str()).map(str::to_owned);
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}
