//! Whatever the sequence of edits, a warm compilation equals a cold one, and the patch between two pages leads from one
//! to the other.

use deck::compile::{Compiled, Memory, Options, compile};
use deck::diagnostic::Excerpts;
use deck::patch::diff;
use deck::sources::{InMemory, SourcePath, Sources};

/// What a slide may be.
const SLIDES: &[&str] = &[
    "# One",
    "## Two {#two}\n\n+ a\n+ b",
    "## Two {#two}\n\n+ a\n+ changed",
    "$x^2$ and $\\mathbb{R}$",
    "$\\frac{1}$",
    "![a](a.svg)",
    "![a](a.svg)\n\n![b](b.svg)",
    "```rust\nfn main() {}\n```",
    "layout: center\n---\n# Middle",
    "layout: centre\n---\n# Wrong",
    "Text[^n] and [a link][r].\n\nNote:\nSay it.",
    "[^n]: A note with $y$.\n\n[r]: #two\n\nText",
    "::: rigth\nx\n:::",
    "[away](#gone)",
    "draft: true\n---\n# A draft",
    "layout: section\nsection: { footer: \"{{section}}\" }\n---\n# A part",
    "layout: section\n---\n# Another part",
    "layout: agenda\n---\n# Agenda",
    "appendix: true\n---\n# Appendix",
    "style: \"h1 { color: red }\"\n---\n# Red\n\ntext",
    "src: more.md\n---\n",
    "src: more.md#2\nclass: again\n---\n",
    "# {{rows.[0].a}}\n\nof the data",
    "::: tabs\n### One\na\n### Two\nb\n:::",
    "# Some of it {#two}\n\na {only=staff}\n\nb {except=staff}",
];
/// What the picture, the theme's own style and the settings may be.
const PICTURES: &[Option<&str>] = &[
    None,
    Some("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"),
    Some("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 3\"/>"),
    Some("no picture"),
];
const SETTINGS: &[&str] = &[
    "title: T",
    "title: T\nsteps: lists",
    "title: Other\nfooter: \"{{title}}\"",
    "titel: T",
    "title: T\ntemplate: true\ndata: { rows: rows.csv }",
];
/// What a file that is included, and the data, may say.
const MORE: &[&str] = &["one", "two", "[nowhere](#gone)", "1, 2"];

/// The same of a deck whose slides depend on their section.
const SLIDES_OF_SECTIONS: &[&str] = &[
    "# One",
    "layout: section\n---\n# Part",
    "## Text\n\nText.",
    "layout: section\nsection: { footer: \"In {{section}}\", background: a.svg, steps: lists }\n---\n# Other part",
    "layout: agenda\n---\n# Agenda",
    "layout: section\nsection: { only: [students], style: \"p { background: url(b.svg) }\" }\n---\n# For students",
    "layout: section\nsection: { layout: centre, logo: b.svg }\n---\n# Mistaken",
    "layout: section\nhidden: true\n---\n# Hidden",
    "layout: section\nappendix: true\n---\n# Appendix",
    "layout: default\nuncounted: true\noutline: false\n---\n## Not counted\n\n- a\n- b",
    "layout: default\nstyle: \"p { color: red }\"\nlogo: { src: a.svg, alt: A }\n---\n## Styled\n\nText.",
    "layout: default\nsection: { footer: x }\n---\n## Out of place\n\nText.",
];
const SETTINGS_OF_SECTIONS: &[&str] = &[
    "title: T\noutline: true",
    "title: T\nfooter: \"{{section}} {{number}}/{{total}}\"\nsteps: lists",
    "title: T\noutline: true\nlogo: { src: a.svg, alt: A, link: \"#part\" }",
];

