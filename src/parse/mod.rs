//! Text to slides: never fails, always explains. The rules are those of the source language, each in the file of its
//! name.
//!
//! In: the files that a deck names. Out: the deck's [`Outline`], which only cuts, and from it each [`Slide`], which is
//! read when it is needed. Nothing here knows themes, layouts or what a feature makes of a container.

mod attributes;
mod boundaries;
mod citations;
mod code_info;
mod data;
mod definitions;
mod emoji;
mod globs;
mod includes;
mod lines;
mod logo;
mod markdown;
mod parts;
mod quiet;
mod sections;
mod settings;
mod slide;
mod spans;
mod yaml_slide;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, no_text};
use crate::model::{DeckSettings, Position, Slide, SlideSettings};
use crate::sources::{Origin, ReadError, Source, SourcePath, Sources, TextMap, hash};
use crate::yaml;
use definitions::Definitions;
use includes::Include;
use settings::{Entry, SettingsReader};
use slide::SlideReader;

/// A deck, cut but not yet read: its settings, and the text of every slide.
#[derive(Debug)]
pub struct Outline {
    /// What holds for the whole deck.
    pub settings: DeckSettings,
    /// Where the spans in the settings count from.
    pub origin: Origin,
    /// The deck's own file.
    pub path: SourcePath,
    /// The slides in order.
    pub slides: Vec<SlideSource>,
    /// What was wrong.
    pub reported: Vec<Reported>,
}

/// The text that one slide is made from.
#[derive(Clone, Debug)]
pub struct SlideSource {
    /// Its file.
    pub source: Arc<Source>,
    /// Where the slide begins; its spans count from here.
    pub origin: Origin,
    /// How it follows the one before it.
    pub position: Position,
    /// The keys that hold in place of its own.
    over: Vec<Entry>,
    /// The keys that hold where it says nothing itself.
    under: Vec<Entry>,
    /// A hash of all that reading it depends on, the deck's settings aside.
    pub hash: u64,
    definitions: Arc<Definitions>,
    written: Written,
}

/// In which of the two spellings a slide is written. Ranges count from the slide's start.
#[derive(Clone, Debug)]
enum Written {
    Markdown { text: Range<usize>, fronts: Vec<Range<usize>>, keys: Vec<Entry>, body: usize },
    Yaml { entries: Vec<Entry>, shift: i64 },
}

/// Cuts the deck at `path` into slides, with all files that it lists. `set` are values of the caller's, by name: of the
/// deck's metadata, or else of its data.
///
/// # Errors
/// If the deck's own file cannot be read.
pub fn outline(sources: &Sources, path: &SourcePath, set: &[(String, String)]) -> Result<Outline, ReadError> {
    let source = sources.read(path)?;
    let origin = Origin { file: source.id, offset: 0 };
    let settings = DeckSettings::default();
    let outline = Outline { settings, origin, path: path.clone(), slides: Vec::new(), reported: Vec::new() };
    let mut outliner = Outliner { sources, set, outline, definitions: Arc::default(), open: vec![path.clone()] };
    if is_yaml(path) {
        outliner.yaml_deck(&source);
    } else {
        outliner.markdown(&source, true);
    }
    let mut outline = outliner.outline;
    if outline.slides.is_empty() && !outline.reported.iter().any(Reported::is_error) {
        let mut found = Diagnostics::default();
        let help =
            if is_yaml(path) { "list files or slides under `slides:`" } else { "write `# Title` for a first slide" };
        found.add(Diagnostic::error(Code::EmptyDeck, Default::default(), "the deck has no slides").help(help));
        outline.reported.extend(found.reported(origin));
    }
    if let Some(first) = outline.slides.first_mut() {
        first.position = Position::Right;
    }
    Ok(outline)
}

/// Whether a file is YAML by its name.
pub fn is_yaml(path: &SourcePath) -> bool {
    matches!(path.extension().as_str(), "yaml" | "yml")
}

struct Outliner<'a> {
    sources: &'a Sources,
    /// What the caller sets.
    set: &'a [(String, String)],
    outline: Outline,
    /// The links and footnotes that the texts of the YAML file define.
    definitions: Arc<Definitions>,
    /// The files that are being read, each named by the one before.
    open: Vec<SourcePath>,
}

