//! The files of a bibliography: read, and asked for works by their keys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::bibtex::Bibtex;
use super::hayagriva::Yaml;
use super::works::Work;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, leaves_root, unreadable};
use crate::model::Bibliography;
use crate::sources::{Origin, Source, SourcePath, Sources, Span};

/// Files as they were read, by the hash of what is in them, from one build to the next.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<BTreeMap<(u64, bool), Arc<File>>>);

/// One file.
#[derive(Debug)]
struct File {
    entries: Entries,
    found: Vec<Diagnostic>,
}

#[derive(Debug)]
enum Entries {
    Bibtex(Bibtex),
    Yaml(Yaml),
}

/// All that a deck may cite.
#[derive(Default)]
pub struct Library {
    files: Vec<(Arc<File>, Origin)>,
    /// Whether a file could not be read as it is meant: then nothing is known to be missing.
    pub is_broken: bool,
}

impl Shelf {
    fn file(&self, source: &Source, text: &str, is_yaml: bool) -> Arc<File> {
        // A panic elsewhere leaves the table whole: entries are added in one step.
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.entry((source.hash(), is_yaml)).or_insert_with(|| {
            let (entries, found) = if is_yaml {
                let (yaml, found) = Yaml::parse(text);
                (Entries::Yaml(yaml), found)
            } else {
                let (bibtex, found) = Bibtex::parse(text);
                (Entries::Bibtex(bibtex), found)
            };
            Arc::new(File { entries, found })
        });
        file.clone()
    }

    /// Keeps nothing but these.
    fn keep(&self, kept: &BTreeSet<(u64, bool)>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|key, _| kept.contains(key));
    }
}

impl Library {
    /// Reads the files that a deck names; what is found in them is told by their own places.
    pub fn read(
        bibliography: &Bibliography,
        sources: &Sources,
        deck_file: &SourcePath,
        deck: Origin,
        shelf: &Shelf,
    ) -> (Library, Vec<Reported>) {
        let (mut library, mut reported) = (Library::default(), Vec::new());
        let mut kept = BTreeSet::new();
        for (name, span) in &bibliography.files {
            match open(name, *span, sources, deck_file) {
                Ok((source, is_yaml)) => {
                    kept.insert((source.hash(), is_yaml));
                    let file = shelf.file(&source, source.text().unwrap_or_default(), is_yaml);
                    let origin = Origin { file: source.id, offset: 0 };
                    let mut found = Diagnostics::default();
                    file.found.iter().for_each(|diagnostic| found.add(diagnostic.clone()));
                    reported.extend(found.reported(origin));
                    library.files.push((file, origin));
                }
                Err(mistake) => {
                    let mut found = Diagnostics::default();
                    found.add(mistake);
                    reported.extend(found.reported(deck));
                    library.is_broken = true;
                }
            }
        }
        shelf.keep(&kept);
        library.is_broken |= reported.iter().any(Reported::is_error);
        (library, reported)
    }

    /// The keys of all works, in the order of the files.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(|(file, _)| -> Box<dyn Iterator<Item = &str>> {
            match &file.entries {
                Entries::Bibtex(bibtex) => Box::new(bibtex.keys()),
                Entries::Yaml(yaml) => Box::new(yaml.keys()),
            }
        })
    }

    /// The work with the key, and what is wrong with its description.
    pub fn work(&self, key: &str) -> Option<(Work, Vec<Reported>)> {
        self.files.iter().find_map(|(file, origin)| {
            let (work, list) = match &file.entries {
                Entries::Bibtex(bibtex) => bibtex.work(key)?,
                Entries::Yaml(yaml) => yaml.work(key)?,
            };
            let mut found = Diagnostics::default();
            list.into_iter().for_each(|diagnostic| found.add(diagnostic));
            Some((work, found.reported(*origin).collect()))
        })
    }
}

/// The text of a file, and whether it is YAML.
fn open(name: &str, span: Span, sources: &Sources, deck_file: &SourcePath) -> Result<(Arc<Source>, bool), Diagnostic> {
    let path = deck_file.beside(name).map_err(|_| Diagnostic { span, ..leaves_root(name, sources) })?;
    let is_yaml = match path.extension().as_str() {
        "bib" | "bibtex" => false,
        "yaml" | "yml" => true,
        _ => {
            let message = format!("`{name}` is no bibliography: it ends neither in `.bib` nor in `.yaml`");
            let help =
                "name a file with BibTeX or BibLaTeX, which every reference manager exports, or hayagriva's YAML";
            return Err(Diagnostic::error(Code::WrongType, span, message).help(help));
        }
    };
    let source = sources.read(&path).map_err(|error| {
        let there = sources.list(&path.folder());
        Diagnostic { span, ..unreadable(name, &path, &error, &there, sources) }
    })?;
    if let Err(offset) = source.text() {
        let message = format!("`{name}` is not UTF-8 text: byte {offset} begins no character");
        return Err(Diagnostic::error(Code::BadText, span, message).help("save it as UTF-8"));
    }
    Ok((source, is_yaml))
}
