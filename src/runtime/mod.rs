//! The browser's side of a deck: plain JavaScript, and the CSS that it cannot work without.
//!
//! In: the runtime's configuration as JSON, made elsewhere, and the text of the slides, from which is seen what they call
//! for. Out: text that a page can carry as it is, one script and one stylesheet. The JavaScript lies in files of one
//! behaviour each beside this one, each with its CSS beside it; `MODULES` is the order in which they are composed and
//! installed. Nothing here knows what a slide is, reads a file at run time or uses another room.

use std::collections::BTreeSet;

/// A file of the runtime: an ES module with exactly one export, which is named here.
struct Module {
    /// The name of what the file exports, and of the constant that holds it in the composed script.
    export: &'static str,
    /// The file's text.
    text: &'static str,
    /// Whether the export is a behaviour: a function that is called with the deck when it starts.
    behaviour: bool,
    /// What it looks like on the screen.
    css: &'static str,
    /// What calls for it where it stands in a slide or in the configuration; a file without any is in every deck.
    called_for_by: &'static [&'static str],
}

impl Module {
    /// The same with the CSS file beside it, which holds on the screen alone.
    const fn styled(self, css: &'static str) -> Self {
        Self { css, ..self }
    }

    /// The same for those decks alone in which one of these texts occurs.
    const fn called_for_by(self, called_for_by: &'static [&'static str]) -> Self {
        Self { called_for_by, ..self }
    }
}

/// A behaviour: a function of the deck.
const fn behaviour(export: &'static str, text: &'static str) -> Module {
    Module { export, text, behaviour: true, css: "", called_for_by: &[] }
}

/// A file whose export is used by name where the script starts the deck.
const fn part(export: &'static str, text: &'static str) -> Module {
    Module { behaviour: false, ..behaviour(export, text) }
}

/// What calls for the speaker view: it is there for notes.
const NOTES: &[&str] = &["<aside class=\"notes\"", "data-notes="];

