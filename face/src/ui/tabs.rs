//! The tabs of a narrow deck: its tasks, or its runs.

use leptos::html;
use taskdeck_core::Overview;
use web_sys::{Element, KeyboardEvent};

use super::{deck::Deck, follow_size::follow_size};
use crate::{browser::active_element, format::count, texts::tr, ui::lean::*};

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The tasks.
    Tasks,
    /// The runs, with the schedules above them.
    Runs,
}

impl Tab {
    fn name(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Runs => "runs",
        }
    }

    /// Returns the name of the id of its panel.
    pub(super) fn panel(self) -> String {
        format!("{}-panel", self.name())
    }

    fn tab(self) -> String {
        format!("{}-tab", self.name())
    }

    fn other(self) -> Self {
        match self {
            Self::Tasks => Self::Runs,
            Self::Runs => Self::Tasks,
        }
    }
}

/// Which panel of a narrow deck is shown. A wide one shows both, and one without tasks has only one. It is a
/// handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TabsState {
    /// Whether the deck is too narrow for two columns.
    pub(super) is_narrow: RwSignal<bool>,
    /// Whether there are tasks.
    pub(super) has_tasks: Memo<bool>,
    /// The panel that was used last.
    used: RwSignal<Option<Tab>>,
    wanted: Memo<Option<Tab>>,
    /// What is shown. It follows `wanted` once focus has left what will be hidden.
    shown: RwSignal<Option<Tab>>,
}

impl TabsState {
    pub(super) fn new(overview: Signal<Overview>) -> Self {
        let is_narrow = RwSignal::new(false);
        let used = RwSignal::new(None);
        let has_tasks = Memo::new(move |_| overview.with(|overview: &Overview| overview.tasks > 0));
        let first = Memo::new(move |_| match overview.with(|now| now.counts.all()) {
            0 => Tab::Tasks,
            _ => Tab::Runs,
        });
        let wanted = Memo::new(move |_| {
            (is_narrow.get() && has_tasks.get()).then(|| used.get().unwrap_or(first.get()))
        });
        Self {
            is_narrow,
            has_tasks,
            used,
            wanted,
            shown: RwSignal::new(wanted.get_untracked()),
        }
    }

    /// Shows a panel, now or once the deck is narrow.
    pub(crate) fn show(self, tab: Tab) {
        if self.used.get_untracked() != Some(tab) {
            self.used.set(Some(tab));
        }
    }

    /// Returns whether a panel is hidden behind the other tab, tracked.
    pub(super) fn hides(self, tab: Tab) -> bool {
        self.shown.get() == Some(tab.other())
    }

    /// Returns whether there are tabs, tracked.
    pub(super) fn are_shown(self) -> bool {
        self.shown.with(Option::is_some)
    }
}

/// The attributes of a panel: its id, and its role and name while there are tabs.
pub(super) fn panel_attributes(
    deck: Deck,
    tab: Tab,
) -> (
    String,
    impl Fn() -> Option<&'static str> + Clone,
    impl Fn() -> Option<String> + Clone,
) {
    let role = move || deck.tabs.are_shown().then_some("tabpanel");
    let name = move || deck.tabs.are_shown().then(|| deck.element_id(&tab.tab()));
    (deck.element_id(&tab.panel()), role, name)
}

