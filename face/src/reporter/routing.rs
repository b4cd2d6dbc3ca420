//! The chain modal → toast → console → counter. Each step is used when the one before it fails.

use std::{rc::Rc, sync::Arc};

use taskdeck_core::TaskError;

use super::{
    Channel, ErrorReport, Modal, Toast, console, inner::Inner, seen::Sight, storm::StormStage,
};

/// The result of an attempt to open the modal.
enum Opening {
    /// The modal is open.
    Open,
    /// The modal may not open now: the user is busy, or a recent drawing failed.
    NotNow,
    /// The modal has opened too often.
    TooOften,
    /// The modal could not be drawn. Contains the errors reported meanwhile.
    Failed(Vec<Arc<ErrorReport>>),
}

impl Inner {
    /// Shows an error in the first way that works, unless the user sees it already. It never fails.
    pub(crate) fn show(self: &Rc<Self>, report: Arc<ErrorReport>, sight: Sight) {
        if self.join(&report) {
            return;
        }
        if !report.is_critical() {
            return self.show_toast(report, sight);
        }
        match self.open_automatically(&report) {
            Opening::Open => {}
            Opening::NotNow => self.show_toast(report, sight),
            Opening::TooOften => self.show_in_many([report]),
            Opening::Failed(joined) => {
                self.show_toast(report, Sight::Unseen);
                self.add_to_many(joined);
            }
        }
    }

    /// Adds an error to the drawing under way, or to the open modal. Returns `false` if there is
    /// neither.
    fn join(&self, report: &Arc<ErrorReport>) -> bool {
        {
            let state = &mut *self.state.borrow_mut();
            if state.guard.join(report) {
                return true;
            }
            let Some(modal) = &mut state.modal else {
                return false;
            };
            modal.join(report.clone());
        }
        self.publish_modal();
        true
    }

    fn open_automatically(&self, report: &Arc<ErrorReport>) -> Opening {
        let Some(drawer) = self.state.borrow().channels.modal.clone() else {
            return Opening::NotNow;
        };
        let may_interrupt = self.fenced(move || match drawer.may_interrupt() {
            true => Ok(()),
            false => Err(TaskError::new("not now")),
        });
        if may_interrupt.is_err() {
            return Opening::NotNow;
        }
        let now = self.world.now();
        {
            let state = &mut *self.state.borrow_mut();
            if !state.breaker.allows(now) {
                return Opening::NotNow;
            }
            if !state.budget.take(now) {
                return Opening::TooOften;
            }
        }
        self.open(Modal::new(vec![report.clone()], true))
    }

