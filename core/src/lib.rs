//! The supervisor of Taskdeck: bounded, visible, really cancelled background work on one thread.
//!
//! A [`Supervisor`] runs futures. Each is a *run*: it waits for a slot, works, and ends exactly once,
//! as `Completed`, `Failed` or `Cancelled` ([`Outcome`]). Its body is given a [`RunContext`] for
//! progress, log, cancellation and sleep; whoever started it has a [`RunHandle`]; whoever looks at it
//! has a [`RunWatch`] of reactive signals.
//!
//! This crate knows nothing of a page. What it needs from the world is the trait [`World`]; with the
//! feature `sim` there is one with virtual time, `sim::SimWorld`, for tests of the supervisor and of
//! your own tasks.
#![cfg_attr(docsrs, feature(doc_cfg))]

/// The examples of the README.
#[cfg(all(doctest, feature = "sim"))]
#[doc = include_str!("../README.md")]
struct Readme;

mod body;
mod brief;
mod config;
mod csv;
mod error;
mod events;
mod family;
mod field;
mod groups;
mod handle;
mod id;
mod instant;
mod join;
mod json;
mod lane;
mod limit;
mod log;
mod message;
pub mod number;
mod options;
mod output;
mod params;
mod policy;
mod priority;
mod profile;
mod progress;
mod provide;
mod random;
mod ready;
mod record;
mod refusal;
mod report;
mod run_context;
mod schedule;
mod series;
#[cfg(feature = "sim")]
#[cfg_attr(docsrs, doc(cfg(feature = "sim")))]
pub mod sim;
mod slab;
mod snapshot;
mod sorted;
mod status;
mod store;
mod supervisor;
mod task;
mod task_fn;
mod terms;
mod timers;
mod waiters;
mod watch;
mod world;

pub use futures_core::future::LocalBoxFuture;

pub use self::{
    brief::{News, RunBrief, Transition},
    config::{Config, ErrorHandler},
    error::{ErrorKind, TaskError},
    events::{STREAM_CAPACITY, StatusChange, StatusItem, StatusStream, Subscription},
    field::{Field, FieldError, FieldKind, complete as complete_params},
    handle::{CancelOnDrop, RunHandle},
    id::RunId,
    instant::Instant,
    limit::{Limit, ZeroLimit},
    log::{Log, LogLine, MAX_LINE},
    message::{Arg, Message, Words},
    options::RunOptions,
    output::{Output, OutputFile, OutputPart, Table},
    params::{Params, ParamsError},
    policy::{
        Attempt, InvalidPolicy, LaneOptions, Overlap, Policy, Rate, Retry, Waiting, checked_millis,
    },
    priority::Priority,
    profile::{Blocker, LONG_POLL, Lint, LongPoll, Phase, PhaseKind, PollTimes, Profile, RunTimes},
    progress::{Amount, Progress, Unit},
    provide::{NoSupervisor, provide_supervisor, use_supervisor},
    refusal::{DefineError, RetryError, SpawnError},
    report::{Report, Reports},
    run_context::RunContext,
    schedule::{
        First, Schedule, ScheduleError, ScheduleHandle, ScheduleId, ScheduleSnapshot,
        ScheduleState, SuspendAfter, Suspension, When,
    },
    series::{Measurement, Series},
    snapshot::{Able, ChildCounts, Counts, LaneUse, Overview, RunFilter, RunSnapshot},
    status::{CancelReason, Cancelled, Outcome, RunState, RunStatus},
    supervisor::shutdown::SHUTDOWN_DEADLINE,
    supervisor::{Idle, Shutdown, ShutdownReport, Supervisor, Wait},
    task::Task,
    task_fn::TaskFn,
    watch::RunWatch,
    world::{Body, Polled, SharedWorld, Trap, World},
};

#[doc(hidden)]
pub use self::message::{
    check as check_message, fill as fill_template, form as plural_form, key as template_key,
};
