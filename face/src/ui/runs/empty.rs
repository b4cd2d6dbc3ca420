//! The content of the list without runs.

use leptos::html;
use taskdeck_core::Task;

use super::filter::FilterState;
use crate::{
    format::list,
    texts::tr,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus_near,
        lean::*,
        tasks::start_sample,
    },
};

/// A welcome while there is no run at all, or a note that no run matches the filter.
#[component]
pub(super) fn Empty(filter: FilterState) -> impl IntoView {
    let deck = Deck::of_context();
    let is_first = Memo::new(move |_| deck.counts.get().all() == 0);
    let first = NodeRef::<html::Div>::new();
    // The button of a sample is removed with the first run.
    let shows_first = keep_focus_near(is_first, first);
    move || {
        if shows_first.get() {
            view! {
                <div node_ref=first>
                    <Welcome />
                </div>
            }
            .into_any()
        } else {
            view! { <NoMatch filter=filter /> }.into_any()
        }
    }
}

#[component]
fn NoMatch(filter: FilterState) -> impl IntoView {
    let deck = Deck::of_context();
    view! {
        <div class="td-empty">
            <Icon shape=Shape::SEARCH />
            <h3>{tr!(deck, "No run matches")}</h3>
            <p>{tr!(deck, "Try another word or another status.")}</p>
            <button type="button" class="td-button" on:click=move |_| filter.clear()>
                {tr!(deck, "Show every run")}
            </button>
        </div>
    }
}

/// The welcome: what can be dropped here, and samples to try.
#[component]
fn Welcome() -> impl IntoView {
    let deck = Deck::of_context();
    let what = move || {
        let titles: Vec<String> = deck
            .file_cards
            .get()
            .into_iter()
            .map(|(_, card)| card.task.with_value(|task| task.title().to_owned()))
            .collect();
        if titles.is_empty() {
            {
                tr!(
                    deck,
                    "Run a task to watch it here. You can cancel it at any time."
                )
            }
            .to_owned()
        } else {
            tr!(
                deck,
                "Drop files anywhere for {tasks}. They never leave this machine.",
                tasks = list(&titles)
            )
        }
    };
    let how_many = Memo::new(move |_| deck.overview.with(|overview| overview.tasks));
    let samples = move || {
        how_many.get();
        let samples: Vec<_> = deck
            .supervisor()
            .tasks()
            .into_iter()
            .filter(Task::has_sample)
            .map(|task| view! { <Sample task=StoredValue::new(task) /> })
            .collect();
        (!samples.is_empty()).then(|| {
            view! {
                <p class="td-samples-intro">{tr!(deck, "or try it with a sample")}</p>
                <div class="td-samples">{samples}</div>
            }
        })
    };
    view! {
        <div class="td-empty td-first-visit">
            <Icon shape=Shape::DROP />
            <h3>{tr!(deck, "Nothing has run yet")}</h3>
            <p>{what}</p>
            {samples}
        </div>
    }
}

#[component]
fn Sample(task: StoredValue<Task>) -> impl IntoView {
    let deck = Deck::of_context();
    let (title, icon) =
        task.with_value(|task| (task.title().to_owned(), Shape::of_task(task.icon_name())));
    view! {
        <button
            type="button"
            class="td-button"
            aria-label=tr!(deck, "{title}, with a sample", title = title)
            on:click=move |_| start_sample(deck, task.get_value())
        >
            <Icon shape=icon />
            {title.clone()}
        </button>
    }
}
