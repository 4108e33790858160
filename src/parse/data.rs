//! The deck's `data:`: the values that stand there, and those of the files that it names; alone knows CSV.
//!
//! A cell, and a value that the caller sets, is a number where a number is spelled as this one is, else text: `1.50`
//! and `007` stay what they are.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, leaves_root, no_text, unreadable};
use crate::sources::{Origin, Source, Sources, Span};
use crate::yaml::{self, Data, Value};

/// The largest file of data, in bytes.
const LARGEST: usize = 4 << 20;

/// Values by name.
pub type Values = serde_json::Map<String, Json>;

/// The values of `data:` in the file `source`, with those of the files that it names.
pub fn read(data: &Value, source: &Source, sources: &Sources) -> (Values, Vec<Reported>) {
    let mut reader = DataReader { source, sources, reported: Vec::new() };
    let values = match reader.value(data) {
        Json::Object(values) => values,
        // A file of rows has no names for them.
        _ => {
            let message = format!("`data` takes a mapping, but this is {}", data.kind());
            let found = Diagnostic::error(Code::WrongType, Span::new(data.range.clone()), message);
            reader.report(source, found.help("give it a name: `data: { scores: results.csv }`"));
            Values::new()
        }
    };
    (values, reader.reported)
}

/// Sets what the caller says: `team.size` is `size` in `team`.
pub fn set(values: &mut Values, name: &str, value: &str) {
    let mut parts = name.split('.');
    let mut place = values.entry(parts.next().unwrap_or_default().to_owned()).or_insert(Json::Null);
    for part in parts {
        if !place.is_object() {
            *place = Json::Object(serde_json::Map::new());
        }
        place = &mut place[part];
    }
    *place = match value {
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        "null" => Json::Null,
        _ => cell(value),
    };
}

struct DataReader<'a> {
    source: &'a Source,
    sources: &'a Sources,
    reported: Vec<Reported>,
}

impl DataReader<'_> {
    fn report(&mut self, source: &Source, found: Diagnostic) {
        let mut diagnostics = Diagnostics::default();
        diagnostics.add(found);
        self.reported.extend(diagnostics.reported(Origin { file: source.id, offset: 0 }));
    }

    fn value(&mut self, value: &Value) -> Json {
        match &value.data {
            Data::Text(name, _) if ending(name).is_some() => self.file(name, value),
            Data::List(values) => values.iter().map(|value| self.value(value)).collect(),
            Data::Map(entries) => entries.iter().map(|(key, value)| (key.name.clone(), self.value(value))).collect(),
            _ => value.to_json(),
        }
    }

    fn file(&mut self, name: &str, value: &Value) -> Json {
        let span = Span::new(value.range.clone());
        let Some(file) = self.open(name, span) else { return Json::Null };
        if file.bytes.len() > LARGEST {
            let message = format!("`{name}` has {} bytes; at most {LARGEST} are read", file.bytes.len());
            self.report(self.source, Diagnostic::error(Code::TooLarge, span, message));
            return Json::Null;
        }
        let text = match file.text() {
            Ok(text) => text,
            Err(offset) => {
                self.report(&file, no_text(offset));
                return Json::Null;
            }
        };
        let read = match ending(name) {
            Some("json") => json(text),
            Some("csv") => table(text, if is_semicolon_separated(text) { b';' } else { b',' }),
            Some("tsv") => table(text, b'\t'),
            _ => yaml::parse(text)
                .map(|value| value.to_json())
                .map_err(|mistake| Diagnostic::error(Code::BadYaml, Span::new(mistake.range), mistake.message)),
        };
        read.unwrap_or_else(|found| {
            self.report(&file, found);
            Json::Null
        })
    }

    fn open(&mut self, name: &str, span: Span) -> Option<Arc<Source>> {
        let found = match self.source.path.beside(name) {
            Err(_) => Diagnostic { span, ..leaves_root(name, self.sources) },
            Ok(path) => match self.sources.read(&path) {
                Ok(file) => return Some(file),
                Err(error) => {
                    let there = self.sources.list(&path.folder());
                    Diagnostic { span, ..unreadable(name, &path, &error, &there, self.sources) }
                }
            },
        };
        self.report(self.source, found);
        None
    }
}

/// The kind of data file that a text names, if it names one.
fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_name = !stem.is_empty() && !name.contains(['\n', ' ']);
    let ending = ["csv", "tsv", "json", "yaml", "yml"].into_iter().find(|known| *known == ending)?;
    is_name.then_some(ending)
}

fn json(text: &str) -> Result<Json, Diagnostic> {
    serde_json::from_str(text).map_err(|error| {
        let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(text.len());
        let words = error.to_string();
        let message = format!("this is no JSON: {}", words.split(" at line ").next().unwrap_or_default());
        Diagnostic::error(Code::BadData, Span::new(at..at + 1), message)
    })
}

/// Where a comma is for decimals, programs put semicolons between cells.
fn is_semicolon_separated(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    head.contains(';') && !head.contains(',')
}

/// The rows of a table, each a mapping by the names in the first line.
fn table(text: &str, delimiter: u8) -> Result<Json, Diagnostic> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let wrong = |error: &csv::Error| {
        let at = error.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(0).min(text.len());
        let (message, help) = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
                format!("this row has {len} cells, the first line has {expected_len}"),
                "put a cell with the separator in it between quotes, and leave empty cells empty",
            ),
            _ => (error.to_string(), "save the table as UTF-8 text with one row a line"),
        };
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        Diagnostic::error(Code::BadData, Span::new(at..end), message).help(help)
    };
    let names: Vec<String> = reader.headers().map_err(|error| wrong(&error))?.iter().map(str::to_owned).collect();
    let twice = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name));
    if let Some((_, name)) = twice {
        let message = format!("two columns have the name `{name}`");
        return Err(Diagnostic::error(Code::BadData, Span::new(0..text.find('\n').unwrap_or(text.len())), message));
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| wrong(&error))?;
        rows.push(names.iter().cloned().zip(row.iter().map(cell)).collect::<serde_json::Map<_, _>>().into());
    }
    Ok(Json::Array(rows))
}

fn cell(text: &str) -> Json {
    let number = text.parse::<i64>().map(Json::from).ok().or_else(|| text.parse::<f64>().map(Json::from).ok());
    number.filter(|number| number.is_number() && format!("{number}") == text).unwrap_or_else(|| Json::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_keep_their_spelling() {
        assert_eq!(cell("4.36"), json!(4.36));
        assert_eq!(cell("-7"), json!(-7));
        for text in ["1.50", "007", "1e3", "NaN", "", " 1", "+1"] {
            assert_eq!(cell(text), json!(text));
        }
    }

    #[test]
    fn what_the_caller_sets_stands_where_its_dots_lead() {
        let mut values = Values::from_iter([("team".to_owned(), json!({ "size": 3, "lead": "A" }))]);
        set(&mut values, "team.size", "4");
        set(&mut values, "year", "2026");
        set(&mut values, "year.of", "x");
        set(&mut values, "draft", "false");
        assert_eq!(json!(values), json!({ "team": { "size": 4, "lead": "A" }, "year": { "of": "x" }, "draft": false }));
    }
}
