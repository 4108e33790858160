//! Numbers and dates as a language writes them; alone knows chrono and the locales of the C library.

use std::fmt::Write;

use chrono::format::{Item, StrftimeItems};
use chrono::{Locale, NaiveDate};
use pure_rust_locales::locale_match;

/// The country that a language means by itself, where it has not the language's own letters.
const COUNTRIES: [(&str, &str); 17] = [
    ("ar", "EG"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("el", "GR"),
    ("en", "US"),
    ("et", "EE"),
    ("fa", "IR"),
    ("he", "IL"),
    ("hi", "IN"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("nb", "NO"),
    ("sl", "SI"),
    ("sv", "SE"),
    ("uk", "UA"),
    ("vi", "VN"),
    ("zh", "CN"),
];

/// A minus as it is set in text.
const MINUS: char = '−';
/// A narrow blank at which no line breaks.
const NARROW: char = '\u{202f}';

/// A language, for numbers and dates.
pub struct Language {
    name: String,
    locale: Locale,
}

impl Language {
    /// The language of a BCP 47 tag; American English where it is not known.
    pub fn of(tag: &str) -> Language {
        let mut parts = tag.split('-');
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let written = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
        let usual = COUNTRIES.iter().find(|(language, _)| *language == name).map(|(_, country)| (*country).to_owned());
        let usual = usual.unwrap_or_else(|| name.to_ascii_uppercase());
        let locale = |country: &str| Locale::try_from(format!("{name}_{country}").as_str()).ok();
        let found = written.and_then(|country| locale(&country)).or_else(|| locale(&usual));
        Language { name, locale: found.unwrap_or(Locale::en_US) }
    }

    /// A number with its thousands apart; `decimals` are the digits behind the point, else as many as it has.
    pub fn number(&self, number: f64, decimals: Option<usize>) -> String {
        let (point, between) = separators(self.locale);
        let digits = match decimals {
            Some(decimals) => format!("{:.decimals$}", number.abs()),
            None => format!("{}", number.abs()),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let mut text = String::new();
        if number < 0.0 && !is_zero {
            text.push(MINUS);
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                text.push_str(between);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(point);
            text.push_str(fraction);
        }
        text
    }

    /// A number of hundredths with its sign.
    pub fn percent(&self, number: f64, decimals: Option<usize>) -> String {
        let mut text = self.number(number, decimals);
        if !matches!(self.name.as_str(), "en" | "he" | "ja" | "ko" | "zh") {
            text.push(NARROW);
        }
        text.push('%');
        text
    }

    /// A day written as `2026-11-24` in the language's long form, its short one, or by a pattern of strftime.
    ///
    /// # Errors
    /// If it is no day, or the pattern is none.
    pub fn date(&self, text: &str, format: Option<&str>) -> Result<String, String> {
        // What follows the day is the time of it.
        let day = text.trim().get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        let day = day.ok_or_else(|| format!("`{text}` is no day; days are written `2026-11-24`"))?;
        let pattern = match format {
            None | Some("long") => self.long(),
            Some("short") => "%x",
            Some(pattern) if pattern.contains('%') => pattern,
            Some(other) => {
                return Err(format!("`format=` is `long`, `short` or a pattern such as `%B %Y`, not `{other}`"));
            }
        };
        let wrong = || format!("`{pattern}` is no pattern for a day; `%-d` is the day, `%B` the month, `%Y` the year");
        let items: Vec<Item<'_>> = StrftimeItems::new_with_locale(pattern, self.locale).collect();
        if items.contains(&Item::Error) {
            return Err(wrong());
        }
        let mut written = String::new();
        // Hours and minutes are no part of a day.
        write!(written, "{}", day.format_localized_with_items(items.iter(), self.locale)).map_err(|_| wrong())?;
        Ok(written)
    }

    fn long(&self) -> &'static str {
        match self.name.as_str() {
            "en" if self.locale == Locale::en_US => "%B %-d, %Y",
            "de" | "da" | "nb" | "fi" | "cs" | "sl" => "%-d. %B %Y",
            "es" | "pt" => "%-d de %B de %Y",
            "ja" | "zh" => "%Y年%-m月%-d日",
            "ko" => "%Y년 %-m월 %-d일",
            "hu" => "%Y. %B %-d.",
            _ => "%-d %B %Y",
        }
    }
}

/// The sign before the fraction, and the one between thousands.
fn separators(locale: Locale) -> (&'static str, &'static str) {
    (locale_match!(locale => LC_NUMERIC::DECIMAL_POINT), locale_match!(locale => LC_NUMERIC::THOUSANDS_SEP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        for (tag, number, decimals, expected) in [
            ("en", 1_234_567.5, None, "1,234,567.5"),
            ("de", 1_234_567.5, Some(2), "1.234.567,50"),
            ("fr-FR", 1234.0, None, "1\u{202f}234"),
            ("", -4.5, Some(0), "−4"),
            ("en", -0.2, Some(0), "0"),
            ("xx", 12.0, None, "12"),
        ] {
            assert_eq!(Language::of(tag).number(number, decimals), expected, "{tag}");
        }
        assert_eq!(Language::of("en").percent(25.6, Some(1)), "25.6%");
        assert_eq!(Language::of("de-AT").percent(25.6, Some(0)), "26\u{202f}%");
    }

    #[test]
    fn days_are_written_as_the_language_does() {
        for (tag, format, expected) in [
            ("en", None, "November 24, 2026"),
            ("en-GB", None, "24 November 2026"),
            ("de", None, "24. November 2026"),
            ("fr", None, "24 novembre 2026"),
            ("es", None, "24 de noviembre de 2026"),
            ("ja", None, "2026年11月24日"),
            ("de", Some("short"), "24.11.2026"),
            ("en", Some("%b %Y"), "Nov 2026"),
        ] {
            assert_eq!(Language::of(tag).date("2026-11-24", format).as_deref(), Ok(expected), "{tag}");
        }
        assert!(Language::of("en").date("2026-11-24", Some("%H:%M")).is_err());
        assert!(Language::of("en").date("2026-11-24", Some("%!")).is_err());
        assert!(Language::of("en").date("tomorrow", None).is_err());
    }
}
