//! Pictures and other media: read, measured, stored once.
//!
//! An `<img>` gets the size of its file, so that nothing moves when it is shown. Raw HTML's `src` and `poster` are read
//! like Markdown's pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::drawings::{self, Parts};
use super::{Context, DeckContext, Draft, FinishedDeck};
use crate::diagnostic::{Code, Diagnostic, leaves_root, unreadable};
use crate::markup::html::{self, Token};
use crate::model::{Asset, AssetKey, Attribute, Attributes, Element, Image, Kind, Node, Value, walk};
use crate::sources::{Source, Span};

/// Media by the ending of their files. Pictures are told apart by what is in them.
const MEDIA: &[(&str, &str)] = &[
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("vtt", "text/vtt"),
];

/// Embeds every picture and every medium of a slide.
pub fn embed(draft: &mut Draft, context: &mut Context<'_>) {
    let mut lists: Vec<Vec<Node>> = draft.each_list().map(std::mem::take).collect();
    let mut embedder = Embedder { draft, context, drawings: 0 };
    for list in &mut lists {
        walk::each_mut(list, &mut |node| embedder.node(node));
    }
    for (list, nodes) in draft.each_list().zip(lists) {
        *list = nodes;
    }
}

/// Tells which pictures of the deck are shown more than once: those are stored in the style.
pub fn share(deck: &mut FinishedDeck, _: &mut DeckContext) {
    let mut shown: BTreeMap<AssetKey, usize> = BTreeMap::new();
    for placed in &deck.slides {
        deck.assets.merge(&placed.slide.assets);
        for key in &placed.slide.pictures {
            *shown.entry(*key).or_default() += 1;
        }
    }
    deck.shared = shown.into_iter().filter(|(_, times)| *times > 1).map(|(key, _)| key).collect();
}

struct Embedder<'e, 'a> {
    draft: &'e mut Draft,
    context: &'e mut Context<'a>,
    /// How many drawings stand in the slide so far.
    drawings: usize,
}

impl Embedder<'_, '_> {
    fn node(&mut self, node: &mut Node) {
        let span = node.span;
        match &mut node.kind {
            Kind::Image(image) => {
                let image = Image {
                    src: std::mem::take(&mut image.src),
                    alt: std::mem::take(&mut image.alt),
                    title: std::mem::take(&mut image.title),
                    attributes: std::mem::take(&mut image.attributes),
                };
                node.kind = Kind::Element(self.image(image, span));
            }
            Kind::Element(element) => self.raw(element, span),
            _ => {}
        }
    }

    fn image(&mut self, image: Image, span: Span) -> Element {
        if let Some(tag) = medium(&image.src) {
            return self.medium(tag, image, span);
        }
        let mut attributes = image.attributes;
        self.previews(&mut attributes, span);
        let written_alt = attributes.take_text("alt");
        if image.alt.trim().is_empty() && written_alt.is_none() {
            let message = "this picture has no alternative text for those who do not see it";
            let help = "write `![what it shows](file)`, in YAML `alt: what it shows`; for mere decoration `alt=\"\"`";
            self.context.diagnostics.add(Diagnostic::warning(Code::MissingAlt, span, message).help(help));
        }
        let parts = Parts::take(&mut attributes);
        let alt = written_alt.unwrap_or(image.alt);
        let loaded = load(&image.src, span, self.context);
        if let Some((asset, Some(size))) = &loaded
            && (drawings::needs_page(asset) || (parts.is_some() && asset.media_type == "image/svg+xml"))
        {
            return self.drawing((asset, *size), &alt, parts, &image.title, attributes, span);
        }
        if let (Some(parts), Some(_)) = (parts, &loaded) {
            parts.refuse(span, self.context);
        }
        let mut element = Element::new("img", Vec::new());
        let picture = loaded.map(|loaded| self.store(loaded));
        let size = picture.as_ref().and_then(|(_, size)| *size);
        element.attributes.put(Attribute { name: "src".into(), value: address(&picture, &image.src), span: None });
        element.attributes.set("alt", alt);
        // That of a figure is its caption by now.
        if !image.title.is_empty() {
            element.attributes.set("title", walk::text(&image.title));
        }
        if let Some((width, height)) = size {
            element.attributes.set("width", width.to_string());
            element.attributes.set("height", height.to_string());
        }
        if let Some(style) = self.style(&mut attributes, span) {
            element.attributes.set("style", style);
        }
        element.attributes.merge(attributes);
        element
    }

