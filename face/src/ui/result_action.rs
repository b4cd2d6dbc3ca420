//! The button for what one does next with the result of a run.

use leptos::{ev::MouseEvent, html};
use taskdeck_core::RunId;
use web_sys::HtmlElement;

use super::{
    actions::{Action, shortcut_of},
    deck::Deck,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    model::NextStep,
    parts,
};
use crate::{
    format::count,
    texts::{Texts, tr},
    ui::lean::*,
};

/// What the button of a result offers, or what it has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    Copy,
    Copied,
    Save { files: usize },
    Saving,
    Saved,
}

/// The button for what one does next with the result of a run, in its row and in its details: *Copy*, *Save* or
/// *Save all (8)*. Afterwards it shows a tick. It is hidden without a next step.
#[component]
pub(super) fn ResultButton<Stay>(
    /// The run, which may change.
    #[prop(into)]
    run: Signal<Option<RunId>>,
    /// What one does next with its result.
    #[prop(into)]
    step: Signal<Option<NextStep>>,
    /// The title of the run.
    title: Memo<String>,
    /// The tab index if the button is in a row, where keyboard shortcuts work too.
    #[prop(optional, into)]
    tab_index: Option<Signal<&'static str>>,
    /// Returns the element that takes focus when the focused button is hidden.
    stay: Stay,
    /// Returns the run that a press applies to, if that may be another than the one that is shown by then.
    #[prop(optional, into)]
    pressed: Option<Callback<MouseEvent, Option<RunId>>>,
) -> impl IntoView
where
    Stay: Fn() -> Option<HtmlElement> + Copy + 'static,
{
    let deck = Deck::of_context();
    let button = NodeRef::<html::Button>::new();
    let offer = Memo::new(move |_| offer(deck, run.get()?, step.get()?));
    let is_offered = Memo::new(move |_| offer.get().is_some());
    let is_shown = keep_focus(is_offered, button, stay);
    // It stays readable while it is hidden.
    let shown = move || offer.get().unwrap_or(Offer::Copy);
    let press = move |event: MouseEvent| {
        let run = match pressed {
            Some(pressed) => pressed.run(event),
            None => run.get_untracked(),
        };
        if let Some(run) = run {
            parts::take_result(deck, run);
        }
    };
    let shape = Signal::derive(move || match shown() {
        Offer::Copy => Shape::COPY,
        Offer::Save { .. } => Shape::SAVE,
        Offer::Saving => Shape::ARC,
        Offer::Copied | Offer::Saved => Shape::TICK,
    });
    view! {
        <button
            node_ref=button
            type="button"
            class="td-button td-small td-result"
            class:td-done=move || matches!(shown(), Offer::Copied | Offer::Saved)
            aria-label=move || title.with(|title| name(deck.texts(), shown(), title))
            aria-busy=move || (shown() == Offer::Saving).then_some("true")
            aria-keyshortcuts=tab_index.and_then(|_| shortcut_of(Action::TakeResult))
            tabindex=move || tab_index.map(|tab_index| tab_index.get())
            hidden=move || !is_shown.get()
            on:pointerenter=|_| parts::expect_result()
            on:focus=|_| parts::expect_result()
            on:click=press
        >
            <Icon shape=shape />
            <span class="td-button-word">{move || label(deck.texts(), shown())}</span>
        </button>
    }
}

fn offer(deck: Deck, run: RunId, step: NextStep) -> Option<Offer> {
    Some(match step {
        NextStep::Copy if deck.saves.has_copied(run) => Offer::Copied,
        NextStep::Copy => Offer::Copy,
        NextStep::Save { .. } if deck.saves.is_saving(run) => Offer::Saving,
        NextStep::Save { .. } if deck.saves.are_saved(run) => Offer::Saved,
        NextStep::Save { files } => Offer::Save { files },
    })
}

fn label(texts: Texts, offer: Offer) -> String {
    match offer {
        Offer::Copy => tr!(texts, "Copy"),
        Offer::Copied => tr!(texts, "Copied"),
        Offer::Save { files: 1 } => tr!(texts, "Save"),
        Offer::Save { files } => tr!(texts, "Save all ({count})", count = count(texts, files)),
        Offer::Saving => tr!(texts, "Saving…"),
        Offer::Saved => tr!(texts, "Saved"),
    }
}

/// Returns the accessible name. It contains the label and the title of the run, because other rows have the same button.
fn name(texts: Texts, offer: Offer, title: &str) -> String {
    match offer {
        Offer::Copy => tr!(texts, "Copy {title}", title = title),
        Offer::Copied => tr!(texts, "Copied {title}", title = title),
        Offer::Save { files: 1 } => tr!(texts, "Save {title}", title = title),
        Offer::Save { files } => tr!(
            texts,
            "Save all ({count}) of {title}",
            count = count(texts, files),
            title = title
        ),
        Offer::Saving => tr!(texts, "Saving… {title}", title = title),
        Offer::Saved => tr!(texts, "Saved {title}", title = title),
    }
}

/// Tells screen readers what was copied or saved.
#[component]
pub(super) fn ResultStatus() -> impl IntoView {
    let said = Deck::of_context().saves.said();
    view! {
        <p class="td-visually-hidden" role="status">
            {move || said.get()}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_contains_the_label() {
        let offers = [
            Offer::Copy,
            Offer::Copied,
            Offer::Save { files: 1 },
            Offer::Save { files: 1_200 },
            Offer::Saving,
            Offer::Saved,
        ];
        for offer in offers {
            let (label, name) = (
                label(Texts::ENGLISH, offer),
                name(Texts::ENGLISH, offer, "Hash files: a"),
            );
            assert!(
                name.starts_with(&label) && name.ends_with("Hash files: a"),
                "{name}"
            );
        }
        assert_eq!(label(Texts::ENGLISH, offers[3]), "Save all (1,200)");
    }
}
