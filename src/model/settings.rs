//! The author's settings: of the deck, and of a slide. Every field is optional; what is not said is decided by the
//! theme or by the compiler.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::sources::{Owner, Span, TextMap};

/// What the author says about the whole deck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeckSettings {
    /// The deck's title, plain text.
    pub title: Option<String>,
    /// A line below the title, plain text.
    pub subtitle: Option<String>,
    /// Who made it.
    pub author: Vec<String>,
    /// When, as written.
    pub date: Option<String>,
    /// What it is about, for search engines and link previews.
    pub description: Option<String>,
    /// The language as a BCP 47 tag.
    pub lang: Option<String>,
    /// Which theme.
    pub theme: Option<ThemeChoice>,
    /// Width and height of a slide in CSS pixels.
    pub size: Option<(u32, u32)>,
    /// The line at the top of every slide, filled in.
    pub header: Option<Line>,
    /// The line at the foot of every slide, filled in.
    pub footer: Option<Line>,
    /// Whether content slides have the outline, and where that stands.
    pub outline: Option<(bool, Span)>,
    /// The logo of every slide.
    pub logo: Option<Logo>,
    /// Whether list items are steps.
    pub steps: Option<StepLists>,
    /// The transition between slides, by reveal's names.
    pub transition: Option<String>,
    /// Whether slides are templates over `data`.
    pub template: Option<bool>,
    /// How long the talk takes, in seconds.
    pub time: Option<u32>,
    /// TeX macros for every formula: name and replacement, in order.
    pub macros: Vec<(String, String)>,
    /// Values for templates, the metadata among them; what `data:` names as the metadata does comes first.
    pub data: Arc<serde_json::Map<String, serde_json::Value>>,
    /// The works that may be cited, and how.
    pub bibliography: Bibliography,
    /// What is let through that is otherwise taken out.
    pub allow: Allow,
    /// The runtime's configuration, by reveal's names, each with the place of its name.
    pub reveal: BTreeMap<String, (serde_json::Value, Span)>,
    /// Where the HTML goes, relative to the working directory.
    pub output: Option<String>,
    /// Split slides at headings up to this level too.
    pub slide_level: Option<u8>,
    /// What holds for every slide that does not say otherwise.
    pub defaults: SlideSettings,
}

/// The theme of a deck that names none.
pub const STANDARD_THEME: &str = "paper";

/// Which theme, and which of its options are set.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeChoice {
    /// A name or a path.
    pub name: String,
    /// Where the name stands in the deck's settings.
    pub span: Span,
    /// Options by name, with the place of each.
    pub options: Vec<(String, String, Span)>,
}

/// Which works may be cited, and how they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bibliography {
    /// The files that describe the works, as paths from the deck's own file, with the place of each.
    pub files: Vec<(String, Span)>,
    /// How works are shown.
    pub style: CitationStyle,
    /// The keys of works that stand among the references although nothing cites them; `*` for all.
    pub nocite: Vec<(String, Span)>,
}

/// How works are cited and in which order they are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CitationStyle {
    /// By author and year: `(Xu et al., 2018)`.
    #[default]
    AuthorDate,
    /// By a number, in the order of citation: `[1]`.
    Numeric,
    /// By letters of the authors' names and the year: `[XZH18]`.
    Alphabetic,
}

/// What `allow:` lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Scripts and inline handlers in raw HTML.
    pub scripts: bool,
    /// Remote media and frames.
    pub network: bool,
}

/// Which list items are steps without further words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepLists {
    /// None.
    None,
    /// Those of all lists at all levels.
    Lists,
}

/// Whether a slide is shown and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Shown and counted, whatever holds for the others.
    Counted,
    /// In the file, but in no view, print or count.
    Hidden,
    /// Shown, but not counted.
    Uncounted,
}

