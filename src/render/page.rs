//! The page: its slides, each by a key, and what stands around them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::configuration::configuration;
use super::html::{Writer, escape_attribute, escape_text};
use super::lettering::Lettering;
use crate::model::{AssetKey, Assets, Attributes, Background, Kind, Node, Position, SlideSettings, Value, Visibility};
use crate::passes::{FinishedDeck, FinishedSlide, PlacedSlide, math};
use crate::runtime::{Runtime, page_rule};
use crate::sources::FileId;
use crate::template::{Mistake, Templates};
use crate::theme::{SlotKind, Theme};

/// What the caller wants of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Leave the speaker notes out.
    pub without_notes: bool,
}

/// A page whose assets and fonts are named, not yet embedded.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The text around the slides, with the places for what the bundler makes.
    pub frame: Vec<Piece>,
    /// The deck's title.
    pub title: String,
    /// Whether the title also stands in a heading that is heard, not seen.
    pub has_hidden_heading: bool,
    /// What of the browser's side it has.
    pub runtime: Runtime,
    /// The CSS of the runtime, the features, the theme and the author, in layers.
    pub style: String,
    /// The runtime's configuration as JSON.
    pub configuration: String,
    /// The scripts that the author wrote and the deck allows.
    pub scripts: Vec<String>,
    /// Whether the deck may use the network.
    pub network: bool,
    /// The slides in order.
    pub slides: Vec<PageSlide>,
    /// The files that the slides name.
    pub assets: Assets,
    /// The pictures that are stored in the style.
    pub shared: BTreeSet<AssetKey>,
    /// The faces that are needed, with the characters that they show.
    pub faces: Vec<Face>,
}

/// A piece of the text around the slides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The title, escaped.
    Title(String),
    /// What belongs at the start of the head: the policy, and the script that runs before anything is painted.
    Head,
    /// The style.
    Style,
    /// The slides.
    Slides,
    /// The script.
    Script,
}

/// One slide of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSlide {
    /// What it is known by from one build to the next: its id, else its number among those without.
    pub key: String,
    /// Whether it stands below the one before it, in one stack.
    pub below: bool,
    /// Its `<section>`; assets are named by their keys.
    pub html: String,
}

/// A font that the page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The family.
    pub family: String,
    /// The weight.
    pub weight: u16,
    /// Whether it is italic.
    pub italic: bool,
    /// The whole font.
    pub bytes: Cow<'static, [u8]>,
    /// The characters to keep.
    pub characters: BTreeSet<char>,
    /// Whether text is set in it, with kerning and ligatures; a formula places its signs by itself.
    pub is_text: bool,
    /// What its licence wants to be said.
    pub notice: &'static str,
}

/// A template of the theme that cannot be read or filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its name in the theme's folder.
    pub name: String,
    /// The file that it stands in; none for a built-in theme's.
    pub file: Option<FileId>,
    /// What is wrong.
    pub mistake: Mistake,
}

/// Layouts of the author's that are no templates, each with its name.
pub fn broken_layouts(theme: &Theme) -> Vec<(String, Broken)> {
    let mut templates = Templates::default();
    let authors = theme.layouts.iter().filter(|(_, layout)| layout.file.is_some());
    let broken = authors.filter_map(|(name, layout)| {
        let mistake = templates.add(name, &layout.template).err()?;
        Some((name.clone(), broken_layout(name, theme, mistake)))
    });
    broken.collect()
}

/// What `page.hbs` receives.
#[derive(Serialize)]
struct PageData<'a> {
    lang: &'a str,
    dir: Option<&'static str>,
    title: &'static str,
    author: Option<String>,
    description: Option<String>,
    head: &'static str,
    style: &'static str,
    slides: &'static str,
    script: &'static str,
    body_class: Option<&'static str>,
}

/// Characters that stand for the pieces while the page's template is filled.
const PIECES: [(&str, Piece); 4] =
    [("\u{3}", Piece::Head), ("\u{4}", Piece::Style), ("\u{5}", Piece::Slides), ("\u{6}", Piece::Script)];

