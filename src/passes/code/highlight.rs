//! Highlighting: the text of a code block becomes lines of classed tokens.
//!
//! In: a language's name as an author types it, and text. Out: for every line its tokens, each with one of about
//! fifteen classes (`hl-keyword`, `hl-string`, …) that themes colour. The grammars are VS Code's, through syntaxmate;
//! this file alone knows that crate. Nothing is loaded before the first question about a language.
//!
//! It must never make nodes or HTML, never fail, and never look at a clock: how far it goes is bounded by sizes, by
//! depth and by the crate's count of matching steps, so the same text has the same tokens on a slow machine.

use std::sync::{Mutex, OnceLock, PoisonError};

use syntaxmate::{Catalog, Tokenizer, TokenizerOptions};

/// A line longer than this, in bytes, is left plain.
const LONGEST_LINE: usize = 2_000;

/// A text longer than this, in bytes, is left plain as a whole.
const LONGEST_TEXT: usize = 1_000_000;

/// Below a line that nests deeper than this, the rest of a text is left plain: the cost of a line grows with the depth.
const DEEPEST: usize = 200;

/// Below this many lines that took more steps than the crate allows, the rest of a text is left plain.
const MOST_DEGRADED: usize = 3;

/// How many tokenizers stay prepared between texts. One takes some 100 KB.
const MOST_IDLE: usize = 64;

/// How many scope stacks of a text are remembered with their classes.
const MOST_STACKS: usize = 256;

/// The name of the language that has no grammar.
const PLAIN: &str = "text";

/// Names for text without a grammar.
const PLAIN_NAMES: &[&str] = &[PLAIN, "txt", "plain", "plaintext", "none"];

/// Names that people type and the catalog does not know, with the name it does know.
const ALIASES: &[(&str, &str)] = &[
    ("cfg", "ini"),
    ("conf", "ini"),
    ("golang", "go"),
    ("htm", "html"),
    ("js-module", "javascript"),
    ("mysql", "sql"),
    ("objectivec", "objective-c"),
    ("patch", "diff"),
    ("pl", "perl"),
    ("psql", "sql"),
    ("rkt", "racket"),
    ("rlang", "r"),
    ("shell-session", "shellsession"),
    ("svg", "xml"),
    ("vbnet", "vb"),
];

