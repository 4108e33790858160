//! One look: templates, CSS and options; found by name, laid over its parent.
//!
//! In: the deck's choice and the files of a theme, built in or the author's. Out: a [`Theme`]. Nothing here knows what
//! stands on a slide.

mod builtin;
mod files;
mod typefaces;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, nearest, or_list};
use crate::model::{Assets, STANDARD_THEME, ThemeChoice};
use crate::sources::{FileId, Origin, ReadError, Source, SourcePath, Sources, Span, hash};
use crate::yaml::{self, Data};

/// How many themes may extend one another.
const LONGEST_CHAIN: usize = 8;

pub use builtin::names;
pub use files::Linked;
pub use typefaces::Typeface;

/// A look.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The template of the page.
    pub page: String,
    /// The file that it stands in; none for a built-in theme's.
    pub page_file: Option<FileId>,
    /// The layouts by name.
    pub layouts: BTreeMap<String, Layout>,
    /// The CSS of the theme and its parents, in the layer `theme`.
    pub css: String,
    /// The deck's own CSS: a `style.css` beside its `deck.yaml`.
    pub author_css: String,
    /// The files that its CSS names.
    pub assets: Assets,
    /// The options that differ from what the CSS says: name and value.
    pub options: Vec<(String, String)>,
    /// The faces that its text is set in.
    pub typefaces: Vec<Typeface>,
    /// Every option that there is, with the value that it has if nobody sets it.
    known_options: Vec<(String, String)>,
    /// Whether a theme below the root was taken.
    pub from_disk: Option<SourcePath>,
}

/// The CSS of the theme under all others, in its layer; empty only if it were not built in.
pub fn base_css() -> &'static str {
    builtin::file("base", "theme.css").unwrap_or_default()
}

/// A template for slides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Layout {
    /// The Handlebars text.
    pub template: String,
    /// The file that it stands in; none for a built-in theme's.
    pub file: Option<FileId>,
    /// The slots and their kinds, in the order of declaration.
    pub slots: Vec<(String, SlotKind)>,
    /// Whether the text is no template, which was said: nobody knows which slots it has.
    pub is_broken: bool,
}

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// A heading.
    Heading,
    /// Text without paragraphs.
    Inline,
    /// Anything.
    Blocks,
    /// A picture.
    Image,
    /// A list.
    List,
    /// Code.
    Code,
}

/// What a template inserts where text that was written behind the picture belongs.
const AFTER: &str = "{{{after}}}";

impl Layout {
    /// Whether it keeps the order of writing around its picture.
    pub fn has_place_behind_image(&self) -> bool {
        self.template.contains(AFTER)
    }

    /// The kind of a slot, if the layout has it.
    pub fn slot(&self, name: &str) -> Option<SlotKind> {
        self.slots.iter().find(|(slot, _)| slot == name).map(|(_, kind)| *kind)
    }
}

impl Theme {
    /// The layouts that have a slot of that name.
    pub fn layouts_with<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a str> + Clone {
        self.layouts.iter().filter(move |(_, layout)| layout.slot(slot).is_some()).map(|(name, _)| name.as_str())
    }

    /// A hash of all that a slide's nodes depend on: which layouts there are, and their slots.
    pub fn hash(&self) -> u64 {
        let layouts: Vec<_> = self
            .layouts
            .iter()
            .map(|(name, layout)| (name, &layout.slots, layout.is_broken, layout.has_place_behind_image()))
            .collect();
        hash::of(&layouts)
    }
}

impl Theme {
    /// A family that only options name goes when no option names it any more.
    fn forget_faces(&mut self) {
        let Theme { typefaces, known_options, options, .. } = self;
        typefaces.retain(|face| {
            let names_it = |value: &str| value.contains(face.family.as_str());
            let is_option = known_options.iter().any(|(_, value)| names_it(value));
            let value =
                |name: &str, standard| options.iter().find(|(set, _)| set == name).map_or(standard, |(_, value)| value);
            !is_option || known_options.iter().any(|(name, standard)| names_it(value(name, standard)))
        });
    }
}