/// The same for the title, which a theme may write in several places.
const TITLE: &str = "\u{7}";

/// Makes the page of a deck.
///
/// # Errors
/// If a template of the theme cannot be read or filled.
pub fn page(deck: &FinishedDeck, theme: &Theme, options: &Options) -> Result<Page, Broken> {
    let mut templates = Templates::default();
    let mut page = Page {
        title: deck.settings.title.clone().unwrap_or_else(|| first_heading(deck)),
        runtime: Runtime::new(deck.settings.lang.as_deref().unwrap_or("en")),
        configuration: configuration(deck).0,
        network: deck.settings.allow.network,
        assets: deck.assets.clone(),
        shared: deck.shared.clone(),
        ..Page::default()
    };
    page.assets.merge(&theme.assets);
    page.frame = frame(deck, theme, &page.title, &mut templates)?;
    page.runtime.read(&page.configuration);
    let mut nameless = 0;
    let mut lettering = Lettering::new(&theme.typefaces);
    for placed in &deck.slides {
        if !templates.has(&placed.slide.layout) {
            let layout = theme.layouts.get(&placed.slide.layout).map_or("", |layout| layout.template.as_str());
            let name = &placed.slide.layout;
            templates.add(name, layout).map_err(|mistake| broken_layout(name, theme, mistake))?;
        }
        let key = placed.id.clone().unwrap_or_else(|| {
            nameless += 1;
            // No id has a blank in it.
            format!("slide {nameless}")
        });
        let shown = slide(placed, &key, deck, theme, &templates, &mut page.scripts)?;
        lettering.read(&shown);
        let html = with_notes(shown, placed, &key, deck, options, &mut page.scripts);
        page.runtime.read(&html);
        page.slides.push(PageSlide { key, below: placed.position == Position::Below, html });
    }
    page.style = style(deck, theme, &page.runtime);
    lettering.read_style(&page.style);
    page.faces = lettering.faces().chain(faces(deck)).collect();
    page.has_hidden_heading = deck.needs_h1;
    if deck.needs_h1
        && let Some(Piece::Text(before)) = before_slides(&mut page.frame)
    {
        before.push_str("<h1 class=\"visually-hidden\">");
        escape_text(&page.title, before);
        before.push_str("</h1>\n");
    }
    Ok(page)
}

fn broken_layout(layout: &str, theme: &Theme, mistake: Mistake) -> Broken {
    let file = theme.layouts.get(layout).and_then(|layout| layout.file);
    Broken { name: format!("layouts/{layout}.hbs"), file, mistake }
}

fn before_slides(frame: &mut [Piece]) -> Option<&mut Piece> {
    let slides = frame.iter().position(|piece| *piece == Piece::Slides)?;
    frame.get_mut(slides.checked_sub(1)?)
}

fn first_heading(deck: &FinishedDeck) -> String {
    let titles = deck.slides.iter().flat_map(|placed| placed.slide.slots.iter().filter(|slot| slot.name == "title"));
    let heading = titles.map(|slot| crate::model::walk::text(&slot.nodes)).find(|text| !text.trim().is_empty());
    heading.unwrap_or_else(|| "Slides".to_owned())
}

fn frame(deck: &FinishedDeck, theme: &Theme, title: &str, templates: &mut Templates<'_>) -> Result<Vec<Piece>, Broken> {
    let file = |mistake| Broken { name: "page.hbs".to_owned(), file: theme.page_file, mistake };
    templates.add("page.hbs", &theme.page).map_err(file)?;
    let settings = &deck.settings;
    let lang = settings.lang.as_deref().unwrap_or("en");
    let language = lang.split('-').next().unwrap_or_default();
    let data = PageData {
        lang,
        dir: matches!(language, "ar" | "fa" | "he" | "ur" | "yi" | "ps" | "sd" | "ug").then_some("rtl"),
        title: TITLE,
        author: (!settings.author.is_empty()).then(|| unmarked(&settings.author.join(", "))),
        description: settings.description.as_deref().map(unmarked),
        head: PIECES[0].0,
        style: PIECES[1].0,
        slides: PIECES[2].0,
        script: PIECES[3].0,
        body_class: None,
    };
    let filled = templates.fill("page.hbs", &data).map_err(file)?;
    let mut frame = Vec::new();
    let mut rest = filled.as_str();
    while let Some(at) = rest.find(['\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{7}']) {
        frame.push(Piece::Text(rest[..at].to_owned()));
        let found = PIECES.iter().find(|(mark, _)| rest[at..].starts_with(mark));
        frame.push(found.map_or_else(|| escaped_title(title), |(_, piece)| piece.clone()));
        rest = &rest[at + 1..];
    }
    frame.push(Piece::Text(rest.to_owned()));
    Ok(frame)
}

