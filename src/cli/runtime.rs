//! `deck runtime`.

use std::fs;

use deck::runtime::{Runtime, page_rule};
use deck::theme;

use super::Outcome;
use super::args::RuntimeArguments;
use super::source;
use super::terminal::Terminal;

/// The size of a slide where nobody says anything, in CSS pixels; `width` and `height` of reveal's configuration change
/// it on the screen.
const STANDARD_SIZE: (u32, u32) = (1280, 720);

/// Writes the runtime as a script and as an ES module, and the stylesheet, for pages that are written by hand.
pub fn run(arguments: &RuntimeArguments, terminal: &Terminal) -> Outcome {
    if !Runtime::languages().any(|known| known == arguments.lang) {
        let languages: Vec<_> = Runtime::languages().collect();
        terminal.fail(&format!("the runtime does not speak `{}`; there is {}", arguments.lang, languages.join(", ")));
        return Outcome::BadCall;
    }
    let runtime = Runtime::whole(&arguments.lang);
    let (width, height) = STANDARD_SIZE;
    let style = format!(
        "@layer runtime, features, theme, author;\n{}{}{}",
        page_rule(width, height),
        runtime.css(),
        theme::base_css()
    );
    let files = [("deck.js", runtime.classic_script()), ("deck.mjs", runtime.es_module()), ("deck.css", style)];
    for (name, text) in files {
        let path = arguments.out.join(name);
        let written = fs::create_dir_all(&arguments.out).and_then(|()| source::write(&path, &text));
        if let Err(error) = written {
            terminal.fail(&format!("{}: {error}", path.display()));
            return Outcome::Machine;
        }
        terminal.say(&format!("Wrote {} ({})", path.display(), super::build::size(text.len())));
    }
    Outcome::Done
}