/// The same of a deck that cites works and numbers figures.
const SLIDES_OF_WORKS: &[&str] = &[
    "# One",
    "Cited [@a], not @c.\n\nNote: [@b]",
    "## Two\n\n[@b; @a, p. 3]",
    "$$x$$ {#eq:x}\n\nIt is @eq:x.",
    "## Other\n\n$$y$$ {#eq:y}\n\n[-@eq:y] is not [@eq:x].",
    "hidden: true\n---\n# Hidden [@b]\n\n@c",
    "layout: references\nper-slide: 1\n---\n",
    "layout: section\n---\n# Part [@a]",
    "layout: agenda\n---\n# Agenda",
];
const SETTINGS_OF_WORKS: &[&str] = &[
    "title: T\nbibliography: refs.bib",
    "bibliography: { files: refs.bib, style: numeric }\nnocite: \"*\"",
    "title: T\nlang: de\nbibliography: refs.bib",
];
/// What the bibliography may be.
const WORKS: &[Option<&str>] = &[
    Some("@book{a, title = {A}, author = {Xu, Tao}, year = 2001}\n@misc{b, title = {B}, author = {Li, Wei}}"),
    Some("@book{a, title = {A}, author = {Xu, Tao}}\n@misc{b, title = {B}, author = {Xu, Tao}}\n@book{c, title = {C}}"),
    Some("@misc{b, title = {B}, year = {in press}}\n@book{a, title = {An A}, author = {Xu, Tao}}"),
    Some("@book{a, title = {A}"),
    None,
];

/// A small generator of numbers: the same sequence on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What a deck may be.
#[derive(Clone, Copy)]
struct World {
    slides: &'static [&'static str],
    settings: &'static [&'static str],
}

const PLAIN: World = World { slides: SLIDES, settings: SETTINGS };
const OF_WORKS: World = World { slides: SLIDES_OF_WORKS, settings: SETTINGS_OF_WORKS };
const OF_SECTIONS: World = World { slides: SLIDES_OF_SECTIONS, settings: SETTINGS_OF_SECTIONS };

