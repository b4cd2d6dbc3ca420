//! Tasks that misbehave on purpose, to show how a deck behaves, and for its tests.

mod children;
mod end;
mod fail;
mod fence_cost;
mod last;
mod panic;
mod show;
mod worker;

use taskdeck::{
    reporter::Reporter,
    workers::{Job, Pool},
};
use taskdeck_core::{Task, message};

/// Returns the tasks of the lab, in the order in which they are shown. One of them disturbs this reporter; some run
/// in the workers of this pool.
#[must_use]
pub fn lab(reporter: &Reporter, pool: &Pool) -> Vec<Task> {
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
        panic::panics(),
        panic::many_panics(),
        panic::calls_itself_for_ever(),
        panic::fills_the_memory(),
        panic::crashes_the_page(),
        fence_cost::cost_of_the_fence(),
        show::error_while_showing_an_error(reporter.clone()),
    ]
    .into_iter()
    .chain(worker::tasks(pool))
    .map(|task| task.group(message!("Lab")))
    .collect()
}

/// Returns the jobs of those that run in workers.
pub(super) fn lab_jobs() -> Vec<Job> {
    worker::jobs()
}
