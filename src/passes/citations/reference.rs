//! The long form of a work, as it stands among the references.

use super::known::Known;
use super::works::{Genre, People, Person, Shape, Work};
use crate::model::{CitationStyle, Element, Kind, Node};
use crate::passes::words::Words;
use crate::sources::Span;

/// How many authors are named; of more than that, the first three.
const MOST_AUTHORS: usize = 5;

/// What stands among the references for a work.
pub fn nodes(known: &Known, style: CitationStyle, words: &Words) -> Vec<Node> {
    let mut line = Line { nodes: Vec::new(), words, with_dates: style == CitationStyle::AuthorDate };
    line.work(&known.work, &known.year);
    line.nodes
}

/// A reference in the making.
struct Line<'w> {
    nodes: Vec<Node>,
    words: &'w Words,
    /// Whether the year stands behind the authors.
    with_dates: bool,
}

impl Line<'_> {
    fn work(&mut self, work: &Work, year: &str) {
        let (people, are_editors) =
            if work.authors.all.is_empty() { (&work.editors, true) } else { (&work.authors, false) };
        let has_names = !people.all.is_empty();
        if has_names {
            self.text(&self.people(people, self.with_dates));
            if are_editors {
                self.text(&format!(" ({})", self.editors(people)));
            }
        } else {
            self.title(work);
        }
        if self.with_dates {
            self.text(&format!(" ({year})"));
        }
        if has_names {
            self.stop();
            self.title(work);
        }
        match work.shape {
            Shape::Article => self.journal(work),
            Shape::Part => self.book(work, are_editors),
            Shape::Whole if !work.publisher.is_empty() && !self.says_publisher(work) => self.sentence(&work.publisher),
            Shape::Whole => {}
        }
        if !self.with_dates && !work.year.is_empty() {
            if work.shape == Shape::Whole && work.publisher.is_empty() {
                self.sentence(&work.year);
            } else {
                self.text(&format!(", {}", work.year));
            }
        }
        self.stop();
        if let Some((shown, address)) = &work.link {
            self.text(" ");
            let link = Element::new("a", vec![Node::text(Span::default(), shown.as_str())]);
            self.nodes.push(link.with("href", address.as_str()).at(Span::default()));
        }
    }

    /// The title with what belongs to it: the edition, the kind of thesis.
    fn title(&mut self, work: &Work) {
        self.blank();
        if work.shape == Shape::Whole {
            self.emphasis(&work.title);
        } else {
            self.text(&work.title);
        }
        let mut more = Vec::new();
        if work.shape == Shape::Whole && !work.edition.is_empty() {
            more.push(self.edition(&work.edition));
        }
        if work.shape == Shape::Whole && !work.volume.is_empty() {
            more.push(format!("{} {}", self.words.volume, work.volume));
        }
        if !more.is_empty() {
            self.text(&format!(" ({})", more.join(", ")));
        }
        if let Some(genre) = self.genre(work) {
            self.text(&format!(" [{genre}]"));
        }
    }

    /// `Doctoral thesis, MIT`.
    fn genre(&self, work: &Work) -> Option<String> {
        let genre = match &work.genre {
            Genre::Plain => return None,
            Genre::Doctoral => self.words.doctoral_thesis,
            Genre::Masters => self.words.masters_thesis,
            Genre::Named(genre) => genre,
        };
        let number = if work.issue.is_empty() || work.shape != Shape::Whole {
            String::new()
        } else {
            format!(" {}", work.issue)
        };
        let publisher = if self.says_publisher(work) { format!(", {}", work.publisher) } else { String::new() };
        Some(format!("{genre}{number}{publisher}"))
    }

    /// Whether the publisher stands beside the kind of thesis.
    fn says_publisher(&self, work: &Work) -> bool {
        work.genre != Genre::Plain && work.shape == Shape::Whole && !work.publisher.is_empty()
    }

    /// `Journal, 3(2), 1–10`.
    fn journal(&mut self, work: &Work) {
        self.stop();
        self.blank();
        self.emphasis(&work.container);
        if !work.volume.is_empty() {
            self.text(", ");
            self.emphasis(&work.volume);
        }
        if !work.issue.is_empty() {
            self.text(&if work.volume.is_empty() { format!(", {}", work.issue) } else { format!("({})", work.issue) });
        }
        if !work.pages.is_empty() {
            self.text(&format!(", {}", work.pages));
        }
    }

    /// `In A. Ed (Ed.), Book (Vol. 3, pp. 1–10). Publisher`.
    fn book(&mut self, work: &Work, named_editors: bool) {
        self.stop();
        self.blank();
        let blank = if self.words.in_book.ends_with('：') { "" } else { " " };
        self.text(&format!("{}{blank}", self.words.in_book));
        if !named_editors && !work.editors.all.is_empty() {
            let editors = format!("{} ({}), ", self.people(&work.editors, false), self.editors(&work.editors));
            self.text(&editors);
        }
        self.emphasis(&work.container);
        let mut more = Vec::new();
        if !work.edition.is_empty() {
            more.push(self.edition(&work.edition));
        }
        if !work.volume.is_empty() {
            more.push(format!("{} {}", self.words.volume, work.volume));
        }
        if !work.pages.is_empty() {
            let word = if work.pages.contains(['–', ',']) { self.words.pages } else { self.words.page };
            more.push(format!("{word}\u{a0}{}", work.pages));
        }
        if !more.is_empty() {
            self.text(&format!(" ({})", more.join(", ")));
        }
        if !work.publisher.is_empty() {
            self.sentence(&work.publisher);
        }
    }

    fn sentence(&mut self, text: &str) {
        self.stop();
        self.blank();
        self.text(text);
    }

    /// `2nd ed.` as it is written; a number alone gets the word.
    fn edition(&self, edition: &str) -> String {
        let number = edition.parse::<u32>().ok();
        match number {
            Some(number) if self.words.edition == "ed." => format!("{number}{} ed.", ordinal(number)),
            Some(number) => format!("{number}. {}", self.words.edition),
            None if edition.contains(self.words.edition) => edition.to_owned(),
            None => format!("{edition} {}", self.words.edition),
        }
    }

    fn editors(&self, people: &People) -> &'static str {
        if people.all.len() > 1 || people.and_others { self.words.editors } else { self.words.editor }
    }

    /// `Xu, T., & Li, W.` or `T. Xu and W. Li`.
    fn people(&self, people: &People, family_first: bool) -> String {
        let cut = people.all.len() > MOST_AUTHORS;
        let shown = if cut { &people.all[..3] } else { people.all.as_slice() };
        let names: Vec<String> = shown.iter().map(|person| name(person, family_first)).collect();
        if cut || people.and_others {
            return format!("{}, {}", names.join(", "), self.words.et_al);
        }
        let and = if family_first { "&" } else { self.words.and };
        match names.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [one, two] if !family_first => format!("{one} {and} {two}"),
            // English alone has a comma before the word.
            [first @ .., last] if family_first || and == "and" => format!("{}, {and} {last}", first.join(", ")),
            [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        }
    }

    fn text(&mut self, text: &str) {
        match self.nodes.last_mut().map(|last| &mut last.kind) {
            Some(Kind::Text(last)) => last.push_str(text),
            _ => self.nodes.push(Node::text(Span::default(), text)),
        }
    }

    fn emphasis(&mut self, text: &str) {
        let inside = vec![Node::text(Span::default(), text)];
        self.nodes.push(Node::element(Span::default(), "em", inside));
    }

    fn blank(&mut self) {
        if !self.nodes.is_empty() {
            self.text(" ");
        }
    }

    /// A full stop, unless something stands there that ends a sentence.
    fn stop(&mut self) {
        let last =
            self.nodes.last().and_then(|last| crate::model::walk::text(std::slice::from_ref(last)).chars().next_back());
        if last.is_some_and(|last| !".?!。？！".contains(last)) {
            self.text(".");
        }
    }
}

fn name(person: &Person, family_first: bool) -> String {
    if person.given.is_empty() {
        return person.surname();
    }
    if person.is_whole() {
        return format!("{}{}", person.family, person.given);
    }
    let initials = person.initials();
    match (family_first, person.suffix.as_str()) {
        (true, "") => format!("{}, {initials}", person.surname()),
        (true, suffix) => format!("{}, {initials}, {suffix}", person.surname()),
        (false, "") => format!("{initials}\u{a0}{}", person.surname()),
        (false, suffix) => format!("{initials}\u{a0}{} {suffix}", person.surname()),
    }
}

fn ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
