//! The state of the list of runs.

use std::ops::Range;

use leptos::{html::Ul, wasm_bindgen::JsCast};
use taskdeck_core::{RunFilter, RunId, RunWatch};
use web_sys::{Element, HtmlElement};

use super::{geometry::Geometry, row_order::put_in_order};
use crate::{
    browser::unless_crashed,
    ui::{
        deck::Deck,
        lean::*,
        model::{ListRow, RowPool, RunList, TreePosition, rows_in_view},
    },
};

/// The height of a row, as in the style sheet.
pub(super) const ROW_HEIGHT: f64 = 56.0;

/// The number of rows that are built per frame, after the first one. Each takes a millisecond or two.
const NEW_ROWS: usize = 6;

/// A row in the page. It shows one run after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowSlot {
    pub(super) number: usize,
    /// The run that it shows; `None` while it is unused.
    pub(super) run: RwSignal<Option<RunWatch>>,
    /// The index of the run in the list.
    pub(super) index: RwSignal<usize>,
    /// The position of the run in the tree.
    pub(super) tree: RwSignal<TreePosition>,
    pub(super) element: NodeRef<leptos::html::Li>,
}

/// The state of the list of runs. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListState {
    pub(super) deck: Deck,
    filter: Memo<RunFilter>,
    pub(super) list: StoredValue<RunList>,
    pool: StoredValue<RowPool>,
    /// The rows that are in the page.
    pub(super) slots: RwSignal<Vec<RowSlot>>,
    /// The number of rows, in the page or not.
    pub(super) length: RwSignal<usize>,
    /// The number of matching runs, with collapsed ones and those held back.
    pub(super) matching: RwSignal<usize>,
    /// The number of new runs that are held back.
    pub(super) held_back: RwSignal<usize>,
    /// The run of the current row.
    pub(super) current: RwSignal<Option<RunId>>,
    /// The element of the list.
    pub(super) element: NodeRef<Ul>,
    freeze: StoredValue<FreezeReasons>,
    /// The run whose row has focus.
    pub(super) focused: StoredValue<Option<RunId>>,
    /// The run whose row is about to get focus.
    pub(super) focus_target: StoredValue<Option<RunId>>,
    frame: StoredValue<Frame>,
    /// Owns the signals of rows that are built in a frame, so that they end with the list.
    owner: StoredValue<Option<Owner>>,
}

/// The reasons why the order is frozen.
#[derive(Clone, Copy, Debug, Default)]
struct FreezeReasons {
    pointer: bool,
    pressed: bool,
    focus: bool,
    scrolled: bool,
}

/// The work of the next frame.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    is_requested: bool,
    refresh: bool,
    /// Whether the filter has changed, so that no order is kept.
    reorder: bool,
}

impl ListState {
    pub(super) fn new(deck: Deck, filter: Memo<RunFilter>) -> Self {
        let state = Self {
            deck,
            filter,
            list: StoredValue::new(RunList::default()),
            pool: StoredValue::new(RowPool::default()),
            slots: RwSignal::new(Vec::new()),
            length: RwSignal::new(0),
            matching: RwSignal::new(0),
            held_back: RwSignal::new(0),
            current: deck.current,
            element: NodeRef::new(),
            freeze: StoredValue::new(FreezeReasons::default()),
            focused: StoredValue::new(None),
            focus_target: StoredValue::new(None),
            frame: StoredValue::new(Frame::default()),
            owner: StoredValue::new(Owner::current()),
        };
        let revision = Memo::new(move |_| deck.overview.with(|overview| overview.revision));
        Effect::new(move |_| {
            // A memo follows its sources only after it was read.
            revision.get();
            state.request_frame(true, false);
        });
        Effect::new(move |_| {
            filter.with(|_| ());
            state.request_frame(true, true);
        });
        state
    }

    /// Requests the next frame, if it is not requested yet.
    fn request_frame(&self, refresh: bool, reorder: bool) {
        let state = *self;
        let was_requested = self.frame.try_update_value(|frame| {
            frame.refresh |= refresh;
            frame.reorder |= reorder;
            std::mem::replace(&mut frame.is_requested, true)
        });
        if was_requested == Some(false) {
            request_animation_frame(unless_crashed(move || state.draw()));
        }
    }

