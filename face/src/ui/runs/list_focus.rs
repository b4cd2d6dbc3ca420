//! Focus and keyboard movement in the list of runs.

use std::ops::Range;

use taskdeck_core::RunId;

use super::list_state::{ListState, RowSlot, row_element, shown_run};
use crate::{browser::focus_after_render, ui::lean::*};

impl ListState {
    /// Records that focus has moved to the row of this run, or out of the list.
    pub(super) fn focus(&self, run: Option<RunId>) {
        self.focused.set_value(run);
        self.freeze_for_focus(run.is_some());
        if run.is_some() {
            self.focus_target.set_value(None);
        }
        if run.is_some() && self.current.get_untracked() != run {
            self.current.set(run);
        }
    }

    /// Keeps one row in the tab order: the current one, or else the first visible one.
    pub(super) fn keep_tab_stop(&self, rows: Range<usize>, focused: Option<RunId>) {
        let current = self.current.get_untracked();
        if current.is_some() && current == focused {
            return;
        }
        let next = self.list.with_value(|list| {
            let all = list.rows();
            let visible = &all[rows.start.min(all.len())..rows.end.min(all.len())];
            current
                .filter(|run| visible.iter().any(|row| row.run == *run))
                .or(visible.first().map(|row| row.run))
        });
        if next != current {
            self.current.set(next);
        }
    }

    pub(super) fn focused_index(&self) -> Option<usize> {
        let focused = self.focused.get_value()?;
        self.list.with_value(|list| list.index_of(focused))
    }

    /// Focuses the row at this index after the focused run was removed.
    pub(super) fn focus_at(&self, at: usize) {
        let next = self.list.with_value(|list| {
            let last = list.rows().len().checked_sub(1)?;
            list.rows().get(at.min(last)).map(|row| row.run)
        });
        self.focused.set_value(None);
        if let Some(next) = next {
            self.go_to(next);
        }
    }

    pub(super) fn focused_slot(&self) -> Option<RowSlot> {
        self.slot_of(self.focused.get_value()?)
    }

    pub(super) fn slot_of(&self, run: RunId) -> Option<RowSlot> {
        self.slots.with_untracked(|slots| {
            slots
                .iter()
                .find(|slot| shown_run(slot) == Some(run))
                .copied()
        })
    }

    /// Moves by this many rows. A very large number moves to an end.
    pub(super) fn step(&self, rows: isize) {
        let current = self.current.get_untracked();
        let next = self.list.with_value(|list| {
            let at = current.and_then(|run| list.index_of(run));
            let last = list.rows().len().checked_sub(1)?;
            let next = at.unwrap_or_default().saturating_add_signed(rows).min(last);
            list.rows().get(next).map(|row| row.run)
        });
        if let Some(next) = next {
            self.go_to(next);
        }
    }

    /// Moves by this many rows and extends the selection up to there.
    pub(super) fn extend_selection(&self, rows: isize) {
        let Some(from) = self.current.get_untracked() else {
            return;
        };
        self.step(rows);
        if let Some(to) = self.current.get_untracked() {
            self.select_to(from, to);
        }
    }

    /// Selects the rows up to `to`, from the start of the last range or else from `from`.
    pub(super) fn select_to(&self, from: RunId, to: RunId) {
        self.list.with_value(|list| {
            let selected = self.deck.selected;
            selected.update(|selected| selected.extend(list.rows(), from, to));
        });
    }

    /// Expands the current row, or moves to its first child if it is expanded.
    pub(super) fn expand_or_enter(&self) {
        let Some(row) = self
            .current
            .get_untracked()
            .and_then(|run| self.row_of(run))
        else {
            return;
        };
        match row.tree.expanded {
            Some(false) => self.set_expanded(row.run, true),
            Some(true) => self.step(1),
            None => {}
        }
    }

    /// Collapses the current row, or moves to its parent if there is nothing to collapse.
    pub(super) fn collapse_or_leave(&self) {
        let Some(row) = self
            .current
            .get_untracked()
            .and_then(|run| self.row_of(run))
        else {
            return;
        };
        if row.tree.expanded == Some(true) {
            self.set_expanded(row.run, false);
            return;
        }
        let above = self
            .list
            .with_value(|list| list.parent_at(list.index_of(row.run)?));
        if let Some(above) = above {
            self.go_to(above);
        }
    }

    /// Focuses the row of a run, anywhere in the list.
    pub(super) fn go_to(&self, run: RunId) {
        let is_there = self.slot_of(run).and_then(|slot| row_element(&slot));
        self.current.set(Some(run));
        if let Some(row) = is_there {
            let _ = row.focus();
            return;
        }
        self.focus_target.set_value(Some(run));
        self.place_rows();
        // The row shows its run and is in place once its effects have run.
        let state = *self;
        drop(focus_after_render(move || {
            let focus_target = state.focus_target.try_get_value()??;
            row_element(&state.slot_of(focus_target)?)
        }));
    }
}
