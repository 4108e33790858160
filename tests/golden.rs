//! The golden suite: every source below `tests/golden/` with the slides and the messages that it must come to.
//!
//! `tests/golden/<feature>/<case>.md` or `.yaml`, or both with one expected output, or a folder `<case>/` that holds
//! `deck.md` or `deck.yaml` and whatever they need; beside it `<case>.html` (the slides; none if there are errors) and
//! `<case>.diagnostics` (none if there are none). `<case>.options` holds what is typed behind `deck build`. `UPDATE_GOLDEN=1` rewrites them: read the diff.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use deck::compile::Memory;
use support::builder::{Output, build};
use support::cases::{self, Case};
use support::{balance, diff};

/// Every how many characters a source is cut off, to see that no beginning of it breaks the compiler.
const CUT_EVERY: usize = 7;
/// How many cuts of one source are tried at most.
const MOST_CUTS: usize = 60;

#[test]
fn every_case_comes_to_what_is_expected() {
    let (cases, unused) = cases::all(&folder());
    let failures = on_all_cores(&cases, check);
    let unused = unused.iter().map(|path| format!("{}: no case has this expected file", path.display()));
    report(failures.into_iter().chain(unused).collect(), cases.len());
}

#[test]
fn no_beginning_of_a_case_breaks_the_compiler() {
    let (cases, _) = cases::all(&folder());
    report(on_all_cores(&cases, check_beginnings), cases.len());
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn report(failures: Vec<String>, cases: usize) {
    assert!(
        failures.is_empty(),
        "{} failures in {cases} cases; UPDATE_GOLDEN=1 rewrites what is expected\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Checks the cases (those whose name contains `GOLDEN_CASE`, if that is set) on every core; the failures by name.
fn on_all_cores(cases: &[Case], check: fn(&Case) -> Vec<String>) -> Vec<String> {
    let wanted = env::var("GOLDEN_CASE").unwrap_or_default();
    let cases: Vec<&Case> = cases.iter().filter(|case| case.name.contains(&wanted)).collect();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let checked = catch_unwind(AssertUnwindSafe(|| check(case)));
                    let found = checked.unwrap_or_else(|_| vec!["the compiler panics".to_owned()]);
                    let found = found.into_iter().map(|failure| format!("{}: {failure}", case.name));
                    failures.lock().expect("no thread panics while it holds the lock").extend(found);
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread panics while it holds the lock");
    failures.sort();
    failures
}

/// Compiles every spelling of a case, cold and warm, and compares.
fn check(case: &Case) -> Vec<String> {
    let mut failures = Vec::new();
    let mut html = None;
    let mut diagnostics = Vec::new();
    for deck in &case.decks {
        let mut memory = Memory::default();
        let cold = build(&mut memory, &case.files, deck, &case.options);
        if build(&mut memory, &case.files, deck, &case.options) != cold {
            failures.push(format!("{deck}: a warm compilation differs from a cold one"));
        }
        failures.extend(faults(&cold).map(|fault| format!("{deck}: {fault}")));
        if html.as_ref().is_some_and(|other: &Option<String>| *other != cold.html) {
            let (other, own) = (html.flatten().unwrap_or_default(), cold.html.clone().unwrap_or_default());
            failures.push(format!("the two spellings come to different slides\n{}", diff::lines(&other, &own)));
        }
        html = Some(cold.html);
        diagnostics.extend((!cold.diagnostics.is_empty()).then_some(cold.diagnostics));
    }
    failures.extend(compare(&case.html, html.flatten().as_deref()));
    failures.extend(compare(&case.diagnostics, (!diagnostics.is_empty()).then(|| diagnostics.join("\n")).as_deref()));
    failures
}

/// Slides that are not balanced, or hold a character that HTML cannot.
fn faults(output: &Output) -> impl Iterator<Item = String> {
    output.slides.iter().filter_map(|slide| {
        let fault = balance::fault(slide)?;
        Some(format!("the HTML is not balanced: {fault}\n{slide}"))
    })
}

/// Compares with an expected file, or writes it.
fn compare(path: &Path, actual: Option<&str>) -> Option<String> {
    let expected = fs::read_to_string(path).ok();
    if expected.as_deref() == actual {
        return None;
    }
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let written = match actual {
            Some(actual) => fs::write(path, actual),
            None => fs::remove_file(path),
        };
        return written.err().map(|error| format!("{}: {error}", path.display()));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let difference = diff::lines(expected.as_deref().unwrap_or_default(), actual.unwrap_or_default());
    Some(match (expected, actual) {
        (None, _) => format!("{name} is missing; this came\n{difference}"),
        (_, None) => format!("{name} is expected, but none came\n{difference}"),
        _ => format!("{name} differs\n{difference}"),
    })
}

/// Compiles the beginnings of a case: no panic, and balanced slides.
fn check_beginnings(case: &Case) -> Vec<String> {
    let mut failures = Vec::new();
    for deck in &case.decks {
        let Some(text) = case.files.get(deck).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { continue };
        let every = CUT_EVERY.max(text.chars().count() / MOST_CUTS);
        let mut memory = Memory::default();
        for (at, _) in text.char_indices().step_by(every) {
            let mut files = case.files.clone();
            files.insert(deck.clone(), text.as_bytes()[..at].to_vec());
            match catch_unwind(AssertUnwindSafe(|| build(&mut memory, &files, deck, &case.options))) {
                Ok(output) => failures.extend(faults(&output).map(|fault| format!("{deck} up to byte {at}: {fault}"))),
                Err(_) => {
                    failures.push(format!("{deck} up to byte {at}: the compiler panics"));
                    memory = Memory::default();
                }
            }
        }
    }
    failures
}
