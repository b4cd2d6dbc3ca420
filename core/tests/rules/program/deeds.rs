//! What random programs do to a supervisor.

use std::ops::Range;

use proptest::prelude::*;
use taskdeck_core::Priority;

use super::{Deed, policy, steps::Theme};

/// A task starts no other: they would go on for ever.
pub(super) fn deeds(theme: Theme, of_task: bool) -> impl Strategy<Value = Deed> {
    let often = |theme_of: Theme, often: u32| if theme == theme_of { often } else { 1 };
    let start = match of_task {
        true => Just(Deed::Resume).boxed(),
        false => (0..3_usize).prop_map(Deed::Start).boxed(),
    };
    prop_oneof![
        4 * often(Theme::Cancels, 2) => runs().prop_map(Deed::Cancel),
        1 => Just(Deed::CancelAll),
        6 + often(Theme::Overlaps, 3) => runs().prop_map(Deed::LetGo),
        3 + often(Theme::Retries, 2) => runs().prop_map(Deed::RetryNow),
        5 + often(Theme::Retries, 2) => runs().prop_map(Deed::StopRetrying),
        2 => (runs(), priorities()).prop_map(|(run, priority)| Deed::SetPriority(run, priority)),
        often(Theme::Lanes, 2) => (1..4_usize).prop_map(Deed::SetLimit),
        often(Theme::Lanes, 3) =>
            (0..3_usize, policy::lanes(theme)).prop_map(|(lane, to)| Deed::SetLane(lane, to)),
        2 + often(Theme::Lanes, 3) => (0..3_usize).prop_map(Deed::SuspendLane),
        4 + often(Theme::Lanes, 5) => (0..3_usize).prop_map(Deed::ResumeLane),
        often(Theme::Lanes, 2) => Just(Deed::Pause),
        2 => Just(Deed::Resume),
        2 => start,
    ]
}

pub(super) fn priorities() -> impl Strategy<Value = Priority> {
    prop_oneof![
        Just(Priority::UserVisible),
        Just(Priority::UserBlocking),
        Just(Priority::Background),
    ]
}

pub(super) fn runs() -> Range<usize> {
    0..12
}

pub(super) fn times() -> Range<u64> {
    0..60
}
