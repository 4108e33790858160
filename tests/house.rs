//! Holds the house together: the arrows between rooms, one owner per outside crate, the names of files, what only the
//! edge may touch, and what stands at the top of the repository (STYLE.md, "The house" and "Direction").
//!
//! In: every `.rs` file under `src/`, as text, with comments, strings and test modules left out. Out: one line per
//! violation, `file:line: rule: what to do`. The same functions run over made-up trees below, to prove that they can
//! fail. It must never need a second tool or a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[path = "support/rust.rs"]
mod rust;

use rust::{FoundPath, Token, declared_modules, paths, test_files, tokens, without_tests};

/// Which rooms a room may use. Rows stand as in STYLE.md; `above` means every room in the rows before.
const DIRECTION: &[(&str, &str)] = &[
    ("sources", ""),
    ("diagnostic model", "sources"),
    ("yaml template css", "sources diagnostic"),
    ("markup", "sources diagnostic model"),
    ("parse", "sources diagnostic model yaml template markup"),
    ("theme", "sources diagnostic model yaml template css"),
    ("passes", "sources diagnostic model yaml markup css theme"),
    ("render", "sources diagnostic model template theme passes runtime"),
    ("bundle", "sources diagnostic model theme css render runtime"),
    ("compile", "above"),
    ("patch", "render bundle"),
    ("formats", "model passes"),
    ("watch serve browser", ""),
    ("check", "browser diagnostic"),
    ("export", "browser formats runtime"),
    ("runtime", ""),
];

/// The program's own files. They use the library from outside, as `deck::…`.
const PROGRAM: &[&str] = &["main", "cli"];

