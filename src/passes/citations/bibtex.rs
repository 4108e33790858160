//! BibTeX and BibLaTeX: text to entries, and a cited entry to a work; alone knows the crate `biblatex`.
//!
//! The file is cut into entries first, so that a mistake in one spoils no other, and an entry is read when it is cited.
//! What entries inherit and abbreviate is put in by us: the crate would follow circles for ever.

mod entry;

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{ParseError, ParseErrorKind, RawBibliography, RawChunk, Spanned, Token};

use super::works::Work;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::sources::Span;

/// The fields that we show something of.
const FIELDS: &[&str] = &[
    "author",
    "editor",
    "title",
    "subtitle",
    "booktitle",
    "journaltitle",
    "journal",
    "year",
    "date",
    "pubstate",
    "volume",
    "number",
    "pages",
    "edition",
    "publisher",
    "institution",
    "school",
    "organization",
    "howpublished",
    "type",
    "doi",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "url",
];

/// What an entry does not take over from the one that it refers to.
const NOT_INHERITED: &[&str] = &["title", "subtitle", "author", "pages", "doi", "eprint", "url"];

/// How deep braces may be nested in a field, and abbreviations in one another.
const DEEPEST: usize = 40;
/// How many lines that begin with `@` may stand within an entry.
const MOST_SIGNS: usize = 8;

/// The texts that a field is made of, each with the place to point to.
type Texts = Vec<(String, Range<usize>)>;

/// A file of entries.
#[derive(Debug, Default)]
pub struct Bibtex {
    text: String,
    entries: Vec<Entry>,
    by_key: BTreeMap<String, usize>,
    abbreviations: BTreeMap<String, Vec<Piece>>,
}

/// An entry: where its parts stand.
#[derive(Debug)]
struct Entry {
    key: Range<usize>,
    kind: String,
    fields: Vec<(String, Vec<Piece>)>,
}

/// A piece of a field's value: text, or the name of an abbreviation.
#[derive(Clone, Debug)]
struct Piece {
    is_name: bool,
    range: Range<usize>,
}

