//! Two texts, line by line.

/// The lines that differ: `-` before what was expected, `+` before what came, with two lines around each change.
pub fn lines(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let script = script(&expected, &actual);
    let near = |index: usize| {
        script[index.saturating_sub(2)..(index + 3).min(script.len())].iter().any(|(mark, _)| *mark != ' ')
    };
    let mut text = String::new();
    let mut skipped = false;
    for (index, (mark, line)) in script.iter().enumerate() {
        if near(index) {
            text.push_str(&format!("    {mark} {line}\n"));
        } else if !skipped {
            text.push_str("      …\n");
        }
        skipped = !near(index);
    }
    text
}

/// How the one becomes the other, by the longest common subsequence of their lines.
fn script<'t>(expected: &[&'t str], actual: &[&'t str]) -> Vec<(char, &'t str)> {
    let width = actual.len() + 1;
    let mut longest = vec![0_usize; (expected.len() + 1) * width];
    for row in (0..expected.len()).rev() {
        for column in (0..actual.len()).rev() {
            longest[row * width + column] = if expected[row] == actual[column] {
                longest[(row + 1) * width + column + 1] + 1
            } else {
                longest[(row + 1) * width + column].max(longest[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut script = Vec::new();
    while row < expected.len() || column < actual.len() {
        if row < expected.len() && column < actual.len() && expected[row] == actual[column] {
            script.push((' ', expected[row]));
            (row, column) = (row + 1, column + 1);
        } else if column == actual.len()
            || row < expected.len() && longest[(row + 1) * width + column] >= longest[row * width + column + 1]
        {
            script.push(('-', expected[row]));
            row += 1;
        } else {
            script.push(('+', actual[column]));
            column += 1;
        }
    }
    script
}
