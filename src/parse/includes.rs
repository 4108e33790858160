//! Slides of other files: an item of `slides:`, or `src:` on a slide; all of a file's, or some: `other.md#2,5-7`.
//!
//! What stands beside `src:` holds for every slide that comes from there, in place of what the slide says itself.

use std::sync::Arc;

use super::settings::{Entry, OF_ONE, SettingsReader};
use super::{Outliner, globs, is_yaml, slide};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, leaves_root, unreadable};
use crate::model::Position;
use crate::model::keys::{self, SLIDE_KEYS};
use crate::sources::{Source, SourcePath, Span, TextMap, hash};
use crate::yaml::{self, Data, Value};

/// How deep files may name files.
const DEEPEST: usize = 8;

/// A place at which slides of other files are asked for.
#[derive(Clone, Copy)]
pub(super) struct Include<'i> {
    /// The file that asks.
    pub source: &'i Arc<Source>,
    /// The path or pattern, and which slides.
    pub name: &'i str,
    /// Where it stands in the file that asks.
    pub span: Span,
    /// How the first slide follows what came before.
    pub position: Position,
    /// The keys that hold for all of them.
    pub over: &'i [Entry],
}

impl Outliner<'_> {
    /// The slides that an item of `slides:` or a slide with `src:` asks for.
    pub(super) fn include(&mut self, include: Include<'_>) {
        let mut found = Diagnostics::default();
        let (name, wanted) = match ranges(include.name) {
            Ok((name, wanted)) => (name, wanted),
            Err(message) => {
                let help = "write the numbers of slides behind `#`, such as `other.md#2,5-7`";
                found.add(Diagnostic::error(Code::WrongType, include.span, message).help(help));
                return self.report(include.source, &found);
            }
        };
        let include = Include { name, ..include };
        if !name.contains(['*', '?']) {
            return self.included_file(include, wanted.as_deref());
        }
        let names = globs::matching(name, |folder| match include.source.path.beside(folder) {
            Ok(folder) => self.sources.list(&folder),
            Err(_) => Vec::new(),
        });
        for name in &names {
            self.included_file(Include { name, ..include }, wanted.as_deref());
        }
        if names.is_empty() {
            let message = format!("`{name}` matches no file");
            let help = "`*` stands for any characters of one name, `?` for one; paths count from this file";
            found.add(Diagnostic::error(Code::MissingFile, include.span, message).help(help));
            self.report(include.source, &found);
        }
    }

    fn included_file(&mut self, include: Include<'_>, wanted: Option<&[(usize, usize)]>) {
        let Include { source, name, span, .. } = include;
        let mut found = Diagnostics::default();
        match source.path.beside(name).map(|path| (self.sources.read(&path), path)) {
            Err(_) => found.add(Diagnostic { span, ..leaves_root(name, self.sources) }),
            Ok((Err(error), path)) => {
                let there = self.sources.list(&path.folder());
                found.add(Diagnostic { span, ..unreadable(name, &path, &error, &there, self.sources) });
            }
            Ok((Ok(_), path)) if !is_source(&path) => {
                let message = format!("`{name}` is no file of slides");
                let help = "slides are written in Markdown (.md) or YAML (.yaml); a picture is `image:` on a slide";
                found.add(Diagnostic::error(Code::WrongType, span, message).help(help));
            }
            Ok((Ok(file), path)) if self.open.contains(&path) => found.add(self.circle(&file, span)),
            Ok(_) if self.open.len() > DEEPEST => {
                let message = format!("files name files more than {DEEPEST} deep");
                found.add(Diagnostic::error(Code::Nesting, span, message).help("name the files in the deck itself"));
            }
            Ok((Ok(file), path)) => {
                let before = self.outline.slides.len();
                self.open.push(path);
                if is_yaml(&file.path) {
                    self.yaml_slides(&file);
                } else {
                    self.markdown(&file, false);
                }
                self.open.pop();
                if let Some(wanted) = wanted {
                    found.append(self.choose(before, wanted, include));
                }
                self.place(before, include);
            }
        }
        self.report(source, &found);
    }

    /// Keeps of the slides from `before` on those that are wanted, in the order of wanting.
    fn choose(&mut self, before: usize, wanted: &[(usize, usize)], include: Include<'_>) -> Diagnostics {
        let all = self.outline.slides.split_off(before);
        let mut found = Diagnostics::default();
        let mut last = None;
        for number in wanted.iter().flat_map(|(from, to)| *from..=(*to).min((all.len() + 1).max(*from))) {
            let Some(slide) = all.get(number - 1) else {
                let count = match all.len() {
                    0 => "no slides".to_owned(),
                    1 => "one slide".to_owned(),
                    count => format!("{count} slides"),
                };
                let message = format!("`{}` has {count}; there is no slide {number}", include.name);
                found.add(Diagnostic::error(Code::MissingFile, include.span, message));
                break;
            };
            let mut slide = slide.clone();
            // A slide of a stack stays below the one that it was below.
            if last != Some(number - 1) {
                slide.position = Position::Right;
            }
            last = Some(number);
            self.outline.slides.push(slide);
        }
        found
    }

    /// Gives the slides from `before` on the keys of a stack that is nothing but its slides. For whom the stack is, each of
    /// its slides is; what else is said holds where a slide says nothing itself.
    pub(super) fn group(&mut self, source: &Source, entries: &[Entry], before: usize) {
        let keys: Vec<Entry> = entries.iter().filter(|(key, _)| key.name != "slides").cloned().collect();
        let mut found = Diagnostics::default();
        let metadata = self.outline.settings.metadata();
        // What is wrong is said once, and here.
        SettingsReader { shift: 0, diagnostics: &mut found, metadata }.slide(&keys);
        for (key, _) in keys.iter().filter(|(key, _)| OF_ONE.contains(&key.name.as_str())) {
            let message = format!("`{}` cannot be the same for all slides of a stack", key.name);
            let span = Span::new(key.range.clone());
            found.add(Diagnostic::error(Code::WrongPlace, span, message).help("write it on one of the slides"));
        }
        let is_fine = found.is_empty();
        self.report(source, &found);
        for slide in self.outline.slides[before..].iter_mut().filter(|_| is_fine) {
            for (key, value) in &keys {
                let value = moved_path(&key.name, value, &source.path, &slide.source.path);
                let is_audience = matches!(key.name.as_str(), "only" | "except" | "draft" | "hidden");
                let side = if is_audience { &mut slide.over } else { &mut slide.under };
                if !side.iter().any(|(there, _)| there.name == key.name) {
                    side.push((yaml::Key { range: 0..0, ..key.clone() }, value));
                }
            }
            slide.hash = hash::of(&(slide.hash, format!("{:?}{:?}", slide.over, slide.under)));
        }
    }

    /// Puts the slides from `before` on where they are asked for, with the keys that hold for all of them.
    fn place(&mut self, before: usize, include: Include<'_>) {
        let id = include.over.iter().find(|(key, _)| key.name == "id");
        if let (Some((key, _)), true) = (id, self.outline.slides.len() > before + 1) {
            let message = "an id is one slide's, and several come from here";
            let help = "ask for one of them, such as `src: other.md#2`, or write the id there";
            let mut found = Diagnostics::default();
            found.add(Diagnostic::error(Code::DuplicateId, Span::new(key.range.clone()), message).help(help));
            return self.report(include.source, &found);
        }
        let slides = &mut self.outline.slides[before..];
        if let Some(first) = slides.first_mut() {
            first.position = include.position;
        }
        for slide in slides {
            if include.position == Position::Below {
                slide.position = Position::Below;
            }
            if !include.over.is_empty() {
                for (key, value) in include.over {
                    slide.over.retain(|(there, _)| there.name != key.name);
                    let value = moved_path(key.name.as_str(), value, &include.source.path, &slide.source.path);
                    slide.over.push((yaml::Key { range: 0..0, ..key.clone() }, value));
                }
                slide.hash = hash::of(&(slide.hash, format!("{:?}", slide.over)));
            }
        }
    }

    /// A slide that only asks for others: the path and its place, and the keys beside it.
    pub(super) fn asked_for(&mut self, source: &Source, entries: &[Entry]) -> Option<(String, Span, Vec<Entry>)> {
        let (key, value) = entries.iter().find(|(key, _)| key.name == "src")?;
        let mut found = Diagnostics::default();
        let mut reader = SettingsReader { shift: 0, diagnostics: &mut found, metadata: Default::default() };
        let name = reader.text(key, value);
        let beside: Vec<Entry> =
            entries.iter().filter(|(key, _)| !matches!(key.name.as_str(), "src" | "slides")).cloned().collect();
        reader.metadata = self.outline.settings.metadata();
        let (_, rest) = reader.slide(&beside);
        let own = |name: &str| {
            matches!(name, "style" | "section" | "appendix") || rest.iter().any(|(key, _)| key.name == name)
        };
        for (key, _) in beside.iter().filter(|(key, _)| own(&key.name)) {
            let message = format!("`{}` cannot stand beside `src`: the slides come as they are", key.name);
            let help = "write it in the file that they come from, or on a slide of its own";
            found.add(Diagnostic::error(Code::WrongPlace, Span::new(key.range.clone()), message).help(help));
        }
        let is_fine = found.is_empty();
        self.report(source, &found);
        Some((name?, Span::new(value.range.clone()), if is_fine { beside } else { Vec::new() }))
    }

    /// A Markdown slide that asks for others with `src:`; whether it was one. `fronts` are its blocks of YAML and `keys`
    /// those of the file's first block, all with places in the file; `body` is where its text begins.
    pub(super) fn markdown_include(
        &mut self,
        source: &Arc<Source>,
        fronts: &[std::ops::Range<usize>],
        keys: &[Entry],
        body: std::ops::Range<usize>,
        position: Position,
    ) -> bool {
        let text = source.text().unwrap_or_default();
        let mut entries = keys.to_vec();
        for front in fronts {
            let front_text = &text[front.clone()];
            if !front_text.lines().any(|line| line.starts_with("src:")) {
                continue;
            }
            // What is no mapping is said where the slide is read.
            let Some(read) = yaml::parse(front_text).ok().and_then(|value| slide::mapping(&value)) else {
                return false;
            };
            let shift = i64::try_from(front.start).unwrap_or(0);
            entries.extend(read.into_iter().map(|entry| slide::moved(entry, shift)));
        }
        if !entries.iter().any(|(key, _)| key.name == "src") {
            return false;
        }
        let Some((name, span, over)) = self.asked_for(source, &entries) else { return true };
        let own = text[body.clone()].trim();
        if !own.is_empty() {
            let start = own.as_ptr() as usize - text.as_ptr() as usize;
            let end = start + own.lines().next().map_or(0, str::len);
            let message = "a slide with `src` has no text of its own";
            let help = "put a boundary `---` above the text, and it is a slide of its own";
            let mut found = Diagnostics::default();
            found.add(Diagnostic::error(Code::WrongPlace, Span::new(start..end), message).help(help));
            self.report(source, &found);
        }
        self.include(Include { source, name: &name, span, position, over: &over });
        true
    }

    fn circle(&self, file: &Source, span: Span) -> Diagnostic {
        let name = |path: &SourcePath| format!("`{}`", self.sources.name(path));
        let first = self.open.iter().position(|path| *path == file.path).unwrap_or(0);
        let way: Vec<String> = self.open[first..].iter().chain([&file.path]).map(name).collect();
        let message = format!("{} would stand in itself: {}", name(&file.path), way.join(" names "));
        Diagnostic::error(Code::Nesting, span, message).help("take one of these names out")
    }
}