/// Metadata without the characters that mark places in the page.
fn unmarked(text: &str) -> String {
    text.replace(|character: char| character < ' ', " ")
}

/// The title, fit for text and for an attribute.
fn escaped_title(title: &str) -> Piece {
    let mut escaped = String::new();
    escape_attribute(title, &mut escaped);
    Piece::Title(escaped)
}

/// The style in its layers; pictures and faces are added by the bundler.
fn style(deck: &FinishedDeck, theme: &Theme, runtime: &Runtime) -> String {
    let (width, height) = deck.settings.slide_size();
    let mut features: BTreeMap<&str, &str> =
        deck.slides.iter().flat_map(|placed| placed.slide.styles.clone()).collect();
    features.extend(deck.styles.clone());
    let mut style = String::from("@layer runtime, features, theme, author;\n");
    style.push_str(&page_rule(width, height));
    style.push_str(&runtime.css());
    features.values().for_each(|css| style.push_str(css));
    style.push_str(&theme.css);
    if !theme.options.is_empty() {
        let options: String = theme.options.iter().map(|(name, value)| format!("--{name}: {value}; ")).collect();
        style.push_str(&format!("@layer author {{ :root {{ {options}}} }}\n"));
    }
    if !theme.author_css.is_empty() {
        style.push_str(&format!("@layer author {{\n{}\n}}\n", theme.author_css));
    }
    let mut classes = BTreeSet::new();
    for own in deck.slides.iter().filter_map(|placed| placed.slide.style.as_ref()) {
        if classes.insert(&own.class) {
            style.push_str(&format!("@layer author {{\n{}}}\n", own.css));
        }
    }
    without_end_tag(style)
}

/// A style in which no end tag stands: it would end the style, also in a string or a comment.
fn without_end_tag(style: String) -> String {
    let is_end = |at: usize| style.get(at..at + 7).is_some_and(|tag| tag.eq_ignore_ascii_case("</style"));
    let ends: Vec<usize> = style.match_indices("</").map(|(at, _)| at).filter(|at| is_end(*at)).collect();
    let mut whole = style.clone();
    ends.iter().rev().for_each(|at| whole.insert(at + 1, '\\'));
    whole
}

fn faces(deck: &FinishedDeck) -> Vec<Face> {
    let mut used: BTreeMap<math::Face, BTreeSet<char>> = BTreeMap::new();
    for placed in &deck.slides {
        for (face, characters) in &placed.slide.faces {
            used.entry(*face).or_default().extend(characters);
        }
    }
    let faces = used.into_iter().map(|(face, characters)| Face {
        family: face.family.to_owned(),
        weight: face.weight,
        italic: face.italic,
        bytes: math::bytes(face),
        characters,
        is_text: false,
        notice: math::NOTICE,
    });
    faces.collect()
}

/// What names within a slide begin with. No slug has a dot in it, so no id of a slide begins like those within a slide
/// without an id.
fn prefix(key: &str) -> String {
    key.replace(' ', ".")
}