/// Outside crates by the name that code uses, with the file or folder that alone knows them.
const OWNERS: &[(&str, &[&str])] = &[
    ("allsorts", &["src/bundle/fonts"]),
    ("annotate_snippets", &["src/diagnostic/excerpt.rs"]),
    ("anstream", &["src/cli/", "src/main.rs"]),
    ("axum", &["src/serve"]),
    ("base64", &["src/bundle/assets.rs"]),
    ("chrono", &["src/template/locale.rs"]),
    ("biblatex", &["src/passes/citations/bibtex"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("cssparser", &["src/css"]),
    ("csv", &["src/parse/data.rs"]),
    ("cssparser", &["src/css.rs"]),
    ("emojis", &["src/parse/emoji.rs"]),
    ("futures_core", &["src/serve"]),
    ("granit_parser", &["src/yaml.rs"]),
    ("handlebars", &["src/template"]),
    ("html5gum", &["src/markup/html.rs"]),
    ("imagesize", &["src/passes/images.rs"]),
    ("include_dir", &["src/theme/builtin.rs"]),
    ("katex", &["src/passes/math/katex.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("notify", &["src/watch.rs"]),
    ("open", &["src/cli/"]),
    ("pulldown_cmark", &["src/parse/markdown"]),
    ("pure_rust_locales", &["src/template/locale.rs"]),
    ("qrcode", &["src/passes/qr.rs"]),
    ("quick_xml", &["src/markup/svg.rs"]),
    ("ratex_katex_fonts", &["src/passes/math/faces.rs"]),
    ("serde", &["src/"]),
    ("serde_json", &["src/"]),
    ("serde_yaml", &["src/yaml.rs"]),
    ("sha2", &["src/bundle/policy.rs"]),
    ("syntaxmate", &["src/passes/code/highlight.rs"]),
    ("terminal_size", &["src/cli/terminal.rs"]),
    ("tokio", &["src/serve"]),
    ("ttf2woff2", &["src/bundle/fonts"]),
    ("typst_assets", &["src/theme/typefaces.rs"]),
    ("unicode_general_category", &["src/passes/ids.rs"]),
    ("unicode_normalization", &["src/passes/citations/known.rs"]),
    ("xxhash_rust", &["src/sources/"]),
];

/// Packages whose code has another name than the package.
const CODE_NAMES: &[(&str, &str)] = &[("katex_rs", "katex")];

/// Names that say nothing about what is inside.
const FORBIDDEN_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc"];

/// What only some files may touch: the path or word, who may, and why the others may not.
const EDGE: &[(&str, &[&str], &str)] = &[
    (
        "std::fs",
        &["src/sources/disk.rs", "src/cli/", "src/main.rs", "src/watch", "src/browser", "src/export"],
        "bytes come in through `sources`",
    ),
    (
        "std::env",
        &["src/cli/", "src/main.rs", "src/browser"],
        "no environment changes the output; let the caller pass it as an option",
    ),
    ("SystemTime", AT_THE_EDGE, "the same sources give the same bytes at any time"),
    ("Instant", AT_THE_EDGE, "the same sources give the same bytes at any speed"),
    ("HashMap", AT_THE_EDGE, "its order changes from run to run; use a BTreeMap"),
    ("HashSet", AT_THE_EDGE, "its order changes from run to run; use a BTreeSet"),
    ("process::exit", &[], "`main` returns an `ExitCode`"),
];

/// The edge: it waits, serves and starts things, and decides nothing about the bytes of a deck.
const AT_THE_EDGE: &[&str] =
    &["src/cli/", "src/main.rs", "src/watch", "src/serve", "src/browser", "src/check", "src/export"];

/// What stands at the top of the repository, besides dotfiles and what `.gitignore` names.
const TOP: &[&str] =
    &["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "img", "slides", "src", "tests", "themes"];

// --- The real house ---

#[test]
fn the_house_stands() {
    let violations = violations(&read_sources());
    assert!(violations.is_empty(), "the house is broken (STYLE.md, Direction):\n{}", violations.join("\n"));
}

#[test]
fn every_dependency_has_an_owner() {
    let violations = ownerless(&read("Cargo.toml"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn only_agreed_names_stand_at_the_top() {
    let names: Vec<String> = std::fs::read_dir(root())
        .expect("the repository can be listed")
        .map(|entry| entry.expect("the repository can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    let violations = strangers(&names, &read(".gitignore"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn the_direction_has_no_circle() {
    let allowed = direction();
    for room in allowed.keys() {
        let (mut reached, mut open) = (BTreeSet::new(), vec![*room]);
        while let Some(next) = open.pop() {
            for used in allowed.get(next).unwrap_or_else(|| panic!("{next} has no row")) {
                assert_ne!(used, room, "{room} uses itself through {next}");
                if reached.insert(*used) {
                    open.push(used);
                }
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Rust file under `src/`, sorted, with `/` in its path on every system.
fn read_sources() -> Vec<(String, String)> {
    let (mut folders, mut files) = (vec!["src".to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).expect("src can be listed") {
            let entry = entry.expect("src can be listed");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("an entry has a type").is_dir() {
                folders.push(path);
            } else if path.ends_with(".rs") {
                let text = read(&path);
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "there are no sources");
    files
}

// --- The rules ---

/// All that is wrong with a tree of sources, in the order of its files.
fn violations(files: &[(String, String)]) -> Vec<String> {
    let allowed = direction();
    let mut found = Vec::new();
    let tests: Vec<String> = files.iter().flat_map(|(file, text)| test_files(file, &tokens(text))).collect();
    let tests: Vec<&str> = tests.iter().map(String::as_str).collect();
    for (file, text) in files.iter().filter(|(file, _)| !is_in(file, &tests)) {
        let tokens = without_tests(tokens(text));
        let mut say =
            |line: usize, rule: &str, message: String| found.push(format!("{file}:{line}: {rule}: {message}"));
        check_names(file, &tokens, &mut say);
        let room = room(file);
        if room != "lib" && !PROGRAM.contains(&room) && !allowed.contains_key(room) {
            say(1, "room", format!("`{room}` is no room of the house"));
        }
        let own_modules: Vec<&str> = declared_modules(&tokens).map(|token| token.text.as_str()).collect();
        for path in paths(&tokens) {
            check_arrow(file, room, &allowed, &path, &mut say);
            if path.is_global || !path.segments.first().is_some_and(|first| own_modules.contains(&first.text.as_str()))
            {
                check_owner(file, &path, &mut say);
            }
            check_edge_path(file, &path, &mut say);
        }
        check_edge_words(file, &tokens, &mut say);
    }
    found.dedup();
    found
}

/// The table of directions with one entry per room.
fn direction() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut allowed = BTreeMap::new();
    for (rooms, uses) in DIRECTION {
        let above: BTreeSet<&str> = allowed.keys().copied().collect();
        let uses = if *uses == "above" { above } else { uses.split_whitespace().collect() };
        allowed.extend(rooms.split_whitespace().map(|room| (room, uses.clone())));
    }
    allowed
}

/// The first folder below `src/`, or the file's stem: `parse` for `src/parse/lines.rs`, `yaml` for `src/yaml.rs`.
fn room(file: &str) -> &str {
    let below = file.strip_prefix("src/").unwrap_or(file);
    below.split(['/', '.']).next().unwrap_or(below)
}

/// Whether a file is one of these, or lies in one of these folders, or belongs to one of these rooms: `src/watch` is
/// `src/watch.rs` and all of `src/watch/`.
fn is_in(file: &str, places: &[&str]) -> bool {
    let rest = |place: &&str| file.strip_prefix(*place).map(|rest| (place.ends_with('/'), rest));
    places
        .iter()
        .filter_map(rest)
        .any(|(is_folder, rest)| is_folder || matches!(rest, "" | ".rs") || rest.starts_with('/'))
}

fn check_names(file: &str, tokens: &[Token], say: &mut impl FnMut(usize, &str, String)) {
    for part in file.split(['/', '.']).filter(|part| FORBIDDEN_NAMES.contains(part)) {
        say(1, "name", format!("`{part}` says nothing; name the file after what it owns"));
    }
    for Token { text, line } in declared_modules(tokens).filter(|name| FORBIDDEN_NAMES.contains(&name.text.as_str())) {
        say(*line, "name", format!("`{text}` says nothing; name the module after what it owns"));
    }
    for three in tokens.windows(3) {
        if three[0].text == "[" && three[1].text == "path" && three[2].text == "=" {
            say(three[1].line, "name", "a module lies where its name says; leave out `#[path]`".to_owned());
        }
    }
}

fn check_arrow(
    file: &str,
    room: &str,
    allowed: &BTreeMap<&str, BTreeSet<&str>>,
    path: &FoundPath,
    say: &mut impl FnMut(usize, &str, String),
) {
    let Some(segments) = path.resolved(file) else { return };
    let Some((target, line)) = segments.first().map(|segment| (segment.text.as_str(), segment.line)) else {
        if path.in_use && room != "lib" {
            say(path.line(), "arrow", "the whole crate under another name hides which rooms are used".to_owned());
        }
        return;
    };
    if target == room || room == "lib" && target != "cli" {
        return;
    }
    if PROGRAM.contains(&room) {
        if allowed.contains_key(target) {
            say(
                line,
                "arrow",
                format!("the program may not reach into `{target}`; it uses the public names, `deck::…`"),
            );
        }
    } else if target == "*" {
        say(line, "arrow", "`*` from the crate's root hides which rooms are used".to_owned());
    } else if !allowed.contains_key(target) && target != "cli" {
        say(line, "arrow", format!("`crate::{target}` is no room; take the name from the room that owns it"));
    } else if !allowed.get(room).is_some_and(|rooms| rooms.contains(target)) {
        let rooms = allowed.get(room).into_iter().flatten().copied().collect::<Vec<_>>().join(", ");
        let may = if rooms.is_empty() { "no other room".to_owned() } else { format!("only {rooms}") };
        say(line, "arrow", format!("`{room}` may not use `{target}`; it may use {may}"));
    }
}

fn check_owner(file: &str, path: &FoundPath, say: &mut impl FnMut(usize, &str, String)) {
    let Some(first) = path.segments.first() else { return };
    let Some((name, owners)) = OWNERS.iter().find(|(name, _)| *name == first.text) else { return };
    if !is_in(file, owners) {
        say(first.line, "owner", format!("only {} may know the crate `{name}`", owners.join(" and ")));
    }
}

fn check_edge_path(file: &str, path: &FoundPath, say: &mut impl FnMut(usize, &str, String)) {
    let names: Vec<&str> = path.segments.iter().map(|segment| segment.text.as_str()).collect();
    let whole = names.join("::");
    for (what, places, why) in EDGE.iter().filter(|(what, ..)| what.contains("::")) {
        // `use std::fs;` makes `fs::read` possible, and `std::process` makes `process::exit`.
        let last = what.strip_prefix("std::").unwrap_or(what);
        let meant =
            [*what, last].iter().any(|what| whole == *what && path.in_use || whole.starts_with(&format!("{what}::")))
                || whole == *what
                || whole.strip_prefix("std::").is_some_and(|rest| rest == last);
        if meant && !is_in(file, places) {
            say(path.segments[names.len() - 1].line, "edge", format!("no `{what}` here: {why}"));
        }
    }
}

fn check_edge_words(file: &str, tokens: &[Token], say: &mut impl FnMut(usize, &str, String)) {
    for (what, places, why) in EDGE.iter().filter(|(what, ..)| !what.contains("::")) {
        for token in tokens.iter().filter(|token| token.text == *what && !is_in(file, places)) {
            say(token.line, "edge", format!("no `{what}` here: {why}"));
        }
    }
}

/// The dependencies in a `Cargo.toml` that no row of [`OWNERS`] has.
fn ownerless(cargo_toml: &str) -> Vec<String> {
    let (mut found, mut inside) = (Vec::new(), false);
    for (number, line) in cargo_toml.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.trim() == "[dependencies]";
            continue;
        }
        let Some((package, _)) = line.split_once('=').filter(|_| inside && !line.starts_with('#')) else { continue };
        let package = package.trim().replace('-', "_");
        let package = package.split('.').next().unwrap_or(&package);
        let code = CODE_NAMES.iter().find(|(name, _)| *name == package).map_or(package, |(_, code)| *code);
        if !OWNERS.iter().any(|(name, _)| *name == code) {
            found.push(format!("Cargo.toml:{}: owner: no file owns `{code}`; name one in tests/house.rs", number + 1));
        }
    }
    found
}

/// The names at the top of the repository that do not belong there.
fn strangers(names: &[String], gitignore: &str) -> Vec<String> {
    let ignored = |name: &str| {
        gitignore.lines().map(|line| line.trim().trim_matches('/')).any(|pattern| match pattern.split_once('*') {
            Some((start, end)) => {
                name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
            }
            None => name == pattern,
        })
    };
    let known = |name: &str| name.starts_with('.') || TOP.contains(&name) || ignored(name);
    let mut found: Vec<String> = names
        .iter()
        .filter(|name| !known(name))
        .map(|name| format!("{name}:1: top: only {} and dotfiles stand at the top", TOP.join(", ")))
        .collect();
    found.sort();
    found
}

// --- Proof that it can fail ---

/// What is wrong with one file among others that are right.
fn judged(file: &str, text: &str) -> Vec<String> {
    let neighbour = ("src/sources/mod.rs".to_owned(), "//! Fine.\npub struct Sources;\n".to_owned());
    violations(&[neighbour, (file.to_owned(), text.to_owned())])
}

/// Asserts that there is one violation, and that its message begins like this.
#[track_caller]
fn breaks(file: &str, text: &str, message: &str) {
    let found = judged(file, text);
    assert!(found.len() == 1 && found[0].starts_with(message), "expected {message}\nfound {found:#?}");
}

#[track_caller]
fn holds(file: &str, text: &str) {
    assert_eq!(judged(file, text), Vec::<String>::new());
}

#[test]
fn an_arrow_back_is_seen_in_every_form() {
    let arrow = "`parse` may not use `render`; it may use only diagnostic, markup, model, sources, template, yaml";
    for (line, text) in [
        (1, "use crate::render::Page;"),
        (2, "\npub use crate::render::Page;"),
        (2, "\npub(crate) use crate::render as r;"),
        (1, "use crate::{render::Page, sources::Span};"),
        (3, "use crate::{\n    model::{self, Node},\n    render::{Page, html},\n};"),
        (2, "use {\n    crate::render,\n};"),
        (2, "fn f() {\n    let page = crate::render::page();\n}"),
        (1, "fn f<T: crate::render::Page>() {}"),
        (1, "use super::render::Page;"),
        (2, "mod inner {\n    use super::super::render::Page;\n}"),
        (1, "macro_rules! m { () => { $crate::render::page() } }"),
        (1, "use crate::render::*;"),
        (1, "fn f<T>() { <T as crate::render::Page>::title() }"),
        (1, "fn f() -> impl crate::render::Page { return crate::render::page() }"),
    ] {
        breaks("src/parse/mod.rs", text, &format!("src/parse/mod.rs:{line}: arrow: {arrow}"));
    }
    breaks("src/parse/a/b.rs", "use super::super::super::render;", &format!("src/parse/a/b.rs:1: arrow: {arrow}"));
    breaks("src/yaml.rs", "use super::model::Node;", "src/yaml.rs:1: arrow: `yaml` may not use `model`");
    breaks(
        "src/sources/disk.rs",
        "use crate::yaml;",
        "src/sources/disk.rs:1: arrow: `sources` may not use `yaml`; it may use no other room",
    );
    breaks("src/compile.rs", "use crate::patch::Patch;", "src/compile.rs:1: arrow: `compile` may not use `patch`");
    breaks("src/model/mod.rs", "use crate::cli::print;", "src/model/mod.rs:1: arrow: `model` may not use `cli`");
    breaks("src/lib.rs", "use crate::cli::print;", "src/lib.rs:1: arrow: `lib` may not use `cli`");
}

#[test]
fn hidden_arrows_are_seen() {
    breaks("src/parse/mod.rs", "use crate::*;", "src/parse/mod.rs:1: arrow: `*` from the crate's root");
    breaks("src/yaml.rs", "use super::*;", "src/yaml.rs:1: arrow: `*` from the crate's root");
    breaks("src/parse/mod.rs", "use crate as house;", "src/parse/mod.rs:1: arrow: the whole crate under another name");
    breaks("src/parse/mod.rs", "use crate::{self as house};", "src/parse/mod.rs:1: arrow: the whole crate under");
    breaks("src/parse/mod.rs", "use crate::Page;", "src/parse/mod.rs:1: arrow: `crate::Page` is no room");
    breaks(
        "src/parse/mod.rs",
        "#[path = \"../render/mod.rs\"]\nmod r;",
        "src/parse/mod.rs:1: name: a module lies where",
    );
}

#[test]
fn the_program_uses_the_public_names() {
    let text = "use crate::parse::parse;";
    breaks("src/cli/build.rs", text, "src/cli/build.rs:1: arrow: the program may not reach into `parse`");
    breaks("src/main.rs", text, "src/main.rs:1: arrow: the program may not reach into `parse`");
    holds("src/cli/build.rs", "use super::terminal;\nuse crate::cli::args;\nuse deck::{compile, Memory};");
    holds("src/main.rs", "mod cli;\nuse cli::run;");
}

#[test]
fn what_is_allowed_is_left_alone() {
    holds("src/parse/mod.rs", "use crate::{model::Node, sources::{self, Span}};\nuse super::parse::lines;\nmod lines;");
    holds(
        "src/parse/lines.rs",
        "use super::Lines;\nuse crate::parse::markdown;\nmod inner { use super::super::Lines; }",
    );
    holds("src/lib.rs", "pub mod parse;\npub use crate::render::Page;\npub use self::compile::compile;");
    holds("src/compile.rs", "use crate::{bundle::Html, passes, sources::Sources};");
    holds("src/parse/mod.rs", "// use crate::render;\n/* use /* nested */ crate::render; */\n//! [`crate::render`]");
    holds(
        "src/parse/mod.rs",
        "const A: &str = \"use crate::render; \\\" crate::render::x\";
         const B: char = '\"';
         const C: &str = r#\"\" crate::render::x\"#;",
    );
    holds(
        "src/parse/mod.rs",
        "fn f<'a>(x: &'a str) -> &'a str { let _ = (b'\\'', '\\u{7f}', b\"crate::render::x\"); x }",
    );
    holds(
        "src/parse/mod.rs",
        "#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::render::Page;\n}
         #[cfg(test)]\nuse crate::{render::Page, patch};",
    );
    breaks(
        "src/parse/mod.rs",
        "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::render::Page;",
        "src/parse/mod.rs:3: arrow: `parse` may not use `render`",
    );
}

#[test]
fn a_file_of_tests_is_left_alone() {
    let tree = |declaration: &str| {
        let files = [("src/watch.rs", declaration), ("src/watch/tests.rs", "use crate::render::Page;")];
        violations(&files.map(|(file, text)| (file.to_owned(), text.to_owned())))
    };
    assert_eq!(tree("#[cfg(test)]\nmod tests;"), Vec::<String>::new());
    assert_eq!(tree("mod tests;").len(), 1);
}

#[test]
fn a_second_owner_is_seen() {
    let rule = "owner: only src/parse/markdown may know the crate `pulldown_cmark`";
    for text in [
        "use pulldown_cmark::Parser;",
        "use pulldown_cmark as md;",
        "use {pulldown_cmark};",
        "extern crate pulldown_cmark;",
        "fn f(_: ::pulldown_cmark::Event) {}",
    ] {
        breaks("src/parse/mod.rs", text, &format!("src/parse/mod.rs:1: {rule}"));
        holds("src/parse/markdown.rs", text);
    }
    breaks(
        "src/watch.rs",
        "\n#[tokio::main]\nfn f() {}",
        "src/watch.rs:2: owner: only src/serve may know the crate `tokio`",
    );
    holds("src/serve/events.rs", "use tokio::sync::watch;");
    breaks("src/passes/math/mod.rs", "mod katex;\nuse ::katex::render;", "src/passes/math/mod.rs:2: owner: only");
    holds("src/passes/math/mod.rs", "mod katex;\nuse katex::set;");
    holds("src/parse/mod.rs", "use serde::Deserialize;\nfn f(x: &X) { x.tokio.notify(); }");
}

#[test]
fn a_dependency_without_an_owner_is_seen() {
    let text = "[package]\nname = \"deck\"\n[dependencies]\n# a = 1\nkatex-rs = \"0.3\"\nleft-pad = \"1\"\n[x]\ny = 1";
    assert_eq!(ownerless(text), ["Cargo.toml:6: owner: no file owns `left_pad`; name one in tests/house.rs"]);
}

#[test]
fn a_name_that_says_nothing_is_seen() {
    breaks("src/parse/utils.rs", "", "src/parse/utils.rs:1: name: `utils` says nothing");
    breaks("src/parse/helpers/mod.rs", "", "src/parse/helpers/mod.rs:1: name: `helpers` says nothing");
    breaks("src/parse/mod.rs", "\nmod common { }", "src/parse/mod.rs:2: name: `common` says nothing");
    breaks("src/tools.rs", "", "src/tools.rs:1: room: `tools` is no room of the house");
}

#[test]
fn what_belongs_to_the_edge_is_seen() {
    for (text, rule) in [
        ("use std::fs;", "no `std::fs` here"),
        ("use std::{fs::File, io};", "no `std::fs` here"),
        ("fn f() { std::fs::read(\"a\"); }", "no `std::fs` here"),
        ("use std::env::var;", "no `std::env` here"),
        ("use std::time::{Duration, Instant};", "no `Instant` here"),
        ("fn f() { std::time::SystemTime::now(); }", "no `SystemTime` here"),
        ("use std::collections::{BTreeMap, HashMap};", "no `HashMap` here"),
        ("use std::collections::HashSet as Set;", "no `HashSet` here"),
        ("fn f() { std::process::exit(1); }", "no `process::exit` here"),
        ("use std::process::exit;", "no `process::exit` here"),
        ("fn f() { process::exit(1); }", "no `process::exit` here"),
    ] {
        breaks("src/passes/mod.rs", text, &format!("src/passes/mod.rs:1: edge: {rule}"));
    }
    breaks(
        "src/cli/build.rs",
        "fn f() { std::process::exit(1); }",
        "src/cli/build.rs:1: edge: no `process::exit` here",
    );
    holds("src/cli/build.rs", "use std::{collections::HashMap, env, fs, process::ExitCode, time::Instant};");
    holds("src/sources/disk.rs", "use std::fs;\nfn f() { fs::read(\"a\"); }");
    holds("src/passes/mod.rs", "use std::collections::BTreeMap;\nconst V: &str = env!(\"CARGO_PKG_VERSION\");");
}

#[test]
fn a_stranger_at_the_top_is_seen() {
    let names = ["src", "target", "talk.html", "docs", ".git", "Cargo.lock", "node_modules"].map(str::to_owned);
    let found = strangers(&names, "/target\n/*.html\nnode_modules\n");
    assert!(found.len() == 1 && found[0].starts_with("docs:1: top: "), "{found:?}");
}
