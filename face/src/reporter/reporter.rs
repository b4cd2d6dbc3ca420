//! The handle.

use std::{
    cell::OnceCell,
    fmt,
    rc::{Rc, Weak},
    sync::Arc,
};

use reactive_graph::signal::{ArcReadSignal, ArcRwSignal};
use send_wrapper::SendWrapper;
use taskdeck_core::{ErrorHandler, Interest, RetryError, RunId, Supervisor, TaskError};

use super::{
    Announcement, Attention, Channel, ConsoleWriter, ErrorReport, History, Modal, ModalDrawer,
    Origin, Registration, Storm, Tally, ToastDrawer, ToastId, Toasts,
    channels::{Channels, Registered},
    inner::Inner,
    state::State,
};
use crate::{browser::console_error, texts::Texts};

/// The one way in which the errors of a supervisor, and all others, reach a person.
///
/// It is a cheap handle: clones mean the same reporter. It keeps its supervisor alive. It may be moved
/// to another thread but used, and dropped, only on the one that made it; anything else panics.
///
/// # On drop
///
/// When the last clone is dropped nobody is told of errors any more, and no timer is left.
#[derive(Clone)]
pub struct Reporter {
    inner: SendWrapper<Rc<Inner>>,
}

impl Reporter {
    /// The reporter of this supervisor: it is told of its failures and status changes from now on. A
    /// handler of errors that was there before is told too.
    #[must_use]
    pub fn new(supervisor: &Supervisor) -> Self {
        Self::with_console(supervisor, Rc::new(console_error))
    }

    /// The same with somebody else who writes to the console.
    #[must_use]
    pub fn with_console(supervisor: &Supervisor, console: ConsoleWriter) -> Self {
        let state = State::new(Channels::new(console));
        let inner = Rc::new(Inner::new(supervisor, state));
        listen(&inner, supervisor);
        Self {
            inner: SendWrapper::new(inner),
        }
    }

    /// The same reporter, not kept alive by the result: what the supervisor owns holds it like this.
    #[must_use]
    pub fn downgrade(&self) -> WeakReporter {
        WeakReporter(SendWrapper::new(Rc::downgrade(&self.inner)))
    }

    /// The supervisor whose errors it reports.
    #[must_use]
    pub fn supervisor(&self) -> &Supervisor {
        &self.inner.supervisor
    }

    /// Reports an error. `context` says what was being done; it is the title of what is shown.
    pub fn report(&self, error: impl Into<TaskError>, context: impl Into<Arc<str>>) {
        self.inner
            .receive(context.into(), error.into(), Origin::Reported);
    }

    /// Reports an error that nobody caught. It opens the modal by itself, where that is allowed.
    pub fn report_uncaught(&self, error: impl Into<TaskError>) {
        self.inner.receive(
            "Something went wrong".into(),
            error.into(),
            Origin::Uncaught,
        );
    }

    /// What it says itself, it says in these words from now on: what is read out, and what is no error.
    pub fn set_texts(&self, texts: Texts) {
        self.inner.state.borrow_mut().texts = texts;
    }

    /// Errors for which this is true mean nothing from now on: they are counted and shown to nobody.
    pub fn ignore(&self, rule: impl Fn(&TaskError) -> bool + 'static) {
        self.inner.state.borrow_mut().ignore.add(rule);
    }

    /// Lets the modal open again, after it could not be drawn or had opened too often.
    pub fn reset(&self) {
        {
            let mut state = self.inner.state.borrow_mut();
            state.breaker.reset();
            state.budget.reset();
        }
        self.inner.set(&self.inner.signals.modal_off, false);
        self.inner.poke();
    }

    /// Calls a function while an error is being drawn, each time, until the registration is dropped.
    /// Its error or panic is a failure of that drawing. What it reports joins what is being drawn.
    pub fn on_show(
        &self,
        hook: impl Fn(&ErrorReport, Channel) -> Result<(), TaskError> + 'static,
    ) -> Registration {
        let hook: Rc<dyn Fn(&ErrorReport, Channel) -> Result<(), TaskError>> = Rc::new(hook);
        self.inner
            .state
            .borrow_mut()
            .channels
            .hooks
            .push(hook.clone());
        self.register(Registered::Hook(hook))
    }

