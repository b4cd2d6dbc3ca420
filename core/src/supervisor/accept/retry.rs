//! A new run in place of one that has failed or was cancelled.

use crate::{
    Policy, RetryError, RunId, RunState,
    run::record::Record,
    supervisor::{
        RunRef,
        accept::request::{Request, Source},
        state::State,
    },
};

impl RunRef<'_> {
    /// Spawns a new run in place of one that failed or was cancelled, with the same parameters and policy.
    ///
    /// The two runs refer to each other, and the old one cannot be retried again. The new run has the callbacks
    /// of the old one, but not [`on_complete`](crate::RunOptions::on_complete), which is called at most once. See
    /// [`spawn_repeatable`](crate::Supervisor::spawn_repeatable) for an example, and [`Retry`](crate::Retry) for further
    /// attempts of the same run.
    ///
    /// # Errors
    ///
    /// When the old run is live, was completed, has a body that can be called once, was retried already, or is no
    /// longer kept; and when the new run is refused.
    pub fn retry(self) -> Result<RunId, RetryError> {
        let (inner, id) = (self.inner(), self.id);
        let (request, source) = inner.read(|state| state.retry_request(id))?;
        let new = inner
            .accept(request, source)
            .map_err(RetryError::Refused)?
            .id;
        inner.update(|state| {
            if let Some(old) = state.runs.get_mut(id) {
                old.extras().retried_as = Some(new);
            }
            state.show(id);
            state.view.touch();
        });
        Ok(new)
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
        let ended = matches!(self.state, RunState::Failed(_) | RunState::Cancelled { .. });
        if !ended {
            Err(RetryError::NotEnded)
        } else if self
            .extras
            .as_ref()
            .is_some_and(|extras| extras.retried_as.is_some())
        {
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
