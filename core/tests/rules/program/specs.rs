//! Random runs and the shapes of their bodies.

use proptest::{collection::vec, option, prelude::*};

use super::{
    Deed, End, Move, OnDrop, Spec,
    deeds::{deeds, priorities, times},
    policy,
    steps::Theme,
};

/// Returns a run whose body may spawn others.
pub(super) fn specs(theme: Theme, of_task: bool) -> impl Strategy<Value = Spec> {
    let plain = specs_of(theme, of_task, deeds(theme, of_task).boxed(), None).boxed();
    let deed = deeds(theme, of_task).boxed();
    let child = specs_of(theme, true, deed, Some(plain.clone())).boxed();
    let deed = prop_oneof![
        2 => deeds(theme, of_task),
        1 => plain.prop_map(|spec| Deed::Spawn(Box::new(spec))),
    ];
    specs_of(theme, of_task, deed.boxed(), Some(child))
}

fn specs_of(
    theme: Theme,
    fails: bool,
    deed: BoxedStrategy<Deed>,
    child: Option<BoxedStrategy<Spec>>,
) -> impl Strategy<Value = Spec> {
    let moves = prop_oneof![
        6 => times().prop_map(Move::Sleep),
        2 => times().prop_map(Move::SleepDeaf),
        4 => Just(Move::Yield),
        2 => (1..4_usize).prop_map(Move::WakeItself),
        2 => Just(Move::Report),
        1 => Just(Move::CancelItself),
        3 => deed.clone().prop_map(Move::Do),
    ]
    .boxed();
    let moves = match child {
        Some(child) => {
            let often: u32 = if theme == Theme::Children || fails {
                10
            } else {
                4
            };
            prop_oneof![
                18 => moves,
                often => child.prop_map(|spec| Move::Child(Box::new(spec))),
                often.div_ceil(2) => Just(Move::AwaitChildren),
            ]
            .boxed()
        }
        None => moves,
    };
    let on_drop = prop_oneof![3 => deed.prop_map(OnDrop::Do), 1 => Just(OnDrop::Panic)];
    (
        priorities(),
        prop_oneof![4 => Just(0), 2 => 1..40_u64, 1 => Just(500)],
        any::<bool>(),
        policy::terms(theme),
        vec(moves, 0..4),
        vec(ends(fails || theme == Theme::Retries), 1..3),
        option::weighted(0.15, on_drop),
    )
        .prop_map(
            |(priority, grace, repeatable, terms, moves, ends, on_drop)| Spec {
                priority,
                grace,
                repeatable: repeatable || terms.retry.is_some(),
                terms,
                moves,
                ends,
                on_drop,
            },
        )
}

fn ends(fails: bool) -> impl Strategy<Value = End> {
    let fails = if fails { 8 } else { 2 };
    prop_oneof![
        6 => Just(End::Value),
        fails => Just(End::Error),
        2 => Just(End::ErrorForGood),
        2 => (0..30_u64).prop_map(End::ErrorAfter),
        2 => Just(End::Panic),
        2 => Just(End::Never),
        1 => Just(End::StopWhenTold),
        1 => Just(End::ValueWhenTold),
        1 => Just(End::ErrorWhenTold),
    ]
}