/// The modules in load order, which is also the order in which behaviours hear of a change.
const MODULES: &[Module] = &[
    part("defaults", include_str!("defaults.js")),
    part("Deck", include_str!("deck.js")),
    // Before all others: in the speaker's window the deck is moved by the audience's, and lies in another box.
    behaviour("speakerLink", include_str!("speaker-link.js")).called_for_by(NOTES),
    behaviour("speakerWindow", include_str!("speaker-window.js")).called_for_by(NOTES),
    behaviour("speakerPage", include_str!("speaker-page.js")).called_for_by(NOTES),
    // Before all that moves the deck: while it is on, it takes every move and every key away from the others.
    behaviour("pause", include_str!("pause.js")).styled(include_str!("pause.css")),
    // Before steps: on a page that scrolls a move leads to a slide. Before scale: the slides are where they will be measured.
    behaviour("scrollView", include_str!("scroll-view.js")).styled(include_str!("scroll-view.css")),
    // Before all that shows a place: it counts the steps that a place can stand at.
    behaviour("steps", include_str!("steps.js")).styled(include_str!("steps.css")),
    // After steps: the pane of a step is shown with it.
    behaviour("tabs", include_str!("tabs.js")).styled(include_str!("tabs.css")).called_for_by(&["role=\"tablist\""]),
    // Before all that reads the slides.
    behaviour("shuffle", include_str!("shuffle.js")).called_for_by(&["\"shuffle\":"]),
    // Before location, which may go to another slide at the start: the window is measured once, for the first slide.
    behaviour("scale", include_str!("scale.js")),
    // Before what writes addresses into the page.
    behaviour("location", include_str!("location.js")),
    // Before keys: Escape ends these first.
    behaviour("zoom", include_str!("zoom.js")).styled(include_str!("zoom.css")),
    behaviour("draw", include_str!("draw.js")).styled(include_str!("draw.css")),
    behaviour("lightbox", include_str!("lightbox.js"))
        .styled(include_str!("lightbox.css"))
        .called_for_by(&["data-preview-", "\"previewLinks\":true"]),
    behaviour("keys", include_str!("keys.js")),
    behaviour("touch", include_str!("touch.js")),
    behaviour("mouseWheel", include_str!("mouse-wheel.js")).called_for_by(&["\"mouseWheel\":"]),
    // After keys: both put keys of their own into the table, and help lists what the table holds when it is opened.
    behaviour("jump", include_str!("jump.js")).styled(include_str!("jump.css")),
    behaviour("search", include_str!("search.js")).styled(include_str!("search.css")),
    behaviour("help", include_str!("help.js")).styled(include_str!("help.css")),
    // Each of these puts its element behind those before it; backgrounds puts its own in front of all, under the slides.
    behaviour("backgrounds", include_str!("backgrounds.js")).styled(include_str!("backgrounds.css")),
    // After backgrounds, which tells them what is shown; media plays what background-media has made.
    behaviour("backgroundMedia", include_str!("background-media.js"))
        .styled(include_str!("background-media.css"))
        .called_for_by(&["data-background-video=", "data-background-iframe="]),
    behaviour("parallax", include_str!("parallax.js"))
        .styled(include_str!("parallax.css"))
        .called_for_by(&["\"parallaxBackgroundImage\":"]),
    behaviour("media", include_str!("media.js")).styled(include_str!("media.css")).called_for_by(&[
        "<video",
        "<audio",
        "<iframe",
        "data-src=",
        "data-background-video=",
        "data-background-iframe=",
    ]),
    behaviour("progress", include_str!("progress.js")).styled(include_str!("progress.css")),
    behaviour("slideNumber", include_str!("slide-number.js")).styled(include_str!("slide-number.css")),
    behaviour("controls", include_str!("controls.js")).styled(include_str!("controls.css")),
    // After steps, whose classes tell how long a step is shown, and pause, for which it waits.
    behaviour("autoSlide", include_str!("auto-slide.js")).styled(include_str!("auto-slide.css")),
    behaviour("wakeLock", include_str!("wake-lock.js")),
    behaviour("fullscreen", include_str!("fullscreen.js")),
    behaviour("scheme", include_str!("scheme.js")).styled(include_str!("scheme.css")),
    // Before what moves the slides: they are moved as they will be seen.
    behaviour("fitText", include_str!("fit-text.js")).called_for_by(&["r-fit-text"]),
    // After auto-slide, whose control lies in the same corner.
    behaviour("menu", include_str!("menu.js")).styled(include_str!("menu.css")),
    behaviour("focusBody", include_str!("focus-body.js")).called_for_by(&["\"focusBodyOnPageVisibilityChange\":"]),
    behaviour("cursor", include_str!("cursor.js")).styled(include_str!("cursor.css")),
    behaviour("pointer", include_str!("pointer.js")).styled(include_str!("pointer.css")),
    // The speaker view. After steps, whose numbers and classes they copy.
    behaviour("speaker", include_str!("speaker.js")).styled(include_str!("speaker.css")).called_for_by(NOTES),
    behaviour("speakerTime", include_str!("speaker-time.js")).called_for_by(NOTES),
    behaviour("speakerNext", include_str!("speaker-next.js")).called_for_by(NOTES),
    behaviour("speakerNotes", include_str!("speaker-notes.js")).called_for_by(NOTES),
    // Before transitions: it takes the place of one.
    behaviour("autoAnimate", include_str!("auto-animate.js"))
        .styled(include_str!("auto-animate.css"))
        .called_for_by(&["data-auto-animate"]),
    // After backgrounds: what fills the window is exchanged when the slide begins to move.
    behaviour("transitions", include_str!("transitions.js")).styled(include_str!("transitions.css")),
    // After transitions, whose end it waits for.
    behaviour("near", include_str!("near.js")).styled(include_str!("near.css")),
    // Anywhere: steps and transitions ask it whether it is open.
    behaviour("overview", include_str!("overview.js")).styled(include_str!("overview.css")),
    // After steps, whose classes tell what is to be said.
    behaviour("announce", include_str!("announce.js")),
    // After steps: an event of its name finds the slide as it is shown.
    behaviour("state", include_str!("state.js")).called_for_by(&["data-state="]),
    behaviour("postMessage", include_str!("post-message.js")),
    part("plugins", include_str!("plugins.js")),
    part("revealApi", include_str!("reveal-api.js")),
    part("reveal", include_str!("reveal.js")),
];

/// The styles that hold on paper and without a script as well, by name, with what calls for each.
const SHEETS: &[(&str, &str, &[&str])] = &[
    ("stacks", include_str!("stacks.css"), &["r-stack", "r-hstack", "r-vstack"]),
    ("stretch", include_str!("stretch.css"), &["r-stretch"]),
    ("fit-text", include_str!("fit-text.css"), &["r-fit-text"]),
];

