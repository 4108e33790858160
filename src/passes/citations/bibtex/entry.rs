//! One entry to a work: what its fields say, once the crate has read their TeX.

use std::ops::Range;

use biblatex::{
    Bibliography, Entry, Pair, ParseError, Person as ReadPerson, RawBibliography, RawChunk, RawEntry, Spanned,
};

use super::Texts;
use crate::passes::citations::works::{self, Genre, People, Person, Shape, Work};

/// The work that an entry with these fields describes.
///
/// # Errors
/// If a field is no TeX that can be read; the place is that of the text.
pub fn work(key: &str, kind: &str, fields: &[(String, Texts)]) -> Result<Work, ParseError> {
    let read = Bibliography::from_raw(raw(key, kind, fields))?;
    Ok(read.into_vec().first().map(|entry| described(kind, entry)).unwrap_or_default())
}

/// An entry for the crate.
fn raw<'r>(key: &'r str, kind: &'r str, fields: &'r [(String, Texts)]) -> RawBibliography<'r> {
    let field = |(name, texts): &'r (String, Texts)| {
        let chunk = |(text, range): &'r (String, Range<usize>)| Spanned::new(RawChunk::Normal(text), range.clone());
        let value = texts.iter().map(chunk).collect();
        Pair::new(Spanned::detached(name.as_str()), Spanned::detached(value))
    };
    let fields = fields.iter().map(field).collect();
    let entry = RawEntry { key: Spanned::detached(key), kind: Spanned::detached(kind), fields };
    RawBibliography { preamble: String::new(), entries: vec![Spanned::detached(entry)], abbreviations: Vec::new() }
}

fn described(kind: &str, entry: &Entry) -> Work {
    let text = |name: &str| text(entry, name);
    let first = |names: &[&str]| names.iter().map(|name| text(name)).find(|text| !text.is_empty()).unwrap_or_default();
    let shape = match kind {
        "article" | "suppperiodical" | "review" => Shape::Article,
        "inproceedings" | "conference" | "incollection" | "inbook" | "bookinbook" | "suppbook" | "suppcollection"
        | "inreference" => Shape::Part,
        _ => Shape::Whole,
    };
    let container = match shape {
        Shape::Article => first(&["journaltitle", "journal"]),
        Shape::Part => first(&["booktitle"]),
        Shape::Whole => String::new(),
    };
    let (title, subtitle) = (text("title"), text("subtitle"));
    let how = text("howpublished");
    let is_address = how.starts_with("http://") || how.starts_with("https://");
    let url = first(&["url"]);
    let url = if url.is_empty() && is_address { how.clone() } else { url };
    let publisher = first(&["publisher", "institution", "school", "organization"]);
    let is_arxiv = first(&["eprinttype", "archiveprefix"]).eq_ignore_ascii_case("arxiv");
    let eprint = if is_arxiv { text("eprint") } else { String::new() };
    Work {
        shape: if container.is_empty() { Shape::Whole } else { shape },
        authors: people(entry, "author"),
        editors: people(entry, "editor"),
        title: if subtitle.is_empty() { title } else { format!("{title}: {subtitle}") },
        container,
        year: year(&text("date"), &first(&["year", "pubstate"])),
        genre: genre(kind, &text("type")),
        volume: text("volume"),
        issue: text("number"),
        pages: works::pages(&text("pages")),
        edition: text("edition"),
        publisher: if publisher.is_empty() && !is_address { how } else { publisher },
        link: works::link(&text("doi"), &eprint, &url),
    }
}

/// The text of a field on one line.
fn text(entry: &Entry, name: &str) -> String {
    let chunks = entry.get(name).unwrap_or_default();
    let whole: String = chunks.iter().map(|chunk| chunk.v.get()).collect();
    let plain = if matches!(name, "url" | "doi" | "eprint") { whole } else { whole.replace('~', "\u{a0}") };
    plain.split_ascii_whitespace().collect::<Vec<&str>>().join(" ")
}

fn people(entry: &Entry, name: &str) -> People {
    let read: Vec<ReadPerson> = entry.get_as(name).unwrap_or_default();
    let mut people = People::default();
    for ReadPerson { name, given_name, prefix, suffix, .. } in read {
        if name == "others" && given_name.is_empty() {
            people.and_others = true;
        } else if !name.is_empty() {
            people.all.push(Person { family: name, given: given_name, particle: prefix, suffix });
        }
    }
    people
}

/// The year of an ISO date, else what stands for it.
fn year(date: &str, year: &str) -> String {
    let digits: String = date.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { year.to_owned() } else { digits }
}

fn genre(kind: &str, named: &str) -> Genre {
    match (kind, named.to_lowercase().as_str()) {
        ("phdthesis", "") | ("thesis", "" | "phdthesis") => Genre::Doctoral,
        ("mastersthesis", "") | ("thesis", "mathesis" | "mastersthesis") => Genre::Masters,
        (_, "") => Genre::Plain,
        _ => Genre::Named(named.to_owned()),
    }
}
