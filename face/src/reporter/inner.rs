//! The state shared by all clones of a reporter, and its reactions to events.

use crate::{
    format::{rounded, titled},
    texts::Texts,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
    task::Waker,
    time::Duration,
};

use reactive_graph::{signal::ArcRwSignal, traits::Set};
use taskdeck_core::{
    ErrorKind, Message, RunBrief, RunId, RunSnapshot, RunState, SharedWorld, Supervisor, TaskError,
    Transition, message,
};

use super::{
    ErrorReport, Origin, Toast, schedule_news::ScheduleNews, signals::Signals, state::State,
    ticker::Ticker,
};

/// A run that took this long gets a toast when it completes.
const LONG_WORK: Duration = Duration::from_secs(10);

/// Shared by all clones of a reporter.
pub(crate) struct Inner {
    pub(crate) supervisor: Supervisor,
    pub(crate) world: SharedWorld,
    pub(crate) state: RefCell<State>,
    pub(crate) signals: Signals,
    pub(super) texts: Rc<Cell<Texts>>,
    ticker: Cell<Option<Waker>>,
    ticking: Cell<bool>,
}

impl Inner {
    pub(crate) fn new(
        supervisor: &Supervisor,
        state: State,
        signals: Signals,
        texts: Rc<Cell<Texts>>,
    ) -> Self {
        Self {
            supervisor: supervisor.clone(),
            world: supervisor.world(),
            state: RefCell::new(state),
            signals,
            texts,
            ticker: Cell::new(None),
            ticking: Cell::new(false),
        }
    }

    /// Counts and keeps an error, and shows it unless a rule ignores it.
    pub(crate) fn receive(self: &Rc<Self>, title: Arc<str>, error: TaskError, origin: Origin) {
        let Some((title, error, origin)) = self.keep_for_face(title, error, origin) else {
            return;
        };
        let ignored = self.is_ignored(&error);
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
        if self.is_repeat(&report) {
            self.state.borrow_mut().history.add_repeat(&report, now);
            return self.publish_history();
        }
        let sight = self.sight_of(&report);
        self.keep(&report);
        self.show(report.clone(), sight);
        self.count_unread(&report, sight);
        self.publish_history();
        self.poke();
    }

    /// Receives the error of a run.
    pub(crate) fn failed(self: &Rc<Self>, run: &RunSnapshot, error: &TaskError) {
        let title = titled(self.texts(), &run.title).into();
        self.receive(title, error.clone(), Origin::Run(Box::new(run.clone())));
    }

    /// Returns whether a rule ignores the error. A rule that panics does not match.
    fn is_ignored(&self, error: &TaskError) -> bool {
        let list = self.state.borrow().ignore.clone();
        let error = error.clone();
        let ignored = Rc::new(Cell::new(false));
        let matched = ignored.clone();
        let result = self.fenced(move || {
            matched.set(list.has(&error));
            Ok(())
        });
        result.is_ok() && ignored.get()
    }

    fn keep(&self, report: &Arc<ErrorReport>) {
        let state = &mut *self.state.borrow_mut();
        let id = state.next_toast();
        let make = || Toast::of_error(id, report);
        state.history.add_error(report, report.at, make);
    }

    /// Handles status changes of runs.
    pub(crate) fn changed(self: &Rc<Self>, changes: &[Transition]) {
        let due = self.state.borrow().next_due();
        let now = self.world.now();
        for change in changes {
            let news = self.note(change, now);
            self.follow(change, news);
        }
        if self.state.borrow().next_due() != due {
            self.poke();
        }
    }

    /// Handles a change beyond its milestone: a retry, the completion of a long run, or the new result of a
    /// schedule.
    fn follow(&self, change: &Transition, news: Option<ScheduleNews>) {
        let run = &change.run;
        if let (None, Some(old)) = (change.from, run.retry_of) {
            self.forget(old);
        }
        let text = match news {
            Some(news) => self.news_text(run, &news),
            None => done_text(run),
        };
        if let Some(text) = text {
            let title = titled(self.texts(), &run.title);
            self.notify_success(run.id, &title, text);
        }
    }

    pub(super) fn texts(&self) -> Texts {
        self.texts.get()
    }

    fn notify_success(&self, run: RunId, title: &str, text: Message) {
        let is_seen = self.is_seen(run) == Some(true);
        {
            let now = self.world.now();
            let state = &mut *self.state.borrow_mut();
            let title = super::one_line(title);
            let (shown, in_history) = (state.next_toast(), state.next_toast());
            if !is_seen {
                let toast = Toast::of_success(shown, run, &title, text.clone());
                state.tray.add(toast, now);
            }
            let toast = Toast::of_success(in_history, run, &title, text);
            state.history.add_success(toast, now, is_seen);
        }
        self.publish_toasts();
        self.publish_history();
    }

    /// Removes a run that was retried from toasts, storms and history.
    fn forget(&self, run: RunId) {
        let (is_shown, in_history) = {
            let state = &mut *self.state.borrow_mut();
            let is_shown = state.tray.forget_run(run) | state.storms.forget_run(run);
            let in_history = state.history.contains_run(run);
            if in_history {
                state.history.forget_run(run);
            }
            (is_shown, in_history)
        };
        if is_shown {
            self.publish_toasts();
        }
        if in_history {
            self.publish_history();
        }
    }

    /// Does everything that is due.
    pub(crate) fn tick(self: &Rc<Self>) {
        let now = self.world.now();
        let (expired, announcement, closed) = {
            let state = &mut *self.state.borrow_mut();
            let tripped = state.breaker.closes_at().is_some();
            (
                state.tray.expire(now),
                match state.waiting {
                    Some(_) => None,
                    None => state.milestones.take(self.texts(), now),
                },
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
        self.settle(now);
    }

    /// Keeps the ticker's waker for the next change of the due time.
    pub(crate) fn park(&self, waker: &Waker) {
        self.ticker.set(Some(waker.clone()));
    }

    /// Wakes or spawns the ticker, because the next due time may have changed.
    pub(crate) fn poke(self: &Rc<Self>) {
        if let Some(waker) = self.ticker.take() {
            waker.wake();
        } else if !self.ticking.get() && self.state.borrow().next_due().is_some() {
            self.ticking.set(true);
            self.world.spawn(Box::pin(Ticker::new(Rc::downgrade(self))));
        }
    }

    /// Calls foreign code. A panic becomes an error.
    pub(crate) fn fenced(
        &self,
        function: impl FnOnce() -> Result<(), TaskError> + 'static,
    ) -> Result<(), TaskError> {
        self.call(Box::new(function))
    }

    fn call(&self, function: Box<dyn FnOnce() -> Result<(), TaskError>>) -> Result<(), TaskError> {
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

    /// Sets a signal. A panic of a subscriber is ignored.
    pub(crate) fn set<T: Send + Sync + 'static>(&self, signal: &ArcRwSignal<T>, value: T) {
        let signal = signal.clone();
        // If the value cannot be shown, the drawer that follows reports it.
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

/// Returns the text of the toast of a long run that has completed.
fn done_text(run: &RunBrief) -> Option<Message> {
    let (Some(started), Some(finished)) = (run.started_at, run.finished_at) else {
        return None;
    };
    let is_told = run.state == RunState::Completed && run.parent.is_none();
    (is_told && finished - started >= LONG_WORK)
        .then(|| message!("Done in {time}", time = rounded(finished - started)))
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The ticker then finds no reporter and ends, with its timer.
        if let Some(waker) = self.ticker.take() {
            waker.wake();
        }
    }
}
