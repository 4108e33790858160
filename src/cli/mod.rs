//! The command line: typed words to library calls, and their answers back to words.
//!
//! It uses the library as any stranger would, holds no knowledge of slides, and is alone in printing and in ending the
//! process.

mod args;
mod build;
mod explain;
mod runtime;
mod source;
mod terminal;
mod watch;

use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser;
use terminal::Terminal;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done; there may have been warnings.
    Done,
    /// The sources have errors.
    BadSources,
    /// The call was wrong.
    BadCall,
    /// The machine got in the way.
    Machine,
}

/// Carries out the call that was typed.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.quiet);
    let outcome = match &arguments.command {
        Command::Build(build) => build::run(build, &terminal),
        Command::Watch(watch) => watch::run(watch, &terminal),
        Command::Explain(explain) => explain::run(explain, &terminal),
        Command::Runtime(arguments) => runtime::run(arguments, &terminal),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::BadSources => ExitCode::from(1),
        Outcome::BadCall => ExitCode::from(2),
        Outcome::Machine => ExitCode::from(3),
    }
}
