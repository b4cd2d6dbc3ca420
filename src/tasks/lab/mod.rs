//! Tasks that misbehave on purpose, for people who want to see how a deck behaves, and for its tests.

mod end;
mod fail;
mod last;

use taskdeck_core::Task;

/// The tasks of the lab, in the order in which they are shown.
#[must_use]
pub fn lab() -> Vec<Task> {
    [
        last::timer(),
        fail::fails(),
        fail::fails_with_hostile_text(),
        last::never_ends(),
        last::ignores_its_cancel(),
        last::floods_progress(),
        end::ends_at_once(),
        fail::error_storm(),
    ]
    .map(|task| task.group("Lab"))
    .into()
}
