//! The whole trip on one screen.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::bundle::{self, Html};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Reported};
use crate::model::Position;
use crate::parse::{self, SlideSource};
pub use crate::passes::Audience;
use crate::passes::{self, Asked, FinishedSlide, Inherited, LeftOut, PlacedSlide, Surroundings, Tools};
use crate::render::{self, Broken, Page};
use crate::sources::{Origin, Origins, ReadError, SourcePath, Sources, Span, hash};
use crate::theme::{self, Theme};

/// What the caller wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Leave the speaker notes out.
    pub without_notes: bool,
    /// For whom the deck is built.
    pub audience: Audience,
    /// Values by name, in place of those in the deck's metadata or data; `team.size` is `size` in `team`.
    pub set: Vec<(String, String)>,
}

/// What the last compilation left for the next: its finished slides, by the hash of all that they were made from.
#[derive(Default)]
pub struct Memory {
    slides: BTreeMap<u64, Remembered>,
    styles: BTreeMap<u64, Made>,
    tools: Tools,
}

/// The style of a page, and what could not be embedded in it.
type Made = (Arc<str>, Vec<String>);

struct Remembered {
    slide: Arc<FinishedSlide>,
    diagnostics: Diagnostics,
    /// Every file and folder that the slide asked for.
    asked: Vec<Asked>,
}

/// What a compilation came to.
pub struct Compiled {
    /// The page and its style, if there were no errors.
    pub page: Option<(Page, Arc<str>)>,
    /// Every finding, sorted by place.
    pub reported: Vec<Reported>,
    /// Where the deck wants its output.
    pub output: Option<String>,
    /// The folder of a theme that was found below the root.
    pub theme_from: Option<SourcePath>,
    /// What is not in the deck.
    pub left_out: Counts,
    /// Every audience that the deck names.
    pub audiences: BTreeSet<String>,
}

/// How much of a deck's sources is not in it, because it is for others or a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Slides for other audiences.
    pub slides: usize,
    /// Blocks and spans for other audiences, on slides that are in the deck.
    pub blocks: usize,
    /// Slides that are drafts.
    pub drafts: usize,
}

impl Compiled {
    /// The deck in one file, if there were no errors. `live` is what a watched page says about itself, as JSON.
    pub fn html(&self, live: Option<&str>) -> Option<Html> {
        self.page.as_ref().map(|(page, style)| bundle::html(page, style, live))
    }
}

/// Compiles the deck whose own file is `path`. A warm `memory` changes how long it takes and nothing else.
///
/// # Errors
/// If the deck's own file cannot be read.
pub fn compile(
    memory: &mut Memory,
    sources: &Sources,
    path: &SourcePath,
    options: &Options,
) -> Result<Compiled, ReadError> {
    let outline = parse::outline(sources, path, &options.set)?;
    let mut reported = outline.reported;
    let (mut theme, found) = theme::load(sources, outline.settings.theme.as_ref(), path, outline.origin);
    reported.extend(found);
    for (name, broken) in render::broken_layouts(&theme) {
        reported.extend(broken_template(&broken, &theme, outline.origin));
        if let Some(layout) = theme.layouts.get_mut(&name) {
            layout.is_broken = true;
        }
    }

    let settings = outline.settings;
    let audience = &options.audience;
    let surroundings = hash::of(&(format!("{settings:?}"), theme.hash(), path.as_str(), audience));
    let mut chosen = Chosen { slides: Vec::with_capacity(outline.slides.len()), ..Chosen::default() };
    let mut inherited = Inherited::new(Arc::default(), path, outline.origin);
    let mut kept = BTreeMap::new();
    for source in &outline.slides {
        let is_first = chosen.slides.is_empty();
        let key = hash::of(&(source.hash, surroundings, is_first, inherited.hash));
        let remembered = match memory.slides.remove(&key).or_else(|| kept.remove(&key)) {
            Some(remembered) if remembered.still_holds(sources) => remembered,
            _ => {
                let (theme, deck, deck_file, inherited) = (&theme, &settings, path, &inherited);
                let around = Surroundings { sources, theme, deck, deck_file, inherited, audience };
                finish(source, is_first, &around, &memory.tools)
            }
        };
        if let Some(settings) = &remembered.slide.begins {
            inherited = Inherited::new(settings.clone(), &source.source.path, source.origin);
        }
        let origins = Origins { slide: source.origin, section: inherited.origin, deck: outline.origin };
        reported.extend(remembered.diagnostics.reported(origins));
        chosen.add(&remembered.slide, source, inherited.origin);
        kept.insert(key, remembered);
    }
    let Chosen { slides, left_out, audiences, .. } = chosen;
    if slides.is_empty() && left_out != Counts::default() {
        reported.extend(nothing_left(outline.origin));
    }
    memory.slides = kept;

    let output = settings.output.clone();
    let is_whole = left_out.slides + left_out.drafts == 0;
    let (deck, found) = passes::finish_deck(settings, path, outline.origin, slides, is_whole, sources, &memory.tools);
    reported.extend(found);
    reported.extend(render::configuration(&deck).1);
    let options = render::Options { without_notes: options.without_notes };
    let page = match render::page(&deck, &theme, &options) {
        Ok(page) => Some(page),
        Err(broken) => {
            reported.extend(broken_template(&broken, &theme, outline.origin));
            None
        }
    };
    let page = page.filter(|_| !reported.iter().any(Reported::is_error));
    let page = page.map(|page| {
        let (style, left_out) = style_of(&page, memory);
        let mut found = Diagnostics::default();
        for message in left_out {
            let help = "put a TrueType, OpenType, WOFF or WOFF2 file into the theme's folder";
            found.add(Diagnostic::warning(Code::ThemeFile, Span::default(), message).help(help));
        }
        reported.extend(found.reported(outline.origin));
        (page, style)
    });
    diagnostic::sort(&mut reported);
    Ok(Compiled { page, reported, output, theme_from: theme.from_disk, left_out, audiences })
}

