//! The style of one slide: whether it is whole, so that it ends where it ends, and what of it can be scoped.

use std::ops::Range;

use cssparser::{Parser, ParserInput, Token};

use super::DEEPEST;
use crate::diagnostic::{Code, Diagnostic, nearest, or_list};
use crate::sources::Span;

/// At-rules that may stand within the rule of a slide.
const NESTED: &[&str] = &["media", "supports", "container", "layer", "starting-style"];

/// At-rules that name something for the whole page, and so stand beside the rule of a slide.
const GLOBAL: &[&str] =
    &["keyframes", "font-face", "property", "counter-style", "font-feature-values", "font-palette-values"];

/// At-rules that say something about the page or the stylesheet.
const OF_THE_DECK: &[&str] = &["page", "charset", "namespace", "view-transition"];

/// What is around every slide: a rule that begins with it finds nothing inside one.
const AROUND: &[&str] = &["html", "body", ":root", ".reveal", ".reveal-viewport", ".slides", "section"];

/// A part of the style of a slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it names for the whole page, such as `@keyframes pulse`; nothing if it holds for the slide.
    pub names: Option<String>,
}

/// Takes the style of a slide apart, into declarations and rules. What is broken is said, with spans that count from the
/// start of the text; a text that does not end where it ends has no parts.
pub fn slide_style(css: &str) -> (Vec<Part>, Vec<Diagnostic>) {
    let mut input = ParserInput::new(css);
    if let Err(found) = whole(&mut Parser::new(&mut input), css, &mut Vec::new()) {
        return (Vec::new(), vec![found]);
    }
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let (mut parts, mut found) = (Vec::new(), Vec::new());
    while let Some(item) = Item::next(&mut parser) {
        match item.part(css, &mut found) {
            Ok(part) => parts.extend(part),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    (parts, found)
}

fn error(range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadStyle, Span::new(range), message)
}

/// Whether everything that is opened is closed, and the other way round: what browsers close at the end of a stylesheet
/// would reach into the style of the next slide. `open` holds where each block around this begins, and what closes it.
fn whole(
    parser: &mut Parser<'_, '_>,
    css: &str,
    open: &mut Vec<(Range<usize>, &'static str)>,
) -> Result<(), Diagnostic> {
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { break };
        let range = start..parser.position().byte_index();
        if let Some(closer) = closer(&token) {
            if open.len() >= DEEPEST {
                return Err(error(range, format!("blocks are nested more than {DEEPEST} deep")));
            }
            open.push((range.end - 1..range.end, closer));
            let mut found = Ok(());
            let inside = parser.parse_nested_block(|inside| {
                found = whole(inside, css, open);
                Ok::<_, cssparser::ParseError<'_, ()>>(())
            });
            // A block that something was found in was not read to its end.
            drop(inside);
            found?;
            open.pop();
        } else if matches!(token, Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket) {
            let closes_nothing =
                || error(range.clone(), format!("this `{}` closes nothing", &css[range.clone()])).help("delete it");
            return Err(open.last().map_or_else(closes_nothing, |opener| never_closed(css, opener)));
        } else {
            one(&token, &css[range.clone()], range, open.len())?;
        }
    }
    // What ends a block is not part of it, so the parser stands before it.
    match open.last() {
        Some(opener) if !css[parser.position().byte_index()..].starts_with(opener.1) => Err(never_closed(css, opener)),
        _ => Ok(()),
    }
}

/// What closes the block or the function that a token opens.
fn closer(token: &Token<'_>) -> Option<&'static str> {
    match token {
        Token::Function(_) | Token::ParenthesisBlock => Some(")"),
        Token::SquareBracketBlock => Some("]"),
        Token::CurlyBracketBlock => Some("}"),
        _ => None,
    }
}

fn never_closed(css: &str, (range, closer): &(Range<usize>, &str)) -> Diagnostic {
    let message = format!("this `{}` is never closed", &css[range.clone()]);
    error(range.clone(), message).help(format!("write `{closer}` where it ends"))
}

/// Whether a token that opens no block is whole. `written` is how it stands in the text.
fn one(token: &Token<'_>, written: &str, range: Range<usize>, depth: usize) -> Result<(), Diagnostic> {
    let first = range.start..range.start + 1;
    match token {
        Token::Comment(_) if written.len() < 4 || !written.ends_with("*/") => {
            Err(error(range.start..range.start + 2, "this comment is never closed").help("write `*/` where it ends"))
        }
        Token::BadString(_) => Err(error(first, "this quote is not closed on its line").help("close it on its line")),
        Token::QuotedString(_) if !is_ended_by(&written[1..], &written[..1]) => {
            Err(error(first, "this quote is never closed").help(format!("write `{}` where it ends", &written[..1])))
        }
        Token::BadUrl(_) => {
            Err(error(range, "this address is broken").help("write it between quotes: `url(\"file.svg\")`"))
        }
        Token::UnquotedUrl(_) if !is_ended_by(written, ")") => {
            Err(error(range, "this address is never closed").help("write `)` where it ends"))
        }
        Token::AtKeyword(name) if depth > 0 && is_in(GLOBAL, name) => {
            let found = error(range, format!("`@{name}` cannot stand within a rule"));
            Err(found.help("move it to the top level of the style"))
        }
        Token::Delim('\\') => Err(error(range, "this `\\` stands before nothing").help("delete it")),
        _ if written.ends_with('\\') && is_ended_by(written, "\\") => {
            Err(error(range.end - 1..range.end, "this `\\` stands before nothing").help("delete it"))
        }
        _ => Ok(()),
    }
}

/// Whether a text has `end` at its end, and no `\` takes its meaning.
fn is_ended_by(text: &str, end: &str) -> bool {
    text.strip_suffix(end).is_some_and(|text| (text.len() - text.trim_end_matches('\\').len()).is_multiple_of(2))
}

/// Whether an at-rule is one of these, also with a browser's prefix.
fn is_in(rules: &[&str], name: &str) -> bool {
    let bare = name.strip_prefix('-').and_then(|rest| rest.split_once('-')).map_or(name, |(_, name)| name);
    rules.iter().any(|rule| rule.eq_ignore_ascii_case(bare))
}

/// A declaration or a rule: its tokens up to its block or its `;`.
struct Item<'i> {
    range: Range<usize>,
    tokens: Vec<(Token<'i>, Range<usize>)>,
    has_block: bool,
}

impl<'i> Item<'i> {
    fn next(parser: &mut Parser<'i, '_>) -> Option<Item<'i>> {
        // White space and comments between items.
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let mut item = Item { range: start..start, tokens: Vec::new(), has_block: false };
        loop {
            let at = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { break };
            let is_block = token == Token::CurlyBracketBlock;
            let ends = token == Token::Semicolon || (is_block && !item.is_custom_property());
            if closer(&token).is_some() {
                let passed_over = parser.parse_nested_block(|inside| {
                    while inside.next().is_ok() {}
                    Ok::<_, cssparser::ParseError<'_, ()>>(())
                });
                drop(passed_over);
            }
            item.range.end = parser.position().byte_index();
            if ends {
                item.has_block = is_block;
                break;
            }
            item.tokens.push((token, at..item.range.end));
        }
        (item.range.end > start).then_some(item)
    }

    /// Its first two tokens; white space counts.
    fn head(&self) -> [Option<&Token<'i>>; 2] {
        [0, 1].map(|index| self.tokens.get(index).map(|(token, _)| token))
    }

    /// Whether it is a declaration whose value may hold a block.
    fn is_custom_property(&self) -> bool {
        matches!(self.head(), [Some(Token::Ident(name)), Some(Token::Colon)] if name.starts_with("--"))
    }

    /// What it is in the style of a slide; nothing if it is left out.
    fn part(&self, css: &str, found: &mut Vec<Diagnostic>) -> Result<Option<Part>, Diagnostic> {
        let part = |names| Ok(Some(Part { range: self.range.clone(), names }));
        match self.head() {
            [Some(Token::AtKeyword(name)), _] => self.at_rule(name, css).and_then(|names| names.map_or(Ok(None), part)),
            // A `;` alone.
            [None, _] if !self.has_block => Ok(None),
            _ if self.has_block => {
                self.selectors(css, found)?;
                part(None)
            }
            [Some(Token::Ident(_)), _] if self.second_word() == Some(&Token::Colon) => part(None),
            _ => {
                let range = self.line(css);
                let message = format!("`{}` is no declaration", css[range.clone()].trim_end_matches(';'));
                Err(error(range, message).help("write `name: value;`, or `selector { … }`"))
            }
        }
    }

    /// The first token that is not white space behind the first.
    fn second_word(&self) -> Option<&Token<'i>> {
        let tokens = self.tokens.iter().skip(1).map(|(token, _)| token);
        tokens.into_iter().find(|token| !matches!(token, Token::WhiteSpace(_) | Token::Comment(_)))
    }

    /// The first line of it, for messages.
    fn line(&self, css: &str) -> Range<usize> {
        let text = &css[self.range.clone()];
        let end = text.find('\n').unwrap_or(text.len());
        self.range.start..self.range.start + text[..end].trim_end().len()
    }

    /// What an at-rule names for the whole page, if it does; the outer nothing leaves it out.
    fn at_rule(&self, name: &str, css: &str) -> Result<Option<Option<String>>, Diagnostic> {
        let range = self.range.start..self.range.start + name.len() + 1;
        // What it is about is said where the files are read.
        if name.eq_ignore_ascii_case("import") {
            return Ok(None);
        }
        if is_in(OF_THE_DECK, name) {
            let found = error(range, format!("`@{name}` is about more than one slide"));
            return Err(found.help("write it into the `style.css` beside the `deck.yaml`"));
        }
        if !is_in(NESTED, name) && !is_in(GLOBAL, name) {
            let known = NESTED.iter().chain(GLOBAL).copied();
            let help = match nearest(name, known.clone()) {
                Some(near) => format!("write `@{near}`"),
                None => format!("the style of a slide may have {}", or_list(known)),
            };
            return Err(error(range, format!("`@{name}` has no meaning in the style of a slide")).help(help));
        }
        if !self.has_block {
            return Err(error(range, format!("`@{name}` has no block")).help("write `{ … }` behind it"));
        }
        if is_in(NESTED, name) {
            return Ok(Some(None));
        }
        let words = self.tokens.last().map_or(range.end, |(_, range)| range.end);
        let words: Vec<&str> = css[range.end..words].split_whitespace().collect();
        Ok(Some(Some(format!("@{} {}", name.to_ascii_lowercase(), words.join(" ")).trim_end().to_owned())))
    }

    /// Says of a rule that no selector can begin so, and of selectors that they begin outside the slide.
    fn selectors(&self, css: &str, found: &mut Vec<Diagnostic>) -> Result<(), Diagnostic> {
        match self.tokens.as_slice() {
            [] => {
                let found = error(self.range.start..self.range.start + 1, "this block has no selector");
                return Err(found.help("write one before it; `&` is the slide itself"));
            }
            [(Token::Ident(_), _), (Token::Colon, _), (Token::WhiteSpace(_), _), ..] => {
                let range = self.line(css);
                let found = error(range.end - 1..range.end, "a `;` is missing here: a rule follows");
                return Err(found.help("end the declaration with `;`"));
            }
            _ => {}
        }
        let line = self.line(css);
        let end = self.tokens.last().map_or(line.end, |(_, range)| range.end);
        let in_brackets = css[self.range.start..end.max(self.range.start)].split('(').skip(1);
        let reaches_out = in_brackets.filter_map(|rest| rest.split(')').next()).any(|inside| inside.contains('&'))
            || self.tokens.split(|(token, _)| *token == Token::Comma).any(leaves_the_slide);
        if reaches_out {
            let found = error(line, "this selector reaches out of the slide");
            return Err(found.help("name what stands on this slide; the `style.css` beside the deck is for others"));
        }
        if self.tokens.iter().any(|(token, _)| *token == Token::Delim('&')) {
            return Ok(());
        }
        for selector in self.tokens.split(|(token, _)| *token == Token::Comma) {
            let words: Vec<_> =
                selector.iter().skip_while(|(token, _)| matches!(token, Token::WhiteSpace(_))).collect();
            let range = match words.as_slice() {
                [(Token::Ident(_), range), ..] => range.clone(),
                [(Token::Delim('.') | Token::Colon, first), (Token::Ident(_), second), ..] => first.start..second.end,
                _ => continue,
            };
            let written = &css[range.clone()];
            if AROUND.contains(&written) {
                let message = format!("`{written}` is not within the slide, so this rule holds for nothing");
                let help = "leave it out: `h1 { … }` is for the headings of this slide, `& { … }` for the slide itself";
                found.push(Diagnostic::warning(Code::BadStyle, Span::new(range), message).help(help));
            }
        }
        Ok(())
    }
}

