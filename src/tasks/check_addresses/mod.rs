//! *Check addresses*: the status, time and size of each address of a list.

mod finding;
mod probe;
mod task;

pub(super) use self::task::{MOST_AT_ONCE, check_addresses};
