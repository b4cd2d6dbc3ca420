//! The lock that a worker holds for as long as it lives.

use js_sys::{Date, Math};

/// A name that no other worker's lock has.
pub(super) fn lock_name(number: u32) -> String {
    let random = (Math::random() * 1e15) as u64;
    format!("taskdeck/worker-{number}-{}-{random}", Date::now() as u64)
}
