//! The guide: it builds without a word of complaint, has a page for every feature and every key, and shows the sources
//! that it is made from. What it looks like is for tests/browser/guide.test.mjs to judge.
//!
//! `UPDATE_GOLDEN=1` rewrites its tables of keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use deck::compile::{Memory, Options, compile};
use deck::diagnostic::Excerpts;
use deck::model::keys::{DECK_KEYS, Key, SLIDE_KEYS};
use deck::sources::{InMemory, SourcePath, Sources};

/// How high the rows of keys on a slide of the guide may be, in pixels; how high a row is by itself, and each line in it.
const ROOM_FOR_KEYS: usize = 470;
const ROW: usize = 18;
const LINE: usize = 29;

/// How many characters a line takes of what a key takes, and of what it means.
const TAKES: usize = 36;
const MEANS: usize = 44;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file of the guide, by its path in the guide's folder.
fn files() -> BTreeMap<String, PathBuf> {
    let guide = root().join("slides/guide");
    let (mut folders, mut files) = (vec![guide.clone()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the guide can be listed") {
            let path = entry.expect("the guide can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(&guide).expect("it lies in the guide").to_string_lossy().replace('\\', "/");
                files.insert(name, path);
            }
        }
    }
    files
}

/// The texts that its slides are written in.
fn texts() -> BTreeMap<String, String> {
    let written = |name: &String| name.ends_with(".md") || name == "deck.yaml";
    files().into_iter().filter(|(name, _)| written(name)).map(|(name, path)| (name, read(&path))).collect()
}

/// A fence in a text: its first line, and the lines of code.
struct Fence<'t> {
    info: &'t str,
    code: Vec<&'t str>,
}

/// The fences of a text, and its lines outside of them.
fn fences(text: &str) -> (Vec<Fence<'_>>, Vec<&str>) {
    let (mut fences, mut outside) = (Vec::new(), Vec::new());
    let mut open: Option<(usize, Fence<'_>)> = None;
    for line in text.lines() {
        let marks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
        match &mut open {
            Some((length, fence)) if marks < *length || marks != line.trim().len() => fence.code.push(line),
            Some(_) => fences.extend(open.take().map(|(_, fence)| fence)),
            None if marks >= 3 => open = Some((marks, Fence { info: line.trim(), code: Vec::new() })),
            None => outside.push(line),
        }
    }
    assert!(open.is_none(), "a fence is never closed");
    (fences, outside)
}

// --- Keys ---

/// The tables of keys as the guide reads them.
fn tables_of_keys() -> String {
    let mut text = "# The keys of deck and slide, as many to a list as a slide of the guide takes.\n\
                    # Written by `UPDATE_GOLDEN=1 cargo test --test guide` from src/model/keys.rs.\n"
        .to_owned();
    for (name, keys) in [("deck", DECK_KEYS), ("slide", SLIDE_KEYS)] {
        text.push_str(&format!("{name}:\n"));
        for keys in slides_of_keys(keys) {
            text.push_str("  -\n");
            keys.iter().for_each(|key| text.push_str(&entry(key)));
        }
    }
    text
}

/// The keys of each slide: as few slides as there is room for, each about as full as the others.
fn slides_of_keys(keys: &'static [Key]) -> Vec<Vec<&'static Key>> {
    let filled = |room: usize| {
        let mut slides: Vec<Vec<&Key>> = vec![Vec::new()];
        let mut left = room;
        for key in keys {
            let height = height(key);
            if height > left {
                slides.push(Vec::new());
                left = room;
            }
            left = left.saturating_sub(height);
            slides.last_mut().expect("there is one from the start").push(key);
        }
        slides
    };
    let fewest = filled(ROOM_FOR_KEYS).len();
    let rooms = (1..=ROOM_FOR_KEYS).rev().map(filled);
    rooms.take_while(|slides| slides.len() == fewest).last().expect("the first is as few as can be")
}

/// How high the row of a key will be, about.
fn height(key: &Key) -> usize {
    let lines = |text: &str, width: usize| text.chars().filter(|character| *character != '`').count().div_ceil(width);
    ROW + LINE * lines(key.takes, TAKES).max(lines(key.means, MEANS))
}

fn entry(key: &Key) -> String {
    // A bar would end the cell of a table.
    let quoted = |text: &str| serde_json::to_string(&text.replace('|', "\\|")).expect("text is JSON");
    format!("    - name: {}\n      takes: {}\n      means: {}\n", key.name, quoted(key.takes), quoted(key.means))
}

#[test]
fn the_tables_of_keys_are_those_of_the_compiler() {
    let path = root().join("slides/guide/data/keys.yaml");
    let expected = tables_of_keys();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &expected).expect("the guide can be written");
    }
    let message = "src/model/keys.rs has changed: `UPDATE_GOLDEN=1 cargo test --test guide` writes the guide's tables";
    // Both texts together are too long to be read.
    assert!(fs::read_to_string(&path).unwrap_or_default() == expected, "{message}");
}

