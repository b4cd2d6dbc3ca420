//! Runs that the body of another has started: how they stop and end together.
//!
//! A run ends after its children. Whoever is asked to stop asks its children too, all of them before any
//! body is dropped, so that none is started meanwhile; bodies are dropped from the leaves up.

use std::{mem, sync::Arc};

use crate::run::context::AttemptId;
use crate::supervisor::{
    Inner, Supervisor, accept::request::Request, end::cancel::Stop, state::State,
};
use crate::{
    CancelReason, Overlap, RunId, RunState, SpawnError, TaskError,
    run::cell::Settle,
    run::ending::Ending,
    run::family::{BodyEnd, Failure, Family, Origin},
    run::record::{BodySlot, Record},
};

/// A run that was asked to stop with its parent, and what is to be done now.
pub(crate) type Stops = Vec<(RunId, Stop)>;

impl Supervisor {
    /// The runs that the body of a run has started and that are kept, oldest first.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     for page in 1..=3 {
    ///         ctx.spawn(format!("Check page {page}"), async |_ctx: RunContext| Ok(()))?;
    ///     }
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let children = supervisor.children(run.id());
    /// assert_eq!(children.len(), 3);
    /// assert_eq!(supervisor.run(children[0]).unwrap().parent, Some(run.id()));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn children(&self, id: RunId) -> Vec<RunId> {
        self.inner.read(|state| {
            let family = state.store.get(id).and_then(Record::family);
            let all = family.map(|family| &family.all[..]).unwrap_or_default();
            let kept = |id: &&RunId| state.store.get(**id).is_some();
            all.iter().filter(kept).copied().collect()
        })
    }
}

impl State {
    /// Whether a run may start another: the attempt of its body goes on and was not asked to stop.
    pub(crate) fn check_parent(&self, request: &Request) -> Result<(), SpawnError> {
        let Some(AttemptId {
            run: parent,
            attempt,
        }) = request.parent
        else {
            return Ok(());
        };
        let goes_on = |record: &&Record| {
            let open = match record.family().and_then(|family| family.ended.as_ref()) {
                // Between the end of its body and its own nothing is taken in.
                None => !matches!(record.slot, BodySlot::Empty),
                Some(ended) => matches!(ended, BodyEnd::By(Ending::Completed)),
            };
            record.attempt == attempt && record.state == RunState::Running && open
        };
        let Some(record) = self.store.get(parent).filter(goes_on) else {
            return Err(SpawnError::ParentEnded);
        };
        let lane = self.lane_of(&request.policy)?;
        if lane != record.lane && self.crossings.lead(lane, record.lane) {
            let lane = self.lanes.get(lane).name.clone();
            return Err(SpawnError::LaneCircle { lane });
        }
        if request.policy.overlap.unwrap_or_default() == Overlap::Allow {
            return Ok(());
        }
        let group = request.group();
        let mut above = Some(parent);
        while let Some(run) = above {
            let Some(record) = self.store.get(run) else {
                break;
            };
            if record.group() == group {
                return Err(SpawnError::WaitsForAncestor { run });
            }
            above = record.origin().map(|origin| origin.parent);
        }
        Ok(())
    }

    /// A child takes after its parent where nobody said otherwise.
    pub(crate) fn take_after_parent(&self, request: &mut Request) {
        let parent = request
            .parent
            .and_then(|attempt| self.store.get(attempt.run));
        if let Some(parent) = parent {
            let lane = &self.lanes.get(parent.lane).name;
            let policy = &mut request.policy;
            policy.lane.get_or_insert_with(|| lane.clone());
            policy.priority.get_or_insert(parent.priority);
        }
    }

    /// Makes a new run the child of another.
    pub(crate) fn adopt(&mut self, parent: RunId, child: RunId) {
        let Some(record) = self.store.get_mut(child) else {
            return;
        };
        record.extras().origin = Some(Origin { parent, part: 0.0 });
        let lane = record.lane;
        let mut family = self.take_family(parent);
        family.add(child, |id| self.store.get(id).is_some());
        self.put_family(parent, family);
        self.parents.insert(parent);
        if let Some(above) = self.store.get(parent)
            && above.lane != lane
        {
            self.crossings.add(above.lane, lane);
        }
        self.parts_have_changed(parent);
        self.mark_dirty(parent);
    }

