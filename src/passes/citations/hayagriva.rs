//! Works described in YAML, as hayagriva and Typst have them.
//! <https://github.com/typst/hayagriva/blob/main/docs/file-format.md>

use super::works::{self, Genre, People, Person, Shape, Work};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::sources::Span;
use crate::yaml::{self, Data, Key, Value};

/// The keys of an entry.
const KEYS: &[&str] = &[
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "chapter",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "doi",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
];

/// A file of entries, by their keys.
#[derive(Debug, Default)]
pub struct Yaml {
    entries: Vec<(Key, Value)>,
}

impl Yaml {
    /// Reads a file.
    pub fn parse(text: &str) -> (Yaml, Vec<Diagnostic>) {
        let error = |span, message: String| Diagnostic::error(Code::BadBibliography, span, message);
        match yaml::parse(text) {
            Err(mistake) => (Yaml::default(), vec![error(Span::new(mistake.range), mistake.message)]),
            Ok(Value { data: Data::Map(entries), .. }) => {
                let wrong = entries.iter().filter(|(_, value)| !matches!(value.data, Data::Map(_)));
                let found = wrong.map(|(key, value)| {
                    let message = format!("`{}` describes a work by a mapping, but this is {}", key.name, value.kind());
                    let help = "write `title:`, `author:`, `date:` and so on below the key";
                    error(Span::new(key.range.clone()), message).help(help)
                });
                let found = found.collect();
                (Yaml { entries }, found)
            }
            Ok(Value { data: Data::Null, .. }) => (Yaml::default(), Vec::new()),
            Ok(value) => {
                let message = format!("a bibliography is a mapping from keys to works, but this is {}", value.kind());
                (Yaml::default(), vec![error(Span::new(value.range), message)])
            }
        }
    }

    /// The keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.name.as_str())
    }

    /// The work that an entry describes, and what is wrong with it.
    pub fn work(&self, key: &str) -> Option<(Work, Vec<Diagnostic>)> {
        let (_, value) = self.entries.iter().find(|(there, _)| there.name == key)?;
        let mut reader = Reader { found: Vec::new() };
        let entries = if let Data::Map(entries) = &value.data { entries.as_slice() } else { &[] };
        let work = reader.work(entries);
        Some((work, reader.found))
    }
}

struct Reader {
    found: Vec<Diagnostic>,
}

