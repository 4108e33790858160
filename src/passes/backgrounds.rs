//! What lies behind a slide: reveal's `data-background-…` become the setting, and the files are read.

use super::{Context, Draft, images};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Background, SlideSettings, Value};
use crate::sources::Span;

/// Reads the background of a slide.
pub fn read(draft: &mut Draft, context: &mut Context<'_>) {
    let Some(background) = draft.finished.settings.background.clone() else { return };
    context.within(background.owner, |context| {
        picture(&background, draft, context);
        video(&background, draft, context);
        frame(&background, context);
    });
}

/// Takes what the setting `background` can say as well out of the attributes of the slide's element: it is that setting
/// in another spelling, and stands in place of the deck's like it.
pub fn translate(settings: &mut SlideSettings) {
    let attributes = &mut settings.attributes;
    let mut background = settings.background.take();
    let mut take = |name: &str| -> Option<(String, Span)> {
        let Attribute { value, span, .. } = attributes.take(name)?;
        let Value::Text(text) = value else { return None };
        Some((text.trim().to_owned(), span.or(attributes.span).unwrap_or_default()))
    };
    if let Some((text, span)) = take("data-background") {
        let meant = Background::from_text(text, span);
        let under = background.get_or_insert_default();
        under.span = span;
        under.gradient = meant.gradient.or(under.gradient.take());
        under.image = meant.image.or(under.image.take());
        under.video = meant.video.or(under.video.take());
        under.color = meant.color.or(under.color.take());
    }
    type Field = fn(&mut Background) -> &mut Option<String>;
    let fields: [(&str, Field); 9] = [
        ("data-background-color", |background| &mut background.color),
        ("data-background-gradient", |background| &mut background.gradient),
        ("data-background-size", |background| &mut background.size),
        ("data-background-position", |background| &mut background.position),
        ("data-background-repeat", |background| &mut background.repeat),
        ("data-background-opacity", |background| &mut background.opacity),
        ("data-background-video", |background| &mut background.video),
        ("data-background-iframe", |background| &mut background.iframe),
        // Last: its place is that of the whole.
        ("data-background-image", |background| &mut background.image),
    ];
    for (name, field) in fields {
        if let Some((text, span)) = take(name) {
            let background = background.get_or_insert_default();
            *field(background) = Some(text);
            background.span = span;
        }
    }
    settings.background = background;
}

fn picture(background: &Background, draft: &mut Draft, context: &mut Context<'_>) {
    let (Some(src), span) = (&background.image, background.span) else { return };
    // reveal allows the function of CSS around it.
    let bare = src.strip_prefix("url(").and_then(|src| src.strip_suffix(')')).unwrap_or(src);
    let bare = bare.trim_matches(|character| matches!(character, '"' | '\'' | ' '));
    if let Some((asset, _)) = images::load(bare, span, context) {
        draft.finished.background = Some(draft.finished.assets.add(asset));
    }
}

/// A film is one file, or several of which a browser takes the first that it can show: the first is embedded.
fn video(background: &Background, draft: &mut Draft, context: &mut Context<'_>) {
    let (Some(written), span) = (&background.video, background.span) else { return };
    // The address of a film that is written out has a comma of its own.
    let first = if written.starts_with("data:") { Some(written.as_str()) } else { written.split(',').next() };
    let Some(src) = first.map(str::trim) else { return };
    let Some((asset, _)) = images::load(src, span, context) else { return };
    if !asset.media_type.starts_with("video/") {
        let found = Diagnostic::error(Code::BadImage, span, format!("`{src}` is no film"));
        context.diagnostics.add(found.help("films are MP4, WebM or Ogg files; for a picture write `image:`"));
        return;
    }
    draft.finished.film = Some(draft.finished.assets.add(asset));
}

/// A page behind the slide comes from the network, or not at all.
fn frame(background: &Background, context: &mut Context<'_>) {
    let (Some(src), span) = (&background.iframe, background.span) else { return };
    let found = if !images::is_remote(src) {
        let message = "a page of a file behind a slide: the deck is one file and cannot hold it";
        Diagnostic::error(Code::NotAllowed, span, message).help("show a picture of it: `data-background-image`")
    } else if context.deck.allow.network {
        return;
    } else {
        let message = "a remote page behind the slide: the deck would need the network";
        let help = "if it is meant, write `allow: [network]` in the deck's settings";
        Diagnostic::error(Code::NotAllowed, span, message).help(help)
    };
    context.diagnostics.add(found);
}
