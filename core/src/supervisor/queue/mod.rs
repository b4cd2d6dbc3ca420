//! Where accepted runs wait, and how an attempt gets its slot and begins.
//!
//! A queued run is in one place: held until a time (`hold`), behind another run of its group, or in the queue of
//! its lane. `leave_queue` takes it from wherever it is.

pub(crate) mod begin;
pub(crate) mod find_loan;
pub(crate) mod lanes;
pub(crate) mod loans;
pub(crate) mod pause;
pub(crate) mod priority;
pub(crate) mod wait;