impl Outliner<'_> {
    fn report(&mut self, source: &Source, found: &Diagnostics) {
        self.outline.reported.extend(found.reported(Origin { file: source.id, offset: 0 }));
    }

    /// The text of a file, or nothing and a diagnostic.
    fn text<'s>(&mut self, source: &'s Source) -> Option<&'s str> {
        let mut found = Diagnostics::default();
        let text = match source.text() {
            Ok(text) => text,
            Err(offset) => {
                found.add(no_text(offset));
                self.report(source, &found);
                return None;
            }
        };
        if let Some(at) = text.bytes().position(|byte| byte < 0x20 && !matches!(byte, b'\n' | b'\t')) {
            let message =
                format!("the text has a control character (U+{:04X}), shown as \u{fffd}", text.as_bytes()[at]);
            let span = crate::sources::Span::new(at..at + 1);
            found.add(Diagnostic::warning(Code::BadText, span, message).help("delete it"));
            self.report(source, &found);
        }
        Some(text)
    }

    /// A Markdown file: a deck of its own, or one of a deck's.
    fn markdown(&mut self, source: &Arc<Source>, is_deck: bool) {
        let Some(text) = self.text(source) else { return };
        let mut level = self.outline.settings.slide_level.unwrap_or(0);
        let mut keys = Vec::new();
        let mut cut = boundaries::slides(text, level);
        if is_deck {
            keys = self.deck_block(source, text, cut.first_block.clone());
            let wanted = self.outline.settings.slide_level.unwrap_or(0);
            if wanted != level {
                level = wanted;
                cut = boundaries::slides(text, level);
            }
        }
        self.report(source, &cut.diagnostics);
        let mut slides = cut.slides;
        let own_block = cut.first_block.filter(|_| !is_deck || !keys.is_empty());
        if let (true, Some(block)) = (slides.is_empty(), own_block.clone()) {
            let end = text.len().max(block.end);
            slides.push(boundaries::SlideLines { position: Position::Right, range: end..end, front: None, body: end });
        }
        let mut texts: Vec<Range<usize>> = slides.iter().map(|slide| slide.body..slide.range.end).collect();
        texts.extend(cut.definitions);
        texts.sort_by_key(|range| range.start);
        let definitions = Arc::new(markdown::definitions(texts.into_iter().map(|range| &text[range])));
        for (index, cut) in slides.into_iter().enumerate() {
            let first = index == 0;
            // Keys of the file's first block are the first slide's, which then begins with the file.
            let start = if first && own_block.is_some() { 0 } else { cut.range.start };
            let block = own_block.clone().filter(|_| first && !is_deck);
            let fronts: Vec<Range<usize>> = block.into_iter().chain(cut.front).collect();
            let keys = if first { std::mem::take(&mut keys) } else { Vec::new() };
            if self.markdown_include(source, &fronts, &keys, cut.body..cut.range.end, cut.position) {
                continue;
            }
            let fronts = fronts.into_iter().map(|front| front.start - start..front.end - start).collect();
            let written =
                Written::Markdown { text: start..cut.range.end, fronts, keys, body: cut.body.max(start) - start };
            self.add(source, start, cut.position, &definitions, &text[start..cut.range.end], written);
        }
    }

    fn add(
        &mut self,
        source: &Arc<Source>,
        start: usize,
        position: Position,
        definitions: &Arc<Definitions>,
        text: &str,
        written: Written,
    ) {
        let origin = Origin { file: source.id, offset: u32::try_from(start).unwrap_or(u32::MAX) };
        let hash = hash::of(&(source.path.as_str(), text, definitions.as_ref()));
        let (source, definitions) = (source.clone(), definitions.clone());
        let (over, under) = (Vec::new(), Vec::new());
        self.outline.slides.push(SlideSource { source, origin, position, over, under, hash, definitions, written });
    }

    /// The first block of a Markdown deck: what is the deck's, and what is left for the first slide.
    fn deck_block(&mut self, source: &Source, text: &str, block: Option<Range<usize>>) -> Vec<Entry> {
        let mut found = Diagnostics::default();
        let block = block.unwrap_or(0..0);
        let shift = i64::try_from(block.start).unwrap_or(0);
        let mut entries = Vec::new();
        match yaml::parse(&text[block.clone()]) {
            Err(mistake) => {
                SettingsReader { shift, diagnostics: &mut found, metadata: Default::default() }.mistake(&mistake);
            }
            Ok(value) => match slide::mapping(&value) {
                None => found.add(slide::no_mapping(&block, &text[block.clone()], &value)),
                Some(read) => {
                    found.append(slide::only_comments(&block, &text[block.clone()], &read));
                    entries = read.into_iter().map(|entry| slide::moved(entry, shift)).collect();
                }
            },
        }
        let rest = self.settings(source, entries, &mut found);
        self.report(source, &found);
        rest
    }

    /// Takes the deck's settings from its entries, whose places count from the file's start; hands back those that are
    /// none.
    fn settings(&mut self, source: &Source, mut entries: Vec<Entry>, found: &mut Diagnostics) -> Vec<Entry> {
        let of_the_deck = self.outline.settings.metadata();
        let (metadata, values): (Vec<_>, Vec<_>) =
            self.set.iter().partition(|(name, _)| of_the_deck.contains_key(name));
        for (name, value) in metadata {
            entries.retain(|(key, _)| key.name != *name);
            let value = yaml::Data::Text(value.clone(), TextMap::linear(0));
            entries.push((yaml::Key { name: name.clone(), range: 0..0 }, yaml::Value { range: 0..0, data: value }));
        }
        let mut reader = SettingsReader { shift: 0, diagnostics: found, metadata: Default::default() };
        let (mut settings, rest) = reader.deck(&entries);
        let (data, rest): (Vec<Entry>, Vec<Entry>) = rest.into_iter().partition(|(key, _)| key.name == "data");
        let mut all = settings.metadata();
        for (_, value) in data {
            let (data, reported) = data::read(&value, source, self.sources);
            all.extend(data);
            self.outline.reported.extend(reported);
        }
        values.into_iter().for_each(|(name, value)| data::set(&mut all, name, value));
        settings.data = Arc::new(all);
        self.outline.settings = settings;
        rest
    }

    fn yaml_deck(&mut self, source: &Arc<Source>) {
        let Some(text) = self.text(source) else { return };
        let mut found = Diagnostics::default();
        let mut lists = Vec::new();
        match yaml::parse(text) {
            Err(mistake) => {
                SettingsReader { shift: 0, diagnostics: &mut found, metadata: Default::default() }.mistake(&mistake);
            }
            Ok(value) => match slide::mapping(&value) {
                None => {
                    let message =
                        format!("a deck is a mapping with `title:`, `slides:` and so on, but this is {}", value.kind());
                    let span = crate::sources::Span::new(value.range.clone());
                    found.add(Diagnostic::error(Code::WrongType, span, message));
                }
                Some(entries) => {
                    let rest = self.settings(source, entries, &mut found);
                    let mut reader = SettingsReader { shift: 0, diagnostics: &mut found, metadata: Default::default() };
                    for (key, value) in rest {
                        if key.name == "slides" { lists.push(value) } else { reader.unknown_deck_key(&key) }
                    }
                }
            },
        }
        self.report(source, &found);
        self.definitions = definitions_in(&lists);
        for list in lists {
            self.list(source, text, &list, Position::Right);
        }
    }

    /// A YAML file of slides: a list, or a mapping with nothing but `slides:`.
    fn yaml_slides(&mut self, source: &Arc<Source>) {
        let Some(text) = self.text(source) else { return };
        match yaml::parse(text) {
            Err(mistake) => {
                let mut found = Diagnostics::default();
                SettingsReader { shift: 0, diagnostics: &mut found, metadata: Default::default() }.mistake(&mistake);
                self.report(source, &found);
            }
            Ok(value) => {
                let before = std::mem::replace(&mut self.definitions, definitions_in(std::slice::from_ref(&value)));
                match &value.data {
                    yaml::Data::Map(entries) => match entries.as_slice() {
                        [(key, list)] if key.name == "slides" => self.list(source, text, list, Position::Right),
                        _ => self.item(source, text, &value, Position::Right),
                    },
                    _ => self.list(source, text, &value, Position::Right),
                }
                self.definitions = before;
            }
        }
    }

    /// The items of `slides:`. The first follows what came before as `first` says.
    fn list(&mut self, source: &Arc<Source>, text: &str, list: &yaml::Value, first: Position) {
        match &list.data {
            yaml::Data::List(items) => items.iter().for_each(|item| self.item(source, text, item, first)),
            yaml::Data::Null => {}
            _ => self.item(source, text, list, first),
        }
    }

    fn item(&mut self, source: &Arc<Source>, text: &str, item: &yaml::Value, position: Position) {
        match &item.data {
            yaml::Data::Text(name, _) => {
                let span = crate::sources::Span::new(item.range.clone());
                self.include(Include { source, name, span, position, over: &[] });
            }
            yaml::Data::Map(entries) => {
                let stack = entries.iter().find(|(key, _)| key.name == "slides").map(|(_, list)| list.clone());
                let is_group = stack.is_some() && includes::is_group(entries);
                let has_content = !is_group && entries.iter().any(|(key, _)| key.name != "slides");
                if entries.iter().any(|(key, _)| key.name == "src") {
                    if let Some((name, span, over)) = self.asked_for(source, entries) {
                        self.include(Include { source, name: &name, span, position, over: &over });
                    }
                } else if has_content {
                    let start = item.range.start.min(text.len());
                    let end = item.range.end.clamp(start, text.len());
                    let shift = -i64::try_from(start).unwrap_or(0);
                    let written = Written::Yaml { entries: entries.clone(), shift };
                    // An alias stands for text that is elsewhere in the file: the values tell slides apart.
                    let hashed = format!("{}{entries:?}", &text[start..end]);
                    let definitions = self.definitions.clone();
                    self.add(source, start, position, &definitions, &hashed, written);
                }
                if let Some(stack) = stack {
                    let before = self.outline.slides.len();
                    self.list(source, text, &stack, Position::Below);
                    if let (false, Some(first)) = (has_content, self.outline.slides.get_mut(before)) {
                        first.position = position;
                    }
                    if is_group {
                        self.group(source, entries, before);
                    }
                }
            }
            _ => {
                let mut found = Diagnostics::default();
                let message = format!("an item of `slides:` is a file or a slide, but this is {}", item.kind());
                let span = crate::sources::Span::new(item.range.clone());
                found.add(
                    Diagnostic::error(Code::WrongType, span, message)
                        .help("write a path such as `01-start.md`, or `layout: …`"),
                );
                self.report(source, &found);
            }
        }
    }
}

