//! How deep and how large a formula is with its macros written out, before katex-rs sees it.
//!
//! In: TeX and the deck's macros. Out: its weight, or a refusal of what would use up the stack, the memory or the patience.
//! It must never judge whether the TeX is right, and never descend deeper than it allows.

use std::collections::BTreeMap;

use super::{FormulaError, whole};

/// The deepest nesting: katex-rs descends recursively, and at a thousand braces its stack is used up.
pub(super) const DEEPEST: usize = 150;
/// The most tokens that a formula may have with its macros written out: katex-rs takes 0.3 s for these, and four times as long for
/// twice as many.
const MOST_TOKENS: usize = 10_000;
/// The commands that define a macro within a formula.
const DEFINING: [&str; 8] =
    ["\\def", "\\gdef", "\\edef", "\\xdef", "\\newcommand", "\\renewcommand", "\\providecommand", "\\let"];
/// The commands whose effect lasts to the end of their group: katex-rs descends one level for each.
const DECLARATIONS: [&str; 24] = [
    "\\color",
    "\\rm",
    "\\sf",
    "\\tt",
    "\\bf",
    "\\it",
    "\\cal",
    "\\displaystyle",
    "\\textstyle",
    "\\scriptstyle",
    "\\scriptscriptstyle",
    "\\tiny",
    "\\sixptsize",
    "\\scriptsize",
    "\\footnotesize",
    "\\small",
    "\\normalsize",
    "\\large",
    "\\Large",
    "\\LARGE",
    "\\huge",
    "\\Huge",
    "\\global",
    "\\long",
];

/// A command, a brace or another character, with its place.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

/// TeX as tokens, without blanks and comments.
pub(super) fn tokens(tex: &str) -> impl Iterator<Item = Token<'_>> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &tex[offset..];
            let first = rest.chars().next()?;
            let len = match first {
                '\\' => command_len(rest),
                '%' => rest.find('\n').map_or(rest.len(), |end| end + 1),
                _ => first.len_utf8(),
            };
            let token = Token { text: &rest[..len], offset };
            offset += len;
            if first != '%' && !first.is_whitespace() {
                return Some(token);
            }
        }
    })
}

/// The length of the command at the start of `rest`: a backslash with letters, or with one other character.
fn command_len(rest: &str) -> usize {
    let name = &rest[1..];
    let letter = |c: char| c.is_ascii_alphabetic() || c == '@';
    match name.find(|c| !letter(c)) {
        None => rest.len(),
        Some(0) => 1 + name.chars().next().map_or(0, char::len_utf8),
        Some(end) => 1 + end,
    }
}

/// What a formula or a macro's body amounts to with its macros written out.
#[derive(Clone, Copy, Default)]
pub(super) struct Weight {
    pub(super) depth: usize,
    size: usize,
    /// How often the argument used most stands in it.
    copies: usize,
    /// How many declarations in it last beyond it.
    leaks: usize,
    pub(super) recursive: bool,
}

/// Weighs TeX; an upper bound, except that macros with delimited arguments may nest somewhat deeper.
pub(super) struct Scale<'a> {
    /// Is it a command that reads on to an argument, at the cost of a level?
    takes_argument: &'a dyn Fn(&str) -> bool,
    /// The bodies by name: the deck's, and those the formula defines.
    bodies: BTreeMap<&'a str, Vec<&'a str>>,
    known: BTreeMap<&'a str, Weight>,
    open: Vec<&'a str>,
}

/// A group that is open while weighing.
#[derive(Clone, Copy)]
struct Group {
    /// The depth of what stands directly in it.
    depth: usize,
    /// How often it is written out.
    times: usize,
    /// Depth and copies that a macro in this group gives to the groups after it, its arguments.
    argument: (usize, usize),
}

