//! What is taken in, and what is refused.

use crate::supervisor::{
    accept::overlap::Verdict,
    accept::request::{Request, Source},
    state::State,
};
use crate::{InvalidPolicy, Policy, SpawnError, lane::LaneId};

/// Further attempts need a body that can be called again.
pub(crate) fn check_repeatable(policy: &Policy, source: &Source<'_>) -> Result<(), InvalidPolicy> {
    let retries = policy.retry.as_ref().is_some_and(|retry| retry.limit > 0);
    if retries && matches!(source, Source::Once(_)) {
        return Err(InvalidPolicy::new(
            "retry",
            "needs a body that can be called again: use spawn_repeatable, or a task",
        ));
    }
    Ok(())
}

impl State {
    /// The lane that a policy names.
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
}

/// Whether a run is taken in, and what becomes of it and of those that are there.
pub(crate) fn check(state: &mut State, request: &Request) -> Result<Verdict, SpawnError> {
    if state.config.world.has_crashed() {
        return Err(SpawnError::Crashed);
    }
    let closing = state.closing.as_ref();
    // What is there may need children to come to its end.
    if closing.is_some_and(|closing| !closing.draining || request.parent.is_none()) {
        return Err(SpawnError::ShutDown);
    }
    state.check_parent(request)?;
    state.lane_of(&request.policy)?;
    let verdict = state.judge(request)?;
    state.check_circle(request, &verdict)?;
    // What joins or ends at once takes no place in the queue.
    let (limit, waiting) = (state.config.max_queued, state.not_started());
    let waits = match &verdict {
        Verdict::Join(_) => return Ok(verdict),
        Verdict::Skip => false,
        Verdict::Accept => waiting >= limit,
        Verdict::Replace(old) => waiting >= limit + state.never_started(old),
    };
    if waits {
        return Err(SpawnError::QueueFull { limit });
    }
    if !request.params.is_empty() {
        let (size, limit) = (request.params.size(), state.config.max_params);
        if size > limit {
            return Err(SpawnError::ParamsTooLarge { size, limit });
        }
    }
    if let Some(public_id) = &request.public_id
        && let Some(id) = state.store.by_public_id(public_id)
        && state
            .store
            .get(id)
            .is_some_and(|record| record.status().is_live())
    {
        return Err(SpawnError::IdInUse(public_id.clone()));
    }
    Ok(verdict)
}
