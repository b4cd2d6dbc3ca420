//! Observing all runs.

use std::rc::Rc;

use crate::{
    ErrorHandler, Interest, RunSnapshot, Subscription, TaskError, Transition, TransitionStream,
    supervisor::Supervisor,
};

impl Supervisor {
    /// Observes the status of all runs from now on: [`subscribe`](Observe::subscribe) a function, or read them as a
    /// [stream](Observe::into_stream). Transitions are delivered in a later turn, in order and up to eight at a time.
    ///
    /// See [`RunRef::watch`](crate::RunRef::watch) for signals of one run, the callbacks of
    /// [`RunOptions`](crate::RunOptions) for its value, and [`overview`](Self::overview) for numbers.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Interest, RunContext, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::RefCell, rc::Rc};
    ///
    /// let seen = Rc::new(RefCell::new(Vec::new()));
    /// let sink = seen.clone();
    /// let subscription = supervisor.observe(Interest::All).subscribe(move |transitions| {
    ///     sink.borrow_mut().extend(transitions.iter().map(|one| one.run.status()));
    /// });
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// assert_eq!(*seen.borrow(), [RunStatus::Queued, RunStatus::Running, RunStatus::Completed]);
    /// drop(subscription);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn observe(&self, interest: Interest) -> Observe<'_> {
        Observe {
            supervisor: self,
            interest,
        }
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

/// An observation of all runs that has not begun: see [`Supervisor::observe`].
///
/// # Comparison to the error handler
///
/// Any number of observers may come and go, and the panic of one changes nothing for the others. The
/// [error handler](Supervisor::set_error_handler) is one function, which gets the whole snapshot of each failed run and
/// may fail itself, so that every error is handled exactly once.
///
/// # Comparison to signals
///
/// The signals of a [`RunWatch`](crate::RunWatch) and of the [`overview`](Supervisor::overview) show what is so now, and
/// may skip what lay in between. An observer receives every transition.
#[derive(Clone, Copy, Debug)]
#[must_use = "nothing is observed until `subscribe` or `into_stream` is called"]
pub struct Observe<'a> {
    supervisor: &'a Supervisor,
    interest: Interest,
}

impl Observe<'_> {
    /// Calls a function with the transitions until the subscription is dropped.
    ///
    /// A panic of the function is logged, and the rest of those eight is not passed again.
    pub fn subscribe(self, observer: impl Fn(&[Transition]) + 'static) -> Subscription {
        let (weak, subscription) = Subscription::new(observer);
        let inner = &self.supervisor.inner;
        inner.update(|state| state.outbox.add_observer(self.interest, weak));
        subscription
    }

    /// Returns the transitions as a stream, which ends with the supervisor.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Interest, RunContext, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use futures_core::Stream;
    /// use std::{future::poll_fn, pin::Pin};
    ///
    /// let mut transitions = supervisor.observe(Interest::Changes).into_stream();
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// let seen = world.block_on(async move {
    ///     let mut seen = Vec::new();
    ///     while seen.last() != Some(&RunStatus::Completed) {
    ///         // With futures or tokio-stream at hand: `transitions.next().await`.
    ///         let next = poll_fn(|context| Pin::new(&mut transitions).poll_next(context)).await;
    ///         if let Some(Ok(transition)) = next {
    ///             seen.push(transition.run.status());
    ///         }
    ///     }
    ///     seen
    /// });
    /// assert_eq!(seen, [RunStatus::Running, RunStatus::Completed]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn into_stream(self) -> TransitionStream {
        let (sender, stream) = TransitionStream::new();
        self.supervisor.inner.update(|state| {
            state.outbox.add_stream(self.interest, sender);
            if state.lifecycle.has_ended() {
                state.outbox.close_streams(state.effects.wakers());
            }
        });
        stream
    }
}
