//! The drawer.

use crate::texts::tr;
use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use taskdeck_core::{CancelReason, RunId, RunStatus, RunWatch};

use super::{
    attempts::Attempts, error::ErrorSection, facts::Facts, links::Links, log::LogSection,
    parameters::Parameters, result::ResultSection,
};
use crate::{
    browser::focus_after_render,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus,
        model::{Skip, skip_name},
        runs::ProgressBar,
    },
};

/// The details of the run that was opened; nothing while none is.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let deck = Deck::of_context();
    move || {
        let run = deck.opened.get()?;
        let watch = deck.supervisor().watch(run)?;
        Some(view! { <Drawer run=run watch=watch /> })
    }
}

#[component]
fn Drawer(run: RunId, watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let heading = NodeRef::<html::H2>::new();
    let shown = watch.clone();
    let face = Memo::new(move |_| deck.face(&shown));
    let title = Memo::new(move |_| face.with(|face| face.title.clone()));
    let status = Memo::new(move |_| face.with(|face| face.status));
    let bar = Signal::derive(move || face.with(|face| face.bar));
    let can_cancel = Memo::new(move |_| face.with(|face| face.can_cancel));
    let can_abandon = Memo::new(move |_| face.with(|face| face.can_abandon));
    let can_retry = Memo::new(move |_| face.with(|face| face.can_retry));
    let skip = Memo::new(move |_| face.with(|face| face.skip));
    let can_skip = Memo::new(move |_| skip.get().is_some());
    let can_stop = Memo::new(move |_| skip.get() == Some(Skip::Retry));
    let skip_word = move || skip.get().unwrap_or(Skip::Retry).word(deck.texts());
    let shape = Signal::derive(move || Shape::of_status(status.get()));
    let name = deck.element_id("details");
    // Dropping the request does no harm: a newer one wins anyway.
    drop(focus_after_render(move || {
        let heading = heading.try_get_untracked()??;
        Some(heading.unchecked_into())
    }));
    let cancel_button = NodeRef::<html::Button>::new();
    let abandon_button = NodeRef::<html::Button>::new();
    let retry_button = NodeRef::<html::Button>::new();
    let to_heading = move || Some(heading.get_untracked()?.unchecked_into());
    let can_cancel = keep_focus(can_cancel, cancel_button, to_heading);
    let can_abandon = keep_focus(can_abandon, abandon_button, to_heading);
    let can_retry = keep_focus(can_retry, retry_button, to_heading);
    let skip_button = NodeRef::<html::Button>::new();
    let stop_button = NodeRef::<html::Button>::new();
    let can_skip = keep_focus(can_skip, skip_button, to_heading);
    let can_stop = keep_focus(can_stop, stop_button, to_heading);
    let retry = move |_| match deck.supervisor().retry(run) {
        Ok(new) => deck.open(new),
        Err(refused) => deck.say(refused.to_string()),
    };
    view! {
        <section
            class="td-details" part="details"
            role="region"
            aria-label=move || tr!(deck, "Details of {title}", title = title.get())
            data-status=move || status_name(status.get())
        >
            <div class="td-details-head">
                <h2 id=name node_ref=heading tabindex="-1">
                    {title}
                </h2>
                <button
                    type="button"
                    class="td-button td-icon-button td-plain"
                    aria-label=tr!(deck, "Close details")
                    on:click=move |_| deck.close_details()
                >
                    <Icon shape=Shape::Close />
                </button>
                <p class="td-details-status">
                    <span class="td-status">
                        <Icon shape=shape />
                        {move || deck.texts().of(status.get().word())}
                    </span>
                    <span class="td-quiet">{move || face.with(|face| face.duration.clone())}</span>
                </p>
                <div class="td-details-progress" hidden=move || status.get().is_finished()>
                    <ProgressBar bar=bar name=title.into() />
                    <p class="td-quiet">{move || face.with(|face| face.detail.clone())}</p>
                </div>
                <div class="td-details-actions">
                    <button
                        node_ref=skip_button
                        type="button"
                        class="td-button td-small"
                        aria-label=move || skip_name(deck.texts(), skip.get(), &title.get())
                        hidden=move || !can_skip.get()
                        on:click=move |_| {
                            deck.supervisor().retry_now(run);
                        }
                    >
                        <Icon shape=Shape::Play />
                        {skip_word}
                    </button>
                    <button
                        node_ref=stop_button
                        type="button"
                        class="td-button td-small"
                        aria-label=move || tr!(deck, "Stop retrying {title}", title = title.get())
                        hidden=move || !can_stop.get()
                        on:click=move |_| {
                            deck.supervisor().stop_retrying(run);
                        }
                    >
                        <Icon shape=Shape::Stop />
                        {tr!(deck, "Stop retrying")}
                    </button>
                    <button
                        node_ref=cancel_button
                        type="button"
                        class="td-button td-small"
                        aria-label=move || tr!(deck, "Cancel {title}", title = title.get())
                        hidden=move || !can_cancel.get()
                        on:click=move |_| {
                            deck.supervisor().cancel(run, CancelReason::User);
                        }
                    >
                        <Icon shape=Shape::Close />
                        {tr!(deck, "Cancel")}
                    </button>
                    <button
                        node_ref=abandon_button
                        type="button"
                        class="td-button td-small td-danger"
                        aria-label=move || tr!(deck, "Abandon {title}", title = title.get())
                        title=tr!(deck, "What it still does is not waited for any more")
                        hidden=move || !can_abandon.get()
                        on:click=move |_| {
                            deck.supervisor().abandon(run);
                        }
                    >
                        <Icon shape=Shape::Stop />
                        {tr!(deck, "Abandon")}
                    </button>
                    <button
                        node_ref=retry_button
                        type="button"
                        class="td-button td-small"
                        aria-label=move || tr!(deck, "Retry {title}", title = title.get())
                        hidden=move || !can_retry.get()
                        on:click=retry
                    >
                        <Icon shape=Shape::Retry />
                        {tr!(deck, "Retry")}
                    </button>
                </div>
            </div>
            <div class="td-details-body">
                <Links watch=watch.clone() />
                <ErrorSection watch=watch.clone() />
                <ResultSection run=run status=status />
                <Attempts watch=watch.clone() />
                <LogSection run=run watch=watch.clone() />
                <Parameters run=run />
                <Facts watch=watch />
            </div>
        </section>
    }
}

fn status_name(status: RunStatus) -> String {
    status.word().to_lowercase()
}