/// A deck that is edited.
struct Edited {
    world: World,
    settings: &'static str,
    slides: Vec<&'static str>,
    pictures: [Option<&'static str>; 2],
    /// What a file of two slides says on both, and a table of data.
    more: &'static str,
    /// What the bibliography says.
    works: Option<&'static str>,
}

impl Edited {
    fn new(world: World, slides: &[&'static str]) -> Edited {
        let (settings, slides) = (world.settings[0], slides.to_vec());
        Edited { world, settings, slides, pictures: [PICTURES[1]; 2], works: WORKS[0], more: MORE[0] }
    }

    fn edit(&mut self, numbers: &mut Numbers) {
        let at = numbers.below(self.slides.len());
        match numbers.below(10) {
            0 => self.slides.insert(at, numbers.pick(self.world.slides)),
            1 if self.slides.len() > 1 => {
                self.slides.remove(at);
            }
            2 => {
                let other = numbers.below(self.slides.len());
                self.slides.swap(at, other);
            }
            3 => self.pictures[numbers.below(2)] = numbers.pick(PICTURES),
            4 => self.settings = numbers.pick(self.world.settings),
            5 => self.more = numbers.pick(MORE),
            6 => self.works = numbers.pick(WORKS),
            _ => self.slides[at] = numbers.pick(self.world.slides),
        }
    }

    fn sources(&self) -> Sources {
        let mut files = InMemory::default();
        let slides = self.slides.iter().map(|slide| format!("---\n{slide}\n", slide = with_blank(slide)));
        files.insert("deck.md", format!("---\n{}\n---\n\n{}", self.settings, slides.collect::<String>()));
        files.insert("more.md", format!("# More\n\n{0}\n\n---\n\n# And more\n\n{0}\n", self.more));
        files.insert("rows.csv", format!("a,b\n{},2\n", self.more));
        for (name, picture) in ["a.svg", "b.svg"].into_iter().zip(self.pictures) {
            if let Some(picture) = picture {
                files.insert(name, picture);
            }
        }
        if let Some(works) = self.works {
            files.insert("refs.bib", works);
        }
        Sources::new(files)
    }
}

/// Keys stand directly under a boundary, text behind a blank line.
fn with_blank(slide: &str) -> String {
    if slide.contains("\n---\n") { slide.to_owned() } else { format!("\n{slide}\n") }
}

fn run(memory: &mut Memory, sources: &Sources) -> Compiled {
    let path = SourcePath::new("deck.md").expect("a plain name");
    compile(memory, sources, &path, &Options::default()).expect("the deck's own file is there")
}

fn said(compiled: &Compiled, sources: &Sources) -> Vec<String> {
    let excerpts = Excerpts::new(sources, false);
    compiled.reported.iter().map(|found| excerpts.text(found)).collect()
}

#[test]
fn a_warm_compilation_equals_a_cold_one_after_any_edit() {
    edit_and_compare(PLAIN, 12);
}

#[test]
fn a_warm_compilation_equals_a_cold_one_after_any_edit_of_sections() {
    edit_and_compare(OF_SECTIONS, 8);
}

#[test]
fn a_warm_compilation_equals_a_cold_one_after_any_edit_of_works() {
    edit_and_compare(OF_WORKS, 8);
}

fn edit_and_compare(world: World, decks: usize) {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..decks {
        let mut deck = Edited::new(world, &world.slides[..4]);
        let mut memory = Memory::default();
        for _ in 0..25 {
            deck.edit(&mut numbers);
            let sources = deck.sources();
            let warm = run(&mut memory, &sources);
            let cold = run(&mut Memory::default(), &sources);
            assert_eq!(said(&warm, &sources), said(&cold, &sources), "{:?}", deck.slides);
            assert_eq!(warm.html(None), cold.html(None), "{:?}", deck.slides);
            if warm.page.is_some() { good += 1 } else { bad += 1 }
        }
    }
    assert!(good > 30 && bad > 30, "{good} good and {bad} bad builds: the edits are too tame or too wild");
}

#[test]
fn a_patch_holds_what_changed_and_nothing_else() {
    let build = |slides: &[&'static str]| {
        let deck = Edited::new(PLAIN, slides);
        run(&mut Memory::default(), &deck.sources()).page.expect("these have no mistakes")
    };
    let (old, old_style) = build(&["# One\n\n1", "## Two\n\n2", "## Three\n\n3"]);
    let same = diff(&old, &old_style, &old, &old_style);
    assert!(same.is_empty());

    let (new, new_style) = build(&["# One\n\n1", "## Two\n\nmore", "## Three\n\n3"]);
    let patch = diff(&old, &old_style, &new, &new_style);
    let slides = patch.slides.expect("a slide changed");
    let sent: Vec<_> = slides.iter().filter(|slide| slide.html.is_some()).map(|slide| slide.key.as_str()).collect();
    assert_eq!((sent, patch.style, patch.reload), (vec!["two"], None, false));

    let (new, new_style) = build(&["# One\n\n1", "## Renamed\n\n2", "## Three\n\n3"]);
    let slides = diff(&old, &old_style, &new, &new_style).slides.expect("a slide changed");
    assert_eq!((slides[1].key.as_str(), slides[1].was.as_deref()), ("renamed", Some("two")));

    let (new, new_style) = build(&["## Three\n\n3", "# One\n\n1", "## Two\n\n2"]);
    let slides = diff(&old, &old_style, &new, &new_style).slides.expect("slides moved");
    assert!(slides.iter().all(|slide| slide.html.is_none()), "what only moved is not sent");
}

#[test]
fn a_renamed_section_changes_every_slide_that_names_it() {
    let build = |slides: &[&'static str]| {
        let deck = Edited::new(OF_SECTIONS, slides);
        run(&mut Memory::default(), &deck.sources()).page.expect("these have no mistakes")
    };
    let [one, text, agenda] = [SLIDES_OF_SECTIONS[0], SLIDES_OF_SECTIONS[2], SLIDES_OF_SECTIONS[4]];
    let [part, renamed] = ["layout: section\n---\n# Part {#part}", "layout: section\n---\n# New name {#part}"];
    let (old, old_style) = build(&[one, agenda, part, text, "layout: end\n---\n# End"]);
    let (new, new_style) = build(&[one, agenda, renamed, text, "layout: end\n---\n# End"]);
    let slides = diff(&old, &old_style, &new, &new_style).slides.expect("slides changed");
    let sent: Vec<_> = slides.iter().filter(|slide| slide.html.is_some()).map(|slide| slide.key.as_str()).collect();
    assert_eq!(sent, ["agenda", "part", "text"]);
}
