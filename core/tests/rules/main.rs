//! What always holds: the rules of the supervisor and the exact meaning of every policy, as properties of
//! random programs.
//!
//! Each program is run on a real supervisor in a world with virtual time, beside a plain model that receives
//! what happens and judges it. All programs are run once. If they break a promise, its property fails with
//! the seed and the smallest such program. `RULES_SEED` and `RULES_PROGRAMS` choose the programs.

mod body;
mod coverage;
mod machine;
mod model;
mod program;
mod seeds;

use self::{model::Promise, seeds::REPORT};

macro_rules! properties {
    ($($name:ident: $promise:ident,)*) => {$(
        #[test]
        fn $name() {
            REPORT.keeps(Promise::$promise);
        }
    )*};
}

properties! {
    rule_1_an_accepted_run_ends_exactly_once: OneEnd,
    rule_2_no_lane_has_more_slots_taken_than_its_limit: Slots,
    rule_3_what_is_cancelled_never_starts_and_runs_no_more: Cancelled,
    rule_4_cancel_of_a_finished_run_is_false_and_changes_nothing: CancelAnswer,
    rule_5_the_order_is_class_then_readiness_and_nobody_waits_in_vain: Order,
    rule_6_after_a_shutdown_nothing_is_left: Shutdown,
    facts_decide_and_a_grace_is_given_in_full: Facts,
    bounds_are_kept_and_counts_are_right: Bounds,
    attempts_follow_after_exactly_the_wait_that_was_said: Retry,
    time_that_is_up_stops_nobody_early_or_late_or_who_could_go_on: Time,
    runs_of_a_group_overlap_as_the_newcomer_says: Overlap,
    no_window_has_more_starts_than_the_rate: Rate,
    schedules_start_in_step_and_make_up_for_one_start: Schedule,
    parents_and_children_end_together: Children,
    why_a_run_waits_is_what_it_says: Waiting,
    nothing_panics_that_is_not_a_body_s: Sound,
}

/// Prints how often each two policies met: `cargo test --test rules every_two -- --nocapture`.
#[test]
fn every_two_policies_meet() {
    let (seeds, took) = (&REPORT.seeds, REPORT.took);
    println!("programs {seeds:?} in {took:.1?}; in how many of them each two met:");
    println!("{}", REPORT.coverage.table());
    let missing = REPORT.coverage.missing();
    // A few programs cannot have all pairs.
    let few = seeds.end - seeds.start < 20_000;
    assert!(few || missing.is_empty(), "never met: {missing:?}");
}
