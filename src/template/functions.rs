//! What templates can do with values: numbers and dates as the deck's language writes them, sums, order, comparisons.
//!
//! Handlebars calls them helpers. Their names have a hyphen, or are its own: a helper hides a value of its name.

use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use serde_json::Value as Json;

use super::locale::Language;

/// The most digits behind the decimal point.
const MOST_DECIMALS: u64 = 20;

/// Makes the helpers known.
pub fn register(registry: &mut Handlebars<'_>) {
    let helpers: [(&str, CarryOut); 14] = [
        ("as-number", |call| Ok(call.language.number(call.number(0)?, call.decimals()?).into())),
        ("as-percent", |call| {
            let decimals = call.decimals()?.or(Some(0));
            Ok(call.language.percent(call.number(0)? * 100.0, decimals).into())
        }),
        ("as-date", |call| call.language.date(&call.text(0)?, call.named("format")?.as_deref()).map(Json::from)),
        ("sum-of", |call| Ok(exact(call.numbers()?.iter().sum()))),
        ("average-of", |call| {
            let numbers = call.numbers()?;
            if numbers.is_empty() {
                return Err("`average-of` needs a list with something in it".to_owned());
            }
            #[expect(clippy::cast_precision_loss, reason = "nobody has so many rows")]
            let count = numbers.len().max(1) as f64;
            Ok(exact(numbers.iter().sum::<f64>() / count))
        }),
        ("least-of", |call| call.outermost(|a, b| a < b)),
        ("greatest-of", |call| call.outermost(|a, b| a > b)),
        ("sorted-by", sorted),
        ("eq", |call| Ok(call.compared(|order| order.is_eq())?.into())),
        ("ne", |call| Ok(call.compared(|order| order.is_ne())?.into())),
        ("lt", |call| Ok(call.compared(|order| order.is_lt())?.into())),
        ("lte", |call| Ok(call.compared(|order| order.is_le())?.into())),
        ("gt", |call| Ok(call.compared(|order| order.is_gt())?.into())),
        ("gte", |call| Ok(call.compared(|order| order.is_ge())?.into())),
    ];
    registry.register_helper("each", Box::new(super::loops::Each::default()));
    for (name, carry_out) in helpers {
        registry.register_helper(name, Box::new(Ours { name, carry_out }));
    }
}

/// What a helper makes of its values, or why it cannot.
type CarryOut = fn(&Call<'_>) -> Result<Json, String>;

struct Ours {
    name: &'static str,
    carry_out: CarryOut,
}

impl HelperDef for Ours {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let missing = helper.params().iter().find(|value| value.is_value_missing());
        if let Some(missing) = missing {
            return Err(RenderErrorReason::MissingVariable(missing.relative_path().cloned()).into());
        }
        let values: Vec<&Json> = helper.params().iter().map(|value| value.value()).collect();
        let named = helper.hash().iter().map(|(name, value)| (*name, value.value())).collect();
        let tag = context.data().get("lang").and_then(Json::as_str).unwrap_or_default();
        let call = Call { name: self.name, values, named, language: Language::of(tag) };
        (self.carry_out)(&call).map(ScopedJson::Derived).map_err(|message| RenderErrorReason::Other(message).into())
    }
}

/// One use of a helper.
struct Call<'c> {
    name: &'static str,
    values: Vec<&'c Json>,
    named: Vec<(&'c str, &'c Json)>,
    language: Language,
}