    /// A film or a sound that is written as a picture is.
    fn medium(&mut self, tag: &'static str, image: Image, span: Span) -> Element {
        let mut attributes = image.attributes;
        let mut element = Element::new(tag, Vec::new()).with("controls", "");
        element.attributes.put(Attribute { name: "src".into(), value: Value::Text(image.src), span: None });
        element.attributes.set("alt", attributes.take_text("alt").unwrap_or(image.alt));
        if !image.title.is_empty() {
            element.attributes.set("title", walk::text(&image.title));
        }
        if let Some(style) = self.style(&mut attributes, span) {
            element.attributes.set("style", style);
        }
        element.attributes.merge(attributes);
        self.raw(&mut element, span);
        element
    }

    /// A drawing that stands in the slide itself.
    fn drawing(
        &mut self,
        (asset, size): (&Asset, (usize, usize)),
        alt: &str,
        parts: Option<Parts>,
        title: &[Node],
        mut attributes: Attributes,
        span: Span,
    ) -> Element {
        self.drawings += 1;
        self.draft.finished.styles.insert("drawings", drawings::STYLE);
        let drawing = drawings::inline(asset, size, self.drawings, alt, parts, span, self.context);
        let mut element = drawing.unwrap_or_else(|| Element::new("svg", Vec::new()));
        if let Some(style) = self.style(&mut attributes, span) {
            element.attributes.set("style", style);
        }
        // That of a figure is its caption by now; another is shown where the pointer rests.
        if !title.is_empty() {
            element.children.insert(0, Node::element(span, "title", vec![Node::text(span, walk::text(title))]));
        }
        element.attributes.merge(attributes);
        element
    }

    /// The author's `width`, `height` and `fit` as a style, before one that is written.
    fn style(&mut self, attributes: &mut Attributes, span: Span) -> Option<String> {
        let mut rules = Vec::new();
        for name in ["width", "height"] {
            let Some(attribute) = attributes.take(name) else { continue };
            let text = if let Value::Text(text) = &attribute.value { text.clone() } else { String::new() };
            match css_length(&text) {
                Some(length) => rules.push(format!("{name}:{length}")),
                None => {
                    let message = format!("`{text}` is no {name}");
                    let found = Diagnostic::error(Code::WrongType, attribute.span.unwrap_or(span), message);
                    self.context
                        .diagnostics
                        .add(found.help(format!("write for example `{name}=60%` or `{name}=300px`")));
                }
            }
        }
        if rules.len() == 1 {
            let other = if rules[0].starts_with("width") { "height:auto" } else { "width:auto" };
            rules.push(other.to_owned());
        }
        if let Some(attribute) = attributes.take("fit") {
            match &attribute.value {
                Value::Text(fit) if matches!(fit.as_str(), "contain" | "cover" | "fill" | "none" | "scale-down") => {
                    rules.push(format!("object-fit:{fit}"));
                }
                _ => {
                    let text = if let Value::Text(text) = &attribute.value { text } else { "" };
                    let message = format!("`{text}` is no way to fit");
                    let found = Diagnostic::error(Code::WrongType, attribute.span.unwrap_or(span), message);
                    let help = "write `contain`, `cover`, `fill`, `none` or `scale-down`";
                    self.context.diagnostics.add(found.help(help));
                }
            }
        }
        rules.extend(attributes.take_text("style"));
        (!rules.is_empty()).then(|| rules.join(";"))
    }

