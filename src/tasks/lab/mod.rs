//! Tasks that misbehave on purpose, for people who want to see how a deck behaves, and for its tests.

mod children;
mod end;
mod fail;
mod last;
mod show;

use taskdeck_core::Task;

use crate::reporter::Reporter;

/// The tasks of the lab, in the order in which they are shown. One of them makes trouble for this
/// reporter.
#[must_use]
pub fn lab(reporter: &Reporter) -> Vec<Task> {
    [
        last::timer(),
        fail::fails(),
        fail::fails_with_hostile_text(),
        fail::fails_twice_then_succeeds(),
        last::never_ends(),
        last::ignores_its_cancel(),
        last::outlasts_its_timeout(),
        children::children_that_misbehave(),
        last::floods_progress(),
        end::ends_at_once(),
        fail::error_storm(),
        show::error_while_showing_an_error(reporter.clone()),
    ]
    .map(|task| task.group("Lab"))
    .into()
}
