//! The state of a reporter.

use taskdeck_core::Instant;

use super::{
    EndedUnseen, History, Modal, ToastId, breaker::Breaker, budget::Budget, channels::Channels,
    guard::Guard, ignore::IgnoreList, milestones::Milestones, schedule_news::ScheduleWatch,
    seen::OpenFailures, storm::StormWatch, tray::Tray, waiting::Waiting,
};

/// The state of a reporter. It is never borrowed while foreign code runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) channels: Channels,
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
    /// What waits for a face, until there is one.
    pub(crate) waiting: Option<Waiting>,
    last_toast: u64,
}

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
            waiting: None,
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
            self.milestones.due().filter(|_| self.waiting.is_none()),
            self.breaker.closes_at(),
            self.open_failures.due(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}
