//! Starting a task later, at a time, or again and again.

mod again;
mod error;
mod handle;
mod id;
mod plan;
mod snapshot;
mod table;
mod when;

pub(crate) use self::{
    again::Again,
    plan::{Clocks, Plan},
    table::{Entry, Schedules, Shown},
};
pub use self::{
    error::ScheduleError,
    handle::ScheduleHandle,
    id::ScheduleId,
    snapshot::{ScheduleSnapshot, ScheduleState, Suspension},
    when::{First, Schedule, SuspendAfter, When},
};
