//! The drawer with the details of a run.

use crate::texts::tr;
use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::{RunId, RunStatus, RunWatch};

use super::{
    attempts::Attempts,
    error::ErrorSection,
    facts::Facts,
    links::Links,
    log::LogSection,
    parameters::Parameters,
    profile::{ProfileSection, Warnings},
    result::ResultSection,
};
use crate::{
    browser::focus_after_render,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RowContent, status_name},
        perform::perform_on_run,
        run_buttons::RunButtons,
        runs::ProgressBar,
        throttled_content::throttled_content,
    },
};

/// The details of the open run, if there is one.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let deck = Deck::of_context();
    move || {
        let run = deck.opened.get()?;
        let watch = deck.supervisor().run(run).watch()?;
        Some(view! { <Drawer run=run watch=watch /> })
    }
}

#[component]
fn Drawer(run: RunId, watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let heading = NodeRef::<html::H2>::new();
    let (content, bar) = throttled_content(RwSignal::new(Some(watch.clone())));
    let part = move |read: fn(&RowContent) -> String| {
        move || content.with(|content| content.as_ref().map(read).unwrap_or_default())
    };
    let title = Memo::new(move |_| part(|content| content.title.clone())());
    let status = Memo::new(move |_| {
        content.with(|content| {
            content
                .as_ref()
                .map_or(RunStatus::Queued, |content| content.status)
        })
    });
    let shape = Signal::derive(move || Shape::of_status(status.get()));
    let name = deck.element_id("details");
    // Dropping it does not cancel the request.
    drop(focus_after_render(move || {
        let heading = heading.try_get_untracked()??;
        Some(heading.unchecked_into())
    }));
    let to_heading = move || Some(heading.get_untracked()?.unchecked_into());
    view! {
        <section
            class="td-details" part="details"
            role="region"
            aria-label=move || tr!(deck, "Details of {title}", title = title.get())
            data-status=move || status_name(status.get())
        >
            <div class="td-details-head">
                <h2 id=name node_ref=heading tabindex="-1">
                    {move || title.get()}
                </h2>
                <button
                    type="button"
                    class="td-button td-icon-button td-plain"
                    aria-label=tr!(deck, "Close details")
                    on:click=move |_| deck.close_details()
                >
                    <Icon shape=Shape::CLOSE />
                </button>
                <p class="td-details-status">
                    <span class="td-status">
                        <Icon shape=shape />
                        {move || deck.texts().render(&status.get().message())}
                    </span>
                    <span class="td-quiet">{part(|content| content.duration.clone())}</span>
                </p>
                <div class="td-details-progress" hidden=move || status.get().is_finished()>
                    <ProgressBar bar=bar name=title.into() />
                    <p class="td-quiet">{part(|content| content.detail.clone())}</p>
                </div>
                <div class="td-details-actions">
                    <RunButtons
                        content=content
                        stay=to_heading
                        press=move |action, _| perform_on_run(deck, action, run, |new| deck.open(new))
                    />
                </div>
            </div>
            <div class="td-details-body">
                <Warnings watch=watch.clone() />
                <Links watch=watch.clone() />
                <ErrorSection watch=watch.clone() />
                <ResultSection run=run status=status />
                <Attempts watch=watch.clone() />
                <LogSection run=run watch=watch.clone() />
                <Parameters run=run />
                <ProfileSection watch=watch.clone() />
                <Facts watch=watch />
            </div>
        </section>
    }
}
