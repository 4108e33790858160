//! What can be known of a path without reading it.
//!
//! In: a path. Out: a value that differs if the file there was written, replaced, or made readable in between. It opens
//! nothing but folders.

use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How much later than the clock says a file system may note a time: it counts in ticks.
const TICK: Duration = Duration::from_millis(20);

/// Which file or folder has a name; two have different identities even if everything else is the same.
pub(super) type Identity = Option<(u64, u64)>;

/// What a path looks like from outside, links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    Missing,
    File {
        length: u64,
        modified: Option<SystemTime>,
        identity: Identity,
        rights: u32,
    },
    /// A digest of the names in it, those that begin with a dot left out.
    Folder(u64),
}

impl Stamp {
    pub(super) fn of(path: &Path) -> Stamp {
        match fs::metadata(path) {
            Err(_) => Stamp::Missing,
            Ok(metadata) if metadata.is_dir() => Stamp::Folder(names(path)),
            Ok(metadata) => Stamp::File {
                length: metadata.len(),
                modified: metadata.modified().ok(),
                identity: identity_of(&metadata),
                rights: rights_of(&metadata),
            },
        }
    }

    /// Whether nothing is there, which may be the moment before something is.
    pub(super) fn is_hollow(&self) -> bool {
        matches!(self, Stamp::Missing | Stamp::File { length: 0, .. })
    }

    /// Whether it was written so recently that another write would not show.
    pub(super) fn is_fresh(&self) -> bool {
        match self {
            Stamp::File { modified: Some(modified), .. } => modified.elapsed().is_ok_and(|age| age < TICK),
            _ => false,
        }
    }
}

/// Which file or folder has this name now; `None` if there is none.
pub(super) fn identity(path: &Path) -> Identity {
    fs::metadata(path).ok().as_ref().and_then(identity_of)
}

/// Whether the file was written or put there at this time or later.
pub(super) fn changed_since(path: &Path, time: SystemTime) -> bool {
    let Ok(metadata) = fs::metadata(path) else { return false };
    let earliest = time.checked_sub(TICK).unwrap_or(time);
    let modified = metadata.modified().is_ok_and(|modified| modified >= earliest);
    metadata.is_file() && (modified || placed_since(&metadata, earliest))
}

/// Whether a new file is one whose writer has only begun: not a link, and not a further name of an old file.
pub(super) fn is_being_written(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && names_of_file(&metadata) == 1)
}

fn names(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> = entries.filter(|name| !name.as_encoded_bytes().starts_with(b".")).collect();
    names.sort();
    let mut hasher = DefaultHasher::new();
    names.hash(&mut hasher);
    hasher.finish()
}

#[cfg(unix)]
mod system {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    pub(super) fn identity_of(metadata: &Metadata) -> Identity {
        Some((metadata.dev(), metadata.ino()))
    }

    pub(super) fn rights_of(metadata: &Metadata) -> u32 {
        metadata.mode()
    }

    pub(super) fn names_of_file(metadata: &Metadata) -> u64 {
        metadata.nlink()
    }

    /// Renaming keeps the time of modification but not that of the last change of any kind.
    pub(super) fn placed_since(metadata: &Metadata, time: SystemTime) -> bool {
        let seconds = u64::try_from(metadata.ctime()).unwrap_or(0);
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or(0);
        SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds) >= time
    }
}

#[cfg(not(unix))]
mod system {
    use super::*;

    pub(super) fn identity_of(metadata: &Metadata) -> Identity {
        let created = metadata.created().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some((created.as_secs(), u64::from(created.subsec_nanos())))
    }

    pub(super) fn rights_of(metadata: &Metadata) -> u32 {
        u32::from(metadata.permissions().readonly())
    }

    pub(super) fn names_of_file(_: &Metadata) -> u64 {
        1
    }

    pub(super) fn placed_since(metadata: &Metadata, time: SystemTime) -> bool {
        metadata.created().is_ok_and(|created| created >= time)
    }
}

use system::{identity_of, names_of_file, placed_since, rights_of};