/// One slide's `<section>`, still open and without the notes.
fn slide(
    placed: &PlacedSlide,
    key: &str,
    deck: &FinishedDeck,
    theme: &Theme,
    templates: &Templates<'_>,
    scripts: &mut Vec<String>,
) -> Result<String, Broken> {
    let slide = &placed.slide;
    let layout = theme.layouts.get(&slide.layout);
    let prefix = prefix(key);
    let mut writer = Writer { prefix: &prefix, shared: &deck.shared, out: String::new(), scripts: Vec::new() };
    let mut data: BTreeMap<Cow<'_, str>, String> = BTreeMap::new();
    for slot in &slide.slots {
        let mut nodes = slot.nodes.as_slice();
        if slot.kind == SlotKind::Image {
            // The template makes the figure, for it knows where the caption goes; these are its attributes.
            let name = format!("{}_attributes", slot.name);
            let takes = layout.is_some_and(|layout| layout.template.contains(&format!("{{{{{{{name}}}}}}}")));
            let attributes = figure(&mut nodes, takes);
            if takes {
                writer.attributes(&attributes);
                data.insert(Cow::Owned(name), std::mem::take(&mut writer.out));
            }
        }
        writer.nodes(nodes);
        let html = std::mem::take(&mut writer.out);
        let html = html.trim_end();
        if !html.is_empty() {
            data.insert(Cow::Borrowed(&slot.name), html.to_owned());
        }
    }
    let inside =
        templates.fill(&slide.layout, &data).map_err(|mistake| broken_layout(&slide.layout, theme, mistake))?;
    writer.out.push_str("<section");
    writer.attributes(&section(placed));
    writer.out.push_str(">\n");
    writer.nodes(placed.top.as_slice());
    writer.out.push_str(inside.trim());
    writer.out.push('\n');
    writer.nodes(&slide.footnotes);
    writer.nodes(placed.foot.as_slice());
    scripts.append(&mut writer.scripts);
    Ok(writer.out)
}

/// The slide with its notes, closed.
fn with_notes(
    shown: String,
    placed: &PlacedSlide,
    key: &str,
    deck: &FinishedDeck,
    options: &Options,
    scripts: &mut Vec<String>,
) -> String {
    let prefix = prefix(key);
    let mut writer = Writer { prefix: &prefix, shared: &deck.shared, out: shown, scripts: Vec::new() };
    if !placed.slide.notes.is_empty() && !options.without_notes {
        writer.out.push_str("<aside class=\"notes\">\n");
        writer.nodes(&placed.slide.notes);
        writer.out.push_str("</aside>\n");
    }
    if !options.without_notes {
        writer.nodes(&placed.slide.step_notes);
    }
    writer.out.push_str("</section>");
    scripts.append(&mut writer.scripts);
    writer.out
}

/// Takes a slot's figure apart: what is inside, and the figure's attributes. One that has attributes and a template that
/// does not take them stays as it is.
fn figure(nodes: &mut &[Node], takes: bool) -> Attributes {
    let plain = Attributes { classes: vec!["figure".into()], ..Attributes::default() };
    let [Node { kind: Kind::Element(figure), .. }] = *nodes else { return plain };
    let is_plain = figure.attributes.id.is_none()
        && figure.attributes.others.is_empty()
        && figure.attributes.classes == plain.classes;
    if figure.tag == "figure" && (takes || is_plain) {
        *nodes = &figure.children;
        return figure.attributes.clone();
    }
    plain
}

/// The attributes of a slide's `<section>`, by reveal's names.
fn section(placed: &PlacedSlide) -> Attributes {
    let slide: &FinishedSlide = &placed.slide;
    let settings: &SlideSettings = &slide.settings;
    let mut attributes = Attributes { id: placed.id.clone().map(Value::Text), ..Attributes::default() };
    attributes.add_class(format!("layout-{}", slide.layout));
    settings.classes.iter().for_each(|class| attributes.add_class(class.clone()));
    if let Some(style) = &slide.style {
        attributes.add_class(style.class.clone());
    }
    let set = [
        ("data-transition", settings.transition.clone()),
        ("data-state", settings.state.clone()),
        ("data-autoslide", settings.autoslide.map(|milliseconds| milliseconds.to_string())),
        ("data-timing", settings.time.map(|seconds| seconds.to_string())),
        ("data-auto-animate", (settings.auto_animate == Some(true)).then(String::new)),
        (
            "data-visibility",
            match settings.visibility {
                Some(Visibility::Hidden) => Some("hidden".to_owned()),
                Some(Visibility::Uncounted) => Some("uncounted".to_owned()),
                _ => placed.is_in_appendix.then(|| "uncounted".to_owned()),
            },
        ),
    ];
    for (name, value) in set {
        if let Some(value) = value {
            attributes.set(name, value);
        }
    }
    if let Some(background) = &settings.background {
        paint(background, slide.background, slide.film, &mut attributes);
    }
    if let Some(room) = slide.logo.as_ref().and_then(|logo| logo.room) {
        attributes.add_class("has-tall-logo");
        let style = attributes.take_text("style").unwrap_or_default();
        attributes.set("style", format!("{style}--logo-room:{room}px;"));
    }
    attributes.merge(settings.attributes.clone());
    attributes
}

