//! Handlebars text and data to text, with a way back to the author's lines.
//!
//! In: a template and data. Out: the filled text, or a mistake with its place. Nothing here knows what is filled in:
//! pages, layouts and slides alike.

mod functions;
mod locale;
mod loops;

use handlebars::{Handlebars, RenderErrorReason, TemplateErrorReason};
use serde::Serialize;

use crate::sources::TextMap;

/// How deep blocks, and brackets in a tag, may stand in one another: the template engine meets them on the stack.
const DEEPEST: usize = 50;
/// The longest text that a template may become, in bytes.
const LONGEST: usize = 8 << 20;
/// Characters that stand for the beginning of a line, in the private plane 16, which no font of note uses.
const LINES: std::ops::Range<u32> = 0x10_0000..0x10_8000;
/// Characters that stand for a value that was filled in.
const VALUES: std::ops::Range<u32> = 0x10_8000..0x10_FFF0;

/// Whether a character of a filled text may stand for a value.
pub fn is_value(character: char) -> bool {
    VALUES.contains(&(character as u32))
}

/// Compiled templates by name.
pub struct Templates<'a> {
    registry: Handlebars<'a>,
}

/// Why a template cannot be read or filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// The byte in the template where.
    pub offset: usize,
    /// The name that it uses and nothing has.
    pub missing: Option<String>,
}

/// A slide's text with its values filled in as characters that stand for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// The text. Each value that was inserted as literal text is one character here.
    pub text: String,
    /// How it leads back to the template.
    pub map: Option<TextMap>,
    /// What the characters stand for.
    pub values: Values,
}

/// The values that stand behind the characters in a filled text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<String>);

impl Values {
    /// The text with every character that stands for a value replaced by the value.
    pub fn restore(&self, text: &str) -> String {
        if self.0.is_empty() || !text.chars().any(|character| VALUES.contains(&(character as u32))) {
            return text.to_owned();
        }
        let mut restored = String::with_capacity(text.len());
        for character in text.chars() {
            match (character as u32).checked_sub(VALUES.start).and_then(|index| self.0.get(index as usize)) {
                Some(value) => restored.push_str(value),
                None => restored.push(character),
            }
        }
        restored
    }

    /// The same for TeX, in which the characters of a value stand for themselves as well.
    pub fn restore_tex(&self, tex: &str) -> String {
        let plain = |value: &String| {
            let mut plain = String::with_capacity(value.len());
            for character in value.chars() {
                match character {
                    '#' | '$' | '%' | '&' | '_' | '{' | '}' => plain.extend(['\\', character]),
                    '\\' => plain.push_str("\\backslash "),
                    '^' => plain.push_str("\\text{\\textasciicircum}"),
                    '~' => plain.push_str("\\text{\\textasciitilde}"),
                    _ => plain.push(character),
                }
            }
            plain
        };
        if self.is_empty() { tex.to_owned() } else { Values(self.0.iter().map(plain).collect()).restore(tex) }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for Templates<'_> {
    fn default() -> Self {
        Templates { registry: Handlebars::new() }
    }
}

impl Templates<'_> {
    /// Compiles `text` under `name`.
    ///
    /// # Errors
    /// If it is no template.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), Mistake> {
        too_deep(text)?;
        self.registry.register_template_string(name, text).map_err(|error| template_mistake(text, &error))
    }

    /// Whether there is a template of that name.
    pub fn has(&self, name: &str) -> bool {
        self.registry.has_template(name)
    }

    /// Fills a template of HTML: `{{x}}` is escaped, `{{{x}}}` is inserted as it is.
    ///
    /// # Errors
    /// If a helper fails or a partial is missing.
    pub fn fill(&self, name: &str, data: &impl Serialize) -> Result<String, Mistake> {
        self.registry.render(name, data).map_err(|error| render_mistake("", &error))
    }
}

