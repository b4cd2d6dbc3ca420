//! The lock that marks a worker as alive.

use js_sys::{Date, Math};

/// Returns a name that is unique among the locks of all workers.
pub(super) fn lock_name(number: u32) -> String {
    let random = (Math::random() * 1e15) as u64;
    format!("taskdeck/worker-{number}-{}-{random}", Date::now() as u64)
}
