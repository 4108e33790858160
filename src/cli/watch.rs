//! `deck watch`: build, publish, follow what the build read, wait, again.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use deck::compile::{Compiled, Memory, Options, compile};
use deck::diagnostic::{Excerpts, Reported};
use deck::patch::{Patch, diff};
use deck::render::Page;
use deck::serve::{ServeError, ServeOptions, Server};
use deck::sources::{InMemory, SourcePath, Sources};
use deck::watch::{Change, Follower};
use serde_json::json;

use super::Outcome;
use super::args::WatchArguments;
use super::source::{self, Deck, Failure, Target};
use super::terminal::Terminal;

/// How often files are looked at where the system sends no events.
const POLL: Duration = Duration::from_millis(200);
/// How long to wait before trying again when not even the deck's own file can be read.
const RETRY: Duration = Duration::from_millis(500);

/// Watches until somebody ends the process.
pub fn run(arguments: &WatchArguments, terminal: &Terminal) -> Outcome {
    let failure = match watch(arguments, terminal) {
        Ok(never) => match never {},
        Err(failure) => failure,
    };
    terminal.fail(&failure.1);
    failure.0
}

fn watch(arguments: &WatchArguments, terminal: &Terminal) -> Result<std::convert::Infallible, Failure> {
    let deck = Deck::find(&arguments.source, true, terminal)?;
    // The follower knows what is edited from now on, also while the first build runs.
    let mut follower = follower(arguments.poll, terminal);
    let server = serve(arguments)?;
    let address = format!("http://{}", server.address());
    terminal.say(&format!("Serving {address}"));
    if !is_loopback(arguments.host) {
        terminal.warn("everybody who reaches this machine can see the deck");
    }
    let mut session = Session::new(deck, server);
    session.build(terminal)?;
    if arguments.source.open
        && let Err(error) = open::that_detached(&address)
    {
        terminal.warn(&format!("no browser could be opened: {error}"));
    }
    let mut skipped = false;
    loop {
        if let Err(error) = follower.follow(&session.followed) {
            terminal.warn(&error.to_string());
        }
        let timeout = session.followed.is_empty().then_some(RETRY);
        let change = follower.wait(timeout);
        if matches!(change, Change::Nothing) && !session.followed.is_empty() {
            continue;
        }
        // A file that is being written is waited for, once.
        if !skipped && follower.unsettled() {
            skipped = true;
            continue;
        }
        skipped = false;
        session.build(terminal)?;
    }
}

fn follower(poll: bool, terminal: &Terminal) -> Follower {
    if poll {
        return Follower::polling(POLL);
    }
    Follower::new().unwrap_or_else(|error| {
        terminal.warn(&format!("{error}; looking at the files every {} ms instead", POLL.as_millis()));
        Follower::polling(POLL)
    })
}

fn serve(arguments: &WatchArguments) -> Result<Server, Failure> {
    let options = ServeOptions { host: arguments.host, port: arguments.port };
    Server::start(&options).map_err(|error| {
        let outcome = if matches!(error, ServeError::Taken(_)) { Outcome::BadCall } else { Outcome::Machine };
        (outcome, error.to_string())
    })
}

fn is_loopback(host: IpAddr) -> bool {
    host.is_loopback()
}

/// What is kept from build to build.
struct Session {
    deck: Deck,
    server: Server,
    memory: Memory,
    /// The number of the last build. It begins at the clock, so that a window of an earlier run is known as a stranger.
    number: u64,
    /// The last good page with its style, and the compilation that made it.
    good: Option<Compiled>,
    /// What is wrong with the sources now, as text.
    diagnostics: Option<String>,
    /// What the last build asked for.
    followed: Vec<PathBuf>,
    /// What was written last, and where.
    written: Option<(PathBuf, String)>,
}

impl Session {
    fn new(deck: Deck, server: Server) -> Session {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let number = u64::try_from(clock.as_millis()).unwrap_or(0);
        let (memory, followed) = (Memory::default(), Vec::new());
        Session { deck, server, memory, number, good: None, diagnostics: None, followed, written: None }
    }

