//! Finding what somebody probably meant.

/// The candidate nearest to `word`, if one is near enough to be worth suggesting. Of equally near ones the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1) + 1;
    let scored = candidates.into_iter().map(|candidate| (distance(word, candidate), candidate));
    // Two short words are always near; a third of the letters must agree.
    let shorter = |candidate: &str| candidate.chars().count().min(word.chars().count()).max(2);
    let near = scored.filter(|(distance, candidate)| *distance <= allowed && *distance < shorter(candidate));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// `a, b or c`, each in backquotes.
pub fn or_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    listed(words, "or")
}

/// `a, b and c`, each in backquotes.
pub fn and_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    listed(words, "and")
}

fn listed<'a>(words: impl IntoIterator<Item = &'a str>, before_last: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, without case.
fn distance(a: &str, b: &str) -> usize {
    let letters = |word: &str| word.chars().flat_map(char::to_lowercase).take(64).collect::<Vec<char>>();
    let (a, b) = (letters(a), letters(b));
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = above;
        above = row;
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_find_their_word() {
        let layouts = ["title", "section", "default", "two-columns", "right"];
        for (typed, meant) in
            [("rigth", "right"), ("titel", "title"), ("two-column", "two-columns"), ("Default", "default")]
        {
            assert_eq!(nearest(typed, layouts), Some(meant));
        }
        assert_eq!(nearest("zebra", layouts), None);
        assert_eq!(nearest("", layouts), None);
        assert_eq!(nearest("a", ["tab"]), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(or_list(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
