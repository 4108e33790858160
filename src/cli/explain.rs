//! `deck explain`.

use deck::diagnostic::{Code, nearest};

use super::Outcome;
use super::args::ExplainArguments;
use super::terminal::Terminal;

/// Says what one code means, or all.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Outcome {
    let text = match &arguments.code {
        None => {
            Code::ALL.iter().map(|code| format!("{}\n    {}\n", code.name(), code.explanation())).collect::<String>()
        }
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