    /// Opens the modal on the user's request. Returns `false` if it could not be drawn.
    pub(crate) fn open_on_request(self: &Rc<Self>, pages: Vec<Arc<ErrorReport>>) -> bool {
        let Some(last) = pages.last().cloned() else {
            return false;
        };
        {
            let state = &mut *self.state.borrow_mut();
            // The request comes from code that runs during a drawing, or while the modal is open.
            if let Some(modal) = &mut state.modal {
                let new = pages.into_iter().filter(|page| !modal.pages.contains(page));
                new.collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|page| modal.join(page));
                return true;
            }
            if state.guard.join(&last) {
                return false;
            }
        }
        match self.open(Modal::new(pages, false)) {
            Opening::Open => true,
            Opening::Failed(joined) => {
                self.show_toast(last, Sight::Unseen);
                self.add_to_many(joined);
                self.poke();
                false
            }
            Opening::NotNow | Opening::TooOften => false,
        }
    }

    fn open(&self, modal: Modal) -> Opening {
        let Some(drawer) = self.state.borrow().channels.modal.clone() else {
            return Opening::Failed(Vec::new());
        };
        let Some(first) = modal.pages.first().cloned() else {
            return Opening::NotNow;
        };
        self.state.borrow_mut().modal = Some(modal);
        let opener = drawer.clone();
        let (drawn, joined) = self.draw(Channel::Modal, &first, move || opener.open());
        if drawn.is_ok() {
            {
                let state = &mut *self.state.borrow_mut();
                state.breaker.reset();
                if let Some(modal) = &mut state.modal {
                    joined.into_iter().for_each(|report| modal.join(report));
                }
            }
            self.publish_modal();
            self.set(&self.signals.modal_off, false);
            return Opening::Open;
        }
        {
            let state = &mut *self.state.borrow_mut();
            state.modal = None;
            state.breaker.trip(self.world.now());
        }
        self.publish_modal();
        self.set(&self.signals.modal_off, true);
        let _ = self.fenced(move || {
            drawer.withdraw();
            Ok(())
        });
        Opening::Failed(joined)
    }

    /// Shows an error in the banner of its storm, or as a toast if the user does not see it.
    fn show_toast(self: &Rc<Self>, report: Arc<ErrorReport>, sight: Sight) {
        let now = self.world.now();
        let stage = {
            let state = &mut *self.state.borrow_mut();
            let stage = match report.run() {
                Some(_) => state.storms.failed(&report, now),
                None => StormStage::Single,
            };
            if stage == StormStage::Began {
                state.tray.remove_same_message(&report);
                let is_of_storm = |one: &ErrorReport| one.has_same_message(&report);
                state.open_failures.remove(is_of_storm);
            }
            stage
        };
        match (stage, sight) {
            (StormStage::Single, Sight::Seen) => {}
            (StormStage::Single, Sight::Open) => {
                self.state.borrow_mut().open_failures.push(report, now);
            }
            (StormStage::Single, Sight::Unseen) => self.add_toast(report),
            (StormStage::Began | StormStage::Storm, _) => {
                let joined = self.draw_toast(&report, || {});
                self.add_to_many(joined);
            }
        }
    }

    /// Adds an error to the toast of an equal recent one, or makes a toast of it.
    pub(crate) fn add_toast(self: &Rc<Self>, report: Arc<ErrorReport>) {
        let now = self.world.now();
        let made = {
            let state = &mut *self.state.borrow_mut();
            match state.tray.join_same(&report, now) {
                Some(_) => None,
                None => {
                    let id = state.next_toast();
                    state.tray.add(Toast::of_error(id, &report), now);
                    Some(id)
                }
            }
        };
        let joined = self.draw_toast(&report, || {
            if let Some(id) = made {
                self.state.borrow_mut().tray.remove(id);
            }
        });
        self.add_to_many(joined);
    }

    /// Shows errors in the toast for many errors, because there are too many for the modal.
    fn show_in_many(self: &Rc<Self>, reports: impl IntoIterator<Item = Arc<ErrorReport>>) {
        for report in reports {
            self.add_to_many([report.clone()]);
            let joined = self.draw_toast(&report, || {});
            self.add_to_many(joined);
        }
    }

    /// Adds errors to the toast for many errors. They are not drawn, because they come from a drawing.
    pub(crate) fn add_to_many(&self, reports: impl IntoIterator<Item = Arc<ErrorReport>>) {
        let now = self.world.now();
        let mut some = false;
        {
            let state = &mut *self.state.borrow_mut();
            for report in reports {
                some = true;
                let joined = state.many.filter(|id| state.tray.join(*id, &report, now));
                if joined.is_none() {
                    let id = state.next_toast();
                    state.tray.add(Toast::of_many(id, &report), now);
                    state.many = Some(id);
                }
            }
        }
        if some {
            self.publish_toasts();
        }
    }

    /// Draws the toasts. If that fails, calls `undo` and writes to the console. Returns the errors
    /// reported meanwhile.
    fn draw_toast(&self, report: &Arc<ErrorReport>, undo: impl FnOnce()) -> Vec<Arc<ErrorReport>> {
        let drawer = self.state.borrow().channels.toast.clone();
        let (drawn, joined) = self.draw(Channel::Toast, report, move || match drawer {
            Some(drawer) => drawer.draw(),
            None => Err(TaskError::new("there is no place for toasts on the page")),
        });
        if drawn.is_ok() {
            return joined;
        }
        undo();
        self.publish_toasts();
        self.write_to_console(report);
        joined
            .iter()
            .for_each(|report| self.write_to_console(report));
        Vec::new()
    }

    /// Writes to the console, or counts the error as unshown if that fails too.
    fn write_to_console(&self, report: &ErrorReport) {
        let console = self.state.borrow().channels.console.clone();
        let text = console::for_console(report);
        if self.fenced(move || console(&text)).is_err() {
            self.state.borrow_mut().tally.unshown += 1;
            self.publish_tally();
        }
    }

    /// Draws an error and calls the hooks, behind the guard. Returns the errors reported meanwhile.
    fn draw(
        &self,
        channel: Channel,
        report: &Arc<ErrorReport>,
        draw: impl FnOnce() -> Result<(), TaskError> + 'static,
    ) -> (Result<(), TaskError>, Vec<Arc<ErrorReport>>) {
        let began = self.state.borrow_mut().guard.begin();
        debug_assert!(
            began,
            "what is reported while drawing joins and is not drawn"
        );
        match channel {
            Channel::Modal => self.publish_modal(),
            Channel::Toast => self.publish_toasts(),
        }
        let hooks = self.state.borrow().channels.hooks.clone();
        let mut result = self.fenced(draw);
        for hook in hooks {
            if result.is_ok() {
                let report = report.clone();
                result = self.fenced(move || hook(&report, channel));
            }
        }
        (result, self.state.borrow_mut().guard.end())
    }
}
