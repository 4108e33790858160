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
    let teas = "name,degrees\nSencha,70\nAssam,100\n";
    let lamp = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="base"/><g id="stem"/><g id="shade"/></svg>"#;
    let mut files = InMemory::from_iter([
        (name, text),
        ("lamp.svg", lamp),
        ("teas.csv", teas),
        ("last-year.md", "# 1\n\n---\n# 2\n\n---\n# 3\n"),
    ]);
    files.insert("pier.jpg", include_bytes!("golden/images/d.jpg"));
    for film in ["waves.webm", "waves.mp4"] {
        files.insert(film, include_bytes!("browser/fixtures/clip.webm"));
    }
    let sources = Sources::new(files);
    let path = SourcePath::new(name).expect("a plain name");
    let compiled = compile(&mut Memory::default(), &sources, &path, &Options::default()).expect("it is there");
    let excerpts = Excerpts::new(&sources, false);
    let said: Vec<String> = compiled.reported.iter().map(|found| excerpts.text(found)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    let (page, _) = compiled.page.expect("there were no errors");
    assert_eq!(page.slides.len(), slides);
}

#[test]
fn the_smallest_deck_builds_and_the_drawings_and_films_do() {
    let [deck, data, drawings, films] = blocks("markdown").try_into().expect("four Markdown examples");
    builds("tea.md", &deck, 2);
    builds("tea.md", &data, 3);
    builds("lamp.md", &drawings, 1);
    builds("waves.md", &films, 1);
}

#[test]
fn the_larger_decks_build() {
    let [deck, themed] = blocks("yaml").try_into().expect("two YAML examples");
    builds("deck.yaml", &deck, 2);
    builds("deck.yaml", &themed, 1);
}

#[test]
fn a_picture_and_both_commands_stand_at_the_top() {
    let readme = include_str!("../README.md");
    let top: Vec<&str> = readme.lines().take(10).collect();
    assert!(top.iter().any(|line| line.contains("](img/readme/slides.png)")));
    assert!(top.iter().any(|line| line.starts_with("cargo run --release -- build")));
    assert!(top.iter().any(|line| line.starts_with("tests/run")));
}

#[test]
fn every_layout_is_named() {
    let readme = include_str!("../README.md");
    let layouts = include_str!("../themes/base/theme.yaml").split("layouts:").nth(1).expect("the theme declares them");
    let names: Vec<&str> =
        layouts.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": {")).map(|(name, _)| name).collect();
    assert_eq!(names.len(), 17);
    for name in names {
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
}