    /// The larger pictures and films that the lightbox shows; without a path it shows the element's own.
    fn previews(&mut self, attributes: &mut Attributes, span: Span) {
        for attribute in &mut attributes.others {
            let Value::Text(src) = &attribute.value else { continue };
            let is_preview = matches!(attribute.name.as_ref(), "data-preview-image" | "data-preview-video");
            if !is_preview || matches!(src.as_str(), "" | "true") {
                continue;
            }
            if let Some((asset, _)) = load(src, attribute.span.unwrap_or(span), self.context) {
                attribute.value = Value::Asset(self.draft.finished.assets.add(asset));
            }
        }
    }

    /// Raw HTML's media.
    fn raw(&mut self, element: &mut Element, span: Span) {
        self.previews(&mut element.attributes, span);
        if !matches!(element.tag.as_ref(), "img" | "video" | "audio" | "source" | "track" | "input") {
            return;
        }
        let is_picture = element.tag == "img";
        if matches!(element.tag.as_ref(), "video" | "audio") {
            play(&mut element.attributes);
        }
        for name in ["src", "poster"] {
            let Some(index) = element.attributes.others.iter().position(|attribute| attribute.name == name) else {
                continue;
            };
            let attribute = &element.attributes.others[index];
            let Value::Text(src) = &attribute.value else { continue };
            let (src, place) = (src.clone(), attribute.span.unwrap_or(span));
            let picture = self.source(&src, place);
            let size = picture.as_ref().and_then(|(_, size)| *size);
            element.attributes.others[index].value = address(&picture, &src);
            let sized =
                element.attributes.others.iter().any(|attribute| matches!(attribute.name.as_ref(), "width" | "height"));
            if let (true, false, Some((width, height))) = (is_picture, sized, size) {
                element.attributes.set("width", width.to_string());
                element.attributes.set("height", height.to_string());
            }
        }
        if is_picture && !element.attributes.others.iter().any(|attribute| attribute.name == "alt") {
            let message = "this picture has no alternative text for those who do not see it";
            let found = Diagnostic::warning(Code::MissingAlt, span, message);
            self.context.diagnostics.add(found.help("write `alt=\"what it shows\"`"));
            element.attributes.set("alt", "");
        }
        if is_picture && element.attributes.others.iter().any(|attribute| attribute.name == "srcset") {
            let found = Diagnostic::warning(Code::NotAllowed, span, "`srcset` is left out: the deck holds one file");
            self.context.diagnostics.add(found.help("use `src`"));
            element.attributes.take("srcset");
        }
    }

    /// What `src` leads to, stored; nothing for addresses that stay as they are and for what is not there.
    fn source(&mut self, src: &str, span: Span) -> Option<(AssetKey, Option<(usize, usize)>)> {
        let loaded = load(src, span, self.context)?;
        Some(self.store(loaded))
    }

    fn store(&mut self, (asset, size): (Asset, Option<(usize, usize)>)) -> (AssetKey, Option<(usize, usize)>) {
        let key = self.draft.finished.assets.add(asset);
        if size.is_some() {
            self.draft.finished.pictures.push(key);
        }
        (key, size)
    }
}

/// Whether an address is that of a film or a sound, by its ending: the element that plays it.
pub fn medium(src: &str) -> Option<&'static str> {
    let path = src.split(['#', '?']).next().unwrap_or_default();
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let (_, media_type) = MEDIA.iter().find(|(ending, _)| *ending == extension)?;
    match media_type.split_once('/')?.0 {
        "video" => Some("video"),
        "audio" => Some("audio"),
        _ => None,
    }
}

