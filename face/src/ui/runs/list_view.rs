//! What of the list is in view, and what is scrolled to.

use std::collections::HashSet;

use taskdeck_core::RunId;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    geometry::Geometry,
    list_state::{ListState, row_element},
    row_size::RowSize,
};
use crate::{
    browser::unless_crashed,
    ui::{lean::*, model::Phase},
};

impl ListState {
    /// Shows the numbers and the headings of the list as they are now.
    pub(super) fn publish(&self) {
        let (headings, nested) = self
            .list
            .with_value(|list| (list.headings().to_vec(), list.is_nested()));
        if self.is_nested.get_untracked() != nested {
            self.is_nested.set(nested);
        }
        if self.headings.with_untracked(|shown| *shown != headings) {
            self.headings.set(headings);
        }
        let numbers = self
            .list
            .with_value(|list| [list.rows().len(), list.matching(), list.held_back()]);
        for (signal, number) in [self.length, self.matching, self.held_back]
            .into_iter()
            .zip(numbers)
        {
            if signal.get_untracked() != number {
                signal.set(number);
            }
        }
    }

    /// Lets in the runs that the user starts, also while the order is frozen, and scrolls to them. A filter that would
    /// hide them is cleared.
    pub(super) fn let_in_what_is_started(&self) {
        let state = *self;
        // Another view may take the place of the list.
        on_cleanup(move || state.deck.in_view.set_value(HashSet::new()));
        Effect::new(move |before: Option<()>| {
            state.deck.cleared.restored.track();
            if before.is_some() {
                state.show_new_runs();
            }
        });
        Effect::new(move |_| {
            let started = state.deck.started.get();
            let Some(newest) = started.last().copied() else {
                return;
            };
            let supervisor = state.deck.supervisor();
            let matches = state.filter.with_untracked(|filter| {
                filter.statuses.is_empty()
                    && filter.text.is_empty()
                    && !filter.with_problems
                    && !filter.linted
            });
            if !matches {
                state.deck.filter.clear();
            }
            state.list.update_value(|list| {
                for run in started {
                    if let Some(status) = supervisor.run(run).status() {
                        list.let_in(run, Phase::of(status));
                    }
                }
            });
            state.publish();
            state.scroll_target.set_value(Some(newest));
            state.request_frame(false, false);
        });
    }

    /// Tells the deck which runs have a row that can be seen.
    pub(super) fn note_in_view(&self, geometry: Geometry, size: RowSize) {
        // A hidden tab or a closed panel has no layout.
        if !RowSize::is_laid_out(self.probe) {
            return self.deck.in_view.set_value(HashSet::new());
        }
        let is_seen = |index: usize, headings: usize| {
            let top = geometry.top + size.above(index, headings);
            top + size.row > geometry.from && top < geometry.to
        };
        let first = ((geometry.from - geometry.top) / size.row).floor().max(0.0) as usize;
        let seen: HashSet<RunId> = self.list.with_value(|list| {
            let rows = list.rows().iter().enumerate();
            rows.skip(first.saturating_sub(4))
                .skip_while(|(index, row)| !is_seen(*index, row.headings))
                .take_while(|(index, row)| is_seen(*index, row.headings))
                .map(|(_, row)| row.run)
                .collect()
        });
        self.deck.in_view.set_value(seen);
    }

    /// Scrolls to the row that waits for it, once it is in the page.
    pub(super) fn scroll_to_target(&self) {
        let Some(run) = self.scroll_target.get_value() else {
            return;
        };
        if let Some(row) = self.slot_of(run).and_then(|slot| row_element(&slot)) {
            self.scroll_target.set_value(None);
            // The row is in its place once its effects have run.
            request_animation_frame(unless_crashed(move || {
                // A page that embeds the deck must not scroll further than needed.
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&nearest);
            }));
        }
    }
}
