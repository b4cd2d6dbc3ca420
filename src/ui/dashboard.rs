//! The whole face.

use leptos::prelude::*;
use taskdeck_core::use_supervisor;

use super::{Theme, deck::Deck, header::Header, runs::Runs, tasks::Tasks};

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
    /// Light or dark; follows the system, and is forgotten, unless somebody else holds it.
    #[prop(optional)]
    theme: Option<RwSignal<Theme>>,
) -> impl IntoView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    let deck = Deck::provide(supervisor);
    let theme = theme.unwrap_or_else(|| RwSignal::new(Theme::Auto));
    let is_open = Memo::new(move |_| deck.opened.get().is_some());
    view! {
        <div class="td" class:td-page=page data-theme=move || theme.get().name()>
            <div class="td-frame">
                <Header page=page theme=theme />
                <div
                    class="td-body"
                    class:td-with-details=is_open
                    role=page.then_some("main")
                >
                    <Tasks />
                    <Runs />
                </div>
            </div>
        </div>
    }
    .into_any()
}