    fn draw(&self) {
        // The list may be gone by now.
        let Some(frame) = self.frame.try_update_value(std::mem::take) else {
            return;
        };
        if frame.refresh {
            self.refresh(frame.reorder);
        }
        self.place_rows();
    }

    /// Handles scrolling and resizing.
    pub(super) fn place_later(&self) {
        self.request_frame(false, false);
    }

    /// Shows the runs that were held back.
    pub(super) fn show_new_runs(&self) {
        self.request_frame(true, true);
    }

    /// Shows the retry of a run above it.
    pub(super) fn insert_above(&self, new: RunId, old: RunId) {
        self.list.update_value(|list| list.insert_above(new, old));
        self.publish();
        self.request_frame(false, false);
    }

    /// Expands or collapses the child runs of a run.
    pub(super) fn set_expanded(&self, run: RunId, expand: bool) {
        let focused = self.focused.get_value();
        let changed = self
            .list
            .try_update_value(|list| list.set_expanded(run, expand));
        if changed != Some(true) {
            return;
        }
        self.publish();
        self.place_rows();
        // Focus moves to the parent instead of being lost with the collapsed rows.
        if focused.is_some() && self.focused_index().is_none() {
            self.go_to(run);
        }
        // Children that were held back can be shown now.
        self.request_frame(true, false);
    }

    /// Returns the row of a run.
    pub(super) fn row_of(&self, run: RunId) -> Option<ListRow> {
        self.list
            .with_value(|list| list.rows().get(list.index_of(run)?).copied())
    }

    pub(super) fn pointer(&self, inside: bool) {
        self.change_freeze(|freeze| {
            freeze.pointer = inside;
            freeze.pressed &= inside;
        });
    }

    pub(super) fn pressed(&self, pressed: bool) {
        self.change_freeze(|freeze| freeze.pressed = pressed);
    }

    /// Freezes the order while focus is in the list.
    pub(super) fn freeze_for_focus(&self, inside: bool) {
        self.change_freeze(|freeze| freeze.focus = inside);
    }

    fn change_freeze(&self, change: impl FnOnce(&mut FreezeReasons)) {
        let was = self.is_frozen();
        self.freeze.update_value(change);
        if was && !self.is_frozen() {
            self.request_frame(true, false);
        }
    }

    fn is_frozen(&self) -> bool {
        let freeze = self.freeze.get_value();
        // An empty list has no order to keep.
        let shows = self.list.with_value(|list| !list.rows().is_empty());
        shows && (freeze.pointer || freeze.pressed || freeze.focus || freeze.scrolled)
    }

    fn refresh(&self, reorder: bool) {
        if self.freeze.with_value(|freeze| freeze.pressed) && !reorder {
            // A row must not move from under a pressed pointer. The release refreshes again.
            return;
        }
        let supervisor = self.deck.supervisor();
        let runs = self.filter.with_untracked(|filter| {
            let mut runs = supervisor.ids_and_parents(filter);
            if !filter.text.is_empty() {
                // The results of a search are shown without their parents.
                runs.iter_mut().for_each(|(_, parent)| *parent = None);
            }
            runs
        });
        let frozen = self.is_frozen() && !reorder;
        let focused_at = self.focused_index();
        self.list.update_value(|list| {
            if frozen {
                list.refresh_frozen(&runs, |run| supervisor.run(run).status().is_some());
            } else {
                list.replace(&runs);
            }
        });
        self.publish();
        if let Some(at) = focused_at
            && self.focused_index().is_none()
        {
            self.focus_at(at);
        }
    }

