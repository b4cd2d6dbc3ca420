//! Where the time of the thread goes: by run, over all polls, and what each run does badly.

mod blocks;
mod limits;
mod lint;
mod meter;
mod poll_times;
mod report_rate;
mod run_times;

pub(crate) use self::{
    blocks::Blocks,
    limits::SILENCE,
    lint::LintFacts,
    meter::{ByItself, Meter, PollFigures},
    report_rate::ReportRate,
};
pub use self::{
    blocks::{Blocker, LongPoll},
    limits::LONG_POLL,
    lint::Lint,
    meter::Profile,
    poll_times::PollTimes,
    run_times::{Phase, PhaseKind, RunTimes},
};
