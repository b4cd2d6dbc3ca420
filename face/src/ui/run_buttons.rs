//! The buttons for one run, in its row and in its details.

use leptos::{ev::MouseEvent, html};
use web_sys::HtmlElement;

use super::{
    actions::{Act, key_of},
    deck::Deck,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    model::{RowFace, Skip},
};
use crate::{
    texts::{Texts, tr},
    ui::lean::*,
};

/// The actions with a button, in order.
const BUTTONS: [Act; 5] = [
    Act::RetryNow,
    Act::StopRetrying,
    Act::Cancel,
    Act::Abandon,
    Act::Retry,
];

/// A button for each action that is available for a run.
#[component]
pub(super) fn RunButtons<Stay, Press>(
    /// What the row of the run shows. Without it there are no buttons.
    #[prop(into)]
    face: Signal<Option<RowFace>>,
    /// The tab index of the buttons if they are in a row, where keyboard shortcuts work too.
    #[prop(optional, into)]
    row: Option<Signal<&'static str>>,
    /// Returns the element that takes focus when a focused button is hidden.
    stay: Stay,
    /// Called when a button is pressed.
    press: Press,
) -> impl IntoView
where
    Stay: Fn() -> Option<HtmlElement> + Copy + 'static,
    Press: Fn(Act, &MouseEvent) + Copy + 'static,
{
    let deck = Deck::of_context();
    let title = Memo::new(move |_| face.with(|face| face.as_ref().map(|face| face.title.clone())));
    let skip = Memo::new(move |_| face.with(|face| face.as_ref().and_then(|face| face.skip)));
    BUTTONS.map(|act| {
        let button = NodeRef::<html::Button>::new();
        let is_offered = Memo::new(move |_| {
            face.with(|face| face.as_ref().is_some_and(|face| offers(face, act)))
        });
        let is_shown = keep_focus(is_offered, button, stay);
        let name = move || {
            name(
                deck.texts(),
                act,
                skip.get(),
                &title.get().unwrap_or_default(),
            )
        };
        view! {
            <button
                node_ref=button
                type="button"
                class=format!("td-button td-small {}", class(act))
                aria-label=name
                aria-keyshortcuts=row.and_then(|_| key_of(act))
                title=hint(deck.texts(), act)
                tabindex=move || row.map(|row| row.get())
                hidden=move || !is_shown.get()
                on:click=move |event| press(act, &event)
            >
                <Icon shape=shape(act) />
                <span class="td-button-word">{move || word(deck.texts(), act, skip.get())}</span>
            </button>
        }
    })
}

fn offers(face: &RowFace, act: Act) -> bool {
    match act {
        Act::RetryNow => face.skip.is_some(),
        Act::StopRetrying => face.skip == Some(Skip::Retry),
        Act::Cancel => face.can_cancel,
        Act::Abandon => face.can_abandon,
        Act::Retry => face.can_retry,
        _ => false,
    }
}

fn class(act: Act) -> &'static str {
    match act {
        Act::RetryNow => "td-skip",
        Act::StopRetrying => "td-stop",
        Act::Cancel => "td-cancel",
        Act::Abandon => "td-danger td-abandon",
        _ => "td-retry",
    }
}

fn shape(act: Act) -> Shape {
    match act {
        Act::RetryNow => Shape::PLAY,
        Act::Cancel => Shape::CLOSE,
        Act::StopRetrying | Act::Abandon => Shape::STOP,
        _ => Shape::RETRY,
    }
}

fn word(texts: Texts, act: Act, skip: Option<Skip>) -> String {
    match act {
        Act::RetryNow => skip.unwrap_or(Skip::Retry).word(texts),
        Act::StopRetrying => tr!(texts, "Stop retrying"),
        Act::Cancel => tr!(texts, "Cancel"),
        Act::Abandon => tr!(texts, "Abandon"),
        _ => tr!(texts, "Retry"),
    }
}

/// Returns the accessible name. It contains the title of the run, because other rows have the same buttons.
fn name(texts: Texts, act: Act, skip: Option<Skip>, title: &str) -> String {
    match (act, skip) {
        (Act::RetryNow, Some(Skip::Delay)) => tr!(texts, "Start now {title}", title = title),
        (Act::RetryNow, _) => tr!(texts, "Retry now {title}", title = title),
        (Act::StopRetrying, _) => tr!(texts, "Stop retrying {title}", title = title),
        (Act::Cancel, _) => tr!(texts, "Cancel {title}", title = title),
        (Act::Abandon, _) => tr!(texts, "Abandon {title}", title = title),
        _ => tr!(texts, "Retry {title}", title = title),
    }
}

/// Returns the tooltip, if the label needs one.
fn hint(texts: Texts, act: Act) -> Option<String> {
    match act {
        Act::StopRetrying => Some(tr!(texts, "Stop retrying")),
        Act::Abandon => Some(tr!(texts, "Stops waiting for it; it may go on working")),
        _ => None,
    }
}
