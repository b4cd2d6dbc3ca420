//! The drawer with the details of a run.

use crate::texts::tr;
use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::{RunId, RunStatus, RunWatch};

use super::{
    attempts::Attempts,
    edge::Edge,
    error::ErrorSection,
    facts::Facts,
    links::Links,
    log::LogSection,
    parameters::Parameters,
    problems::Problems,
    profile::{ProfileSection, Warnings},
    result::ResultSection,
};
use crate::{
    browser::focus_after_render,
    ui::{
        button::close_button,
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RowContent, RowContext},
        perform::perform_on_run,
        result_action::{ResultButton, ResultStatus},
        run_buttons::RunButtons,
        runs::ProgressBar,
        throttled_content::throttled_content,
    },
};

/// The details of the open run, if there is one.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let deck = Deck::of_context();
    let drawer = move || {
        let run = deck.opened.get()?;
        let watch = deck.supervisor().run(run).watch()?;
        Some(view! { <Drawer run=run watch=watch /> })
    };
    view! {
        <ResultStatus />
        {drawer}
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
                .map_or(RunStatus::Queued.into(), |content| content.status)
        })
    });
    let shape = Signal::derive(move || Shape::of_row(status.get()));
    let word = move || deck.texts().render(&status.get().message());
    // A run that failed may have a result too.
    let step = Memo::new(move |_| {
        let has_ended = status.get().is_finished();
        deck.next_step(run).filter(|_| has_ended)
    });
    let id = deck.element_id("details-of-run");
    let name = deck.element_id("details");
    // Dropping it does not cancel the request.
    drop(focus_after_render(move || {
        let heading = heading.try_get_untracked()?;
        Some(heading.unchecked_into())
    }));
    let to_heading = move || Some(heading.get_untracked()?.unchecked_into());
    view! {
        <section
            id=id.clone()
            class="td-details" part="details"
            role="region"
            aria-label=move || tr!(deck, "Details of {title}", title = title.get())
            data-status=move || status.get().name()
        >
            <Edge details=id.clone() />
            <div class="td-details-scroll">
                <div class="td-details-head">
                    <h2 id=name node_ref=heading tabindex="-1">
                        {move || title.get()}
                    </h2>
                    {close_button(tr!(deck, "Close details"), move || deck.close_details())}
                    <p class="td-details-status">
                        <span class="td-status">
                            <Icon shape=shape />
                            {word}
                        </span>
                        <span class="td-quiet">{part(|content| content.duration.clone())}</span>
                    </p>
                    <div class="td-details-progress" hidden=move || status.get().is_finished()>
                        <ProgressBar bar=bar name=title.into() />
                        <p class="td-quiet">{part(|content| content.detail.clone())}</p>
                    </div>
                    <div class="td-details-actions">
                        <ResultButton run=Signal::stored(Some(run)) step=step title=title stay=to_heading />
                        <RunButtons
                            content=content
                            stay=to_heading
                            press=move |action, _| perform_on_run(deck, action, run, &|new| deck.open(new))
                        />
                    </div>
                </div>
                <div class="td-details-body">
                    <Links watch=watch.clone() />
                    <ResultSection run=run status=status />
                    <Problems run=run watch=watch.clone() />
                    <ErrorSection watch=watch.clone() />
                    <Attempts watch=watch.clone() />
                    <Parameters run=run />
                    <LogSection run=run watch=watch.clone() />
                    <Facts watch=watch.clone() />
                    <Show when=move || deck.developer.get()>
                        <Warnings watch=watch.clone() />
                        <ProfileSection watch=watch.clone() />
                    </Show>
                </div>
            </div>
        </section>
    }
}
