//! Random programs: what is done to a supervisor, and what the bodies do meanwhile.

use std::ops::Range;

use proptest::{collection::vec, option, prelude::*};
use taskdeck_core::Priority;

/// A supervisor's set-up and what happens to it, step by step.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// Decides the order of futures that can all go on.
    pub(crate) seed: u64,
    /// Slots; none: no limit.
    pub(crate) limit: Option<usize>,
    pub(crate) max_queued: usize,
    pub(crate) keep: usize,
    /// How long each poll of a body takes, in milliseconds.
    pub(crate) poll_cost: u64,
    pub(crate) steps: Vec<Step>,
    pub(crate) finale: Finale,
}

/// How a program ends; either way nothing may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finale {
    Shutdown,
    DropSupervisor,
}

/// What a program does next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Do(Deed),
    /// Lets futures be polled so many times.
    Poll(usize),
    /// Lets time pass, in milliseconds.
    Advance(u64),
    ClearFinished,
    Retry(usize),
    Shutdown(u64),
    Drain,
}

/// What a program can do to a supervisor, and a body too, from inside its poll or its drop. A number
/// means one of the runs that were accepted so far.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Spawn(Box<Spec>),
    Cancel(usize),
    CancelAll,
    SetPriority(usize, Priority),
    SetLimit(usize),
    Pause,
    Resume,
}

/// A run and the shape of its body.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) priority: Priority,
    /// In milliseconds.
    pub(crate) grace: u64,
    pub(crate) repeatable: bool,
    pub(crate) moves: Vec<Move>,
    pub(crate) end: End,
    pub(crate) on_drop: Option<OnDrop>,
}

/// What a body does on its way.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    /// Sleeps, and ends when it is told to stop meanwhile.
    Sleep(u64),
    /// Sleeps and hears nothing.
    SleepDeaf(u64),
    Yield,
    /// Is always ready to go on, so many times.
    WakeItself(usize),
    Report,
    CancelItself,
    Do(Deed),
}

/// How a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Value,
    Error,
    Panic,
    /// It does not.
    Never,
    /// When it is told to stop, saying so.
    StopWhenTold,
    /// When it is told to stop, with a value all the same.
    ValueWhenTold,
}

/// What happens when a body is dropped.
#[derive(Clone, Debug)]
pub(crate) enum OnDrop {
    Do(Deed),
    Panic,
}

/// Programs in which these steps are likely, besides all the others.
pub(crate) fn programs(
    more: impl Strategy<Value = Step> + 'static,
) -> impl Strategy<Value = Program> {
    let set_up = (
        any::<u64>(),
        prop_oneof![8 => (1..4_usize).prop_map(Some), 1 => Just(None)],
        prop_oneof![1 => 0..4_usize, 4 => Just(100)],
        prop_oneof![1 => 0..3_usize, 2 => Just(100)],
        prop_oneof![3 => Just(0), 1 => 1..4_u64],
        prop_oneof![Just(Finale::Shutdown), Just(Finale::DropSupervisor)],
    );
    let step = prop_oneof![3 => steps(), 1 => more];
    (set_up, vec(step, 1..16)).prop_map(
        |((seed, limit, max_queued, keep, poll_cost, finale), steps)| Program {
            seed,
            limit,
            max_queued,
            keep,
            poll_cost,
            steps,
            finale,
        },
    )
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => specs().prop_map(|spec| Step::Do(Deed::Spawn(Box::new(spec)))),
        4 => deeds().prop_map(Step::Do),
        4 => (1..6_usize).prop_map(Step::Poll),
        4 => times().prop_map(Step::Advance),
        1 => Just(Step::ClearFinished),
        1 => runs().prop_map(Step::Retry),
        1 => closings(),
    ]
}

/// Shutting down, one way or the other.
pub(crate) fn closings() -> impl Strategy<Value = Step> {
    prop_oneof![times().prop_map(Step::Shutdown), Just(Step::Drain)]
}

/// Cancelling from outside.
pub(crate) fn cancels() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => runs().prop_map(Deed::Cancel),
        1 => Just(Deed::CancelAll),
    ]
    .prop_map(Step::Do)
}

/// What changes who may start.
pub(crate) fn switches() -> impl Strategy<Value = Step> {
    prop_oneof![
        (runs(), priorities()).prop_map(|(run, priority)| Deed::SetPriority(run, priority)),
        (1..4_usize).prop_map(Deed::SetLimit),
        Just(Deed::Pause),
        Just(Deed::Resume),
    ]
    .prop_map(Step::Do)
}

fn deeds() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => runs().prop_map(Deed::Cancel),
        1 => Just(Deed::CancelAll),
        2 => (runs(), priorities()).prop_map(|(run, priority)| Deed::SetPriority(run, priority)),
        1 => (1..4_usize).prop_map(Deed::SetLimit),
        1 => Just(Deed::Pause),
        2 => Just(Deed::Resume),
    ]
}

/// A run whose body may start others.
fn specs() -> impl Strategy<Value = Spec> {
    let deed = prop_oneof![
        2 => deeds(),
        1 => specs_of(deeds().boxed()).prop_map(|spec| Deed::Spawn(Box::new(spec))),
    ];
    specs_of(deed.boxed())
}

fn specs_of(deed: BoxedStrategy<Deed>) -> impl Strategy<Value = Spec> {
    let moves = prop_oneof![
        3 => times().prop_map(Move::Sleep),
        1 => times().prop_map(Move::SleepDeaf),
        2 => Just(Move::Yield),
        1 => (1..4_usize).prop_map(Move::WakeItself),
        1 => Just(Move::Report),
        1 => Just(Move::CancelItself),
        2 => deed.clone().prop_map(Move::Do),
    ];
    let end = prop_oneof![
        3 => Just(End::Value),
        1 => Just(End::Error),
        1 => Just(End::Panic),
        1 => Just(End::Never),
        1 => Just(End::StopWhenTold),
        1 => Just(End::ValueWhenTold),
    ];
    let on_drop = prop_oneof![3 => deed.prop_map(OnDrop::Do), 1 => Just(OnDrop::Panic)];
    (
        priorities(),
        prop_oneof![4 => Just(0), 2 => 1..40_u64, 1 => Just(500)],
        any::<bool>(),
        vec(moves, 0..4),
        end,
        option::weighted(0.15, on_drop),
    )
        .prop_map(|(priority, grace, repeatable, moves, end, on_drop)| Spec {
            priority,
            grace,
            repeatable,
            moves,
            end,
            on_drop,
        })
}

fn priorities() -> impl Strategy<Value = Priority> {
    prop_oneof![
        Just(Priority::UserVisible),
        Just(Priority::UserBlocking),
        Just(Priority::Background),
    ]
}

fn runs() -> Range<usize> {
    0..12
}

fn times() -> Range<u64> {
    0..60
}
