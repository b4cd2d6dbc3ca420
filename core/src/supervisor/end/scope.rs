//! The scope of an attempt: a run ends after its children, and they stop with it.
//!
//! A run that is requested to stop passes the request on to its children, all of them before any body is dropped,
//! so that none is started meanwhile. Bodies are dropped from the leaves up.

use std::{mem, rc::Rc, sync::Arc};

use crate::{
    CancelReason, RunId, TaskError,
    run::{
        cell::Settle,
        ending::Ending,
        family::{BodyEnd, ChildFailure},
        record::{BodyState, Record},
    },
    supervisor::{Inner, end::cancel::StopSteps, state::State},
};

/// What has to be done when the body of a run is gone.
enum Scope {
    /// Its attempt ends so; with `None`, when its children have ended.
    Closed(Option<Ending>),
    /// Its children have to be stopped first.
    StopChildren(StopSteps),
}

impl Inner {
    /// Ends the scope of an attempt whose body is gone.
    ///
    /// Unless the body returned a value, its children are stopped. Returns how the attempt ends if that is still
    /// to be decided: not while children are live, and not for an ending after which no attempt can follow, which
    /// ends the run at once.
    pub(crate) fn end_scope(&self, id: RunId, ending: Ending) -> Option<Ending> {
        let scope = self.update(|state| match state.close_scope(id, ending) {
            Scope::Closed(Some(ending)) if !matches!(ending, Ending::Failed(_)) => {
                state.finish(id, ending);
                Scope::Closed(None)
            }
            scope => scope,
        });
        match scope {
            Scope::Closed(ending) => ending,
            Scope::StopChildren(steps) => {
                // From the leaves up.
                for (child, step) in steps.into_iter().rev() {
                    self.carry_out(child, step);
                }
                self.update(|state| state.conclude(id))
            }
        }
    }
}

impl State {
    /// Requests all runs below this one to stop. Parents come before their children.
    pub(crate) fn request_stop_below(&mut self, id: RunId) -> StopSteps {
        let mut steps = StopSteps::new();
        if self.runs.get(id).and_then(Record::family).is_none() {
            return steps;
        }
        let mut parents = vec![id];
        while let Some(id) = parents.pop() {
            let Some(family) = self.runs.get_mut(id).and_then(Record::family_mut) else {
                continue;
            };
            if let Some(ended @ BodyEnd::ByItself(Ending::Completed)) = &mut family.ended {
                *ended = BodyEnd::Stopped;
            }
            let live: Vec<RunId> = family.live.iter().copied().collect();
            let joined = mem::take(&mut family.joined);
            if !joined.is_empty() {
                self.waits.remove_joiner(id);
            }
            for child in live {
                steps.push((child, self.request_stop(child, &CancelReason::Parent)));
                parents.push(child);
            }
            for (run, key) in joined {
                if self.release(run, key, &CancelReason::Parent).is_none() {
                    steps.push((run, self.request_stop(run, &CancelReason::Parent)));
                    parents.push(run);
                }
            }
        }
        steps
    }

    /// Notes that the body of a run is gone.
    fn close_scope(&mut self, id: RunId, ending: Ending) -> Scope {
        // A body that only stopped as requested ends by the newest reason to stop.
        let stopped = self
            .ending_of_stop(id)
            .is_some_and(|stopped| stopped == ending);
        let Some(record) = self.runs.live_mut(id) else {
            return Scope::Closed(None);
        };
        record.body = BodyState::Empty;
        let was_requested = record.stop_reason().is_some();
        let Some(family) = record.family_mut() else {
            return Scope::Closed(Some(ending));
        };
        let is_complete = matches!(ending, Ending::Completed);
        family.ended = Some(match ending {
            _ if stopped => BodyEnd::Stopped,
            Ending::Completed if was_requested => BodyEnd::DespiteStop,
            ending => BodyEnd::ByItself(ending),
        });
        let steps = match is_complete {
            true => StopSteps::new(),
            false => self.request_stop_below(id),
        };
        if steps.is_empty() {
            Scope::Closed(self.conclude(id))
        } else {
            Scope::StopChildren(steps)
        }
    }

    /// Returns how the attempt of a run ends whose body is gone; `None` while children are live.
    fn conclude(&mut self, id: RunId) -> Option<Ending> {
        let record = self.runs.live_mut(id)?;
        let supervised = record
            .terms()
            .is_some_and(|terms| terms.policy.supervised == Some(true));
        let family = record.family_mut()?;
        if !family.live.is_empty() {
            return None;
        }
        let ended = family.ended.take()?;
        let failures = mem::take(&mut family.failures);
        if !family.joined.is_empty() {
            family.joined.clear();
            self.waits.remove_joiner(id);
        }
        let unawaited = failures.iter().find(|failure| failure.is_unawaited());
        let failed = unawaited.map(ChildFailure::of_parent);
        // The last reference to a cell drops what is in it.
        let cells = failures.into_iter().filter_map(|failure| failure.cell);
        self.effects.discard_all(cells.map(|cell| cell as _));
        Some(match ended {
            BodyEnd::Stopped => self.ending_of_stop(id)?,
            BodyEnd::ByItself(Ending::Completed) | BodyEnd::DespiteStop => {
                match failed.filter(|_| !supervised) {
                    Some(error) => Ending::Failed(error),
                    None => Ending::Completed,
                }
            }
            BodyEnd::ByItself(ending) => ending,
        })
    }

    /// Takes a child that has ended from its parent. Returns how the attempt of the parent ends, if that had
    /// waited for this child alone.
    pub(crate) fn child_ended(
        &mut self,
        id: RunId,
        failure: Option<ChildFailure>,
    ) -> Option<(RunId, Ending)> {
        let record = self.runs.get(id)?;
        let (status, lane, origin) = (record.status(), record.lane, record.origin()?);
        let (parent, part) = (origin.parent, origin.part);
        let done = record.progress().map_or(0.0, |progress| progress.done);
        let parent_record = self.runs.live_mut(parent)?;
        let parent_lane = parent_record.lane;
        let family = parent_record.family_mut()?;
        family.live.remove(&id);
        family.progress.end(status, part, done);
        let was_last = family.live.is_empty();
        if let Some(failure) = failure {
            family.add_failure(failure);
        }
        self.waits.remove_child(parent, was_last, parent_lane, lane);
        self.child_progressed(parent);
        // The number of ended children is shown even where it is not the progress.
        self.mark_dirty(parent);
        Some((parent, self.conclude(parent)?))
    }
}

impl Record {
    /// Returns what its parent has to know of its failure; `None` when it has no parent.
    pub(crate) fn child_failure(&self, error: &TaskError) -> Option<ChildFailure> {
        self.origin()?;
        let cell = self.cell.as_ref();
        // The record holds one reference, and the recipe another.
        let own = 1 + usize::from(self.repeat.is_some());
        let may_be_awaited =
            |cell: &&Rc<dyn Settle>| cell.was_awaited() || Rc::clone(cell).may_be_awaited(own);
        Some(ChildFailure {
            title: Arc::clone(&self.title),
            error: error.clone(),
            cell: cell.filter(may_be_awaited).cloned(),
        })
    }
}