    /// Puts a drawer of the modal in the place of the one before, until the registration is dropped.
    pub fn set_modal_drawer(&self, drawer: impl ModalDrawer) -> Registration {
        let drawer: Rc<dyn ModalDrawer> = Rc::new(drawer);
        self.inner.state.borrow_mut().channels.modal = Some(drawer.clone());
        self.register(Registered::Modal(drawer))
    }

    /// Puts a drawer of toasts in the place of the one before, until the registration is dropped.
    pub fn set_toast_drawer(&self, drawer: impl ToastDrawer) -> Registration {
        let drawer: Rc<dyn ToastDrawer> = Rc::new(drawer);
        self.inner.state.borrow_mut().channels.toast = Some(drawer.clone());
        self.register(Registered::Toast(drawer))
    }

    fn register(&self, what: Registered) -> Registration {
        Registration::new(Rc::downgrade(&self.inner), what)
    }

    /// Opens the modal with these errors; `false` when it could not be drawn (then a toast says so).
    pub fn open(&self, errors: impl IntoIterator<Item = Arc<ErrorReport>>) -> bool {
        self.inner.open_as_asked(errors.into_iter().collect())
    }

    /// Opens the modal with the error of this run; `false` when it has none.
    pub fn open_run(&self, run: RunId) -> bool {
        let Some(run) = self.inner.supervisor.run(run).snapshot() else {
            return false;
        };
        let Some(error) = run.error().cloned() else {
            return false;
        };
        self.open([Arc::new(ErrorReport {
            number: 0,
            at: run.finished_at.unwrap_or(run.created_at),
            title: run.shown_title().into(),
            error,
            origin: Origin::Run(Box::new(run)),
        })])
    }

    /// The modal was closed by somebody who had looked at this many of its pages. Errors that had
    /// joined and were not looked at are a toast now.
    pub fn modal_closed(&self, seen: usize) {
        let Some(modal) = self.inner.state.borrow_mut().modal.take() else {
            return;
        };
        self.inner.publish_modal();
        let unseen = modal.unseen(seen);
        if !unseen.is_empty() {
            self.inner.add_to_many(unseen);
        }
    }

    /// Takes a toast away.
    pub fn dismiss(&self, toast: ToastId) {
        self.inner.state.borrow_mut().tray.remove(toast);
        self.inner.publish_toasts();
    }

    /// Takes all toasts away.
    pub fn dismiss_all(&self) {
        self.inner.state.borrow_mut().tray.clear();
        self.inner.publish_toasts();
    }

    /// Says whether a person can look at the toasts. When their clocks go on, each has 3 s left at
    /// least.
    pub fn attend_toasts(&self, attention: Attention) {
        let now = self.inner.world.now();
        self.inner.state.borrow_mut().tray.attend(attention, now);
        self.inner.publish_toasts();
        self.inner.poke();
    }

    /// Takes the banner of a storm away.
    pub fn dismiss_storm(&self, number: u64) {
        self.inner.state.borrow_mut().storms.remove(number);
        self.inner.publish_toasts();
    }

    /// The runs of a storm that nobody has started again.
    #[must_use]
    pub fn storm_runs(&self, number: u64) -> Vec<RunId> {
        let state = self.inner.state.borrow();
        let storm = state.storms.get(number);
        storm
            .map(|storm| storm.runs.iter().copied().collect())
            .unwrap_or_default()
    }

    /// The newest errors of a storm, oldest first.
    #[must_use]
    pub fn storm_errors(&self, number: u64) -> Vec<Arc<ErrorReport>> {
        let state = self.inner.state.borrow();
        let storm = state.storms.get(number);
        storm
            .map(|storm| storm.reports.iter().cloned().collect())
            .unwrap_or_default()
    }

    /// Starts these runs again, as far as they can be, and returns how many. When one is refused, the
    /// rest is left as it is and the refusal is reported.
    pub fn retry(&self, runs: impl IntoIterator<Item = RunId>) -> usize {
        let mut started = 0;
        for run in runs {
            match self.inner.supervisor.run(run).retry() {
                Ok(_) => started += 1,
                Err(error @ RetryError::Refused(_)) => {
                    self.report(error, "Retry");
                    break;
                }
                // Somebody else was faster, or there is nothing left to start again.
                Err(_) => {}
            }
        }
        started
    }

