//! The keys of a deck and of a slide: what each takes and what it means. The reader of settings, suggestions, `deck
//! explain keys` and the guide all have them from here.

/// A key that authors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands behind it, and what holds where it is not written. Code between backquotes.
    pub takes: &'static str,
    /// What it means, in one sentence. Code between backquotes.
    pub means: &'static str,
}

const fn key(name: &'static str, takes: &'static str, means: &'static str) -> Key {
    Key { name, takes, means }
}

/// The names of keys.
pub fn names(keys: &[Key]) -> impl Iterator<Item = &str> + Clone {
    keys.iter().map(|key| key.name)
}

/// Whether a key of that name is among them.
pub fn has(keys: &[Key], name: &str) -> bool {
    names(keys).any(|known| known == name)
}

/// The keys of a deck: what it is, how it looks, how it runs, what it is made from.
pub const DECK_KEYS: &[Key] = &[
    key("title", "text", "The page's title, and `{{title}}` in header, footer and templates."),
    key("subtitle", "text", "A line below the title: `{{subtitle}}`."),
    key("author", "a name or a list of names", "Who made it: `{{author}}`."),
    key("date", "text, shown as written", "When: `{{date}}`."),
    key("description", "text", "What the deck is about, for search engines and link previews."),
    key(
        "lang",
        "a language's tag such as `de-AT` (else `en`)",
        "The language, for hyphenation, screen readers and the words of the interface.",
    ),
    key(
        "theme",
        "a name, a path, or `name` with the theme's options (else `paper`)",
        "How the deck looks: a theme, and which of its options differ.",
    ),
    key("aspect", "a ratio such as `4:3` (else `16:9`)", "The shape of a slide, 720 CSS pixels high."),
    key("width", "a whole number of CSS pixels (else `1280`)", "How wide a slide is, for layout and type."),
    key("height", "a whole number of CSS pixels (else `720`)", "How high a slide is, for layout and type."),
    key("header", "a line, with `{{title}}` and the like in it", "The line at the top of every slide."),
    key("footer", "a line, with `{{title}}` and the like in it", "The line at the foot of every slide."),
    key(
        "logo",
        "the path of a picture, or `src`, `alt`, `height`, `link` and `position`",
        "A picture in a corner of every slide, the top right if nothing else is said.",
    ),
    key(
        "outline",
        "`true` or `false` (else `false`)",
        "Whether the sections stand at the top of content slides, the slide's own marked.",
    ),
    key("steps", "`none` or `lists` (else `none`)", "Whether the items of all lists come one at a time."),
    key(
        "transition",
        "`none`, `fade`, `slide`, `convex`, `concave` or `zoom`, or two such as `slide-in fade-out`",
        "How one slide gives way to the next.",
    ),
    key("time", "a time such as `20m` or `1h30m`", "How long the talk takes, for the pace in the speaker view."),
    key(
        "template",
        "`true` or `false` (else `false`)",
        "Whether the text of slides is a Handlebars template over `data`.",
    ),
    key(
        "data",
        "a mapping of names to values, or to files: `.csv`, `.tsv`, `.json`, `.yaml`",
        "What templates fill in.",
    ),
    key(
        "bibliography",
        "a path or a list of paths, or `files` and `style` (`author-date`, `numeric` or `alphabetic`)",
        "The works that `[@key]` cites: BibTeX or BibLaTeX in `.bib`, or hayagriva's YAML.",
    ),
    key("nocite", "a list of keys, or `\"*\"` for all", "Works among the references that no slide cites."),
    key("math", "`macros` with TeX by name", "Names of your own for formulas."),
    key("slide-level", "a whole number from 1 to 6", "Begins a slide at each heading up to this level, too."),
    key("defaults", "keys of a slide", "What holds for every slide that does not say otherwise."),
    key(
        "allow",
        "a list of `scripts` and `network`",
        "Lets through what is otherwise taken out: scripts in raw HTML, remote files and pages.",
    ),
    key("reveal", "a mapping of reveal.js's names", "The configuration of the runtime, as in `Reveal.initialize()`."),
    key(
        "output",
        "a path (else the source's name, `.html`)",
        "Where the HTML file goes, seen from the working directory.",
    ),
    key(
        "slides",
        "a list of files, globs and slides; only in a `deck.yaml`",
        "What the deck is made from, in order: Markdown files, YAML files, slides written right there.",
    ),
];

/// The keys of a slide, its slots aside: what it is, how it looks, how it comes and goes.
pub const SLIDE_KEYS: &[Key] = &[
    key(
        "layout",
        "a layout of the theme (else the one that fits)",
        "How the slide is divided, and which slots it has.",
    ),
    key("id", "a word (else made from the heading)", "What links to the slide say behind `#`."),
    key("class", "one or more classes", "Names for `style.css` to choose the slide by."),
    key(
        "background",
        "a colour, a gradient, the path of a picture or a film, or a mapping",
        "What lies behind the slide, over all of the window.",
    ),
    key("style", "CSS, usually on the lines under `style: |`", "Declarations and rules for this slide alone."),
    key("header", "a line, or `false` for none", "The line at its top, instead of the deck's."),
    key("footer", "a line, or `false` for none", "The line at its foot, instead of the deck's."),
    key("outline", "`true` or `false` (else the deck's)", "Whether the sections stand at its top."),
    key("logo", "as the deck's, or `false` for none", "The logo in its corner, instead of the deck's."),
    key(
        "section",
        "keys of a slide; on a slide that begins a section",
        "What holds for the slides of the section, this one included, that do not say otherwise.",
    ),
    key("steps", "`none` or `lists` (else the deck's)", "Whether the items of its lists come one at a time."),
    key("transition", "as the deck's (else the deck's)", "How the slide comes and goes."),
    key(
        "auto-animate",
        "`true` or `false` (else `false`)",
        "Moves what this slide and a neighbour have in common from one place to the other.",
    ),
    key("autoslide", "a whole number of milliseconds", "How long the slide stays before the next comes by itself."),
    key("time", "a time such as `3m` or `90s`", "How long the slide takes, for the pace in the speaker view."),
    key("notes", "Markdown", "What the speaker reads."),
    key(
        "only",
        "a name or a list of names",
        "The audiences that the slide is for: it is built with `--for NAME` only.",
    ),
    key("except", "a name or a list of names", "The audiences that the slide is not for: `--for NAME` leaves it out."),
    key(
        "draft",
        "`true` or `false` (else `false`)",
        "Leaves the slide out until it is ready; `deck watch` and `--drafts` show it.",
    ),
    key(
        "hidden",
        "`true` or `false` (else `false`)",
        "Keeps the slide in the file and out of every view, print and count.",
    ),
    key(
        "appendix",
        "`true` or `false` (else `false`)",
        "Begins the appendix: from this slide on none is counted, and no section is in the agenda.",
    ),
    key("uncounted", "`true` or `false` (else `false`)", "Shows the slide and leaves it out of the slide numbers."),
    key("template", "`true` or `false` (else the deck's)", "Whether its text is a Handlebars template over `data`."),
    key(
        "per-slide",
        "a whole number from 1 to 100",
        "How many references stand on a slide with `layout: references`; the others follow on more slides like it.",
    ),
    key("state", "one or more classes", "Classes of the page while the slide is shown, as reveal.js's `data-state`."),
    key("slides", "a list, as the deck's; only in YAML", "The slides below this one: a stack."),
    key(
        "src",
        "a path, with the numbers of slides: `other.md#2,5-7`",
        "Shows the slides of another file here; other keys beside it hold for each of them.",
    ),
];
