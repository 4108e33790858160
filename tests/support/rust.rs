//! Reads Rust as far as the paths in it need: words, the paths that `use` and code name, the modules that are declared.
//! Comments, strings and test modules are passed over.

/// Words that may stand before a path that begins with `::`.
const KEYWORDS: &[&str] = &[
    "as", "break", "const", "dyn", "else", "impl", "in", "let", "match", "mut", "ref", "return", "static", "use",
    "where",
];

/// A word or a sign, with its line from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

/// The words and signs of a text. Comments are left out; literals stand as `""`.
pub fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < characters.len() {
        let (end, kind) = next(&characters, at);
        let piece = &characters[at..end];
        match kind {
            Piece::Nothing => {}
            Piece::Literal => found.push(Token { text: "\"\"".to_owned(), line }),
            Piece::Code => {
                let text: String = piece.iter().collect();
                found.push(Token { text: text.strip_prefix("r#").map_or(text.clone(), str::to_owned), line });
            }
        }
        line += piece.iter().filter(|character| **character == '\n').count();
        at = end;
    }
    found
}

enum Piece {
    Nothing,
    Literal,
    Code,
}

/// Where the piece that begins here ends, and what it is.
fn next(text: &[char], at: usize) -> (usize, Piece) {
    let ahead = |distance: usize| text.get(at + distance).copied().unwrap_or('\0');
    match ahead(0) {
        '/' if ahead(1) == '/' => (find(text, at, |rest| rest[0] == '\n'), Piece::Nothing),
        '/' if ahead(1) == '*' => (end_of_comment(text, at), Piece::Nothing),
        '"' => (end_of_string(text, at + 1), Piece::Literal),
        '\'' if ahead(1) == '\\' || ahead(2) == '\'' => (end_of_character(text, at + 1), Piece::Literal),
        // A lifetime says nothing about rooms.
        '\'' => (end_of_word(text, at + 1), Piece::Nothing),
        ':' if ahead(1) == ':' => (at + 2, Piece::Code),
        first if first.is_whitespace() => (at + 1, Piece::Nothing),
        first if first.is_alphanumeric() || first == '_' => word_or_prefixed_literal(text, at),
        _ => (at + 1, Piece::Code),
    }
}

/// A word; or a string with letters before it, such as `b"…"`, `r#"…"#`, `b'…'`.
fn word_or_prefixed_literal(text: &[char], at: usize) -> (usize, Piece) {
    let end = end_of_word(text, at);
    let prefix: String = text[at..end].iter().collect();
    let hashes = text[end..].iter().take_while(|character| **character == '#').count();
    let quoted = text.get(end + hashes) == Some(&'"');
    match prefix.as_str() {
        "r" | "br" | "cr" if quoted => {
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let closed = find(text, end + hashes + 1, |rest| rest.starts_with(&close));
            ((closed + close.len()).min(text.len()), Piece::Literal)
        }
        "b" | "c" if quoted && hashes == 0 => (end_of_string(text, end + 1), Piece::Literal),
        "b" if text.get(end) == Some(&'\'') => (end_of_character(text, end + 1), Piece::Literal),
        "r" if hashes == 1 => (end_of_word(text, end + 1), Piece::Code),
        _ => (end, Piece::Code),
    }
}

/// The first place from `at` on where the rest is as asked, or the end.
fn find(text: &[char], at: usize, found: impl Fn(&[char]) -> bool) -> usize {
    (at..text.len()).find(|place| found(&text[*place..])).unwrap_or(text.len())
}

fn end_of_word(text: &[char], at: usize) -> usize {
    find(text, at, |rest| !rest[0].is_alphanumeric() && rest[0] != '_')
}

fn end_of_string(text: &[char], at: usize) -> usize {
    end_of_quoted(text, at, '"')
}

fn end_of_character(text: &[char], at: usize) -> usize {
    end_of_quoted(text, at, '\'')
}

