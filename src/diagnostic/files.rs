//! What to say of a file that cannot be had; where it is named is the caller's to add.

use super::{Code, Diagnostic, nearest};
use crate::sources::{ReadError, SourcePath, Sources, Span};

/// Of a path that leads out of the root.
pub fn leaves_root(written: &str, sources: &Sources) -> Diagnostic {
    let root = SourcePath::new("").map(|root| sources.name(&root)).unwrap_or_default();
    let root = if root.is_empty() { root } else { format!(" `{root}`") };
    let message = format!("`{written}` leaves the root folder{root}");
    let help = "keep files below the root, or give a larger one with `--root`";
    Diagnostic::error(Code::LeavesRoot, Span::default(), message).help(help)
}

/// Of a file that cannot be read, named as `written`; `there` are the names in its folder.
pub fn unreadable(
    written: &str,
    path: &SourcePath,
    error: &ReadError,
    there: &[String],
    sources: &Sources,
) -> Diagnostic {
    let message = format!("`{written}` cannot be read: {error}");
    let near = nearest(path.file_name(), there.iter().map(String::as_str)).filter(|_| *error == ReadError::Missing);
    let help = match near {
        Some(near) => format!("is `{near}` meant?"),
        None => format!("it was looked for at `{}`", sources.name(path)),
    };
    Diagnostic::error(Code::MissingFile, Span::default(), message).help(help)
}

/// Of a file that is no text, whose byte `offset` begins no character.
pub fn no_text(offset: usize) -> Diagnostic {
    let message = format!("the file is not UTF-8 text: byte {offset} begins no character");
    Diagnostic::error(Code::BadText, Span::new(offset..offset), message).help("save it as UTF-8")
}
