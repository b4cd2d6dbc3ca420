//! The state of the list of runs.

use std::ops::Range;

use leptos::{
    html::{Span, Ul},
    wasm_bindgen::JsCast,
};
use taskdeck_core::{RunFilter, RunId, RunWatch};
use web_sys::{Element, HtmlElement};

use super::{geometry::Geometry, row_order::put_in_order, row_size::RowSize};
use crate::{
    browser::unless_crashed,
    ui::{
        deck::Deck,
        lean::*,
        model::{GroupHeading, ListRow, RowPool, RunList, TreePosition, rows_in_view},
    },
};

/// The number of rows that are built per frame, after the first one. Each takes a millisecond or two.
const NEW_ROWS: usize = 6;

/// A row in the page. It shows one run after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowSlot {
    pub(super) number: usize,
    /// The run that it shows; `None` while it is unused.
    pub(super) run: RwSignal<Option<RunWatch>>,
    /// The number of rows and of headings above it.
    pub(super) above: RwSignal<(usize, usize)>,
    /// The position of the run in the tree.
    pub(super) tree: RwSignal<TreePosition>,
    pub(super) element: NodeRef<leptos::html::Li>,
}

/// The state of the list of runs. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListState {
    pub(super) deck: Deck,
    pub(super) filter: Memo<RunFilter>,
    pub(super) list: StoredValue<RunList>,
    pool: StoredValue<RowPool>,
    /// The rows that are in the page.
    pub(super) slots: RwSignal<Vec<RowSlot>>,
    /// The number of rows, in the page or not.
    pub(super) length: RwSignal<usize>,
    /// Whether any run has children.
    pub(super) is_nested: RwSignal<bool>,
    /// The headings of the groups.
    pub(super) headings: RwSignal<Vec<GroupHeading>>,
    /// The number of matching runs, with collapsed ones and those held back.
    pub(super) matching: RwSignal<usize>,
    /// The number of new runs that are held back.
    pub(super) held_back: RwSignal<usize>,
    /// The run of the current row.
    pub(super) current: RwSignal<Option<RunId>>,
    /// The element of the list.
    pub(super) element: NodeRef<Ul>,
    /// The element by which rows are measured.
    pub(super) probe: NodeRef<Span>,
    freeze: StoredValue<FreezeReasons>,
    /// The run whose row has focus.
    pub(super) focused: StoredValue<Option<RunId>>,
    /// The run whose row is about to get focus.
    pub(super) focus_target: StoredValue<Option<RunId>>,
    /// The run whose row is about to be scrolled to.
    pub(super) scroll_target: StoredValue<Option<RunId>>,
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
            is_nested: RwSignal::new(false),
            headings: RwSignal::new(Vec::new()),
            matching: RwSignal::new(0),
            held_back: RwSignal::new(0),
            current: deck.current,
            element: NodeRef::new(),
            probe: NodeRef::new(),
            freeze: StoredValue::new(FreezeReasons::default()),
            focused: StoredValue::new(None),
            focus_target: StoredValue::new(None),
            scroll_target: StoredValue::new(None),
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
        state.let_in_what_is_started();
        state
    }

    /// Requests the next frame, if it is not requested yet.
    pub(super) fn request_frame(&self, refresh: bool, reorder: bool) {
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
            let mut runs = supervisor.listed(filter);
            if !filter.text.is_empty() {
                // The results of a search are shown without their parents.
                runs.iter_mut().for_each(|listed| listed.parent = None);
            }
            runs
        });
        let frozen = self.is_frozen() && !reorder;
        let focused_at = self.focused_index();
        self.list.update_value(|list| {
            if frozen {
                list.refresh_frozen(&runs, |run| supervisor.run(run).is_listed());
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

    /// Gives each visible run a row, and also the run that has focus or is about to get it.
    pub(super) fn place_rows(&self) {
        let Some(element) = self.element.get_untracked() else {
            return;
        };
        let (geometry, size) = (Geometry::of(&element), RowSize::of(self.probe));
        let scrolled = geometry.from - geometry.top > size.row / 2.0;
        self.change_freeze(|freeze| freeze.scrolled = scrolled);
        let length = self.length.get_untracked();
        let mut rows = rows_in_view(geometry.top, geometry.from, geometry.to, size.row, length);
        let most = match self.slots.with_untracked(Vec::len) {
            // The browser compiles the code of a row when the first one is built.
            0 => 1,
            have => have + NEW_ROWS,
        };
        let in_view = rows.clone();
        rows.end = rows.end.min(rows.start + most);
        let focused = self.focused_slot();
        let focused_run = focused.and_then(|slot| shown_run(&slot));
        let targets = [self.focus_target, self.scroll_target].map(|target| target.get_value());
        let wanted = self.rows_needed(rows, [focused_run, targets[0], targets[1]]);
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
            let row = self
                .list
                .with_value(|list| list.rows().get(assignment.index).copied());
            let above = (assignment.index, row.map_or(0, |row| row.headings));
            if slot.above.get_untracked() != above {
                slot.above.set(above);
            }
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
        self.note_in_view(geometry, size);
        self.scroll_to_target();
    }

    /// Returns the runs that need a row: the visible ones and `more`.
    fn rows_needed(&self, rows: Range<usize>, more: [Option<RunId>; 3]) -> Vec<(usize, RunId)> {
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
                above: RwSignal::new((0, 0)),
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
