//! A new run in place of one that has failed or was cancelled.

use std::{rc::Rc, sync::Arc};

use crate::{
    Policy, RetryError, RunId, RunState,
    run::{cell::Settle, record::Record},
    supervisor::{
        Inner, RunRef,
        accept::request::{Accepted, Request, Source},
        state::State,
    },
};

impl RunRef<'_> {
    /// Spawns a new run in place of one that failed, was cancelled or completed with problems, with the same parameters
    /// and policy.
    ///
    /// The two runs refer to each other, and the old one cannot be retried again. The new run has the callbacks
    /// of the old one, but not [`on_complete`](crate::RunOptions::on_complete), which is called at most once. See
    /// [`spawn_repeatable`](crate::Supervisor::spawn_repeatable) for an example, [`RunHandle::retry`](crate::RunHandle::retry)
    /// for a handle of the new run, and [`Retry`](crate::Retry) for further attempts of the same run.
    ///
    /// # Errors
    ///
    /// When the old run is live, was completed without problems, has a body that can be called once, was retried already, or is no
    /// longer kept; and when the new run is refused.
    pub fn retry(self) -> Result<RunId, RetryError> {
        self.retry_with(None, &Policy::default())
    }

    /// Retries each child that failed and can be retried, oldest first, and returns the new runs. They have no parent.
    /// The first refusal ends it.
    ///
    /// # Errors
    ///
    /// When a new run is refused.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let all = supervisor.spawn("Send all", async |ctx: RunContext| {
    ///     ctx.spawn_repeatable(RunOptions::new("a.example"), async |_ctx: RunContext| Ok(()))?;
    ///     ctx.spawn_repeatable(RunOptions::new("b.example"), async |_ctx: RunContext| {
    ///         Err::<(), _>(TaskError::new("no answer"))
    ///     })?;
    ///     Ok(())
    /// })?;
    /// world.block_on(all.wait());
    /// assert_eq!(supervisor.run(all.id()).failed_children().len(), 1);
    /// let again = supervisor.run(all.id()).retry_failed().unwrap();
    /// assert_eq!(&*supervisor.run(again[0]).snapshot().unwrap().title, "b.example");
    /// assert!(supervisor.run(all.id()).failed_children().is_empty());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn retry_failed(self) -> Result<Vec<RunId>, RetryError> {
        let failed = self.failed_children().into_iter();
        failed
            .map(|child| self.supervisor.run(child).retry())
            .collect()
    }

    /// Spawns a new run as [`retry`](Self::retry) does, with a public id of its own, and with a policy that goes
    /// before that of the old run.
    ///
    /// # Errors
    ///
    /// As [`retry`](Self::retry). Also when a live run has the public id.
    pub fn retry_with(
        self,
        public_id: Option<Arc<str>>,
        policy: &Policy,
    ) -> Result<RunId, RetryError> {
        let (accepted, _cell) = self.inner().retry(self.id, public_id, policy)?;
        Ok(accepted.id)
    }
}

impl Inner {
    /// Spawns a run in place of another. Returns it with the cell of its value.
    pub(crate) fn retry(
        self: &Rc<Self>,
        id: RunId,
        public_id: Option<Arc<str>>,
        policy: &Policy,
    ) -> Result<(Accepted, Rc<dyn Settle>), RetryError> {
        let (mut request, source) = self.read(|state| state.retry_request(id))?;
        request.public_id = public_id;
        request.policy = policy.clone().over(&request.policy).into();
        let cell = request.cell.clone();
        let accepted = self.accept(request, source).map_err(RetryError::Refused)?;
        let new = accepted.id;
        self.update(|state| {
            state.runs.supersede(id, new);
            state.show(id);
            // A parent shows how many of its children can be retried.
            let record = state.runs.get(id);
            if let Some(parent) = record.and_then(|record| Some(record.origin()?.parent)) {
                state.show(parent);
            }
            state.view.touch();
        });
        Ok((accepted, cell))
    }
}

impl State {
    /// Returns the request for a run in place of this one.
    fn retry_request(&self, id: RunId) -> Result<(Request, Source<'static>), RetryError> {
        let old = self.runs.get(id).ok_or(RetryError::UnknownRun)?;
        old.check_retry()?;
        let repeat = old.repeat.as_ref().ok_or(RetryError::NotRepeatable)?;
        let (repeat, cell) = repeat.for_new_run();
        let extras = old.extras.as_deref();
        let request = Request {
            title: old.title.clone(),
            task: old.task.clone(),
            public_id: None,
            params: old.params.clone(),
            policy: Policy {
                lane: Some(self.lanes.get(old.lane).name.clone()),
                ..old.policy()
            }
            .into(),
            callbacks: extras.and_then(|extras| extras.callbacks.clone()),
            cell,
            retry_of: Some(id),
            schedule: None,
            parent: None,
            attempts_before: 0,
        };
        Ok((request, Source::Repeat(repeat)))
    }
}

impl Record {
    fn check_retry(&self) -> Result<(), RetryError> {
        let leaves_work = match self.state {
            RunState::Failed(_) | RunState::Cancelled { .. } => true,
            RunState::Completed => self.is_completed_with_problems(),
            _ => false,
        };
        if !leaves_work {
            Err(RetryError::NotEnded)
        } else if self.is_superseded() {
            Err(RetryError::AlreadyRetried)
        } else {
            Ok(())
        }
    }

    /// Returns the policy for a run in place of this one. It has no delay: the retry is meant for now.
    fn policy(&self) -> Policy {
        Policy {
            priority: Some(self.priority),
            grace: Some(self.grace),
            critical: Some(self.critical),
            show_progress: Some(self.show_progress),
            undroppable: Some(self.undroppable),
            unit: self.extras.as_ref().map(|extras| extras.unit.clone()),
            delay: None,
            ..self
                .terms()
                .map(|terms| Policy::clone(&terms.policy))
                .unwrap_or_default()
        }
    }
}