/// The module that only a watched page has; its style is in every page.
const LIVE: Module = part("live", include_str!("live.js")).styled(include_str!("live.css"));

/// The words of the interface, by language: a JSON object of objects, by the names of the modules that say them.
const WORDS: &[(&str, &str)] = &[
    ("en", include_str!("words/en.json")),
    ("de", include_str!("words/de.json")),
    ("fr", include_str!("words/fr.json")),
    ("es", include_str!("words/es.json")),
    ("ja", include_str!("words/ja.json")),
    ("zh", include_str!("words/zh.json")),
];

/// The names in the configuration that this runtime understands.
pub fn configuration_names() -> impl Iterator<Item = &'static str> {
    let written = include_str!("defaults.js").lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    written.map(|(name, _)| name).chain(["disableLayout"])
}

/// The names that reveal.js understands and this runtime leaves out; README.md says why.
pub const REVEAL_NAMES: &[&str] = &[
    "center",
    "dependencies",
    "display",
    "highlight",
    "katex",
    "markdown",
    "mathjax2",
    "mathjax3",
    "mathjax4",
    "parallaxBackgroundPosition",
    "pdfMaxPagesPerSlide",
    "pdfPageHeightOffset",
    "pdfSeparateFragments",
    "preventIframeAutoFocus",
    "scrollLayout",
    "scrollProgress",
    "scrollSnap",
    "sortFragmentsOnSync",
];

/// What every deck has: hiding, scaling, printing; all of it in the cascade layer `runtime`. Never colour or type.
const STAGE: &str = include_str!("runtime.css");

/// The script in the page's head.
const EARLY: Module = part("early", include_str!("early.js"));

/// The rule that makes a printed page as large as a slide, in CSS pixels, and tells the style the slide's size.
pub fn page_rule(width: u32, height: u32) -> String {
    format!(
        "@page {{ size: {width}px {height}px; margin: 0; }}\n\
         :root {{ --slide-width: {width}px; --slide-height: {height}px; }}\n"
    )
}

/// What of the runtime a deck has: the modules that every deck has, those that its slides call for, and the words of
/// one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// The modules that the slides call for, by their exports, and the styles, by their names.
    called: BTreeSet<&'static str>,
    /// The words, by the exports of the modules that say them.
    words: &'static str,
}

impl Default for Runtime {
    fn default() -> Self {
        Self::new("en")
    }
}

impl Runtime {
    /// What a deck in this language (`de`, `zh-Hans`) has that calls for nothing. The interface is English where it does
    /// not speak the language.
    pub fn new(lang: &str) -> Self {
        let language = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let words = WORDS.iter().find(|(known, _)| *known == language).unwrap_or(&WORDS[0]).1;
        Self { called: BTreeSet::new(), words }
    }