    /// Builds once, tells the terminal and every window, and writes the file.
    fn build(&mut self, terminal: &Terminal) -> Result<(), Failure> {
        let Ok(sources) = self.deck.sources() else {
            // The folder vanished; it may come back.
            self.followed.clear();
            return Ok(());
        };
        let compiled = match compile(&mut self.memory, &sources, &self.deck.path, &self.deck.options) {
            Ok(compiled) => compiled,
            Err(error) => {
                self.followed = sources.followed();
                let text = format!("error: {}: {error}", sources.name(&self.deck.path));
                if self.diagnostics.as_ref() != Some(&text) {
                    terminal.fail(text.trim_start_matches("error: "));
                    self.publish(None, Some(text));
                }
                return Ok(());
            }
        };
        self.followed = sources.followed();
        terminal.diagnostics(&sources, &compiled.reported);
        let errors: Vec<&Reported> = compiled.reported.iter().filter(|found| found.is_error()).collect();
        let text = (!errors.is_empty()).then(|| {
            let excerpts = Excerpts::new(&sources, false);
            errors.iter().map(|found| excerpts.text(found)).collect::<Vec<_>>().join("\n\n")
        });
        if compiled.page.is_some() {
            self.write(&compiled, &sources, terminal)?;
            self.publish(Some(compiled), None);
        } else {
            self.publish(None, text);
        }
        Ok(())
    }

    /// Sends what changed to every window, if anything did.
    fn publish(&mut self, compiled: Option<Compiled>, diagnostics: Option<String>) {
        let first = self.good.is_none();
        let patch = match (&self.good, &compiled) {
            (Some(old), Some(new)) => difference(old, new),
            (None, _) => Some(Patch { reload: true, ..Patch::default() }),
            (_, None) => Some(Patch::default()),
        };
        let same = patch.as_ref().is_some_and(Patch::is_empty) && diagnostics == self.diagnostics;
        if same && !first {
            return;
        }
        let base = self.number;
        self.number += 1;
        let message = patch.filter(|patch| !patch.reload).map(|patch| {
            let mut message = serde_json::to_value(&patch).unwrap_or_default();
            message["build"] = json!(self.number);
            message["base"] = json!(base);
            message["diagnostics"] = json!(diagnostics);
            message.to_string()
        });
        if compiled.is_some() {
            self.good = compiled;
        }
        self.diagnostics = diagnostics;
        if let Some(page) = self.page() {
            self.server.publish(self.number, page, message);
        }
    }

    /// The last good deck as the server gives it out; before there is one, a page that waits for it.
    fn page(&self) -> Option<String> {
        let waiting;
        let shown = match &self.good {
            Some(good) => good,
            None => {
                waiting = waiting_page()?;
                &waiting
            }
        };
        let (page, _): &(Page, Arc<str>) = shown.page.as_ref()?;
        let keys: Vec<&str> = page.slides.iter().map(|slide| slide.key.as_str()).collect();
        let live = json!({ "build": self.number, "keys": keys, "diagnostics": self.diagnostics });
        Some(shown.html(Some(&live.to_string()))?.into_string())
    }

    /// Writes the complete deck, without the live channel, if it is not what is there.
    fn write(&mut self, compiled: &Compiled, sources: &Sources, terminal: &Terminal) -> Result<(), Failure> {
        let Target::File(path) = self.deck.target(compiled.output.as_deref(), sources)? else {
            return Err((Outcome::BadCall, "a watched deck is written to a file; name one with -o".to_owned()));
        };
        let Some(html) = compiled.html(None).map(|html| html.into_string()) else { return Ok(()) };
        if self.written.as_ref().is_some_and(|(there, text)| *there == path && *text == html) {
            return Ok(());
        }
        match source::write(&path, &html) {
            Ok(()) => {
                let first = self.written.as_ref().is_none_or(|(there, _)| *there != path);
                if first {
                    self.deck.tell_left_out(compiled, terminal);
                    terminal.say(&format!("Writing {}", self.deck.shown(&path)));
                }
                self.written = Some((path, html));
            }
            // A full disk must not end the talk: the windows still get the edit.
            Err(error) => terminal.warn(&format!("{}: {error}", self.deck.shown(&path))),
        }
        Ok(())
    }
}

fn difference(old: &Compiled, new: &Compiled) -> Option<Patch> {
    let ((old, old_style), (new, new_style)) = (old.page.as_ref()?, new.page.as_ref()?);
    Some(diff(old, old_style, new, new_style))
}

/// A deck of one slide, shown until the author's can be built.
fn waiting_page() -> Option<Compiled> {
    let sources = Sources::new(InMemory::from_iter([("deck.md", "# Waiting for the first deck without errors")]));
    let path = SourcePath::new("deck.md").ok()?;
    compile(&mut Memory::default(), &sources, &path, &Options::default()).ok()
}
