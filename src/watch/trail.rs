//! The entries of folders that a path goes through.
//!
//! In: a path as it was written. Out: every entry that, if it were replaced, would make the path lead elsewhere: the
//! file itself, links on the way and what they point at, the folders below the one that all followed paths share. The
//! folders in it are free of links, as events name them. It changes nothing and reads no file.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// How many links are followed before they count as a circle.
const MOST_LINKS: usize = 40;

/// The way to one path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Trail {
    entries: Vec<PathBuf>,
    /// The path itself, if it is a folder.
    listed: Option<PathBuf>,
}

impl Trail {
    /// Goes the way to `path` as it is now, up to the first thing that is missing. Of the folders on the way those
    /// below `base` count, so that not every write in a home folder or at the root wakes us.
    pub(super) fn find(path: &Path, base: Option<&Path>) -> Trail {
        let mut trail = Trail::default();
        let mut folder = PathBuf::new();
        // What is still to go, the next step last.
        let mut ahead = Vec::new();
        // Without a working folder there is nothing to be found at all.
        go_on(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()), &mut folder, &mut ahead);
        let mut links = 0;
        while let Some(name) = ahead.pop() {
            if name == ".." {
                folder.pop();
                continue;
            }
            let entry = folder.join(name);
            let metadata = fs::symlink_metadata(&entry);
            let is_link = metadata.as_ref().is_ok_and(|metadata| metadata.is_symlink());
            let is_folder = metadata.is_ok_and(|metadata| metadata.is_dir());
            let ends = ahead.is_empty() || !(is_link || is_folder);
            // Watching the root of everything would be costly on some systems, and nobody replaces what is in it.
            let counts = base.is_some_and(|base| folder.starts_with(base)) || (is_link && folder.parent().is_some());
            if ends || counts {
                trail.entries.push(entry.clone());
            }
            if is_link {
                links += 1;
                let Ok(target) = fs::read_link(&entry) else { break };
                if links > MOST_LINKS {
                    break;
                }
                go_on(&target, &mut folder, &mut ahead);
            } else if is_folder {
                folder = entry;
                if ahead.is_empty() {
                    trail.listed = Some(folder.clone());
                }
            } else {
                break;
            }
        }
        trail
    }

    pub(super) fn entries(&self) -> &[PathBuf] {
        &self.entries
    }

    /// The entry at which the way ends: the file, or the first thing that is missing.
    pub(super) fn last(&self) -> Option<&Path> {
        self.entries.last().map(PathBuf::as_path)
    }

    /// The folder that the path names, if it names one.
    pub(super) fn listed(&self) -> Option<&Path> {
        self.listed.as_deref()
    }

    /// Whether the way leads through this entry or something below it.
    pub(super) fn goes_through(&self, entry: &Path) -> bool {
        self.entries.iter().chain(&self.listed).any(|step| step.starts_with(entry))
    }
}

/// Puts the steps of `path` before those that are still ahead; a path from the root begins there.
fn go_on(path: &Path, folder: &mut PathBuf, ahead: &mut Vec<OsString>) {
    let mut root = PathBuf::new();
    let mut steps = Vec::new();
    for component in path.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => root.push(component),
            Component::CurDir => {}
            Component::ParentDir => steps.push(OsString::from("..")),
            Component::Normal(name) => steps.push(name.to_owned()),
        }
    }
    if root.has_root() {
        *folder = root;
    }
    ahead.extend(steps.into_iter().rev());
}

/// The deepest folder that all these paths lie in, free of links; none if it is the root of everything.
pub(super) fn common_folder<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> Option<PathBuf> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let path = std::path::absolute(path).ok()?;
        let folder = path.parent()?;
        common = Some(match common {
            None => folder.to_owned(),
            Some(known) => {
                known.components().zip(folder.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
            }
        });
    }
    let common = common?;
    // A folder that is not there yet: the nearest that is.
    let real = common.ancestors().find_map(|folder| folder.canonicalize().ok())?;
    real.parent().is_some().then_some(real)
}
