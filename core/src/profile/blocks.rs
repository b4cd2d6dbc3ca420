//! Polls that blocked the page.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use crate::{Instant, RunId};

/// How many long polls are kept. At 50 ms each they cover at least the last 50 s.
const KEPT: usize = 1_024;

/// A poll that blocked the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongPoll {
    /// The run.
    pub run: RunId,
    /// The title of that run.
    pub title: Arc<str>,
    /// When it began.
    pub began: Instant,
    /// How long it took: over [`LONG_POLL`](crate::LONG_POLL).
    pub took: Duration,
}

/// A run that has blocked the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The run; it may no longer be kept.
    pub run: RunId,
    /// Its title.
    pub title: Arc<str>,
    /// The number of its long polls.
    pub polls: usize,
    /// The sum of their times.
    pub total: Duration,
    /// The longest of them.
    pub longest: Duration,
}

/// The newest long polls, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Blocks(VecDeque<LongPoll>);

impl Blocks {
    pub(crate) fn add(&mut self, poll: LongPoll) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(poll);
    }

    /// Returns those that ended at this time or later.
    pub(crate) fn since(&self, since: Option<Instant>) -> impl Iterator<Item = &LongPoll> {
        let meant =
            move |poll: &&LongPoll| since.is_none_or(|since| poll.began + poll.took >= since);
        self.0.iter().filter(meant)
    }

    /// Returns the runs with a long poll since then, the worst first.
    pub(crate) fn blockers(&self, since: Option<Instant>) -> Vec<Blocker> {
        let mut blockers: Vec<Blocker> = Vec::new();
        for poll in self.since(since) {
            let known = blockers.iter().position(|blocker| blocker.run == poll.run);
            let place = known.unwrap_or_else(|| {
                blockers.push(Blocker {
                    run: poll.run,
                    title: poll.title.clone(),
                    polls: 0,
                    total: Duration::ZERO,
                    longest: Duration::ZERO,
                });
                blockers.len() - 1
            });
            let blocker = &mut blockers[place];
            blocker.polls += 1;
            blocker.total += poll.took;
            blocker.longest = blocker.longest.max(poll.took);
        }
        blockers.sort_by_key(|blocker| std::cmp::Reverse(blocker.total));
        blockers
    }
}
