//! What we tell authors about their text.
//!
//! In: mistakes, each with its place in a slide. Out: the same with files and lines, and as text. This room alone adds
//! a slide's origin to a span. It prints nothing and stops nothing: whoever finds a mistake says so and goes on.

mod code;
mod excerpt;
mod files;
mod nearest;

pub use code::Code;
pub use excerpt::{Excerpts, Place};
pub use files::{leaves_root, no_text, unreadable};
pub use nearest::{and_list, nearest, or_list};

use crate::sources::{Origin, Origins, Owner, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The deck cannot be made as written.
    Error,
    /// The deck is made; something in it is probably not what was meant.
    Warning,
}

/// One mistake, in the text that its origin begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of mistake.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// In whose text.
    pub owner: Owner,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to write under the marked place; empty for nothing.
    pub label: String,
    /// What to type instead; empty if there is nothing to say.
    pub help: String,
}

impl Diagnostic {
    /// A mistake that makes the deck impossible.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        let (message, label, help) = (message.into(), String::new(), String::new());
        Diagnostic { code, severity: Severity::Error, span, owner: Owner::Slide, message, label, help }
    }

    /// Something that is probably not what was meant.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// The same with words under the marked place.
    pub fn label(self, label: impl Into<String>) -> Diagnostic {
        Diagnostic { label: label.into(), ..self }
    }

    /// The same with advice.
    pub fn help(self, help: impl Into<String>) -> Diagnostic {
        Diagnostic { help: help.into(), ..self }
    }
}

/// What every stage adds its findings to: those of one slide, or those of a deck's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// The findings, where `origins` is where their text begins, or that of each owner.
    pub fn reported(&self, origins: impl Into<Origins>) -> impl Iterator<Item = Reported> + '_ {
        let origins = origins.into();
        self.0.iter().map(move |found| Reported { origin: origins.of(found.owner), diagnostic: found.clone() })
    }

    /// The same, all in the text of `owner`.
    pub fn of(mut self, owner: Owner) -> Diagnostics {
        self.0.iter_mut().for_each(|diagnostic| diagnostic.owner = owner);
        self
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings themselves.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.0
    }

    /// Adds all that another list holds.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }
}

/// A diagnostic with the origin that its span counts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    origin: Origin,
    /// What was found.
    pub diagnostic: Diagnostic,
}

impl Reported {
    /// The span in the whole file, in bytes.
    pub fn span(&self) -> Span {
        self.diagnostic.span.shifted(self.origin.offset as usize)
    }

    /// The origin's file.
    pub fn file(&self) -> crate::sources::FileId {
        self.origin.file
    }

    /// Whether it makes the deck impossible.
    pub fn is_error(&self) -> bool {
        self.diagnostic.severity == Severity::Error
    }
}

/// Sorts by place and drops what was said twice.
pub fn sort(reported: &mut Vec<Reported>) {
    reported.sort_by_key(|found| {
        (found.file(), found.span(), found.diagnostic.severity, found.diagnostic.code, found.diagnostic.message.clone())
    });
    reported.dedup_by(|one, other| {
        let (a, b) = (&one.diagnostic, &other.diagnostic);
        one.file() == other.file() && one.span() == other.span() && a.code == b.code && a.message == b.message
    });
}
