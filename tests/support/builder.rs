//! The one builder: a case's files to what an author sees, as text.

use std::collections::BTreeMap;

use deck::compile::{Memory, Options, compile};
use deck::diagnostic::Excerpts;
use deck::render::{ASSET_END, ASSET_START, Page};
use deck::sources::{InMemory, SourcePath, Sources};

/// What came out of one compilation.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    /// The slides, each under a line with its key, and their own styles; nothing if there were errors.
    pub html: Option<String>,
    /// Every diagnostic as it is printed.
    pub diagnostics: String,
    /// Each slide as it stands in the file, for judges of HTML.
    pub slides: Vec<String>,
    /// The style that belongs to the slides.
    pub style: String,
}

/// Compiles the deck at `path` among `files`.
pub fn build(memory: &mut Memory, files: &BTreeMap<String, Vec<u8>>, path: &str, options: &Options) -> Output {
    let sources = Sources::new(InMemory::from_iter(files));
    let deck = SourcePath::new(path).expect("the runner's own path, below the root");
    let compiled = compile(memory, &sources, &deck, options).expect("the case's own file can be read");
    let excerpts = Excerpts::new(&sources, false);
    let diagnostics = compiled.reported.iter().map(|reported| excerpts.text(reported) + "\n").collect::<Vec<_>>();
    let (html, slides, style) = match &compiled.page {
        Some((page, style)) => {
            let slides = page.slides.iter().map(|slide| slide.html.clone()).collect();
            (Some(slide_text(page)), slides, style.to_string())
        }
        None => Default::default(),
    };
    Output { html, diagnostics: diagnostics.join("\n"), slides, style }
}

/// The slides of a page: `== key` over a slide to the right, `-- key` over one below.
fn slide_text(page: &Page) -> String {
    let mut text = String::new();
    for slide in &page.slides {
        let mark = if slide.below { "--" } else { "==" };
        let html = short_formulas(&slide.html).replace(ASSET_START, "asset:").replace(ASSET_END, "");
        text.push_str(&format!("{mark} {}\n{html}\n", slide.key));
    }
    // The styles of slides are the last of the page's, each behind the class that scopes it.
    if let Some(start) = page.style.find("@layer author {\n.reveal .style-") {
        let styles = page.style[start..].replace(ASSET_START, "asset:").replace(ASSET_END, "");
        text.push_str(&format!("== style\n{styles}"));
    }
    text
}

/// Formulas are long: each is shown by the TeX that it was set from.
fn short_formulas(html: &str) -> String {
    const OPEN: &str = "<span class=\"katex\">";
    const TEX: &str = "<annotation encoding=\"application/x-tex\">";
    let mut short = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        short.push_str(&rest[..at]);
        let end = at + span_length(&rest[at..]);
        let formula = &rest[at..end];
        let tex = formula.split_once(TEX).and_then(|(_, tex)| tex.split_once("</annotation>"));
        short.push_str(&format!("<katex>{}</katex>", tex.map_or("", |(tex, _)| tex)));
        rest = &rest[end..];
    }
    short + rest
}

/// The length of the `<span>` that the text begins with, up to its own end tag.
fn span_length(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    loop {
        let open = text[at..].find("<span");
        let Some(close) = text[at..].find("</span>") else { return text.len() };
        if open.is_some_and(|open| open < close) {
            depth += 1;
            at += open.unwrap_or_default() + "<span".len();
        } else {
            depth -= 1;
            at += close + "</span>".len();
            if depth == 0 {
                return at;
            }
        }
    }
}
