//! Waits until a followed path changes.
//!
//! In: the paths that the last build asked for, missing ones included. Out: those that may have changed since they were
//! read, once their writers have finished. It watches folders, not files, so that files can be replaced; it never
//! watches below a folder, never reads what is in a file, and nothing that only reads can wake it.
//!
//! Events say when to look; the look at the file says whether something came of it. Because events get lost (queues
//! overflow, some file systems send none), the followed paths are also looked at every two seconds, which is all that
//! [`Follower::polling`] does, more often.
//!
//! There is no handle to interrupt a wait: SIGINT ends the process by default, and waiting holds nothing that would
//! have to be put in order.

mod stamp;
mod trail;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use stamp::{Identity, Stamp};
use trail::{Trail, common_folder};

/// Whether the system tells when a writer has closed a file.
const TELLS_CLOSE: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How long nothing more must happen to a file that is complete.
const QUIET: Duration = Duration::from_millis(4);
/// How long the first complete file waits for others at most.
const GATHER: Duration = Duration::from_millis(10);
/// How long a file that is gone or empty may take to come back: editors put the new one there within this time.
const HOLLOW: Duration = Duration::from_millis(60);
/// How long after its last write a file counts as unfinished if nobody closes it; where closing is not told, a pause
/// of this length ends the write.
const UNFINISHED: Duration = if TELLS_CLOSE { Duration::from_secs(1) } else { Duration::from_millis(50) };
/// How long an unfinished file may hold up the finished ones.
const LONGEST_HOLD: Duration = Duration::from_secs(2);
/// How often the followed paths are looked at when events come.
const PAUSE: Duration = Duration::from_secs(2);
/// How long something that was found by looking must stay the same to be believed.
const SETTLE: Duration = Duration::from_millis(30);
/// The same for what is empty or gone.
const SETTLE_EMPTY: Duration = Duration::from_millis(500);

/// What ended a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These of the followed paths may have changed, written as they were given, in order.
    Paths(Vec<PathBuf>),
    /// The time is over.
    Nothing,
}

/// Why a path cannot be followed by events. What is followed is still looked at every two seconds.
#[derive(Debug)]
pub enum WatchError {
    /// The system offers no events at all.
    NoEvents(String),
    /// The system allows no more watches; the folder for which there was none.
    TooMany(PathBuf),
    /// This folder cannot be watched; the system's own words.
    Folder(PathBuf, String),
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WatchError::NoEvents(words) => write!(f, "the system does not tell about changes: {words}"),
            WatchError::TooMany(folder) => {
                write!(
                    f,
                    "the system allows no more watched folders; {} is looked at every two seconds",
                    folder.display()
                )
            }
            WatchError::Folder(folder, words) => {
                write!(f, "{} cannot be watched, it is looked at every two seconds: {words}", folder.display())
            }
        }
    }
}

impl std::error::Error for WatchError {}

/// Follows the paths of one build after another.
///
/// Make it before the first build, so that it knows what was edited while that build ran. Then, again and again: build,
/// [`follow`](Follower::follow) what the build asked for, [`wait`](Follower::wait).
pub struct Follower {
    /// `None` when polling.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    /// Keeps the channel open when polling.
    _sender: Sender<notify::Result<Event>>,
    /// How often to look.
    pause: Duration,
    next_look: Instant,
    /// When the last build began to read, at the earliest.
    since: SystemTime,
    /// By the path as it was given.
    followed: BTreeMap<PathBuf, Followed>,
    /// The folder that they have in common.
    base: Option<PathBuf>,
    /// Which followed paths go through an entry of a folder.
    entries: HashMap<PathBuf, Vec<PathBuf>>,
    /// Which followed path is this folder itself.
    listed: HashMap<PathBuf, Vec<PathBuf>>,
    /// The folders that are watched, and which folder had the name when the watch began.
    folders: HashMap<PathBuf, Identity>,
    /// What has happened and was not handed over yet.
    touches: BTreeMap<PathBuf, Touch>,
    /// What a look has found, and when for the first time.
    suspects: BTreeMap<PathBuf, (Stamp, Instant)>,
}

/// One followed path.
struct Followed {
    trail: Trail,
    /// What was there when the last build was about to read it.
    stamp: Stamp,
}