/// Finds the theme of the deck at `deck`; spans in `choice` count from `origin`.
pub fn load(
    sources: &Sources,
    choice: Option<&ThemeChoice>,
    deck: &SourcePath,
    origin: Origin,
) -> (Theme, Vec<Reported>) {
    let mut loader =
        Loader { sources, deck, theme: Theme::default(), reported: Vec::new(), found: Diagnostics::default() };
    let name = choice.map_or(STANDARD_THEME, |choice| choice.name.as_str());
    loader.theme.name = name.to_owned();
    loader.named(name, choice.map(|choice| choice.span).unwrap_or_default(), 0);
    if loader.theme.page.is_empty() {
        // What is missing was said; the rest of the deck can still be read.
        loader.files(&Files::Builtin("base".to_owned()), LONGEST_CHAIN);
    }
    for (name, value, span) in choice.map(|choice| choice.options.as_slice()).unwrap_or_default() {
        loader.option(name, value, *span);
    }
    loader.theme.forget_faces();
    if crate::theme::is_yaml(deck) {
        loader.beside_deck();
    }
    let Loader { theme, mut reported, found, .. } = loader;
    reported.extend(found.reported(origin));
    (theme, reported)
}

fn is_yaml(path: &SourcePath) -> bool {
    matches!(path.extension().as_str(), "yaml" | "yml")
}

/// Where a theme's files are.
enum Files {
    Builtin(String),
    Folder(SourcePath),
}

struct Loader<'a> {
    sources: &'a Sources,
    deck: &'a SourcePath,
    theme: Theme,
    reported: Vec<Reported>,
    /// Findings in the deck's own settings.
    found: Diagnostics,
}

