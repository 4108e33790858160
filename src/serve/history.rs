//! What the windows may still have to be told.
//!
//! In: the builds, one after another. Out: the page as it is now, and for a window that has a known build the next
//! thing it must hear. It keeps a bounded number of messages and never waits for anybody.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::Bytes;

/// How many messages are kept for windows that were away.
const MOST_MESSAGES: usize = 64;
/// How many bytes of messages are kept; the newest message is kept whatever its size.
const MOST_BYTES: usize = 16 << 20;

/// The current build with its page, and the way that led there.
#[derive(Default)]
pub(super) struct History {
    /// The number of the build that is served; `None` before the first.
    current: Option<u64>,
    page: Bytes,
    steps: VecDeque<Step>,
}

/// The way from one build to the next.
struct Step {
    /// The build before; `None` if no window can come from it.
    base: Option<u64>,
    build: u64,
    /// `None` if only loading the page again leads there.
    message: Option<Arc<str>>,
}

/// What a window is told next: the build it has afterwards, and the text.
pub(super) struct Told {
    pub(super) build: u64,
    pub(super) text: Arc<str>,
}

impl History {
    /// Makes this build the current one.
    pub(super) fn publish(&mut self, build: u64, page: String, message: Option<String>) {
        let base = self.current.filter(|current| *current < build);
        if base.is_none() {
            // A number that comes twice would lead windows astray: whoever has another build loads the page.
            self.steps.clear();
        }
        self.steps.push_back(Step { base, build, message: message.map(Arc::from) });
        while self.steps.len() > MOST_MESSAGES || (self.steps.len() > 1 && self.bytes() > MOST_BYTES) {
            self.steps.pop_front();
        }
        self.current = Some(build);
        self.page = Bytes::from(page);
    }

    /// The page of the current build, if there is one already.
    pub(super) fn page(&self) -> Option<Bytes> {
        self.current.map(|_| self.page.clone())
    }

    /// The number of the current build.
    pub(super) fn current(&self) -> Option<u64> {
        self.current
    }

    /// What a window that has the build `seen` must hear next; `None` if it is up to date. A window whose build is not
    /// known here (it slept too long, or it belongs to an earlier run of the program) is told to load the page.
    pub(super) fn after(&self, seen: Option<u64>) -> Option<Told> {
        let current = self.current?;
        if seen == Some(current) {
            return None;
        }
        let step = self.steps.iter().find(|step| seen.is_some() && step.base == seen);
        let told = step.and_then(|step| Some(Told { build: step.build, text: step.message.clone()? }));
        Some(told.unwrap_or_else(|| Told {
            build: current,
            text: Arc::from(format!("{{\"build\":{current},\"reload\":true}}")),
        }))
    }

    fn bytes(&self) -> usize {
        self.steps.iter().filter_map(|step| step.message.as_ref()).map(|message| message.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history of the builds `1..=last`, each with the message `m` and its number.
    fn history(last: u64) -> History {
        let mut history = History::default();
        for build in 1..=last {
            history.publish(build, format!("page {build}"), (build > 1).then(|| format!("m{build}")));
        }
        history
    }

    /// Everything that a window hears that has the build `seen`.
    fn heard(history: &History, mut seen: Option<u64>) -> Vec<String> {
        let mut heard = Vec::new();
        while let Some(told) = history.after(seen) {
            heard.push(told.text.to_string());
            seen = Some(told.build);
        }
        heard
    }

    #[test]
    fn before_the_first_build_there_is_nothing() {
        let history = History::default();
        assert!(history.page().is_none());
        assert!(history.after(Some(3)).is_none());
    }

    #[test]
    fn missed_messages_come_in_order() {
        assert_eq!(heard(&history(5), Some(2)), ["m3", "m4", "m5"]);
        assert!(heard(&history(5), Some(5)).is_empty());
        assert_eq!(history(5).page().as_deref(), Some(b"page 5".as_slice()));
    }

    #[test]
    fn unknown_builds_load_the_page() {
        let reload = ["{\"build\":5,\"reload\":true}"];
        assert_eq!(heard(&history(5), Some(57)), reload);
        assert_eq!(heard(&history(5), Some(0)), reload);
        assert_eq!(heard(&history(5), None), reload);
    }

    #[test]
    fn only_the_last_messages_are_kept() {
        let history = history(200);
        assert_eq!(heard(&history, Some(136)).len(), 64);
        assert_eq!(heard(&history, Some(135)), ["{\"build\":200,\"reload\":true}"]);
    }

    #[test]
    fn large_messages_are_not_hoarded() {
        let mut history = history(1);
        for build in 2..10 {
            history.publish(build, String::new(), Some("x".repeat(MOST_BYTES / 2)));
        }
        assert!(history.bytes() <= MOST_BYTES);
        history.publish(10, String::new(), Some("x".repeat(MOST_BYTES * 2)));
        assert_eq!(heard(&history, Some(9)).len(), 1);
    }

    #[test]
    fn without_a_message_or_with_a_number_twice_the_page_is_loaded() {
        let mut history = history(3);
        history.publish(4, String::new(), None);
        assert_eq!(heard(&history, Some(3)), ["{\"build\":4,\"reload\":true}"]);
        history.publish(2, String::new(), Some("m2 again".to_owned()));
        assert_eq!(heard(&history, Some(1)), ["{\"build\":2,\"reload\":true}"]);
        assert_eq!(heard(&history, Some(4)), ["{\"build\":2,\"reload\":true}"]);
    }
}