/// What is painted behind a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Background {
    /// A CSS colour.
    pub color: Option<String>,
    /// A CSS gradient.
    pub gradient: Option<String>,
    /// The path of a picture.
    pub image: Option<String>,
    /// The CSS size of the picture.
    pub size: Option<String>,
    /// The CSS position of the picture.
    pub position: Option<String>,
    /// The CSS repetition of the picture.
    pub repeat: Option<String>,
    /// From 0 to 1.
    pub opacity: Option<String>,
    /// The path of a film; several with commas between them.
    pub video: Option<String>,
    /// Whether the film begins again at its end.
    pub loops: bool,
    /// Whether the film is shown without its sound.
    pub muted: bool,
    /// The address of a page.
    pub iframe: Option<String>,
    /// Whether the page can be used.
    pub interactive: bool,
    /// Where the author wrote it.
    pub span: Span,
    /// In whose text.
    pub owner: Owner,
}

impl Background {
    /// What a single text means: a gradient, the path of a picture or a film, else a colour.
    pub fn from_text(text: String, span: Span) -> Background {
        let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let mut background = Background { span, ..Background::default() };
        if text.contains("gradient(") {
            background.gradient = Some(text);
        } else if text.starts_with("data:")
            || matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
        {
            background.image = Some(text);
        } else if super::elements::is_film(&text) {
            background.video = Some(text);
        } else {
            background.color = Some(text);
        }
        background
    }
}

/// A line at the head or the foot of slides, filled in but for what the whole deck decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// On a slide of a section.
    pub in_section: String,
    /// On a slide of none.
    pub outside: String,
}

impl Line {
    /// Stands for the section's title. Like the others a character that HTML cannot hold.
    pub const SECTION: char = '\u{e}';
    /// Stands for the slide's number.
    pub const NUMBER: char = '\u{f}';
    /// Stands for the number of slides.
    pub const TOTAL: char = '\u{10}';

    /// The line on a slide of that number, and of that section if it is in one.
    pub fn filled(&self, section: Option<&str>, number: usize, total: usize) -> String {
        let line = if section.is_some() { &self.in_section } else { &self.outside };
        let mut filled = String::with_capacity(line.len());
        for character in line.chars() {
            match character {
                Line::SECTION => filled.push_str(section.unwrap_or_default()),
                Line::NUMBER => filled.push_str(&number.to_string()),
                Line::TOTAL => filled.push_str(&total.to_string()),
                _ => filled.push(character),
            }
        }
        filled.trim().to_owned()
    }
}

/// A picture in a corner of slides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its path; empty for no logo.
    pub src: String,
    /// What those read who do not see it.
    pub alt: Option<String>,
    /// How high it is, in CSS pixels.
    pub height: u32,
    /// Where it leads, and where that stands.
    pub link: Option<(String, Span)>,
    /// Where it is.
    pub corner: Corner,
    /// Where the author wrote it.
    pub span: Span,
    /// In whose text.
    pub owner: Owner,
}

/// A corner of a slide. In decks that are read from the right, left and right change sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Corner {
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

/// CSS that stands in settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleText {
    /// The CSS.
    pub css: String,
    /// How it leads back to the source.
    pub map: TextMap,
    /// In whose text it stands.
    pub owner: Owner,
}

/// What the author says about the slides of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionSettings {
    /// What holds for each that does not say otherwise.
    pub settings: SlideSettings,
    /// Where the key stands.
    pub span: Span,
}

/// What the author says about one slide, slots aside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlideSettings {
    /// The layout's name and where it stands.
    pub layout: Option<(String, Span)>,
    /// The slide's id and where it stands.
    pub id: Option<(String, Span)>,
    /// Classes of the slide.
    pub classes: Vec<String>,
    /// What is painted behind it.
    pub background: Option<Background>,
    /// Its own style.
    pub style: Option<StyleText>,
    /// Its transition, by reveal's names.
    pub transition: Option<String>,
    /// Whether it is shown and counted.
    pub visibility: Option<Visibility>,
    /// The audiences that it is for, and no others.
    pub only: Option<Vec<String>>,
    /// The audiences that it is not for.
    pub except: Option<Vec<String>>,
    /// Whether it is not ready to be built.
    pub draft: Option<bool>,
    /// What holds for the slides of the section that begins with it.
    pub section: Option<Box<SectionSettings>>,
    /// Where it says that the appendix begins with it, if it does.
    pub appendix: Option<Span>,
    /// Whether list items are steps.
    pub steps: Option<StepLists>,
    /// The line at its top, filled in; empty for none.
    pub header: Option<Line>,
    /// The line at its foot, filled in; empty for none.
    pub footer: Option<Line>,
    /// Whether it has the outline, and where that stands.
    pub outline: Option<(bool, Span)>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Whether the slide's text is a template over `data`.
    pub template: Option<bool>,
    /// How long it takes, in seconds.
    pub time: Option<u32>,
    /// reveal's `data-state`.
    pub state: Option<String>,
    /// reveal's `data-autoslide`, in milliseconds.
    pub autoslide: Option<u32>,
    /// reveal's `data-auto-animate`.
    pub auto_animate: Option<bool>,
    /// How many references stand on it at most.
    pub per_slide: Option<u32>,
    /// Further attributes of the slide's element: `data-…`, from reveal's `<!-- .slide: … -->`.
    pub attributes: super::Attributes,
}

