//! The part that all clones of a reporter share: what it does with what happens.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
    sync::Arc,
    task::Waker,
    time::Duration,
};

use reactive_graph::{signal::ArcRwSignal, traits::Set};
use taskdeck_core::{
    ErrorKind, Message, RunId, RunState, SharedWorld, Subscription, Supervisor, TaskError,
    Transition, message,
};

use super::{ErrorReport, Origin, Toast, signals::Signals, state::State, ticker::Ticker};

/// Work that took this long is worth a toast when it ends well.
const LONG_WORK: Duration = Duration::from_secs(10);

/// The part that all clones of a reporter share.
pub(crate) struct Inner {
    pub(crate) supervisor: Supervisor,
    pub(crate) world: SharedWorld,
    pub(crate) state: RefCell<State>,
    pub(crate) signals: Signals,
    pub(crate) listener: OnceCell<Subscription>,
    ticker: Cell<Option<Waker>>,
    ticking: Cell<bool>,
}

impl Inner {
    pub(crate) fn new(supervisor: &Supervisor, state: State) -> Self {
        Self {
            supervisor: supervisor.clone(),
            world: supervisor.world(),
            state: RefCell::new(state),
            signals: Signals::default(),
            listener: OnceCell::new(),
            ticker: Cell::new(None),
            ticking: Cell::new(false),
        }
    }

    /// Takes an error in: counts it, keeps it, and shows it unless it means nothing.
    pub(crate) fn receive(self: &Rc<Self>, title: Arc<str>, error: TaskError, origin: Origin) {
        let ignored = self.means_nothing(&error);
        let now = self.world.now();
        let report = {
            let mut state = self.state.borrow_mut();
            state.tally.reported += 1;
            state.tally.ignored += u64::from(ignored);
            Arc::new(ErrorReport {
                number: state.tally.reported,
                at: now,
                title,
                error,
                origin,
            })
        };
        self.publish_tally();
        if ignored || report.is_of_a_child() {
            return;
        }
        self.keep(&report);
        self.show(report);
        self.poke();
    }

    /// Asks the list of errors that mean nothing. A rule is code of others: one that panics is wrong.
    fn means_nothing(&self, error: &TaskError) -> bool {
        let list = self.state.borrow().ignore.clone();
        let error = error.clone();
        let answer = Rc::new(Cell::new(false));
        let told = answer.clone();
        let asked = self.fenced(move || {
            told.set(list.has(&error));
            Ok(())
        });
        asked.is_ok() && answer.get()
    }

    fn keep(&self, report: &Arc<ErrorReport>) {
        {
            let state = &mut *self.state.borrow_mut();
            let id = state.next_toast();
            let make = || Toast::of_error(id, report);
            state.history.add_error(report, report.at, make);
        }
        self.publish_history();
    }

    /// Runs have changed their status.
    pub(crate) fn changed(self: &Rc<Self>, changes: &[Transition]) {
        let due = self.state.borrow().next_due();
        let now = self.world.now();
        for change in changes {
            self.state.borrow_mut().milestones.note(change, now);
            self.follow(change);
        }
        if self.state.borrow().next_due() != due {
            self.poke();
        }
    }

    /// Says what a change means beside its milestone.
    fn follow(&self, change: &Transition) {
        let run = &change.run;
        if let (None, Some(old)) = (change.from, run.retry_of) {
            self.forget(old);
        }
        if let (RunState::Completed, Some(started), Some(finished)) =
            (&run.state, run.started_at, run.finished_at)
            && finished - started >= LONG_WORK
            && run.parent.is_none()
        {
            let took = Duration::from_secs((finished - started).as_secs());
            let text = message!("Done in {time}", time = took);
            self.congratulate(run.id, run.shown_title(), text);
        }
    }

    fn congratulate(&self, run: RunId, title: &str, text: Message) {
        {
            let now = self.world.now();
            let state = &mut *self.state.borrow_mut();
            let title = super::one_line(title);
            let (shown, kept) = (state.next_toast(), state.next_toast());
            state
                .tray
                .add(Toast::of_success(shown, run, &title, text.clone()), now);
            state
                .history
                .add_success(Toast::of_success(kept, run, &title, text), now);
        }
        self.publish_toasts();
        self.publish_history();
    }

    /// Somebody has started a run again: its error asks for no more attention.
    fn forget(&self, run: RunId) {
        let (told, kept) = {
            let state = &mut *self.state.borrow_mut();
            let told = state.tray.forget_run(run) | state.storms.forget_run(run);
            let kept = state.history.tells_of(run);
            if kept {
                state.history.forget_run(run);
            }
            (told, kept)
        };
        if told {
            self.publish_toasts();
        }
        if kept {
            self.publish_history();
        }
    }

    /// Does what is due.
    pub(crate) fn tick(&self) {
        let now = self.world.now();
        let (expired, announcement, closed) = {
            let state = &mut *self.state.borrow_mut();
            let tripped = state.breaker.closes_at().is_some();
            (
                state.tray.expire(now),
                state.milestones.take(state.texts, now),
                tripped && state.breaker.allows(now),
            )
        };
        if expired {
            self.publish_toasts();
        }
        if let Some(announcement) = announcement {
            self.set(&self.signals.announcement, announcement);
        }
        if closed {
            self.set(&self.signals.modal_off, false);
        }
    }

    /// Keeps the waker of the ticker, for when something else is due.
    pub(crate) fn park(&self, waker: &Waker) {
        self.ticker.set(Some(waker.clone()));
    }

    /// Something may be due at another time than before.
    pub(crate) fn poke(self: &Rc<Self>) {
        if let Some(waker) = self.ticker.take() {
            waker.wake();
        } else if !self.ticking.get() && self.state.borrow().next_due().is_some() {
            self.ticking.set(true);
            self.world.spawn(Box::pin(Ticker::new(Rc::downgrade(self))));
        }
    }

    /// Calls code of somebody else. Its panic is an error like any other.
    pub(crate) fn fenced(
        &self,
        function: impl FnOnce() -> Result<(), TaskError> + 'static,
    ) -> Result<(), TaskError> {
        let result = Rc::new(Cell::new(None));
        let slot = result.clone();
        match self
            .world
            .call(Box::new(move || slot.set(Some(function()))))
        {
            Ok(()) => result.take().unwrap_or(Ok(())),
            Err(trap) => Err(TaskError::of_kind(ErrorKind::Panic, trap.message)),
        }
    }

    /// Sets a signal. A subscriber that panics changes nothing here.
    pub(crate) fn set<T: Send + Sync + 'static>(&self, signal: &ArcRwSignal<T>, value: T) {
        let signal = signal.clone();
        // What cannot be shown so is found out by the drawer that follows.
        let _ = self.fenced(move || {
            signal.set(value);
            Ok(())
        });
    }

    pub(crate) fn publish_toasts(&self) {
        let (toasts, storms) = {
            let state = self.state.borrow();
            (state.tray.view(), state.storms.view())
        };
        self.set(&self.signals.toasts, toasts);
        self.set(&self.signals.storms, storms);
    }

    pub(crate) fn publish_modal(&self) {
        let modal = self.state.borrow().modal.clone();
        self.set(&self.signals.modal, modal);
    }

    pub(crate) fn publish_history(&self) {
        let history = self.state.borrow().history.clone();
        self.set(&self.signals.history, history);
    }

    pub(crate) fn publish_tally(&self) {
        let tally = self.state.borrow().tally;
        self.set(&self.signals.tally, tally);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The ticker finds nobody there and ends, and its timer with it.
        if let Some(waker) = self.ticker.take() {
            waker.wake();
        }
    }
}