impl Bibtex {
    /// Cuts a file into its entries.
    pub fn parse(text: &str) -> (Bibtex, Vec<Diagnostic>) {
        let mut file = Bibtex { text: text.to_owned(), ..Bibtex::default() };
        let mut found = Vec::new();
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at + (line.len() - line.trim_start().len());
            *at += line.len();
            Some((start, line))
        });
        let mut starts: Vec<usize> =
            lines.filter(|(_, line)| line.trim_start().starts_with('@')).map(|(start, _)| start).collect();
        starts.push(text.len());
        let mut index = 0;
        while index + 1 < starts.len() {
            index = file.entry(&starts, index, &mut found);
        }
        (file, found)
    }

    /// Reads what begins at a sign, and says at which the next begins.
    fn entry(&mut self, starts: &[usize], index: usize, found: &mut Vec<Diagnostic>) -> usize {
        let text = std::mem::take(&mut self.text);
        let start = starts[index];
        let is_comment = text[start..].get(..8).is_some_and(|word| word.eq_ignore_ascii_case("@comment"));
        let last = starts.len() - 1;
        let mut next = index + 1;
        let mut mistake = None;
        // A line within an entry may begin with the sign, too.
        for end in index + 1..=last.min(index + MOST_SIGNS) {
            let piece = &text[start..starts[end]];
            match RawBibliography::parse(piece) {
                Ok(read) => {
                    self.add(&read, start, &text, found);
                    (next, mistake) = (end, None);
                    break;
                }
                Err(mut error) => {
                    if error.span.start >= piece.trim_end().len() {
                        error.kind = ParseErrorKind::UnexpectedEof;
                    }
                    let is_open = error.kind == ParseErrorKind::UnexpectedEof;
                    mistake = mistake.or(Some(error));
                    if !is_open {
                        break;
                    }
                }
            }
        }
        if let Some(error) = mistake.filter(|_| !is_comment) {
            found.push(diagnostic(&error, start, &text));
        }
        self.text = text;
        next
    }

    fn add(&mut self, read: &RawBibliography<'_>, start: usize, text: &str, found: &mut Vec<Diagnostic>) {
        let pieces = |value: &[Spanned<RawChunk<'_>>]| -> Vec<Piece> {
            let piece = |chunk: &Spanned<RawChunk<'_>>| Piece {
                is_name: matches!(chunk.v, RawChunk::Abbreviation(_)),
                range: chunk.span.start + start..chunk.span.end + start,
            };
            value.iter().map(piece).collect()
        };
        for pair in &read.abbreviations {
            self.abbreviations.insert(pair.key.v.to_lowercase(), pieces(&pair.value.v));
        }
        for entry in &read.entries {
            let fields = entry.v.fields.iter().map(|pair| (pair.key.v.to_lowercase(), pieces(&pair.value.v)));
            let key = entry.v.key.span.start + start..entry.v.key.span.end + start;
            let written = &text[key.clone()];
            let span = Span::new(key.clone());
            if written.is_empty() {
                let place = Span::new(entry.span.start + start..entry.v.kind.span.end + start);
                let help = "write a key behind the brace: `@article{key, …}`";
                found.push(
                    Diagnostic::warning(Code::BadBibliography, place, "nobody can cite an entry without a key")
                        .help(help),
                );
            } else if self.by_key.contains_key(written) {
                let message = format!("the key `{written}` stands here a second time; the first entry is taken");
                found.push(Diagnostic::warning(Code::DuplicateKey, span, message).help("keep one of the two"));
            } else {
                self.by_key.insert(written.to_owned(), self.entries.len());
                self.entries.push(Entry { key, kind: entry.v.kind.v.to_lowercase(), fields: fields.collect() });
            }
        }
    }

    /// The keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &self.text[entry.key.clone()])
    }

    fn find(&self, key: &str) -> Option<&Entry> {
        self.by_key.get(key).map(|index| &self.entries[*index])
    }

    /// The work that an entry describes, and what is wrong with it.
    pub fn work(&self, key: &str) -> Option<(Work, Vec<Diagnostic>)> {
        let entry = self.find(key)?;
        let mut found = Vec::new();
        let fields: Vec<(String, Texts)> =
            self.fields(entry).into_iter().map(|(name, pieces)| (name, self.resolved(pieces, &mut found))).collect();
        let work = entry::work(&self.text[entry.key.clone()], &entry.kind, &fields).unwrap_or_else(|error| {
            found.push(diagnostic(&error, 0, &self.text));
            Work::default()
        });
        Some((work, found))
    }

    /// The fields of an entry that matter, those among them that it takes over from the one it refers to.
    fn fields<'b>(&'b self, entry: &'b Entry) -> Vec<(String, &'b [Piece])> {
        let matters = |(name, _): &&(String, Vec<Piece>)| FIELDS.contains(&name.as_str());
        let mut fields: Vec<(String, &[Piece])> = Vec::new();
        let mut put = |name: &str, pieces: &'b [Piece]| {
            if !fields.iter().any(|(there, _)| there == name) {
                fields.push((name.to_owned(), pieces));
            }
        };
        entry.fields.iter().filter(matters).for_each(|(name, pieces)| put(name, pieces));
        let text_of = |name: &str| {
            let pieces = entry.fields.iter().find(|(field, _)| field == name).map(|(_, pieces)| pieces.as_slice());
            pieces.and_then(|pieces| pieces.first()).map(|piece| self.text[piece.range.clone()].trim())
        };
        if let Some(parent) = text_of("crossref").and_then(|key| self.find(key)) {
            for (name, pieces) in &parent.fields {
                if name == "title" && !matches!(parent.kind.as_str(), "periodical") {
                    put("booktitle", pieces);
                } else if name == "title" {
                    put("journaltitle", pieces);
                } else if FIELDS.contains(&name.as_str()) && !NOT_INHERITED.contains(&name.as_str()) {
                    put(name, pieces);
                }
            }
        }
        fields
    }

    /// The texts that pieces stand for, each with the place to point to.
    fn resolved(&self, pieces: &[Piece], found: &mut Vec<Diagnostic>) -> Texts {
        let mut texts = Vec::new();
        for piece in pieces {
            self.resolve(piece, &piece.range, 0, &mut texts, found);
        }
        texts
    }

    fn resolve(
        &self,
        piece: &Piece,
        place: &Range<usize>,
        depth: usize,
        texts: &mut Texts,
        found: &mut Vec<Diagnostic>,
    ) {
        let text = &self.text[piece.range.clone()];
        let mut wrong = |message: String, help: &str| {
            found.push(Diagnostic::error(Code::BadBibliography, Span::new(place.clone()), message).help(help));
        };
        if !piece.is_name {
            let mut open = 0_usize;
            for byte in text.bytes() {
                open = if byte == b'{' { open + 1 } else { open.saturating_sub(usize::from(byte == b'}')) };
                if open > DEEPEST {
                    return wrong(format!("braces are nested more than {DEEPEST} deep"), "take some away");
                }
            }
            return texts.push((text.to_owned(), place.clone()));
        }
        match self.abbreviations.get(&text.to_lowercase()) {
            Some(_) if depth >= DEEPEST || texts.len() > 1000 => {
                wrong(format!("the abbreviation `{text}` stands for itself"), "write its text between braces");
            }
            Some(pieces) => pieces.iter().for_each(|piece| self.resolve(piece, place, depth + 1, texts, found)),
            None => {
                let help = match nearest(text, self.abbreviations.keys().map(String::as_str)) {
                    Some(near) => format!("write `{near}`, or text between braces"),
                    None => format!("write text between braces: `{{{text}}}`"),
                };
                wrong(format!("no `@string` says what `{text}` stands for"), &help);
            }
        }
    }
}