/// What a scope looks like. The innermost scope that has a row decides, by its longest row; a row without a class says
/// that what stands there is ordinary code, whatever lies around it.
const CLASSES: &[(&str, Option<&str>)] = &[
    ("comment", Some("hl-comment")),
    ("punctuation.definition.comment", Some("hl-comment")),
    ("markup.quote", Some("hl-comment")),
    // Strings.
    ("string", Some("hl-string")),
    ("string.unquoted.argument", None),
    ("punctuation.definition.char", Some("hl-string")),
    ("punctuation.definition.string", Some("hl-string")),
    ("markup.inline.raw", Some("hl-string")),
    ("markup.raw", Some("hl-string")),
    ("markup.underline.link", Some("hl-string")),
    // Code inside a string or a page is code again.
    ("source", None),
    ("text", None),
    ("meta.embedded", None),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("meta.fstring", None),
    // Numbers and constants.
    ("constant", Some("hl-constant")),
    ("constant.numeric", Some("hl-number")),
    ("constant.other.color", Some("hl-number")),
    ("constant.other.database-name", Some("hl-variable")),
    ("constant.other.table-name", Some("hl-variable")),
    ("constant.other.option", Some("hl-attribute")),
    ("constant.other.symbol", Some("hl-constant")),
    ("constant.other.placeholder", Some("hl-constant")),
    ("keyword.other.unit", Some("hl-number")),
    ("punctuation.separator.dot.decimal", Some("hl-number")),
    ("keyword.operator.exponent", Some("hl-number")),
    ("support.constant", Some("hl-constant")),
    ("variable.other.constant", Some("hl-constant")),
    ("variable.other.enummember", Some("hl-constant")),
    ("entity.name.constant", Some("hl-constant")),
    // Keywords and operators.
    ("keyword", Some("hl-keyword")),
    ("keyword.operator", Some("hl-operator")),
    ("keyword.operator.delete", Some("hl-keyword")),
    ("keyword.operator.expression", Some("hl-keyword")),
    ("keyword.operator.instanceof", Some("hl-keyword")),
    ("keyword.operator.logical.python", Some("hl-keyword")),
    ("keyword.operator.new", Some("hl-keyword")),
    ("keyword.operator.sizeof", Some("hl-keyword")),
    ("keyword.operator.word", Some("hl-keyword")),
    ("keyword.operator.wordlike", Some("hl-keyword")),
    ("keyword.operator.quantifier.regexp", Some("hl-string")),
    ("punctuation.definition.keyword", Some("hl-keyword")),
    ("punctuation.definition.directive", Some("hl-keyword")),
    ("punctuation.separator.key-value.html", Some("hl-operator")),
    ("storage", Some("hl-keyword")),
    ("storage.type.function.arrow", Some("hl-operator")),
    ("storage.modifier.pointer", Some("hl-operator")),
    ("storage.modifier.reference", Some("hl-operator")),
    // Types.
    ("storage.type.boolean.go", Some("hl-type")),
    ("storage.type.built-in", Some("hl-type")),
    ("storage.type.byte.go", Some("hl-type")),
    ("storage.type.cs", Some("hl-type")),
    ("storage.type.error.go", Some("hl-type")),
    ("storage.type.generic", Some("hl-type")),
    ("storage.type.haskell", Some("hl-type")),
    ("storage.type.java", Some("hl-type")),
    ("storage.type.numeric", Some("hl-type")),
    ("storage.type.object", Some("hl-type")),
    ("storage.type.primitive", Some("hl-type")),
    ("storage.type.rune.go", Some("hl-type")),
    ("storage.type.sql", Some("hl-type")),
    ("storage.type.string.go", Some("hl-type")),
    ("keyword.type", Some("hl-type")),
    ("support.type", Some("hl-type")),
    ("support.class", Some("hl-type")),
    ("entity.name.class", Some("hl-type")),
    ("entity.name.namespace", Some("hl-type")),
    ("entity.name.scope-resolution", Some("hl-type")),
    ("entity.name.section", Some("hl-type")),
    ("entity.name.type", Some("hl-type")),
    ("entity.other.inherited-class", Some("hl-type")),
    ("support.other.namespace", Some("hl-type")),
    // Functions, and what a language brings along.
    ("entity.name", Some("hl-function")),
    ("meta.function-call.generic", Some("hl-function")),
    ("variable.function", Some("hl-function")),
    ("support.function", Some("hl-builtin")),
    ("support.variable", Some("hl-builtin")),
    ("variable.language", Some("hl-builtin")),
    ("variable.parameter.function.language.special", Some("hl-builtin")),
    // Variables.
    ("variable", Some("hl-variable")),
    ("entity.name.variable", Some("hl-variable")),
    ("punctuation.definition.variable", Some("hl-variable")),
    // Tags, attributes, keys of data.
    ("entity.name.tag", Some("hl-tag")),
    ("entity.name.tag.toml", Some("hl-attribute")),
    ("entity.name.tag.yaml", Some("hl-attribute")),
    ("entity.name.selector", Some("hl-tag")),
    ("meta.tag.sgml.doctype", Some("hl-tag")),
    ("entity.other.attribute-name", Some("hl-attribute")),
    ("entity.other.document", Some("hl-punctuation")),
    ("meta.attribute.rust", Some("hl-attribute")),
    ("punctuation.definition.attribute.rust", Some("hl-attribute")),
    ("punctuation.brackets.attribute.rust", Some("hl-attribute")),
    ("support.type.property-name", Some("hl-attribute")),
    ("support.type.vendored.property-name", Some("hl-attribute")),
    ("punctuation.support.type.property-name", Some("hl-attribute")),
    ("variable.css", Some("hl-variable")),
    ("variable.other.key", Some("hl-attribute")),
    // Signs.
    ("punctuation", Some("hl-punctuation")),
    ("punctuation.whitespace", None),
    ("meta.brace", Some("hl-punctuation")),
    // Headings, emphasis and differences.
    ("markup.bold", None),
    ("markup.italic", None),
    ("markup.heading", Some("hl-keyword")),
    ("punctuation.definition.heading", Some("hl-keyword")),
    ("markup.inserted", Some("hl-inserted")),
    ("punctuation.definition.inserted", Some("hl-inserted")),
    ("markup.deleted", Some("hl-deleted")),
    ("punctuation.definition.deleted", Some("hl-deleted")),
    ("markup.changed", Some("hl-number")),
    ("meta.diff.header", Some("hl-keyword")),
    ("meta.diff.index", Some("hl-comment")),
    ("meta.diff.range", Some("hl-number")),
    ("meta.separator", Some("hl-punctuation")),
];

