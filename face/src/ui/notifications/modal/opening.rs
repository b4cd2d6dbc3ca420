//! Opens the dialog of the error modal.

use std::{cell::Cell, time::Duration};

use leptos::{html::Dialog, web_sys::HtmlDialogElement};
use send_wrapper::SendWrapper;
use taskdeck_core::{Instant, SharedWorld, TaskError};

use crate::{
    browser::{FocusReturn, is_dialog_open, is_typing, js_error},
    reporter::{ModalDrawer, Reporter},
    ui::lean::*,
};

/// How long a modal that opened by itself ignores keys, which were meant for something else.
const IGNORE_KEYS_FOR: Duration = Duration::from_millis(400);

thread_local! {
    /// Whether an error modal is open. A page has at most one, across all decks.
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// An open modal. Dropping it restores focus and lets another modal open.
#[derive(Debug)]
pub(super) struct OpenModal {
    keys_ignored_until: Option<Instant>,
    world: SharedWorld,
    _focus: FocusReturn,
    _only_modal: OnlyModal,
}

impl OpenModal {
    /// Returns whether keys are still ignored.
    pub(super) fn ignores_keys(&self) -> bool {
        self.keys_ignored_until
            .is_some_and(|until| self.world.now() < until)
    }
}

/// The right to be the only modal of the page.
#[derive(Debug)]
struct OnlyModal;

impl OnlyModal {
    fn take() -> Option<Self> {
        (!OPEN.replace(true)).then_some(Self)
    }
}

impl Drop for OnlyModal {
    fn drop(&mut self) {
        OPEN.set(false);
    }
}

struct DialogDrawer {
    dialog: HtmlDialogElement,
    reporter: Box<dyn Fn() -> Option<bool>>,
    world: SharedWorld,
    opened: Box<dyn Fn(OpenModal)>,
}

impl ModalDrawer for DialogDrawer {
    fn may_interrupt(&self) -> bool {
        !OPEN.get() && !is_typing() && !is_dialog_open(&self.dialog)
    }

    fn open(&self) -> Result<(), TaskError> {
        if !self.dialog.is_connected() {
            return Err(TaskError::new("the error modal is not on the page"));
        }
        let only_modal =
            OnlyModal::take().ok_or_else(|| TaskError::new("an error modal is open"))?;
        let focus = FocusReturn::remember();
        if let Err(thrown) = self.dialog.show_modal() {
            focus.forget();
            return Err(js_error(&thrown));
        }
        let by_itself = (self.reporter)().unwrap_or(false);
        (self.opened)(OpenModal {
            keys_ignored_until: by_itself.then(|| self.world.now() + IGNORE_KEYS_FOR),
            world: self.world.clone(),
            _focus: focus,
            _only_modal: only_modal,
        });
        Ok(())
    }

    fn withdraw(&self) {
        self.dialog.close();
    }
}

/// Registers a dialog as the modal of the reporter while it exists.
pub(super) fn draw_modal_in(
    dialog: NodeRef<Dialog>,
    reporter: &Reporter,
    opened: impl Fn(OpenModal) + Copy + 'static,
) {
    let registration = StoredValue::new(None);
    let reporter = SendWrapper::new(reporter.clone());
    let opened = SendWrapper::new(opened);
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        let modal = reporter.modal();
        let drawer = DialogDrawer {
            dialog,
            reporter: Box::new(move || {
                modal.with_untracked(|modal| Some(modal.as_ref()?.by_itself))
            }),
            world: reporter.supervisor().world(),
            opened: Box::new(*opened),
        };
        registration.set_value(Some(reporter.set_modal_drawer(drawer)));
    });
}
