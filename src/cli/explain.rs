//! `deck explain`.

use deck::diagnostic::{Code, nearest};
use deck::model::{DECK_KEYS, SLIDE_KEYS};

use super::Outcome;
use super::args::ExplainArguments;
use super::terminal::Terminal;

/// Says what one code means, or all, or which keys there are.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Outcome {
    let text = match &arguments.code {
        None => {
            Code::ALL.iter().map(|code| format!("{}\n    {}\n", code.name(), code.explanation())).collect::<String>()
        }
        Some(name) if name == "keys" => format!(
            "A deck has the keys\n{}\nA slide has, beside the slots of its layout,\n{}",
            lines(DECK_KEYS),
            lines(SLIDE_KEYS)
        ),
        Some(name) => match Code::ALL.iter().find(|code| code.name() == name) {
            Some(code) => format!("{}\n", code.explanation()),
            None => {
                let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
                let help =
                    near.map_or("`deck explain` lists all codes".to_owned(), |near| format!("is `{near}` meant?"));
                terminal.fail(&format!("there is no diagnostic `{name}`; {help}"));
                return Outcome::BadCall;
            }
        },
    };
    match terminal.output(&text) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Machine,
    }
}

fn lines(words: &[&str]) -> String {
    words.iter().map(|word| format!("    {word}\n")).collect()
}