/// A medium starts with its slide and not with the page, is read when it is played, and has a name. One that starts by
/// itself and has no controls shows its first picture in print and without a script.
fn play(attributes: &mut Attributes) {
    for name in ["controls", "autoplay", "loop", "muted", "playsinline"] {
        match attributes.get(name) {
            Some("false") => drop(attributes.take(name)),
            Some("true") => attributes.set(name, ""),
            _ => {}
        }
    }
    if let Some(autoplay) = attributes.take("autoplay") {
        attributes.put(Attribute { name: "data-autoplay".into(), ..autoplay });
    }
    if let Some(label) = attributes.take_text("alt").filter(|label| !label.trim().is_empty()) {
        attributes.set("aria-label", label);
    }
    if attributes.get("preload").is_none() {
        attributes.set("preload", if attributes.get("controls").is_some() { "none" } else { "metadata" });
    }
}

fn address(picture: &Option<(AssetKey, Option<(usize, usize)>)>, src: &str) -> Value {
    picture.map_or_else(|| Value::Text(src.to_owned()), |(key, _)| Value::Asset(key))
}

/// Reads the file behind an address; pictures with their width and height in CSS pixels.
pub fn load(src: &str, span: Span, context: &mut Context<'_>) -> Option<(Asset, Option<(usize, usize)>)> {
    if src.starts_with("data:") {
        return None;
    }
    if src.trim().is_empty() {
        let help = "write the path of its file: `![what it shows](file.svg)`";
        context.diagnostics.add(Diagnostic::error(Code::ImageMissing, span, "this has no path").help(help));
        return None;
    }
    if is_remote(src) {
        if !context.deck.allow.network {
            let message = "a remote file: the deck would need the network";
            let help = "save the file beside the deck; or write `allow: [network]` in the deck's settings";
            context.diagnostics.add(Diagnostic::error(Code::NotAllowed, span, message).help(help));
        }
        return None;
    }
    let (source, written) = match find(src, context) {
        Ok(found) => found,
        Err(diagnostic) => {
            context.diagnostics.add(Diagnostic { span, ..diagnostic });
            return None;
        }
    };
    let extension = source.path.extension();
    if let Some((_, media_type)) = MEDIA.iter().find(|(ending, _)| *ending == extension) {
        return Some((Asset { media_type, source }, None));
    }
    match picture(&source.bytes) {
        Ok((media_type, size)) => Some((Asset { media_type, source }, Some(size))),
        Err(why) => {
            let message = format!("`{written}` is no picture: {why}");
            let help = "pictures are PNG, JPEG, GIF, WebP, AVIF or SVG files";
            context.diagnostics.add(Diagnostic::error(Code::BadImage, span, message).help(help));
            None
        }
    }
}

/// Whether an address leads into the network.
pub fn is_remote(src: &str) -> bool {
    let lower = src.trim().to_ascii_lowercase();
    ["http://", "https://", "//"].iter().any(|scheme| lower.starts_with(scheme))
}

/// The file that `src` means: as it is written, or with its `%20` resolved.
fn find(src: &str, context: &mut Context<'_>) -> Result<(Arc<Source>, String), Diagnostic> {
    let written = src.split(['#', '?']).next().unwrap_or_default();
    let mut last = None;
    for path in [written.to_owned(), percent_decoded(written)] {
        let Ok(below) = context.file.beside(&path) else {
            return Err(leaves_root(&path, context.sources));
        };
        match context.read(&below) {
            Ok(source) => return Ok((source, path)),
            Err(error) => last = Some((below, path, error)),
        }
        if !written.contains('%') {
            break;
        }
    }
    let Some((below, path, error)) = last else {
        return Err(Diagnostic::error(Code::ImageMissing, Span::default(), "the picture has no path"));
    };
    let there = context.list(&below.folder());
    let found = unreadable(&path, &below, &error, &there, context.sources);
    Err(Diagnostic { code: Code::ImageMissing, ..found })
}

