//! Exactly what was typed, nothing resolved.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles Markdown and YAML slides into one HTML file that presents anywhere.
#[derive(Debug, Parser)]
#[command(name = "deck", version, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Say nothing but warnings and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 the sources have errors, 2 the call was wrong, 3 the machine got in the way.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the HTML file
    Build(BuildArguments),
    /// Show every edit at once in the browser
    Watch(WatchArguments),
    /// Say what a diagnostic or a key means
    Explain(ExplainArguments),
    /// Write the runtime and its stylesheet alone, for pages that are written by hand
    Runtime(RuntimeArguments),
}

/// Which deck.
#[derive(Debug, Args)]
pub struct SourceArguments {
    /// A Markdown file, a deck.yaml, or a folder that holds one; without it, deck.yaml here or in slides/
    pub source: Option<PathBuf>,

    /// Read files below this folder only
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// Where the HTML goes; - for standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Leave a part out
    #[arg(long, value_name = "PART")]
    pub without: Vec<Part>,

    /// Build for these audiences: what is `only` for others, or not for these (`except`), is left out
    #[arg(long = "for", value_name = "NAMES", value_delimiter = ',')]
    pub audiences: Vec<String>,

    /// Set a value of the deck's data, or its title, author, date …; `team.size=4` sets `size` in `team`
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,

    /// Open the deck in the browser
    #[arg(long)]
    pub open: bool,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write `--set name=value`".to_owned()),
    }
}

#[derive(Debug, Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub source: SourceArguments,

    /// Build slides that are drafts, too
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Debug, Args)]
pub struct WatchArguments {
    #[command(flatten)]
    pub source: SourceArguments,

    /// Serve on this port; without it, on one that is free
    #[arg(long)]
    pub port: Option<u16>,

    /// Serve on this address; anything but a loopback address lets others on the network see the deck
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,

    /// Look at the files every 200 ms, where the system sends no events (network drives, containers)
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A code, as it stands in brackets in a message, a key of decks or slides, or `keys` for all of them; without it,
    /// all codes
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct RuntimeArguments {
    /// The folder that gets deck.js, deck.mjs and deck.css
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// The language of what the interface says: en, de, fr, es, ja or zh
    #[arg(long, default_value = "en", value_name = "LANG")]
    pub lang: String,
}

/// What can be left out of a deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The speaker notes
    Notes,
}
