//! A part of the drawer.

use crate::ui::lean::*;

/// A part of the drawer, under a heading with what can be done with it.
#[component]
pub(super) fn Section(
    #[prop(into)] title: Signal<String>,
    /// Stands beside the heading.
    #[prop(optional, into)]
    tools: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="td-section">
            <div class="td-section-head">
                <h3>{title}</h3>
                {tools}
            </div>
            {children()}
        </div>
    }
}