/// An address with its `%20` resolved.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The media type of a picture, and its width and height in CSS pixels.
fn picture(bytes: &[u8]) -> Result<(&'static str, (usize, usize)), String> {
    use imagesize::ImageType;
    let media_type = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => "image/png",
        Ok(ImageType::Jpeg) => "image/jpeg",
        Ok(ImageType::Gif) => "image/gif",
        Ok(ImageType::Webp) => "image/webp",
        Ok(ImageType::Heif(imagesize::Compression::Av1)) => "image/avif",
        _ => {
            let text = std::str::from_utf8(bytes).ok().and_then(svg_size);
            return text
                .map(|size| ("image/svg+xml", size))
                .ok_or_else(|| "its content is of no known kind".to_owned());
        }
    };
    let size = imagesize::blob_size(bytes).map_err(|_| "it is damaged, or its end is missing".to_owned())?;
    Ok((media_type, (size.width, size.height)))
}

/// The size of an SVG: its width and height, else its view box, else what browsers take.
fn svg_size(text: &str) -> Option<(usize, usize)> {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    if !head.starts_with('<') {
        return None;
    }
    let start = head.find("<svg")?;
    let end = start + head[start..].find('>')? + 1;
    let tokens = html::tokens(&head[start..end]);
    let Some(Token::Open(tag)) = tokens.first() else { return None };
    let get = |name: &str| tag.attributes.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded in the same line")]
    let pixels = |number: f64| (number > 0.0 && number < 1e6).then(|| (number - 1e-6).ceil() as usize);
    let length = |text: &str| {
        let text = text.trim();
        let number = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
        Some(number.parse::<f64>().ok()? * pixels_of(&text[number.len()..])?).and_then(pixels)
    };
    let view: Vec<f64> = get("viewbox")
        .map(|view| view.split([' ', ',']).filter_map(|part| part.parse().ok()).collect())
        .unwrap_or_default();
    let ratio = match view.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    match (get("width").and_then(length), get("height").and_then(length), ratio) {
        (Some(width), Some(height), _) => Some((width, height)),
        (_, _, Some((width, height))) => Some((pixels(width)?, pixels(height)?)),
        _ => Some((300, 150)),
    }
}

/// How many pixels a unit of CSS is. A drawing as a picture stands in no text, so an `em` is that of no style.
fn pixels_of(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        "ex" | "ch" => 8.0,
        _ => return None,
    })
}

/// A CSS length: a number is pixels; `%`, `px`, `em`, `rem`, `vw`, `vh` and so on as written.
pub fn css_length(text: &str) -> Option<String> {
    let number_end = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let number = text[..number_end].parse::<f64>().ok().filter(|number| number.is_finite())?;
    match &text[number_end..] {
        "" => Some(format!("{number}px")),
        "%" | "px" | "em" | "rem" | "ch" | "ex" | "vw" | "vh" | "vmin" | "vmax" | "cm" | "mm" | "in" | "pt" | "pc" => {
            Some(text.to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_have_a_size() {
        for (svg, size) in [
            ("<svg width=\"30\" height='20px'>", (30, 20)),
            ("<?xml version='1.0'?>\n<svg viewBox=\"0 0 800 450\" width=\"100%\">", (800, 450)),
            ("<svg>", (300, 150)),
            ("<svg width='10cm' height='2cm'>", (378, 76)),
            ("<svg width='1in' height='72pt'>", (96, 96)),
            ("<svg width='25.4mm' height='2pc'>", (96, 32)),
            ("<svg width='10em' height='1e2'>", (160, 100)),
            ("<svg width='100%' height='50%' viewBox='0 0 4 3'>", (4, 3)),
        ] {
            assert_eq!(svg_size(svg), Some(size), "{svg}");
        }
        assert_eq!(svg_size("no svg"), None);
    }

    #[test]
    fn lengths_are_css() {
        assert_eq!(css_length("60%").as_deref(), Some("60%"));
        assert_eq!(css_length("300").as_deref(), Some("300px"));
        assert_eq!(css_length("1em;color:red"), None);
        assert_eq!(css_length("wide"), None);
    }
}
