//! The schedules: what they start, when, and with which result.

mod bars;
mod clock;
mod item;
mod last_run;
mod list;
mod recent;
mod run_list;

pub(super) use self::{clock::content_of, list::Schedules};
