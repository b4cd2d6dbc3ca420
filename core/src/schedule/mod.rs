//! Schedules: starts of a task later, at a time, or again and again.

mod error;
mod handle;
mod id;
mod plan;
mod snapshot;
mod table;
mod template;
mod when;

pub use self::{
    error::ScheduleError,
    handle::ScheduleHandle,
    id::ScheduleId,
    snapshot::{ScheduleSnapshot, ScheduleState, Suspension},
    when::{First, Schedule, SuspendAfter, When},
};
pub(crate) use self::{
    plan::{Clocks, Plan},
    table::{ScheduleRecord, Schedules, SignalUpdates},
    template::RunTemplate,
};