/// The definitions in all texts of YAML values.
fn definitions_in(values: &[yaml::Value]) -> Arc<Definitions> {
    fn texts<'v>(value: &'v yaml::Value, found: &mut Vec<&'v str>) {
        match &value.data {
            yaml::Data::Text(text, _) if text.contains("]:") => found.push(text),
            yaml::Data::List(values) => values.iter().for_each(|value| texts(value, found)),
            yaml::Data::Map(entries) => entries.iter().for_each(|(_, value)| texts(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    values.iter().for_each(|value| texts(value, &mut found));
    Arc::new(markdown::definitions(found))
}

/// What is around a slide that is read.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The deck's settings.
    pub deck: &'a DeckSettings,
    /// What holds for the section that the slide before it stands in.
    pub section: &'a SlideSettings,
    /// Whether the deck begins with it: that depends on which are left out.
    pub is_first: bool,
}

/// Reads one slide of a deck.
pub fn slide(source: &SlideSource, around: Around<'_>) -> (Slide, Diagnostics) {
    let mut reader = SlideReader::new(around, &source.definitions);
    match &source.written {
        Written::Markdown { text, fronts, keys, body } => {
            // Files that are no text have no slides.
            let all = source.source.text().unwrap_or_default();
            let text = &all[text.clone()];
            let mut entries = keys.clone();
            for (key, value) in reader.front_matter(text, fronts) {
                entries.retain(|(there, _)| there.name != key.name);
                entries.push((key, value));
            }
            reader.no_slides_in_markdown(&mut entries);
            laid_over(&mut entries, source);
            yaml_slide::entries(&mut reader, &entries, 0);
            reader.body(text, *body);
        }
        Written::Yaml { entries, shift } => {
            let mut entries = entries.clone();
            laid_over(&mut entries, source);
            yaml_slide::entries(&mut reader, &entries, *shift);
        }
    }
    reader.finish()
}

/// Puts what holds for a slide from elsewhere in place of its own entries, or beside them.
fn laid_over(entries: &mut Vec<Entry>, source: &SlideSource) {
    entries.retain(|(key, _)| !source.over.iter().any(|(there, _)| there.name == key.name));
    entries.extend_from_slice(&source.over);
    let missing = source.under.iter().filter(|(key, _)| !entries.iter().any(|(there, _)| there.name == key.name));
    let missing: Vec<Entry> = missing.cloned().collect();
    entries.extend(missing);
}
