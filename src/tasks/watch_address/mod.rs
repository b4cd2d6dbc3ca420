//! *Watch an address*: requests it at an interval, and shows when it answered, how fast, and with which status.

mod history;
mod look;
mod task;

pub(super) use self::task::watch_address;
