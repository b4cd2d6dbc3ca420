//! A plain model of a supervisor: a list of runs, scanned from end to end for every question.
//!
//! It is told what happens, in order, and judges whether that may happen. It starts nothing itself, so
//! the order in which a supervisor does things is free where the rules leave it free.

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
    /// `cancel` says whether the run was live, and leaves one that was not alone.
    CancelAnswer,
    /// Class, then when it became ready; whoever can start does; nobody else.
    Order,
    /// After a shutdown nothing is left.
    Shutdown,
    /// The status says what the body did, and a grace is given in full and not longer.
    Facts,
    /// Bounds, counts and what is kept.
    Bounds,
    /// Further attempts: which, and after exactly which wait.
    Retry,
    /// Timeouts and deadlines: neither early nor late, and never a false one.
    Time,
    /// Runs of one group overlap as the newcomer says.
    Overlap,
    /// At most so many starts in any window.
    Rate,
    /// Starts in step, no more than one to catch up, and none while paused, suspended or ended.
    Schedule,
    /// Parents and children end together.
    Children,
    /// Why a run waits is said as it is.
    Waiting,
    /// Nothing panics that is not others' code.
    Sound,
}
