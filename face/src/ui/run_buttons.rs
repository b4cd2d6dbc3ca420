//! The buttons for one run, in its row and in its details.

use leptos::{ev::MouseEvent, html};
use web_sys::HtmlElement;

use super::{
    actions::{Action, shortcut_of},
    deck::Deck,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    model::{RetryOffer, RowContent, SkippableWait},
};
use crate::{
    texts::{Texts, tr},
    ui::lean::*,
};

/// The actions with a button, in order.
const BUTTONS: [Action; 5] = [
    Action::RetryNow,
    Action::StopRetrying,
    Action::Cancel,
    Action::Abandon,
    Action::Retry,
];

/// A button for each action that is available for a run.
#[component]
pub(super) fn RunButtons<Stay, Press>(
    /// What the row of the run shows. Without it there are no buttons.
    #[prop(into)]
    content: Signal<Option<RowContent>>,
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
    Press: Fn(Action, &MouseEvent) + Copy + 'static,
{
    buttons(
        content,
        row,
        Callback::new(move |()| stay()),
        Callback::new(move |(action, event): (Action, MouseEvent)| press(action, &event)),
    )
}

fn buttons(
    content: Signal<Option<RowContent>>,
    row: Option<Signal<&'static str>>,
    stay: Callback<(), Option<HtmlElement>>,
    press: Callback<(Action, MouseEvent)>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let title = Memo::new(move |_| {
        content.with(|content| content.as_ref().map(|content| content.title.clone()))
    });
    let skip = Memo::new(move |_| {
        content.with(|content| content.as_ref().and_then(|content| content.skip))
    });
    let retry = Memo::new(move |_| {
        content.with(|content| content.as_ref().and_then(|content| content.retry))
    });
    let in_row = row.is_some();
    BUTTONS.map(|action| {
        let button = NodeRef::<html::Button>::new();
        let is_offered = Memo::new(move |_| {
            content.with(|content| {
                let is_offered = |content: &RowContent| offers(content, action, in_row);
                content.as_ref().is_some_and(is_offered)
            })
        });
        let is_shown = keep_focus(is_offered, button, move || stay.run(()));
        let name = move || {
            name(
                deck.texts(),
                action,
                (skip.get(), retry.get()),
                &title.get().unwrap_or_default(),
            )
        };
        view! {
            <button
                node_ref=button
                type="button"
                class=format!("td-button td-small {}", class(action))
                aria-label=name
                aria-keyshortcuts=row.and_then(|_| shortcut_of(action))
                title=hint(deck.texts(), action)
                tabindex=move || row.map(|row| row.get())
                hidden=move || !is_shown.get()
                on:click=move |event| press.run((action, event))
            >
                <Icon shape=shape(action) />
                <span class="td-button-word">{move || label(deck.texts(), action, (skip.get(), retry.get()))}</span>
            </button>
        }
    })
}

/// Returns whether an action has a button. There is room for few in a row: a wait can be stopped in the details.
fn offers(content: &RowContent, action: Action, in_row: bool) -> bool {
    match action {
        Action::StopRetrying if in_row => false,
        Action::RetryNow => content.skip.is_some(),
        Action::StopRetrying => content.skip == Some(SkippableWait::Retry),
        Action::Cancel => content.can_cancel,
        Action::Abandon => content.can_abandon,
        Action::Retry => content.retry.is_some(),
        _ => false,
    }
}

fn class(action: Action) -> &'static str {
    match action {
        Action::RetryNow => "td-skip",
        Action::StopRetrying => "td-stop",
        Action::Cancel => "td-cancel",
        Action::Abandon => "td-danger td-abandon",
        _ => "td-retry",
    }
}

fn shape(action: Action) -> Shape {
    match action {
        Action::RetryNow => Shape::PLAY,
        Action::Cancel => Shape::CLOSE,
        Action::StopRetrying | Action::Abandon => Shape::STOP,
        _ => Shape::RETRY,
    }
}

/// What two of the buttons would do.
type Offers = (Option<SkippableWait>, Option<RetryOffer>);

fn label(texts: Texts, action: Action, (skip, retry): Offers) -> String {
    match action {
        Action::RetryNow => skip.unwrap_or(SkippableWait::Retry).label(texts),
        Action::StopRetrying => tr!(texts, "Stop retrying"),
        Action::Cancel => tr!(texts, "Cancel"),
        Action::Abandon => tr!(texts, "Abandon"),
        _ => retry.unwrap_or(RetryOffer::Whole).label(texts),
    }
}

/// Returns the accessible name. It contains the title of the run, because other rows have the same buttons.
fn name(texts: Texts, action: Action, (skip, retry): Offers, title: &str) -> String {
    match (action, skip) {
        (Action::RetryNow, Some(SkippableWait::Delay)) => {
            tr!(texts, "Start now {title}", title = title)
        }
        (Action::RetryNow, _) => tr!(texts, "Retry now {title}", title = title),
        (Action::StopRetrying, _) => tr!(texts, "Stop retrying {title}", title = title),
        (Action::Cancel, _) => tr!(texts, "Cancel {title}", title = title),
        (Action::Abandon, _) => tr!(texts, "Abandon {title}", title = title),
        _ => retry.unwrap_or(RetryOffer::Whole).name(texts, title),
    }
}

/// Returns the tooltip, if the label needs one.
fn hint(texts: Texts, action: Action) -> Option<String> {
    match action {
        Action::StopRetrying => Some(tr!(texts, "Stop retrying")),
        Action::Abandon => Some(tr!(texts, "Stops waiting for it; it may go on working")),
        _ => None,
    }
}
