//! Sources in a folder of this machine.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{LARGEST_FILE, Load, ReadError, SourcePath};

/// A folder; nothing outside it is read, through links either.
pub struct Disk {
    /// The root, without links.
    root: PathBuf,
    /// What to write before a path below the root so that it leads there from the working directory.
    prefix: String,
}

impl Disk {
    /// The files below `root`, named in messages as seen from `working_directory`.
    ///
    /// # Errors
    /// If the root is no folder that can be opened.
    pub fn new(root: &Path, working_directory: &Path) -> std::io::Result<Disk> {
        let root = root.canonicalize()?;
        let here = working_directory.canonicalize().unwrap_or_else(|_| working_directory.to_owned());
        let prefix = if let Ok(below) = here.strip_prefix(&root) {
            "../".repeat(below.components().count())
        } else if let Ok(below) = root.strip_prefix(&here) {
            below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
        } else {
            format!("{}/", root.display())
        };
        Ok(Disk { root, prefix })
    }
}

impl Load for Disk {
    fn load(&self, path: &SourcePath) -> Result<Vec<u8>, ReadError> {
        let words = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::Missing,
            _ => ReadError::Other(error.to_string()),
        };
        let real = self.root.join(path.as_str()).canonicalize().map_err(words)?;
        if !real.starts_with(&self.root) {
            return Err(ReadError::Outside);
        }
        let file = fs::File::open(&real).map_err(words)?;
        let metadata = file.metadata().map_err(words)?;
        if metadata.is_dir() {
            return Err(ReadError::Folder);
        }
        if !metadata.is_file() {
            return Err(ReadError::Other("it is neither a file nor a folder".to_owned()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(LARGEST_FILE)).unwrap_or(0));
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(words)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(ReadError::TooLarge(metadata.len()));
        }
        Ok(bytes)
    }

    fn list(&self, folder: &SourcePath) -> Vec<String> {
        let Ok(real) = self.root.join(folder.as_str()).canonicalize() else { return Vec::new() };
        if !real.starts_with(&self.root) {
            return Vec::new();
        }
        let entries = fs::read_dir(real).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn name(&self, path: &SourcePath) -> String {
        match format!("{}{}", self.prefix, path.as_str()) {
            name if name.is_empty() => ".".to_owned(),
            name => name,
        }
    }

    fn location(&self, path: &SourcePath) -> Option<PathBuf> {
        Some(self.root.join(path.as_str()))
    }
}