/// The names of audiences in a text, with commas or blanks between them.
pub fn audiences(text: &str) -> Vec<String> {
    text.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl SlideSettings {
    /// The same, written in the text of `owner`.
    pub fn of(mut self, owner: Owner) -> SlideSettings {
        if let Some(background) = &mut self.background {
            background.owner = owner;
        }
        if let Some(style) = &mut self.style {
            style.owner = owner;
        }
        if let Some(logo) = &mut self.logo {
            logo.owner = owner;
        }
        self
    }

    /// These settings where they say something, `under` where they do not. Places in `under` count from elsewhere: what
    /// comes from there and does not know whose it is points to the slide's start.
    pub fn over(&self, under: &SlideSettings) -> SlideSettings {
        let placeless = |setting: &Option<(String, Span)>| setting.clone().map(|(text, _)| (text, Span::default()));
        let mut attributes = under.attributes.clone();
        attributes.merge(self.attributes.clone());
        SlideSettings {
            layout: self.layout.clone().or_else(|| placeless(&under.layout)),
            id: self.id.clone().or_else(|| placeless(&under.id)),
            classes: if self.classes.is_empty() { under.classes.clone() } else { self.classes.clone() },
            background: self.background.clone().or_else(|| under.background.clone()),
            style: self.style.clone().or_else(|| under.style.clone()),
            transition: self.transition.clone().or_else(|| under.transition.clone()),
            visibility: self.visibility.or(under.visibility),
            only: self.only.clone().or_else(|| under.only.clone()),
            except: self.except.clone().or_else(|| under.except.clone()),
            draft: self.draft.or(under.draft),
            section: self.section.clone(),
            appendix: self.appendix,
            steps: self.steps.or(under.steps),
            header: self.header.clone().or_else(|| under.header.clone()),
            footer: self.footer.clone().or_else(|| under.footer.clone()),
            outline: self.outline.or(under.outline),
            logo: self.logo.clone().or_else(|| under.logo.clone()),
            template: self.template.or(under.template),
            time: self.time.or(under.time),
            state: self.state.clone().or_else(|| under.state.clone()),
            autoslide: self.autoslide.or(under.autoslide),
            auto_animate: self.auto_animate.or(under.auto_animate),
            per_slide: self.per_slide.or(under.per_slide),
            attributes,
        }
    }
}

impl DeckSettings {
    /// What templates may say about the deck: its title, authors and so on, as plain text.
    pub fn metadata(&self) -> serde_json::Map<String, serde_json::Value> {
        let texts = [
            ("title", self.title.clone()),
            ("subtitle", self.subtitle.clone()),
            ("author", (!self.author.is_empty()).then(|| self.author.join(", "))),
            ("date", self.date.clone()),
            ("description", self.description.clone()),
            ("lang", self.lang.clone()),
        ];
        texts.into_iter().map(|(name, text)| (name.to_owned(), text.unwrap_or_default().into())).collect()
    }

    /// Width and height of a slide in CSS pixels; 1280 by 720 unless said otherwise.
    pub fn slide_size(&self) -> (u32, u32) {
        self.size.unwrap_or((1280, 720))
    }
}
