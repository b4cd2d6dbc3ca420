//! The task: its form, its schedule, and one run.

use std::time::Duration;

use taskdeck::browser::{BrowserWorld, page_address};
use taskdeck_core::{
    Field, Output, OutputPart, Overlap, Params, RunContext, Schedule, Task, TaskError, message,
};

use super::{history::History, look::look};
use crate::tasks::address;

/// The interval by default, in seconds.
const EVERY: f64 = 60.0;

/// The failures that are allowed by default.
const FAILURES: f64 = 3.0;

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

pub(in crate::tasks) fn watch_address() -> Task {
    let history = History::default();
    Task::new(
        "watch-address",
        "Watch an address",
        move |ctx: RunContext| watch(ctx, history.clone()),
    )
    .icon("clock")
    .description(message!("Status and time, at intervals"))
    .field(
        Field::text("address", message!("Address"))
            .required()
            .help(message!(
                "Where a site does not let pages read it, only whether it answers is known"
            ))
            .checked(address::check_value),
    )
    .field(
        Field::number("every", message!("Interval, in seconds"), 1.0, 86_400.0)
            .required()
            .default(EVERY as u32),
    )
    .field(
        Field::number("failures", message!("Failures allowed"), 1.0, 1_000.0)
            .default(FAILURES as u32)
            .help(message!(
                "It is suspended after one more failure within twice as many requests"
            )),
    )
    .run_title(|params| {
        let address = address_of(params);
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        format!("Watch {}", rest.trim_end_matches('/'))
    })
    .run_key(|params| address_of(params).to_owned())
    .overlap(Overlap::Drop)
    .scheduled_by(|params| {
        let failures = params.number("failures").unwrap_or(FAILURES) as u32;
        let looks = 2 * failures.saturating_add(1);
        let schedule = Schedule::every(every(params)).at_once();
        Some(schedule.suspend_after(failures, every(params) * looks))
    })
    .sample(async || {
        let page = page_address()
            .ok_or_else(|| TaskError::new(message!("This page has no address to watch")))?;
        Ok::<_, TaskError>(Params::new().with("address", page).with("every", 5))
    })
}

fn address_of(params: &Params) -> &str {
    params.text("address").unwrap_or_default().trim()
}

fn every(params: &Params) -> Duration {
    let seconds = params.number("every").unwrap_or(EVERY);
    Duration::try_from_secs_f64(seconds).unwrap_or(PATIENCE)
}

/// Requests the address once. The answer and the chart are shown even if the request fails.
async fn watch(ctx: RunContext, history: History) -> Result<(), TaskError> {
    let world = BrowserWorld::shared();
    let address = address_of(ctx.params());
    let at = world.unix_time();
    let look = look(address, &world, every(ctx.params()).min(PATIENCE)).await;
    let series = history.add(address, look.measurement(at));
    let address = OutputPart::Text {
        label: message!("Address"),
        text: address.into(),
    };
    // The first part is what the row offers to copy.
    let answer = Output::text(message!("Answer"), look.summary());
    ctx.output(answer.and(series).and(address).summary(look.summary()));
    match look.failure {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use taskdeck_core::SuspendAfter;

    use super::*;

    #[test]
    fn the_form_makes_a_schedule_that_bears_some_failures() {
        let params = Params::new().with("every", 2.5).with("failures", 4);
        let schedule = watch_address().schedule_for(&params).unwrap();
        let window = Duration::from_secs(25);
        let suspended = SuspendAfter {
            failures: 4,
            window,
        };
        let every = Schedule::every(Duration::from_millis(2_500)).at_once();
        assert_eq!(schedule, every.suspend_after(4, window));
        assert_eq!(schedule.suspends_after(), Some(suspended));
    }
}