/// Fills a single line with metadata, as plain text: headers and footers.
///
/// # Errors
/// If it is no template, or names a value that is not there.
pub fn fill_line(text: &str, data: &impl Serialize) -> Result<String, Mistake> {
    if !text.contains("{{") {
        return Ok(text.to_owned());
    }
    too_deep(text)?;
    no_partials(text)?;
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    functions::register(&mut registry);
    registry.register_escape_fn(handlebars::no_escape);
    registry.register_template_string("", text).map_err(|error| template_mistake(text, &error))?;
    registry.render("", data).map_err(|error| render_mistake(text, &error))
}

/// Fills a slide's text. `{{x}}` becomes one character that stands for the value, so that no value can change how the
/// text is read; `{{{x}}}` is inserted as it is.
///
/// # Errors
/// If it is no template, names a value that is not there, or grows too large.
pub fn fill_slide(text: &str, data: &impl Serialize) -> Result<Filled, Mistake> {
    if !text.contains("{{") {
        return Ok(Filled { text: text.to_owned(), ..Filled::default() });
    }
    too_deep(text)?;
    no_partials(text)?;
    let values = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let lock = |values: &std::sync::Mutex<Vec<String>>| values.lock().map(|values| values.clone()).unwrap_or_default();
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    functions::register(&mut registry);
    let collected = values.clone();
    registry.register_escape_fn(move |value| {
        let Ok(mut values) = collected.lock() else { return String::new() };
        match char::from_u32(VALUES.start + u32::try_from(values.len()).unwrap_or(u32::MAX)) {
            Some(stand_in) if VALUES.contains(&(stand_in as u32)) => {
                values.push(value.to_owned());
                stand_in.to_string()
            }
            // Over thirty thousand values on one slide: the size limit below speaks.
            _ => "\u{fffd}".repeat(LONGEST / 1024),
        }
    });
    let (marked, starts) = mark_lines(text);
    let unmarked = |mistake: Mistake| Mistake { offset: unmark(&marked, mistake.offset), ..mistake };
    registry.register_template_string("", &marked).map_err(|error| unmarked(template_mistake(&marked, &error)))?;
    let mut output = Bounded::default();
    let rendered = registry.render_to_write("", data, &mut output);
    if output.is_full {
        let message = format!("the slide grows to more than {LONGEST} bytes; do loops stand in one another?");
        return Err(Mistake { message, offset: 0, missing: None });
    }
    rendered.map_err(|error| unmarked(render_mistake(&marked, &error)))?;
    // Templates and values are text, and every write of one is whole.
    let filled = String::from_utf8_lossy(&output.bytes);
    let mut plain = String::with_capacity(filled.len());
    let mut points = Vec::new();
    for character in filled.chars() {
        match (character as u32).checked_sub(LINES.start).and_then(|index| starts.get(index as usize)) {
            Some(start) => points.push((plain.len(), *start)),
            None => plain.push(character),
        }
    }
    let map = TextMap::from_points(points, text.len());
    Ok(Filled { text: plain, map: Some(map), values: Values(lock(&values)) })
}

/// What a template is filled into: it takes no more than [`LONGEST`] bytes, so that loops in loops end.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LONGEST {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Puts a character before every line, and behind every value in it, that inserts no block tag of its own (those lines vanish if nothing else is on
/// them, which a mark would prevent), and says where the marked lines start.
fn mark_lines(text: &str) -> (String, Vec<usize>) {
    let mut marked = String::with_capacity(text.len() * 2);
    let mut starts = Vec::new();
    let mut start = 0;
    let mut inside_tag = false;
    for line in text.split_inclusive('\n') {
        let block =
            ["{{#", "{{/", "{{^", "{{!", "{{>", "{{~", "{{else", "{{ else"].iter().any(|tag| line.contains(tag));
        let mark = u32::try_from(starts.len()).ok().and_then(|index| char::from_u32(LINES.start + index));
        if let (false, false, Some(mark)) = (block, inside_tag, mark.filter(|mark| LINES.contains(&(*mark as u32)))) {
            marked.push(mark);
            starts.push(start);
        }
        match block || inside_tag {
            true => marked.push_str(line),
            false => mark_values(line, start, &mut marked, &mut starts),
        }
        inside_tag = match (line.rfind("{{"), line.rfind("}}")) {
            (Some(open), close) => close.is_none_or(|close| close < open),
            (None, Some(_)) => false,
            (None, None) => inside_tag,
        };
        start += line.len();
    }
    (marked, starts)
}