/// Whether a mapping with `slides:` says nothing that would stand on a slide of its own.
pub(super) fn is_group(entries: &[Entry]) -> bool {
    let is_content = |name: &str| matches!(name, "notes" | "src") || !keys::has(SLIDE_KEYS, name);
    entries.iter().all(|(key, _)| key.name == "slides" || !is_content(&key.name) || key.name.starts_with("x-"))
}

/// Whether slides are written in files of that name.
fn is_source(path: &SourcePath) -> bool {
    is_yaml(path) || matches!(path.extension().as_str(), "md" | "markdown" | "mkd" | "txt" | "")
}

/// A name without the numbers of slides behind it, and these: each from one to another, counted from 1.
type Ranges<'n> = (&'n str, Option<Vec<(usize, usize)>>);

fn ranges(name: &str) -> Result<Ranges<'_>, String> {
    let Some((path, numbers)) = name.rsplit_once('#') else { return Ok((name, None)) };
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| (1..=9999).contains(number));
    let range = |text: &str| match text.split_once('-') {
        Some((from, to)) => number(from).zip(number(to)).filter(|(from, to)| from <= to),
        None => number(text).map(|number| (number, number)),
    };
    let ranges: Option<Vec<_>> = numbers.split(',').map(range).collect();
    ranges.map(|ranges| (path, Some(ranges))).ok_or_else(|| format!("`{numbers}` names no slides"))
}

