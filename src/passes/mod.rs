//! What is made of what authors wrote: one slide feature per file.
//!
//! In: a [`Slide`] and the theme. Out: a [`FinishedSlide`], and from all of them the [`FinishedDeck`]. The features stand
//! in two ordered lists. Those of `EACH_SLIDE` see one slide and may be remembered; those of `WHOLE_DECK` are cheap,
//! always run, and are the only ones that may look at another slide. No feature writes HTML text.

mod absolute;
mod agenda;
mod appendix;
mod audience;
mod backgrounds;
mod blocks;
mod callouts;
mod citations;
mod code;
mod columns;
mod drawings;
mod edges;
mod example;
mod figures;
mod footnotes;
mod headings;
mod ids;
mod images;
mod keyboard;
mod labels;
mod layouts;
mod links;
mod logo;
pub mod math;
mod order;
mod outline;
mod qr;
mod sections;
mod settled;
mod shown;
mod slots;
mod space;
mod steps;
mod styles;
mod tables;
mod tabs;
mod unclaimed;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Reported};
use crate::model::{AssetKey, Assets, DeckSettings, Node, Position, Slide, SlideSettings, Visibility};
use crate::sources::{Origin, Owner, ReadError, Source, SourcePath, Sources, Span, hash};
use crate::theme::{SlotKind, Theme};

use citations::{Citation, Library};
pub use sections::Section;
pub use settled::Inherited;
pub use styles::SlideStyle;

/// The features of a slide, in the order in which they work.
const EACH_SLIDE: &[fn(&mut Draft, &mut Context<'_>)] = &[
    // First: what is not for the deck's audience leaves no trace.
    audience::choose,
    // Then: what is said of a step goes out of the text, and pauses go onto what follows them, whatever slot that is in.
    steps::gather,
    steps::carry,
    // Then: what holds for the slide, with which layout (`layouts`), and whether it is in the deck at all.
    settled::settle,
    audience::leave_out,
    outline::ask,
    // Then: what stands in which slot of the layout. The others work within slots.
    slots::fill,
    agenda::leave_room,
    // Containers and blocks to plainer ones.
    example::show,
    steps::spread,
    callouts::box_up,
    columns::arrange,
    space::leave,
    tables::measure,
    tabs::lay,
    unclaimed::boxes,
    // Captions have footnotes and formulas.
    figures::frame,
    absolute::place,
    footnotes::number,
    citations::keep_titles,
    keyboard::press,
    qr::draw,
    code::highlight,
    math::set,
    // Pictures become elements after figures have seen which of them stand alone.
    images::embed,
    labels::gather,
    backgrounds::read,
    styles::scope,
    logo::draw,
    headings::level,
    // Last but one: everything that can be a step is an element by now.
    steps::order,
    // Last: what nobody claimed is reported, and the slide's ids and links are gathered.
    unclaimed::report,
    links::gather,
    // What stands around the keys of works has been seen by all the others.
    citations::gather,
];

/// The features of a deck, in the order in which they work.
const WHOLE_DECK: &[fn(&mut FinishedDeck, &mut DeckContext)] = &[
    shown::any,
    // References may take several slides, each with an id of its own.
    citations::set,
    labels::count,
    ids::give,
    appendix::begin,
    sections::find,
    agenda::list,
    outline::draw,
    edges::set,
    links::check,
    styles::agree,
    images::share,
    headings::complete,
];

/// What the passes keep from one slide, and one build, to the next: grammars and tables that cost time to load.
#[derive(Default)]
pub struct Tools {
    highlighter: code::Highlighter,
    katex: math::Katex,
    bibliographies: citations::Shelf,
}

pub use audience::{Audience, LeftOut};

/// What a feature of a slide may use.
pub struct Context<'a> {
    /// Where files come from.
    sources: &'a Sources,
    /// The theme.
    theme: &'a Theme,
    /// The deck's settings.
    deck: &'a DeckSettings,
    /// For whom it is built.
    audience: &'a Audience,
    /// The file that is worked in: the slide's, unless something inherited is read.
    file: SourcePath,
    /// What the section of the slide before says.
    inherited: &'a Inherited,
    /// The file of the slide that begins the section.
    section_file: SourcePath,
    /// The deck's own file.
    deck_file: &'a SourcePath,
    tools: &'a Tools,
    /// Where findings go.
    diagnostics: Diagnostics,
    /// Every file and folder the slide asked for, and the hash of what was in it.
    asked: Vec<Asked>,
}