/// The background as the properties that the runtime's style paints, so that it needs no script.
fn paint(background: &Background, picture: Option<AssetKey>, film: Option<AssetKey>, attributes: &mut Attributes) {
    let safe = |value: &String| value.replace([';', '{', '}'], " ");
    let mut style = String::new();
    if let Some(value) = background.gradient.as_ref().or(background.color.as_ref()) {
        style.push_str(&format!("--slide-background:{};", safe(value)));
    }
    // A picture that stays where it is, in the network or in its own address, is named by it.
    let address = picture.is_none().then_some(background.image.as_ref()).flatten();
    let url = picture.map(|key| format!("var(--asset-{key})"));
    if let Some(url) = url.or_else(|| address.map(|address| css_url(address))) {
        let position = background.position.as_ref().map_or("center".to_owned(), safe);
        let size = background.size.as_ref().map_or("cover".to_owned(), safe);
        let repeat = background.repeat.as_ref().map_or("no-repeat".to_owned(), safe);
        style.push_str(&format!("--slide-background-image:{url} {position}/{size} {repeat};"));
    }
    if let Some(opacity) = &background.opacity {
        style.push_str(&format!("--slide-background-opacity:{};", safe(opacity)));
    }
    if let Some(shade) = background.color.as_deref().and_then(shade) {
        attributes.add_class(shade);
    }
    // The same by reveal's names, for scripts and styles that ask for them. Picture and film are stored once, in the style;
    // the film is looked up there.
    let video = film.map(|key| format!("var(--asset-{key})")).or_else(|| background.video.clone());
    for (name, value) in [
        ("data-background-color", &background.color),
        ("data-background-gradient", &background.gradient),
        ("data-background-image", &address.cloned()),
        ("data-background-size", &background.size),
        ("data-background-position", &background.position),
        ("data-background-repeat", &background.repeat),
        ("data-background-opacity", &background.opacity),
        ("data-background-video", &video),
        ("data-background-iframe", &background.iframe),
    ] {
        if let Some(value) = value {
            attributes.set(name, value.clone());
        }
    }
    for (name, is_set) in [
        ("data-background-video-loop", background.loops),
        ("data-background-video-muted", background.muted),
        ("data-background-interactive", background.interactive),
    ] {
        if is_set {
            attributes.set(name, "");
        }
    }
    if !style.is_empty() {
        attributes.set("style", style);
    }
}

/// An address as CSS writes it.
fn css_url(address: &str) -> String {
    let mut url = String::from("url(\"");
    for character in address.chars() {
        match character {
            '"' => url.push_str("%22"),
            '\\' => url.push_str("%5C"),
            _ if character.is_control() => {}
            _ => url.push(character),
        }
    }
    url.push_str("\")");
    url
}

/// reveal's class for dark or light slides, from a colour in hexadecimal.
fn shade(color: &str) -> Option<&'static str> {
    let digits = color.strip_prefix('#')?;
    let wide: String =
        if digits.len() < 6 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits.to_owned() };
    let channel = |at: usize| u32::from_str_radix(wide.get(at..at + 2)?, 16).ok();
    let (red, green, blue) = (channel(0)?, channel(2)?, channel(4)?);
    // The brightness as reveal.js weighs it.
    Some(if (red * 299 + green * 587 + blue * 114) / 1000 < 128 {
        "has-dark-background"
    } else {
        "has-light-background"
    })
}