fn end_of_quoted(text: &[char], mut at: usize, quote: char) -> usize {
    while at < text.len() && text[at] != quote {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// Block comments nest.
fn end_of_comment(text: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < text.len() {
        match text[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(text.len())
}

/// The attribute that keeps an item for tests.
const CFG_TEST: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];

/// The tokens without every item under `#[cfg(test)]`.
pub fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if begins_with(&tokens[at..], CFG_TEST) {
            at = end_of_item(&tokens, at);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// The files, without `.rs`, that a file declares as modules for tests: `#[cfg(test)] mod tests;`.
pub fn test_files(file: &str, tokens: &[Token]) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let folder = ["/mod", "/lib", "/main"].iter().find_map(|name| stem.strip_suffix(name)).unwrap_or(stem);
    let declared = |at: usize| {
        let item = tokens[at..].get(CFG_TEST.len()..).filter(|_| begins_with(&tokens[at..], CFG_TEST))?;
        (begins_with(item, &["mod"]) && item.get(2)?.text == ";").then(|| format!("{folder}/{}", item[1].text))
    };
    (0..tokens.len()).filter_map(declared).collect()
}

fn begins_with(tokens: &[Token], words: &[&str]) -> bool {
    tokens.len() >= words.len() && words.iter().zip(tokens).all(|(word, token)| token.text == *word)
}

/// Where an item ends: behind its `;`, or behind the braces that are its body.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let (mut depth, mut is_use) = (0, false);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "use" if depth == 0 => is_use = true,
            "}" => {
                depth -= 1;
                if depth == 0 && !is_use {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The names behind every `mod`.
pub fn declared_modules(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    tokens.windows(2).filter(|pair| pair[0].text == "mod" && pair[1].is_word()).map(|pair| &pair[1])
}

/// A path as it stands in a file, with what stood before its group: `crate::{a, b::c}` is two of them.
pub struct FoundPath {
    pub segments: Vec<Token>,
    /// The modules written inside this file that it stands in.
    pub inside: Vec<String>,
    pub in_use: bool,
    /// Whether it begins with `::`, and so with a crate.
    pub is_global: bool,
}

impl FoundPath {
    pub fn line(&self) -> usize {
        self.segments.first().map_or(1, |segment| segment.line)
    }

    /// The path from the crate's root, if it says how to get there; `None` for one that begins with another name.
    pub fn resolved(&self, file: &str) -> Option<Vec<Token>> {
        let line = self.line();
        let mut module: Vec<String> = file.trim_end_matches(".rs").split('/').skip(1).map(str::to_owned).collect();
        if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
            module.pop();
        }
        module.extend(self.inside.iter().cloned());
        let mut rest = self.segments.as_slice();
        match rest.first()?.text.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
            }
            _ => return None,
        }
        rest = &rest[1..];
        while rest.first().is_some_and(|segment| segment.text == "super") {
            module.pop();
            rest = &rest[1..];
        }
        let modules = module.into_iter().map(|text| Token { text, line });
        // `crate::{self}` is the crate itself.
        Some(modules.chain(rest.iter().filter(|segment| segment.text != "self").cloned()).collect())
    }
}

/// Every path in the tokens; a single word counts only in a `use` or an `extern crate`.
pub fn paths(tokens: &[Token]) -> Vec<FoundPath> {
    let (mut found, mut at, mut depth) = (Vec::new(), 0, 0);
    let mut inside: Vec<(String, usize)> = Vec::new();
    let mut in_use = false;
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            "use" => in_use = true,
            ";" => in_use = false,
            "mod" if tokens.get(at + 2).is_some_and(|token| token.text == "{") => {
                inside.push((tokens[at + 1].text.clone(), depth));
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inside.pop_if(|(_, opened)| *opened == depth);
            }
            _ => {}
        }
        let text = tokens[at].text.as_str();
        let is_start = tokens[at].is_word() && !KEYWORDS.contains(&text) && (at == 0 || tokens[at - 1].text != ".");
        let is_path = tokens.get(at + 1).is_some_and(|token| token.text == "::");
        let is_extern = at > 1 && tokens[at - 1].text == "crate" && tokens[at - 2].text == "extern";
        if is_start && (is_path || is_extern || in_use) {
            let modules: Vec<String> = inside.iter().map(|(name, _)| name.clone()).collect();
            let is_global = at > 0 && tokens[at - 1].text == "::";
            let mut leaves = Vec::new();
            at = leaf_paths(tokens, at, &[], &mut leaves);
            let path = |segments| FoundPath { segments, inside: modules.clone(), in_use, is_global };
            found.extend(leaves.into_iter().map(path));
        } else {
            at += 1;
        }
    }
    found
}

/// Collects the paths that a tree of names makes, and says where the tree ends.
fn leaf_paths(tokens: &[Token], mut at: usize, prefix: &[Token], leaves: &mut Vec<Vec<Token>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.is_word() || token.text == "*" {
            path.push(token.clone());
            at += 1;
        } else if token.text == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token.text != "}") {
                if tokens[at].is_word() || matches!(tokens[at].text.as_str(), "*" | "{") {
                    at = leaf_paths(tokens, at, &path, leaves);
                } else {
                    at += 1;
                }
            }
            return (at + 1).min(tokens.len());
        } else {
            // `::<T>` behind a name: the path is done.
            break;
        }
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            break;
        }
        at += 1;
    }
    leaves.push(path);
    if tokens.get(at).is_some_and(|token| token.text == "as") { at + 2 } else { at }
}
