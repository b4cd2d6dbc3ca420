//! The buttons that show more of a notification.

use taskdeck_core::RunId;

use crate::{
    browser::FocusReturn,
    reporter::{Toast, ToastKind},
    texts::{tr, use_texts},
    ui::{button::named_button, deck::Deck, lean::*},
};

/// Where focus was before it came to the notifications.
pub(in crate::ui) type ReturnFromToasts = StoredValue<Option<FocusReturn>>;

/// *Details*, which opens the details of the run, and *Show error*, which opens the modal. Outside of a deck there are
/// no details.
pub(super) fn more_buttons(
    title: Signal<String>,
    run: Memo<Option<RunId>>,
    back: ReturnFromToasts,
    show_error: Option<Callback<()>>,
) -> impl IntoView {
    let texts = use_texts();
    let deck = use_context::<Deck>();
    let has_details = Memo::new(move |_| deck.is_some() && run.get().is_some());
    let details = move || {
        if let (Some(deck), Some(run)) = (deck, run.get_untracked()) {
            deck.open_if_kept(run, back.try_update_value(Option::take).flatten());
        }
    };
    let error = show_error.map(|show| {
        named_button(
            tr!(texts, "Show error"),
            move || tr!(texts, "Show error of {title}", title = title.get()),
            move || show.run(()),
        )
    });
    view! {
        <Show when=move || has_details.get()>
            {named_button(
                tr!(texts, "Details"),
                move || tr!(texts, "Details of {title}", title = title.get()),
                details,
            )}
        </Show>
        {error}
    }
}

/// Returns the run whose details belong to a toast: the newest one, unless it is of different errors.
pub(super) fn newest_run(toast: &Toast) -> Option<RunId> {
    match toast.kind {
        ToastKind::ManyErrors => None,
        ToastKind::Success => toast.run,
        ToastKind::Error => toast.reports.back()?.run_id(),
    }
}
