//! Lanes: named numbers of slots, who waits for one, and who is next.

mod all;
mod crossings;
mod line;
mod one;
mod open;
mod queue;
mod starts;

pub(crate) use self::{
    all::{LaneId, Lanes},
    crossings::Crossings,
    one::{Lane, Taken},
    queue::{Place, Turn},
};