// --- The deck ---

#[test]
fn the_guide_builds_without_a_word_of_complaint_and_shows_every_key() {
    let mut memory = InMemory::default();
    for (name, path) in files() {
        memory.insert(&format!("guide/{name}"), fs::read(path).expect("the guide can be read"));
    }
    let sources = Sources::new(memory);
    let path = SourcePath::new("guide/deck.yaml").expect("a plain path");
    let compiled = compile(&mut Memory::default(), &sources, &path, &Options::default()).expect("it is there");
    let excerpts = Excerpts::new(&sources, false);
    let said: Vec<String> = compiled.reported.iter().map(|found| excerpts.text(found)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    let (page, _) = compiled.page.expect("there were no errors");
    for (class, keys) in [("keys-of-a-deck", DECK_KEYS), ("keys-of-a-slide", SLIDE_KEYS)] {
        let slides: String =
            page.slides.iter().filter(|slide| slide.html.contains(class)).map(|slide| slide.html.as_str()).collect();
        let shown = |key: &&Key| slides.contains(&format!("<td><code>{}</code></td>", key.name));
        let missing: Vec<&str> = keys.iter().filter(|key| !shown(key)).map(|key| key.name).collect();
        assert!(missing.is_empty(), "no slide of the class `{class}` has {missing:?}: add one more to 03-keys.md");
    }
}

// --- Features ---

/// The modules in the ordered lists of passes, and all modules beside them.
fn features() -> (BTreeSet<String>, BTreeSet<String>) {
    let source = read(&root().join("src/passes/mod.rs"));
    let mut listed = BTreeSet::new();
    for list in ["const EACH_SLIDE", "const WHOLE_DECK"] {
        let list = source.split_once(list).and_then(|(_, rest)| rest.split_once("] = ")).expect("the list is there").1;
        let list = list.split_once("];").expect("it ends").0;
        let code = list.lines().map(|line| line.split("//").next().unwrap_or_default());
        for entry in code.flat_map(|line| line.split([',', '[', '&'])) {
            listed.extend(entry.trim().split_once("::").map(|(module, _)| module.to_owned()));
        }
    }
    let modules =
        source.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    (listed, modules.map(str::to_owned).collect())
}

#[test]
fn every_feature_has_a_page_that_names_it() {
    let (listed, modules) = features();
    assert!(listed.len() > 10 && listed.is_subset(&modules), "{listed:?} among {modules:?}");
    let mut named = BTreeSet::new();
    for (file, text) in texts() {
        for line in fences(&text).1 {
            let Some(names) = line.trim().strip_prefix("x-feature:") else { continue };
            for name in names.trim().trim_matches(['[', ']']).split(',').map(str::trim) {
                assert!(modules.contains(name), "{file}: there is no feature `{name}` in src/passes");
                named.insert(name.to_owned());
            }
        }
    }
    let missing: Vec<&String> = listed.difference(&named).collect();
    assert!(missing.is_empty(), "the guide has no page with `x-feature:` for {missing:?}");
}

// --- Sources that are shown ---

/// Lines as they are compared: every boundary is the same, and the keys of this test are none.
fn plain<'t>(lines: impl IntoIterator<Item = &'t str>) -> String {
    let lines = lines.into_iter().map(str::trim_end).filter(|line| !line.trim_start().starts_with("x-feature:"));
    let plain = lines.map(|line| if line == "--" { "---" } else { line }).collect::<Vec<_>>().join("\n");
    format!("\n{}\n", plain.trim())
}

#[test]
fn a_source_that_is_shown_is_the_one_of_a_slide() {
    let texts = texts();
    let mut written = String::new();
    let mut shown = Vec::new();
    for (file, text) in &texts {
        let (fences, _) = fences(text);
        let mut lines = text.lines().collect::<Vec<_>>().join("\n") + "\n";
        for fence in fences.iter().filter(|fence| fence.info.contains("{.shown}")) {
            let code = fence.code.join("\n") + "\n";
            lines = lines.replacen(&format!("{}\n{code}", fence.info), "", 1);
            shown.push((file, plain(fence.code.iter().copied())));
        }
        written.push_str(&plain(lines.lines()));
    }
    assert!(shown.len() > 10, "{} sources are shown", shown.len());
    for (file, code) in shown {
        assert!(written.contains(&code), "{file}: no slide is written so, though its source is shown:\n{code}");
    }
}
