//! `deck explain`.

use deck::diagnostic::{Code, nearest};
use deck::model::keys::{self, DECK_KEYS, Key, SLIDE_KEYS};

use super::Outcome;
use super::args::ExplainArguments;
use super::terminal::Terminal;

/// The narrowest line on which three columns can be read; on a narrower one each key is a paragraph.
const NARROWEST_TABLE: usize = 80;

/// How wide the second column of the table is at most.
const WIDEST_TAKES: usize = 34;

/// Whose keys there are.
const OWNERS: [(&str, &[Key]); 2] = [("deck", DECK_KEYS), ("slide", SLIDE_KEYS)];

/// Says what one code or key means, or all codes, or which keys there are.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Outcome {
    let text = match arguments.code.as_deref() {
        None => {
            Code::ALL.iter().map(|code| format!("{}\n    {}\n", code.name(), code.explanation())).collect::<String>()
        }
        Some("keys") => all_keys(terminal.width()),
        Some(name) => match code(name).or_else(|| key(name, terminal.width())) {
            Some(text) => text,
            None => {
                terminal.fail(&unknown(name));
                return Outcome::BadCall;
            }
        },
    };
    match terminal.output(&text) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Machine,
    }
}

fn code(name: &str) -> Option<String> {
    Code::ALL.iter().find(|code| code.name() == name).map(|code| format!("{}\n", code.explanation()))
}

/// What a key means to a deck, and to a slide.
fn key(name: &str, width: usize) -> Option<String> {
    let of = OWNERS.iter().filter_map(|(owner, keys)| Some((owner, keys.iter().find(|key| key.name == name)?)));
    let texts: Vec<String> = of
        .map(|(owner, key)| {
            let takes = format!("`{name}` of a {owner}: {}", key.takes);
            let lines = wrapped(&takes, width).into_iter().map(|line| format!("{line}\n"));
            let means = wrapped(key.means, width.saturating_sub(4)).into_iter().map(|line| format!("    {line}\n"));
            lines.chain(means).collect()
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn unknown(name: &str) -> String {
    let codes = Code::ALL.iter().map(|code| code.name());
    let known = codes.chain(OWNERS.iter().flat_map(|(_, keys)| keys::names(keys))).chain(["keys"]);
    let help = nearest(name, known).map_or_else(
        || "`deck explain` lists all codes, `deck explain keys` all keys".to_owned(),
        |near| format!("is `{near}` meant?"),
    );
    format!("there is no diagnostic and no key `{name}`; {help}")
}

fn all_keys(width: usize) -> String {
    let [(_, deck), (_, slide)] = OWNERS;
    format!(
        "A deck has the keys\n\n{}\nA slide has, beside the slots of its layout, the keys\n\n{}\nA key that begins with \
         `x-` is your own.\n",
        table(deck, width),
        table(slide, width)
    )
}

/// Three columns, the texts wrapped within them; paragraphs where there is no room for columns.
fn table(keys: &[Key], width: usize) -> String {
    if width < NARROWEST_TABLE {
        return keys.iter().map(|key| paragraph(key, width)).collect();
    }
    let longest = keys.iter().map(|key| key.name.len()).max().unwrap_or_default();
    let takes_width = keys.iter().map(|key| key.takes.chars().count()).max().unwrap_or_default().min(WIDEST_TAKES);
    let means_width = width - (2 + longest + 2 + takes_width + 2);
    let rows = keys.iter().map(|key| {
        let (takes, means) = (wrapped(key.takes, takes_width), wrapped(key.means, means_width));
        (0..takes.len().max(means.len()))
            .map(|index| {
                let line = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
                let name = if index == 0 { key.name } else { "" };
                let text = format!("  {name:longest$}  {:takes_width$}  {}", line(&takes), line(&means));
                format!("{}\n", text.trim_end())
            })
            .collect::<String>()
    });
    rows.collect()
}

fn paragraph(key: &Key, width: usize) -> String {
    let text = format!("{}: {}", key.takes, key.means);
    let lines = wrapped(&text, width.saturating_sub(4)).into_iter().map(|line| format!("    {line}\n"));
    format!("  {}\n{}", key.name, lines.collect::<String>())
}

/// The words of a text in lines of at most `width` characters; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_fit_the_terminal() {
        let longest = |text: &str| text.lines().map(|line| line.chars().count()).max();
        for width in [80, 100, 200] {
            assert!(longest(&all_keys(width)) <= Some(width), "{width}:\n{}", all_keys(width));
        }
        assert!(longest(&table(SLIDE_KEYS, 40)) <= Some(40), "{}", table(SLIDE_KEYS, 40));
        assert_eq!(wrapped("one two three", 0), ["one", "two", "three"]);
    }
}
