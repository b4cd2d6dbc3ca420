//! The supervisor of Taskdeck: bounded, visible, really cancelled background work on one thread.
//!
//! A [`Supervisor`] runs futures. Each of them is a *run*: it waits for a slot, works, and ends exactly once,
//! as `Completed`, `Failed` or `Cancelled` ([`Outcome`]). Its body gets a [`RunContext`] for progress, log,
//! cancellation and sleep. The caller has a [`RunHandle`], and observers a [`RunWatch`] of reactive signals.
//!
//! # Which one?
//!
//! | to | use | not |
//! | --- | --- | --- |
//! | run a future once | [`Supervisor::spawn`] | |
//! | run it again when it fails | [`Supervisor::spawn_repeatable`] with a [`Retry`] | `spawn`, whose body can be called once |
//! | run a function for each of many items | [`Supervisor::map`], or [`RunContext::map`] in a body | `spawn` in a loop, which queues all of them at once |
//! | offer work by name, with a form and a card | [`Task`], [`define`](Supervisor::define) and [`start`](Supervisor::start) | |
//! | call a function of yours as a run, with typed arguments | [`TaskFn`] | `Task`, whose parameters are JSON |
//! | run a body off the page | a `Job` of `taskdeck::workers`, which becomes a `Task` | |
//! | get the value of a run | [`RunHandle::outcome`] | |
//! | know that it has ended, and how | [`RunHandle::wait`], or [`RunRef::wait`] with an id | `outcome`, which takes the value |
//! | know that all runs have ended | [`Supervisor::idle`] | |
//! | stop a run | [`RunHandle::cancel`], or [`RunRef::cancel`] with an id | |
//! | free the slot of a body that cannot be stopped | [`RunRef::abandon`], after `cancel` | |
//! | fail a run now that waits for its next attempt | [`RunRef::stop_retrying`] | `cancel`, which ends it as cancelled |
//! | try again now | [`RunRef::retry_now`] while it waits, [`RunHandle::retry`] or [`RunRef::retry`] once it has ended | |
//! | show a run | [`RunRef::watch`] | `observe`, which receives all runs |
//! | follow all runs | [`Supervisor::observe`] | a watch of each |
//! | show numbers | [`Supervisor::overview`] | |
//! | handle every error once | [`Supervisor::set_error_handler`] | `observe` |
//! | react to one run | the callbacks of [`RunOptions`] | |
//! | stop everything | [`Supervisor::shutdown`], or [`drain`](Supervisor::drain) to let work end | a drop, which waits for nothing |
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
#[doc(hidden)]
pub mod format;
mod lane;
mod message;
mod policy;
mod profile;
mod random;
mod run;
mod schedule;
mod signal;
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
    lane::LaneUse,
    message::{Arg, Message, Words},
    policy::{Attempt, InvalidPolicy, LaneOptions, Overlap, Policy, Rate, Retry, Waiting},
    profile::{Blocker, LONG_POLL, Lint, LongPoll, Phase, PhaseKind, PollTimes, Profile, RunTimes},
    run::{
        brief::{Interest, RunBrief, Transition},
        context::RunContext,
        counts::{ChildCounts, Counts},
        ending::Wait,
        filter::RunFilter,
        handle::{CancelOnDrop, RunHandle},
        options::RunOptions,
        snapshot::RunSnapshot,
    },
    schedule::{
        First, Schedule, ScheduleError, ScheduleHandle, ScheduleId, ScheduleSnapshot,
        ScheduleState, SuspendAfter, Suspension, When,
    },
    supervisor::{
        Idle, LaneRef, Performance, RunRef, Shutdown, ShutdownReport, Supervisor,
        accept::map::MapOptions,
        end::{retention::ClearedRuns, shutdown::SHUTDOWN_DEADLINE},
        notify::{
            events::{Lagged, STREAM_CAPACITY, Subscription, TransitionStream},
            subscribe::Observe,
        },
        overview::Overview,
    },
    task::{
        field::{Field, FieldError, FieldKind},
        file_hint::FileHint,
        output::{FileKey, Output, OutputFile, OutputPart, Table},
        params::{Params, ParamsError},
        series::{Measurement, Series},
        task::Task,
        task_fn::TaskFn,
    },
    vocabulary::{
        amount::Amount,
        cancel_reason::{CancelReason, Cancelled},
        error::{ErrorKind, TaskError},
        id::RunId,
        instant::Instant,
        limit::{Limit, ZeroLimit},
        log::{Log, LogLine, MAX_LINE},
        priority::Priority,
        progress::{Progress, Unit},
        refusal::{DefineError, RetryError, SpawnError},
        status::{Outcome, RunState, RunStatus},
    },
    world::{Body, Polled, SharedWorld, Trap, World},
};

#[cfg(feature = "signals")]
#[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
pub use self::{
    run::watch::RunWatch,
    supervisor::provide::{NoSupervisor, provide_supervisor, use_supervisor},
};

/// What the face, the widget and the workers of Taskdeck need of the core. It may change at any time.
#[doc(hidden)]
pub use self::{
    format::number,
    message::{
        check as check_message, fill as fill_template, form as plural_form, key as template_key,
    },
    policy::checked_millis,
    run::{
        counts::ActionCounts,
        listed::ListedRun,
        report::{Report, Reports},
    },
    task::field::complete as complete_params,
};
