//! Lanes: named numbers of slots, who waits for one, and who is next.

mod all;
mod one;
mod queue;
mod starts;

pub(crate) use self::{
    all::{LaneId, Lanes},
    one::Lane,
    queue::{Place, Turn},
};
