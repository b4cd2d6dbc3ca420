//! Snapshots of a schedule.

use std::{fmt, sync::Arc, time::Duration};

use super::{Schedule, ScheduleId};
use crate::{Message, RunId, SpawnError, TaskError, message};

/// A schedule at one moment. It is a copy: later changes do not reach it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleSnapshot {
    /// The id.
    pub id: ScheduleId,
    /// The id of the task that it starts.
    pub task: Arc<str>,
    /// The title of its runs.
    pub title: Arc<str>,
    /// When it starts them.
    pub schedule: Schedule,
    /// The state of the schedule.
    pub state: ScheduleState,
    /// The number of runs that it has started.
    pub starts: u64,
    /// The number of starts without a run: the overlap policy allowed no other run, a run waited already
    /// while the supervisor was paused, or the run was refused.
    pub skipped: u64,
    /// The number of starts that passed unnoticed, as while the machine slept. One start was made for all of
    /// them.
    pub missed: u64,
    /// Why the newest start was refused, if it was.
    pub refused: Option<SpawnError>,
    /// The newest run that it has started; that may no longer be kept.
    pub last_run: Option<RunId>,
}

impl ScheduleSnapshot {
    /// Returns when the next start is: the time since the Unix epoch, UTC. It is in the past for a moment
    /// when a timer is late. `None` while there is none.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        match self.state {
            ScheduleState::Active { next } => Some(next),
            _ => None,
        }
    }

    /// Returns whether it is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state == ScheduleState::Paused
    }

    /// Returns why it is suspended, if it is.
    #[must_use]
    pub fn suspended(&self) -> Option<&Suspension> {
        match &self.state {
            ScheduleState::Suspended(why) => Some(why),
            _ => None,
        }
    }

    /// Returns whether it has ended: it starts no run any more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == ScheduleState::Ended
    }
}

/// The state of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleState {
    /// It waits for its next start.
    Active {
        /// The time since the Unix epoch, UTC.
        next: Duration,
    },
    /// It is paused.
    Paused,
    /// It has suspended itself and starts no run until it is resumed.
    Suspended(Suspension),
    /// It was stopped, its only start was made, or its supervisor was shut down.
    Ended,
}

/// Why a schedule has suspended itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Suspension {
    /// Too many of its runs have failed.
    Failures {
        /// The number of failures.
        failures: usize,
        /// The time within which they happened.
        window: Duration,
        /// The error of the last one.
        last: TaskError,
    },
    /// Its only start was refused.
    Refused(SpawnError),
}

impl Suspension {
    /// Why, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Failures {
                failures,
                window,
                last,
            } => message!(
                "1 failure in {time}: {why}|{count} failures in {time}: {why}",
                count = *failures,
                time = *window,
                why = last.message()
            ),
            Self::Refused(error) => message!("Not started: {why}", why = error.message()),
        }
    }
}

impl fmt::Display for Suspension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
