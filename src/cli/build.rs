//! `deck build`.

use deck::compile::{Compiled, compile};

use super::Outcome;
use super::args::BuildArguments;
use super::source::{self, Deck, Failure, Target};
use super::terminal::Terminal;

/// Builds the deck once.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Outcome {
    match build(arguments, terminal) {
        Ok(outcome) => outcome,
        Err((outcome, message)) => {
            terminal.fail(&message);
            outcome
        }
    }
}

fn build(arguments: &BuildArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let deck = Deck::find(&arguments.source, arguments.drafts, terminal)?;
    let sources = deck.sources()?;
    // The process ends with this build: taking grammars and slides apart again would be a tenth of its time.
    let memory = Box::leak(Box::default());
    let compiled = compile(memory, &sources, &deck.path, &deck.options)
        .map_err(|error| (Outcome::BadCall, format!("{}: {error}", sources.name(&deck.path))))?;
    if let Some(theme) = &compiled.theme_from {
        terminal.say(&format!("Theme from {}", sources.name(theme)));
    }
    terminal.diagnostics(&sources, &compiled.reported);
    deck.tell_left_out(&compiled, terminal);
    let target = deck.target(compiled.output.as_deref(), &sources)?;
    let Some(html) = compiled.html(None) else {
        if let Target::File(path) = &target {
            let kept = if path.exists() { "; the file there is as it was" } else { "" };
            terminal.say(&format!("{} not written{kept}", deck.shown(path)));
        }
        return Ok(Outcome::BadSources);
    };
    match target {
        Target::Stdout => {
            let written = terminal.output(html.as_str());
            written.map_err(|error| (Outcome::Machine, format!("standard output: {error}")))?;
        }
        Target::File(path) => {
            keep(&deck, &compiled, html.as_str(), &path, terminal)?;
            if arguments.source.open
                && let Err(error) = open::that_detached(&path)
            {
                return Err((Outcome::Machine, format!("no browser could be opened: {error}")));
            }
        }
    }
    Ok(Outcome::Done)
}

/// Writes the file and says where it is.
fn keep(
    deck: &Deck,
    compiled: &Compiled,
    html: &str,
    path: &std::path::Path,
    terminal: &Terminal,
) -> Result<(), Failure> {
    source::write(path, html).map_err(|error| (Outcome::Machine, format!("{}: {error}", deck.shown(path))))?;
    let slides = compiled.page.as_ref().map_or(0, |(page, _)| page.slides.len());
    let word = if slides == 1 { "slide" } else { "slides" };
    terminal.say(&format!("Built {slides} {word}: {} ({})", deck.shown(path), size(html.len())));
    Ok(())
}

/// Bytes for people: decimal kilobytes and megabytes.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