/// Something that a slide was made from besides its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A file, with the hash of its content; none where it could not be had.
    File(SourcePath, Option<u64>),
    /// A folder, with the hash of the names in it.
    Folder(SourcePath, u64),
}

impl Asked {
    /// Whether it is as it was; asking again also keeps it followed.
    pub fn still_holds(&self, sources: &Sources) -> bool {
        match self {
            Asked::File(path, then) => sources.read(path).ok().map(|source| source.hash()) == *then,
            Asked::Folder(path, then) => hash::of(&sources.list(path)) == *then,
        }
    }
}

impl Context<'_> {
    fn read(&mut self, path: &SourcePath) -> Result<Arc<Source>, ReadError> {
        let answer = self.sources.read(path);
        self.asked.push(Asked::File(path.clone(), answer.as_ref().ok().map(|source| source.hash())));
        answer
    }

    fn list(&mut self, folder: &SourcePath) -> Vec<String> {
        let names = self.sources.list(folder);
        self.asked.push(Asked::Folder(folder.clone(), hash::of(&names)));
        names
    }

    /// Works in the text of `owner`: files lie beside it, and what is found stands in it.
    fn within<T>(&mut self, owner: Owner, work: impl FnOnce(&mut Self) -> T) -> T {
        let file = match owner {
            Owner::Slide => return work(self),
            Owner::Section => &self.section_file,
            Owner::Deck => self.deck_file,
        };
        let file = std::mem::replace(&mut self.file, file.clone());
        let before = std::mem::take(&mut self.diagnostics);
        let done = work(self);
        self.file = file;
        let found = std::mem::replace(&mut self.diagnostics, before);
        self.diagnostics.append(found.of(owner));
        done
    }
}

/// What a feature of a deck may use.
#[derive(Default)]
struct DeckContext {
    reported: Vec<Reported>,
    /// What the deck may cite, if it has a bibliography.
    library: Option<Library>,
    /// Whether no slide is left out.
    is_whole: bool,
}

/// A slide in the making; only passes see it.
#[derive(Debug, Default)]
pub struct Draft {
    slide: Slide,
    finished: FinishedSlide,
}

