//! Where the time of the one thread goes: by run, over all polls, and what each run does badly.

mod blocks;
mod lint;
mod meter;
mod poll_times;
mod run_times;

pub(crate) use self::{
    blocks::Blocks,
    lint::{Habits, SILENCE},
    meter::{ByItself, Meter, Poll, ReportRate},
};
pub use self::{
    blocks::{Blocker, LONG_POLL, LongPoll},
    lint::Lint,
    meter::Profile,
    poll_times::PollTimes,
    run_times::{Phase, PhaseKind, RunTimes},
};