/// What has happened to a followed path.
#[derive(Clone, Copy)]
struct Touch {
    stage: Stage,
    /// When it can be handed over, or when an unfinished one counts as finished.
    due: Instant,
    /// When it began.
    began: Instant,
    /// When it was finished first.
    finished: Instant,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// Somebody is writing.
    Writing,
    /// Complete, and there is something in it.
    Done,
    /// Complete, but gone or empty.
    Hollow,
    /// Perhaps nothing: the names in a followed folder, to be compared when it is due. Holds nobody up.
    Listing,
}

impl Follower {
    /// Follows by events.
    ///
    /// # Errors
    /// If the system has no events to offer; [`polling`](Follower::polling) always works.
    pub fn new() -> Result<Follower, WatchError> {
        let mut follower = Follower::polling(PAUSE);
        let sender = follower._sender.clone();
        let forward = move |event: notify::Result<Event>| {
            let only_read = event.as_ref().is_ok_and(
                |event| matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)),
            );
            if !only_read {
                // Without a receiver the follower is gone and nobody wants to know.
                let _ = sender.send(event);
            }
        };
        let watcher = notify::recommended_watcher(forward).map_err(|error| WatchError::NoEvents(error.to_string()))?;
        follower.watcher = Some(watcher);
        Ok(follower)
    }

    /// Follows by looking at modification time and length at this interval, where events do not come (network drives,
    /// some containers).
    pub fn polling(interval: Duration) -> Follower {
        let (sender, events) = channel();
        let pause = interval.max(Duration::from_millis(1));
        Follower {
            watcher: None,
            events,
            _sender: sender,
            pause,
            next_look: Instant::now() + pause,
            since: SystemTime::now(),
            followed: BTreeMap::new(),
            base: None,
            entries: HashMap::new(),
            listed: HashMap::new(),
            folders: HashMap::new(),
            touches: BTreeMap::new(),
            suspects: BTreeMap::new(),
        }
    }

    /// Follows exactly these paths from now on: files, missing ones too, and folders whose names were listed (names that
    /// begin with a dot do not count). What was written to a new one since the last wait ended, while the build ran,
    /// ends the next wait.
    ///
    /// # Errors
    /// The first folder that could not be watched. Everything is followed all the same, that one by looking.
    pub fn follow(&mut self, paths: &[PathBuf]) -> Result<(), WatchError> {
        let wanted: BTreeSet<&PathBuf> = paths.iter().collect();
        if wanted.iter().copied().eq(self.followed.keys()) {
            return Ok(());
        }
        self.followed.retain(|path, _| wanted.contains(path));
        self.touches.retain(|path, _| wanted.contains(path));
        self.suspects.retain(|path, _| wanted.contains(path));
        let new: Vec<PathBuf> = wanted.into_iter().filter(|path| !self.followed.contains_key(*path)).cloned().collect();
        for path in &new {
            self.followed.insert(path.clone(), Followed { trail: Trail::default(), stamp: Stamp::Missing });
        }
        let result = self.find_all();
        for path in new {
            // Looked at when the folder is watched already, so that nothing falls between the two.
            let (stamp, edited) = (Stamp::of(&path), stamp::changed_since(&path, self.since));
            if let Some(followed) = self.followed.get_mut(&path) {
                followed.stamp = stamp;
            }
            if edited {
                self.finish(&path, Instant::now());
            }
        }
        result
    }

    /// Waits until something happened that may have changed a followed path and every writer has finished, at most for
    /// this time. Takes what happened since the last wait into account.
    pub fn wait(&mut self, timeout: Option<Duration>) -> Change {
        let end = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            self.take_waiting();
            let now = Instant::now();
            if now >= self.next_look {
                self.look();
            }
            if let Some(paths) = self.ready(now) {
                return Change::Paths(self.hand_over(paths));
            }
            if end.is_some_and(|end| now >= end) {
                return Change::Nothing;
            }
            let moment = self.next_moment(now).min(end.unwrap_or(self.next_look));
            match self.events.recv_timeout(moment.saturating_duration_since(now).max(Duration::from_millis(1))) {
                Ok(event) => self.take(event),
                // The channel cannot close: we hold a sender ourselves.
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }

    /// Whether a followed path is in the middle of a change at this moment, so that a build that has just read may have
    /// read half of it and is better not shown: the end of the change ends the next wait. Ask once for each build that
    /// is thrown away; a file that is written all the time would never be shown otherwise.
    pub fn unsettled(&mut self) -> bool {
        self.take_waiting();
        let now = Instant::now();
        self.touches.values().any(|touch| match touch.stage {
            Stage::Writing | Stage::Hollow => touch.due > now,
            Stage::Done | Stage::Listing => false,
        })
    }

    // What happens.

    fn take_waiting(&mut self) {
        // A bound, so that a very busy folder cannot keep us from looking at the clock.
        for _ in 0..10_000 {
            let Ok(event) = self.events.try_recv() else { break };
            self.take(event);
        }
    }

    fn take(&mut self, event: notify::Result<Event>) {
        match event {
            Ok(event) if !event.need_rescan() => {
                for path in &event.paths {
                    self.take_path(&event.kind, path);
                }
            }
            // Something was lost: everything may have changed.
            _ => {
                let _ = self.find_all();
                for path in self.followed.keys().cloned().collect::<Vec<_>>() {
                    self.finish(&path, Instant::now());
                }
            }
        }
    }

    /// Something happened to this entry of a watched folder, or to the folder itself.
    fn take_path(&mut self, kind: &EventKind, entry: &Path) {
        // Each half of a rename has its own event.
        if matches!(kind, EventKind::Modify(ModifyKind::Name(RenameMode::Both))) {
            return;
        }
        let replaced =
            matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        let mut touched: BTreeSet<PathBuf> = self.entries.get(entry).into_iter().flatten().cloned().collect();
        if replaced {
            if let Some(folder) = entry.parent() {
                for path in self.listed.get(folder).into_iter().flatten() {
                    let now = Instant::now();
                    let touch = Touch { stage: Stage::Listing, due: now + HOLLOW, began: now, finished: now };
                    self.touches.entry(path.clone()).or_insert(touch);
                }
            }
            // Other folders may have these names now; the watches belong to the old ones, wherever they are.
            let outdated: Vec<PathBuf> =
                self.folders.keys().filter(|folder| folder.starts_with(entry)).cloned().collect();
            if !outdated.is_empty() {
                for folder in outdated {
                    self.folders.remove(&folder);
                    if let Some(watcher) = &mut self.watcher {
                        let _ = watcher.unwatch(&folder);
                    }
                }
                let below = self.followed.iter().filter(|(_, followed)| followed.trail.goes_through(entry));
                touched.extend(below.map(|(path, _)| path.clone()));
            }
            if !touched.is_empty() {
                // A folder that could not be watched has been reported when it was followed; looking will find it.
                let _ = self.find(&touched);
            }
        }
        for path in touched {
            self.touch(&path, kind, entry);
        }
    }

    /// Something happened to an entry that a followed path goes through.
    fn touch(&mut self, path: &Path, kind: &EventKind, entry: &Path) {
        let Some(followed) = self.followed.get(path) else { return };
        let is_last = followed.trail.last() == Some(entry);
        let now = Instant::now();
        match kind {
            EventKind::Access(_) if is_last => self.finish(path, now),
            EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any | ModifyKind::Other) | EventKind::Any
                if is_last =>
            {
                self.begin(path, now, UNFINISHED);
            }
            // Rights that were given back, times that were set. While somebody writes, it is part of that.
            EventKind::Modify(ModifyKind::Metadata(_))
                if !self.touches.contains_key(path) && Stamp::of(path) != followed.stamp =>
            {
                self.finish(path, now);
            }
            EventKind::Create(CreateKind::Folder) => {
                // What was put into the new folder before it was watched came without events.
                match Stamp::of(path) {
                    stamp if stamp == followed.stamp => {}
                    stamp if stamp.is_hollow() => self.begin(path, now, UNFINISHED),
                    _ => self.begin(path, now, SETTLE),
                }
            }
            EventKind::Create(_) if is_last && stamp::is_being_written(entry) => self.begin(path, now, UNFINISHED),
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                if (is_last || Stamp::of(path) != followed.stamp) =>
            {
                self.finish(path, now);
            }
            _ => {}
        }
    }

    /// Somebody writes; if nobody says that it is done, it is done after this pause. A file that is written all the
    /// time, such as a log, is shown now and then all the same.
    fn begin(&mut self, path: &Path, now: Instant, pause: Duration) {
        let known = self.touches.get(path).copied();
        let began = known.map_or(now, |touch| touch.began);
        let due = (now + pause).min(began + LONGEST_HOLD);
        let finished = known.map_or(due, |touch| touch.finished.min(due));
        self.touches.insert(path.to_owned(), Touch { stage: Stage::Writing, due, began, finished });
    }

    /// The path is as its writer wants it.
    fn finish(&mut self, path: &Path, now: Instant) {
        let Some(followed) = self.followed.get(path) else { return };
        let stamp = Stamp::of(path);
        if stamp == Stamp::Missing && followed.stamp == Stamp::Missing {
            self.touches.remove(path);
            return;
        }
        let (stage, wait) = if stamp.is_hollow() { (Stage::Hollow, HOLLOW) } else { (Stage::Done, QUIET) };
        let known = self.touches.get(path);
        let began = known.map_or(now, |touch| touch.began);
        let finished = known.map_or(now, |touch| touch.finished.min(now));
        self.touches.insert(path.to_owned(), Touch { stage, due: now + wait, began, finished });
    }

    // When to hand over.

    /// The paths to hand over now.
    fn ready(&mut self, now: Instant) -> Option<Vec<PathBuf>> {
        let over = self.touches.iter().filter(|(_, touch)| touch.due <= now);
        let over: Vec<(PathBuf, Stage)> = over.map(|(path, touch)| (path.clone(), touch.stage)).collect();
        for (path, stage) in over {
            let same = || self.followed.get(&path).is_none_or(|followed| followed.stamp == Stamp::of(&path));
            if stage == Stage::Listing && same() {
                self.touches.remove(&path);
            } else if let Some(touch) = self.touches.get_mut(&path) {
                touch.stage = Stage::Done;
            }
        }
        let done = self.touches.iter().filter(|(_, touch)| matches!(touch.stage, Stage::Done | Stage::Hollow));
        let done: Vec<(&PathBuf, &Touch)> = done.collect();
        let first = done.iter().map(|(_, touch)| touch.finished).min()?;
        let held = self.touches.values().any(|touch| match touch.stage {
            Stage::Writing | Stage::Hollow => true,
            Stage::Done => touch.due > now && now < first + GATHER,
            Stage::Listing => false,
        });
        let ready = !held || now >= first + LONGEST_HOLD;
        ready.then(|| done.into_iter().map(|(path, _)| path.clone()).collect())
    }

    /// Notes what is there as that which the build is about to read.
    fn hand_over(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        self.since = SystemTime::now();
        for path in &paths {
            self.touches.remove(path);
            self.suspects.remove(path);
            if let Some(followed) = self.followed.get_mut(path) {
                followed.stamp = Stamp::of(path);
            }
        }
        paths
    }

    /// When something becomes due, at the latest.
    fn next_moment(&self, now: Instant) -> Instant {
        let moments = self.touches.values().flat_map(|touch| match touch.stage {
            Stage::Done | Stage::Hollow => [touch.due, touch.finished + GATHER, touch.finished + LONGEST_HOLD],
            Stage::Writing | Stage::Listing => [touch.due; 3],
        });
        moments.filter(|moment| *moment > now).fold(self.next_look, Instant::min)
    }

    // Looking.

    /// Compares everything with what the last build was about to read.
    fn look(&mut self) {
        let start = Instant::now();
        let replaced = |(folder, identity): (&PathBuf, &Identity)| stamp::identity(folder) != *identity;
        if self.watcher.is_some() && self.folders.iter().any(replaced) {
            self.folders.retain(|folder, identity| {
                let kept = stamp::identity(folder) == *identity;
                if !kept && let Some(watcher) = &mut self.watcher {
                    let _ = watcher.unwatch(folder);
                }
                kept
            });
            let _ = self.find_all();
        }
        let mut settled = Vec::new();
        for (path, followed) in &self.followed {
            let stamp = Stamp::of(path);
            if stamp == followed.stamp || self.touches.contains_key(path) {
                self.suspects.remove(path);
                continue;
            }
            let settle = if stamp.is_hollow() { SETTLE_EMPTY } else { SETTLE };
            let fresh = stamp.is_fresh();
            let (known, first) = self.suspects.entry(path.clone()).or_insert_with(|| (stamp.clone(), start));
            if *known != stamp {
                (*known, *first) = (stamp, start);
            } else if start.duration_since(*first) >= settle && !fresh {
                settled.push(path.clone());
            }
        }
        let found = !settled.is_empty();
        for path in settled {
            self.suspects.remove(&path);
            // It has waited long enough.
            self.touches.insert(path, Touch { stage: Stage::Done, due: start, began: start, finished: start });
        }
        if found && self.watcher.is_some() {
            // An event is missing, so perhaps a watch is.
            let _ = self.find_all();
        }
        let took = start.elapsed();
        let pause = if self.suspects.is_empty() { self.pause } else { self.pause.min(SETTLE) };
        // Looking at thousands of files on a slow drive must not become all that we do.
        self.next_look = start + took + pause.max(took * if self.watcher.is_some() { 200 } else { 10 });
    }

    // Which folders to watch.

    fn find_all(&mut self) -> Result<(), WatchError> {
        if self.watcher.is_none() {
            return Ok(());
        }
        self.base = common_folder(self.followed.keys());
        self.index();
        self.find(&self.followed.keys().cloned().collect())
    }

    /// Finds the trails of these paths anew and watches their folders. While that happens folders may come and go, so
    /// it is done until nothing changes any more.
    fn find(&mut self, paths: &BTreeSet<PathBuf>) -> Result<(), WatchError> {
        for _ in 0..4 {
            let mut moved = false;
            for path in paths {
                let trail = Trail::find(path, self.base.as_deref());
                if let Some(followed) = self.followed.get_mut(path)
                    && followed.trail != trail
                {
                    followed.trail = trail;
                    moved = true;
                }
            }
            if moved {
                self.index();
            }
            let watched = self.watch_folders();
            if !moved || watched.is_err() {
                return watched;
            }
        }
        Ok(())
    }

    fn index(&mut self) {
        self.entries.clear();
        self.listed.clear();
        for (path, followed) in &self.followed {
            for entry in followed.trail.entries() {
                self.entries.entry(entry.clone()).or_default().push(path.clone());
            }
            if let Some(folder) = followed.trail.listed() {
                self.listed.entry(folder.to_owned()).or_default().push(path.clone());
            }
        }
    }

    /// Watches the folders of all trails and no others.
    fn watch_folders(&mut self) -> Result<(), WatchError> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let parents = self.entries.keys().filter_map(|entry| entry.parent());
        let wanted: HashSet<&Path> = parents.chain(self.listed.keys().map(PathBuf::as_path)).collect();
        let added: BTreeSet<&Path> =
            wanted.iter().copied().filter(|folder| !self.folders.contains_key(*folder)).collect();
        let removed: Vec<PathBuf> =
            self.folders.keys().filter(|folder| !wanted.contains(folder.as_path())).cloned().collect();
        if added.is_empty() && removed.is_empty() {
            return Ok(());
        }
        let mut result = Ok(());
        let mut batch = watcher.paths_mut();
        for folder in removed {
            // A folder that is gone has taken its watch along.
            let _ = batch.remove(&folder);
            self.folders.remove(&folder);
        }
        for folder in added {
            let identity = stamp::identity(folder);
            match batch.add(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.folders.insert(folder.to_owned(), identity);
                }
                // It went away meanwhile; its parent tells.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                    result = result.and(Err(WatchError::TooMany(folder.to_owned())));
                }
                Err(error) => result = result.and(Err(WatchError::Folder(folder.to_owned(), error.to_string()))),
            }
        }
        let committed = batch.commit();
        result.and(committed.map_err(|error| WatchError::NoEvents(error.to_string())))
    }
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&PathBuf> = self.followed.keys().collect();
        f.debug_struct("Follower").field("followed", &paths).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