/// A slide that every feature of a slide has seen.
#[derive(Clone, Debug, Default)]
pub struct FinishedSlide {
    /// Why it is not in the deck; then it has nothing else.
    pub left_out: Option<LeftOut>,
    /// How many blocks and spans of it are for others.
    pub blocks_left_out: usize,
    /// Every audience that it names.
    pub audiences: BTreeSet<String>,
    /// What holds for it, the deck's defaults included.
    pub settings: SlideSettings,
    /// Its layout.
    pub layout: String,
    /// What stands in the slots, in the layout's order.
    pub slots: Vec<FilledSlot>,
    /// What the speaker reads.
    pub notes: Vec<Node>,
    /// What the speaker reads at a step: an `aside` for each such part.
    pub step_notes: Vec<Node>,
    /// What stands at the foot.
    pub footnotes: Vec<Node>,
    /// The picture behind it.
    pub background: Option<AssetKey>,
    /// The film behind it.
    pub film: Option<AssetKey>,
    /// The files it needs.
    pub assets: Assets,
    /// Every picture, as often as it is shown.
    pub pictures: Vec<AssetKey>,
    /// The faces of its formulas and the characters in them.
    pub faces: BTreeMap<math::Face, BTreeSet<char>>,
    /// What holds for the slides of the section that begins with it, if one does.
    pub begins: Option<Arc<SlideSettings>>,
    /// Whether its list is that of the deck's sections.
    is_automatic_agenda: bool,
    /// Its own style.
    pub style: Option<SlideStyle>,
    /// Its logo.
    pub logo: Option<logo::DrawnLogo>,
    /// The slide or block that the logo leads to.
    logo_link: Option<(String, Span, Owner)>,
    /// The stylesheets of the features it uses, by name.
    pub styles: BTreeMap<&'static str, &'static str>,
    /// The id that its first heading asks for: written by the author, or made from the text.
    heading_id: Option<HeadingId>,
    /// Ids that the author wrote on blocks.
    ids: Vec<(String, Span)>,
    /// Names of `<a name>`, to which links may lead as well.
    anchors: Vec<String>,
    /// Links to places in the deck.
    links: Vec<(String, Span)>,
    /// How often a heading of level 1 stands on it.
    has_h1: bool,
    /// The works that it cites.
    citations: Vec<Citation>,
    /// The labels on it, in order.
    labels: Vec<String>,
    /// Whether it names labels.
    has_mentions: bool,
}

/// The id that a slide's first heading asks for.
#[derive(Clone, Debug)]
enum HeadingId {
    Written(String, Span),
    Slug(String),
}

/// A slot with what stands in it.
#[derive(Clone, Debug)]
pub struct FilledSlot {
    /// Its name.
    pub name: String,
    /// Of which kind it is.
    pub kind: SlotKind,
    /// What stands in it.
    pub nodes: Vec<Node>,
}

/// A finished slide and its place in the deck.
#[derive(Clone, Debug)]
pub struct PlacedSlide {
    /// The slide.
    pub slide: Arc<FinishedSlide>,
    /// How it follows the one before it.
    pub position: Position,
    /// Its id, unique in the deck; `None` if it has no heading.
    pub id: Option<String>,
    /// Where its spans count from.
    pub origin: Origin,
    /// Where what its section says counts from.
    pub section_origin: Origin,
    /// The section that it stands in, as its number in the deck's.
    pub section: Option<usize>,
    /// Whether it is one of the appendix.
    pub is_in_appendix: bool,
    /// How many slides are counted up to it.
    number: usize,
    /// The sections, as they stand at its top.
    outline: Option<Node>,
    /// What stands at its top.
    pub top: Option<Node>,
    /// What stands at its foot.
    pub foot: Option<Node>,
}

impl PlacedSlide {
    /// A slide whose place is known, and nothing else yet.
    pub fn new(slide: Arc<FinishedSlide>, position: Position, origin: Origin, section_origin: Origin) -> PlacedSlide {
        PlacedSlide {
            slide,
            position,
            id: None,
            origin,
            section_origin,
            section: None,
            is_in_appendix: false,
            number: 0,
            outline: None,
            top: None,
            foot: None,
        }
    }

    /// Whether it is in some view.
    fn is_shown(&self) -> bool {
        self.slide.settings.visibility != Some(Visibility::Hidden)
    }
}

/// A deck that every feature has seen.
#[derive(Clone, Debug, Default)]
pub struct FinishedDeck {
    /// What holds for the whole deck.
    pub settings: DeckSettings,
    /// Where the settings' spans count from.
    pub origin: Option<Origin>,
    /// The slides in order.
    pub slides: Vec<PlacedSlide>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The stylesheets of features of the whole deck, by name.
    pub styles: BTreeMap<&'static str, &'static str>,
    /// All files that they need.
    pub assets: Assets,
    /// The pictures that are shown more than once.
    pub shared: BTreeSet<AssetKey>,
    /// Whether the page needs a heading of level 1 beside those of its slides.
    pub needs_h1: bool,
}

