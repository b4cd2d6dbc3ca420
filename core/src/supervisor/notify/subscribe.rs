//! Subscribing to changes.

use std::rc::Rc;

use crate::{
    ErrorHandler, News, RunSnapshot, StatusChange, StatusStream, Subscription, TaskError,
    Transition,
    supervisor::{Supervisor, notify::events},
};

impl Supervisor {
    /// Returns a stream of status changes from now on, in order.
    ///
    /// See [`on_change`](Self::on_change) for a function in place of a stream.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, StatusItem, StatusStream, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use futures_core::Stream;
    /// use std::{future::poll_fn, pin::Pin};
    ///
    /// let mut changes = supervisor.changes();
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// let seen = world.block_on(async move {
    ///     let mut seen = Vec::new();
    ///     while seen.last() != Some(&RunStatus::Completed) {
    ///         // With futures or tokio-stream at hand: `changes.next().await`.
    ///         let next = poll_fn(|context| Pin::new(&mut changes).poll_next(context)).await;
    ///         if let Some(StatusItem::Change(change)) = next {
    ///             seen.push(change.run.status());
    ///         }
    ///     }
    ///     seen
    /// });
    /// assert_eq!(seen, [RunStatus::Queued, RunStatus::Running, RunStatus::Completed]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn changes(&self) -> StatusStream {
        let (sender, stream) = StatusStream::new();
        self.inner.update(|state| {
            if state.lifecycle.has_ended() {
                events::close(&sender);
            } else {
                state.outbox.add_stream(sender);
            }
        });
        stream
    }

    /// Calls a function with every status change, in a later turn and in order, until the subscription is dropped.
    /// A panic of the function is logged and changes nothing.
    ///
    /// See [`on_transitions`](Self::on_transitions) for very many runs, and the callbacks of
    /// [`RunOptions`](crate::RunOptions) for a single run.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::Cell, rc::Rc};
    ///
    /// let changes = Rc::new(Cell::new(0));
    /// let counted = changes.clone();
    /// let subscription = supervisor.on_change(move |_change| counted.set(counted.get() + 1));
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// assert_eq!(changes.get(), 3, "queued, running, completed");
    /// drop(subscription);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn on_change(&self, listener: impl Fn(&StatusChange) + 'static) -> Subscription {
        let (weak, subscription) = Subscription::new(listener);
        self.inner.update(|state| state.outbox.add_listener(weak));
        subscription
    }

    /// Calls a function with status changes as [`on_change`](Self::on_change) does, but with up to eight at a time
    /// and in a form that is cheap to make.
    ///
    /// `news` selects which new runs are among them; others may be, if another observer receives all. A panic of
    /// the function is logged, and the rest of those eight is not passed again.
    ///
    /// ```
    /// # use taskdeck_core::{Config, News, RunContext, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::RefCell, rc::Rc};
    ///
    /// let seen = Rc::new(RefCell::new(Vec::new()));
    /// let told = seen.clone();
    /// let subscription = supervisor.on_transitions(News::All, move |transitions| {
    ///     told.borrow_mut().extend(transitions.iter().map(|one| one.run.status()));
    /// });
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// assert_eq!(*seen.borrow(), [RunStatus::Queued, RunStatus::Running, RunStatus::Completed]);
    /// drop(subscription);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn on_transitions(
        &self,
        news: News,
        listener: impl Fn(&[Transition]) + 'static,
    ) -> Subscription {
        let (weak, subscription) = Subscription::new(listener);
        self.inner
            .update(|state| state.outbox.add_observer(news, weak));
        subscription
    }

    /// Replaces the error handler, which is called once for each failed run. Returns the previous one, for the new
    /// handler to call where both are needed.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::RefCell, rc::Rc};
    ///
    /// let told = Rc::new(RefCell::new(Vec::new()));
    /// let tell = told.clone();
    /// supervisor.set_error_handler(move |run, error| {
    ///     tell.borrow_mut().push(format!("{}: {error}", run.title));
    ///     Ok(())
    /// });
    /// supervisor.spawn("Print", async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("out of paper"))
    /// })?;
    /// world.run_until_stalled();
    /// assert_eq!(*told.borrow(), ["Print: out of paper"]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn set_error_handler(
        &self,
        handler: impl Fn(&RunSnapshot, &TaskError) -> Result<(), TaskError> + 'static,
    ) -> Option<ErrorHandler> {
        self.inner
            .update(|state| state.outbox.replace_error_handler(Rc::new(handler)))
    }
}
