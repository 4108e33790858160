//! YAML mappings to settings. What no setting claims is handed back: it may fill a slot.

mod bibliography;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, or_list};
use crate::model::keys::{self, DECK_KEYS, SLIDE_KEYS};
use crate::model::{
    Allow, Attributes, Background, DeckSettings, Line, Logo, STANDARD_THEME, SlideSettings, StepLists, StyleText,
    ThemeChoice, Visibility, audiences,
};
use crate::sources::{Owner, Span};
use crate::template;
use crate::yaml::{Data, Key, Mistake, Value};

/// An entry of a mapping.
pub type Entry = (Key, Value);

/// The keys of `background`.
const BACKGROUND_KEYS: &[&str] = &[
    "color",
    "gradient",
    "image",
    "size",
    "position",
    "repeat",
    "opacity",
    "video",
    "loop",
    "muted",
    "iframe",
    "interactive",
];

/// How many keys a message lists at most.
const MOST_LISTED: usize = 12;

/// Keys of a slide that cannot be the same for several.
pub(super) const OF_ONE: &[&str] = &["id", "style", "section", "appendix", "notes", "slides", "src"];

/// reveal's transitions.
const TRANSITIONS: &[&str] = &["none", "fade", "slide", "convex", "concave", "zoom"];

/// Reads mappings of one YAML text.
pub struct SettingsReader<'a> {
    /// What to add to a place in the YAML text to count from the slide's (or the file's) start.
    pub shift: i64,
    /// Where findings go.
    pub diagnostics: &'a mut Diagnostics,
    /// What headers and footers may name.
    pub metadata: Metadata,
}

/// Names and values for headers and footers.
pub type Metadata = serde_json::Map<String, serde_json::Value>;

