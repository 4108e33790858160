//! The cases below `tests/golden/`: what is compiled, what lies beside it, where the expected output is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use deck::compile::Options;

/// The ending of the expected HTML.
const HTML: &str = "html";
/// The ending of the expected diagnostics.
const DIAGNOSTICS: &str = "diagnostics";
/// The ending of what is typed behind `deck build`.
const OPTIONS: &str = "options";

/// One case: one source, or one in both spellings, which must come to the same.
#[derive(Debug)]
pub struct Case {
    /// `feature/case`.
    pub name: String,
    /// The decks to compile, as paths in `files`.
    pub decks: Vec<String>,
    /// Every file below the root, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the caller asks for.
    pub options: Options,
    /// Where the expected slides are; missing if the deck has errors.
    pub html: PathBuf,
    /// Where the expected diagnostics are; missing if there are none.
    pub diagnostics: PathBuf,
}

/// Every case, by name, and the expected files that belong to none.
pub fn all(golden: &Path) -> (Vec<Case>, Vec<PathBuf>) {
    let mut cases = Vec::new();
    let mut unused = Vec::new();
    for feature in entries(golden).into_iter().filter(|path| path.is_dir()) {
        let found = of_feature(&feature);
        let used: BTreeSet<&PathBuf> = found.iter().flat_map(|case| [&case.html, &case.diagnostics]).collect();
        unused.extend(entries(&feature).into_iter().filter(|path| is_expected(path) && !used.contains(path)));
        cases.extend(found);
    }
    (cases, unused)
}

fn of_feature(feature: &Path) -> Vec<Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries(feature).into_iter().partition(|path| path.is_dir());
    let beside: BTreeMap<String, Vec<u8>> = files
        .iter()
        .filter(|path| !is_expected(path) && !has_ending(path, &[OPTIONS]))
        .map(|path| (file_name(path), bytes(path)))
        .collect();
    for path in files.iter().filter(|path| is_source(path)) {
        let case = cases.entry(stem(path)).or_insert_with(|| case(feature, &stem(path), beside.clone()));
        case.decks.push(file_name(path));
    }
    for folder in folders {
        let mut files = BTreeMap::new();
        gather(&folder, "", &mut files);
        let mut case = case(feature, &file_name(&folder), files);
        case.decks = ["deck.md", "deck.yaml"].map(str::to_owned).to_vec();
        case.decks.retain(|deck| case.files.contains_key(deck));
        cases.insert(file_name(&folder), case);
    }
    cases.into_values().collect()
}

fn case(feature: &Path, stem: &str, files: BTreeMap<String, Vec<u8>>) -> Case {
    let expected = |ending: &str| feature.join(format!("{stem}.{ending}"));
    Case {
        name: format!("{}/{stem}", file_name(feature)),
        decks: Vec::new(),
        files,
        options: fs::read_to_string(expected(OPTIONS)).map(|words| options(&words)).unwrap_or_default(),
        html: expected(HTML),
        diagnostics: expected(DIAGNOSTICS),
    }
}

/// `--for a,b`, `--set name=value` and `--drafts`.
fn options(words: &str) -> Options {
    let mut options = Options::default();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "--for" => options
                .audience
                .names
                .extend(words.next().into_iter().flat_map(|names| names.split(',')).map(str::to_owned)),
            "--set" => options.set.extend(
                words
                    .next()
                    .and_then(|word| word.split_once('='))
                    .map(|(name, value)| (name.to_owned(), value.to_owned())),
            ),
            "--drafts" => options.audience.drafts = true,
            _ => panic!("a case cannot ask for `{word}`"),
        }
    }
    options
}

/// All files in a folder and the folders in it.
fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for path in entries(folder) {
        let name = format!("{prefix}{}", file_name(&path));
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, bytes(&path));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = read.map(|entry| entry.expect("a folder that can be listed").path()).collect();
    entries.sort();
    entries
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
}

fn is_expected(path: &Path) -> bool {
    has_ending(path, &[HTML, DIAGNOSTICS])
}

fn is_source(path: &Path) -> bool {
    has_ending(path, &["md", "yaml"])
}