    /// Notes that the body of a run has joined a run that is not its child.
    pub(crate) fn has_joined(&mut self, parent: RunId, run: RunId, key: u32) {
        let Some(record) = self.store.get_mut(run) else {
            return;
        };
        if record
            .origin()
            .is_some_and(|origin| origin.parent == parent)
        {
            return;
        }
        let extras = record.extras.as_mut();
        if let Some(joiners) = extras.and_then(|extras| extras.joiners.as_mut()) {
            joiners.is_body_of(key, parent);
        }
        let mut family = self.take_family(parent);
        family.joins(run, key, |id| self.store.can_be_joined(id));
        self.put_family(parent, family);
        self.joining.insert(parent);
        self.revision += 1;
        self.poke();
    }

    /// A body has let go of a run that it had joined: it waits for that no more, and lends it no slot.
    pub(crate) fn has_let_go(&mut self, parent: RunId, run: RunId, key: u32) {
        let family = self.store.get_mut(parent).and_then(Record::family_mut);
        let Some(family) = family else { return };
        let Some(at) = family.joined.iter().position(|at| *at == (run, key)) else {
            return;
        };
        family.joined.remove(at);
        if family.joined.is_empty() {
            self.joining.remove(&parent);
        }
    }

    fn take_family(&mut self, id: RunId) -> Box<Family> {
        let record = self.store.get_mut(id);
        record
            .and_then(|record| record.extras().family.take())
            .unwrap_or_default()
    }

    fn put_family(&mut self, id: RunId, family: Box<Family>) {
        if let Some(record) = self.store.get_mut(id) {
            record.extras().family = Some(family);
        }
    }

    /// Asks all that a run has started to stop, and all that those have started; parents come first.
    pub(crate) fn ask_children_to_stop(&mut self, id: RunId) -> Stops {
        let mut stops = Stops::new();
        if self.store.get(id).and_then(Record::family).is_none() {
            return stops;
        }
        let mut above = vec![id];
        while let Some(id) = above.pop() {
            let Some(family) = self.store.get_mut(id).and_then(Record::family_mut) else {
                continue;
            };
            if let Some(ended @ BodyEnd::By(Ending::Completed)) = &mut family.ended {
                *ended = BodyEnd::Stopped;
            }
            let live: Vec<RunId> = family.live.iter().copied().collect();
            let joined = mem::take(&mut family.joined);
            if !joined.is_empty() {
                self.joining.remove(&id);
            }
            for child in live {
                stops.push((child, self.ask_to_stop(child, &CancelReason::Parent)));
                above.push(child);
            }
            for (run, key) in joined {
                if self.leave_run(run, key, &CancelReason::Parent).is_none() {
                    stops.push((run, self.ask_to_stop(run, &CancelReason::Parent)));
                    above.push(run);
                }
            }
        }
        stops
    }

    /// The body of a run is gone: how its attempt ends, unless others go on that it has started.
    fn close_scope(&mut self, id: RunId, ending: Ending) -> Scope {
        // Who only stopped as asked ends by the last word on why.
        let stopped = self.stopped(id).is_some_and(|stopped| stopped == ending);
        let Some(record) = self.store.live_mut(id) else {
            return Scope::Closed(None);
        };
        record.slot = BodySlot::Empty;
        let asked = record.asked_to_stop().is_some();
        let Some(family) = record.family_mut() else {
            return Scope::Closed(Some(ending));
        };
        let by_itself = matches!(ending, Ending::Completed);
        family.ended = Some(match ending {
            _ if stopped => BodyEnd::Stopped,
            Ending::Completed if asked => BodyEnd::Despite,
            ending => BodyEnd::By(ending),
        });
        let stops = match by_itself {
            true => Stops::new(),
            false => self.ask_children_to_stop(id),
        };
        if stops.is_empty() {
            Scope::Closed(self.conclude(id))
        } else {
            Scope::Stops(stops)
        }
    }

