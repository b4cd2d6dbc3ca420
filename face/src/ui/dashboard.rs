//! The dashboard.

use leptos::{prelude, wasm_bindgen::JsCast};
use taskdeck_core::{number::plain, use_supervisor};

use super::{
    Theme,
    bring_into_view::bring_into_view,
    clock::set_if_changed,
    deck::Deck,
    drop::{FileDrop, never_leave},
    face::Embedded,
    header::Header,
    palette::listen_for_key,
    parts, performance,
    skip_link::SkipLink,
    tabs::{Tab, WidthProbe, panel_attributes},
    tasks::Tasks,
};
use crate::{
    reporter::{Reporter, provide_reporter, use_reporter},
    ui::lean::*,
};

/// A dashboard for the supervisor that [`provide_supervisor`](crate::provide_supervisor) provided above: its
/// tasks, its runs and their details. Without a supervisor it shows an error.
///
/// Unmounting it stops no run, because the runs belong to the supervisor.
#[component]
pub fn Dashboard(
    /// Whether the dashboard is the whole page. If so, it fills the window and provides the page's landmarks
    /// and first heading.
    #[prop(optional)]
    page: bool,
    /// Whether the dashboard is in a shadow root. If so, it fills its host, and its keys work only inside it.
    #[prop(optional)]
    embedded: bool,
    /// The theme. By default it follows the system, and a change is not stored.
    #[prop(optional)]
    theme: Option<prelude::RwSignal<Theme>>,
    /// Whether details for developers are shown: lints, profiles and ids. By default they are not, unless the
    /// dashboard is the whole page and its address has `?lab`. A change is not stored.
    #[prop(optional)]
    developer: Option<prelude::RwSignal<bool>>,
) -> impl IntoView {
    let theme = theme.map_or_else(|| RwSignal::new(Theme::Auto), joined);
    let developer = developer.map_or_else(|| RwSignal::new(false), joined);
    dashboard(page, embedded, theme, developer)
}

/// Returns a signal of this room that always has the value of `theirs`, and the other way round.
fn joined<T>(theirs: prelude::RwSignal<T>) -> RwSignal<T>
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let own = RwSignal::new(theirs.get_untracked());
    Effect::new(move || _ = set_if_changed(own, Some(theirs.get())));
    Effect::new(move || {
        let now = own.get();
        if theirs.get_untracked() != now {
            theirs.set(now);
        }
    });
    own
}

/// Builds a dashboard, as [`Dashboard`] describes it.
pub(super) fn dashboard(
    page: bool,
    embedded: bool,
    theme: RwSignal<Theme>,
    developer: RwSignal<bool>,
) -> AnyView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    if use_reporter().is_err() {
        provide_reporter(Reporter::waiting(&supervisor));
    }
    parts::begin();
    if embedded {
        Embedded::provide();
    }
    if page && has_lab() {
        developer.set(true);
    }
    let deck = Deck::provide(supervisor, developer);
    let dropping = FileDrop::provide(deck);
    let escape = move |event: web_sys::KeyboardEvent| {
        close_on_escape(deck, &event);
    };
    let is_open = Memo::new(move |_| deck.opened.get().is_some());
    let face = NodeRef::new();
    listen_for_key(deck, face);
    if page {
        never_leave(dropping);
    }
    view! {
        <div
            node_ref=face
            class="td"
            class:td-page=page
            class:td-fill=page || embedded
            class:td-embedded=embedded
            class:td-narrow=move || deck.tabs.is_narrow.get()
            class:td-box=embedded
            part="deck"
            data-theme=move || theme.get().name()
            style=("--td-details-width", move || plain(deck.details_width.get()) + "px")
            on:keydown=escape
            on:dragenter=move |event| dropping.over(&event)
            on:dragover=move |event| dropping.over(&event)
            on:dragleave=move |event| dropping.leave(&event)
            on:drop=move |event| dropping.dropped(&event)
            on:paste=move |event| dropping.pasted(&event)
        >
            {page.then(|| view! { <SkipLink /> })}
            <div class="td-frame">
                <WidthProbe />
                <Header page=page theme=theme />
                {parts::storm_banner()}
                <div
                    class="td-body"
                    class:td-with-details=move || is_open.get()
                    role=page.then_some("main")
                >
                    <Show when=move || deck.tabs.has_tasks.get()>
                        <TasksPanel page=page />
                    </Show>
                    {runs_panel(deck, theme)}
                    {parts::details()}
                </div>
            </div>
            {parts::drop_targets(dropping)}
            {parts::keys_sheet()}
            {parts::palette(theme)}
            {parts::toasts()}
            {parts::dialogs()}
        </div>
    }
    .into_any()
}

/// The panel of the tasks.
#[component]
fn TasksPanel(page: bool) -> impl IntoView {
    let deck = Deck::of_context();
    let (id, role, name) = panel_attributes(deck, Tab::Tasks);
    view! {
        <div
            id=id
            class="td-tasks-panel"
            role=role
            aria-labelledby=name
            hidden=move || deck.tabs.hides(Tab::Tasks)
            on:focusin=move |_| deck.tabs.show(Tab::Tasks)
        >
            <Tasks page=page />
        </div>
    }
}

/// The panel of the runs, with the schedules above them.
fn runs_panel(deck: Deck, theme: RwSignal<Theme>) -> impl IntoView {
    let container = NodeRef::new();
    bring_into_view(container);
    let (id, role, name) = panel_attributes(deck, Tab::Runs);
    view! {
        <div
            node_ref=container
            id=id
            class="td-work"
            role=role
            aria-labelledby=name
            hidden=move || deck.tabs.hides(Tab::Runs)
            on:focusin=move |_| deck.tabs.show(Tab::Runs)
        >
            {parts::schedules()}
            {performance::main_view(theme)}
        </div>
    }
}

/// Returns whether the address of the page asks for the lab.
fn has_lab() -> bool {
    let search = window().location().search().unwrap_or_default();
    web_sys::UrlSearchParams::new_with_str(&search).is_ok_and(|search| search.has("lab"))
}

/// Closes the details on Escape. Returns `true` if none were open, so that the key can do something else.
pub(super) fn close_on_escape(deck: Deck, event: &web_sys::KeyboardEvent) -> bool {
    let is_inner = event.target().is_some_and(|target| {
        // A dialog handles its own Escape.
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
