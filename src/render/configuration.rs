//! What the runtime is told: the deck's settings by reveal's names.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, nearest};
use crate::passes::FinishedDeck;
use crate::runtime;

/// The configuration as JSON, and what is wrong with the names in `reveal:`.
pub fn configuration(deck: &FinishedDeck) -> (String, Vec<Reported>) {
    let settings = &deck.settings;
    let (width, height) = settings.slide_size();
    let mut configuration = serde_json::Map::new();
    configuration.insert("width".to_owned(), width.into());
    configuration.insert("height".to_owned(), height.into());
    if let Some(transition) = &settings.transition {
        configuration.insert("transition".to_owned(), transition.as_str().into());
    }
    if let Some(seconds) = settings.time {
        configuration.insert("totalTime".to_owned(), seconds.into());
    }
    let mut found = Diagnostics::default();
    for (name, (value, span)) in &settings.reveal {
        if runtime::configuration_names().any(|known| known == name) {
            configuration.insert(name.clone(), value.clone());
        } else if runtime::REVEAL_NAMES.contains(&name.as_str()) {
            let message = format!("the runtime leaves out `{name}` of reveal.js; it is ignored");
            found.add(Diagnostic::warning(Code::UnknownKey, *span, message));
        } else {
            let names = runtime::configuration_names().chain(runtime::REVEAL_NAMES.iter().copied());
            let help = match nearest(name, names) {
                Some(near) => format!("write `{near}`"),
                None => "the names are those of reveal.js, such as `slideNumber`, `loop` and `controls`".to_owned(),
            };
            let message = format!("the runtime has no setting `{name}`");
            found.add(Diagnostic::error(Code::UnknownKey, *span, message).help(help));
        }
    }
    let reported = deck.origin.iter().flat_map(|origin| found.reported(*origin)).collect();
    (serde_json::Value::Object(configuration).to_string(), reported)
}