    /// How the attempt of a run ends whose body is gone; none while others go on that it has started.
    fn conclude(&mut self, id: RunId) -> Option<Ending> {
        let record = self.store.live_mut(id)?;
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
            self.joining.remove(&id);
        }
        let unasked = failures.iter().find(|failure| failure.is_unasked());
        let failed = unasked.map(Failure::of_parent);
        // The last one drops what others have left there.
        let cells = failures.into_iter().filter_map(|failure| failure.cell);
        self.effects.shared.extend(cells.map(|cell| cell as _));
        Some(match ended {
            BodyEnd::Stopped => self.stopped(id)?,
            BodyEnd::By(Ending::Completed) | BodyEnd::Despite => {
                match failed.filter(|_| !supervised) {
                    Some(error) => Ending::Failed(error),
                    None => Ending::Completed,
                }
            }
            BodyEnd::By(ending) => ending,
        })
    }

    /// A run has ended that another has started; when it was the last one that the parent has waited
    /// for, the attempt of that ends so.
    pub(crate) fn child_has_ended(
        &mut self,
        id: RunId,
        failure: Option<Failure>,
    ) -> Option<(RunId, Ending)> {
        let record = self.store.get(id)?;
        let (status, lane, origin) = (record.status(), record.lane, record.origin()?);
        let (parent, part) = (origin.parent, origin.part);
        let above = self.store.live_mut(parent)?;
        let other_lane = (above.lane != lane).then_some(above.lane);
        let family = above.family_mut()?;
        family.live.remove(&id);
        family.parts.counts.add(status);
        family.parts.under_way -= part;
        if family.live.is_empty() {
            family.parts.under_way = 0.0;
            self.parents.remove(&parent);
        }
        if let Some(failure) = failure {
            family.has_failed(failure);
        }
        if let Some(above) = other_lane {
            self.crossings.remove(above, lane);
        }
        self.parts_have_changed(parent);
        // How many have ended is shown also where it is not the progress.
        self.mark_dirty(parent);
        Some((parent, self.conclude(parent)?))
    }
}

/// What there is to do when the body of a run is gone.
enum Scope {
    /// Its attempt ends so, unless others go on that it has started.
    Closed(Option<Ending>),
    /// First those are to be stopped that it has started.
    Stops(Stops),
}

impl Inner {
    /// The body of a run is gone: how its attempt ends, where that does not end the run already and no
    /// others go on that it has started. Unless it ended with a value, they are asked to stop.
    pub(crate) fn end_body(&self, id: RunId, ending: Ending) -> Option<Ending> {
        let scope = self.update(|state| match state.close_scope(id, ending) {
            // Nobody has to be asked whether it is worth another attempt.
            Scope::Closed(Some(ending)) if !matches!(ending, Ending::Failed(_)) => {
                state.finish(id, ending);
                Scope::Closed(None)
            }
            scope => scope,
        });
        match scope {
            Scope::Closed(ending) => ending,
            Scope::Stops(stops) => {
                self.stop_all(stops);
                self.update(|state| state.conclude(id))
            }
        }
    }

    /// Does what is to be done with runs that were asked to stop with their parents, from the leaves up.
    pub(crate) fn stop_all(&self, stops: Stops) {
        for (id, stop) in stops.into_iter().rev() {
            self.stop(id, stop);
        }
    }
}

impl Record {
    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.extras.as_ref()?.origin.as_ref()
    }

    pub(crate) fn origin_mut(&mut self) -> Option<&mut Origin> {
        self.extras.as_mut()?.origin.as_mut()
    }

    /// Whether it has a slot, its own or one that it was lent.
    pub(crate) fn has_slot(&self) -> bool {
        matches!(self.state, RunState::Running | RunState::Cancelling { .. })
    }

    /// The run on whose slot it runs.
    pub(crate) fn lender(&self) -> Option<RunId> {
        self.extras.as_ref()?.lender
    }

    pub(crate) fn family(&self) -> Option<&Family> {
        self.extras.as_ref()?.family.as_deref()
    }

    pub(crate) fn family_mut(&mut self) -> Option<&mut Family> {
        self.extras.as_mut()?.family.as_deref_mut()
    }

    /// What its parent has to know of its failure.
    pub(crate) fn failure(&self, error: &TaskError) -> Option<Failure> {
        self.origin()?;
        let cell = self.cell.as_ref();
        // One is ours, and one is that of the recipe.
        let ours = 1 + usize::from(self.repeat.is_some());
        let may_be_asked = |cell: &&std::rc::Rc<dyn Settle>| {
            cell.was_asked() || std::rc::Rc::clone(cell).may_be_asked(ours)
        };
        Some(Failure {
            title: Arc::clone(&self.title),
            error: error.clone(),
            cell: cell.filter(may_be_asked).cloned(),
        })
    }
}
