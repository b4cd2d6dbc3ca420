//! Spawning runs, and adding them to the model.

use std::rc::{Rc, Weak};

use reactive_graph::effect::ImmediateEffect;
use send_wrapper::SendWrapper;
use taskdeck_core::{
    CancelReason, RunContext, RunFilter, RunHandle, RunId, RunOptions, RunState, RunWatch,
    SpawnError, Supervisor, Wait, World,
};

use super::{Held, LANES, Machine};
use crate::{
    body::{Number, Remains, Watched},
    coverage::Mark,
    model::{Answer, Group, Origin, Promise, Verdict},
    program::Spec,
};

/// A call under way that spawns a run.
pub(super) struct Asking {
    pub(super) spec: Rc<Spec>,
    pub(super) group: Group,
    pub(super) origin: Origin,
    pub(super) number: Number,
    /// The run, once it is known.
    pub(super) run: Option<usize>,
}

impl Machine {
    pub(crate) fn spawn(&self, supervisor: &Supervisor, spec: &Spec) {
        self.ask_for(spec, Origin::default(), |options, source| match source {
            Source::Once(body) => supervisor.spawn_with(options, body),
            Source::Repeat(body) => supervisor.spawn_repeatable(options, body),
        });
    }

    pub(crate) fn spawn_child(&self, ctx: &RunContext, spec: &Spec) {
        let parent = self.model.borrow().index(ctx.id());
        let Some(parent) = parent else {
            return;
        };
        let origin = Origin {
            schedule: None,
            parent: Some((parent, ctx.attempt())),
        };
        self.ask_for(spec, origin, |options, source| match source {
            Source::Once(body) => ctx.spawn_with(options, body),
            Source::Repeat(body) => ctx.spawn_repeatable(options, body),
        });
    }

    /// Spawns a run, and compares the result with the expected one.
    fn ask_for(
        &self,
        spec: &Spec,
        origin: Origin,
        call: impl FnOnce(RunOptions<()>, Source) -> Result<RunHandle<()>, SpawnError>,
    ) {
        self.discover();
        let spec = Rc::new(spec.clone());
        let (group, title) = self.name(&spec);
        let caller = self.next_caller();
        let number = Number::default();
        let options = self.options(&spec, title, number.clone(), caller);
        let answer = self.expected(&spec, &group, origin);
        let source = self.source(&spec, &number);
        self.asking.borrow_mut().push(Asking {
            spec: spec.clone(),
            group,
            origin,
            number,
            run: None,
        });
        self.replaces(&answer);
        let result = call(options, source);
        let id = result.as_ref().map(RunHandle::id).ok();
        let run = self.answered(id, &answer, result.as_ref().err());
        if let (Some((run, joiner)), Ok(handle)) = (run, result) {
            self.handles.borrow_mut().push(Held {
                handle: Rc::new(handle),
                run,
                joiner,
                caller,
            });
        }
    }

    /// Returns the expected result of a call now.
    pub(super) fn expected(&self, spec: &Spec, group: &Group, origin: Origin) -> Answer {
        let mut model = self.model.borrow_mut();
        let answer = model.answer(spec, group, origin);
        if matches!(answer, Answer::Refused("overlap")) {
            model.note_refusal(spec, group);
        }
        answer
    }

    /// Runs that a new one replaces are requested to stop with the call.
    pub(super) fn replaces(&self, answer: &Answer) {
        if let Answer::New(verdict) = answer {
            let mut model = self.model.borrow_mut();
            model.replace(verdict, self.world.now());
        }
    }

