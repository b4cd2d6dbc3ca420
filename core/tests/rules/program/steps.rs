//! Random programs, each with a theme that makes what belongs to it likely.

use proptest::{collection::vec, prelude::*};

use super::{
    Deed, Finale, Program, Scheduled, SetUp, Step, When,
    deeds::{deeds, runs, times},
    policy,
    specs::specs,
};

/// What is likely in a program, besides all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Cancels,
    Retries,
    Times,
    Overlaps,
    Lanes,
    Schedules,
    Children,
    Closing,
}

/// All themes; programs take turns.
pub(crate) const THEMES: [Theme; 8] = [
    Theme::Cancels,
    Theme::Retries,
    Theme::Times,
    Theme::Overlaps,
    Theme::Lanes,
    Theme::Schedules,
    Theme::Children,
    Theme::Closing,
];

/// Programs of this theme.
pub(crate) fn programs(theme: Theme) -> impl Strategy<Value = Program> {
    let lanes = || policy::lanes(theme);
    let has_schedules = !matches!(theme, Theme::Cancels | Theme::Lanes | Theme::Children);
    // A run of a schedule that is dropped as soon as it was made would not be seen.
    let keep = if has_schedules {
        Just(100).boxed()
    } else {
        prop_oneof![1 => 0..3_usize, 2 => Just(100)].boxed()
    };
    // Polls that take longer than schedules leave them would go on for ever.
    let poll_cost = if has_schedules {
        Just(0).boxed()
    } else {
        prop_oneof![4 => Just(0), 1 => 1..4_u64].boxed()
    };
    let set_up = (
        [lanes(), lanes(), lanes()],
        prop_oneof![1 => 0..4_usize, 4 => Just(100)],
        keep,
        poll_cost,
        prop_oneof![1 => Just(0), 3 => 3..30_u64],
    )
        .prop_map(|(lanes, max_queued, keep, poll_cost, ageing)| SetUp {
            lanes,
            max_queued,
            keep,
            poll_cost,
            ageing,
        });
    let finale = prop_oneof![Just(Finale::Shutdown), Just(Finale::DropSupervisor)];
    (
        any::<u64>(),
        set_up,
        vec(specs(theme, true), 3),
        vec(steps(theme, has_schedules), 1..24),
        finale,
    )
        .prop_map(|(seed, set_up, tasks, steps, finale)| Program {
            seed,
            set_up,
            tasks,
            steps,
            finale,
        })
}

fn steps(theme: Theme, has_schedules: bool) -> BoxedStrategy<Step> {
    let closing = if theme == Theme::Closing { 3 } else { 1 };
    let sleeps = if matches!(theme, Theme::Times | Theme::Schedules) {
        2
    } else {
        1
    };
    let common = prop_oneof![
        16 => specs(theme, false).prop_map(|spec| Step::Do(Deed::Spawn(Box::new(spec)))),
        8 => deeds(theme, false).prop_map(Step::Do),
        4 => runs().prop_map(|run| Step::Do(Deed::StopRetrying(run))),
        4 => runs().prop_map(|handle| Step::Do(Deed::LetGo(handle))),
        2 => runs().prop_map(|run| Step::Do(Deed::RetryNow(run))),
        8 => (1..6_usize).prop_map(Step::Poll),
        10 => times().prop_map(Step::Advance),
        sleeps => times().prop_map(Step::Sleep),
        1 => Just(Step::AwaitIdle),
        1 => Just(Step::ClearFinished),
        2 => runs().prop_map(Step::Retry),
        closing => times().prop_map(Step::Shutdown),
        closing => Just(Step::Drain),
    ];
    if has_schedules {
        let often = if theme == Theme::Schedules { 5 } else { 2 };
        prop_oneof![7 => common, often => schedules()].boxed()
    } else {
        common.boxed()
    }
}

fn schedules() -> impl Strategy<Value = Step> {
    let when = prop_oneof![
        3 => (10..40_u64).prop_map(When::Every),
        1 => times().prop_map(When::After),
        1 => times().prop_map(When::At),
    ];
    let suspend = proptest::option::weighted(0.85, (1..3_u32, 50..400_u64));
    let new = (0..3_usize, when, suspend).prop_map(|(task, when, suspend)| Scheduled {
        task,
        when,
        suspend,
    });
    prop_oneof![
        8 => new.prop_map(Step::Schedule),
        6 => times().prop_map(Step::Advance),
        1 => (0..4_usize).prop_map(Step::PauseSchedule),
        2 => (0..4_usize).prop_map(Step::ResumeSchedule),
        2 => (0..4_usize).prop_map(Step::RunScheduleNow),
        1 => (0..4_usize).prop_map(Step::StopSchedule),
        1 => (-60..60_i64).prop_map(Step::SetClock),
    ]
}
