//! The command line: words in, words, files and exit codes out. Every case works in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// One case: files, a call, and what must come of it.
struct Case {
    folder: PathBuf,
    arguments: Vec<String>,
    below: String,
}

/// What came of it.
struct Answer {
    folder: PathBuf,
    code: i32,
    stdout: String,
    stderr: String,
}

static CASES: AtomicUsize = AtomicUsize::new(0);

impl Case {
    fn new(arguments: &[&str]) -> Case {
        let number = CASES.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Case { folder, arguments, below: String::new() }
    }

    fn file(self, path: &str, content: impl AsRef<[u8]>) -> Case {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("the target folder can be written");
        fs::write(path, content).expect("the target folder can be written");
        self
    }

    /// Calls in a folder below.
    fn below(self, folder: &str) -> Case {
        Case { below: folder.to_owned(), ..self }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deck"));
        command.args(&self.arguments).current_dir(self.folder.join(&self.below)).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(self) -> Answer {
        let Output { status, stdout, stderr } = self.command().output().expect("the binary was built");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("deck writes UTF-8");
        Answer {
            folder: self.folder,
            code: status.code().expect("it ended by itself"),
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }
}

impl Answer {
    #[track_caller]
    fn code(self, code: i32) -> Answer {
        assert_eq!(self.code, code, "exit code; it said:\n{}", self.stderr);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Answer {
        assert!(self.stderr.contains(words), "{words:?} is not in:\n{}", self.stderr);
        self
    }

    #[track_caller]
    fn wrote(self, path: &str, words: &str) -> Answer {
        let text = fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.contains(words), "{words:?} is not in {path}");
        self
    }

    /// The names in the folder, sorted.
    #[track_caller]
    fn left(self, names: &[&str]) -> Answer {
        let entries = fs::read_dir(&self.folder).expect("the folder is there");
        let mut found: Vec<String> =
            entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect();
        found.sort();
        assert_eq!(found, names);
        self
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const DECK: &str = "title: T\nslides:\n  - title: One\n  - a.md\n";

#[test]
fn a_markdown_file_becomes_an_html_file_beside_nothing() {
    Case::new(&["build", "talk.md"])
        .file("talk.md", "# Hello\n\n---\n\n# Bye\n")
        .run()
        .code(0)
        .says("Built 2 slides: talk.html (")
        .wrote("talk.html", "<h1>Hello</h1>")
        .left(&["talk.html", "talk.md"]);
}

#[test]
fn without_a_source_the_deck_here_or_in_slides_is_taken_and_named() {
    Case::new(&["build"])
        .file("slides/deck.yaml", DECK)
        .file("slides/a.md", "# Two\n")
        .run()
        .code(0)
        .says("Taking slides/deck.yaml\n")
        .wrote("slides.html", "<h1>Two</h1>");
    Case::new(&["build"])
        .file("deck.yaml", DECK)
        .file("a.md", "# Here\n")
        .file("slides/deck.yaml", "slides: [a.md]")
        .run()
        .code(0)
        .says("Taking deck.yaml\n");
    Case::new(&["build"]).run().code(2).says("there is no deck.yaml here or in slides/");
}

#[test]
fn a_folder_is_its_deck_yaml_or_its_only_markdown_file() {
    Case::new(&["build", "talk"])
        .file("talk/deck.yaml", DECK)
        .file("talk/a.md", "# A")
        .run()
        .code(0)
        .wrote("talk.html", "One");
    Case::new(&["build", "talk"]).file("talk/x.md", "# A").run().code(0).wrote("x.html", "<h1>A</h1>");
    Case::new(&["build", "talk"])
        .file("talk/x.md", "# A")
        .file("talk/y.md", "# B")
        .run()
        .code(2)
        .says("2 Markdown files");
    Case::new(&["build", "talk"]).file("talk/x.txt", "").run().code(2).says("no deck.yaml and no Markdown file");
}

#[test]
fn the_output_is_what_is_typed_else_what_the_deck_says() {
    let deck = || Case::new(&["build", "a.md"]).file("a.md", "---\noutput: said.html\n---\n# A");
    deck().run().code(0).wrote("said.html", "<h1>A</h1>");
    Case::new(&["build", "a.md", "-o", "typed.html"])
        .file("a.md", "---\noutput: said.html\n---\n# A")
        .run()
        .code(0)
        .left(&["a.md", "typed.html"]);
    let answer = Case::new(&["build", "a.md", "-o", "-"]).file("a.md", "# A").run().code(0);
    assert!(answer.stdout.starts_with("<!doctype html>") && answer.stdout.ends_with("</html>\n"));
}

#[test]
fn mistakes_end_with_1_all_at_once_and_leave_the_last_good_file() {
    Case::new(&["build", "a.md"])
        .file("a.md", "# A\n\n![x](gone.png)\n\n---\nlayout: titel\n---\n\n$\\frac{1}$\n")
        .file("a.html", "the last good one")
        .run()
        .code(1)
        .says("error[image-missing]: `gone.png` cannot be read")
        .says("--> a.md:3:1")
        .says("error[unknown-layout]: the theme `paper` has no layout `titel`")
        .says("--> a.md:6:9")
        .says("= help: write `title`")
        .says("error[bad-formula]")
        .says("--> a.md:9:")
        .says("3 errors\n")
        .says("a.html not written; the file there is as it was")
        .wrote("a.html", "the last good one")
        .left(&["a.html", "a.md"]);
}

#[test]
fn warnings_end_with_0() {
    Case::new(&["build", "a.md"])
        .file("a.md", "text\n---\n\nmore\n")
        .run()
        .code(0)
        .says("warning[boundary-under-text]")
        .says("1 warning\n")
        .says("Built 2 slides");
}

#[test]
fn a_wrong_call_ends_with_2() {
    Case::new(&["build", "nowhere.md"]).run().code(2).says("nowhere.md");
    Case::new(&["build", "a.txt"]).file("a.txt", "").run().code(2).says("neither Markdown (.md) nor YAML (.yaml)");
    Case::new(&["build", "a.md", "--frobnicate"]).file("a.md", "# A").run().code(2).says("--frobnicate");
    Case::new(&["frobnicate"]).run().code(2);
    Case::new(&["build", "a.md", "--root", "gone"]).file("a.md", "# A").run().code(2).says("gone");
    Case::new(&["build", "a.md", "--root", "in"])
        .file("a.md", "# A")
        .file("in/x", "")
        .run()
        .code(2)
        .says("is not below the root");
}

#[test]
fn a_source_is_never_overwritten() {
    for output in ["a.md", "./a.md", "pic.svg"] {
        Case::new(&["build", "a.md", "-o", output])
            .file("a.md", "# A\n\n![a](pic.svg)\n")
            .file("pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .run()
            .code(2)
            .says("is one of the deck's sources")
            .wrote("a.md", "# A")
            .wrote("pic.svg", "<svg");
    }
}

#[test]
fn a_file_that_cannot_be_written_ends_with_3() {
    Case::new(&["build", "a.md", "-o", "gone/a.html"])
        .file("a.md", "# A")
        .run()
        .code(3)
        .says("gone/a.html")
        .left(&["a.md"]);
}

#[test]
fn nothing_outside_the_root_is_read() {
    Case::new(&["build", "talk/a.md"])
        .below("inner")
        .file("secret.svg", "<svg/>")
        .file("inner/talk/a.md", "![a](../../secret.svg)\n")
        .run()
        .code(1)
        .says("error[leaves-root]: `../../secret.svg` leaves the root folder");
    // The deck's own folder is for `slides/` the one above it, and the working directory where that lies above.
    Case::new(&["build", "slides/deck.yaml"])
        .file("img/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("slides/deck.yaml", "slides:\n  - layout: figure\n    image: { src: ../img/a.svg, alt: a }\n")
        .run()
        .code(0);
    Case::new(&["build", "a.md", "--root", ".."])
        .below("inner")
        .file("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("inner/a.md", "![a](../a.svg)\n")
        .run()
        .code(0);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_root_is_not_followed() {
    let case =
        Case::new(&["build", "a.md"]).below("inner").file("secret.svg", "<svg/>").file("inner/a.md", "![a](b.svg)\n");
    std::os::unix::fs::symlink("../secret.svg", case.folder.join("inner/b.svg")).expect("links can be made");
    case.run().code(1).says("it is a link that leads out of the root folder");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let deck = "---\ntitle: T\n---\n# A\n\n$\\sqrt{x}$ and $\\mathbb{R}$\n\n```rust\nfn main() {}\n```\n\n---\n\n# B[^1]\n\n[^1]: n\n";
    let build = || Case::new(&["build", "a.md", "-o", "-"]).file("a.md", deck).run().code(0).stdout.clone();
    assert_eq!(build(), build());
}

#[test]
fn a_deck_asks_nobody_for_anything() {
    let answer = Case::new(&["build", "a.md", "-o", "-"])
        .file("a.md", "# A\n\n$x$\n\n![r](r.svg)\n\n![r](r.svg)\n")
        .file("r.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>")
        .run()
        .code(0);
    let html = &answer.stdout;
    assert!(html.contains("content=\"default-src 'none'; script-src 'sha256-"));
    for asks in ["src=\"http", "href=\"http", "url(http", "@import", "<link", "<iframe"] {
        assert!(!html.contains(asks), "{asks}");
    }
    // A picture that is shown twice is stored once.
    assert_eq!(html.matches("data:image/svg+xml;base64,").count(), 1);
    assert_eq!(html.matches("class=\"asset-").count(), 2);
}

#[test]
fn quiet_says_nothing_when_all_is_well_and_notes_can_be_left_out() {
    let answer = Case::new(&["build", "a.md", "--quiet", "--without", "notes"])
        .file("a.md", "# A\n\nNote:\nsecret words\n")
        .run()
        .code(0);
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("", ""));
    let html = fs::read_to_string(answer.folder.join("a.html")).expect("it was written");
    assert!(!html.contains("secret words"));
}

#[test]
fn every_code_is_explained() {
    let all = Case::new(&["explain"]).run().code(0);
    assert!(all.stdout.contains("unknown-layout\n    "));
    let one = Case::new(&["explain", "unknown-layout"]).run().code(0);
    assert_eq!(one.stdout, "The theme has no layout of that name.\n");
    Case::new(&["explain", "unknown-layuot"]).run().code(2).says("is `unknown-layout` meant?");
}

#[test]
fn every_key_is_explained() {
    let keys = Case::new(&["explain", "keys"]).run().code(0);
    assert!(keys.stdout.starts_with("A deck has the keys\n\n  title         text  "), "{}", keys.stdout);
    assert!(keys.stdout.contains("\n  id            a word (else made from the  "), "{}", keys.stdout);
    assert!(keys.stdout.lines().all(|line| line.chars().count() <= 100), "{}", keys.stdout);
    let one = Case::new(&["explain", "template"]).run().code(0);
    let expected = "`template` of a deck: `true` or `false` (else `false`)
    Whether the text of slides is a Handlebars template over `data`.

`template` of a slide: `true` or `false` (else the deck's)
    Whether its text is a Handlebars template over `data`.
";
    assert_eq!(one.stdout, expected);
    Case::new(&["explain", "bakground"]).run().code(2).says("no key `bakground`; is `background` meant?");
    Case::new(&["explain", "zebra"]).run().code(2).says("`deck explain keys` all keys");
}

#[test]
fn the_example_deck_builds_without_a_word_of_complaint() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = Case::new(&["build", "--quiet", "-o", "-"]);
    let mut command = case.command();
    let output = command.current_dir(root).output().expect("the binary was built");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    let slides = String::from_utf8_lossy(&output.stdout).matches("<section id=").count();
    assert!(slides >= 12, "{slides} slides");
}

#[test]
fn a_deck_theme_below_the_root_is_taken_and_named() {
    Case::new(&["build", "a.md"])
        .file("a.md", "---\ntheme: mine\n---\n# A")
        .file("themes/mine/theme.yaml", "name: mine\nextends: base\n")
        .file("themes/mine/theme.css", ".reveal { --mine: 1 }")
        .run()
        .code(0)
        .says("Theme from themes/mine\n")
        .wrote("a.html", "--mine: 1");
    Case::new(&["build", "a.md"]).file("a.md", "---\ntheme: bsae\n---\n# A").run().code(1).says("write `base`");
}

#[test]
fn the_runtime_alone_is_written_for_pages_that_are_written_by_hand() {
    Case::new(&["runtime", "--out", "vendor/deck"])
        .run()
        .code(0)
        .says("Wrote vendor/deck/deck.js (")
        .wrote("vendor/deck/deck.js", "window.Reveal = Reveal;")
        .wrote("vendor/deck/deck.mjs", "export default Reveal;")
        .wrote("vendor/deck/deck.css", "@layer runtime, features, theme, author;")
        .left(&["vendor"]);
    Case::new(&["runtime", "--out", "out", "--lang", "tlh"]).run().code(2).says("does not speak `tlh`").left(&[]);
    Case::new(&["runtime", "--out", "file/x"]).file("file", "").run().code(3).says("file/x");
}

const SEMINAR: &str = "# For all\n\nText.\n\nSolved. {except=public}\n\n---\nonly: [students]\n---\n# Exercises\n\n---\ndraft: true\n---\n# Soon\n";

#[test]
fn a_deck_is_built_for_the_audiences_that_are_typed() {
    Case::new(&["build", "talk.md", "--for", "staff,students"])
        .file("talk.md", SEMINAR)
        .run()
        .code(0)
        .says("Left out: 1 draft\n")
        .says("warning: nothing in the deck is for `staff` or kept from it; there is `public` or `students`")
        .says("Built 2 slides: talk.html")
        .wrote("talk.html", "Exercises");
}

#[test]
fn what_is_left_out_is_said() {
    Case::new(&["build", "talk.md"])
        .file("talk.md", SEMINAR)
        .run()
        .code(0)
        .says("Left out: 1 slide for other audiences, 1 draft\n")
        .says("Built 1 slide: talk.html");
    Case::new(&["build", "talk.md", "--for", "pubic", "--drafts"])
        .file("talk.md", SEMINAR)
        .run()
        .code(0)
        .says("is `public` meant?")
        .says("Left out: 1 slide for other audiences\n")
        .says("Built 2 slides: talk.html");
}

#[test]
fn values_of_the_data_are_set_on_the_command_line() {
    let deck = "---\ntitle: T\ntemplate: true\ndata: { rows: rows.csv }\n---\n# {{title}} {{year}}\n\n{{rows.[0].a}}\n";
    Case::new(&["build", "talk.md", "--set", "title=Typed", "--set", "year=2026"])
        .file("talk.md", deck)
        .file("rows.csv", "a\nfrom the file\n")
        .run()
        .code(0)
        .wrote("talk.html", "<title>Typed</title>")
        .wrote("talk.html", "<h1>Typed 2026</h1>")
        .wrote("talk.html", "from the file");
    Case::new(&["build", "talk.md", "--set", "year"])
        .file("talk.md", deck)
        .run()
        .code(2)
        .says("write `--set name=value`");
    Case::new(&["build", "talk.md", "--set", "theme=base"])
        .file("talk.md", deck)
        .run()
        .code(2)
        .says("`theme` is written in the deck; `--set` sets `author`, `date`");
}
