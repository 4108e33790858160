//! What the works of a deck are called on its slides: told apart, sorted, numbered.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::works::{Person, Work};
use crate::model::CitationStyle;
use crate::passes::words::Words;

/// A work with what it is called.
#[derive(Clone, Debug)]
pub struct Known {
    /// What it is.
    pub work: Work,
    /// The names before its year: `Xu et al.`; with the word and with the sign for "and".
    pub names: String,
    pub short_names: String,
    /// Whether its title stands for names that it has not.
    pub is_named_by_title: bool,
    /// Its year with a letter if it needs one: `2018a`.
    pub year: String,
    /// What stands between brackets, where works have numbers or labels.
    pub label: String,
    /// Its place among the references.
    pub place: usize,
    /// The end of its id.
    pub slug: String,
}

/// Names the works `shown`, in the order of citation, and `in_notes`, which leave no trace in those that are shown.
pub fn name(
    shown: Vec<(String, Work)>,
    in_notes: Vec<(String, Work)>,
    style: CitationStyle,
    words: &Words,
    taken: &BTreeSet<String>,
) -> BTreeMap<String, Known> {
    let count = shown.len();
    let mut all: Vec<(String, Known)> =
        shown.into_iter().chain(in_notes).map(|(key, work)| (key, known(work, words))).collect();
    if style != CitationStyle::Numeric {
        // Those in notes come after all others.
        let (shown, in_notes) = all.split_at_mut(count);
        [shown, in_notes].into_iter().for_each(|works| works.sort_by_cached_key(|(_, known)| sort_key(known)));
    }
    letters(&mut all, count, style);
    let mut slugs: BTreeSet<String> = taken.clone();
    for (index, (key, known)) in all.iter_mut().enumerate() {
        known.place = index;
        if style == CitationStyle::Numeric {
            known.label = (index + 1).to_string();
        }
        known.slug = slug(key, &mut slugs);
    }
    all.into_iter().collect()
}

fn known(work: Work, words: &Words) -> Known {
    let people = if work.authors.all.is_empty() { &work.editors } else { &work.authors };
    let is_named_by_title = people.all.is_empty();
    let named = |and: &str| match people.all.as_slice() {
        [] => short_title(&work.title),
        [only] if !people.and_others => only.surname(),
        [one, two] if !people.and_others => format!("{} {and} {}", one.surname(), two.surname()),
        [first, ..] => et_al(first, words),
    };
    let (names, short_names) = (named(words.and), named("&"));
    let year = if work.year.is_empty() { words.no_date.to_owned() } else { work.year.clone() };
    let label = alphabetic(&people.all, people.and_others, &work);
    Known { names, short_names, is_named_by_title, year, label, place: 0, slug: String::new(), work }
}

/// `Xu et al.`, `徐等`.
fn et_al(first: &Person, words: &Words) -> String {
    let blank = if first.is_whole() && !words.et_al.is_ascii() { "" } else { " " };
    format!("{}{blank}{}", first.surname(), words.et_al)
}

/// A title up to its first pause, and of that the first words.
fn short_title(title: &str) -> String {
    let main = title.split([':', '?', '–', '—']).next().unwrap_or_default().trim();
    let words: Vec<&str> = main.split(' ').collect();
    if words.len() > 6 { format!("{} …", words[..4].join(" ")) } else { main.to_owned() }
}

/// `Knu84`, `XZH18`, `XZH+18`.
fn alphabetic(people: &[Person], and_others: bool, work: &Work) -> String {
    let letters =
        |text: &str, count: usize| -> String { text.chars().filter(|c| c.is_alphanumeric()).take(count).collect() };
    let names = match people {
        [] => letters(&work.title, 3),
        [only] if !and_others => letters(&only.family, 3),
        several => {
            let most = if several.len() > 4 { 3 } else { 4 };
            let initials: String = several.iter().take(most).map(|person| letters(&person.family, 1)).collect();
            if several.len() > most || and_others { format!("{initials}+") } else { initials }
        }
    };
    let year: Vec<char> = work.year.chars().filter(char::is_ascii_digit).collect();
    format!("{names}{}", year[year.len().saturating_sub(2)..].iter().collect::<String>())
}

