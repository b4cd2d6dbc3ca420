//! Random policies.

use proptest::{option, prelude::*};
use taskdeck_core::Overlap;

use super::steps::Theme;

/// The policies of a run, but for its priority and grace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) group: Option<Group>,
    pub(crate) overlap: Option<Overlap>,
    pub(crate) at_a_time: Option<usize>,
    /// The number of a named lane.
    pub(crate) lane: Option<usize>,
    pub(crate) timeout: Option<u64>,
    pub(crate) deadline: Option<u64>,
    pub(crate) retry: Option<Retrying>,
    pub(crate) delay: Option<u64>,
    pub(crate) supervised: bool,
}

/// What runs have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Title(u8),
    Key(u8),
}

/// Further attempts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retrying {
    pub(crate) limit: u32,
    pub(crate) delay: u64,
    pub(crate) factor: u32,
    pub(crate) max_delay: u64,
    pub(crate) jitter: bool,
    pub(crate) when: Condition,
}

/// The result of the condition of a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Always,
    /// Not after a panic.
    NoPanic,
    Never,
    /// It panics.
    Panics,
    /// It allows the retry, and cancels the run itself.
    Cancels,
}

/// A lane as it is or is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lane {
    /// Slots; none: no limit.
    pub(crate) limit: Option<usize>,
    /// This many starts in this time.
    pub(crate) rate: Option<(usize, u64)>,
}

pub(super) fn lanes(theme: Theme) -> impl Strategy<Value = Lane> {
    let limit = prop_oneof![5 => Just(Some(1)), 5 => (2..4_usize).prop_map(Some), 1 => Just(None)];
    let rate = (1..4_usize, 1..40_u64);
    let often = if theme == Theme::Lanes { 0.6 } else { 0.12 };
    (limit, option::weighted(often, rate)).prop_map(|(limit, rate)| Lane { limit, rate })
}

pub(super) fn terms(theme: Theme) -> impl Strategy<Value = Terms> {
    let often = |themes: &[Theme], often: f64, else_: f64| match themes.contains(&theme) {
        true => often,
        false => else_,
    };
    let group = prop_oneof![
        3 => (0..2_u8).prop_map(Group::Title),
        1 => (0..2_u8).prop_map(Group::Key),
    ];
    let time = || prop_oneof![4 => 1..40_u64, 1 => Just(100)];
    let overlaps = &[Theme::Overlaps, Theme::Schedules];
    let named = &[Theme::Lanes, Theme::Children];
    (
        option::weighted(often(overlaps, 0.85, 0.4), group),
        option::weighted(often(overlaps, 0.8, 0.3), overlaps_of()),
        option::weighted(0.25, 1..4_usize),
        option::weighted(often(named, 0.5, 0.2), 1..3_usize),
        option::weighted(often(&[Theme::Times], 0.6, 0.15), time()),
        option::weighted(often(&[Theme::Times], 0.4, 0.1), time()),
        option::weighted(often(&[Theme::Retries, Theme::Times], 0.7, 0.35), retries()),
        option::weighted(often(&[Theme::Retries], 0.3, 0.12), 0..40_u64),
        prop::bool::weighted(often(&[Theme::Children], 0.5, 0.45)),
    )
        .prop_map(
            |(group, overlap, at_a_time, lane, timeout, deadline, retry, delay, supervised)| {
                Terms {
                    group,
                    overlap,
                    at_a_time,
                    lane,
                    timeout,
                    deadline,
                    retry,
                    delay,
                    supervised,
                }
            },
        )
}

fn overlaps_of() -> impl Strategy<Value = Overlap> {
    prop_oneof![
        1 => Just(Overlap::Allow),
        2 => Just(Overlap::Queue),
        4 => Just(Overlap::Drop),
        4 => Just(Overlap::Restart),
        3 => Just(Overlap::KeepLatest),
        6 => Just(Overlap::Join),
        3 => Just(Overlap::Refuse),
    ]
}

fn retries() -> impl Strategy<Value = Retrying> {
    let when = prop_oneof![
        5 => Just(Condition::Always),
        2 => Just(Condition::NoPanic),
        2 => Just(Condition::Never),
        1 => Just(Condition::Panics),
        1 => Just(Condition::Cancels),
    ];
    let delay = prop_oneof![1 => Just(0), 4 => 1..30_u64];
    let max_delay = prop_oneof![2 => Just(10_000), 1 => 1..40_u64];
    (
        0..5_u32,
        delay,
        1..4_u32,
        max_delay,
        prop::bool::weighted(0.4),
        when,
    )
        .prop_map(|(limit, delay, factor, max_delay, jitter, when)| Retrying {
            limit,
            delay,
            factor,
            max_delay,
            jitter,
            when,
        })
}
