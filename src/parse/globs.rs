//! Patterns of files: `*` for any characters of one name, `?` for one.

/// The paths that match a pattern, sorted by byte. `list` says what is in a folder; empty names the pattern's own.
pub fn matching(pattern: &str, list: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut paths = vec![String::new()];
    for part in pattern.split('/') {
        let beside =
            |path: &String, name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        paths = match part.contains(['*', '?']) {
            false => paths.iter().map(|path| beside(path, part)).collect(),
            true => {
                let names =
                    |path: &String| list(path).into_iter().filter(|name| matches(part, name)).collect::<Vec<_>>();
                let found = paths.iter().flat_map(|path| names(path).into_iter().map(move |name| (path, name)));
                found.map(|(path, name)| beside(path, &name)).collect()
            }
        };
    }
    paths.sort();
    paths
}

/// Whether a name matches; hidden files match what is hidden itself only.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    if name.first() == Some(&'.') && pattern.first() != Some(&'.') {
        return false;
    }
    let (mut at, mut of) = (0, 0);
    // Where the last `*` stands, and how much of the name it was tried with.
    let mut star = None;
    while of < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, of));
                at += 1;
            }
            Some(character) if *character == '?' || *character == name[of] => (at, of) = (at + 1, of + 1),
            _ => match star {
                Some((back, taken)) => {
                    star = Some((back, taken + 1));
                    (at, of) = (back + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|character| *character == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_part_by_part() {
        let list = |folder: &str| -> Vec<String> {
            let names: &[&str] = match folder {
                "" => &["a", "b", "c.md"],
                "a" => &[".x.md", "2.md", "10.md", "y.txt"],
                "b" => &["1.md"],
                _ => &[],
            };
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        assert_eq!(matching("*/*.md", list), ["a/10.md", "a/2.md", "b/1.md"]);
        assert_eq!(matching("?.md", list), ["c.md"]);
        assert!(matching("none/*", list).is_empty());
        assert!(matches("*a*b", "xaxaxb") && !matches("a*b", "ac"));
    }
}
