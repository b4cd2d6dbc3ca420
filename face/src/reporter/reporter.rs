//! The handle of a reporter.

use std::{
    fmt,
    rc::{Rc, Weak},
    sync::Arc,
};

use reactive_graph::{
    signal::{ArcReadSignal, ArcRwSignal},
    traits::GetUntracked,
};
use send_wrapper::SendWrapper;
use taskdeck_core::{RetryError, RunId, Supervisor, TaskError};

use super::{
    Announcement, Attention, Channel, EndedUnseen, ErrorReport, History, Modal, ModalDrawer,
    Origin, Registration, Storm, Tally, ToastDrawer, ToastId, Toasts, channels::Registered,
    front::Front,
};
use crate::{format::titled, texts::Texts};

/// The only path by which the errors of a supervisor, and all others, reach the user.
///
/// A `Reporter` is a cheap handle: clones share one reporter. It keeps its supervisor alive;
/// [`downgrade`](Self::downgrade) returns a handle that does not. It may be moved to another
/// thread, but using or dropping it there panics.
///
/// # On drop
///
/// When the last clone is dropped, errors are no longer reported, and no timer is left.
#[derive(Clone)]
pub struct Reporter {
    pub(super) front: SendWrapper<Rc<Front>>,
}

impl Reporter {
    /// Returns a handle that does not keep the reporter alive. Use it in whatever the supervisor
    /// owns.
    #[must_use]
    pub fn downgrade(&self) -> WeakReporter {
        WeakReporter(SendWrapper::new(Rc::downgrade(&self.front)))
    }

    /// Returns the supervisor of this reporter.
    #[must_use]
    pub fn supervisor(&self) -> &Supervisor {
        &self.front.supervisor
    }

    /// Reports an error. `context` is its title: what was being done.
    pub fn report(&self, error: impl Into<TaskError>, context: impl Into<Arc<str>>) {
        self.front.backlog.report(error, context);
    }

    /// Reports an error that nothing caught. It opens the modal by itself, where that is allowed.
    pub fn report_uncaught(&self, error: impl Into<TaskError>) {
        self.front.backlog.report_uncaught(error);
    }

    /// Sets the texts of announcements and toasts that are written by the reporter.
    pub fn set_texts(&self, texts: Texts) {
        self.front.texts.set(texts);
    }

    /// Ignores the errors that match `rule` from now on: they are counted but not shown.
    pub fn ignore(&self, rule: impl Fn(&TaskError) -> bool + 'static) {
        self.inner().state.borrow_mut().ignore.add(rule);
    }

    /// Allows the modal to open again, after it could not be drawn or has opened too often.
    pub fn reset(&self) {
        if let Some(begun) = self.front.begun.get() {
            (begun.reset)(self);
        }
    }

    /// Calls `hook` whenever an error is being drawn, until the registration is dropped. An error
    /// or panic of the hook counts as a failed drawing. Errors that it reports join that drawing.
    pub fn on_show(
        &self,
        hook: impl Fn(&ErrorReport, Channel) -> Result<(), TaskError> + 'static,
    ) -> Registration {
        let hook: Rc<dyn Fn(&ErrorReport, Channel) -> Result<(), TaskError>> = Rc::new(hook);
        self.inner()
            .state
            .borrow_mut()
            .channels
            .hooks
            .push(hook.clone());
        self.register(Registered::Hook(hook))
    }

    /// Replaces the modal drawer until the registration is dropped.
    pub fn set_modal_drawer(&self, drawer: impl ModalDrawer) -> Registration {
        let drawer: Rc<dyn ModalDrawer> = Rc::new(drawer);
        self.inner().state.borrow_mut().channels.modal = Some(drawer.clone());
        self.register(Registered::Modal(drawer))
    }

    /// Replaces the toast drawer until the registration is dropped.
    pub fn set_toast_drawer(&self, drawer: impl ToastDrawer) -> Registration {
        let drawer: Rc<dyn ToastDrawer> = Rc::new(drawer);
        self.inner().state.borrow_mut().channels.toast = Some(drawer.clone());
        self.register(Registered::Toast(drawer))
    }

    pub(super) fn register(&self, what: Registered) -> Registration {
        Registration::new(Rc::downgrade(self.inner()), what)
    }

    /// Opens the modal with these errors. Returns `false` if it could not be drawn; a toast then
    /// shows the last one.
    pub fn open(&self, errors: impl IntoIterator<Item = Arc<ErrorReport>>) -> bool {
        self.inner().open_on_request(errors.into_iter().collect())
    }

    /// Opens the modal with the error of a run. Returns `false` if the run is unknown or has no
    /// error, or if the modal could not be drawn.
    pub fn open_run(&self, run: RunId) -> bool {
        let Some(run) = self.inner().supervisor.run(run).snapshot() else {
            return false;
        };
        let Some(error) = run.error().cloned() else {
            return false;
        };
        self.open([Arc::new(ErrorReport {
            number: 0,
            at: run.finished_at.unwrap_or(run.created_at),
            title: titled(self.inner().texts(), &run.title).into(),
            error,
            origin: Origin::Run(Box::new(run)),
        })])
    }

    /// Records that the modal was closed after `seen` of its pages were viewed, which are read now. Errors that
    /// joined but were not viewed move to a toast.
    pub fn modal_closed(&self, seen: usize) {
        let Some(modal) = self.inner().state.borrow_mut().modal.take() else {
            return;
        };
        self.inner().publish_modal();
        let is_read = |report: &ErrorReport| modal.has_seen(seen, report);
        self.inner()
            .state
            .borrow_mut()
            .history
            .mark_read_where(is_read);
        self.inner().publish_history();
        let unseen = modal.unseen(seen);
        if !unseen.is_empty() {
            self.inner().add_to_many(unseen);
        }
    }