/// A value in which the path of a background, written in the file `from`, is seen from the file `to`.
fn moved_path(key: &str, value: &Value, from: &SourcePath, to: &SourcePath) -> Value {
    let mut value = value.clone();
    yaml::each_mut(&mut value, &mut |value| value.range = 0..0);
    if key != "background" {
        return value;
    }
    let rewrite = |value: &mut Value| {
        let Data::Text(text, _) = &value.data else { return };
        let background = crate::model::Background::from_text(text.clone(), Span::default());
        if background.image.or(background.video).is_none() || text.contains(':') {
            return;
        }
        let Ok(path) = from.beside(text) else { return };
        let up = "../".repeat(to.folder().as_str().split('/').filter(|part| !part.is_empty()).count());
        value.data = Data::Text(format!("{up}{}", path.as_str()), TextMap::linear(0));
    };
    match &mut value.data {
        Data::Map(entries) => {
            entries
                .iter_mut()
                .filter(|(key, _)| key.name == "image" || key.name == "video")
                .for_each(|(_, value)| rewrite(value));
        }
        _ => rewrite(&mut value),
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_slides_stand_behind_the_name() {
        assert_eq!(ranges("a.md"), Ok(("a.md", None)));
        assert_eq!(ranges("a.md#2,5-7"), Ok(("a.md", Some(vec![(2, 2), (5, 7)]))));
        for wrong in ["a.md#", "a.md#x", "a.md#0", "a.md#3-2", "a.md#1,"] {
            assert!(ranges(wrong).is_err(), "{wrong}");
        }
    }
}