impl Call<'_> {
    fn value(&self, index: usize) -> Result<&Json, String> {
        self.values
            .get(index)
            .copied()
            .ok_or_else(|| format!("`{}` needs {} more", self.name, index + 1 - self.values.len()))
    }

    fn number(&self, index: usize) -> Result<f64, String> {
        let value = self.value(index)?;
        number(value).ok_or_else(|| format!("`{}` needs a number, and {} is none", self.name, shown(value)))
    }

    fn text(&self, index: usize) -> Result<String, String> {
        let value = self.value(index)?;
        text(value).ok_or_else(|| format!("`{}` needs a text, and this is {}", self.name, shown(value)))
    }

    fn named(&self, name: &str) -> Result<Option<String>, String> {
        if let Some((other, _)) =
            self.named.iter().find(|(there, _)| !matches!(*there, "decimals" | "format" | "descending"))
        {
            return Err(format!("`{}` has no `{other}=`", self.name));
        }
        Ok(self.named.iter().find(|(there, _)| *there == name).and_then(|(_, value)| text(value)))
    }

    fn decimals(&self) -> Result<Option<usize>, String> {
        let Some(written) = self.named("decimals")? else { return Ok(None) };
        let number = written.parse::<u64>().ok().filter(|number| *number <= MOST_DECIMALS);
        let number = number.ok_or_else(|| format!("`decimals=` is a number up to {MOST_DECIMALS}, not `{written}`"))?;
        Ok(usize::try_from(number).ok())
    }

    /// The numbers of a list, or those in one column of a table.
    fn numbers(&self) -> Result<Vec<f64>, String> {
        let Json::Array(rows) = self.value(0)? else {
            return Err(format!("`{}` needs a list, and this is {}", self.name, shown(self.value(0)?)));
        };
        let column = self.values.get(1).and_then(|name| text(name));
        let mut numbers = Vec::with_capacity(rows.len());
        for row in rows {
            let value = cell(row, column.as_deref())?;
            let found =
                number(value).ok_or_else(|| format!("`{}` meets {}, which is no number", self.name, shown(value)))?;
            numbers.push(found);
        }
        Ok(numbers)
    }

    fn outermost(&self, is_further: fn(f64, f64) -> bool) -> Result<Json, String> {
        let numbers = self.numbers()?;
        let found = numbers.into_iter().reduce(|best, next| if is_further(next, best) { next } else { best });
        found.map(exact).ok_or_else(|| format!("`{}` needs a list with something in it", self.name))
    }

    fn compared(&self, holds: fn(std::cmp::Ordering) -> bool) -> Result<bool, String> {
        Ok(holds(order(self.value(0)?, self.value(1)?)))
    }
}

/// The rows of a table by one of its columns, or the values of a list; equal ones stay in their order.
fn sorted(call: &Call<'_>) -> Result<Json, String> {
    let Json::Array(rows) = call.value(0)? else {
        return Err(format!("`{}` needs a list, and this is {}", call.name, shown(call.value(0)?)));
    };
    let column = call.values.get(1).and_then(|name| text(name));
    let descending = call.named("descending")?.is_some_and(|word| word == "true");
    for row in rows {
        cell(row, column.as_deref())?;
    }
    let mut rows = rows.clone();
    rows.sort_by(|a, b| match (cell(a, column.as_deref()), cell(b, column.as_deref())) {
        (Ok(a), Ok(b)) if descending => order(b, a),
        (Ok(a), Ok(b)) => order(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    Ok(Json::Array(rows))
}

fn cell<'r>(row: &'r Json, column: Option<&str>) -> Result<&'r Json, String> {
    let Some(column) = column else { return Ok(row) };
    row.get(column).ok_or_else(|| format!("a row has no `{column}`"))
}

/// Numbers by size, also where they are spelled as texts; everything else as texts.
fn order(a: &Json, b: &Json) -> std::cmp::Ordering {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => text(a).unwrap_or_default().cmp(&text(b).unwrap_or_default()),
    }
}

fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// A number without the last digits that adding up fractions leaves.
fn exact(number: f64) -> Json {
    let rounded = (number * 1e9).round() / 1e9;
    let number = if rounded.is_finite() { rounded } else { number };
    #[expect(clippy::cast_possible_truncation, reason = "the number is whole and small")]
    if number.fract() == 0.0 && number.abs() < 1e15 { Json::from(number as i64) } else { Json::from(number) }
}

fn shown(value: &Json) -> String {
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "a mapping".to_owned(),
        Json::Null => "nothing".to_owned(),
        value => format!("`{}`", text(value).unwrap_or_default()),
    }
}
