//! What a work is, whichever file describes it.

/// One work of a bibliography.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// How it was published.
    pub shape: Shape,
    /// Who wrote it.
    pub authors: People,
    /// Who edited it, or what it stands in.
    pub editors: People,
    /// Its title.
    pub title: String,
    /// The journal or the book that it stands in.
    pub container: String,
    /// The year, or words such as `in press`.
    pub year: String,
    /// Which kind of thesis or report it is, if it is one.
    pub genre: Genre,
    /// The volume of the journal or the book.
    pub volume: String,
    /// The issue of the journal; the number of a report.
    pub issue: String,
    /// The first and the last page.
    pub pages: String,
    /// Which edition.
    pub edition: String,
    /// Who published it: a publisher, a university, a website.
    pub publisher: String,
    /// Where it is found: what to show, and the address.
    pub link: Option<(String, String)>,
}

/// How a work was published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// By itself.
    #[default]
    Whole,
    /// In a journal.
    Article,
    /// In a book or in proceedings.
    Part,
}

/// What a work by itself is, if it is no book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Genre {
    /// Nothing that needs to be said.
    #[default]
    Plain,
    /// A thesis for a doctorate.
    Doctoral,
    /// A thesis for a master's degree.
    Masters,
    /// In the author's words.
    Named(String),
}

/// Several persons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Each of them, in order.
    pub all: Vec<Person>,
    /// Whether there are others without a name.
    pub and_others: bool,
}

/// A person, or an organisation: that has a family name only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// `Oord`.
    pub family: String,
    /// `Aäron`.
    pub given: String,
    /// `van den`.
    pub particle: String,
    /// `Jr.`.
    pub suffix: String,
}

impl Person {
    /// The family name with its particle: `van den Oord`.
    pub fn surname(&self) -> String {
        if self.particle.is_empty() { self.family.clone() } else { format!("{} {}", self.particle, self.family) }
    }

    /// The first letters of the given names: `J.-P.`. Lines do not break between them.
    pub fn initials(&self) -> String {
        let of_word = |word: &str| {
            let letters = word.split('-').filter_map(|part| part.chars().find(|letter| letter.is_alphabetic()));
            letters.map(|letter| format!("{letter}.")).collect::<Vec<String>>().join("-")
        };
        let words = self.given.split([' ', '\u{a0}', '~']).map(of_word).filter(|initials| !initials.is_empty());
        words.collect::<Vec<String>>().join("\u{a0}")
    }

    /// Whether the name is written as in Chinese and Japanese: the family first, no blank, nothing shortened.
    pub fn is_whole(&self) -> bool {
        let is_ideograph = |letter: char| matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}');
        self.family.chars().next().is_some_and(is_ideograph)
    }
}

/// `doi.org/…` or the address, with the link to it; nothing for what no browser opens.
pub fn link(doi: &str, eprint: &str, url: &str) -> Option<(String, String)> {
    let doi = doi.trim();
    let doi = ["https://", "http://", "dx.", "doi.org/", "doi:"]
        .iter()
        .fold(doi, |doi, start| doi.strip_prefix(start).unwrap_or(doi));
    if !doi.trim().is_empty() {
        let shown = format!("doi.org/{}", doi.trim());
        return Some((shown.clone(), format!("https://{}", encoded(&shown))));
    }
    if !eprint.is_empty() {
        return Some((format!("arXiv:{eprint}"), format!("https://arxiv.org/abs/{}", encoded(eprint))));
    }
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    Some((rest.trim_end_matches('/').to_owned(), encoded(url)))
}

/// An address without blanks.
fn encoded(address: &str) -> String {
    address.replace(char::is_whitespace, "%20").replace('<', "%3C").replace('>', "%3E").replace('"', "%22")
}

/// Page numbers with a dash between them.
pub fn pages(text: &str) -> String {
    let parts: Vec<&str> = text.split(['-', '–', '—']).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("–")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_are_shortened() {
        for (given, initials) in [("Jean-Pierre", "J.-P."), ("Quoc V.", "Q.\u{a0}V."), ("", ""), ("Érik", "É.")] {
            assert_eq!(Person { given: given.to_owned(), ..Person::default() }.initials(), initials);
        }
    }

    #[test]
    fn a_link_is_short_and_leads_somewhere() {
        let doi = Some(("doi.org/10.1/a".to_owned(), "https://doi.org/10.1/a".to_owned()));
        for written in ["10.1/a", "https://doi.org/10.1/a", "http://dx.doi.org/10.1/a", "doi:10.1/a"] {
            assert_eq!(link(written, "", ""), doi, "{written}");
        }
        assert_eq!(link("", "1711.10485", "").map(|link| link.1), Some("https://arxiv.org/abs/1711.10485".to_owned()));
        assert_eq!(link("", "", "https://a.org/b/").map(|link| link.0), Some("a.org/b".to_owned()));
        assert_eq!(link("", "", "javascript:alert(1)"), None);
    }

    #[test]
    fn pages_have_a_dash() {
        assert_eq!([pages("1--10"), pages("3-4"), pages("5"), pages("a1 – a2")], ["1–10", "3–4", "5", "a1–a2"]);
    }
}