impl Loader<'_> {
    fn error(&mut self, code: Code, span: Span, message: String, help: String) {
        self.found.add(Diagnostic::error(code, span, message).help(help));
    }

    /// The theme that a name or a path means.
    fn named(&mut self, name: &str, span: Span, depth: usize) {
        if name.contains('/') || name.ends_with(".css") {
            return self.at_path(name, span, depth);
        }
        if let Ok(folder) = SourcePath::new(&format!("themes/{name}"))
            && self.sources.list(&folder).iter().any(|file| file == "theme.yaml")
        {
            // Which theme was taken is worth saying; where its parents come from is not.
            if depth == 0 {
                self.theme.from_disk = Some(folder.clone());
            }
            return self.files(&Files::Folder(folder), depth);
        }
        if builtin::file(name, "theme.yaml").is_some() {
            return self.files(&Files::Builtin(name.to_owned()), depth);
        }
        let names = names();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => format!("there is {}; a path has a `/` in it", or_list(names.iter().copied())),
        };
        self.error(Code::UnknownTheme, span, format!("there is no theme `{name}`"), help);
    }

    fn at_path(&mut self, name: &str, span: Span, depth: usize) {
        let Ok(path) = self.deck.beside(name) else {
            let message = format!("`{name}` leaves the root folder");
            return self.error(Code::LeavesRoot, span, message, "keep the theme below the root".to_owned());
        };
        if !name.ends_with(".css") {
            self.theme.from_disk = Some(path.clone());
            return self.files(&Files::Folder(path), depth);
        }
        self.files(&Files::Builtin("base".to_owned()), depth);
        match self.read(&path) {
            Ok(source) => {
                let css = self.css(&source);
                self.add_css(&css);
            }
            Err(error) => {
                let message = format!("the theme `{name}` cannot be read: {error}");
                self.error(
                    Code::UnknownTheme,
                    span,
                    message,
                    format!("it was looked for at `{}`", self.sources.name(&path)),
                );
            }
        }
    }

    fn read(&self, path: &SourcePath) -> Result<Arc<Source>, ReadError> {
        self.sources.read(path)
    }

    fn file(&self, files: &Files, name: &str) -> Option<String> {
        self.numbered(files, name).map(|(text, _)| text)
    }

    /// The text of a file, and its number if it comes from a folder.
    fn numbered(&self, files: &Files, name: &str) -> Option<(String, Option<FileId>)> {
        match files {
            Files::Builtin(theme) => Some((builtin::file(theme, name)?.to_owned(), None)),
            Files::Folder(folder) => {
                let source = self.read(&folder.join(name).ok()?).ok()?;
                Some((source.text().ok()?.to_owned(), Some(source.id)))
            }
        }
    }

    /// A theme's files, over those of the theme that it extends.
    fn files(&mut self, files: &Files, depth: usize) {
        if depth > LONGEST_CHAIN {
            return;
        }
        let Some(text) = self.file(files, "theme.yaml") else {
            let message = format!("the theme `{}` has no `theme.yaml`", self.theme.name);
            return self.error(
                Code::ThemeFile,
                Span::default(),
                message,
                "a theme's folder holds `theme.yaml` and `theme.css`".to_owned(),
            );
        };
        let entries = match yaml::parse(&text).map(|value| value.data) {
            Ok(Data::Map(entries)) => entries,
            Ok(_) => Vec::new(),
            Err(mistake) => return self.bad_yaml(files, &mistake),
        };
        let field = |name: &str| entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value);
        let is_base = matches!(files, Files::Builtin(name) if name == "base");
        let own_name = field("name").and_then(yaml::Value::scalar).unwrap_or_default();
        let extends = field("extends").and_then(yaml::Value::scalar);
        let is_child = !(is_base || own_name == "base" && extends.is_none());
        if is_child {
            self.named(extends.as_deref().unwrap_or("base"), Span::default(), depth + 1);
        }
        if let Some(Data::Map(options)) = field("options").map(|value| &value.data) {
            for (key, value) in options {
                self.theme.known_options.retain(|(known, _)| *known != key.name);
                self.theme.known_options.push((key.name.clone(), value.scalar().unwrap_or_default()));
                if let (true, Some(value)) = (is_child, value.scalar()) {
                    self.set_option(&key.name, &value);
                }
            }
        }
        if let Some(fonts) = field("fonts") {
            self.theme.typefaces = self.typefaces(files, fonts);
        }
        let css = match files {
            Files::Builtin(theme) => builtin::file(theme, "theme.css").map(str::to_owned),
            Files::Folder(folder) => {
                let source = folder.join("theme.css").ok().and_then(|path| self.read(&path).ok());
                source.map(|source| self.css(&source))
            }
        };
        if let Some(css) = css {
            self.add_css(&css);
        }
        if let Some((page, file)) = self.numbered(files, "page.hbs") {
            self.theme.page = page;
            self.theme.page_file = file;
        }
        let declared = field("layouts").map(|value| &value.data);
        for file in self.list(files, "layouts") {
            let Some(name) = file.strip_suffix(".hbs") else { continue };
            let Some(template) = self.numbered(files, &format!("layouts/{file}")) else { continue };
            let slots = match declared {
                Some(Data::Map(layouts)) => {
                    layouts.iter().find(|(key, _)| key.name == name).map(|(_, value)| slots(value))
                }
                _ => None,
            };
            self.add_layout(name, template, slots);
        }
    }

    fn bad_yaml(&mut self, files: &Files, mistake: &yaml::Mistake) {
        self.in_theme_file(files, mistake.range.clone(), Code::BadYaml, mistake.message.clone(), None);
    }

    /// Reports a place in the `theme.yaml` of a folder.
    fn in_theme_file(&mut self, files: &Files, range: Range<usize>, code: Code, message: String, help: Option<&str>) {
        let Files::Folder(folder) = files else { return };
        let Some(source) = folder.join("theme.yaml").ok().and_then(|path| self.read(&path).ok()) else { return };
        let mut found = Diagnostics::default();
        let diagnostic = Diagnostic::error(code, Span::new(range), message);
        found.add(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
        self.reported.extend(found.reported(Origin { file: source.id, offset: 0 }));
    }

    fn list(&self, files: &Files, folder: &str) -> Vec<String> {
        match files {
            Files::Builtin(theme) => builtin::list(theme, folder),
            Files::Folder(path) => path.join(folder).map(|folder| self.sources.list(&folder)).unwrap_or_default(),
        }
    }

    fn add_layout(
        &mut self,
        name: &str,
        (template, file): (String, Option<FileId>),
        slots: Option<Vec<(String, SlotKind)>>,
    ) {
        let known = self.theme.layouts.get(name).map(|layout| layout.slots.clone());
        let slots = slots.or(known).unwrap_or_else(|| slots_in(&template));
        self.theme.layouts.insert(name.to_owned(), Layout { template, file, slots, is_broken: false });
    }

    fn add_css(&mut self, css: &str) {
        // CSS outside all layers would win over the author's own.
        if css.contains("@layer") {
            self.theme.css.push_str(css);
        } else {
            self.theme.css.push_str(&format!("@layer theme {{\n{css}\n}}\n"));
        }
    }

    fn option(&mut self, name: &str, value: &str, span: Span) {
        if !self.theme.known_options.iter().any(|(known, _)| known == name) {
            let known = self.theme.known_options.iter().map(|(known, _)| known.as_str());
            let help = match nearest(name, known.clone()) {
                Some(near) => format!("write `{near}`"),
                None => format!("it has {}", or_list(known)),
            };
            let message = format!("the theme `{}` has no option `{name}`", self.theme.name);
            self.error(Code::UnknownKey, span, message, help);
        } else if value.contains([';', '{', '}', '<', '>', '\n']) {
            let message = format!("`{value}` is no value for `{name}`");
            self.error(
                Code::WrongType,
                span,
                message,
                "write a CSS value without `;`, `{`, `}`, `<` or `>`".to_owned(),
            );
        } else {
            self.set_option(name, value);
        }
    }

    fn set_option(&mut self, name: &str, value: &str) {
        self.theme.options.retain(|(there, _)| there != name);
        self.theme.options.push((name.to_owned(), value.to_owned()));
    }

    /// The deck's own layouts and style.
    fn beside_deck(&mut self) {
        let folder = self.deck.folder();
        let Ok(layouts) = folder.join("layouts") else { return };
        for file in self.sources.list(&layouts) {
            let Some(name) = file.strip_suffix(".hbs") else { continue };
            let source = layouts.join(&file).ok().and_then(|path| self.read(&path).ok());
            if let Some((source, text)) = source.as_ref().and_then(|source| Some((source, source.text().ok()?))) {
                self.add_layout(name, (text.to_owned(), Some(source.id)), None);
            }
        }
        let style = folder.join("style.css").ok().and_then(|path| self.read(&path).ok());
        if let Some(source) = style {
            self.theme.author_css = self.css(&source);
        }
    }
}