/// A language that code can be written in; [`Highlighter::language`] finds it by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// The language without a grammar: every line is one plain token.
    pub fn plain() -> Self {
        Self(PLAIN.to_owned())
    }

    /// Its one name, whichever alias it was found by: `rust` for `rs`, `text` for `none`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether it has no grammar.
    pub fn is_plain(&self) -> bool {
        self.0 == PLAIN
    }
}

/// A piece of a line. The tokens of a line, put together, are the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is, or nothing for ordinary text.
    pub class: Option<&'static str>,
    /// Its characters; never empty.
    pub text: &'t str,
}

/// Knows the languages and takes text apart. Cheap to make, and meant to be shared: what a language needs is prepared
/// when the first text in it comes, and kept.
#[derive(Debug, Default)]
pub struct Highlighter {
    catalog: OnceLock<Catalog>,
    /// Tokenizers that nobody uses right now, with their languages; what they keep makes them faster, not different.
    idle: Mutex<Vec<(Language, Tokenizer)>>,
}

impl Highlighter {
    /// The language of this name or alias, in any case of letters.
    pub fn language(&self, name: &str) -> Option<Language> {
        let name = name.to_ascii_lowercase();
        if PLAIN_NAMES.contains(&name.as_str()) {
            return Some(Language::plain());
        }
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
        self.catalog().canonical_language(name).map(|found| Language(found.to_owned()))
    }

    /// Every name that [`language`](Self::language) knows, sorted, for suggestions.
    pub fn names(&self) -> Vec<&str> {
        let catalog = self.catalog();
        let mut names: Vec<&str> = PLAIN_NAMES.iter().copied().chain(ALIASES.iter().map(|(alias, _)| *alias)).collect();
        for language in catalog.languages() {
            names.push(language);
            names.extend(catalog.language(language).iter().flat_map(|found| found.aliases()).map(String::as_str));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The lines of a text without their ends, taken apart. A newline at the end of the text begins no further line.
    pub fn lines<'t>(&self, language: &Language, text: &'t str) -> Vec<Vec<Token<'t>>> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        if language.is_plain() || text.len() > LONGEST_TEXT {
            return lines.map(plain_line).collect();
        }
        let Some(mut tokenizer) = self.tokenizer(language) else { return lines.map(plain_line).collect() };
        let mut reader = Reader::new(&mut tokenizer);
        let tokens = lines.map(|line| reader.line(line)).collect();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push((language.clone(), tokenizer));
        }
        tokens
    }

    /// A tokenizer for a language: one that was used before, or a new one.
    fn tokenizer(&self, language: &Language) -> Option<Tokenizer> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = idle.iter().position(|(of, _)| of == language) {
            return Some(idle.swap_remove(at).1);
        }
        drop(idle);
        let options = TokenizerOptions { max_line_bytes: LONGEST_LINE + 1, line_cache_entries: 1024 };
        Tokenizer::for_bundled_language(language.name(), options).ok()
    }

    fn catalog(&self) -> &Catalog {
        self.catalog.get_or_init(Catalog::bundled)
    }
}

/// Goes through a text line by line.
struct Reader<'k> {
    tokenizer: &'k mut Tokenizer,
    state: syntaxmate::TokenizerState,
    found: Vec<syntaxmate::Token>,
    classes: Classes,
    degraded: usize,
    /// Whether the text is too costly to go on.
    given_up: bool,
}

impl<'k> Reader<'k> {
    fn new(tokenizer: &'k mut Tokenizer) -> Self {
        let state = tokenizer.initial_state();
        Self { tokenizer, state, found: Vec::new(), classes: Classes::default(), degraded: 0, given_up: false }
    }

    /// The tokens of the next line.
    fn line<'t>(&mut self, line: &'t str) -> Vec<Token<'t>> {
        if self.given_up || line.len() > LONGEST_LINE {
            return plain_line(line);
        }
        let Ok(status) = self.tokenizer.tokenize_line_into(line, &mut self.state, &mut self.found) else {
            return plain_line(line);
        };
        self.degraded += usize::from(!status.is_complete());
        // A scope or two for each level, and a line may go deep and come back.
        let is_deep = self.found.iter().any(|token| token.scopes().len() > 2 * DEEPEST);
        self.given_up = is_deep || self.state.depth() > DEEPEST || self.degraded >= MOST_DEGRADED;
        classed_line(line, &self.found, &mut self.classes)
    }
}

/// A line as one token without a class, or none at all.
fn plain_line(line: &str) -> Vec<Token<'_>> {
    if line.is_empty() { Vec::new() } else { vec![Token { class: None, text: line }] }
}

