//! The supervisor of Taskdeck: bounded, visible, really cancelled background work on one thread.
//!
//! A [`Supervisor`] runs futures. Each of them is a *run*: it waits for a slot, works, and ends exactly once,
//! as `Completed`, `Failed` or `Cancelled` ([`Outcome`]). Its body gets a [`RunContext`] for progress, log,
//! cancellation and sleep. The caller has a [`RunHandle`], and observers a [`RunWatch`] of reactive signals.
//!
//! This crate does not depend on a page. What it needs from its environment is the trait [`World`]. With the
//! feature `sim` there is a world with virtual time, `sim::SimWorld`, for tests of the supervisor and of your
//! own tasks.
#![cfg_attr(docsrs, feature(doc_cfg))]

/// The examples of the README.
#[cfg(all(doctest, feature = "sim"))]
#[doc = include_str!("../README.md")]
struct Readme;

mod collections;
mod config;
mod format;
mod lane;
mod policy;
mod profile;
mod random;
mod run;
mod schedule;
#[cfg(feature = "sim")]
#[cfg_attr(docsrs, doc(cfg(feature = "sim")))]
pub mod sim;
mod supervisor;
mod task;
mod vocabulary;
mod world;

pub use futures_core::future::LocalBoxFuture;

pub use self::{
    config::{Config, ErrorHandler},
    format::number,
    lane::LaneUse,
    policy::{
        Attempt, InvalidPolicy, LaneOptions, Overlap, Policy, Rate, Retry, Waiting, checked_millis,
    },
    profile::{Blocker, LONG_POLL, Lint, LongPoll, Phase, PhaseKind, PollTimes, Profile, RunTimes},
    run::{
        brief::{Interest, RunBrief, Transition},
        context::RunContext,
        counts::{Able, ChildCounts, Counts},
        ending::Wait,
        filter::RunFilter,
        handle::{CancelOnDrop, RunHandle},
        options::RunOptions,
        report::{Report, Reports},
        snapshot::RunSnapshot,
        watch::RunWatch,
    },
    schedule::{
        First, Schedule, ScheduleError, ScheduleHandle, ScheduleId, ScheduleSnapshot,
        ScheduleState, SuspendAfter, Suspension, When,
    },
    supervisor::{
        Idle, LaneRef, Performance, RunRef, Shutdown, ShutdownReport, Supervisor,
        end::shutdown::SHUTDOWN_DEADLINE,
        notify::{
            events::{Lagged, STREAM_CAPACITY, Subscription, TransitionStream},
            subscribe::Observe,
        },
        overview::Overview,
        provide::{NoSupervisor, provide_supervisor, use_supervisor},
    },
    task::{
        field::{Field, FieldError, FieldKind, complete as complete_params},
        output::{Output, OutputFile, OutputPart, Table},
        params::{Params, ParamsError},
        series::{Measurement, Series},
        task::Task,
        task_fn::TaskFn,
    },
    vocabulary::{
        cancel::{CancelReason, Cancelled},
        error::{ErrorKind, TaskError},
        id::RunId,
        instant::Instant,
        limit::{Limit, ZeroLimit},
        log::{Log, LogLine, MAX_LINE},
        priority::Priority,
        progress::{Amount, Progress, Unit},
        refusal::{DefineError, RetryError, SpawnError},
        status::{Outcome, RunState, RunStatus},
    },
    world::{Body, Polled, SharedWorld, Trap, World},
};
