//! The state of a reporter.

use std::sync::Arc;

use taskdeck_core::{Instant, TaskError};

use crate::texts::Texts;

use super::{
    EndedUnseen, History, Modal, Origin, ToastId, breaker::Breaker, budget::Budget, channels::Channels,
    guard::Guard, ignore::IgnoreList, milestones::Milestones, schedule_news::ScheduleWatch,
    seen::OpenFailures, storm::StormWatch, tray::Tray,
};

/// The state of a reporter. It is never borrowed while foreign code runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) channels: Channels,
    /// Errors that wait for the components that show them, while these are being loaded.
    pub(crate) held: Option<Vec<Held>>,
    pub(crate) ignore: IgnoreList,
    pub(crate) guard: Guard,
    pub(crate) budget: Budget,
    pub(crate) breaker: Breaker,
    pub(crate) modal: Option<Modal>,
    pub(crate) tray: Tray,
    /// The toast of errors that are not shown one by one, if there is one.
    pub(crate) many: Option<ToastId>,
    pub(crate) storms: StormWatch,
    /// Failures whose rows may still appear.
    pub(crate) open_failures: OpenFailures,
    pub(crate) schedules: ScheduleWatch,
    pub(crate) ended_unseen: EndedUnseen,
    pub(crate) history: History,
    pub(crate) milestones: Milestones,
    pub(crate) tally: Tally,
    pub(crate) texts: Texts,
    last_toast: u64,
}

/// An error that waits: its title, itself, and where it comes from.
pub(crate) type Held = (Arc<str>, TaskError, Origin);

/// The numbers of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All reported errors.
    pub reported: u64,
    /// Those that a rule ignored.
    pub ignored: u64,
    /// Those that could not be shown in any way.
    pub unshown: u64,
}

impl State {
    pub(crate) fn new(channels: Channels) -> Self {
        Self {
            channels,
            held: None,
            ignore: IgnoreList::default(),
            guard: Guard::default(),
            budget: Budget::default(),
            breaker: Breaker::default(),
            modal: None,
            tray: Tray::default(),
            many: None,
            storms: StormWatch::default(),
            open_failures: OpenFailures::default(),
            schedules: ScheduleWatch::default(),
            ended_unseen: EndedUnseen::default(),
            history: History::default(),
            milestones: Milestones::default(),
            tally: Tally::default(),
            texts: Texts::ENGLISH,
            last_toast: 0,
        }
    }

    /// Returns an id for a toast, or for an entry of the history.
    pub(crate) fn next_toast(&mut self) -> ToastId {
        self.last_toast += 1;
        ToastId(self.last_toast)
    }

    /// Returns when the reporter has to act next without an event.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        [
            self.tray.next_end(),
            self.milestones.due(),
            self.breaker.closes_at(),
            self.open_failures.due(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}
