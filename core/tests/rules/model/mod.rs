//! A plain model of a supervisor: a list of runs, scanned from end to end for every question.
//!
//! It receives what happens, in order, and judges whether that may happen. It starts nothing itself, so the
//! order in which a supervisor does things is free where the rules leave it free.

mod accept;
mod ask;
mod attempt;
mod change;
mod family;
mod group;
mod join;
mod lanes;
mod loans;
mod run;
mod schedule;
mod stalled;
mod state;
mod time;

pub(crate) use self::{
    accept::{Answer, Origin},
    group::Verdict,
    lanes::LaneState,
    run::{Group, Hold, Run, Said, Wait},
    schedule::ScheduleState,
    state::{Closing, Model},
};

/// What was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Promise {
    /// An accepted run reaches exactly one terminal status, exactly once.
    OneEnd,
    /// No lane has more slots taken than its limit; a slot is free only when the work has stopped.
    Slots,
    /// What is cancelled never starts, or runs no more.
    Cancelled,
    /// `cancel` returns whether the run was live, and changes nothing otherwise.
    CancelAnswer,
    /// Priority, then when it became ready; a run that can start does, and no other.
    Order,
    /// After a shutdown nothing is left.
    Shutdown,
    /// The status follows from what the body did; a grace is given in full and not longer.
    Facts,
    /// Bounds, counts and what is kept.
    Bounds,
    /// Further attempts: which, and after exactly which wait.
    Retry,
    /// Timeouts and deadlines: neither early nor late, and never a false one.
    Time,
    /// Runs of one group overlap as the policy of the new run says.
    Overlap,
    /// At most the rate of starts in any window.
    Rate,
    /// Starts in step, no more than one to catch up, and none while paused, suspended or ended.
    Schedule,
    /// Parents and children end together.
    Children,
    /// The shown reason to wait is the real one.
    Waiting,
    /// No code of the supervisor panics.
    Sound,
}
