//! Emoji by their names on GitHub: `:tada:`; alone knows the crate that has them.

use super::quiet::is_colon;

/// The emoji whose name stands between the colon at `at` and the next, and where that ends. A name touches no letter and
/// no digit: `12:30:45` and `a:b:c` are none.
pub fn at(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = text.get(at..).filter(|rest| rest.bytes().next().is_some_and(is_colon))?;
    let length = rest.bytes().skip(1).take_while(|byte| is_of_name(*byte)).count();
    let end = at + length + 2;
    let closes = length > 0 && rest.as_bytes().get(length + 1) == Some(&b':');
    if !closes || text[..at].chars().next_back().is_some_and(joins) || text[end..].chars().next().is_some_and(joins) {
        return None;
    }
    Some((emojis::get_by_shortcode(&rest[1..=length])?.as_str(), end))
}

/// Whether any stands in a text.
pub fn stands_in(text: &str) -> bool {
    let colons = text.match_indices(':').chain(text.match_indices(char::from(super::quiet::COLON)));
    colons.map(|(start, _)| start).any(|start| at(text, start).is_some())
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
}

/// Whether a character makes one word with what it touches. Scripts without cases write no blanks between words.
fn joins(character: char) -> bool {
    character.is_lowercase() || character.is_uppercase() || character.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_between_colons_and_touches_no_word() {
        let found =
            |text: &str| at(text, text.find(':').unwrap_or(0)).map(|(emoji, end)| (emoji, text[end..].to_owned()));
        for (text, emoji, rest) in [
            (":tada:", "🎉", ""),
            ("(:+1:)", "👍", ")"),
            ("日:100:本", "💯", "本"),
            (":white_check_mark: done", "✅", " done"),
            (":tada::tada:", "🎉", ":tada:"),
            ("\u{1}", "", ""),
        ] {
            if emoji.is_empty() {
                assert!(!stands_in(text));
            } else {
                assert_eq!(found(text), Some((emoji, rest.to_owned())), "{text}");
            }
        }
        assert_eq!(at("\u{1}tada:", 0).map(|(emoji, _)| emoji), Some("🎉"));
        for text in ["a:b:c", "12:100:45", "é:b:", ":b:é", ":nobody_knows_it:", "::", ": b:", ":b", ":Tada:", ""] {
            assert!(!stands_in(text), "{text}");
        }
    }
}