impl SettingsReader<'_> {
    /// The span of a place in the YAML text.
    pub fn span(&self, range: &Range<usize>) -> Span {
        shifted(self.shift, range)
    }

    /// Says why a text is no YAML.
    pub fn mistake(&mut self, mistake: &Mistake) {
        let code = if mistake.duplicate { Code::DuplicateKey } else { Code::BadYaml };
        let mut diagnostic = Diagnostic::error(code, self.span(&mistake.range), mistake.message.clone());
        if mistake.duplicate {
            diagnostic = diagnostic.help("keep one of the two");
        } else if mistake.message.contains("second `:`") {
            diagnostic = diagnostic.help("put text with a colon in it between quotes");
        } else if mistake.message.contains("this key is indented") {
            diagnostic = diagnostic.help("indent it as the key above");
        } else if mistake.message.contains("is missing here") {
            diagnostic = diagnostic.help("put text with `{ } [ ] ,` in it between quotes");
        }
        self.diagnostics.add(diagnostic);
    }

    pub(super) fn wrong(&mut self, key: &Key, value: &Value, expected: &str) {
        let is = value.scalar().map_or(value.kind().to_owned(), |written| format!("`{written}`"));
        let message = format!("`{}` takes {expected}, but this is {is}", key.name);
        let span = self.span(if value.range.is_empty() { &key.range } else { &value.range });
        self.diagnostics.add(Diagnostic::error(Code::WrongType, span, message));
    }

    /// A string, or a number or truth value in its spelling.
    pub fn text(&mut self, key: &Key, value: &Value) -> Option<String> {
        let text = value.scalar();
        if text.is_none() {
            self.wrong(key, value, "text");
        }
        text
    }

    /// A tag that screen readers and hyphenation understand.
    fn lang(&mut self, key: &Key, value: &Value) -> Option<String> {
        let lang = self.text(key, value)?;
        if is_language_tag(&lang) {
            return Some(lang);
        }
        let message = format!("`lang` is a language's tag, not `{lang}`");
        let help = "write a BCP 47 tag such as `en`, `de-AT` or `zh-Hant`: letters, digits and hyphens";
        self.diagnostics.add(Diagnostic::error(Code::WrongType, self.span(&value.range), message).help(help));
        None
    }

    fn truth(&mut self, key: &Key, value: &Value) -> Option<bool> {
        if let Data::Bool(truth) = value.data {
            return Some(truth);
        }
        let written = value.scalar().unwrap_or_default().to_lowercase();
        let meant = match written.as_str() {
            "yes" | "on" | "y" => "true",
            "no" | "off" | "n" => "false",
            _ => {
                self.wrong(key, value, "`true` or `false`");
                return None;
            }
        };
        let message = format!("`{}` takes `true` or `false`, but this is `{written}`", key.name);
        let found = Diagnostic::error(Code::WrongType, self.span(&value.range), message);
        self.diagnostics.add(found.help(format!("write `{meant}`")));
        None
    }

    pub(super) fn whole(&mut self, key: &Key, value: &Value, least: u32, most: u32) -> Option<u32> {
        let number = if let Data::Number(_, spelling) = &value.data { spelling.parse::<u32>().ok() } else { None };
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(key, value, &format!("a whole number from {least} to {most}"));
        }
        number
    }

    /// `90s`, `20m`, `1h30m`, `1:30:00`: in seconds. A bare number is minutes.
    fn time(&mut self, key: &Key, value: &Value) -> Option<u32> {
        let seconds = value.scalar().and_then(|text| seconds(&text));
        if seconds.is_none() {
            self.wrong(key, value, "a time such as `20m`, `90s` or `1h30m`");
        }
        seconds
    }

    pub(super) fn word(&mut self, key: &Key, value: &Value, words: &[&str]) -> Option<String> {
        let text = self.text(key, value)?;
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        let message = format!("`{}` is {}, not `{text}`", key.name, or_list(words.iter().copied()));
        let mut diagnostic = Diagnostic::error(Code::WrongType, self.span(&value.range), message);
        if let Some(near) = nearest(&text, words.iter().copied()) {
            diagnostic = diagnostic.help(format!("write `{near}`"));
        }
        self.diagnostics.add(diagnostic);
        None
    }

    /// One transition, or one for how a slide comes and one for how it goes: `slide-in fade-out`.
    fn transition(&mut self, key: &Key, value: &Value) -> Option<String> {
        let one_way = |word: &str| {
            let style = word.strip_suffix("-in").or_else(|| word.strip_suffix("-out"));
            style.is_some_and(|style| TRANSITIONS.contains(&style))
        };
        let text = value.scalar().filter(|text| text.split(' ').all(one_way));
        text.or_else(|| self.word(key, value, TRANSITIONS))
    }

    fn entries<'v>(&mut self, key: &Key, value: &'v Value) -> &'v [Entry] {
        match &value.data {
            Data::Map(entries) => entries,
            _ => {
                self.wrong(key, value, "a mapping");
                &[]
            }
        }
    }

    pub(super) fn unknown_key<'k>(&mut self, key: &Key, whose: &str, known: impl Iterator<Item = &'k str> + Clone) {
        let message = format!("{whose} has no key `{}`", key.name);
        let help = match nearest(&key.name, known.clone()) {
            Some(near) => format!("write `{near}`"),
            None if known.clone().count() > MOST_LISTED => {
                "`deck explain keys` lists those that there are; keys of your own begin with `x-`".to_owned()
            }
            None => format!("it has {}", or_list(known)),
        };
        self.diagnostics.add(Diagnostic::error(Code::UnknownKey, self.span(&key.range), message).help(help));
    }

    /// Reads the settings of a deck; hands back the entries that are none, and its `data`.
    pub fn deck(&mut self, entries: &[Entry]) -> (DeckSettings, Vec<Entry>) {
        let mut deck = DeckSettings::default();
        let mut rest = Vec::new();
        let (mut width, mut height) = (None, None);
        for (key, value) in entries {
            match key.name.as_str() {
                "title" => deck.title = self.text(key, value),
                "subtitle" => deck.subtitle = self.text(key, value),
                "author" => deck.author = self.texts(key, value),
                "date" => deck.date = self.text(key, value),
                "description" => deck.description = self.text(key, value),
                "lang" => deck.lang = self.lang(key, value),
                "theme" => deck.theme = self.theme(key, value),
                "aspect" => deck.size = self.aspect(key, value),
                "width" => width = self.whole(key, value, 100, 10_000),
                "height" => height = self.whole(key, value, 100, 10_000),
                // These may name what is said after them.
                "header" | "footer" | "defaults" => {}
                "outline" => deck.outline = self.truth(key, value).map(|truth| (truth, self.span(&key.range))),
                "logo" => deck.logo = self.logo(key, value).map(|logo| Logo { owner: Owner::Deck, ..logo }),
                "steps" => deck.steps = self.step_lists(key, value),
                "transition" => deck.transition = self.transition(key, value),
                "template" => deck.template = self.truth(key, value),
                "time" => deck.time = self.time(key, value),
                "math" => deck.macros = self.macros(key, value),
                "bibliography" => self.bibliography(key, value, &mut deck.bibliography),
                "nocite" => deck.bibliography.nocite = self.places(key, value),
                "allow" => deck.allow = self.allow(key, value),
                "reveal" => deck.reveal = self.runtime(key, value),
                "output" => deck.output = self.text(key, value),
                "slide-level" => {
                    deck.slide_level = self.whole(key, value, 1, 6).and_then(|level| u8::try_from(level).ok());
                }
                name if name.starts_with("x-") => {}
                _ => rest.push((key.clone(), value.clone())),
            }
        }
        self.metadata = deck.metadata();
        for (key, value) in entries {
            match key.name.as_str() {
                "header" => deck.header = self.line(key, value),
                "footer" => deck.footer = self.line(key, value),
                "defaults" => {
                    let entries = self.entries(key, value);
                    let entries = self.of_many(entries, OF_ONE);
                    let (defaults, unknown) = self.slide(&entries);
                    deck.defaults = defaults.of(Owner::Deck);
                    unknown.iter().for_each(|(key, _)| self.unknown_key(key, "a slide", keys::names(SLIDE_KEYS)));
                }
                _ => {}
            }
        }
        if width.is_some() || height.is_some() {
            let (standard_width, standard_height) = deck.slide_size();
            deck.size = Some((width.unwrap_or(standard_width), height.unwrap_or(standard_height)));
        }
        (deck, rest)
    }

    /// Takes out of the keys for many slides what cannot be the same for them.
    pub(super) fn of_many(&mut self, entries: &[Entry], own: &[&str]) -> Vec<Entry> {
        let mut entries = entries.to_vec();
        for (key, _) in entries.extract_if(.., |(key, _)| own.contains(&key.name.as_str())) {
            let message = format!("`{}` cannot be the same for all slides", key.name);
            let help = match key.name.as_str() {
                "style" => "write it into a `style.css` beside the `deck.yaml`: that is for all slides",
                _ => "write it on the slide",
            };
            let found = Diagnostic::error(Code::WrongPlace, self.span(&key.range), message);
            self.diagnostics.add(found.help(help));
        }
        entries
    }

    /// CSS as a text.
    fn style(&mut self, key: &Key, value: &Value) -> Option<StyleText> {
        match &value.data {
            Data::Text(css, map) => {
                Some(StyleText { css: css.clone(), map: map.shifted(self.shift), owner: Owner::Slide })
            }
            Data::Null => None,
            _ => {
                self.wrong(key, value, "CSS, usually on the lines under `style: |`");
                None
            }
        }
    }

    /// Reads the settings of a slide; hands back the entries that are none.
    pub fn slide(&mut self, entries: &[Entry]) -> (SlideSettings, Vec<Entry>) {
        let mut slide = SlideSettings::default();
        let mut rest = Vec::new();
        for (key, value) in entries {
            match key.name.as_str() {
                "layout" => slide.layout = self.text(key, value).map(|text| (text, self.span(&value.range))),
                "id" => slide.id = self.text(key, value).map(|text| (text, self.span(&value.range))),
                "class" => {
                    let words = self.texts(key, value);
                    slide.classes =
                        words.iter().flat_map(|words| words.split_whitespace()).map(str::to_owned).collect();
                }
                "background" => slide.background = self.background(key, value),
                "style" => slide.style = self.style(key, value),
                "transition" => slide.transition = self.transition(key, value),
                "only" => slide.only = self.audiences(key, value),
                "except" => slide.except = self.audiences(key, value),
                "draft" => slide.draft = self.truth(key, value),
                "hidden" => self.visibility(key, value, Visibility::Hidden, &mut slide),
                "uncounted" => self.visibility(key, value, Visibility::Uncounted, &mut slide),
                "appendix" => {
                    slide.appendix = self.truth(key, value).filter(|truth| *truth).map(|_| self.span(&key.range));
                }
                "section" => slide.section = self.section(key, value).map(Box::new),
                "steps" => slide.steps = self.step_lists(key, value),
                "header" => slide.header = self.line(key, value),
                "footer" => slide.footer = self.line(key, value),
                "outline" => slide.outline = self.truth(key, value).map(|truth| (truth, self.span(&key.range))),
                "logo" => slide.logo = self.logo(key, value),
                "template" => slide.template = self.truth(key, value),
                "time" => slide.time = self.time(key, value),
                "state" => slide.state = self.text(key, value),
                "autoslide" => slide.autoslide = self.whole(key, value, 0, 86_400_000),
                "auto-animate" => slide.auto_animate = self.truth(key, value),
                "per-slide" => slide.per_slide = self.whole(key, value, 1, 100),
                name if name.starts_with("x-") => {}
                _ => rest.push((key.clone(), value.clone())),
            }
        }
        (slide, rest)
    }

    fn visibility(&mut self, key: &Key, value: &Value, what: Visibility, slide: &mut SlideSettings) {
        match self.truth(key, value) {
            Some(true) => slide.visibility = Some(what),
            // It takes back what holds for all slides, not what the other key says.
            Some(false) if slide.visibility.is_none() => slide.visibility = Some(Visibility::Counted),
            _ => {}
        }
    }

    /// A header or footer: a template over the metadata, or `false` for none.
    fn line(&mut self, key: &Key, value: &Value) -> Option<Line> {
        let none = value.data == Data::Bool(false) || value.data == Data::Null;
        let text = if none { String::new() } else { self.text(key, value)? };
        let mut data = self.metadata.clone();
        data.insert("number".to_owned(), Line::NUMBER.to_string().into());
        data.insert("total".to_owned(), Line::TOTAL.to_string().into());
        let mut filled = |section: String| {
            data.insert("section".to_owned(), section.into());
            template::fill_line(&text, &data)
        };
        let lines = filled(Line::SECTION.to_string()).and_then(|line| Ok((line, filled(String::new())?)));
        lines
            .map(|(in_section, outside)| Line { in_section, outside })
            .map_err(|mistake| {
                let help = "header and footer may name `title`, `subtitle`, `author`, `date`, `description`, `lang`, \
                            `section`, `number` and `total`";
                let span = self.span(&value.range);
                self.diagnostics.add(Diagnostic::error(Code::BadTemplate, span, mistake.message).help(help));
            })
            .ok()
    }

    fn texts(&mut self, key: &Key, value: &Value) -> Vec<String> {
        match &value.data {
            Data::List(values) => values.iter().filter_map(|value| self.text(key, value)).collect(),
            _ => self.text(key, value).into_iter().collect(),
        }
    }

    /// Names of audiences: a list, or a text with commas between them.
    fn audiences(&mut self, key: &Key, value: &Value) -> Option<Vec<String>> {
        let texts = match &value.data {
            // For nobody at all: that is a draft. From nobody: that takes back what holds for all slides.
            Data::List(names) if names.is_empty() && key.name == "except" => return Some(Vec::new()),
            Data::List(names) => names.iter().map(Value::scalar).collect::<Option<Vec<_>>>(),
            _ => value.scalar().map(|text| vec![text]),
        };
        let names: Vec<String> = texts.unwrap_or_default().iter().flat_map(|text| audiences(text)).collect();
        if names.is_empty() {
            self.wrong(key, value, "the name of an audience, or a list of names");
            return None;
        }
        Some(names)
    }

    fn step_lists(&mut self, key: &Key, value: &Value) -> Option<StepLists> {
        match self.word(key, value, &["none", "lists"])?.as_str() {
            "lists" => Some(StepLists::Lists),
            _ => Some(StepLists::None),
        }
    }

    fn theme(&mut self, key: &Key, value: &Value) -> Option<ThemeChoice> {
        let Data::Map(entries) = &value.data else {
            let name = self.text(key, value)?;
            return Some(ThemeChoice { name, span: self.span(&value.range), options: Vec::new() });
        };
        let mut choice =
            ThemeChoice { name: STANDARD_THEME.to_owned(), span: self.span(&key.range), options: Vec::new() };
        for (key, value) in entries {
            let Some(text) = self.text(key, value) else { continue };
            if key.name == "name" {
                choice.name = text;
                choice.span = self.span(&value.range);
            } else {
                choice.options.push((key.name.clone(), text, self.span(&key.range)));
            }
        }
        Some(choice)
    }

    fn aspect(&mut self, key: &Key, value: &Value) -> Option<(u32, u32)> {
        let text = value.scalar().unwrap_or_default();
        let sides = text
            .split_once([':', '/', 'x'])
            .and_then(|(width, height)| Some((width.trim().parse::<f64>().ok()?, height.trim().parse::<f64>().ok()?)));
        let Some((width, height)) = sides.filter(|(width, height)| (0.2..=5.0).contains(&(width / height))) else {
            self.wrong(key, value, "the ratio of width to height, such as `16:9` or `4:3`");
            return None;
        };
        // 16:9 is 1280 by 720; other ratios keep the height of a slide, and with it the room for lines.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ratio was bounded above")]
        Some(((720.0 * width / height).round() as u32, 720))
    }

    fn macros(&mut self, key: &Key, value: &Value) -> Vec<(String, String)> {
        let mut macros = Vec::new();
        for (key, value) in self.entries(key, value) {
            if key.name != "macros" {
                self.unknown_key(key, "`math`", ["macros"].into_iter());
                continue;
            }
            for (name, value) in self.entries(key, value) {
                if let Some(text) = self.text(name, value) {
                    macros.push((name.name.clone(), text));
                }
            }
        }
        macros
    }

    /// The runtime's configuration: names and values are the runtime's business.
    fn runtime(&mut self, key: &Key, value: &Value) -> BTreeMap<String, (serde_json::Value, Span)> {
        let entries = self.entries(key, value);
        entries.iter().map(|(key, value)| (key.name.clone(), (value.to_json(), self.span(&key.range)))).collect()
    }

    fn allow(&mut self, key: &Key, value: &Value) -> Allow {
        let mut allow = Allow::default();
        let words: &[Value] = match &value.data {
            Data::List(words) => words,
            _ => std::slice::from_ref(value),
        };
        for word in words {
            match self.word(key, word, &["scripts", "network"]).as_deref() {
                Some("scripts") => allow.scripts = true,
                Some("network") => allow.network = true,
                _ => {}
            }
        }
        allow
    }

    fn background(&mut self, key: &Key, value: &Value) -> Option<Background> {
        let mut background = Background { span: self.span(&value.range), ..Background::default() };
        let Data::Map(entries) = &value.data else {
            let text = self.text(key, value)?;
            return Some(Background::from_text(text, background.span));
        };
        for (key, value) in entries {
            let field = match key.name.as_str() {
                "color" => &mut background.color,
                "gradient" => &mut background.gradient,
                "image" => &mut background.image,
                "size" => &mut background.size,
                "position" => &mut background.position,
                "repeat" => &mut background.repeat,
                "opacity" => &mut background.opacity,
                "video" => &mut background.video,
                "iframe" => &mut background.iframe,
                "loop" => {
                    background.loops = self.truth(key, value).unwrap_or_default();
                    continue;
                }
                "muted" => {
                    background.muted = self.truth(key, value).unwrap_or_default();
                    continue;
                }
                "interactive" => {
                    background.interactive = self.truth(key, value).unwrap_or_default();
                    continue;
                }
                _ => {
                    self.unknown_key(key, "`background`", BACKGROUND_KEYS.iter().copied());
                    continue;
                }
            };
            *field = self.text(key, value);
        }
        Some(background)
    }

    /// reveal's `<!-- .slide: … -->` to settings.
    pub fn slide_comment(attributes: Attributes, slide: &mut SlideSettings) {
        let mut attributes = attributes;
        slide.classes.extend(attributes.classes.drain(..).map(|class| class.to_string()));
        let mut names = |key: &str| attributes.take_text(key).map(|names| audiences(&names));
        slide.only = names("only").or(slide.only.take());
        slide.except = names("except").or(slide.except.take());
        slide.attributes.merge(attributes);
    }

    /// Says of keys that only a deck has, in a deck's mapping, that they are unknown.
    pub fn unknown_deck_key(&mut self, key: &Key) {
        if keys::has(SLIDE_KEYS, &key.name) {
            let message = format!("`{}` is a slide's key, not a deck's", key.name);
            let help = match key.name.as_str() {
                "style" => {
                    "write it on a slide; rules for all slides stand in a `style.css` beside this file".to_owned()
                }
                name if OF_ONE.contains(&name) => "write it on a slide".to_owned(),
                name => {
                    format!("write it on a slide, or under `defaults:` for all slides: `defaults: {{ {name}: … }}`")
                }
            };
            self.diagnostics.add(Diagnostic::error(Code::WrongPlace, self.span(&key.range), message).help(help));
        } else {
            self.unknown_key(key, "a deck", keys::names(DECK_KEYS));
        }
    }
}

