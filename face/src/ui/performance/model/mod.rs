//! The layout, texts and exports of the timeline. Times are in milliseconds of the supervisor's clock, as
//! `f64`, which is exact to far below a microsecond.

mod chart;
mod export;
mod pieces;
mod polls;
mod rows;
mod span;
mod text;
mod ticks;

use taskdeck_core::Instant;

pub(crate) use self::{
    chart::{Chart, RunBar},
    export::{ExportData, as_json, as_trace},
    pieces::{PieceStyle, Scale},
    polls::{PollRange, poll_ranges},
    rows::{AXIS, NAME, Rows},
    span::{Bounds, Span},
    text::{bar_text, row_text, span_text},
    ticks::ticks,
};

/// Returns a time in milliseconds of the supervisor's clock.
pub(crate) fn millis(at: Instant) -> f64 {
    at.since_start().as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod sample {
    use std::time::Duration;

    use taskdeck_core::{Instant, LongPoll, Phase, PhaseKind, RunId, RunStatus, RunTimes};

    /// Returns a time in milliseconds after the start of the clock.
    pub(super) fn at(millis: u64) -> Instant {
        Instant::after_start(Duration::from_millis(millis))
    }

    /// Returns a run that waited and ran. Without an end it is still running.
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

    /// Returns a long poll of a run.
    pub(super) fn long_poll(number: u64, began: u64, took: u64) -> LongPoll {
        LongPoll {
            run: RunId::from_u64((1 << 32) + number),
            title: format!("Run {number}").into(),
            began: at(began),
            took: Duration::from_millis(took),
        }
    }
}
