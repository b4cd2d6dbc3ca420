//! Buttons that many views have.

use super::{
    icon::{Icon, Shape},
    lean::*,
};
use crate::texts::{Texts, tr};

/// A small button with a word.
pub(super) fn small_button(word: String, press: impl Fn() + 'static) -> AnyView {
    small(word, None, Box::new(press))
}

/// A small button with a word, and an accessible name that also says what it is for.
pub(super) fn named_button(
    word: String,
    name: impl Fn() -> String + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    small(word, Some(Box::new(name)), Box::new(press))
}

/// A button that closes what it is in. It has only an icon.
pub(super) fn close_button(name: String, press: impl Fn() + 'static) -> AnyView {
    close(name, Box::new(press))
}

/// A button that closes the dialog that it is in.
pub(super) fn close_form(texts: Texts) -> AnyView {
    view! {
        <form method="dialog">
            <button class="td-button td-icon-button td-plain" aria-label=tr!(texts, "Close") autofocus=true>
                <Icon shape=Shape::CLOSE />
            </button>
        </form>
    }
    .into_any()
}

fn small(
    word: String,
    name: Option<Box<dyn Fn() -> String + Send>>,
    press: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button
            type="button"
            class="td-button td-small"
            aria-label=move || name.as_ref().map(|name| name())
            on:click=move |_| press()
        >
            {word}
        </button>
    }
    .into_any()
}

fn close(name: String, press: Box<dyn Fn()>) -> AnyView {
    view! {
        <button
            type="button"
            class="td-button td-icon-button td-plain"
            aria-label=name
            on:click=move |_| press()
        >
            <Icon shape=Shape::CLOSE />
        </button>
    }
    .into_any()
}
