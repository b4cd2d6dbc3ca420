//! Finished runs that were cleared, and the way back.

use gloo_timers::callback::Timeout;
use leptos::html;
use taskdeck_core::{ClearedRuns, RunFilter, RunId, RunStatus};

use crate::{
    browser::unless_crashed,
    reporter::use_reporter,
    texts::tr,
    ui::{deck::Deck, keep_focus::keep_focus_near, lean::*},
};

/// How long cleared runs can be restored, in milliseconds.
const UNDO_FOR: u32 = 10_000;

/// The runs that were cleared last. They can be restored for [`UNDO_FOR`]. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cleared {
    runs: StoredValue<Option<ClearedRuns>>,
    forget: StoredValue<Option<Timeout>>,
    /// What is said of them; `None` while there are none.
    shown: RwSignal<Option<Shown>>,
    /// The number of runs that were restored last. It is set each time.
    pub(super) restored: RwSignal<usize>,
}

/// The numbers that are shown, of runs without a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown {
    cleared: usize,
    /// Runs that stay because their files were not saved.
    unsaved: usize,
}

impl Cleared {
    pub(crate) fn new() -> Self {
        Self {
            runs: StoredValue::new(None),
            forget: StoredValue::new(None),
            shown: RwSignal::new(None),
            restored: RwSignal::new(0),
        }
    }

    /// Clears the finished runs, but for those whose files were not saved.
    pub(crate) fn clear_finished(self, deck: Deck) {
        let is_unsaved = |run: &RunId| deck.saves.has_unsaved(*run);
        let (unsaved, saved): (Vec<_>, Vec<_>) = finished(deck).into_iter().partition(is_unsaved);
        self.clear(deck, saved, heads(deck, &unsaved));
    }

    fn clear_everything(self, deck: Deck) {
        self.clear(deck, finished(deck), 0);
    }

    /// Clears these runs. Those that were cleared before are forgotten.
    fn clear(self, deck: Deck, runs: Vec<RunId>, unsaved: usize) {
        let shown = Shown {
            cleared: heads(deck, &runs),
            unsaved,
        };
        let cleared = deck.supervisor().clear(runs);
        self.runs.set_value(Some(cleared));
        self.shown.set(Some(shown));
        self.start_timer();
    }

    fn start_timer(self) {
        let timer = Timeout::new(UNDO_FOR, unless_crashed(move || self.forget()));
        self.forget.set_value(Some(timer));
    }

    fn stop_timer(self) {
        self.forget.set_value(None);
    }

    fn forget(self) {
        // The face may be gone by now.
        if self.shown.try_set(None) {
            self.runs.set_value(None);
            self.forget.set_value(None);
        }
    }

    fn undo(self) {
        let shown = self.shown.get_untracked();
        if let Some(runs) = self.runs.try_update_value(Option::take).flatten() {
            runs.undo();
            self.restored.set(shown.map_or(0, |shown| shown.cleared));
        }
        self.forget();
    }
}

/// Returns how many of these runs have no parent.
fn heads(deck: Deck, runs: &[RunId]) -> usize {
    let supervisor = deck.supervisor();
    let is_head = |run: &&RunId| {
        let known = supervisor.run(**run).brief();
        known.is_some_and(|run| run.parent.is_none())
    };
    runs.iter().filter(is_head).count()
}

fn finished(deck: Deck) -> Vec<RunId> {
    let ended = [
        RunStatus::Completed,
        RunStatus::Failed,
        RunStatus::Cancelled,
    ];
    let filter = ended.into_iter().fold(RunFilter::all(), RunFilter::status);
    deck.supervisor().run_ids(&filter)
}

/// *12 cleared*, with *Undo*. It goes by itself unless the pointer or focus is on it.
#[component]
pub(super) fn ClearedBar() -> impl IntoView {
    let deck = Deck::of_context();
    let cleared = deck.cleared;
    let bar = NodeRef::<html::Div>::new();
    let has_some = Memo::new(move |_| cleared.shown.get().is_some());
    let is_shown = keep_focus_near(has_some, bar);
    let shown = Memo::new(move |before: Before<'_, Shown>| {
        let none = Shown {
            cleared: 0,
            unsaved: 0,
        };
        // The bar keeps its text while it is hidden.
        cleared
            .shown
            .get()
            .or_else(|| before.get().copied())
            .unwrap_or(none)
    });
    announce(deck);
    let stay = move |_| cleared.stop_timer();
    let go = move |_| {
        if has_some.get_untracked() {
            cleared.start_timer();
        }
    };
    view! {
        <div
            node_ref=bar
            class="td-cleared"
            hidden=move || !is_shown.get()
            on:pointerenter=stay
            on:pointerleave=go
            on:focusin=move |_| cleared.stop_timer()
            on:focusout=move |_| {
                if has_some.get_untracked() {
                    cleared.start_timer();
                }
            }
        >
            <p>
                {move || tr!(deck, "{count} cleared", count = crate::format::count(deck.texts(), shown.get().cleared))}
            </p>
            <button
                type="button"
                class="td-button td-small"
                hidden=move || shown.get().cleared == 0
                on:click=move |_| cleared.undo()
            >
                {tr!(deck, "Undo")}
            </button>
            <p class="td-quiet" hidden=move || shown.get().unsaved == 0>
                {move || tr!(
                    deck,
                    "1 run with unsaved files stays|{count} runs with unsaved files stay",
                    count: shown.get().unsaved
                )}
            </p>
            <button
                type="button"
                class="td-button td-small"
                hidden=move || shown.get().unsaved == 0
                on:click=move |_| cleared.clear_everything(deck)
            >
                {tr!(deck, "Clear them too")}
            </button>
        </div>
    }
}

/// Announces how many runs were cleared.
fn announce(deck: Deck) {
    let Ok(reporter) = use_reporter() else { return };
    let reporter = StoredValue::new(reporter);
    Effect::new(move |_| {
        if let Some(shown) = deck.cleared.shown.get() {
            let count = crate::format::count(deck.texts(), shown.cleared);
            let text = tr!(deck, "{count} cleared", count = count);
            reporter.with_value(|reporter| reporter.announce(text));
        }
    });
    Effect::new(move |before: Option<()>| {
        let restored = deck.cleared.restored.get();
        if before.is_some() {
            let count = crate::format::count(deck.texts(), restored);
            let text = tr!(deck, "{count} restored", count = count);
            reporter.with_value(|reporter| reporter.announce(text));
        }
    });
}