/// Whether a selector goes on to what stands beside the slide: from its start, or from `&`, by `+` or `~`.
fn leaves_the_slide(selector: &[(Token<'_>, Range<usize>)]) -> bool {
    let is_beside = |token: &Token<'_>| matches!(token, Token::Delim('+' | '~'));
    let mut words = selector.iter().map(|(token, _)| token).skip_while(|token| matches!(token, Token::WhiteSpace(_)));
    let own = selector.iter().position(|(token, _)| *token == Token::Delim('&'));
    let Some(own) = own else { return words.next().is_some_and(is_beside) };
    let mut behind_blank = false;
    for (token, _) in &selector[own + 1..] {
        match token {
            Token::WhiteSpace(_) => behind_blank = true,
            token if is_beside(token) => return true,
            // Something on the slide.
            Token::Delim('>') => return false,
            _ if behind_blank => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(css: &str) -> Vec<(&str, Option<String>)> {
        let (parts, found) = slide_style(css);
        assert_eq!(found, [], "{css}");
        parts.into_iter().map(|part| (&css[part.range], part.names)).collect()
    }

    #[track_caller]
    fn says(css: &str, place: &str, message: &str) {
        let (_, found) = slide_style(css);
        let found: Vec<_> = found.iter().map(|one| (&css[one.span.range()], one.message.as_str())).collect();
        assert_eq!(found, [(place, message)], "{css}");
    }

    #[test]
    fn a_style_is_taken_apart() {
        let css = "color: red; /* } */ h1, a:hover { x: y } @media (width > 3px) { color: blue }\n\
                   @keyframes  pulse { to { x: y } } @font-face { src: url(a.woff2) } --x: { a: b }; &.big {} top: 0";
        let expected = [
            ("color: red;", None),
            ("h1, a:hover { x: y }", None),
            ("@media (width > 3px) { color: blue }", None),
            ("@keyframes  pulse { to { x: y } }", Some("@keyframes pulse".to_owned())),
            ("@font-face { src: url(a.woff2) }", Some("@font-face".to_owned())),
            ("--x: { a: b };", None),
            ("&.big {}", None),
            ("top: 0", None),
        ];
        assert_eq!(parts(css), expected);
        assert_eq!(parts(" ;; /* nothing */ "), []);
    }

    #[test]
    fn what_does_not_end_is_said() {
        says("h1 { color: red", "{", "this `{` is never closed");
        says("h1 { a { b: c }", "{", "this `{` is never closed");
        says("h1 { a: calc(1 + 2 } h2 {}", "(", "this `(` is never closed");
        says("a[b { }", "[", "this `[` is never closed");
        says("color: red; } body { color: blue", "}", "this `}` closes nothing");
        says("a: b)", ")", "this `)` closes nothing");
        says("a: 'b; }", "'", "this quote is never closed");
        says("a: \"b\\\"", "\"", "this quote is never closed");
        says("a: 'b\n; c: d", "'", "this quote is not closed on its line");
        says("a: b /* c", "/*", "this comment is never closed");
        says("a: b /*/", "/*", "this comment is never closed");
        says("a: url(b", "url(b", "this address is never closed");
        says("a: url(b\\)", "url(b\\)", "this address is never closed");
        says("a: url(b c)", "url(b c)", "this address is broken");
        says("a: b\\", "\\", "this `\\` stands before nothing");
        says("a: b\\\n}", "\\", "this `\\` stands before nothing");
        says(&"(".repeat(100_000), "(", "blocks are nested more than 64 deep");
    }

    #[test]
    fn what_is_whole_may_look_broken() {
        for css in ["a: \"}\"", "a: '\\''; b: '\\\\'", "a: url( } )", "/* { */", "a: \\{", "a: url(\\))", "a: b\\\\"] {
            assert_eq!(
                parts(css).len(),
                usize::from(!css.starts_with('/')) + usize::from(css.contains("b: ")),
                "{css}"
            );
        }
    }

    #[test]
    fn what_has_no_meaning_is_said() {
        says("color red;", "color red;", "`color red` is no declaration");
        says("h1", "h1", "`h1` is no declaration");
        says("{ a: b }", "{", "this block has no selector");
        says("color: red\nh1 { a: b }", "d", "a `;` is missing here: a rule follows");
        says("@meda (x) {}", "@meda", "`@meda` has no meaning in the style of a slide");
        for css in ["+ section { a: b }", "h1, ~ section { a: b }", "& + section h1 { a: b }", "&.x ~ * { a: b }"] {
            says(css, css, "this selector reaches out of the slide");
        }
        says(":not(&) { a: b }", ":not(&) { a: b }", "this selector reaches out of the slide");
        assert_eq!(parts("h1 + p { a: b } & > h1 + p { a: b } & h1 ~ p {} p:not(.a) {} &:not(.b) {}").len(), 5);
        says("@page { margin: 0 }", "@page", "`@page` is about more than one slide");
        says("@media print;", "@media", "`@media` has no block");
        says("@media x { @keyframes y {} }", "@keyframes", "`@keyframes` cannot stand within a rule");
        says(".reveal h1, h2 {}", ".reveal", "`.reveal` is not within the slide, so this rule holds for nothing");
        says("h2, :root {}", ":root", "`:root` is not within the slide, so this rule holds for nothing");
        assert_eq!(parts("body.dark &, sectional {} .revealed {} :root & {}").len(), 3);
    }
}
