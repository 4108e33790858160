//! From the words that were typed to a deck: its file, the root, and where the output goes.

use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use deck::compile::{Audience, Compiled, Options};
use deck::diagnostic::{nearest, or_list};
use deck::model::DeckSettings;
use deck::model::keys::{self, DECK_KEYS};
use deck::sources::{Disk, SourcePath, Sources};

use super::Outcome;
use super::args::{Part, SourceArguments};
use super::terminal::Terminal;

/// The names of a deck's own file.
const DECK_FILES: [&str; 2] = ["deck.yaml", "deck.yml"];

/// A deck to be compiled.
#[derive(Clone, Debug)]
pub struct Deck {
    /// The folder below which files are read.
    root: PathBuf,
    working_directory: PathBuf,
    /// The deck's own file below the root.
    pub path: SourcePath,
    file: PathBuf,
    output: Option<PathBuf>,
    /// What the compiler is told.
    pub options: Options,
}

/// Where the HTML goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

/// Why there is no deck, or no output; with the exit code it means.
pub type Failure = (Outcome, String);

impl Deck {
    /// Finds the deck that was typed, and says which it took where nothing was typed.
    pub fn find(arguments: &SourceArguments, drafts: bool, terminal: &Terminal) -> Result<Deck, Failure> {
        let working_directory = std::env::current_dir()
            .and_then(|folder| folder.canonicalize())
            .map_err(|error| (Outcome::Machine, format!("the working directory cannot be opened: {error}")))?;
        let file = match &arguments.source {
            Some(source) => file_of(source)?,
            None => {
                let found = search(&working_directory)?;
                terminal.say(&format!("Taking {}", shown(&found, &working_directory)));
                found
            }
        };
        let file = file.canonicalize().map_err(|error| (Outcome::BadCall, format!("{}: {error}", file.display())))?;
        let root = root_of(arguments.root.as_deref(), &file, &working_directory)?;
        let below = file.strip_prefix(&root).ok().and_then(|below| {
            let parts: Option<Vec<&str>> = below
                .components()
                .map(|part| match part {
                    Component::Normal(name) => name.to_str(),
                    _ => None,
                })
                .collect();
            SourcePath::new(&parts?.join("/")).ok()
        });
        let Some(path) = below else {
            let message = format!("{} is not below the root {}", file.display(), root.display());
            return Err((Outcome::BadCall, message));
        };
        refuse_deck_keys(&arguments.set)?;
        let audience = Audience { names: arguments.audiences.iter().cloned().collect(), drafts };
        let without_notes = arguments.without.contains(&Part::Notes);
        let options = Options { without_notes, audience, set: arguments.set.clone() };
        Ok(Deck { root, working_directory, path, file, output: arguments.output.clone(), options })
    }

    /// The sources, read anew.
    pub fn sources(&self) -> Result<Sources, Failure> {
        let disk = Disk::new(&self.root, &self.working_directory)
            .map_err(|error| (Outcome::Machine, format!("{}: {error}", self.root.display())))?;
        Ok(Sources::new(disk))
    }

    /// Where the HTML goes: what was typed, else what the deck says, else the name of the source.
    pub fn target(&self, wanted: Option<&str>, sources: &Sources) -> Result<Target, Failure> {
        if self.output.as_deref() == Some(Path::new("-")) {
            return Ok(Target::Stdout);
        }
        let target = match (&self.output, wanted) {
            (Some(output), _) => output.clone(),
            (None, Some(wanted)) => PathBuf::from(wanted),
            (None, None) => self.standard_output(),
        };
        let target = self.working_directory.join(target);
        if target.is_dir() {
            return Err((Outcome::BadCall, format!("{} is a folder; name a file", self.shown(&target))));
        }
        let real = target.canonicalize().unwrap_or_else(|_| target.clone());
        let read = sources.followed();
        if read.iter().any(|source| source.canonicalize().is_ok_and(|source| source == real)) {
            let message =
                format!("the output {} is one of the deck's sources; name another file with -o", self.shown(&target));
            return Err((Outcome::BadCall, message));
        }
        Ok(Target::File(target))
    }

    fn standard_output(&self) -> PathBuf {
        let is_deck_file = self.file.file_name().is_some_and(|name| DECK_FILES.iter().any(|deck| name == *deck));
        let folder = self.file.parent().and_then(Path::file_name);
        let stem = if is_deck_file { folder } else { self.file.file_stem() };
        // The root of a disk has no name.
        let mut name = stem.unwrap_or_else(|| "deck".as_ref()).to_owned();
        name.push(".html");
        PathBuf::from(name)
    }