/// What to say of a mistake that the crate met in a text from `start` on.
fn diagnostic(error: &ParseError, start: usize, text: &str) -> Diagnostic {
    let sign = |token: Token| match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "`{`",
        Token::ClosingBrace => "`}`",
        Token::Comma => "`,`",
        Token::QuotationMark => "`\"`",
        Token::Equals => "`=`",
        Token::DecimalPoint => "`.`",
    };
    let line = &text[start..start + text[start..].find('\n').unwrap_or(text.len() - start)];
    let (message, help) = match &error.kind {
        ParseErrorKind::UnexpectedEof if start > 0 || text.starts_with('@') => {
            let message = "this entry is never closed".to_owned();
            let help = "count its braces and quotation marks: each that opens needs one that closes";
            let span = Span::new(start..start + line.len());
            return Diagnostic::error(Code::BadBibliography, span, message).help(help);
        }
        ParseErrorKind::Expected(token) => {
            (format!("{} is missing here", sign(*token)), "an entry is `@type{key, field = {text}, field = {text}}`")
        }
        ParseErrorKind::Unexpected(token) => (format!("{} is too much here", sign(*token)), "delete it"),
        ParseErrorKind::MalformedCommand => ("this is no TeX command".to_owned(), "write `\\\\` for a backslash"),
        _ => ("this cannot be read".to_owned(), "count its braces and quotation marks"),
    };
    let at = |offset: usize| {
        let mut at = (start + offset).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = at(error.span.start);
    let to = at(error.span.end).max(from + text[from..].chars().next().map_or(0, char::len_utf8));
    Diagnostic::error(Code::BadBibliography, Span::new(from..to), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::super::works::Shape;
    use super::*;

    fn read(text: &str, key: &str) -> Work {
        let (file, found) = Bibtex::parse(text);
        assert_eq!(found, []);
        let (work, found) = file.work(key).expect("it is there");
        assert_eq!(found, []);
        work
    }

    #[test]
    fn an_entry_becomes_a_work() {
        let text = "@string{acm = {ACM}}\n@InProceedings{a, author = {de la Cruz, Ana and {World Bank} and others},\n\
                    title = {Caf{\\'e} {GAN}s: a~study}, booktitle = acm # { Conference}, year = 2018, pages = {1--9} }";
        let work = read(text, "a");
        assert_eq!((work.title.as_str(), work.container.as_str()), ("Café GANs: a\u{a0}study", "ACM Conference"));
        assert_eq!((work.year.as_str(), work.pages.as_str(), work.shape), ("2018", "1–9", Shape::Part));
        assert_eq!(work.authors.all[0].surname(), "de la Cruz");
        assert!(work.authors.and_others && work.authors.all[1].given.is_empty());
    }

    #[test]
    fn an_entry_takes_over_what_its_book_says() {
        let text =
            "@inproceedings{a, title={T}, crossref={p}}\n@proceedings{p, title={Proc}, year={2001}, crossref={a}}";
        let work = read(text, "a");
        assert_eq!((work.title.as_str(), work.container.as_str(), work.year.as_str()), ("T", "Proc", "2001"));
    }

    #[test]
    fn no_file_breaks_the_reader() {
        let text = "@string{a = b # {x}}\n@string{b = a}\n@book{k, title = a # {\\'{\\\"{o}}} # \"$x^2$ {\\url{u}}\",\n author = \
                    {A, B, C and family=X, given=Y and von der Q and \\LaTeX{} and and {}}, date = {2001-/..}, url = {h_\\%},\n\
                    @x, year = jan}\n@comment{x}\n@comment no\n@preamble{\"\\x\"}\n% @book{no\n@book{k, } @a{é, é = {é}, title = {—~é}}";
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            for start in [0, text.find("@book").unwrap_or(0), end / 2]
                .into_iter()
                .filter(|at| *at <= end && text.is_char_boundary(*at))
            {
                let (file, _) = Bibtex::parse(&text[start..end]);
                let keys: Vec<&str> = file.keys().collect();
                keys.iter().for_each(|key| drop(file.work(key)));
            }
        }
        let deep = format!("@book{{k, title = {{{}{}}}}}", "\\a{".repeat(5000), "}".repeat(5000));
        let (file, _) = Bibtex::parse(&deep);
        assert_eq!(file.work("k").map(|(_, found)| found.len()), Some(1));
    }
}
