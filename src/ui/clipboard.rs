//! Copying text.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

/// Whether a copy has been made lately, or was refused.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    No,
    Yes,
    Refused,
}

/// How long the button says that it has copied.
const SAID_FOR: u32 = 2_000;

/// A button that copies a text, made when it is pressed, and says whether that worked.
#[component]
pub(crate) fn CopyButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// Its name for those who do not see what it stands beside.
    #[prop(optional, into)]
    name: Option<String>,
    /// Makes the text.
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    let copied = RwSignal::new(Copied::No);
    let timer = StoredValue::new_local(None::<gloo_timers::callback::Timeout>);
    let copy = move |_| {
        let text = text();
        leptos::task::spawn_local(async move {
            let result = match clipboard() {
                Some(clipboard) => {
                    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text))
                        .await
                        .is_ok()
                }
                None => false,
            };
            let said = if result { Copied::Yes } else { Copied::Refused };
            // The button may be gone by now.
            if copied.try_set(said).is_none() {
                let _ = timer.try_set_value(Some(gloo_timers::callback::Timeout::new(
                    SAID_FOR,
                    move || {
                        let _ = copied.try_set(Copied::No);
                    },
                )));
            }
        });
    };
    view! {
        <button type="button" class="td-button td-small" aria-label=name on:click=copy>
            {move || {
                if copied.get() == Copied::Yes {
                    view! { <Icon shape=Shape::Tick /> }
                } else {
                    view! { <Icon shape=Shape::Copy /> }
                }
            }}
            <span role="status">
                {move || match copied.get() {
                    Copied::No => label.clone(),
                    Copied::Yes => "Copied".to_owned(),
                    Copied::Refused => "Copying was refused".to_owned(),
                }}
            </span>
        </button>
    }
}

/// The clipboard; pages that did not come over a safe connection have none.
fn clipboard() -> Option<web_sys::Clipboard> {
    use leptos::wasm_bindgen::JsCast;
    let navigator = web_sys::window()?.navigator();
    js_sys::Reflect::get(&navigator, &"clipboard".into())
        .ok()?
        .dyn_into()
        .ok()
}
