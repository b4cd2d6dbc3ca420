//! A task that ends in its first poll.

use taskdeck_core::{RunContext, Task, message};

pub(super) fn ends_at_once() -> Task {
    Task::new("ends-at-once", "Ends at once", async |_: RunContext| {
        Ok(message!("It ended in its first poll"))
    })
    .icon("flask")
    .description(message!("Completes at once"))
}
