//! The progress bar of a run.

use taskdeck_core::number::fixed;

use crate::ui::{lean::*, model::BarState};

/// The progress bar of a run. Hidden if there is none, and without a value while the progress is unknown.
#[component]
pub(crate) fn ProgressBar(
    bar: Signal<Option<BarState>>,
    /// The title of the run.
    name: Signal<String>,
) -> impl IntoView {
    let fraction = move || bar.get().and_then(|bar| bar.fraction);
    let percent = move || fraction().map(|part| ((part * 100.0).floor() as u32).to_string());
    view! {
        <div
            class="td-bar" part="bar"
            class:td-bar-unknown=move || fraction().is_none()
            role="progressbar"
            aria-label=move || name.get()
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