/// The slots that a `theme.yaml` declares for a layout.
fn slots(layout: &yaml::Value) -> Vec<(String, SlotKind)> {
    let Data::Map(entries) = &layout.data else { return Vec::new() };
    let Some((_, yaml::Value { data: Data::Map(slots), .. })) = entries.iter().find(|(key, _)| key.name == "slots")
    else {
        return Vec::new();
    };
    let kind = |value: &yaml::Value| match value.scalar().as_deref() {
        Some("heading") => SlotKind::Heading,
        Some("inline") => SlotKind::Inline,
        Some("image") => SlotKind::Image,
        Some("list") => SlotKind::List,
        Some("code") => SlotKind::Code,
        _ => SlotKind::Blocks,
    };
    slots.iter().map(|(key, value)| (key.name.clone(), kind(value))).collect()
}

/// The slots of a layout that nobody declares: the names that its template inserts.
fn slots_in(template: &str) -> Vec<(String, SlotKind)> {
    let mut slots: Vec<(String, SlotKind)> = Vec::new();
    for piece in template.split("{{{").skip(1) {
        let name = piece.split("}}}").next().unwrap_or_default().trim();
        let kind = match name {
            "title" => SlotKind::Heading,
            "image" => SlotKind::Image,
            "caption" | "subtitle" | "author" | "date" => SlotKind::Inline,
            _ => SlotKind::Blocks,
        };
        let plain = name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'));
        // What is written on a figure is no slot of its own.
        let plain = plain && !name.ends_with("_attributes");
        if plain && !name.is_empty() && !slots.iter().any(|(there, _)| there == name) {
            slots.push((name.to_owned(), kind));
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_of_a_built_in_theme_is_declared() {
        for theme in names() {
            let text = builtin::file(theme, "theme.yaml").expect("every theme has one");
            for layout in builtin::list(theme, "layouts") {
                let name = layout.strip_suffix(".hbs").expect("layouts are templates");
                assert!(text.contains(&format!("\n  {name}:")), "{theme}: {name}");
            }
        }
    }

    #[test]
    fn a_template_says_which_slots_it_has() {
        let slots = slots_in("{{#if title}}{{{title}}}{{/if}}<div>{{{body}}}</div>{{{ image }}}");
        let expected = [("title", SlotKind::Heading), ("body", SlotKind::Blocks), ("image", SlotKind::Image)];
        assert_eq!(slots, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }
}
