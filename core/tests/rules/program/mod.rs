//! Random programs: what is done to a supervisor, and what the bodies do meanwhile.
//!
//! All times are in milliseconds. The number of a run, a handle or a schedule selects one of those that exist
//! so far.

mod deeds;
mod policy;
mod specs;
mod steps;

use taskdeck_core::{Overlap, Priority};

pub(crate) use self::{
    policy::{Condition, Group, Lane, Retrying, Terms},
    steps::{THEMES, programs},
};

/// The settings of a supervisor and what happens to it, step by step.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// Decides the order of ready futures, and all other chance.
    pub(crate) seed: u64,
    pub(crate) set_up: SetUp,
    /// Tasks that are started by their numbers, and by schedules.
    pub(crate) tasks: Vec<Spec>,
    pub(crate) steps: Vec<Step>,
    pub(crate) finale: Finale,
}

/// How a supervisor is set up.
#[derive(Clone, Debug)]
pub(crate) struct SetUp {
    /// The lanes: `main`, and two with names.
    pub(crate) lanes: [Lane; 3],
    pub(crate) max_queued: usize,
    pub(crate) keep: usize,
    /// How long each poll of a body takes.
    pub(crate) poll_cost: u64,
    /// After this time the priority of a queued run rises; 0: never.
    pub(crate) ageing: u64,
}

/// How a program ends; either way nothing may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finale {
    Shutdown,
    DropSupervisor,
}

/// What a program does next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Do(Deed),
    /// Lets futures be polled this many times.
    Poll(usize),
    /// Lets time pass.
    Advance(u64),
    /// Lets time pass unnoticed, as when a laptop sleeps.
    Sleep(u64),
    /// Sets the wall clock forward, or back.
    SetClock(i64),
    /// Waits for the supervisor to be idle, and goes on meanwhile.
    AwaitIdle,
    ClearFinished,
    Retry(usize),
    Schedule(Scheduled),
    PauseSchedule(usize),
    ResumeSchedule(usize),
    RunScheduleNow(usize),
    StopSchedule(usize),
    Shutdown(u64),
    Drain,
}

/// A task that is to be started later.
#[derive(Clone, Debug)]
pub(crate) struct Scheduled {
    pub(crate) task: usize,
    pub(crate) when: When,
    /// Suspended after more than this many failures in this time.
    pub(crate) suspend: Option<(u32, u64)>,
}

/// When a task is to be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Every(u64),
    After(u64),
    /// This long after now, by the wall clock.
    At(u64),
}

/// What a program can do to a supervisor, and a body too, from inside its poll or its drop.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Spawn(Box<Spec>),
    /// Starts a task.
    Start(usize),
    Cancel(usize),
    CancelAll,
    /// Cancels by a handle: a caller who has joined releases the run.
    LetGo(usize),
    RetryNow(usize),
    StopRetrying(usize),
    SetPriority(usize, Priority),
    SetLimit(usize),
    SetLane(usize, Lane),
    SuspendLane(usize),
    ResumeLane(usize),
    Pause,
    Resume,
}

/// A run and the shape of its body.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) priority: Priority,
    pub(crate) grace: u64,
    pub(crate) repeatable: bool,
    pub(crate) terms: Terms,
    pub(crate) moves: Vec<Move>,
    /// How each attempt ends; those after the last one end as that.
    pub(crate) ends: Vec<End>,
    pub(crate) on_drop: Option<OnDrop>,
}

impl Spec {
    /// Whether it waits for no run of its group.
    pub(crate) fn may_overlap(&self) -> bool {
        self.terms.overlap.unwrap_or_default() == Overlap::Allow
    }

    /// Returns how this attempt ends, counted from 1.
    pub(crate) fn end(&self, attempt: u32) -> End {
        let at = (attempt.max(1) as usize - 1).min(self.ends.len() - 1);
        self.ends[at]
    }
}

/// What a body does on its way.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    /// Sleeps, and ends when it is requested to stop meanwhile.
    Sleep(u64),
    /// Sleeps, whatever is requested.
    SleepDeaf(u64),
    Yield,
    /// Is always ready to go on, this many times.
    WakeItself(usize),
    Report,
    CancelItself,
    Do(Deed),
    /// Spawns a child.
    Child(Box<Spec>),
    /// Waits for the children that it has spawned in this attempt.
    AwaitChildren,
}

/// How a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Value,
    Error,
    /// An error that rules out another attempt.
    ErrorForGood,
    /// An error that sets the wait before the next attempt.
    ErrorAfter(u64),
    Panic,
    /// It does not.
    Never,
    /// When it is requested to stop, as stopped.
    StopWhenTold,
    /// When it is requested to stop, with a value all the same.
    ValueWhenTold,
    /// When it is requested to stop, with an error.
    ErrorWhenTold,
}

/// What happens when a body is dropped.
#[derive(Clone, Debug)]
pub(crate) enum OnDrop {
    Do(Deed),
    Panic,
}
