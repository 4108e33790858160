//! The widths of a table's columns: `{widths=40,60}`.

use super::{Context, Draft};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, Element, Node, Value, walk};
use crate::sources::Span;

/// What widths are written as: our word, and Quarto's.
const WIDTHS: &[&str] = &["widths", "tbl-colwidths"];

/// Gives tables the widths that are written on them.
pub fn measure(draft: &mut Draft, context: &mut Context<'_>) {
    for list in draft.each_list() {
        walk::each_mut(list, &mut |node| {
            let span = node.span;
            let Some(table) = node.as_element_mut().filter(|element| element.tag == "table") else { return };
            for name in WIDTHS {
                let Some(Attribute { value: Value::Text(written), span: at, .. }) = table.attributes.take(name) else {
                    continue;
                };
                let at = at.unwrap_or(span);
                match Widths::parse(&written).and_then(|widths| widths.checked(count_columns(table))) {
                    Ok(widths) => widths.put(table, at),
                    Err((message, help)) => {
                        context.diagnostics.add(Diagnostic::error(Code::WrongType, at, message).help(help));
                    }
                }
            }
        });
    }
}

/// The widths of columns.
struct Widths {
    /// One for each column.
    numbers: Vec<f64>,
    /// Whether they are parts of the slide's width, not of one another.
    in_percent: bool,
}

/// What is wrong, and what to type instead.
type Mistake = (String, String);

impl Widths {
    /// `40,60`, `[1, 2, 1]`, `30%,40%`.
    fn parse(written: &str) -> Result<Widths, Mistake> {
        let inner = written.trim().trim_start_matches('[').trim_end_matches(']');
        let words: Vec<&str> = inner.split(',').map(str::trim).collect();
        let in_percent = !words.is_empty() && words.iter().all(|word| word.ends_with('%'));
        let number = |word: &&str| {
            let digits = if in_percent { &word[..word.len() - 1] } else { word };
            let number = digits.parse::<f64>().ok().filter(|number| (0.001..=100_000.0).contains(number));
            number.ok_or_else(|| {
                let help = "write for example `widths=40,60`: numbers that say how wide columns are beside one another, \
                            or all of them in per cent of the room that there is";
                (format!("`{word}` is no width of a column"), help.to_owned())
            })
        };
        let numbers = words.iter().map(number).collect::<Result<Vec<f64>, Mistake>>()?;
        let sum: f64 = numbers.iter().sum();
        if in_percent && sum > 100.01 {
            let help = "write numbers without `%`: they only say how wide columns are beside one another";
            return Err((format!("these widths come to {sum} per cent"), help.to_owned()));
        }
        Ok(Widths { numbers, in_percent })
    }

    fn checked(self, columns: usize) -> Result<Widths, Mistake> {
        if self.numbers.len() == columns {
            return Ok(self);
        }
        let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        let (widths, columns) = (count(self.numbers.len(), "width"), count(columns, "column"));
        Err((format!("{widths} for a table of {columns}"), "write one for each column".to_owned()))
    }

    fn put(self, table: &mut Element, span: Span) {
        let sum: f64 = self.numbers.iter().sum();
        let columns = self.numbers.iter().map(|number| {
            let width = format!("width: {}%", rounded(number / sum * 100.0));
            Element::new("col", Vec::new()).with("style", width).at(span)
        });
        let group = Node::element(span, "colgroup", columns.collect());
        let has_caption = table.children.first().is_some_and(|first| first.is("caption"));
        table.children.insert(usize::from(has_caption), group);
        let width = if self.in_percent { rounded(sum) } else { 100.0 };
        let style = table.attributes.take_text("style").map(|style| format!("; {style}")).unwrap_or_default();
        table.attributes.set("style", format!("width: {width}%{style}"));
    }
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// How many columns the first row has.
fn count_columns(table: &Element) -> usize {
    let mut row = None;
    walk::each(&table.children, &mut |node| row = row.or(Some(node).filter(|node| node.is("tr"))));
    let cells = row.map(Node::children).unwrap_or_default().iter().filter_map(Node::as_element);
    cells.map(|cell| cell.attributes.get("colspan").and_then(|span| span.parse().ok()).unwrap_or(1_usize)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_relative_or_in_per_cent() {
        let read = |written| Widths::parse(written).ok().map(|widths| (widths.numbers, widths.in_percent));
        assert_eq!(read("40,60"), Some((vec![40.0, 60.0], false)));
        assert_eq!(read("[1, 2.5, 1]"), Some((vec![1.0, 2.5, 1.0], false)));
        assert_eq!(read("30%, 40%"), Some((vec![30.0, 40.0], true)));
        for wrong in ["40%,60", "a", "", "1,,2", "1 2", "0,1", "-1,2", "nan,1", "inf,1", "60%,60%", "1e999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
