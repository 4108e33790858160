//! Every byte that comes in.
//!
//! In: paths that the deck names. Out: the bytes and texts behind them, each read once, and the list of all that was
//! asked for, found or not. Nothing outside the root is ever read, and no other room touches the disk.

mod disk;
pub mod hash;
mod memory;
mod path;
mod span;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub use disk::Disk;
pub use memory::InMemory;
pub use path::{LeavesRoot, SourcePath};
pub use span::{FileId, Origin, Origins, Owner, Span, TextMap};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 256 << 20;

/// Where bytes come from. Paths are below the root.
pub trait Load: Send + Sync {
    /// The bytes of a file of at most [`LARGEST_FILE`] bytes.
    fn load(&self, path: &SourcePath) -> Result<Vec<u8>, ReadError>;
    /// The names in a folder, files and folders alike, sorted by byte; empty where there is no such folder.
    fn list(&self, folder: &SourcePath) -> Vec<String>;
    /// The path as the caller would type it, for messages.
    fn name(&self, path: &SourcePath) -> String;
    /// Where the file lies on the disk, for watching; `None` if it lies nowhere.
    fn location(&self, path: &SourcePath) -> Option<PathBuf>;
}

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// There is a folder of that name.
    Folder,
    /// A link on the way leads out of the root.
    Outside,
    /// The file is larger than [`LARGEST_FILE`]; its size in bytes.
    TooLarge(u64),
    /// The system's own words.
    Other(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Missing => write!(f, "there is no such file"),
            ReadError::Folder => write!(f, "it is a folder, not a file"),
            ReadError::Outside => write!(f, "it is a link that leads out of the root folder"),
            ReadError::TooLarge(size) => {
                write!(f, "it has {size} bytes; the largest file read is {LARGEST_FILE} bytes")
            }
            ReadError::Other(words) => write!(f, "{words}"),
        }
    }
}

/// One file that was read.
#[derive(Debug)]
pub struct Source {
    /// Its number.
    pub id: FileId,
    /// Where it lies below the root.
    pub path: SourcePath,
    /// What is in it.
    pub bytes: Vec<u8>,
    text: OnceLock<Result<String, usize>>,
    hash: OnceLock<u64>,
}

impl Source {
    /// The text without a byte order mark and with `\n` line ends, or the offset of the first byte that is not UTF-8.
    pub fn text(&self) -> Result<&str, usize> {
        let text = self.text.get_or_init(|| match std::str::from_utf8(&self.bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                // Lines and columns stay what an editor shows, and the parsers meet one kind of line end.
                Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() })
            }
            Err(error) => Err(error.valid_up_to()),
        });
        text.as_deref().map_err(|offset| *offset)
    }

    /// A hash of the bytes.
    pub fn hash(&self) -> u64 {
        *self.hash.get_or_init(|| hash::of_bytes(&self.bytes))
    }
}

/// All sources of one compilation.
pub struct Sources {
    loader: Box<dyn Load>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    files: Vec<Arc<Source>>,
    asked: BTreeMap<SourcePath, Result<Arc<Source>, ReadError>>,
    folders: BTreeMap<SourcePath, Vec<String>>,
}

impl Sources {
    /// Sources that come from `loader`.
    pub fn new(loader: impl Load + 'static) -> Sources {
        Sources { loader: Box::new(loader), known: Mutex::default() }
    }

    /// Reads a file, or says again what reading it gave the first time.
    ///
    /// # Errors
    /// As [`Load::load`].
    pub fn read(&self, path: &SourcePath) -> Result<Arc<Source>, ReadError> {
        let mut known = self.known();
        if let Some(answer) = known.asked.get(path) {
            return answer.clone();
        }
        let answer = self.loader.load(path).map(|bytes| {
            let id = FileId(u32::try_from(known.files.len()).unwrap_or(u32::MAX));
            let (text, hash) = (OnceLock::new(), OnceLock::new());
            Arc::new(Source { id, path: path.clone(), bytes, text, hash })
        });
        if let Ok(source) = &answer {
            known.files.push(source.clone());
        }
        known.asked.insert(path.clone(), answer.clone());
        answer
    }

    /// The names in a folder, sorted by byte.
    pub fn list(&self, folder: &SourcePath) -> Vec<String> {
        let mut known = self.known();
        known.folders.entry(folder.clone()).or_insert_with(|| self.loader.list(folder)).clone()
    }

    /// A file that was read before.
    pub fn file(&self, id: FileId) -> Arc<Source> {
        self.known().files[id.0 as usize].clone()
    }

    /// The path as the caller would type it.
    pub fn name(&self, path: &SourcePath) -> String {
        self.loader.name(path)
    }

    /// Where all that was asked for lies on the disk, missing files included, sorted.
    pub fn followed(&self) -> Vec<PathBuf> {
        let known = self.known();
        known.asked.keys().chain(known.folders.keys()).filter_map(|path| self.loader.location(path)).collect()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A panic elsewhere leaves the table itself whole: entries are added in one step.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_plain_utf8_with_line_feeds() {
        let sources = Sources::new(InMemory::from_iter([
            ("a.md", b"\xef\xbb\xbfa\r\nb\rc".as_slice()),
            ("b.md", b"ab\xff".as_slice()),
        ]));
        let read = |name| sources.read(&SourcePath::new(name).expect("a plain name")).expect("it is there");
        assert_eq!(read("a.md").text(), Ok("a\nb\nc"));
        assert_eq!(read("b.md").text(), Err(2));
    }
}