/// The span of a place in a YAML text that begins `shift` bytes behind the start that spans count from.
pub fn shifted(shift: i64, range: &Range<usize>) -> Span {
    let at =
        |offset: usize| usize::try_from(i64::try_from(offset).unwrap_or(i64::MAX).saturating_add(shift)).unwrap_or(0);
    Span::new(at(range.start)..at(range.end))
}

fn seconds(text: &str) -> Option<u32> {
    if text.contains(':') {
        let parts: Vec<u32> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        return (parts.len() <= 3)
            .then(|| parts.iter().fold(0_u32, |sum, part| sum.saturating_mul(60).saturating_add(*part)));
    }
    if let Ok(minutes) = text.trim().parse::<u32>() {
        return minutes.checked_mul(60);
    }
    let mut total: u32 = 0;
    let mut digits = String::new();
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let unit = match character {
            '0'..='9' => {
                digits.push(character);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<u32>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    (digits.is_empty() && total > 0).then_some(total)
}

/// Whether a text has the shape of a BCP 47 tag: a language's letters, then parts of letters and digits.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    // One letter alone begins private tags only.
    let private = matches!(language, "x" | "X" | "i" | "I") && text.len() > 2;
    let named = (2..=8).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    (private || named)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader of entries hands back of one key of that name: whether it is none of its keys.
    fn is_handed_back(read: fn(&mut SettingsReader<'_>, &[Entry]) -> Vec<Entry>, name: &str) -> bool {
        let mut diagnostics = Diagnostics::default();
        let mut reader = SettingsReader { shift: 0, diagnostics: &mut diagnostics, metadata: Metadata::default() };
        let key = Key { name: name.to_owned(), range: 0..0 };
        let value = Value { data: Data::Null, range: 0..0 };
        !read(&mut reader, &[(key, value)]).is_empty()
    }

    /// The names that the arms of a reader's `match` take: from its `fn` to its end.
    fn arms(start: &str) -> Vec<&'static str> {
        let source = include_str!("settings.rs");
        let body = source.split_once(start).expect("the reader is in this file").1;
        let body = body.split_once("\n    }\n").expect("the function ends").0;
        let patterns = body.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
        patterns.flat_map(|(pattern, _)| pattern.split("\" | \"")).collect()
    }

    #[test]
    fn the_readers_know_every_key_of_the_tables_and_no_other() {
        let deck: fn(&mut SettingsReader<'_>, &[Entry]) -> Vec<Entry> = |reader, entries| reader.deck(entries).1;
        let slide: fn(&mut SettingsReader<'_>, &[Entry]) -> Vec<Entry> = |reader, entries| reader.slide(entries).1;
        // Slides, notes and data, which names files, are no settings: who reads a whole file takes them from what is
        // handed back.
        let content = ["slides", "notes", "data", "src"];
        for (read, start, keys) in [(deck, "pub fn deck(", DECK_KEYS), (slide, "pub fn slide(", SLIDE_KEYS)] {
            for name in keys::names(keys) {
                assert_eq!(is_handed_back(read, name), content.contains(&name), "{start} {name}");
            }
            let arms = arms(start);
            assert!(arms.len() + content.len() >= keys.len(), "{arms:?}");
            for name in arms {
                assert!(keys::has(keys, name), "{start} reads `{name}`, which src/model/keys.rs does not have");
            }
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("20m", Some(1200)),
            ("90s", Some(90)),
            ("1h30m", Some(5400)),
            ("3", Some(180)),
            ("1:30:00", Some(5400)),
            ("soon", None),
            ("5x", None),
            ("m", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_are_letters_digits_and_hyphens() {
        for tag in ["en", "de-AT", "zh-Hant-TW", "sl-rozaj-biske-1994", "x-mine", "gsw"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "x y", "english!", "en_US", "en-", "-en", "1", "deutschland"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