/// A line cut where the class changes. What the grammar's tokens leave out is ordinary text.
fn classed_line<'t>(line: &'t str, found: &[syntaxmate::Token], classes: &mut Classes) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let (mut class, mut start, mut end) = (None, 0, 0);
    for token in found {
        let (range, next) = (token.range(), classes.of(token));
        // A range that does not fit the line cannot come from this line; the rest of it stays plain.
        if range.start < end || line.get(range.clone()).is_none() {
            break;
        }
        for (class_here, until) in [(None, range.start), (next, range.end)] {
            if until > end && class_here != class {
                push(&mut tokens, class, &line[start..end]);
                (class, start) = (class_here, end);
            }
            end = end.max(until);
        }
    }
    if end < line.len() && class.is_some() {
        push(&mut tokens, class, &line[start..end]);
        (class, start) = (None, end);
    }
    push(&mut tokens, class, &line[start..]);
    tokens
}

/// Adds a token that is not empty.
fn push<'t>(tokens: &mut Vec<Token<'t>>, class: Option<&'static str>, text: &'t str) {
    if !text.is_empty() {
        tokens.push(Token { class, text });
    }
}

/// The classes of the scope stacks that one text has shown so far. They are few, and neighbours are often the same.
#[derive(Default)]
struct Classes(Vec<(syntaxmate::ScopeStackId, Option<&'static str>)>);

impl Classes {
    fn of(&mut self, token: &syntaxmate::Token) -> Option<&'static str> {
        let Some(stack) = token.scope_stack() else { return class_of(token.scopes()) };
        if let Some((_, class)) = self.0.iter().find(|(known, _)| *known == stack) {
            return *class;
        }
        let class = class_of(token.scopes());
        if self.0.len() == MOST_STACKS {
            self.0.clear();
        }
        self.0.push((stack, class));
        class
    }
}

/// The class of a token by its scopes, outermost first.
fn class_of<'s>(scopes: impl Iterator<Item = &'s str>) -> Option<&'static str> {
    let scopes: Vec<&str> = scopes.collect();
    scopes.into_iter().rev().find_map(row_of).flatten()
}

