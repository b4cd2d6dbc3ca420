//! The schedules: what starts by itself, when next, and how it went.

mod clock;
mod item;
mod last_run;
mod list;

pub(super) use self::{clock::face_of, list::Schedules};