/// What two works are compared by: letters without their accents, small and capital alike.
fn sort_key(known: &Known) -> (String, String, String) {
    let people = if known.work.authors.all.is_empty() { &known.work.editors } else { &known.work.authors };
    let names: Vec<String> = people.all.iter().map(|person| format!("{} {}", person.surname(), person.given)).collect();
    let names = if names.is_empty() { known.work.title.clone() } else { names.join("  ") };
    (plain(&names), known.work.year.clone(), plain(&known.work.title))
}

fn plain(text: &str) -> String {
    text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// Tells works apart that would be called the same: `2018a`, `2018b`. The first `count` know nothing of the others.
fn letters(all: &mut [(String, Known)], count: usize, style: CitationStyle) {
    let called = |known: &Known| match style {
        CitationStyle::AuthorDate => (known.names.clone(), known.year.clone()),
        _ => (known.label.clone(), String::new()),
    };
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, (_, known)) in all.iter().enumerate() {
        groups.entry(called(known)).or_default().push(index);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let shown = group.iter().filter(|index| **index < count).count();
        for (number, index) in group.into_iter().enumerate() {
            if shown == 1 && index < count {
                continue;
            }
            let known = &mut all[index].1;
            let between = if known.year.ends_with(|last: char| last.is_ascii_digit()) { "" } else { "-" };
            known.year = format!("{}{between}{}", known.year, letter(number));
            known.label = format!("{}{}", known.label, letter(number));
        }
    }
}

/// `a` to `z`, then `aa`, `ab`, ….
fn letter(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    if number < 26 { last.to_string() } else { format!("{}{last}", letter(number / 26 - 1)) }
}

/// A key as part of an id, each once.
fn slug(key: &str, taken: &mut BTreeSet<String>) -> String {
    let word = |character: char| if character.is_alphanumeric() || character == '_' { character } else { '-' };
    let slug: String = format!("ref-{}", key.chars().map(word).collect::<String>());
    let free = (1..).map(|number| if number == 1 { slug.clone() } else { format!("{slug}-{number}") });
    let free = free.into_iter().find(|slug| taken.insert(slug.clone()));
    free.unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::citations::works::People;
    use crate::passes::words;

    fn work(names: &[&str], year: &str) -> Work {
        let person = |name: &&str| Person { family: (*name).to_owned(), ..Person::default() };
        let authors = People { all: names.iter().map(person).collect(), and_others: false };
        Work { authors, year: year.to_owned(), title: "A title: more".to_owned(), ..Work::default() }
    }

    fn named(shown: &[(&str, Work)], in_notes: &[(&str, Work)], style: CitationStyle) -> Vec<(String, String, String)> {
        let owned =
            |works: &[(&str, Work)]| works.iter().map(|(key, work)| ((*key).to_owned(), work.clone())).collect();
        let words = words::of(&Default::default());
        let mut known: Vec<Known> =
            name(owned(shown), owned(in_notes), style, words, &BTreeSet::new()).into_values().collect();
        known.sort_by_key(|known| known.place);
        known.into_iter().map(|known| (known.short_names, known.year, known.label)).collect()
    }

    #[test]
    fn works_are_told_apart_and_sorted() {
        let xu = work(&["Xu", "Li", "Wu"], "2018");
        let shown = [("b", xu.clone()), ("a", xu.clone()), ("o", work(&["Öz"], "1999")), ("t", work(&[], ""))];
        let texts: Vec<String> = named(&shown, &[], CitationStyle::AuthorDate)
            .into_iter()
            .map(|(names, year, _)| format!("{names} {year}"))
            .collect();
        assert_eq!(texts, ["A title n.d.", "Öz 1999", "Xu et al. 2018a", "Xu et al. 2018b"]);
        let labels = |style| named(&shown, &[], style).into_iter().map(|known| known.2).collect::<Vec<String>>();
        assert_eq!(labels(CitationStyle::Numeric), ["1", "2", "3", "4"]);
        assert_eq!(labels(CitationStyle::Alphabetic), ["Ati", "Öz99", "XLW18a", "XLW18b"]);
    }

    #[test]
    fn what_is_cited_in_notes_only_leaves_no_trace() {
        let xu = work(&["Xu"], "2018");
        let years = named(&[("a", xu.clone())], &[("b", xu)], CitationStyle::AuthorDate);
        assert_eq!(years.into_iter().map(|known| known.1).collect::<Vec<_>>(), ["2018", "2018b"]);
    }
}