    /// Says what is not in the deck, and which of the audiences that were typed the deck does not know.
    pub fn tell_left_out(&self, compiled: &Compiled, terminal: &Terminal) {
        let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        let left_out = &compiled.left_out;
        let others = [(left_out.slides, "slide"), (left_out.blocks, "block")];
        let others: Vec<String> =
            others.iter().filter(|(number, _)| *number > 0).map(|(number, word)| count(*number, word)).collect();
        let mut parts = Vec::new();
        if !others.is_empty() {
            parts.push(format!("{} for other audiences", others.join(" and ")));
        }
        if left_out.drafts > 0 {
            parts.push(count(left_out.drafts, "draft"));
        }
        if !parts.is_empty() {
            terminal.say(&format!("Left out: {}", parts.join(", ")));
        }
        let known = || compiled.audiences.iter().map(String::as_str);
        for name in self.options.audience.names.iter().filter(|name| !compiled.audiences.contains(*name)) {
            let help = match nearest(name, known()) {
                Some(near) => format!("is `{near}` meant?"),
                None if compiled.audiences.is_empty() => "it names no audience".to_owned(),
                None => format!("there is {}", or_list(known())),
            };
            terminal.warn(&format!("nothing in the deck is for `{name}` or kept from it; {help}"));
        }
    }

    /// A path as the caller would type it.
    pub fn shown(&self, path: &Path) -> String {
        shown(path, &self.working_directory)
    }
}

/// The keys of a deck are written in it; its metadata and its data can be set.
fn refuse_deck_keys(set: &[(String, String)]) -> Result<(), Failure> {
    let metadata = DeckSettings::default().metadata();
    let is_refused = |name: &str| keys::has(DECK_KEYS, name) && !metadata.contains_key(name);
    let Some((name, _)) = set.iter().find(|(name, _)| is_refused(name)) else { return Ok(()) };
    let known = or_list(metadata.keys().map(String::as_str));
    let message = format!("`{name}` is written in the deck; `--set` sets {known}, and values of `data:`");
    Err((Outcome::BadCall, message))
}

fn shown(path: &Path, working_directory: &Path) -> String {
    path.strip_prefix(working_directory).unwrap_or(path).display().to_string()
}

/// The deck's own file that a file or a folder means.
fn file_of(source: &Path) -> Result<PathBuf, Failure> {
    let wrong = |message: String| (Outcome::BadCall, message);
    let metadata = fs::metadata(source).map_err(|error| wrong(format!("{}: {error}", source.display())))?;
    if !metadata.is_dir() {
        let extension = source.extension().map(|extension| extension.to_ascii_lowercase());
        let known = ["md", "markdown", "yaml", "yml"];
        return match extension
            .and_then(|extension| extension.into_string().ok())
            .filter(|extension| known.contains(&extension.as_str()))
        {
            Some(_) => Ok(source.to_owned()),
            None => Err(wrong(format!("{} is neither Markdown (.md) nor YAML (.yaml)", source.display()))),
        };
    }
    if let Some(deck) = DECK_FILES.iter().map(|name| source.join(name)).find(|path| path.is_file()) {
        return Ok(deck);
    }
    let entries = fs::read_dir(source).map_err(|error| (Outcome::Machine, format!("{}: {error}", source.display())))?;
    let is_markdown =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md" || extension == "markdown");
    let mut markdown: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_markdown).collect();
    match (markdown.pop(), markdown.len()) {
        (Some(only), 0) => Ok(only),
        (None, _) => Err(wrong(format!("{} holds no deck.yaml and no Markdown file", source.display()))),
        (Some(_), more) => {
            Err(wrong(format!("{} holds no deck.yaml and {} Markdown files; name one", source.display(), more + 1)))
        }
    }
}

/// The deck of somebody who typed nothing.
fn search(working_directory: &Path) -> Result<PathBuf, Failure> {
    let folders = [working_directory.to_owned(), working_directory.join("slides")];
    let candidates = folders.iter().flat_map(|folder| DECK_FILES.iter().map(|name| folder.join(name)));
    let missing = "there is no deck.yaml here or in slides/; name a Markdown file, a deck.yaml or a folder".to_owned();
    candidates.into_iter().find(|path| path.is_file()).ok_or((Outcome::BadCall, missing))
}

/// The larger of two folders: the deck's own (for `slides/deck.yaml` the one above it), and the working directory where
/// that lies above it.
fn root_of(wanted: Option<&Path>, file: &Path, working_directory: &Path) -> Result<PathBuf, Failure> {
    if let Some(wanted) = wanted {
        let root =
            wanted.canonicalize().map_err(|error| (Outcome::BadCall, format!("{}: {error}", wanted.display())))?;
        return if root.is_dir() {
            Ok(root)
        } else {
            Err((Outcome::BadCall, format!("{} is no folder", wanted.display())))
        };
    }
    let folder = file.parent().unwrap_or(file);
    let own = match folder.parent() {
        Some(above) if folder.file_name().is_some_and(|name| name == "slides") => above,
        _ => folder,
    };
    Ok(if own.starts_with(working_directory) { working_directory } else { own }.to_owned())
}

/// Writes a file through a temporary one beside it, so that nobody ever sees half of it.
pub fn write(target: &Path, text: &str) -> std::io::Result<()> {
    // A link stays one: its target is replaced.
    let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = target.with_file_name(name);
    let written = fs::File::create(&temporary).and_then(|mut file| file.write_all(text.as_bytes()));
    let written = written.and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        // The message is about the write; a leftover that cannot be removed either changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    written
}