    /// The languages that the interface speaks.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|(language, _)| *language)
    }

    /// All of it, for pages that are written by hand.
    pub fn whole(lang: &str) -> Self {
        let sheets = SHEETS.iter().map(|(name, ..)| *name);
        Self { called: MODULES.iter().map(|module| module.export).chain(sheets).collect(), ..Self::new(lang) }
    }

    /// Adds the modules and styles that a text calls for: the HTML of a slide, or the configuration.
    pub fn read(&mut self, text: &str) {
        for module in MODULES {
            if !self.has(module) && module.called_for_by.iter().any(|mark| text.contains(mark)) {
                self.called.insert(module.export);
            }
        }
        for (name, _, called_for_by) in SHEETS {
            if !self.called.contains(name) && called_for_by.iter().any(|mark| text.contains(mark)) {
                self.called.insert(name);
            }
        }
    }

    fn has(&self, module: &Module) -> bool {
        module.called_for_by.is_empty() || self.called.contains(module.export)
    }

    fn modules(&self) -> impl Iterator<Item = &'static Module> + Clone {
        MODULES.iter().filter(|module| self.has(module))
    }

    /// The stylesheet.
    pub fn css(&self) -> String {
        let mut css = String::new();
        let mut add = |text: &str| {
            for line in code(text) {
                css.push_str(line);
                css.push('\n');
            }
        };
        add(STAGE);
        add("@layer runtime {");
        SHEETS.iter().filter(|(name, ..)| self.called.contains(name)).for_each(|(_, css, _)| add(css));
        add("@media not print {");
        self.modules().chain([&LIVE]).for_each(|module| add(module.css));
        add("}\n}");
        css
    }

    /// The script for the page's head, which runs before anything is painted.
    pub fn early(&self, config_json: &str) -> String {
        let configuration: serde_json::Value = serde_json::from_str(config_json).unwrap_or_default();
        let number = |name: &str, standard: u32| {
            let said = configuration.get(name).cloned().unwrap_or_else(|| standard.into());
            if said.is_number() { said } else { serde_json::Value::Null }
        };
        let sizes = serde_json::json!({
            "width": number("width", 1280),
            "height": number("height", 720),
            "narrow": number("scrollActivationWidth", 435),
        });
        let mut script = String::new();
        compose(&EARLY, &mut script);
        script.push_str(&format!("early({sizes});\n"));
        script
    }

    /// One classic script that starts the page's deck.
    ///
    /// `config_json` is a JSON object with reveal.js's names. `live` is given for a watched page: a JSON object with the
    /// number of the `build` and the `keys` of its slides.
    pub fn script(&self, config_json: &str, live: Option<&str>) -> String {
        let mut script = String::from("(() => {\n\"use strict\";\n");
        self.compose(live, &mut script);
        script.push_str("try {\nwindow.Reveal = Reveal;\n");
        script.push_str(&format!("Reveal.initialize({});\n", inert(config_json)));
        // A deck that cannot start is still a page that can be read.
        script.push_str(
            "} catch (error) {\ndocument.documentElement.classList.remove(\"scripted\", \"reveal-full-page\", \"starting\");\nthrow error;\n}\n})();\n",
        );
        script
    }

    /// The runtime as a classic script that gives a hand-written page `window.Reveal`, and starts nothing.
    pub fn classic_script(&self) -> String {
        let mut script = String::from("(() => {\n\"use strict\";\n");
        self.compose(None, &mut script);
        script.push_str("window.Reveal = Reveal;\n})();\n");
        script
    }

    /// The same as an ES module whose default export is `Reveal`.
    pub fn es_module(&self) -> String {
        let mut script = String::new();
        self.compose(None, &mut script);
        script.push_str("export default Reveal;\n");
        script
    }

    /// Appends all modules and the constant `Reveal`.
    fn compose(&self, live: Option<&str>, script: &mut String) {
        for module in self.modules().chain(live.map(|_| &LIVE)) {
            compose(module, script);
        }
        let behaviours = self.modules().filter(|module| module.behaviour).map(|module| module.export.to_owned());
        let live = live.map(|live| format!("(deck) => live(deck, {})", inert(live)));
        let behaviours: Vec<_> = behaviours.chain(live).collect();
        script.push_str(&format!(
            "const Reveal = reveal({{ Deck, defaults, revealApi, plugins, words: {}, behaviours: [{}] }});\n",
            self.words(),
            behaviours.join(", ")
        ));
    }

    /// The words of the modules that are there, as JSON.
    fn words(&self) -> String {
        let all: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(self.words).expect("the files of words are JSON objects, as a test says");
        let said = |name: &String| self.modules().any(|module| module.export == name);
        inert(&serde_json::Value::Object(all.into_iter().filter(|(name, _)| said(name)).collect()).to_string())
    }
}

/// Appends a module in a scope of its own. Only its export is seen by the others.
fn compose(module: &Module, script: &mut String) {
    script.push_str(&format!("const {} = (() => {{\n", module.export));
    for line in code(module.text) {
        push_untyped(line.strip_prefix("export ").unwrap_or(line), script);
        script.push('\n');
    }
    script.push_str(&format!("return {};\n}})();\n", module.export));
}

/// Appends a line without its types, which only the checker reads.
fn push_untyped(mut line: &str, script: &mut String) {
    while let Some(start) = line.find("/** @")
        && let Some(end) = line[start..].find("*/").map(|at| start + at + 2)
    {
        script.push_str(&line[..start]);
        line = line[end..].strip_prefix(' ').unwrap_or(&line[end..]);
    }
    script.push_str(line);
}