    fn publish(&self) {
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

    /// Gives each visible run a row, and also the run that has focus or is about to get it.
    pub(super) fn place_rows(&self) {
        let Some(element) = self.element.get_untracked() else {
            return;
        };
        let geometry = Geometry::of(&element);
        let scrolled = geometry.from - geometry.top > ROW_HEIGHT / 2.0;
        self.change_freeze(|freeze| freeze.scrolled = scrolled);
        let length = self.length.get_untracked();
        let mut rows = rows_in_view(geometry.top, geometry.from, geometry.to, ROW_HEIGHT, length);
        let most = match self.slots.with_untracked(Vec::len) {
            // The browser compiles the code of a row when the first one is built.
            0 => 1,
            have => have + NEW_ROWS,
        };
        let in_view = rows.clone();
        rows.end = rows.end.min(rows.start + most);
        let focused = self.focused_slot();
        let focused_run = focused.and_then(|slot| shown_run(&slot));
        let wanted = self.rows_needed(rows, [focused_run, self.focus_target.get_value()]);
        let (assignments, spare) = self
            .pool
            .try_update_value(|pool| pool.assign(&wanted))
            .unwrap_or_default();
        self.grow();
        let slots = self.slots.get_untracked();
        let supervisor = self.deck.supervisor();
        for assignment in &assignments {
            let Some(slot) = slots.get(assignment.slot) else {
                continue;
            };
            if let Some(run) = assignment.shows {
                slot.run.set(supervisor.run(run).watch());
            }
            if slot.index.get_untracked() != assignment.index {
                slot.index.set(assignment.index);
            }
            let row = self
                .list
                .with_value(|list| list.rows().get(assignment.index).copied());
            let tree = row.map(|row| row.tree).unwrap_or_default();
            if slot.tree.get_untracked() != tree {
                slot.tree.set(tree);
            }
        }
        for number in spare {
            if let Some(slot) = slots.get(number)
                && slot.run.with_untracked(Option::is_some)
            {
                slot.run.set(None);
            }
        }
        let in_order: Vec<Element> = assignments
            .iter()
            .filter_map(|assignment| row_element(slots.get(assignment.slot)?))
            .map(Element::from)
            .collect();
        let focused_row = focused
            .and_then(|slot| row_element(&slot))
            .map(Element::from);
        put_in_order(&element, &in_order, focused_row.as_ref());
        self.keep_tab_stop(in_view, focused_run);
    }

    /// Returns the runs that need a row: the visible ones and `more`.
    fn rows_needed(&self, rows: Range<usize>, more: [Option<RunId>; 2]) -> Vec<(usize, RunId)> {
        self.list.with_value(|list| {
            let all = list.rows();
            let rows = rows.start.min(all.len())..rows.end.min(all.len());
            let mut wanted: Vec<_> = rows.map(|index| (index, all[index].run)).collect();
            for run in more.into_iter().flatten() {
                if wanted.iter().any(|(_, other)| *other == run) {
                    continue;
                }
                if let Some(index) = list.index_of(run) {
                    let at = wanted.partition_point(|(other, _)| *other < index);
                    wanted.insert(at, (index, run));
                }
            }
            wanted
        })
    }

    /// Builds the rows that the pool has added.
    fn grow(&self) {
        let needed = self.pool.with_value(RowPool::len);
        let have = self.slots.with_untracked(Vec::len);
        if needed > have {
            let slot = |number| RowSlot {
                number,
                run: RwSignal::new(None),
                index: RwSignal::new(0),
                tree: RwSignal::new(TreePosition::default()),
                element: NodeRef::new(),
            };
            let made = || (have..needed).map(slot).collect::<Vec<_>>();
            let made = match self.owner.get_value() {
                Some(owner) => owner.with(made),
                None => made(),
            };
            self.slots.update(|slots| slots.extend(made));
            // The elements of new rows exist once their effects have run. Then they are put in order.
            self.request_frame(false, false);
        }
    }
}

/// Returns the run that a row shows.
pub(super) fn shown_run(slot: &RowSlot) -> Option<RunId> {
    slot.run
        .with_untracked(|run| run.as_ref().map(|run| run.get_untracked().id))
}

/// Returns the element of a row, once it exists.
pub(super) fn row_element(slot: &RowSlot) -> Option<HtmlElement> {
    slot.element
        .get_untracked()
        .map(|row| row.unchecked_into::<HtmlElement>())
}
