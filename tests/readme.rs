//! The README's examples build, as they stand.

use deck::compile::{Memory, Options, compile};
use deck::diagnostic::Excerpts;
use deck::sources::{InMemory, SourcePath, Sources};

/// The fenced blocks of a language in the README.
fn blocks(language: &str) -> Vec<String> {
    let readme = include_str!("../README.md");
    let fence = format!("```{language}\n");
    readme
        .split(fence.as_str())
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .map(|text| format!("{text}\n"))
        .collect()
}

#[track_caller]
fn builds(name: &str, text: &str, slides: usize) {
    let sources = Sources::new(InMemory::from_iter([(name, text)]));
    let path = SourcePath::new(name).expect("a plain name");
    let compiled = compile(&mut Memory::default(), &sources, &path, &Options::default()).expect("it is there");
    let excerpts = Excerpts::new(&sources, false);
    let said: Vec<String> = compiled.reported.iter().map(|found| excerpts.text(found)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    let (page, _) = compiled.page.expect("there were no errors");
    assert_eq!(page.slides.len(), slides);
}

#[test]
fn the_smallest_deck_builds() {
    let [deck] = blocks("markdown").try_into().expect("one Markdown example");
    builds("tea.md", &deck, 2);
}

#[test]
fn the_larger_deck_builds() {
    let [deck] = blocks("yaml").try_into().expect("one YAML example");
    builds("deck.yaml", &deck, 2);
}

#[test]
fn both_commands_stand_at_the_top() {
    let readme = include_str!("../README.md");
    let top: Vec<&str> = readme.lines().take(8).collect();
    assert!(top.iter().any(|line| line.starts_with("cargo run --release -- build")));
    assert!(top.iter().any(|line| line.starts_with("tests/run")));
}
