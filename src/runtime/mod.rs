//! The browser's side of a deck: plain JavaScript, and the CSS that it cannot work without.
//!
//! In: the runtime's configuration as JSON, made elsewhere. Out: text that a page can carry as it is, one script and one
//! stylesheet. The JavaScript lies in files of one behaviour each beside this one; `MODULES` is the order in which
//! they are composed and installed. Nothing here knows what a slide is, reads a file at run time or uses another room.

/// A file of the runtime: an ES module with exactly one export, which is named here.
struct Module {
    /// The name of what the file exports, and of the constant that holds it in the composed script.
    export: &'static str,
    /// The file's text.
    text: &'static str,
    /// Whether the export is a behaviour: a function that is called with the deck when it starts.
    behaviour: bool,
    /// Whether only decks with speaker notes have it.
    for_notes: bool,
}

/// A behaviour: a function of the deck.
const fn behaviour(export: &'static str, text: &'static str) -> Module {
    Module { export, text, behaviour: true, for_notes: false }
}

/// A behaviour that only decks with speaker notes have.
const fn behaviour_for_notes(export: &'static str, text: &'static str) -> Module {
    Module { export, text, behaviour: true, for_notes: true }
}

/// A file whose export is used by name where the script starts the deck.
const fn part(export: &'static str, text: &'static str) -> Module {
    Module { export, text, behaviour: false, for_notes: false }
}

/// The modules in load order, which is also the order in which behaviours hear of a change.
const MODULES: &[Module] = &[
    part("defaults", include_str!("defaults.js")),
    part("Deck", include_str!("deck.js")),
    // Before all that moves the deck: while it is on, it takes every move and every key away from the others.
    behaviour("pause", include_str!("pause.js")),
    // Before all that shows a place: it counts the steps that a place can stand at.
    behaviour("steps", include_str!("steps.js")),
    // Before location, which may go to another slide at the start: the window is measured once, for the first slide.
    behaviour("scale", include_str!("scale.js")),
    // Before what writes addresses into the page.
    behaviour("location", include_str!("location.js")),
    // Before keys: Escape ends these first.
    behaviour("zoom", include_str!("zoom.js")),
    behaviour("draw", include_str!("draw.js")),
    behaviour("keys", include_str!("keys.js")),
    behaviour("touch", include_str!("touch.js")),
    // After keys: both put keys of their own into the table, and help lists what the table holds when it is opened.
    behaviour("jump", include_str!("jump.js")),
    behaviour("search", include_str!("search.js")),
    behaviour("help", include_str!("help.js")),
    // Each of these puts its element behind those before it; backgrounds puts its own in front of all, under the slides.
    behaviour("backgrounds", include_str!("backgrounds.js")),
    behaviour("progress", include_str!("progress.js")),
    behaviour("slideNumber", include_str!("slide-number.js")),
    behaviour("controls", include_str!("controls.js")),
    // After steps, whose classes tell how long a step is shown, and pause, for which it waits.
    behaviour("autoSlide", include_str!("auto-slide.js")),
    behaviour("wakeLock", include_str!("wake-lock.js")),
    behaviour("fullscreen", include_str!("fullscreen.js")),
    behaviour("scheme", include_str!("scheme.js")),
    behaviour("cursor", include_str!("cursor.js")),
    behaviour("pointer", include_str!("pointer.js")),
    // After steps, whose numbers it copies.
    behaviour_for_notes("speaker", include_str!("speaker.js")),
    // After backgrounds: what fills the window is exchanged when the slide begins to move.
    behaviour("transitions", include_str!("transitions.js")),
    // Anywhere: steps and transitions ask it whether it is open.
    behaviour("overview", include_str!("overview.js")),
    // After steps, whose classes tell what is to be said.
    behaviour("announce", include_str!("announce.js")),
    // Last: whoever listens from outside finds everything done.
    part("revealApi", include_str!("reveal-api.js")),
];

/// The module that only a watched page has.
const LIVE: Module = part("live", include_str!("live.js"));

/// The names in the configuration that this runtime understands.
pub fn configuration_names() -> impl Iterator<Item = &'static str> {
    let written = include_str!("defaults.js").lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    written.map(|(name, _)| name).chain(["disableLayout"])
}

/// The names that reveal.js understands and this runtime does not yet.
pub const REVEAL_NAMES: &[&str] = &[
    "autoAnimate",
    "autoAnimateDuration",
    "autoAnimateEasing",
    "autoAnimateMatcher",
    "autoAnimateStyles",
    "autoAnimateUnmatched",
    "autoPlayMedia",
    "center",
    "controlsBackArrows",
    "controlsTutorial",
    "display",
    "embedded",
    "focusBodyOnPageVisibilityChange",
    "mobileViewDistance",
    "mouseWheel",
    "parallaxBackgroundHorizontal",
    "parallaxBackgroundImage",
    "parallaxBackgroundSize",
    "parallaxBackgroundVertical",
    "pdfMaxPagesPerSlide",
    "pdfPageHeightOffset",
    "pdfSeparateFragments",
    "postMessage",
    "postMessageEvents",
    "preloadIframes",
    "previewLinks",
    "scrollActivationWidth",
    "scrollLayout",
    "scrollProgress",
    "scrollSnap",
    "showNotes",
    "showSlideNumber",
    "shuffle",
    "view",
    "viewDistance",
];

