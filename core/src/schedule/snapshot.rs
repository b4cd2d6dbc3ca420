//! What is known of a schedule.

use std::{fmt, sync::Arc, time::Duration};

use super::{Schedule, ScheduleId};
use crate::{Message, RunId, SpawnError, TaskError, message};

/// What is known of a schedule at one moment. It is a copy: later changes do not reach it.
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
    /// Where it is in its life.
    pub state: ScheduleState,
    /// How many runs it has started.
    pub starts: u64,
    /// How many starts came to nothing: a run was there and the overlap let no other start, one waited
    /// already while the supervisor was paused, or it was refused.
    pub skipped: u64,
    /// How many starts passed unnoticed, as while the machine slept; one start stood for them all.
    pub missed: u64,
    /// Why the newest start was refused, if it was.
    pub refused: Option<SpawnError>,
    /// The newest run that it has started; it may not be kept any more.
    pub last_run: Option<RunId>,
}

impl ScheduleSnapshot {
    /// When the next start is: time since 1970 began, UTC. It is in the past for a moment when a
    /// timer is late. `None` while there is no next one.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        match self.state {
            ScheduleState::Active { next } => Some(next),
            _ => None,
        }
    }

    /// Whether somebody has paused it.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state == ScheduleState::Paused
    }

    /// Why it is suspended, if it is.
    #[must_use]
    pub fn suspended(&self) -> Option<&Suspension> {
        match &self.state {
            ScheduleState::Suspended(why) => Some(why),
            _ => None,
        }
    }

    /// Whether it has ended: it starts nothing any more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == ScheduleState::Ended
    }
}

/// Where a schedule is in its life.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleState {
    /// It waits for its next start.
    Active {
        /// Time since 1970 began, UTC.
        next: Duration,
    },
    /// Somebody has paused it.
    Paused,
    /// It starts no more until somebody resumes it.
    Suspended(Suspension),
    /// It was stopped, its only start has come, or its supervisor was shut down.
    Ended,
}

/// Why a schedule starts no more until somebody resumes it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Suspension {
    /// Too many of its runs have failed.
    Failures {
        /// How many.
        failures: usize,
        /// Within how long.
        window: Duration,
        /// Why the last one failed.
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