/// The slides of which the deck is made, and what is known of the others.
#[derive(Default)]
struct Chosen {
    slides: Vec<PlacedSlide>,
    left_out: Counts,
    audiences: BTreeSet<String>,
    /// Whether the first of a stack was left out: the next of it stands in its place.
    is_headless: bool,
    /// Whether the appendix has begun on a slide that was left out.
    has_appendix: bool,
}

impl Chosen {
    fn add(&mut self, slide: &Arc<FinishedSlide>, source: &SlideSource, section: Origin) {
        self.audiences.extend(slide.audiences.iter().cloned());
        let begins = source.position == Position::Right;
        match slide.left_out {
            Some(LeftOut::Audience) => self.left_out.slides += 1,
            Some(LeftOut::Draft) => self.left_out.drafts += 1,
            None => self.left_out.blocks += slide.blocks_left_out,
        }
        if slide.left_out.is_some() {
            self.is_headless |= begins;
            self.has_appendix |= slide.settings.appendix.is_some();
            return;
        }
        let position = if self.is_headless { Position::Right } else { source.position };
        self.is_headless = false;
        let mut placed = PlacedSlide::new(slide.clone(), position, source.origin, section);
        placed.is_in_appendix = self.has_appendix;
        self.slides.push(placed);
    }
}

/// What to say of a deck of which nothing is for its audience.
fn nothing_left(origin: Origin) -> Vec<Reported> {
    let mut found = Diagnostics::default();
    let message = "every slide of the deck is left out: a draft, or for another audience";
    let help = "choose an audience with `--for NAME`, or build drafts with `--drafts`";
    found.add(Diagnostic::error(Code::EmptyDeck, Span::default(), message).help(help));
    found.reported(origin).collect()
}

fn finish(source: &SlideSource, is_first: bool, around: &Surroundings<'_>, tools: &Tools) -> Remembered {
    let read_with = parse::Around { deck: around.deck, section: &around.inherited.settings, is_first };
    let (slide, diagnostics) = parse::slide(source, read_with);
    let outcome = passes::finish_slide(slide, diagnostics, &source.source.path, around, tools);
    Remembered { slide: Arc::new(outcome.slide), diagnostics: outcome.diagnostics, asked: outcome.asked }
}

impl Remembered {
    /// Whether all that the slide asked for is as it was.
    fn still_holds(&self, sources: &Sources) -> bool {
        // Everything is asked for, also behind what changed: it stays followed.
        self.asked.iter().filter(|asked| !asked.still_holds(sources)).count() == 0
    }
}