/// What became of one slide: the slide, the findings, and all that it asked for.
pub struct Outcome {
    /// The slide.
    pub slide: FinishedSlide,
    /// What was found.
    pub diagnostics: Diagnostics,
    /// Every file and folder asked for.
    pub asked: Vec<Asked>,
}

/// What a slide is part of.
pub struct Surroundings<'a> {
    /// Where files come from.
    pub sources: &'a Sources,
    /// The theme.
    pub theme: &'a Theme,
    /// The deck's settings.
    pub deck: &'a DeckSettings,
    /// The deck's own file.
    pub deck_file: &'a SourcePath,
    /// What the section of the slide before says.
    pub inherited: &'a Inherited,
    /// For whom the deck is built.
    pub audience: &'a Audience,
}

/// Finishes one slide of the file at `file`.
pub fn finish_slide(
    slide: Slide,
    diagnostics: Diagnostics,
    file: &SourcePath,
    around: &Surroundings<'_>,
    tools: &Tools,
) -> Outcome {
    let Surroundings { sources, theme, deck, deck_file, inherited, audience } = *around;
    let section_file = inherited.file.clone();
    let (file, asked) = (file.clone(), Vec::new());
    let mut context =
        Context { sources, theme, deck, audience, file, deck_file, inherited, section_file, tools, diagnostics, asked };
    let mut draft = Draft { slide, ..Draft::default() };
    for pass in EACH_SLIDE {
        pass(&mut draft, &mut context);
        if draft.finished.left_out.is_some() {
            // Nobody sees its mistakes either: a draft has some.
            let Draft { finished: FinishedSlide { left_out, audiences, begins, settings, .. }, .. } = draft;
            let appendix = settings.appendix;
            // Where the appendix begins, it begins also without its first slide.
            let settings = SlideSettings { appendix, ..SlideSettings::default() };
            let slide = FinishedSlide { left_out, audiences, begins, settings, ..FinishedSlide::default() };
            return Outcome { slide, diagnostics: Diagnostics::default(), asked: Vec::new() };
        }
    }
    Outcome { slide: draft.finished, diagnostics: context.diagnostics, asked: context.asked }
}

/// Finishes the deck; `is_whole` if no slide is left out of it.
pub fn finish_deck(
    settings: DeckSettings,
    deck_file: &SourcePath,
    origin: Origin,
    slides: Vec<PlacedSlide>,
    is_whole: bool,
    sources: &Sources,
    tools: &Tools,
) -> (FinishedDeck, Vec<Reported>) {
    let mut context = DeckContext { is_whole, ..DeckContext::default() };
    if !settings.bibliography.files.is_empty() {
        let (library, found) = Library::read(&settings.bibliography, sources, deck_file, origin, &tools.bibliographies);
        context = DeckContext { reported: found, library: Some(library), ..context };
    }
    let mut deck = FinishedDeck { settings, origin: Some(origin), slides, ..FinishedDeck::default() };
    for pass in WHOLE_DECK {
        pass(&mut deck, &mut context);
    }
    (deck, context.reported)
}

impl Draft {
    /// Every list of nodes of the slide: its slots, its footnotes, its notes and those of its steps.
    fn each_list(&mut self) -> impl Iterator<Item = &mut Vec<Node>> {
        let FinishedSlide { slots, notes, step_notes, footnotes, .. } = &mut self.finished;
        slots.iter_mut().map(|slot| &mut slot.nodes).chain([footnotes, notes, step_notes])
    }
}

/// The containers that a feature claims, for suggestions.
fn container_names() -> impl Iterator<Item = &'static str> + Clone {
    [
        columns::CONTAINERS,
        callouts::CONTAINERS,
        space::CONTAINERS,
        tabs::CONTAINERS,
        steps::CONTAINERS,
        example::CONTAINERS,
        &["notes"],
    ]
    .into_iter()
    .flatten()
    .copied()
}
