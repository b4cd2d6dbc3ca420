//! Being told of what changes.

use crate::supervisor::Supervisor;
use crate::{News, RunSnapshot, StatusChange, StatusStream, Subscription, Transition};

impl Supervisor {
    /// A stream of status changes from now on, in order.
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
            if state.closing.as_ref().is_some_and(|closing| closing.done) {
                crate::supervisor::notify::events::close(&sender);
            } else {
                state.streams.push(sender);
            }
        });
        stream
    }

    /// Tells a function of every status change, in a later turn and in order, until the subscription
    /// is dropped. Its panic is logged and changes nothing.
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
        self.inner.update(|state| state.listeners.push(weak));
        subscription
    }

    /// Tells a function of every status change like [`on_change`](Self::on_change), of up to eight at a
    /// time, and with what costs little: for those who are told of very many runs. Of new runs it may be
    /// told of others, too, if somebody else asks for all. Its panic is logged, and the rest of those
    /// eight is not told again.
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
            .update(|state| state.observers.push((news, weak)));
        subscription
    }

    /// Puts somebody in the place of who is told of each failure once. What was there before is
    /// returned, to be called by the new one where both are wanted.
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
        handler: impl Fn(&RunSnapshot, &crate::TaskError) -> Result<(), crate::TaskError> + 'static,
    ) -> Option<crate::ErrorHandler> {
        self.inner
            .update(|state| state.config.on_error.replace(std::rc::Rc::new(handler)))
    }
}
