//! The style of one slide: scoped to it by a class, with the files that it names.

use std::collections::BTreeMap;

use super::{Context, DeckContext, Draft, FinishedDeck};
use crate::css;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Assets, StyleText};
use crate::sources::{Origins, Owner, Span, hash};
use crate::theme::Linked;

/// The style of a slide.
#[derive(Clone, Debug)]
pub struct SlideStyle {
    /// The class that scopes it; slides with the same style have the same.
    pub class: String,
    /// The rules.
    pub css: String,
    /// What it names for the whole page, such as `@keyframes pulse`, with a hash of what that is.
    names: Vec<(String, u64)>,
    /// Where the author wrote it.
    span: Span,
    /// In whose text.
    owner: Owner,
}

/// Scopes the slide's own style.
pub fn scope(draft: &mut Draft, context: &mut Context<'_>) {
    let Some(style) = draft.finished.settings.style.clone() else { return };
    let assets = &mut draft.finished.assets;
    draft.finished.style = context.within(style.owner, |context| scoped(&style, assets, context));
}

fn scoped(style: &StyleText, assets: &mut Assets, context: &mut Context<'_>) -> Option<SlideStyle> {
    let (_, found) = css::slide_style(&style.css);
    let (sources, beside) = (context.sources, context.file.clone());
    let mut read = |path: &_| context.read(path);
    let (css, missing) = Linked { beside: &beside, sources, assets, read: &mut read }.css(&style.css);
    let found: Vec<Diagnostic> = found.into_iter().chain(missing.into_list()).collect();
    let is_broken = found.iter().any(|found| found.severity == Severity::Error);
    for found in found {
        context.diagnostics.add(Diagnostic { span: style.map.span(found.span.range()), ..found });
    }
    // What is whole stays so with other addresses in it.
    let (parts, _) = css::slide_style(&css);
    if is_broken || parts.is_empty() {
        return None;
    }
    let (mut inside, mut beside, mut names) = (String::new(), String::new(), Vec::new());
    for part in parts {
        let text = css[part.range].trim_end();
        let end = if text.ends_with(['}', ';']) { "\n" } else { ";\n" };
        if part.names.is_some() { &mut beside } else { &mut inside }.extend([text, end]);
        // A family has several faces, each with a rule of its own.
        names.extend(part.names.filter(|name| name.contains(' ')).map(|name| (name, hash::of(&text))));
    }
    let class = format!("style-{:016x}", hash::of(&(&inside, &beside)));
    // Under two classes it is stronger than the theme's rules and the usual ones of `style.css`.
    let css = format!(".reveal .{class} {{\n{inside}}}\n{beside}");
    Some(SlideStyle { class, css, names, span: style.map.span(0..style.css.trim_end().len()), owner: style.owner })
}

/// Says of names that hold for the whole page which slides do not mean the same by them.
pub fn agree(deck: &mut FinishedDeck, context: &mut DeckContext) {
    let mut known: BTreeMap<&str, u64> = BTreeMap::new();
    for placed in &deck.slides {
        let Some(style) = &placed.slide.style else { continue };
        for (name, meaning) in &style.names {
            if *known.entry(name).or_insert(*meaning) == *meaning {
                continue;
            }
            let message =
                format!("`{name}` is something else in the style of an earlier slide, and one holds for both");
            let help = "names of keyframes and properties are those of the whole deck: choose another";
            let mut found = Diagnostics::default();
            found.add(Diagnostic::warning(Code::BadStyle, style.span, message).help(help));
            let origins = Origins { section: placed.section_origin, ..placed.origin.into() };
            context.reported.extend(found.of(style.owner).reported(origins));
        }
    }
}
