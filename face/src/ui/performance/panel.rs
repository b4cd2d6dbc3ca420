//! The region of the performance view.

use super::{
    blockers::Blockers,
    poll_times::PollTimesPanel,
    save::{ExportFormat, save},
    state::State,
    timeline::TimelinePanel,
};
use crate::{
    texts::tr,
    ui::{
        Theme,
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        ordinal::name_suffix,
    },
};

/// The region *Performance*, with buttons that save it to files.
#[component]
pub(crate) fn Performance(theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    let state = State::new(deck);
    let title = deck.element_id("performance");
    let save_button = move |format: ExportFormat, name: String, hint: String| {
        view! {
            <button type="button" class="td-button td-small" title=hint on:click=move |_| save(state, format)>
                <Icon shape=Shape::SAVE />
                {name}
            </button>
        }
    };
    view! {
        <section class="td-runs td-performance" part="runs" aria-labelledby=title.clone()>
            <div class="td-toolbar">
                <div class="td-toolbar-title">
                    <h2 id=title.clone() tabindex="-1">
                        {tr!(deck, "Performance")}
                        {name_suffix(deck)}
                    </h2>
                </div>
                <div class="td-toolbar-buttons">
                    {save_button(
                        ExportFormat::Json,
                        tr!(deck, "Save as JSON"),
                        tr!(deck, "Save what the timeline shows"),
                    )}
                    {save_button(
                        ExportFormat::Trace,
                        tr!(deck, "Save as trace"),
                        tr!(deck, "Save what the timeline shows for ui.perfetto.dev and Chrome’s own tools"),
                    )}
                </div>
            </div>
            <p role="status" class="td-notice">
                {move || deck.notice.get()}
            </p>
            <div class="td-scroll">
                <div class="td-performance-body">
                    <TimelinePanel state=state theme=theme />
                    <div class="td-performance-pair">
                        <PollTimesPanel />
                        <Blockers state=state />
                    </div>
                </div>
            </div>
        </section>
    }
}
