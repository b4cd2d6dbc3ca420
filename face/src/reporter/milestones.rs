//! Announcements for screen readers.

use std::{collections::HashMap, mem, sync::Arc, time::Duration};

use taskdeck_core::{Instant, Message, RunId, RunState, RunStatus, Transition};

use crate::{
    format::{count, list},
    texts::{Texts, text},
};

/// How long milestones are collected before they are announced.
pub(crate) const BATCH: Duration = Duration::from_secs(1);

/// A text for screen readers. The number makes equal texts different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Increases with each announcement.
    pub number: u64,
    /// The text; empty before the first announcement.
    pub text: Arc<str>,
}

/// Collects milestones: the status that each run has reached since the last announcement.
///
/// It leaves out progress, attempts after the second, and child runs, because their parent is
/// announced.
#[derive(Debug, Default)]
pub(crate) struct Milestones {
    /// Live runs. Ended runs are only counted, because many may end within a second.
    live: HashMap<RunId, (Arc<str>, RunStatus)>,
    completed: RunGroup,
    /// Completed runs with problems.
    problematic: RunGroup,
    failed: RunGroup,
    cancelled: RunGroup,
    other: Vec<Arc<str>>,
    due: Option<Instant>,
    number: u64,
}

/// Runs that are announced in one phrase.
#[derive(Debug, Default)]
struct RunGroup {
    count: usize,
    /// The title of the first run.
    title: Arc<str>,
    /// Why the first run failed.
    why: Option<Message>,
}

impl Milestones {
    pub(crate) fn note(&mut self, change: &Transition, now: Instant) {
        let run = &change.run;
        let status = run.status();
        let is_milestone = match status {
            // The first attempt has failed, and the run waits for the next one.
            RunStatus::Queued => change.from.is_some() && run.attempt == 1,
            RunStatus::Running => run.attempt == 1,
            RunStatus::Cancelling => false,
            RunStatus::Completed | RunStatus::Failed | RunStatus::Cancelled => true,
        };
        if !is_milestone || run.parent.is_some() {
            return;
        }
        let ended = match status {
            RunStatus::Completed if run.problems > 0 => Some(&mut self.problematic),
            RunStatus::Completed => Some(&mut self.completed),
            RunStatus::Failed => Some(&mut self.failed),
            RunStatus::Cancelled => Some(&mut self.cancelled),
            RunStatus::Queued | RunStatus::Running | RunStatus::Cancelling => None,
        };
        match ended {
            Some(ended) => {
                self.live.remove(&run.id);
                ended.add(&run.title, &run.state);
            }
            None => {
                self.live.insert(run.id, (run.title.clone(), status));
            }
        }
        self.due.get_or_insert(now + BATCH);
    }

    /// Adds a text to the next announcement.
    pub(crate) fn say(&mut self, text: Arc<str>, now: Instant) {
        self.other.push(text);
        self.due.get_or_insert(now + BATCH);
    }

    /// Returns when the next announcement is due.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Announces what was collected a second from now.
    pub(crate) fn postpone(&mut self, now: Instant) {
        self.due = self.due.map(|_| now + BATCH);
    }

    /// Takes the announcement if it is due.
    pub(crate) fn take(&mut self, texts: Texts, now: Instant) -> Option<Announcement> {
        if self.due? > now {
            return None;
        }
        self.due = None;
        let live = mem::take(&mut self.live);
        let still = |status| {
            let titles = live.values().filter(|(_, now)| *now == status);
            let mut all = RunGroup::default();
            titles.for_each(|(title, _)| all.add(title, &RunState::Running));
            all
        };
        let failed = mem::take(&mut self.failed);
        let reason = failed.reason(texts);
        let failed_text = match reason {
            Some(_) => text!("{count} failed: {why}"),
            None => text!("{count} failed"),
        };
        let mut parts: Vec<String> = [
            (failed, failed_text),
            (mem::take(&mut self.cancelled), text!("{count} cancelled")),
            (mem::take(&mut self.completed), text!("{count} done")),
            (
                mem::take(&mut self.problematic),
                text!("{count} done with problems"),
            ),
            (still(RunStatus::Queued), text!("{count} tried again")),
            (still(RunStatus::Running), text!("{count} started")),
        ]
        .into_iter()
        .filter_map(|(runs, text)| {
            let why = reason.as_deref().unwrap_or_default();
            Some(texts.say(text, &[("count", &runs.in_words(texts)?), ("why", why)]))
        })
        .collect();
        parts.extend(self.other.drain(..).map(|text| text.to_string()));
        self.number += 1;
        Some(Announcement {
            number: self.number,
            text: list(&parts).into(),
        })
    }
}

impl RunGroup {
    fn add(&mut self, title: &Arc<str>, state: &RunState) {
        if self.count == 0 {
            self.title = title.clone();
            self.why = match state {
                RunState::Failed(error) => Some(error.message().clone()),
                _ => None,
            };
        }
        self.count += 1;
    }

    /// Returns why a single run failed.
    fn reason(&self, texts: Texts) -> Option<String> {
        let why = self.why.as_ref().filter(|_| self.count == 1)?;
        Some(super::one_line(&texts.render(why)))
    }

    /// Returns the title of a single run, as *Export*, or the number of runs.
    fn in_words(&self, texts: Texts) -> Option<String> {
        match self.count {
            0 => None,
            1 if !self.title.trim().is_empty() => Some(super::one_line(&self.title)),
            many => Some(count(texts, many)),
        }
    }
}