impl<'a> Scale<'a> {
    pub(super) fn new(takes_argument: &'a dyn Fn(&str) -> bool, tex: &'a str, macros: &'a [(String, String)]) -> Self {
        let mut bodies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, body) in macros {
            bodies.insert(name, vec![body]);
        }
        for (name, body) in definitions(tex) {
            bodies.entry(name).or_default().push(body);
        }
        Scale { takes_argument, bodies, known: BTreeMap::new(), open: Vec::new() }
    }

    pub(super) fn weigh_formula(&mut self, tex: &'a str) -> Result<Weight, FormulaError> {
        if let Some(offset) = endless_comment(tex) {
            let message = format!("more than {DEEPEST} lines of comments follow each other; remove some");
            return Err(FormulaError { message, offset, len: 1 });
        }
        let (weight, too_deep) = self.weigh(tex);
        if let Some(offset) = too_deep {
            return Err(FormulaError {
                message: format!("the formula nests more than {DEEPEST} levels deep here; divide it"),
                offset,
                len: 1,
            });
        }
        if weight.size > MOST_TOKENS {
            let message = "the formula grows too large with its macros written out; divide it or simplify the macros";
            return Err(whole(tex, message));
        }
        if weight.recursive && weight.depth > 8 {
            let message = "a macro in this formula calls itself; write out what it stands for";
            return Err(whole(tex, message));
        }
        Ok(weight)
    }

    /// The weight of `tex`, and where it first nests too deep.
    fn weigh(&mut self, tex: &'a str) -> (Weight, Option<usize>) {
        let mut weight = Weight::default();
        let mut too_deep = None;
        let mut uses = [0usize; 10];
        let mut groups = Vec::new();
        let mut here = Group { depth: 0, times: 1, argument: (0, 1) };
        let mut chain = 0;
        let mut after_hash = false;
        for token in tokens(tex) {
            let mut cost = 1;
            let mut depth = 0;
            if std::mem::take(&mut after_hash)
                && let Some(number) = token.text.chars().next().and_then(|c| c.to_digit(10))
            {
                uses[number as usize] = uses[number as usize].saturating_add(here.times);
            }
            let links = match token.text {
                "{" | "\\left" | "\\begin" => {
                    groups.push(here);
                    here.depth = here.depth.saturating_add(1 + here.argument.0);
                    here.times = here.times.saturating_mul(here.argument.1);
                    here.argument = (0, 1);
                    false
                }
                "}" | "\\right" | "\\end" => {
                    here = groups.pop().unwrap_or(here);
                    false
                }
                "&" | "\\\\" | "\\cr" => {
                    here.depth =
                        groups.last().map_or(0, |group: &Group| group.depth.saturating_add(1 + group.argument.0));
                    false
                }
                "#" => {
                    after_hash = true;
                    false
                }
                name if DECLARATIONS.contains(&name) => {
                    here.depth += 1;
                    false
                }
                name if name.starts_with('\\') => match self.weigh_macro(name) {
                    Some(inner) => {
                        cost = inner.size;
                        depth = inner.depth;
                        weight.recursive |= inner.recursive;
                        here.depth = here.depth.saturating_add(inner.leaks);
                        here.argument.0 = here.argument.0.max(inner.depth);
                        here.argument.1 = here.argument.1.max(inner.copies);
                        true
                    }
                    None => (self.takes_argument)(name),
                },
                _ => false,
            };
            chain = if links { chain + 1 } else { 0 };
            depth = here.depth.saturating_add(depth).saturating_add(chain);
            if depth > DEEPEST && too_deep.is_none() {
                too_deep = Some(token.offset);
            }
            weight.depth = weight.depth.max(depth);
            weight.size = weight.size.saturating_add(here.times.saturating_mul(cost));
        }
        weight.copies = uses.into_iter().max().unwrap_or(0).max(1);
        weight.leaks = if groups.is_empty() { here.depth } else { 0 };
        (weight, too_deep)
    }

    /// The weight of a macro of the deck or the formula; one that calls itself is recursive.
    fn weigh_macro(&mut self, name: &str) -> Option<Weight> {
        let (&name, bodies) = self.bodies.get_key_value(name)?;
        if let Some(weight) = self.known.get(name) {
            return Some(*weight);
        }
        let recursive = Weight { recursive: true, size: 1, copies: 1, depth: 1, leaks: 0 };
        // A chain of macros longer than this would overflow the stack here.
        if self.open.contains(&name) || self.open.len() > DEEPEST {
            return Some(recursive);
        }
        self.open.push(name);
        let mut heaviest = Weight::default();
        for body in bodies.clone() {
            let (weight, _) = self.weigh(body);
            heaviest.depth = heaviest.depth.max(weight.depth);
            heaviest.size = heaviest.size.max(weight.size);
            heaviest.copies = heaviest.copies.max(weight.copies);
            heaviest.leaks = heaviest.leaks.max(weight.leaks);
            heaviest.recursive |= weight.recursive;
        }
        self.open.pop();
        self.known.insert(name, heaviest);
        Some(heaviest)
    }
}

/// Where too many comments follow each other: katex-rs descends one level for each.
fn endless_comment(tex: &str) -> Option<usize> {
    let mut run = 0;
    let mut offset = 0;
    for line in tex.split_inclusive('\n') {
        run = if line.trim_start().starts_with('%') { run + 1 } else { 0 };
        if run > DEEPEST {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

/// The macros that a formula defines: names with their bodies.
pub(super) fn definitions(tex: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for token in tokens(tex) {
        if !DEFINING.contains(&token.text) {
            continue;
        }
        let after = token.offset + token.text.len();
        let mut ahead = tokens(&tex[after..]).skip_while(|token| token.text == "{");
        let Some(name) = ahead.next() else { break };
        if token.text == "\\let" {
            if let Some(target) = ahead.find(|token| token.text != "=") {
                found.push((name.text, target.text));
            }
        } else if let Some(open) = ahead.find(|token| token.text == "{") {
            found.push((name.text, balanced(&tex[after + open.offset + 1..])));
        }
    }
    // An old name for a command that is defined anew stands for the command as it was.
    let renewed: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
    found.retain(|(_, body)| !renewed.contains(body));
    found
}

/// The text up to the brace that closes the group `text` stands in.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    for token in tokens(text) {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..token.offset];
        }
    }
    text
}