/// The longest row whose words begin the scope's.
fn row_of(scope: &str) -> Option<Option<&'static str>> {
    let begins = |row: &str| scope.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    CLASSES.iter().filter(|(row, _)| begins(row)).max_by_key(|(row, _)| row.len()).map(|(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text, as `class|text` with the prefix of the classes left out.
    fn shown(language: &str, text: &str) -> Vec<Vec<String>> {
        let highlighter = Highlighter::default();
        let language = highlighter.language(language).expect("the test names a known language");
        let show = |token: &Token| format!("{}|{}", token.class.map_or("", |class| &class[3..]), token.text);
        highlighter.lines(&language, text).iter().map(|line| line.iter().map(show).collect()).collect()
    }

    #[test]
    fn a_line_of_rust() {
        let expected =
            ["keyword|fn", "| ", "function|f", "punctuation|()", "| ", "punctuation|{}", "| ", "comment|// x"];
        assert_eq!(shown("rs", "fn f() {} // x\n"), [expected]);
    }

    #[test]
    fn strings_comments_and_numbers_in_several_languages() {
        for (language, line, expected) in [
            ("py", "x = 'a'  # b", vec!["|x ", "operator|=", "| ", "string|'a'", "|  ", "comment|# b"]),
            (
                "json",
                "{\"a\": 1}",
                vec!["punctuation|{", "attribute|\"a\"", "punctuation|:", "| ", "number|1", "punctuation|}"],
            ),
            ("yml", "a: b", vec!["attribute|a", "punctuation|:", "| ", "string|b"]),
            ("SQL", "SELECT 'x' -- y", vec!["keyword|SELECT", "| ", "string|'x'", "| ", "comment|-- y"]),
            ("diff", "+ in", vec!["inserted|+ in"]),
            ("diff", "- out", vec!["deleted|- out"]),
            ("toml", "a = 1", vec!["attribute|a", "| ", "punctuation|=", "| ", "number|1"]),
            (
                "html",
                "<b class=\"x\">",
                vec!["punctuation|<", "tag|b", "| ", "attribute|class", "operator|=", "string|\"x\"", "punctuation|>"],
            ),
        ] {
            assert_eq!(shown(language, line), [expected], "{language}");
        }
    }

    #[test]
    fn code_inside_a_string_is_code() {
        let shown = shown("js", "`a ${b} c`");
        assert!(shown[0].contains(&"variable|b".to_owned()), "{shown:?}");
        assert_eq!(shown[0].first().map(String::as_str), Some("string|`a "), "{shown:?}");
    }

    #[test]
    fn lines_go_on_where_the_last_one_ended() {
        assert_eq!(shown("c", "/* a\n\nb */")[2], ["comment|b */"]);
    }

    #[test]
    fn names_and_aliases() {
        let highlighter = Highlighter::default();
        let name = |typed| highlighter.language(typed).map(|found| found.name().to_owned());
        for (typed, expected) in [
            ("RS", "rust"),
            ("js", "javascript"),
            ("ts", "typescript"),
            ("py", "python"),
            ("sh", "shellscript"),
            ("bash", "shellscript"),
            ("yml", "yaml"),
            ("c++", "cpp"),
            ("cs", "csharp"),
            ("md", "markdown"),
            ("html", "html"),
            ("json", "json"),
            ("toml", "toml"),
            ("sql", "sql"),
            ("diff", "diff"),
            ("patch", "diff"),
            ("Dockerfile", "docker"),
            ("make", "make"),
            ("txt", "text"),
            ("none", "text"),
            ("plain", "text"),
        ] {
            assert_eq!(name(typed).as_deref(), Some(expected), "{typed}");
        }
        assert_eq!(name("rustt"), None);
        assert_eq!(name(""), None);
        let names = highlighter.names();
        assert!(names.contains(&"rust") && names.contains(&"rs") && names.contains(&"text"));
        assert!(names.iter().all(|name| highlighter.language(name).is_some()));
    }

    #[test]
    fn every_alias_leads_to_a_language() {
        let catalog = Catalog::bundled();
        for (alias, known) in ALIASES {
            assert!(catalog.language(known).is_some_and(|found| found.id() == *known), "{alias} -> {known}");
            assert!(catalog.language(alias).is_none(), "{alias} is known without our help");
        }
    }

    #[test]
    fn the_table_has_no_row_twice() {
        let mut rows: Vec<&str> = CLASSES.iter().map(|(row, _)| *row).collect();
        rows.sort_unstable();
        assert!(rows.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn what_is_too_long_stays_plain() {
        let long = format!("let x = \"{}\";", "a".repeat(LONGEST_LINE));
        let lines = shown("rust", &format!("let a;\n{long}\nlet b;"));
        assert_eq!(lines[1], [format!("|{long}")]);
        assert_eq!(lines[2][0], "keyword|let");
        assert_eq!(shown("rust", &"let a;\n".repeat(LONGEST_TEXT / 7 + 1))[0], ["|let a;"]);
    }

    #[test]
    fn what_nests_too_deep_is_given_up() {
        let lines = shown("json", &format!("[1,\n{}\n1", "[\n".repeat(DEEPEST)));
        assert_eq!(lines[0], ["punctuation|[", "number|1", "punctuation|,"]);
        assert_eq!(lines.last(), Some(&vec!["|1".to_owned()]));
        let there_and_back = format!("{}{}", "[".repeat(500), "]".repeat(500));
        assert_eq!(shown("json", &format!("{there_and_back}\n1"))[1], ["|1"]);
    }

    #[test]
    fn the_next_text_begins_anew() {
        let highlighter = Highlighter::default();
        let rust = highlighter.language("rust").expect("a known language");
        let alone = Highlighter::default().lines(&rust, "let a;");
        highlighter.lines(&rust, "/* a comment without an end\n\"");
        assert_eq!(highlighter.lines(&rust, "let a;"), alone);
    }

    #[test]
    fn nothing_is_lost_or_added() {
        let highlighter = Highlighter::default();
        let text = "a\r\n\n  é = \"ü\n```\\\u{feff}𝒙 <script>/* 'x' {{ ${ \t\n";
        for name in ["rust", "js", "html", "md", "bash", "text", "php"] {
            let language = highlighter.language(name).expect("a known language");
            let lines = highlighter.lines(&language, text);
            let whole: Vec<String> = lines.iter().map(|line| line.iter().map(|token| token.text).collect()).collect();
            assert_eq!(whole, text.lines().collect::<Vec<_>>(), "{name}");
            assert!(lines.iter().flatten().all(|token| !token.text.is_empty()));
            assert!(lines.iter().all(|line| line.windows(2).all(|pair| pair[0].class != pair[1].class)), "{lines:?}");
        }
    }

    #[test]
    fn it_can_be_shared_between_threads() {
        let highlighter = Highlighter::default();
        let alone = shown("js", "let x = 1;");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let language = highlighter.language("js").expect("a known language");
                    assert_eq!(highlighter.lines(&language, "let x = 1;")[0].len(), alone[0].len());
                });
            }
        });
    }
}
