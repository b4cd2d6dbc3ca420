//! The bar of a run.

use taskdeck_core::number::fixed;

use crate::ui::{lean::*, model::Bar};

/// The bar of a run; not there at all while there is none. Its value is left out while unknown.
#[component]
pub(crate) fn ProgressBar(
    bar: Signal<Option<Bar>>,
    /// What it is the progress of.
    name: Signal<String>,
) -> impl IntoView {
    let fraction = move || bar.get().and_then(|bar| bar.fraction);
    let percent = move || fraction().map(|part| ((part * 100.0).floor() as u32).to_string());
    view! {
        <div
            class="td-bar" part="bar"
            class:td-bar-unknown=move || fraction().is_none()
            role="progressbar"
            aria-label=name
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
            hidden=move || bar.get().is_none()
        >
            <span
                class="td-bar-fill"
                style:transform=move || fraction().map(|part| format!("scaleX({})", fixed(part, 3)))
            ></span>
        </div>
    }
}
