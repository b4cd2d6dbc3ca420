//! Retry by a person: a new run in place of an old one.

use crate::supervisor::{
    Supervisor,
    accept::request::{Request, Source},
};
use crate::{Policy, RetryError, RunId, RunState, run::record::Record};

impl Supervisor {
    /// Starts a new run in place of one that failed or was cancelled, with the same parameters and
    /// policy. Both know of each other, and the old one cannot be retried again. Its callbacks come
    /// along, but for [`on_complete`](crate::RunOptions::on_complete), which is called at most once; see
    /// [`spawn_repeatable`](Self::spawn_repeatable) for an example.
    ///
    /// # Errors
    ///
    /// When the old run has not ended so, cannot be called again, was retried already, is not kept
    /// any more, or the new one is refused.
    pub fn retry(&self, id: RunId) -> Result<RunId, RetryError> {
        let (request, source) = self.inner.read(|state| {
            let old = state.store.get(id).ok_or(RetryError::UnknownRun)?;
            old.check_retry()?;
            let repeat = old.repeat.as_ref().ok_or(RetryError::NotRepeatable)?;
            let (repeat, cell) = repeat.anew();
            let extras = old.extras.as_deref();
            let request = Request {
                title: old.title.clone(),
                task: old.task.clone(),
                public_id: None,
                params: old.params.clone(),
                policy: Policy {
                    lane: Some(state.lanes.get(old.lane).name.clone()),
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
        })?;
        let new = self
            .inner
            .accept(request, source)
            .map_err(RetryError::Refused)?
            .id;
        self.inner.update(|state| {
            if let Some(old) = state.store.get_mut(id) {
                old.extras().retried_as = Some(new);
            }
            state.show(id);
            state.revision += 1;
        });
        Ok(new)
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

    fn policy(&self) -> Policy {
        Policy {
            priority: Some(self.priority),
            grace: Some(self.grace),
            critical: Some(self.critical),
            show_progress: Some(self.show_progress),
            undroppable: Some(self.undroppable),
            unit: self.extras.as_ref().map(|extras| extras.unit.clone()),
            // Who retries wants it now.
            delay: None,
            ..self
                .terms()
                .map(|terms| Policy::clone(&terms.policy))
                .unwrap_or_default()
        }
    }
}
