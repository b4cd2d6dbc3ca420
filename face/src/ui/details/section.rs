//! A section of the drawer.

use crate::ui::lean::*;

/// A section of the drawer with a heading.
#[component]
pub(super) fn Section(
    #[prop(into)] title: Signal<String>,
    /// Buttons beside the heading.
    #[prop(optional, into)]
    tools: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="td-section">
            <div class="td-section-head">
                <h3>{move || title.get()}</h3>
                {tools}
            </div>
            {children()}
        </div>
    }
}
