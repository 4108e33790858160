//! The only place that prints.

use std::io::{IsTerminal, Write};

use anstream::AutoStream;
use deck::diagnostic::{Excerpts, Reported};
use deck::sources::Sources;

/// How many characters a line of what was asked for has where no terminal says how many it takes.
const WIDTH: usize = 100;

/// How many diagnostics are printed: what comes after so many is the echo of something said before.
const MOST: usize = 200;

/// Standard error, with colours only where someone looks.
pub struct Terminal {
    quiet: bool,
    colour: bool,
}

impl Terminal {
    /// One that says nothing but diagnostics if `quiet`.
    pub fn new(quiet: bool) -> Terminal {
        let choice = AutoStream::choice(&std::io::stderr());
        let colour = choice != anstream::ColorChoice::Never && std::io::stderr().is_terminal();
        Terminal { quiet, colour }
    }

    /// Says how things stand.
    pub fn say(&self, message: &str) {
        if !self.quiet {
            self.line(message);
        }
    }

    /// Says why it cannot go on.
    pub fn fail(&self, message: &str) {
        self.line(&format!("error: {message}"));
    }

    /// Says something that the author should know, about the call and not about a source.
    pub fn warn(&self, message: &str) {
        self.line(&format!("warning: {message}"));
    }

    /// Prints every diagnostic, then how many there are.
    pub fn diagnostics(&self, sources: &Sources, reported: &[Reported]) {
        let excerpts = Excerpts::new(sources, self.colour);
        let mut shown: Vec<&Reported> = reported.iter().collect();
        if shown.len() > MOST {
            // No error is left out for a warning.
            shown.sort_by_key(|found| !found.is_error());
        }
        for found in shown.iter().take(MOST) {
            self.line(&format!("{}\n", excerpts.text(found)));
        }
        if reported.len() > MOST {
            self.line(&format!("… and {} more; mend these first", reported.len() - MOST));
        }
        let errors = reported.iter().filter(|found| found.is_error()).count();
        let warnings = reported.len() - errors;
        let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        match (errors, warnings) {
            (0, 0) => {}
            (0, _) => self.say(&count(warnings, "warning")),
            (_, 0) => self.line(&count(errors, "error")),
            _ => self.line(&format!("{}, {}", count(errors, "error"), count(warnings, "warning"))),
        }
    }

    /// How many characters a line of standard output takes.
    pub fn width(&self) -> usize {
        terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0))
    }

    /// Writes what was asked for to standard output.
    ///
    /// # Errors
    /// If nobody takes it.
    pub fn output(&self, text: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn line(&self, message: &str) {
        // A closed standard error is no reason to stop working.
        let _ = writeln!(std::io::stderr().lock(), "{message}");
    }
}
