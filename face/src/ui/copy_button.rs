//! A button that copies text.

use gloo_timers::callback::Timeout;

use super::icon::{Icon, Shape};
use crate::{
    browser::{copy_text, unless_crashed},
    texts::{tr, use_texts},
    ui::lean::*,
};

/// How long the button shows the result, in milliseconds.
const FEEDBACK_TIME: u32 = 2_000;

/// A button that copies a text and shows whether that worked. The text is made on each press.
#[component]
pub(crate) fn CopyButton(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The accessible name, if the label is not enough.
    #[prop(optional, into)]
    name: Option<String>,
    /// Returns the text to copy.
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    copy_button(label, name, Box::new(text))
}

fn copy_button(
    label: Signal<String>,
    name: Option<String>,
    text: Box<dyn Fn() -> String>,
) -> impl IntoView {
    let texts = use_texts();
    let copied = RwSignal::new(None::<bool>);
    let timer = StoredValue::new(None::<Timeout>);
    let copy = move |_| {
        let text = text();
        leptos::task::spawn_local(async move {
            let worked = copy_text(&text).await;
            // The button may be gone by now.
            if copied.try_set(Some(worked)) {
                let reset = Timeout::new(
                    FEEDBACK_TIME,
                    unless_crashed(move || {
                        copied.try_set(None);
                    }),
                );
                timer.try_set_value(Some(reset));
            }
        });
    };
    let feedback = move |worked| match worked {
        true => tr!(texts, "Copied"),
        false => tr!(texts, "Copying was refused"),
    };
    let shape = Signal::derive(move || match copied.get() {
        Some(true) => Shape::TICK,
        _ => Shape::COPY,
    });
    view! {
        <button type="button" class="td-button td-small" aria-label=name on:click=copy>
            <Icon shape=shape />
            <span>
                {move || match copied.get() {
                    None => label.get(),
                    Some(worked) => feedback(worked),
                }}
            </span>
        </button>
        <span class="td-visually-hidden" role="status">
            {move || copied.get().map(feedback)}
        </span>
    }
}