impl Reader {
    fn work(&mut self, entries: &[(Key, Value)]) -> Work {
        for (key, _) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.name.as_str())) {
            let message = format!("a work has no `{}`; it is ignored", key.name);
            let found = Diagnostic::warning(Code::UnknownKey, Span::new(key.range.clone()), message);
            let near = nearest(&key.name, KEYS.iter().copied());
            self.found.push(near.map_or(found.clone(), |near| found.help(format!("write `{near}`"))));
        }
        let none: &[(Key, Value)] = &[];
        let parent = match get(entries, "parent").map(|parent| &parent.data) {
            Some(Data::Map(parent)) => parent.as_slice(),
            Some(Data::List(parents)) => match parents.first().map(|first| &first.data) {
                Some(Data::Map(parent)) => parent.as_slice(),
                _ => none,
            },
            _ => none,
        };
        let either = |reader: &mut Reader, name: &str| {
            let own = reader.text(entries, name);
            if own.is_empty() { reader.text(parent, name) } else { own }
        };
        let container = self.text(parent, "title");
        let kind = self.text(entries, "type").to_lowercase();
        let shape = match self.text(parent, "type").to_lowercase().as_str() {
            _ if container.is_empty() => Shape::Whole,
            "periodical" | "newspaper" | "blog" => Shape::Article,
            _ => Shape::Part,
        };
        let editors = if get(entries, "editor").is_some() { entries } else { parent };
        let genre = self.text(entries, "genre");
        let publisher = either(self, "publisher");
        let organization = either(self, "organization");
        let date = either(self, "date");
        Work {
            shape,
            authors: self.people(entries, "author"),
            editors: self.people(editors, "editor"),
            title: self.text(entries, "title"),
            container,
            year: date.split('-').next().unwrap_or_default().trim().to_owned(),
            genre: match genre.as_str() {
                "" if kind == "thesis" => Genre::Doctoral,
                "" => Genre::Plain,
                _ => Genre::Named(genre),
            },
            volume: either(self, "volume"),
            issue: either(self, "issue"),
            pages: works::pages(&self.text(entries, "page-range")),
            edition: either(self, "edition"),
            publisher: if publisher.is_empty() { organization } else { publisher },
            link: self.link(entries),
        }
    }

    fn link(&mut self, entries: &[(Key, Value)]) -> Option<(String, String)> {
        let numbers = match get(entries, "serial-number").map(|numbers| &numbers.data) {
            Some(Data::Map(numbers)) => numbers.as_slice(),
            _ => &[],
        };
        let doi = self.text(numbers, "doi");
        let doi = if doi.is_empty() { self.text(entries, "doi") } else { doi };
        works::link(&doi, &self.text(numbers, "arxiv"), &self.text(entries, "url"))
    }

    /// A text, a number, or a mapping that holds it: `title: { value: … }`, `publisher: { name: … }`.
    fn text(&mut self, entries: &[(Key, Value)], name: &str) -> String {
        let Some(value) = get(entries, name) else { return String::new() };
        let inner = match &value.data {
            Data::Null => return String::new(),
            Data::Map(inner) => get(inner, "value").or_else(|| get(inner, "name")),
            _ => Some(value),
        };
        match inner.and_then(Value::scalar) {
            Some(text) => text.split_ascii_whitespace().collect::<Vec<&str>>().join(" "),
            None => {
                let message = format!("`{name}` takes text, but this is {}", value.kind());
                self.found.push(Diagnostic::error(Code::WrongType, Span::new(value.range.clone()), message));
                String::new()
            }
        }
    }

    /// One person or several.
    fn people(&mut self, entries: &[(Key, Value)], name: &str) -> People {
        let Some(value) = get(entries, name) else { return People::default() };
        let all = if let Data::List(all) = &value.data { all.as_slice() } else { std::slice::from_ref(value) };
        People { all: all.iter().filter_map(|person| self.person(person, name)).collect(), and_others: false }
    }

    /// `Oord, Aäron`, `King, Jr., Martin Luther`, or a mapping with `name` and `given-name`.
    fn person(&mut self, value: &Value, name: &str) -> Option<Person> {
        if let Data::Map(parts) = &value.data {
            let mut part = |name: &str| self.text(parts, name);
            let (family, given, particle, suffix) = (part("name"), part("given-name"), part("prefix"), part("suffix"));
            if family.is_empty() {
                let span = Span::new(value.range.clone());
                let found = Diagnostic::error(Code::WrongType, span, format!("`{name}` has no `name:` here"));
                self.found.push(found.help("write `{ name: Surname, given-name: Given }` or `Surname, Given`"));
                return None;
            }
            return Some(Person { family, given, particle, suffix });
        }
        let Some(text) = value.scalar() else {
            let message = format!("`{name}` takes names, but this is {}", value.kind());
            let help = "write `Surname, Given` or a list of such names";
            let found = Diagnostic::error(Code::WrongType, Span::new(value.range.clone()), message);
            self.found.push(found.help(help));
            return None;
        };
        let mut parts: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
        let suffix = if parts.len() > 2 { parts.remove(1) } else { String::new() };
        let given = if parts.len() > 1 { parts.split_off(1).join(", ") } else { String::new() };
        let family = parts.pop().filter(|family| !family.is_empty())?;
        // Particles are written small.
        let start = family.find(char::is_uppercase).filter(|start| family[..*start].ends_with(' ')).unwrap_or(0);
        let (particle, family) = family.split_at(start);
        Some(Person { family: family.to_owned(), given, particle: particle.trim().to_owned(), suffix })
    }
}

fn get<'v>(entries: &'v [(Key, Value)], name: &str) -> Option<&'v Value> {
    entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_becomes_a_work() {
        let text = "k:\n  type: article\n  title: { value: T }\n  author: [\"van den Oord, Aäron\", {name: WHO}]\n  date: 2016-05\n  \
                    page-range: 1-9\n  serial-number: { doi: 10.1/a }\n  parent: { type: periodical, title: J, volume: 3 }\n";
        let (file, found) = Yaml::parse(text);
        assert_eq!((found.len(), file.keys().collect::<Vec<_>>()), (0, vec!["k"]));
        let (work, found) = file.work("k").expect("it is there");
        assert_eq!(found, []);
        assert_eq!((work.shape, work.container.as_str(), work.volume.as_str()), (Shape::Article, "J", "3"));
        assert_eq!((work.year.as_str(), work.pages.as_str()), ("2016", "1–9"));
        assert_eq!(work.authors.all[0].particle, "van den");
        assert_eq!(work.authors.all[1].family, "WHO");
    }
}