    /// Ends the innermost call that spawns a run: with a run, and the key of the caller if it has joined.
    pub(super) fn answered(
        &self,
        id: Option<RunId>,
        expected: &Answer,
        refused: Option<&SpawnError>,
    ) -> Option<(usize, usize)> {
        self.discover();
        let asking = self.asking.borrow_mut().pop()?;
        let Some(id) = id else {
            let code = refused.map_or("", SpawnError::code);
            let right = *expected == Answer::Refused(code);
            self.expect(Promise::Bounds, right, || {
                format!("a run was refused: {code}, and it is to be {expected:?}")
            });
            return None;
        };
        let known = self.model.borrow().index(id);
        let (got, run) = match (asking.run, known) {
            (Some(run), _) => (None, (run, 0)),
            (None, Some(run)) => {
                let body = asking.origin.parent.filter(|(parent, _)| {
                    let model = self.model.borrow();
                    model.runs[run].parent.map(|(of, _)| of) != Some(*parent)
                });
                let (mut model, priority) = (self.model.borrow_mut(), asking.spec.priority);
                model.note_refusal(&asking.spec, &asking.group);
                let joiner = model.join(run, priority, body, self.world.now());
                (Some(run), (run, joiner))
            }
            // It was skipped and is not even kept.
            (None, None) => (None, (self.skipped(id, &asking), 0)),
        };
        let right = match (expected, got) {
            (Answer::New(_), None) => true,
            (Answer::Joined(expected), Some(got)) => *expected == got,
            _ => false,
        };
        self.expect(Promise::Overlap, right, || {
            format!("run {run:?} was accepted, joined {got:?}, and it is to be {expected:?}")
        });
        Some(run)
    }

    fn skipped(&self, id: RunId, asking: &Asking) -> usize {
        let run = self.accepted(id, asking);
        let now = self.world.now();
        let mut model = self.model.borrow_mut();
        let state = RunState::Cancelled {
            reason: CancelReason::Skipped,
            started: false,
        };
        model.runs[run].gone = true;
        model.changes_to(run, &state, None, 0, now);
        run
    }

    fn source(&self, spec: &Rc<Spec>, number: &Number) -> Source {
        let (me, body) = (self.me.clone(), spec.clone());
        if spec.repeatable {
            // Another attempt, or a retry by hand, finds its number by its id.
            Source::Repeat(Box::new(move |ctx| {
                Watched::new(Remains::new(&me, Rc::default(), &body), ctx)
            }))
        } else {
            let remains = Remains::new(&me, number.clone(), &body);
            Source::Once(Box::new(move |ctx| Watched::new(remains, ctx)))
        }
    }

