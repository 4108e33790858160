//! Formulas that the Markdown parser leaves as text because their braces are not balanced.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};

impl Reader<'_, '_> {
    /// Reports what is written as a formula within a line of text, but has a brace too many or too few. `runs` is where
    /// the parser's events stand, and whether each is text.
    pub(super) fn report_formulas(&mut self, runs: impl Iterator<Item = (bool, Range<usize>)>) {
        let text = self.text;
        let mut line = 0..0;
        for (is_text, range) in runs {
            let joins = range.start == line.end || text.get(line.end..range.start) == Some("\\");
            if is_text && joins {
                line.end = range.end;
            } else {
                let next = if is_text { range } else { range.end..range.end };
                self.report_formula(std::mem::replace(&mut line, next));
            }
        }
        self.report_formula(line);
    }

    fn report_formula(&mut self, line: Range<usize>) {
        let words = &self.text[line.clone()];
        let Some(found) = words.contains('$').then(|| unbalanced(words)).flatten() else { return };
        let span = self.span(line.start + found.start..line.start + found.end);
        let message = "the braces of this formula are not balanced";
        let help = "write every `{` with its `}`; for a dollar sign write `\\$`";
        self.diagnostics.add(Diagnostic::error(Code::BadFormula, span, message).help(help));
    }
}

/// The first of what Pandoc takes for a formula in a line, if it has TeX in it and its braces are not balanced.
fn unbalanced(words: &str) -> Option<Range<usize>> {
    let bytes = words.as_bytes();
    let dollars: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'$' && !is_escaped(bytes, *at)).collect();
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    dollars.windows(2).find_map(|pair| {
        let (open, close) = (pair[0], pair[1]);
        let closes = !blank(close - 1) && !bytes.get(close + 1).is_some_and(u8::is_ascii_digit);
        let tex = &words[open + 1..close];
        let is_tex = tex.contains('{') || tex.contains('}');
        (!blank(open + 1) && closes && is_tex && !is_balanced(tex.as_bytes())).then_some(open..close + 1)
    })
}

fn is_balanced(tex: &[u8]) -> bool {
    let mut depth = 0_i32;
    for (_, byte) in tex.iter().enumerate().filter(|(at, _)| !is_escaped(tex, *at)) {
        depth += i32::from(*byte == b'{') - i32::from(*byte == b'}');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_has_tex_and_touches_its_dollars() {
        for text in [r"a $\frac{1$ b", "$x}$", "a $5 $b{$"] {
            assert!(unbalanced(text).is_some(), "{text}");
        }
        for text in ["$5 {and $6", r"a $ {b$", r"\$a{$", r"$\{a$", "a{ $b$ }", "$a{$5"] {
            assert!(unbalanced(text).is_none(), "{text}");
        }
    }
}
