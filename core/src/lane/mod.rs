//! Lanes: named numbers of slots, and the runs that wait for one.

mod all;
mod crossings;
mod id;
mod line;
mod one;
mod open;
mod queue;
mod starts;
mod usage;

pub(crate) use self::{
    all::Lanes,
    crossings::Crossings,
    id::LaneId,
    one::{Grant, Lane},
    queue::{Precedence, QueueKey},
};

pub use self::usage::LaneUse;
