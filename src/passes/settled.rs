//! What holds for a slide: what it says itself, else what its section says, else the deck's defaults.
//!
//! The slide that begins a section is one of its slides. Where a section begins is known from slide to slide, as layouts
//! are chosen by content and slides are left out; so each slide is finished with what the one before it stands in.

use std::sync::Arc;

use super::{Context, Draft, audience, backgrounds, layouts, sections};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{SlideSettings, Visibility};
use crate::sources::{Origin, Owner, SourcePath, hash};

/// What the slides of a section inherit from its first.
#[derive(Clone, Debug)]
pub struct Inherited {
    /// What holds for them.
    pub settings: Arc<SlideSettings>,
    /// The file of the slide that says so.
    pub file: SourcePath,
    /// Where that slide begins.
    pub origin: Origin,
    /// A hash of what a slide can see of it.
    pub hash: u64,
}

impl Inherited {
    /// What a slide of that file says for its section.
    pub fn new(settings: Arc<SlideSettings>, file: &SourcePath, origin: Origin) -> Inherited {
        let hash = hash::of(&(format!("{settings:?}"), file.as_str()));
        Inherited { settings, file: file.clone(), origin, hash }
    }
}

/// Settles what holds for the slide, and whether a section begins with it.
pub fn settle(draft: &mut Draft, context: &mut Context<'_>) {
    backgrounds::translate(&mut draft.slide.settings);
    let own = &draft.slide.settings;
    let (inherited, defaults) = (context.inherited, &context.deck.defaults);
    let (owner, wanted) = match (&own.layout, &inherited.settings.layout) {
        (Some(own), _) => (Owner::Slide, Some(own)),
        (None, Some(inherited)) => (Owner::Section, Some(inherited)),
        (None, None) => (Owner::Deck, defaults.layout.as_ref()),
    };
    let layout = context.within(owner, |context| layouts::choose(wanted, &draft.slide, context));
    let is_place = layout == sections::LAYOUT || own.appendix.is_some();
    let counts = own.visibility != Some(Visibility::Hidden) && audience::left_out(own, context).is_none();
    if let Some(section) = &own.section
        && let Some(found) = without_section(own, is_place)
    {
        context.diagnostics.add(Diagnostic { span: section.span, ..found });
    }
    let begins = (is_place && counts).then(|| {
        context.section_file = context.file.clone();
        Arc::new(own.section.as_ref().map(|section| section.settings.clone()).unwrap_or_default())
    });
    let section = begins.as_ref().unwrap_or(&inherited.settings);
    draft.finished.settings = own.over(section).over(defaults);
    draft.finished.layout = layout;
    draft.finished.begins = begins;
}

/// What to say of `section:` on a slide that begins none.
fn without_section(own: &SlideSettings, is_place: bool) -> Option<Diagnostic> {
    let found = |is_error, message: &str| {
        let severity = if is_error { Diagnostic::error } else { Diagnostic::warning };
        severity(Code::WrongPlace, Default::default(), message)
    };
    if !is_place {
        let found = found(true, "`section:` says what holds for a section, and this slide begins none");
        return Some(found.help("write it on the slide with `layout: section`; for this slide alone write its keys"));
    }
    (own.visibility == Some(Visibility::Hidden)).then(|| {
        let found = found(false, "this slide is hidden, so no section begins with it: `section:` holds for nothing");
        found.help("show the slide, or move `section:` to the one that begins the section")
    })
}