/// What hides, scales and prints; all of it in the cascade layer `runtime`. Never colour or type.
pub const CSS: &str = include_str!("runtime.css");

/// A script for the page's head, before anything is painted: only where scripts run may the style hide anything.
pub const EARLY: &str = r#"document.documentElement.classList.add("scripted");"#;

/// The rule that makes a printed page as large as a slide, in CSS pixels, and tells the style the slide's size.
pub fn page_rule(width: u32, height: u32) -> String {
    format!(
        "@page {{ size: {width}px {height}px; margin: 0; }}\n\
         :root {{ --slide-width: {width}px; --slide-height: {height}px; }}\n"
    )
}

/// The runtime as one classic script that starts the page's deck.
///
/// `config_json` is a JSON object with reveal.js's names. `has_notes` says whether there are speaker notes to be shown.
/// `live` is given for a watched page: a JSON object with the number of the `build` and the `keys` of its slides.
pub fn script(config_json: &str, has_notes: bool, live: Option<&str>) -> String {
    let mut script = String::from("(() => {\n\"use strict\";\n");
    let modules = MODULES.iter().filter(|module| has_notes || !module.for_notes);
    for module in modules.clone().chain(live.map(|_| &LIVE)) {
        compose(module, &mut script);
    }
    let behaviours: Vec<_> = modules.filter(|module| module.behaviour).map(|module| module.export).collect();
    script.push_str("try {\n");
    script.push_str(&format!(
        "const deck = new Deck(document.querySelector(\".reveal\"), {{ ...defaults, ...{} }});\n",
        inert(config_json)
    ));
    script.push_str(&format!("for (const install of [{}]) install(deck);\n", behaviours.join(", ")));
    if let Some(live) = live {
        script.push_str(&format!("live(deck, {});\n", inert(live)));
    }
    script.push_str("window.Reveal = revealApi(deck);\ndeck.start();\n");
    // A deck that cannot start is still a page that can be read.
    script.push_str(
        "} catch (error) {\ndocument.documentElement.classList.remove(\"scripted\");\nthrow error;\n}\n})();\n",
    );
    script
}

/// Appends a module in a scope of its own. Only its export is seen by the others.
fn compose(module: &Module, script: &mut String) {
    script.push_str(&format!("const {} = (() => {{\n", module.export));
    for line in code(module.text) {
        script.push_str(line.strip_prefix("export ").unwrap_or(line));
        script.push('\n');
    }
    script.push_str(&format!("return {};\n}})();\n", module.export));
}

/// The lines that do something: no blank ones, none that is a comment as a whole, no indentation.
///
/// Works line by line and knows nothing of JavaScript, so no text of ours may go over more than one line.
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
        MODULES.iter().chain([&LIVE])
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
    fn modules_stand_in_load_order_and_start_the_deck_at_the_end() {
        let script = script("{}", true, None);
        let places: Vec<_> = MODULES
            .iter()
            .map(|module| script.find(&format!("const {} = (", module.export)).expect("every module is in the script"))
            .collect();
        assert!(places.is_sorted());
        assert!(!script.contains("EventSource"));
        assert!(script.contains("for (const install of [pause, steps, scale, location, "));
        assert!(script.find("deck.start()") > places.last().copied());
    }

    #[test]
    fn only_a_deck_with_notes_has_the_speaker_view() {
        assert!(script("{}", true, None).contains("const speaker = ("));
        assert!(!script("{}", false, None).contains("const speaker = ("));
    }

    #[test]
    fn a_watched_page_has_the_live_module_and_its_keys() {
        let script = script("{}", true, Some(r#"{"build":3,"keys":["a"]}"#));
        assert!(script.contains("EventSource"));
        assert!(script.contains(r#"live(deck, {"build":3,"keys":["a"]});"#));
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
        let script = script(hostile, true, Some(hostile));
        assert!(!script.contains("</script"));
        assert!(!script.contains("<!--"));
        assert!(script.contains(r#"{"x":"\u003c/script>\u003c!--"}"#));
    }

    #[test]
    fn the_style_lies_in_its_layer_alone() {
        let outside = CSS.lines().filter(|line| !line.starts_with([' ', '}', '/']) && !line.is_empty());
        assert_eq!(outside.collect::<Vec<_>>(), ["@layer runtime {"]);
    }

    #[test]
    fn a_page_is_as_large_as_a_slide() {
        assert!(page_rule(1280, 720).contains("size: 1280px 720px; margin: 0;"));
        assert!(page_rule(1024, 768).contains("--slide-height: 768px;"));
    }
}
