//! What always holds: the rules of the supervisor as properties of random programs.
//!
//! Each program is run on a real supervisor in a world with virtual time, beside a plain model that is
//! told what happens and judges it. A program that breaks a promise is shrunk and printed, and its
//! seed is kept in `proptest-regressions`; `PROPTEST_CASES` runs more of them.

mod body;
mod ends;
mod machine;
mod model;
mod program;

use proptest::{prelude::*, test_runner::Config};

use self::{model::Promise, program::*};

/// How many programs each property runs, unless `PROPTEST_CASES` says otherwise.
fn config() -> Config {
    let default = Config::default();
    Config {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => default.cases,
            None => 2_000,
        },
        ..default
    }
}

fn keeps(program: &Program, promises: &[Promise]) -> Result<(), TestCaseError> {
    let broken: Vec<_> = machine::run(program)
        .into_iter()
        .filter(|(promise, _)| promises.contains(promise))
        .collect();
    prop_assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rule_1_an_accepted_run_ends_exactly_once(program in programs(cancels())) {
        keeps(&program, &[Promise::OneEnd])?;
    }

    #[test]
    fn rule_2_no_lane_has_more_slots_taken_than_its_limit(program in programs(switches())) {
        keeps(&program, &[Promise::Slots])?;
    }

    #[test]
    fn rule_3_what_is_cancelled_never_starts_and_runs_no_more(program in programs(cancels())) {
        keeps(&program, &[Promise::Cancelled])?;
    }

    #[test]
    fn rule_4_cancel_of_a_finished_run_is_false_and_changes_nothing(program in programs(cancels())) {
        keeps(&program, &[Promise::CancelAnswer])?;
    }

    #[test]
    fn rule_5_the_order_is_priority_then_arrival_and_nobody_waits_in_vain(
        program in programs(switches()),
    ) {
        keeps(&program, &[Promise::Order])?;
    }

    #[test]
    fn rule_6_after_a_shutdown_nothing_is_left(program in programs(closings())) {
        keeps(&program, &[Promise::Shutdown])?;
    }

    #[test]
    fn facts_decide_and_a_grace_is_given_in_full(program in programs(cancels())) {
        keeps(&program, &[Promise::Facts])?;
    }

    #[test]
    fn bounds_are_kept_and_counts_are_right(program in programs(switches())) {
        keeps(&program, &[Promise::Bounds])?;
    }
}
