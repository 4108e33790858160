//! Sources in a map, for tests and for decks that no disk holds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Load, ReadError, SourcePath};

/// Files by their paths below a root that exists nowhere.
#[derive(Clone, Debug, Default)]
pub struct InMemory(BTreeMap<String, Vec<u8>>);

impl InMemory {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.to_owned(), bytes.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }
}

impl<P: AsRef<str>, B: AsRef<[u8]>> FromIterator<(P, B)> for InMemory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> InMemory {
        InMemory(files.into_iter().map(|(path, bytes)| (path.as_ref().to_owned(), bytes.as_ref().to_vec())).collect())
    }
}

impl Load for InMemory {
    fn load(&self, path: &SourcePath) -> Result<Vec<u8>, ReadError> {
        self.0.get(path.as_str()).cloned().ok_or(ReadError::Missing)
    }

    fn list(&self, folder: &SourcePath) -> Vec<String> {
        let prefix = if folder.as_str().is_empty() { String::new() } else { format!("{}/", folder.as_str()) };
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&prefix));
        let mut names: Vec<String> = below.filter_map(|path| path.split('/').next()).map(str::to_owned).collect();
        names.dedup();
        names
    }

    fn name(&self, path: &SourcePath) -> String {
        path.as_str().to_owned()
    }

    fn location(&self, _: &SourcePath) -> Option<PathBuf> {
        None
    }
}
