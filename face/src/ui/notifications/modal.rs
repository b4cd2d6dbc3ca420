//! The error modal.

mod controls;
mod opening;

use crate::texts::{tr, use_texts};
use std::sync::Arc;

use leptos::{
    ev,
    html::{Button, Dialog},
    web_sys::KeyboardEvent,
};

use self::{
    controls::{CopyError, Pager, RetryError},
    opening::{OpenModal, draw_modal_in},
};
use super::{
    error_page::ErrorPage,
    keys::{is_key, trap_tab},
    toast_item::report_title,
};
use crate::{
    reporter::{ErrorReport, Modal, use_reporter},
    ui::{
        icon::{Icon, Shape},
        lean::*,
        notifications::element_id,
    },
};

/// The error modal: one error at a time in full, and *1 of 12* to page through those that joined. A page shows
/// at most one.
///
/// The reporter opens it for critical errors and on request of the user. Without it, both become toasts.
#[component]
pub fn ErrorModal() -> impl IntoView {
    let reporter = match use_reporter() {
        Ok(reporter) => reporter,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    let texts = use_texts();
    let modal: Signal<Option<Modal>> = reporter.modal().into();
    let dialog = NodeRef::<Dialog>::new();
    let close_button = NodeRef::<Button>::new();
    let page = RwSignal::new(0_usize);
    let viewed = StoredValue::new(0_usize);
    let opened = StoredValue::new(None::<OpenModal>);

    draw_modal_in(dialog, &reporter, move |now| {
        page.set(0);
        viewed.set_value(1);
        opened.set_value(Some(now));
    });
    Effect::new(move || viewed.update_value(|viewed| *viewed = (*viewed).max(page.get() + 1)));

    let report = report_of_page(modal, page);
    let closed = {
        let reporter = StoredValue::new(reporter.clone());
        move || {
            // The event belongs to an earlier opening of the dialog.
            if dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
                return;
            }
            reporter.with_value(|reporter| reporter.modal_closed(viewed.get_value()));
            // Restores focus, and lets another modal open.
            drop(opened.try_update_value(Option::take));
        }
    };
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
            // The event fires frames later, and an error reported until then opens the dialog again.
            closed();
        }
    });
    let keys = ModalKeys {
        dialog,
        opened,
        close,
    };
    let (title_id, message_id) = (element_id("error-title"), element_id("error-message"));
    let (labelled_by, described_by) = (title_id.clone(), message_id.clone());
    let supervisor = StoredValue::new(reporter.supervisor().clone());
    let reporter = StoredValue::new(reporter);
    let page_of = move || {
        let report = report.get()?;
        let (supervisor, message_id) = (supervisor.get_value(), message_id.clone());
        Some(view! { <ErrorPage report=report supervisor=supervisor message_id=message_id /> })
    };
    view! {
        <dialog
            node_ref=dialog
            class="td-modal" part="dialog"
            role="alertdialog"
            aria-modal="true"
            aria-labelledby=labelled_by
            aria-describedby=described_by
            on:keydown=move |event| keys.down(&event)
            on:keyup=move |event| keys.block(&event)
            // Browsers also close dialogs by their own gestures.
            on:cancel=move |event| keys.block(&event)
            on:close=move |_| closed()
        >
            <div class="td-modal-head">
                <Icon shape=Shape::OCTAGON />
                <h2 id=title_id dir="auto">
                    {move || report.get().map(|report| report_title(texts, &report))}
                </h2>
                <Pager modal=modal page=page />
            </div>
            <div class="td-modal-body" tabindex="0" role="group" aria-label=tr!(texts, "Details")>
                {page_of}
            </div>
            <div class="td-modal-foot">
                <CopyError report=report supervisor=supervisor.get_value() />
                <RetryError
                    report=report
                    modal=modal
                    reporter=reporter.get_value()
                    close=close
                />
                <button
                    node_ref=close_button
                    type="button"
                    class="td-button td-primary"
                    autofocus=true
                    on:click=move |_| close.run(())
                >
                    {tr!(texts, "Close")}
                </button>
            </div>
        </dialog>
    }
    .into_any()
}

/// Returns the error on this page. While the modal closes, it keeps its content.
fn report_of_page(
    modal: Signal<Option<Modal>>,
    page: RwSignal<usize>,
) -> Memo<Option<Arc<ErrorReport>>> {
    Memo::by_address(move |before: Before<'_, Option<Arc<ErrorReport>>>| {
        let at = page.get();
        let now = modal.with(|modal| modal.as_ref()?.pages.get(at).cloned());
        now.or_else(|| before.get().cloned().flatten())
    })
}

/// Handles the keys of the modal.
#[derive(Clone, Copy)]
struct ModalKeys {
    dialog: NodeRef<Dialog>,
    opened: StoredValue<Option<OpenModal>>,
    close: Callback<()>,
}

impl ModalKeys {
    /// Returns whether keys are still ignored.
    fn are_ignored(self) -> bool {
        let opened = self.opened;
        opened.with_value(|opened| opened.as_ref().is_some_and(OpenModal::ignores_keys))
    }

    fn down(self, event: &KeyboardEvent) {
        if self.are_ignored() {
            event.prevent_default();
            return event.stop_propagation();
        }
        if is_key(event, "Escape") {
            event.prevent_default();
            self.close.run(());
        } else if let Some(dialog) = self.dialog.get_untracked() {
            trap_tab(&dialog, event);
        }
        // Keys of the page behind the modal do not apply.
        event.stop_propagation();
    }

    /// Prevents keys from closing the modal while they are ignored.
    fn block(self, event: &ev::Event) {
        if self.are_ignored() {
            event.prevent_default();
        }
    }
}
