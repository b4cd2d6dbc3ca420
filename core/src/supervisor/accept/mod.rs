//! How a run is accepted, or refused.
//!
//! | file | how the run comes |
//! | --- | --- |
//! | `spawn` | from a future, by the supervisor |
//! | `children` | from a future, by the body of another run |
//! | `map` | one for each of many items, as children |
//! | `tasks` | from a defined task |
//! | `retry` | in place of one that has failed |
//! | `take_over` | from outside, where it may have ended already |
//! | `join` | not at all: the caller joins a live run |
//!
//! All of them make a [`Request`](request::Request) and pass it to `Inner::accept`. `admit` decides whether it is
//! accepted, by `overlap` what becomes of the other runs of its group, and by `circles` whether it would wait for
//! itself.

pub(crate) mod admit;
pub(crate) mod children;
pub(crate) mod circles;
pub(crate) mod join;
pub(crate) mod map;
pub(crate) mod overlap;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod spawn;
pub(crate) mod take_over;
pub(crate) mod tasks;
