//! The interface of the performance view, for a build without it.

use super::{Theme, actions::Action, deck::Deck, lean::*, parts};

/// Whether the view is shown instead of the runs: never.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct ViewSwitch;

impl ViewSwitch {
    pub(in crate::ui) fn new() -> Self {
        Self
    }

    pub(in crate::ui) fn hide(self) {}

    pub(in crate::ui) fn tracker(self) -> impl Fn() + Copy + Send + Sync + 'static {
        || {}
    }
}

pub(in crate::ui) fn perform(_: Deck, _: Action) {}

pub(in crate::ui) fn main_view(_: RwSignal<Theme>) -> AnyView {
    parts::runs()
}

pub(in crate::ui) fn button() -> Option<AnyView> {
    None
}