    /// Adds runs to the model that exist and that it does not know.
    pub(crate) fn discover(&self) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        let ids = supervisor.run_ids(&RunFilter::all());
        let new: Vec<RunId> = {
            let model = self.model.borrow();
            let ids = ids.into_iter().rev();
            ids.filter(|id| model.index(*id).is_none()).collect()
        };
        // All of them exist before the first one shows a change.
        let new: Vec<_> = new
            .into_iter()
            .map(|id| {
                (
                    id,
                    self.is_scheduled(&supervisor, id)
                        .or_else(|| self.is_asked_for(id)),
                )
            })
            .collect();
        self.discover_joins(&supervisor);
        let unseen = new.iter().filter_map(|(_, run)| *run);
        self.model.borrow_mut().unseen.extend(unseen);
        for (id, run) in new {
            if let Some(run) = run {
                self.model.borrow_mut().unseen.remove(&run);
            }
            self.look_at(id, run);
        }
    }

    /// Assigns a run to the innermost call that spawns one.
    fn is_asked_for(&self, id: RunId) -> Option<usize> {
        let taken = {
            let mut asking = self.asking.borrow_mut();
            asking.pop_if(|asking| asking.run.is_none())
        };
        let Some(mut asking) = taken else {
            self.expect(Promise::OneEnd, false, || {
                format!("nobody has asked for {id:?}")
            });
            return None;
        };
        asking.run = Some(self.accepted(id, &asking));
        let run = asking.run;
        self.asking.borrow_mut().push(asking);
        run
    }

    /// Adds a new run to the model.
    pub(super) fn accepted(&self, id: RunId, asking: &Asking) -> usize {
        let (spec, group) = (Spec::clone(&asking.spec), asking.group.clone());
        let shown = self
            .supervisor()
            .and_then(|supervisor| supervisor.run(id).snapshot());
        let now = shown.map_or(self.world.now(), |shown| shown.created_at);
        let mut model = self.model.borrow_mut();
        let verdict = model.verdict(&spec, &group);
        let run = model.accept(id, spec, group, asking.origin, now);
        if verdict == Verdict::Skip {
            model.is_skipped(run, now);
        }
        asking.number.set(Some(run));
        drop(model);
        self.looks.borrow_mut().push(None);
        run
    }

    /// Passes every change of a run to the model from now on, at once.
    pub(super) fn look_at(&self, id: RunId, run: Option<usize>) {
        let (Some(run), Some(supervisor)) = (run, self.supervisor()) else {
            return;
        };
        let Some(watch) = supervisor.run(id).watch() else {
            return self.expect(Promise::OneEnd, false, || format!("run {run} was lost"));
        };
        let shown = watch.get_untracked();
        let now = self.world.now();
        self.model.borrow_mut().is_seen_late(run, &shown, now);
        let (look, me) = (watch.clone(), SendWrapper::new(self.me.clone()));
        let effect = ImmediateEffect::new_isomorphic(move || see(&look, &me, run));
        self.looks.borrow_mut()[run] = Some((watch, effect));
    }

    /// Awaits the results of the children of an attempt.
    pub(crate) fn want_children(&self, ctx: &RunContext) -> Vec<Wait> {
        let mut model = self.model.borrow_mut();
        let Some(parent) = model.index(ctx.id()) else {
            return Vec::new();
        };
        let of = Some((parent, ctx.attempt()));
        let handles = self.handles.borrow();
        let own = handles.iter().filter(|held| held.joiner == 0);
        let children: Vec<&Held> = own
            .filter(|held| model.runs[held.run].parent == of)
            .collect();
        for held in &children {
            model.runs[held.run].wanted = true;
        }
        drop(model);
        children.iter().map(|held| held.handle.wait()).collect()
    }

    /// Starts a task.
    pub(crate) fn start(&self, supervisor: &Supervisor, task: usize) {
        self.discover();
        let spec = self.tasks[task].clone();
        let group = self.task_group(task);
        let origin = Origin::default();
        let answer = self.expected(&spec, &group, origin);
        self.asking.borrow_mut().push(Asking {
            spec,
            group,
            origin,
            number: Number::default(),
            run: None,
        });
        self.replaces(&answer);
        let result = supervisor.start(&format!("task-{task}"), Default::default());
        let id = result.as_ref().map(RunHandle::id).ok();
        self.answered(id, &answer, result.as_ref().err());
    }

    pub(super) fn task_group(&self, task: usize) -> Group {
        Group {
            task: Some(task),
            name: self.tasks[task].key(),
        }
    }

    /// Retries a run by hand.
    pub(crate) fn retry(&self, supervisor: &Supervisor, run: usize) {
        let Some((run, id)) = self.chosen(run) else {
            return;
        };
        let (spec, group, may) = {
            let model = self.model.borrow();
            let old = &model.runs[run];
            let may = model.leaves_work(run) && model.kept.contains(&run) && !old.retried;
            let mut spec = old.spec.clone();
            spec.priority = old.priority;
            spec.terms.delay = None;
            spec.terms.lane = Some(old.lane);
            (Rc::new(spec), old.group.clone(), may && old.spec.repeatable)
        };
        let origin = Origin::default();
        let answer = self.expected(&spec, &group, origin);
        self.asking.borrow_mut().push(Asking {
            spec,
            group,
            origin,
            number: Number::default(),
            run: None,
        });
        if may {
            self.replaces(&answer);
        }
        let retried = supervisor.run(id).retry();
        let may = may && !matches!(answer, Answer::Refused(_));
        self.expect(Promise::Bounds, retried.is_ok() == may, || {
            format!("retry of run {run}: {retried:?}, and it is to be {answer:?}")
        });
        match retried {
            Ok(new) => {
                self.model.borrow_mut().runs[run].retried = true;
                let new = self.answered(Some(new), &answer, None);
                if let Some((new, _)) = new {
                    self.model.borrow_mut().runs[new].mark(Mark::PersonRetry);
                }
            }
            Err(_) => _ = self.asking.borrow_mut().pop(),
        }
    }
}

/// Where the bodies of a run come from.
enum Source {
    Once(Box<dyn FnOnce(RunContext) -> Watched>),
    Repeat(Box<dyn Fn(RunContext) -> Watched>),
}

/// Handles a change that a run shows.
fn see(look: &RunWatch, me: &Weak<Machine>, run: usize) {
    let shown = look.get();
    let Some(machine) = me.upgrade() else {
        return;
    };
    machine.discover();
    let lane = machine.model.borrow().runs[run].lane;
    let usage = machine
        .supervisor()
        .and_then(|supervisor| supervisor.lane(LANES[lane]).usage());
    let now = machine.world.now();
    let taken = usage.map_or(0, |usage| usage.taken);
    machine.model.borrow_mut().sees(run, &shown, taken, now);
}