/// The lines of JavaScript or CSS that do something: no blank ones, none that is a comment as a whole, no indentation.
///
/// Works line by line and knows nothing of either language, so no text of ours may go over more than one line.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let mut in_comment = false;
    text.lines().map(str::trim).filter(move |line| {
        let comment = in_comment || line.starts_with("/*");
        let end = line.find("*/").filter(|_| comment).map(|at| at + 2);
        in_comment = comment && end.is_none();
        // A comment that stands before code on the same line, a type say, stays with it.
        let blank = comment && end.is_none_or(|end| end == line.len());
        !blank && !line.is_empty() && !line.starts_with("//")
    })
}

/// JSON that can stand in a script element: `</script` and `<!--` would end or change the script there.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_modules() -> impl Iterator<Item = &'static Module> {
        MODULES.iter().chain([&LIVE, &EARLY])
    }

    #[test]
    fn every_module_has_the_one_export_it_is_listed_with_and_imports_nothing() {
        for module in all_modules() {
            let exports: Vec<_> = module.text.lines().filter(|line| line.starts_with("export ")).collect();
            let kinds = ["const", "function", "class"];
            let expected = kinds.map(|kind| format!("export {kind} {}", module.export));
            assert_eq!(exports.len(), 1, "{} exports {exports:?}", module.export);
            let rest = expected.iter().find_map(|export| exports[0].strip_prefix(export.as_str()));
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
            assert!(rest.is_some_and(ends), "{} exports {exports:?}", module.export);
            assert!(module.text.lines().all(|line| !line.starts_with("import ")), "{} imports", module.export);
            assert!(module.text.starts_with("// @ts-check\n"), "{} is not checked", module.export);
        }
    }

    #[test]
    fn no_text_goes_over_more_than_one_line() {
        for module in all_modules() {
            for line in code(module.text) {
                assert_eq!(line.matches('`').count() % 2, 0, "{}: {line}", module.export);
                assert!(!line.ends_with('\\'), "{}: {line}", module.export);
                assert!(!line.contains("/*") || line.contains("*/"), "{}: {line}", module.export);
            }
        }
    }

    #[test]
    fn comments_of_whole_lines_and_indentation_are_left_out() {
        let text = "// one\n/**\n * two\n */\n  const x = 1; // stays\n\n/* three */\n/** @type {a} */ (y);\n  * 2;\n";
        assert_eq!(code(text).collect::<Vec<_>>(), ["const x = 1; // stays", "/** @type {a} */ (y);", "* 2;"]);
    }

    #[test]
    fn types_are_left_out_where_they_stand_in_a_line() {
        let mut script = String::new();
        push_untyped("const f = (/** @type {a | b} */ x, /** @type {c} */ y) => /** @type {d} */ (x);", &mut script);
        assert_eq!(script, "const f = (x, y) => (x);");
    }

    #[test]
    fn modules_stand_in_load_order_and_start_the_deck_at_the_end() {
        let script = Runtime::whole("en").script("{}", None);
        let places: Vec<_> = MODULES
            .iter()
            .map(|module| {
                script.find(&format!("\nconst {} = (() => {{\n", module.export)).expect("every module is in the script")
            })
            .collect();
        assert!(places.is_sorted());
        assert!(!script.contains("EventSource"));
        let behaviours: Vec<_> = MODULES.iter().filter(|module| module.behaviour).map(|module| module.export).collect();
        assert!(script.contains(&format!("behaviours: [{}]", behaviours.join(", "))));
        assert!(script.find("Reveal.initialize({})") > places.last().copied());
    }

    #[test]
    fn a_deck_has_what_its_slides_call_for_and_no_more() {
        for module in MODULES.iter().filter(|module| !module.called_for_by.is_empty()) {
            let constant = format!("\nconst {} = (() => {{\n", module.export);
            assert!(!Runtime::new("en").script("{}", None).contains(&constant), "{}", module.export);
            for mark in module.called_for_by {
                let mut runtime = Runtime::new("en");
                runtime.read("<p>Nothing</p>");
                assert_eq!(runtime, Runtime::new("en"));
                runtime.read(&format!("<section {mark}></section>"));
                assert!(runtime.script("{}", None).contains(&constant), "{mark}");
            }
        }
    }

    #[test]
    fn a_deck_has_the_styles_that_its_slides_call_for() {
        for (_, css, called_for_by) in SHEETS {
            let rule = code(css).next().expect("a style has a rule");
            assert!(!Runtime::new("en").css().contains(rule));
            for mark in *called_for_by {
                let mut runtime = Runtime::new("en");
                runtime.read(&format!("<section><p class=\"{mark}\">"));
                let css = runtime.css();
                assert!(css.find(rule) < css.find(code(include_str!("steps.css")).next().expect("a rule")), "{mark}");
                assert!(css.contains(rule), "{mark}");
            }
        }
    }

    #[test]
    fn a_deck_has_the_words_of_its_language_and_of_its_modules() {
        let words = |language: &str| -> serde_json::Map<String, serde_json::Value> {
            let text = WORDS.iter().find(|(known, _)| *known == language).expect("it is there").1;
            serde_json::from_str(text).expect("JSON")
        };
        let english = words("en");
        for (language, _) in WORDS {
            let same = serde_json::Value::Object(words(language));
            assert_eq!(shape(&same), shape(&serde_json::Value::Object(english.clone())), "{language}");
            let script = Runtime::new(&format!("{language}-XX")).script("{}", None);
            assert!(script.contains(&inert(&same["pause"].to_string())), "{language}");
            assert!(!script.contains(&inert(&same["speaker"].to_string())), "{language}");
        }
        let known = |name: &String| MODULES.iter().any(|module| module.export == name);
        assert!(english.keys().all(known), "{:?}", english.keys());
        assert_eq!(Runtime::new("eo"), Runtime::new("en"));
    }

    /// The names in a value, with those of the values in it.
    fn shape(value: &serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
            serde_json::Value::Array(list) => list.iter().map(shape).collect(),
            _ => serde_json::Value::Null,
        }
    }

    #[test]
    fn the_script_in_the_head_knows_the_sizes_of_the_configuration() {
        let early = |configuration| Runtime::new("en").early(configuration);
        assert!(early("{}").ends_with("early({\"height\":720,\"narrow\":435,\"width\":1280});\n"));
        let own = r#"{"width":"100%","height":1000,"scrollActivationWidth":0}"#;
        assert!(early(own).ends_with("early({\"height\":1000,\"narrow\":0,\"width\":null});\n"));
    }

    #[test]
    fn a_page_that_is_written_by_hand_starts_its_deck_itself() {
        let runtime = Runtime::whole("en");
        assert!(runtime.classic_script().ends_with("window.Reveal = Reveal;\n})();\n"));
        assert!(runtime.es_module().ends_with("export default Reveal;\n"));
        assert!(!runtime.es_module().contains("Reveal.initialize({"));
    }

    #[test]
    fn a_watched_page_has_the_live_module_and_its_keys() {
        let script = Runtime::whole("en").script("{}", Some(r#"{"build":3,"keys":["a"]}"#));
        assert!(script.contains("EventSource"));
        assert!(script.contains(r#"live(deck, {"build":3,"keys":["a"]})"#));
    }

    #[test]
    fn the_names_of_the_configuration_are_those_of_its_defaults() {
        let names: Vec<&str> = configuration_names().collect();
        assert!(["width", "slideNumber", "loop", "controls"].iter().all(|name| names.contains(name)), "{names:?}");
        assert!(names.iter().all(|name| name.chars().all(char::is_alphabetic)), "{names:?}");
        assert!(names.iter().all(|name| !REVEAL_NAMES.contains(name)));
    }

    #[test]
    fn a_configuration_cannot_leave_the_script() {
        let hostile = r#"{"x":"</script><!--"}"#;
        let script = Runtime::new("en").script(hostile, Some(hostile));
        assert!(!script.contains("</script"));
        assert!(!script.contains("<!--"));
        assert!(script.contains(r#"{"x":"\u003c/script>\u003c!--"}"#));
    }

    #[test]
    fn the_style_lies_in_its_layer_alone() {
        let css = Runtime::whole("en").css();
        let mut depth = 0_i32;
        let mut outside = Vec::new();
        for line in css.lines() {
            if depth == 0 && !line.starts_with(['}', '/', ' ']) && !line.is_empty() {
                outside.push(line);
            }
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        }
        assert_eq!(outside, ["@layer runtime {"; 2]);
        assert_eq!(depth, 0);
        assert!(SHEETS.iter().all(|(.., css, _)| css.lines().all(|line| !line.starts_with('@'))));
    }

    #[test]
    fn a_page_is_as_large_as_a_slide() {
        assert!(page_rule(1280, 720).contains("size: 1280px 720px; margin: 0;"));
        assert!(page_rule(1024, 768).contains("--slide-height: 768px;"));
    }
}
