use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;

use super::*;

/// Longer than anything takes that is meant to happen, however busy the machine is.
const LONG: Duration = Duration::from_secs(20);

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// A folder of its own, which goes with the test.
struct Folder(PathBuf);

impl Folder {
    /// A folder with these files, old enough not to count as edited just now.
    fn with(files: &[&str]) -> Folder {
        let name = format!("deck-watch-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
        let folder = Folder(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).unwrap();
        for file in files {
            folder.write(file, "old");
        }
        sleep(Duration::from_millis(30));
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    /// A follower of these files by events.
    fn follower(&self, names: &[&str]) -> Follower {
        let mut follower = Follower::new().unwrap();
        self.follow(&mut follower, names);
        follower
    }

    fn follow(&self, follower: &mut Follower, names: &[&str]) {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        follower.follow(&paths).unwrap();
    }

    /// What the next wait reports, as names in this folder.
    fn next(&self, follower: &mut Follower) -> Vec<String> {
        match follower.wait(Some(LONG)) {
            Change::Paths(paths) => {
                let names = paths.iter().map(|path| path.strip_prefix(&self.0).unwrap());
                names.map(|name| name.to_str().unwrap().to_owned()).collect()
            }
            Change::Nothing => panic!("nothing was reported"),
        }
    }

    /// Waits until the file has this text, and says which other texts were seen at the end of a wait before that.
    fn until(&self, follower: &mut Follower, name: &str, text: &str) -> Vec<Option<String>> {
        let mut seen = Vec::new();
        loop {
            self.next(follower);
            match self.text(name) {
                now if now.as_deref() == Some(text) => return seen,
                other => seen.push(other),
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn assert_nothing(follower: &mut Follower, milliseconds: u64) {
    assert_eq!(follower.wait(Some(Duration::from_millis(milliseconds))), Change::Nothing);
}

#[test]
fn a_write_in_place_is_reported_once() {
    let folder = Folder::with(&["a.md", "b.md"]);
    let mut follower = folder.follower(&["a.md", "b.md"]);
    folder.write("a.md", "new");
    assert_eq!(folder.next(&mut follower), ["a.md"]);
    assert_nothing(&mut follower, 100);
}

#[test]
fn what_happened_during_a_build_ends_the_next_wait() {
    let folder = Folder::with(&["a.md", "b.md"]);
    let mut follower = folder.follower(&["a.md", "b.md"]);
    for number in 0..20 {
        folder.write("a.md", &number.to_string());
        folder.write("b.md", &number.to_string());
    }
    let mut reported = BTreeSet::new();
    while reported.len() < 2 {
        reported.extend(folder.next(&mut follower));
    }
}

#[test]
fn other_files_and_readers_do_not_wake() {
    let folder = Folder::with(&["a.md", "b.md", "img/x.svg"]);
    let mut follower = folder.follower(&["a.md", "img/x.svg", "missing.md"]);
    for number in 0..20 {
        folder.write(".deck.html.tmp", "page");
        folder.rename(".deck.html.tmp", "deck.html");
        folder.write("b.md", "other");
        folder.write("img/y.svg", "other");
        folder.write(&format!("new-{number}.txt"), "other");
        assert_eq!(folder.text("a.md").as_deref(), Some("old"));
        fs::read_dir(folder.path("img")).unwrap().for_each(drop);
    }
    assert_nothing(&mut follower, 100);
    folder.write("img/x.svg", "new");
    assert_eq!(folder.next(&mut follower), ["img/x.svg"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_write_in_pieces_is_reported_when_it_is_complete() {
    let folder = Folder::with(&["a.md", "b.md"]);
    let mut follower = folder.follower(&["a.md", "b.md"]);
    let mut file = File::create(folder.path("a.md")).unwrap();
    while !follower.unsettled() {
        assert_nothing(&mut follower, 10);
    }
    file.write_all(b"one ").unwrap();
    // Another file is complete, but a build would see half of this one.
    folder.write("b.md", "new");
    assert_nothing(&mut follower, 80);
    file.write_all(b"two").unwrap();
    drop(file);
    assert_eq!(folder.next(&mut follower), ["a.md", "b.md"]);
    assert!(!follower.unsettled());
}

#[test]
fn a_file_that_nobody_closes_is_reported_all_the_same() {
    let folder = Folder::with(&["a.csv"]);
    let mut follower = folder.follower(&["a.csv"]);
    let mut file = OpenOptions::new().append(true).open(folder.path("a.csv")).unwrap();
    file.write_all(b"more").unwrap();
    assert_eq!(folder.next(&mut follower), ["a.csv"]);
    drop(file);
}

#[test]
fn emptied_and_filled_by_two_writers_is_one_change() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md"]);
    File::create(folder.path("a.md")).unwrap();
    folder.write("a.md", "new");
    assert!(folder.until(&mut follower, "a.md", "new").is_empty());
    // One that stays empty is shown empty.
    File::create(folder.path("a.md")).unwrap();
    assert_eq!(folder.next(&mut follower), ["a.md"]);
}

#[test]
fn editors_that_rename() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md"]);
    // Over the old one.
    folder.write("a.md.tmp", "renamed");
    folder.rename("a.md.tmp", "a.md");
    assert!(folder.until(&mut follower, "a.md", "renamed").is_empty());
    // Backup, then a new file.
    folder.rename("a.md", "a.md~");
    folder.write("a.md", "vim");
    fs::remove_file(folder.path("a.md~")).unwrap();
    assert!(folder.until(&mut follower, "a.md", "vim").is_empty());
    // A new file aside, the old one aside, the new one in place.
    folder.write("a.md.new", "safe");
    folder.rename("a.md", "a.md.old");
    folder.rename("a.md.new", "a.md");
    fs::remove_file(folder.path("a.md.old")).unwrap();
    assert!(folder.until(&mut follower, "a.md", "safe").is_empty());
}

#[test]
fn deleted_and_made_again() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md"]);
    fs::remove_file(folder.path("a.md")).unwrap();
    assert_eq!(folder.next(&mut follower), ["a.md"]);
    assert_eq!(folder.text("a.md"), None);
    folder.write("a.md", "again");
    folder.until(&mut follower, "a.md", "again");
}

#[test]
fn missing_files_and_folders_are_awaited() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md", "img/deep/x.svg", "style.css"]);
    folder.write("style.css", "new");
    assert_eq!(folder.next(&mut follower), ["style.css"]);
    fs::create_dir_all(folder.path("img")).unwrap();
    folder.write("img/deep/x.svg", "new");
    folder.until(&mut follower, "img/deep/x.svg", "new");
    folder.write("img/deep/x.svg", "newer");
    folder.until(&mut follower, "img/deep/x.svg", "newer");
}

#[test]
fn folders_are_swapped() {
    let folder = Folder::with(&["deck.md", "img/a/x.svg", "other/a/x.svg"]);
    let mut follower = folder.follower(&["deck.md", "img/a/x.svg"]);
    folder.write("other/a/x.svg", "other");
    folder.rename("img", "img.old");
    folder.rename("other", "img");
    folder.until(&mut follower, "img/a/x.svg", "other");
    // The watch has moved on: what happens in the old folder does not wake, what happens in the new one does.
    folder.write("img.old/a/x.svg", "away");
    folder.write("deck.md", "edited");
    assert_eq!(folder.next(&mut follower), ["deck.md"]);
    folder.write("img/a/x.svg", "here");
    folder.until(&mut follower, "img/a/x.svg", "here");
    // As version control does it: file by file and from the bottom up.
    fs::remove_dir_all(folder.path("img")).unwrap();
    folder.write("img/a/x.svg", "checked out");
    folder.until(&mut follower, "img/a/x.svg", "checked out");
    folder.write("img/a/x.svg", "edited");
    folder.until(&mut follower, "img/a/x.svg", "edited");
}

#[test]
fn the_whole_folder_vanishes_and_comes_back() {
    let folder = Folder::with(&["talk/deck.md"]);
    let mut follower = folder.follower(&["talk/deck.md"]);
    folder.rename("talk", "aside");
    assert_eq!(folder.next(&mut follower), ["talk/deck.md"]);
    assert_eq!(folder.text("talk/deck.md"), None);
    folder.write("aside/deck.md", "back");
    folder.rename("aside", "talk");
    folder.until(&mut follower, "talk/deck.md", "back");
    folder.write("talk/deck.md", "edited");
    folder.until(&mut follower, "talk/deck.md", "edited");
}

#[test]
#[cfg(unix)]
fn links_are_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with(&["talk/deck.md", "store/one.md", "store/two.md", "pictures/x.svg", "drawings/x.svg"]);
    symlink("../store/one.md", folder.path("talk/a.md")).unwrap();
    symlink(folder.path("pictures"), folder.path("talk/img")).unwrap();
    sleep(Duration::from_millis(30));
    let mut follower = folder.follower(&["talk/../talk/deck.md", "talk/a.md", "talk/img/x.svg"]);
    folder.write("store/one.md", "one");
    assert_eq!(folder.next(&mut follower), ["talk/a.md"]);
    folder.write("pictures/x.svg", "picture");
    assert_eq!(folder.next(&mut follower), ["talk/img/x.svg"]);
    // The links are turned, one by a rename and one by hand.
    symlink("../store/two.md", folder.path("talk/a.new")).unwrap();
    folder.rename("talk/a.new", "talk/a.md");
    assert_eq!(folder.next(&mut follower), ["talk/a.md"]);
    folder.write("store/one.md", "no longer");
    folder.write("store/two.md", "two");
    folder.until(&mut follower, "talk/a.md", "two");
    folder.write("drawings/x.svg", "drawing");
    fs::remove_file(folder.path("talk/img")).unwrap();
    symlink("../drawings", folder.path("talk/img")).unwrap();
    folder.until(&mut follower, "talk/img/x.svg", "drawing");
    // A circle ends somewhere.
    symlink("circle", folder.path("talk/circle")).unwrap();
    folder.follow(&mut follower, &["talk/deck.md", "talk/circle"]);
    folder.write("talk/deck.md", "last");
    folder.until(&mut follower, "talk/deck.md", "last");
}

#[test]
fn only_what_the_last_build_asked_for() {
    let folder = Folder::with(&["a.md", "b.md", "img/x.svg"]);
    let mut follower = folder.follower(&["a.md", "img/x.svg"]);
    folder.follow(&mut follower, &["a.md", "b.md"]);
    assert_eq!(follower.folders.len(), 1);
    folder.write("img/x.svg", "new");
    assert_nothing(&mut follower, 50);
    folder.write("b.md", "new");
    assert_eq!(folder.next(&mut follower), ["b.md"]);
    follower.follow(&[]).unwrap();
    assert!(follower.folders.is_empty());
    folder.write("a.md", "new");
    assert_nothing(&mut follower, 50);
}

#[test]
fn an_edit_between_reading_and_following_is_not_lost() {
    let folder = Folder::with(&["a.md", "b.md"]);
    let mut follower = Follower::new().unwrap();
    // The build reads both, and while it works one is edited.
    folder.write("b.md", "edited");
    folder.follow(&mut follower, &["a.md", "b.md"]);
    assert_eq!(folder.next(&mut follower), ["b.md"]);
    assert_nothing(&mut follower, 50);
}

#[test]
fn names_in_a_followed_folder() {
    let folder = Folder::with(&["slides/one.md"]);
    let mut follower = folder.follower(&["slides"]);
    folder.write("slides/one.md", "edited");
    folder.write("slides/.hidden", "new");
    folder.write("slides/passing", "new");
    fs::remove_file(folder.path("slides/passing")).unwrap();
    assert_nothing(&mut follower, 150);
    folder.write("slides/two.md", "new");
    assert_eq!(folder.next(&mut follower), ["slides"]);
}

#[test]
fn the_last_edit_wins() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md"]);
    let path = folder.path("a.md");
    let writer = std::thread::spawn(move || {
        for number in 0..100 {
            fs::write(&path, format!("edit {number}")).unwrap();
            if number % 7 == 0 {
                sleep(Duration::from_millis(3));
            }
        }
    });
    folder.until(&mut follower, "a.md", "edit 99");
    writer.join().unwrap();
}

#[test]
fn rights_that_come_back_wake() {
    let folder = Folder::with(&["a.md"]);
    let mut follower = folder.follower(&["a.md"]);
    let mut rights = fs::metadata(folder.path("a.md")).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(folder.path("a.md"), rights).unwrap();
    assert_eq!(folder.next(&mut follower), ["a.md"]);
}

#[test]
fn looking_finds_what_events_do_not_tell() {
    let folder = Folder::with(&["a.md", "b.md"]);
    let mut follower = folder.follower(&["a.md", "b.md"]);
    follower.watcher = None;
    follower.next_look = Instant::now();
    folder.write("b.md", "silently");
    assert_eq!(folder.next(&mut follower), ["b.md"]);
}

#[test]
fn polling() {
    let folder = Folder::with(&["a.md", "img/x.svg"]);
    let mut follower = Follower::polling(Duration::from_millis(10));
    folder.follow(&mut follower, &["a.md", "img/x.svg", "missing.md"]);
    folder.write("other.md", "other");
    assert_nothing(&mut follower, 50);
    folder.write("a.md", "longer than before");
    assert!(folder.until(&mut follower, "a.md", "longer than before").is_empty());
    folder.write("missing.md", "here");
    assert!(folder.until(&mut follower, "missing.md", "here").is_empty());
    folder.write("new.svg", "new");
    folder.rename("new.svg", "img/x.svg");
    assert_eq!(folder.next(&mut follower), ["img/x.svg"]);
    // Emptied, and filled a moment later.
    File::create(folder.path("a.md")).unwrap();
    assert_nothing(&mut follower, 60);
    folder.write("a.md", "full");
    assert!(folder.until(&mut follower, "a.md", "full").is_empty());
    fs::remove_dir_all(folder.path("img")).unwrap();
    assert_eq!(folder.next(&mut follower), ["img/x.svg"]);
}