/// The style of a page is made again only if something in it changed: cutting fonts takes longer than all the rest.
fn style_of(page: &Page, memory: &mut Memory) -> Made {
    let backgrounds: Vec<bool> = page.slides.iter().map(|slide| slide.html.contains("--asset-")).collect();
    let assets: Vec<_> = page.assets.iter().map(|(key, _)| key).collect();
    // A face that is compiled in is known by its name; an author's file may change.
    let own = |face: &render::Face| matches!(face.bytes, Cow::Owned(_)).then(|| hash::of_bytes(&face.bytes));
    let faces: Vec<_> =
        page.faces.iter().map(|face| (&face.family, face.weight, face.italic, own(face), &face.characters)).collect();
    let key = hash::of(&(&page.style, &page.shared, assets, backgrounds, faces));
    let made = memory.styles.remove(&key).unwrap_or_else(|| {
        let style = bundle::style(page);
        (style.text.into(), style.left_out)
    });
    memory.styles = BTreeMap::from([(key, made.clone())]);
    made
}

fn broken_template(broken: &Broken, theme: &Theme, origin: Origin) -> Vec<Reported> {
    let mut found = Diagnostics::default();
    let Broken { name, file, mistake } = broken;
    let (origin, diagnostic) = match file {
        Some(file) => {
            let span = Span::new(mistake.offset..mistake.offset + 1);
            let message = format!("a broken template: {}", mistake.message);
            (Origin { file: *file, offset: 0 }, Diagnostic::error(Code::BadTemplate, span, message))
        }
        None => {
            let message = format!("the theme `{}` has a broken template, `{name}`: {}", theme.name, mistake.message);
            (origin, Diagnostic::error(Code::BadTemplate, Span::default(), message))
        }
    };
    found.add(diagnostic);
    found.reported(origin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::InMemory;

    fn html(files: &[(&str, &str)], options: &Options) -> String {
        let sources = Sources::new(InMemory::from_iter(files.iter().copied()));
        let path = SourcePath::new(files[0].0).expect("below the root");
        let compiled = compile(&mut Memory::default(), &sources, &path, options).expect("it can be read");
        compiled.html(None).expect("no errors").into_string()
    }

    #[test]
    fn nothing_of_the_notes_is_left_without_them() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"3\"/>";
        let deck = "# T\n\nNote: secret[^a] ![a](a.svg) ![a](a.svg)\n\n[^a]: SECRET\n";
        let files = [("deck.md", deck), ("a.svg", svg)];
        assert!(html(&files, &Options::default()).contains("SECRET"));
        let without = html(&files, &Options { without_notes: true, ..Options::default() });
        assert!(!without.contains("SECRET") && !without.contains("base64,PHN2Zy"));
    }

    #[test]
    fn nothing_is_left_of_what_is_for_others() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"3\"/>";
        let deck = "# T\n\nSeen.\n\nSECRET Ж $\\mathfrak{S}$ ![SECRET](a.svg) [SECRET](#gone)[^n]\n{only=staff}\n\n\
                    [^n]: SECRET\n\n::: notes {only=staff}\nSECRET\n:::\n\n---\nonly: staff\nfooter: SECRET\n---\n\
                    # SECRET\n\nNote: SECRET\n";
        let sources = Sources::new(InMemory::from_iter([("deck.md", deck), ("a.svg", svg)]));
        let path = SourcePath::new("deck.md").expect("below the root");
        let compiled = compile(&mut Memory::default(), &sources, &path, &Options::default()).expect("it can be read");
        assert!(compiled.reported.is_empty(), "{:?}", compiled.reported);
        assert_eq!(compiled.left_out, Counts { slides: 1, blocks: 2, drafts: 0 });
        let (page, _) = compiled.page.as_ref().expect("no errors");
        assert!(page.assets.iter().next().is_none());
        let kept = |character| page.faces.iter().any(|face| face.characters.contains(&character));
        assert!(kept('S') && !kept('Ж') && page.faces.iter().all(|face| !face.family.contains("KaTeX")));
        let html = compiled.html(None).expect("no errors").into_string();
        assert!(!html.to_lowercase().contains("secret") && !html.contains("staff"));
    }

    #[test]
    fn what_css_names_is_in_the_file() {
        let style = "h1 { background: url( a.svg ); }";
        let files = [("deck.yaml", "slides: [{ title: One }]"), ("style.css", style), ("a.svg", "<svg/>")];
        let html = html(&files, &Options::default());
        assert!(html.contains("h1 { background: url(\"data:image/svg+xml;base64,PHN2Zy8+\"); }"));
        assert!(html.contains("<div class=\"reveal\" role=\"main\"><div class=\"slides\">"));
    }
}
