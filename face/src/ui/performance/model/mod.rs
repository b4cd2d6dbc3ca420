//! The timeline: which bars there are, where they stand, and what is said and saved of them. Times are in
//! milliseconds since the start of the supervisor's clock, which is exact to far below a microsecond.

mod chart;
mod export;
mod pieces;
mod polls;
mod rows;
mod span;
mod ticks;
mod words;

use taskdeck_core::Instant;

pub(crate) use self::{
    chart::{Chart, RunBar},
    export::{Shown, as_json, as_trace},
    pieces::{Look, Scale},
    polls::{PollRange, poll_ranges},
    rows::{AXIS, NAME, Rows},
    span::{Bounds, Span},
    ticks::ticks,
    words::{bar_words, row_words, span_words},
};

/// A point of the supervisor's clock.
pub(crate) fn millis(at: Instant) -> f64 {
    at.since_start().as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod sample {
    use std::time::Duration;

    use taskdeck_core::{Instant, LongPoll, Phase, PhaseKind, RunId, RunStatus, RunTimes};

    /// So many milliseconds after the start of the clock.
    pub(super) fn at(millis: u64) -> Instant {
        Instant::after_start(Duration::from_millis(millis))
    }

    /// A run that waits, runs and has completed; without an end it still runs.
    pub(super) fn run(
        number: u64,
        lane: &str,
        created: u64,
        started: u64,
        ended: Option<u64>,
    ) -> RunTimes {
        let phase = |kind, from, to: Option<u64>| Phase {
            kind,
            from: at(from),
            to: to.map(at),
        };
        RunTimes {
            run: RunId::from_u64((1 << 32) + number),
            title: format!("Run {number}").into(),
            lane: lane.into(),
            status: match ended {
                Some(_) => RunStatus::Completed,
                None => RunStatus::Running,
            },
            created_at: at(created),
            finished_at: ended.map(at),
            phases: vec![
                phase(PhaseKind::Queued, created, Some(started)),
                phase(PhaseKind::Running, started, ended),
            ],
        }
    }

    /// A poll of this run that took so long.
    pub(super) fn long_poll(number: u64, began: u64, took: u64) -> LongPoll {
        LongPoll {
            run: RunId::from_u64((1 << 32) + number),
            title: format!("Run {number}").into(),
            began: at(began),
            took: Duration::from_millis(took),
        }
    }
}