/// The tabs *Tasks* and *Runs*, while the deck is narrow and has tasks.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let deck = Deck::of_context();
    let tabs = deck.tabs;
    let list = NodeRef::<html::Div>::new();
    follow(deck, list);
    let runs = Memo::new(move |_| deck.heads.get().all());
    let name = move |tab: Tab| match (tab, runs.get()) {
        (Tab::Tasks, _) => tr!(deck, "Tasks"),
        (Tab::Runs, 0) => tr!(deck, "Runs"),
        (Tab::Runs, some) => tr!(deck, "Runs ({count})", count = count(deck.texts(), some)),
    };
    let key = move |event: KeyboardEvent| {
        let shown = tabs.shown.get_untracked();
        let to = match (&*event.key(), shown) {
            ("ArrowLeft" | "ArrowRight", Some(shown)) => shown.other(),
            ("Home", Some(_)) => Tab::Tasks,
            ("End", Some(_)) => Tab::Runs,
            _ => return,
        };
        event.prevent_default();
        tabs.show(to);
        focus_tab(deck, list, to);
    };
    let one = move |tab: Tab| {
        let is_shown = move || tabs.shown.get() == Some(tab);
        view! {
            <button
                type="button"
                id=deck.element_id(&tab.tab())
                class="td-tab"
                role="tab"
                aria-selected=move || is_shown().to_string()
                aria-controls=deck.element_id(&tab.panel())
                tabindex=move || if is_shown() { "0" } else { "-1" }
                on:click=move |_| tabs.show(tab)
            >
                {move || name(tab)}
            </button>
        }
    };
    view! {
        <div
            node_ref=list
            class="td-tabs"
            role="tablist"
            hidden=move || !tabs.are_shown()
            on:keydown=key
        >
            {one(Tab::Tasks)}
            {one(Tab::Runs)}
        </div>
    }
}

/// Shows what is wanted, after focus has moved from what is then hidden.
fn follow(deck: Deck, list: NodeRef<html::Div>) {
    let tabs = deck.tabs;
    // A form that is opened is shown.
    Effect::new(move |before: Option<()>| {
        if deck.open_task.with(Option::is_some) && before.is_some() {
            tabs.show(Tab::Tasks);
        }
    });
    Effect::new(move |_| {
        let wanted = tabs.wanted.get();
        let before = tabs.shown.get_untracked();
        if wanted == before {
            return;
        }
        if let Some(list) = list.get_untracked() {
            let list: &Element = &list;
            let is_inside = |id: String| {
                let part = deck.element_in_face(list, &id);
                let active = active_element();
                part.zip(active)
                    .is_some_and(|(part, active)| part.contains(Some(&active)))
            };
            match wanted {
                Some(tab) if is_inside(tab.other().panel()) => {
                    tabs.shown.set(wanted);
                    focus_tab_of(deck, list, tab);
                }
                None if list.contains(active_element().as_deref().map(AsRef::as_ref)) => {
                    if let Some(heading) = deck.element_in_face(list, "runs") {
                        let _ = heading.focus();
                    }
                }
                _ => {}
            }
            if before.is_some() && wanted.is_some() {
                scroll_to_top(list);
            }
        }
        if tabs.shown.get_untracked() != wanted {
            tabs.shown.set(wanted);
        }
    });
}

fn focus_tab(deck: Deck, list: NodeRef<html::Div>, tab: Tab) {
    if let Some(list) = list.get_untracked() {
        focus_tab_of(deck, &list, tab);
    }
}

fn focus_tab_of(deck: Deck, list: &Element, tab: Tab) {
    if let Some(tab) = deck.element_in_face(list, &tab.tab()) {
        let _ = tab.focus();
    }
}

/// Scrolls to the start of a panel that has replaced another. A page scrolls as a whole, an embedded deck by
/// itself.
fn scroll_to_top(inside: &Element) {
    if inside.closest(".td-page").ok().flatten().is_some() {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    } else if let Ok(Some(frame)) = inside.closest(".td-frame") {
        frame.set_scroll_top(0);
    }
}

/// Measures whether the deck is narrow: an element that is one pixel wide in a wide deck, and else none. The
/// limit is in the style sheet, where it follows the size of the text.
#[component]
pub(super) fn WidthProbe() -> impl IntoView {
    let is_narrow = Deck::of_context().tabs.is_narrow;
    let probe = NodeRef::<html::Div>::new();
    follow_size(probe, is_narrow, |probe| probe.offset_width() == 0);
    view! { <div node_ref=probe class="td-width-probe" aria-hidden="true"></div> }
}
