//! Paths below the root, written with `/` on every system.

/// A file's path below the root: normal (no `.`, no `..`), with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(String);

/// A path that points out of the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeavesRoot;

impl SourcePath {
    /// The path `written` as it stands, counted from the root.
    ///
    /// # Errors
    /// If it leaves the root.
    pub fn new(written: &str) -> Result<SourcePath, LeavesRoot> {
        SourcePath(String::new()).join(written)
    }

    /// The path that `written` means in the file at `self`.
    ///
    /// # Errors
    /// If it leaves the root; absolute paths do.
    pub fn beside(&self, written: &str) -> Result<SourcePath, LeavesRoot> {
        self.folder().join(written)
    }

    /// The path that `written` means in the folder at `self`.
    ///
    /// # Errors
    /// If it leaves the root; absolute paths do.
    pub fn join(&self, written: &str) -> Result<SourcePath, LeavesRoot> {
        let drive = written.as_bytes().get(1) == Some(&b':') && written.as_bytes()[0].is_ascii_alphabetic();
        if written.starts_with('/') || written.starts_with('\\') || drive {
            return Err(LeavesRoot);
        }
        let mut parts: Vec<&str> = self.0.split('/').filter(|part| !part.is_empty()).collect();
        for part in written.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(LeavesRoot)?;
                }
                name => parts.push(name),
            }
        }
        Ok(SourcePath(parts.join("/")))
    }

    /// The folder that the file lies in.
    pub fn folder(&self) -> SourcePath {
        SourcePath(self.0.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned())
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// What stands after the last dot of the file's name, in lower case; empty if there is no dot.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
    }

    /// The path as text; empty for the root itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_their_file_and_stay_below_the_root() {
        let file = SourcePath::new("slides/deck.yaml").expect("below the root");
        let beside = |written| file.beside(written).map(|path| path.as_str().to_owned());
        assert_eq!(beside("../img/a.svg"), Ok("img/a.svg".to_owned()));
        assert_eq!(beside("./a//b.md"), Ok("slides/a/b.md".to_owned()));
        for outside in ["../../a", "/etc/passwd", "C:\\a", "\\\\host\\a"] {
            assert_eq!(beside(outside), Err(LeavesRoot), "{outside}");
        }
    }
}
