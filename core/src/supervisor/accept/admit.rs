//! Whether a run is accepted.

use crate::{
    InvalidPolicy, Policy, RunId, SpawnError,
    lane::LaneId,
    message,
    supervisor::{
        accept::request::{Request, Source},
        state::State,
    },
};

/// What becomes of a requested run that is not refused.
#[derive(Debug)]
pub(crate) enum Admission {
    /// It is accepted; it may have to wait for others of its group.
    Accept,
    /// It is accepted and ends at once, as skipped.
    Skip,
    /// It is not made: the caller joins this run.
    Join(RunId),
    /// It is accepted, and these runs are cancelled.
    Replace(Vec<RunId>),
}

/// Refuses retries of a body that can be called once.
pub(crate) fn check_repeatable(policy: &Policy, source: &Source<'_>) -> Result<(), InvalidPolicy> {
    let retries = policy.retry.as_ref().is_some_and(|retry| retry.limit > 0);
    if retries && matches!(source, Source::Once(_)) {
        return Err(InvalidPolicy::new(
            "retry",
            message!(
                "retry needs a body that can be called again: use spawn_repeatable, or a task"
            ),
        ));
    }
    Ok(())
}

impl State {
    /// Returns the lane that a policy names.
    pub(crate) fn lane_of(&self, policy: &Policy) -> Result<LaneId, SpawnError> {
        let Some(name) = &policy.lane else {
            return Ok(LaneId::MAIN);
        };
        self.lanes
            .find(name)
            .ok_or_else(|| SpawnError::UnknownLane {
                lane: name.clone(),
                known: self.lanes.iter().map(|lane| lane.name.clone()).collect(),
            })
    }

    /// Decides whether a run is accepted, and what becomes of it and of the runs of its group.
    pub(crate) fn admit(&mut self, request: &Request) -> Result<Admission, SpawnError> {
        if self.config.world.has_crashed() {
            return Err(SpawnError::Crashed);
        }
        if !self.lifecycle.accepts(request.parent.is_some()) {
            return Err(SpawnError::ShutDown);
        }
        self.check_parent(request)?;
        self.lane_of(&request.policy)?;
        let admission = self.decide_overlap(request)?;
        self.check_circle(request, &admission)?;
        // A run that joins or is skipped takes no place in the queue.
        let (limit, waiting) = (self.config.max_queued, self.runs.unstarted());
        let is_full = match &admission {
            Admission::Join(_) => return Ok(admission),
            Admission::Skip => false,
            Admission::Accept => waiting >= limit,
            Admission::Replace(old) => waiting >= limit + self.runs.unstarted_of(old),
        };
        if is_full {
            return Err(SpawnError::QueueFull { limit });
        }
        if !request.params.is_empty() {
            let (size, limit) = (request.params.size(), self.config.max_params);
            if size > limit {
                return Err(SpawnError::ParamsTooLarge { size, limit });
            }
        }
        if let Some(public_id) = &request.public_id
            && self.runs.is_id_in_use(public_id)
        {
            return Err(SpawnError::IdInUse(public_id.clone()));
        }
        Ok(admission)
    }
}
