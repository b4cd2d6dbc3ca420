//! *Watch an address*: asks it again and again, and shows when it answered, how fast, and what.

mod history;
mod look;
mod task;

pub(super) use self::task::watch_address;
