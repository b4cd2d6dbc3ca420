//! The whole face.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::use_supervisor;

use super::{
    Theme,
    deck::Deck,
    details::Details,
    drop::{DropOverlay, Dropping},
    face::Embedded,
    header::Header,
    keys_sheet::KeysSheet,
    lanes::OtherLanes,
    notifications::{Announcer, ErrorModal, Notifications},
    palette::Palette,
    performance,
    schedules::Schedules,
    tasks::Tasks,
    work::bring_into_view,
};
use crate::{
    reporter::{Reporter, provide_reporter, use_reporter},
    ui::lean::*,
};

/// A dashboard for the supervisor that [`provide_supervisor`](crate::provide_supervisor) gave to a
/// component above: its tasks, its runs, their details. Where there is none it says so.
///
/// It stops nothing when it is unmounted: the runs are the supervisor's.
#[component]
pub fn Dashboard(
    /// Whether it is all there is of the page: then it fills the window and brings the page's
    /// landmarks and first heading.
    #[prop(optional)]
    page: bool,
    /// Whether it stands in a shadow root of its own: then it fills its host, and its keys mean nothing
    /// outside of it.
    #[prop(optional)]
    embedded: bool,
    /// Light or dark; follows the system, and is forgotten, unless somebody else holds it.
    #[prop(optional)]
    theme: Option<RwSignal<Theme>>,
) -> impl IntoView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    if use_reporter().is_err() {
        provide_reporter(Reporter::new(&supervisor));
    }
    if embedded {
        Embedded::provide();
    }
    let deck = Deck::provide(supervisor);
    let dropping = Dropping::new(deck);
    let escape = move |event: web_sys::KeyboardEvent| {
        close_on_escape(deck, &event);
    };
    let theme = theme.unwrap_or_else(|| RwSignal::new(Theme::Auto));
    let is_open = Memo::new(move |_| deck.opened.get().is_some());
    let place = NodeRef::new();
    bring_into_view(place);
    view! {
        <div
            class="td"
            class:td-page=page
            class:td-fill=page || embedded
            class:td-embedded=embedded
            class:td-box=embedded
            part="deck"
            data-theme=move || theme.get().name()
            on:keydown=escape
            on:dragenter=move |event| dropping.over(&event)
            on:dragover=move |event| dropping.over(&event)
            on:dragleave=move |event| dropping.leave(&event)
            on:drop=move |event| dropping.dropped(&event)
        >
            <div class="td-frame">
                <Header page=page theme=theme />
                <OtherLanes />
                <div
                    class="td-body"
                    class:td-with-details=move || is_open.get()
                    role=page.then_some("main")
                >
                    <Tasks />
                    <div class="td-work" node_ref=place>
                        <Schedules />
                        {performance::work(theme)}
                    </div>
                    <Details />
                </div>
            </div>
            <DropOverlay dropping=dropping page=page />
            <KeysSheet />
            <Palette theme=theme />
            <Notifications />
            <ErrorModal />
            <Announcer />
        </div>
    }
    .into_any()
}

/// Closes the details with Escape; `true` when there were none, and the key means something else.
pub(super) fn close_on_escape(deck: Deck, event: &web_sys::KeyboardEvent) -> bool {
    let is_inner = event.target().is_some_and(|target| {
        // A dialog closes itself, and only itself.
        let element = target.dyn_into::<web_sys::Element>().ok();
        element.is_some_and(|element| element.closest("dialog").ok().flatten().is_some())
    });
    if event.key() != "Escape" || event.default_prevented() || is_inner {
        return false;
    }
    let is_shut = deck.opened.get_untracked().is_none();
    if !is_shut {
        deck.close_details();
    }
    is_shut
}
