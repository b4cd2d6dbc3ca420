//! The schedules: what they start, when, and with which result.

mod clock;
mod item;
mod last_run;
mod list;

pub(super) use self::{clock::content_of, list::Schedules};