/// Adds a line with a character behind every value that it inserts; the value is not as long as its tag.
fn mark_values(line: &str, start: usize, marked: &mut String, starts: &mut Vec<usize>) {
    let mut at = 0;
    while let Some(close) = line[at..].find("}}") {
        let tag = at;
        at += close + 2;
        at += line[at..].starts_with('}') as usize;
        marked.push_str(&line[tag..at]);
        let mark = u32::try_from(starts.len()).ok().and_then(|index| char::from_u32(LINES.start + index));
        // `~}}` takes the blanks that follow, which must stay the first there.
        let stays = line[tag..at].contains("{{") && !line[tag..at].contains("~}}");
        if let Some(mark) = mark.filter(|mark| stays && LINES.contains(&(*mark as u32))) {
            marked.push(mark);
            starts.push(start + at);
        }
    }
    marked.push_str(&line[at..]);
}

fn unmark(marked: &str, offset: usize) -> usize {
    let mut offset = offset.min(marked.len());
    while !marked.is_char_boundary(offset) {
        offset -= 1;
    }
    let marks = marked[..offset].chars().filter(|character| LINES.contains(&(*character as u32))).count();
    offset - marks * 4
}

/// Says where blocks, or brackets in a tag, are nested deeper than the engine can bear.
fn too_deep(text: &str) -> Result<(), Mistake> {
    let mut blocks: usize = 0;
    for (at, _) in text.match_indices("{{") {
        let tag = &text[at..text[at..].find("}}").map_or(text.len(), |end| at + end + 2)];
        match tag.trim_start_matches(['{', '~']).chars().next() {
            Some('#') => blocks += 1,
            Some('/') => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        let brackets = tag.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
        if blocks > DEEPEST || brackets > DEEPEST {
            let message = format!("blocks and brackets are nested more than {DEEPEST} deep");
            return Err(Mistake { message, offset: at, missing: None });
        }
    }
    Ok(())
}

/// A slide and a line have no partials: one could name itself for ever.
fn no_partials(text: &str) -> Result<(), Mistake> {
    let inside = |at: &usize| text[at + 2..].trim_start_matches(['~', ' ']);
    let found = text.match_indices("{{").map(|(at, _)| at).find(|at| {
        let tag = inside(at);
        tag.starts_with(['>', '*']) || tag.starts_with("#>") || tag.starts_with("#*")
    });
    let Some(offset) = found else { return Ok(()) };
    let message = "partials and decorators have no meaning here".to_owned();
    Err(Mistake { message, offset, missing: None })
}

/// The block that is opened last of those that nothing closes: its tag, and where it stands.
fn unclosed(text: &str) -> Option<(&str, usize)> {
    let mut open = Vec::new();
    for (at, _) in text.match_indices("{{") {
        let tag = &text[at..text[at..].find("}}").map_or(text.len(), |end| at + end + 2)];
        match tag.trim_start_matches(['{', '~']).chars().next() {
            Some('#') => open.push((tag, at)),
            Some('/') => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

fn template_mistake(text: &str, error: &handlebars::TemplateError) -> Mistake {
    let message = match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(open, close) => {
            format!("`{{{{#{open}}}}}` is closed by `{{{{/{close}}}}}`")
        }
        TemplateErrorReason::InvalidSyntax(_) => match unclosed(text) {
            Some((tag, offset)) => {
                return Mistake { message: format!("`{tag}` is never closed"), offset, missing: None };
            }
            None => "this is no Handlebars template".to_owned(),
        },
        reason => reason.to_string(),
    };
    let (line, column) = error.pos().unwrap_or((1, 1));
    Mistake { message, offset: offset_of(text, line, column), missing: None }
}

fn render_mistake(text: &str, error: &handlebars::RenderError) -> Mistake {
    let message = match error.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => format!("there is no value `{name}`"),
        RenderErrorReason::HelperNotFound(name) => format!("there is no value and no helper `{name}`"),
        reason => reason.to_string(),
    };
    let missing = match error.reason() {
        RenderErrorReason::MissingVariable(name) => name.clone(),
        RenderErrorReason::HelperNotFound(name) => Some(name.clone()),
        _ => None,
    };
    let offset = offset_of(text, error.line_no.unwrap_or(1), error.column_no.unwrap_or(1));
    Mistake { message, offset, missing }
}

/// The byte offset of a line and a column in characters, both from 1.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_one_character_each_and_come_back() {
        let text = "# {{title}}\n\n{{#each rows}}\n- {{this}}\n{{/each}}\nend";
        let filled = fill_slide(text, &json!({"title": "*A*", "rows": ["<b>", "2"]})).expect("it fills");
        assert_eq!(filled.values.restore(&filled.text), "# *A*\n\n- <b>\n- 2\nend");
        assert_eq!(filled.text.matches('*').count(), 0);
        let map = filled.map.expect("there were tags");
        assert_eq!(&text[map.offset(filled.text.find("end").expect("it is there"))..], "end");
    }

    #[test]
    fn loops_in_loops_end() {
        let rows: Vec<u32> = (0..1000).collect();
        let each = "{{#each @root.r}}";
        for inside in ["", "x"] {
            let text = format!("{}{inside}{}", each.repeat(5), "{{/each}}".repeat(5));
            let mistake = fill_slide(&text, &json!({ "r": rows })).expect_err("it has too many turns");
            assert!(mistake.message.contains("turns together"), "{}", mistake.message);
        }
        let text = format!("{each}{}{{{{/each}}}}", "x".repeat(LONGEST / 900));
        let mistake = fill_slide(&text, &json!({ "r": rows })).expect_err("it is too large");
        assert!(mistake.message.contains("grows to more than"), "{}", mistake.message);
    }

    #[test]
    fn nesting_is_bounded_and_partials_are_refused() {
        for (open, close) in [("{{#if a}}", "{{/if}}"), ("{{#each a}}", "{{/each}}")] {
            let text = format!("{}x{}", open.repeat(2000), close.repeat(2000));
            let mistake = fill_slide(&text, &json!({ "a": true })).expect_err("it is too deep");
            assert!(mistake.message.contains("nested more than"), "{}", mistake.message);
        }
        let text = format!("{{{{{}a{}}}}}", "(len ".repeat(2000), ")".repeat(2000));
        assert!(fill_line(&text, &json!({ "a": [] })).is_err());
        assert!(fill_slide("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}", &json!({})).is_err());
    }

    #[test]
    fn loops_know_where_they_are() {
        let text = "{{#each rows as |row at|}}{{at}}{{row.a}}{{#each row.b}}{{this}}{{@index}}{{@last}}{{else}}none{{/each}}{{../v}} \
                    {{/each}}{{#each m}}{{@key}}{{this}}{{@first}}{{/each}}{{#each (sorted-by rows \"a\" descending=true)}}{{a}}{{/each}}";
        let data = json!({ "rows": [{ "a": 1, "b": ["x"] }, { "a": 2, "b": [] }], "m": { "k": "w" }, "v": "v" });
        let filled = fill_slide(text, &data).expect("it fills");
        assert_eq!(filled.values.restore(&filled.text), "01x0truev 12nonev kwtrue21");
    }

    #[test]
    fn mistakes_stand_in_the_authors_text() {
        let mistake = fill_slide("a\n\nb {{nope}}", &json!({})).expect_err("no value");
        assert_eq!((mistake.message.as_str(), mistake.offset), ("there is no value `nope`", 5));
        assert!(fill_slide("a {{#if x}} b", &json!({"x": 1})).is_err());
    }
}
