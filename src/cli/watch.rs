//! `deck watch`.

use super::Outcome;
use super::args::WatchArguments;
use super::terminal::Terminal;

/// Placeholder.
pub fn run(_: &WatchArguments, terminal: &Terminal) -> Outcome {
    terminal.fail("not yet");
    Outcome::Machine
}