    /// Says something to those who do not see the page, with the next milestones.
    pub fn announce(&self, text: impl Into<Arc<str>>) {
        let now = self.inner.world.now();
        self.inner
            .state
            .borrow_mut()
            .milestones
            .say(text.into(), now);
        self.inner.poke();
    }

    /// Somebody has looked at the history.
    pub fn mark_read(&self) {
        self.inner.state.borrow_mut().history.unread = 0;
        self.inner.publish_history();
    }

    /// Forgets the history.
    pub fn clear_history(&self) {
        self.inner.state.borrow_mut().history.clear();
        self.inner.publish_history();
    }

    /// The toasts that are shown.
    #[must_use]
    pub fn toasts(&self) -> ArcReadSignal<Toasts> {
        self.inner.signals.toasts.read_only()
    }

    /// The storms that nobody has dismissed.
    #[must_use]
    pub fn storms(&self) -> ArcReadSignal<Vec<Storm>> {
        self.inner.signals.storms.read_only()
    }

    /// What the modal shows, while it is open.
    #[must_use]
    pub fn modal(&self) -> ArcReadSignal<Option<Modal>> {
        self.inner.signals.modal.read_only()
    }

    /// Whether the modal does not open by itself any more, because it could not be drawn. It will
    /// again after a quiet time, and after [`reset`](Self::reset).
    #[must_use]
    pub fn modal_off(&self) -> ArcReadSignal<bool> {
        self.inner.signals.modal_off.read_only()
    }

    /// What is kept under the bell.
    #[must_use]
    pub fn history(&self) -> ArcReadSignal<History> {
        self.inner.signals.history.read_only()
    }

    /// Whether the history is open. Whoever draws it follows this; anybody may set it.
    #[must_use]
    pub fn history_open(&self) -> ArcRwSignal<bool> {
        self.inner.signals.history_open.clone()
    }

    /// How many errors there were.
    #[must_use]
    pub fn tally(&self) -> ArcReadSignal<Tally> {
        self.inner.signals.tally.read_only()
    }

    /// What is to be read out.
    #[must_use]
    pub fn announcement(&self) -> ArcReadSignal<Announcement> {
        self.inner.signals.announcement.read_only()
    }
}

/// A reporter that this does not keep alive, nor its supervisor.
#[derive(Clone)]
pub struct WeakReporter(SendWrapper<Weak<Inner>>);

impl WeakReporter {
    /// The reporter, if it is still there.
    #[must_use]
    pub fn upgrade(&self) -> Option<Reporter> {
        let inner = SendWrapper::new(self.0.upgrade()?);
        Some(Reporter { inner })
    }
}

impl fmt::Debug for WeakReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakReporter")
    }
}

/// Lets the reporter be told by its supervisor, without keeping it alive.
fn listen(inner: &Rc<Inner>, supervisor: &Supervisor) {
    let weak: Weak<Inner> = Rc::downgrade(inner);
    let subscription = supervisor.observe(Interest::Changes).subscribe({
        let weak = weak.clone();
        move |changes| {
            if let Some(inner) = weak.upgrade() {
                inner.changed(changes);
            }
        }
    });
    // It can be set only once, here.
    let _ = inner.listener.set(subscription);

    let before: Rc<OnceCell<ErrorHandler>> = Rc::default();
    let earlier = before.clone();
    let replaced = supervisor.set_error_handler(move |run, error| {
        if let Some(inner) = weak.upgrade() {
            let title = run.shown_title().into();
            inner.receive(title, error.clone(), Origin::Run(Box::new(run.clone())));
        }
        match earlier.get() {
            Some(handler) => handler(run, error),
            None => Ok(()),
        }
    });
    if let Some(handler) = replaced {
        let _ = before.set(handler);
    }
}

impl PartialEq for Reporter {
    /// Whether both are the same reporter.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reporter")
            .field("tally", &self.inner.state.borrow().tally)
            .finish_non_exhaustive()
    }
}