    /// Removes a toast.
    pub fn dismiss(&self, toast: ToastId) {
        self.inner().state.borrow_mut().tray.remove(toast);
        self.inner().publish_toasts();
    }

    /// Removes all toasts.
    pub fn dismiss_all(&self) {
        {
            let state = &mut *self.inner().state.borrow_mut();
            state.tray.clear();
            state.open_failures.remove(|_| true);
        }
        self.inner().publish_toasts();
    }

    /// Sets whether the user can look at the toasts. When countdowns resume, at least 3 s are left
    /// for each.
    pub fn attend_toasts(&self, attention: Attention) {
        let now = self.inner().world.now();
        self.inner().state.borrow_mut().tray.attend(attention, now);
        if attention != Attention::Away {
            self.inner().forget_ended_unseen();
        }
        self.inner().publish_toasts();
        self.inner().poke();
    }

    /// Removes the banner of a storm.
    pub fn dismiss_storm(&self, number: u64) {
        self.inner().state.borrow_mut().storms.remove(number);
        self.inner().publish_toasts();
    }

    /// Returns the runs of a storm that were not retried.
    #[must_use]
    pub fn storm_runs(&self, number: u64) -> Vec<RunId> {
        let state = self.inner().state.borrow();
        let storm = state.storms.get(number);
        storm.map(|storm| storm.runs.clone()).unwrap_or_default()
    }

    /// Returns the newest errors of a storm, oldest first.
    #[must_use]
    pub fn storm_errors(&self, number: u64) -> Vec<Arc<ErrorReport>> {
        let state = self.inner().state.borrow();
        let storm = state.storms.get(number);
        storm
            .map(|storm| storm.reports.iter().cloned().collect())
            .unwrap_or_default()
    }

    /// Retries the runs that can be retried, and returns their number. If one is refused, the rest
    /// is skipped and the refusal is reported.
    pub fn retry(&self, runs: impl IntoIterator<Item = RunId>) -> usize {
        let mut started = 0;
        for run in runs {
            match self.inner().supervisor.run(run).retry() {
                Ok(_) => started += 1,
                Err(error @ RetryError::Refused(_)) => {
                    self.report(error, "Retry");
                    break;
                }
                // The run was retried meanwhile, or is no longer kept.
                Err(_) => {}
            }
        }
        started
    }

    /// Announces a text to screen readers, together with the next milestones. Before the reporter has begun, there is no face that says it.
    pub fn announce(&self, text: impl Into<Arc<str>>) {
        if let Some(begun) = self.front.begun.get() {
            (begun.announce)(self, text.into());
        }
    }

    /// Marks the history as read.
    pub fn mark_read(&self) {
        self.inner().state.borrow_mut().history.mark_read();
        self.inner().publish_history();
    }

    /// Clears the history.
    pub fn clear_history(&self) {
        self.inner().state.borrow_mut().history.clear();
        self.inner().publish_history();
    }

    /// Returns the visible toasts.
    #[must_use]
    pub fn toasts(&self) -> ArcReadSignal<Toasts> {
        self.front.signals.toasts.read_only()
    }

    /// Returns the storms that were not dismissed.
    #[must_use]
    pub fn storms(&self) -> ArcReadSignal<Vec<Storm>> {
        self.front.signals.storms.read_only()
    }

    /// Returns the content of the modal while it is open.
    #[must_use]
    pub fn modal(&self) -> ArcReadSignal<Option<Modal>> {
        self.front.signals.modal.read_only()
    }

    /// Returns whether the modal is off because it could not be drawn. It is on again after a quiet
    /// time, or after [`reset`](Self::reset).
    #[must_use]
    pub fn modal_off(&self) -> ArcReadSignal<bool> {
        self.front.signals.modal_off.read_only()
    }

    /// Returns the notifications kept under the bell.
    #[must_use]
    pub fn history(&self) -> ArcReadSignal<History> {
        self.front.signals.history.read_only()
    }

    /// Returns whether the history is open. The face that draws it reads this signal; any code may
    /// set it.
    #[must_use]
    pub fn history_open(&self) -> ArcRwSignal<bool> {
        self.front.signals.history_open.clone()
    }

    /// Returns the numbers of errors.
    #[must_use]
    pub fn tally(&self) -> ArcReadSignal<Tally> {
        self.front.signals.tally.read_only()
    }

    /// Returns how many runs have ended while the page was not looked at. It is empty again once the page is.
    #[must_use]
    pub fn ended_unseen(&self) -> ArcReadSignal<EndedUnseen> {
        self.front.signals.ended_unseen.read_only()
    }

    /// Returns the latest announcement for screen readers.
    #[must_use]
    pub fn announcement(&self) -> ArcReadSignal<Announcement> {
        self.front.signals.announcement.read_only()
    }
}

/// A handle that keeps neither the reporter nor its supervisor alive.
#[derive(Clone)]
pub struct WeakReporter(SendWrapper<Weak<Front>>);

impl WeakReporter {
    /// Returns the reporter if it still exists.
    #[must_use]
    pub fn upgrade(&self) -> Option<Reporter> {
        let front = SendWrapper::new(self.0.upgrade()?);
        Some(Reporter { front })
    }
}

impl fmt::Debug for WeakReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakReporter")
    }
}

/// Subscribes the reporter to its supervisor, which must not keep it alive.
impl PartialEq for Reporter {
    /// Returns whether both are handles of the same reporter.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.front, &other.front)
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reporter")
            .field("tally", &self.front.signals.tally.get_untracked())
            .finish_non_exhaustive()
    }
}
