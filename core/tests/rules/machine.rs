//! Runs a program on a real supervisor, and tells the model what happens.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::{Rc, Weak},
    time::Duration,
};

use reactive_graph::effect::ImmediateEffect;
use send_wrapper::SendWrapper;
use taskdeck_core::{
    CancelReason, Config, Limit, RunFilter, RunHandle, RunId, RunOptions, RunStatus, RunWatch,
    StatusChange, Subscription, Supervisor, World, sim::SimWorld,
};

use crate::{
    body::{Remains, Watched},
    model::{Model, Promise, Said},
    program::{Deed, Program, Spec, Step},
};

/// What a program needs while it runs.
pub(crate) struct Machine {
    pub(crate) me: Weak<Self>,
    pub(crate) world: SimWorld,
    pub(crate) supervisor: RefCell<Option<Supervisor>>,
    pub(crate) model: RefCell<Model>,
    pub(crate) looks: RefCell<Vec<(RunWatch, ImmediateEffect)>>,
    pub(crate) handles: RefCell<HashMap<RunId, RunHandle<()>>>,
    /// What the listener and the callbacks were told.
    pub(crate) told: RefCell<Vec<(RunId, RunStatus)>>,
    pub(crate) called: RefCell<Vec<(RunId, RunStatus)>>,
    subscription: RefCell<Option<Subscription>>,
    pub(crate) shutdowns: Cell<usize>,
    reasons: Cell<u32>,
}

/// Runs a program to its end and returns the model with what was broken.
pub(crate) fn run(program: &Program) -> Vec<(Promise, String)> {
    let world = SimWorld::new(program.seed);
    world.set_poll_cost(Duration::from_millis(program.poll_cost));
    let limit = program.limit.map_or(Limit::UNLIMITED, slots);
    let config = Config::new(world.shared())
        .concurrency(limit)
        .max_queued(program.max_queued)
        .keep(program.keep);
    let supervisor = Supervisor::new(config);
    let machine = Rc::new_cyclic(|me| Machine {
        me: me.clone(),
        world,
        supervisor: RefCell::new(Some(supervisor)),
        model: RefCell::new(Model {
            limit: limit.get(),
            max_queued: program.max_queued,
            keep: program.keep,
            paused: false,
            closing: None,
            shut: false,
            dropped: false,
            runs: Vec::new(),
            kept: Vec::new(),
            changes: Vec::new(),
            broken: Default::default(),
            asking_many: 0,
        }),
        looks: RefCell::default(),
        handles: RefCell::default(),
        told: RefCell::default(),
        called: RefCell::default(),
        subscription: RefCell::default(),
        shutdowns: Cell::new(0),
        reasons: Cell::new(0),
    });
    machine.listen();
    for step in &program.steps {
        machine.step(step);
        machine.compare();
    }
    machine.end(program.finale);
    let broken = std::mem::take(&mut machine.model.borrow_mut().broken);
    broken.into_iter().collect()
}

fn slots(limit: usize) -> Limit {
    Limit::at_most(limit).expect("a program has at least one slot")
}

impl Machine {
    pub(crate) fn supervisor(&self) -> Option<Supervisor> {
        self.supervisor.borrow().clone()
    }

    fn listen(self: &Rc<Self>) {
        let me = self.me.clone();
        let subscription = self.supervisor().map(|supervisor| {
            supervisor.on_change(move |change: &StatusChange| {
                if let Some(machine) = me.upgrade() {
                    let told = (change.run.id, change.run.status());
                    machine.told.borrow_mut().push(told);
                }
            })
        });
        *self.subscription.borrow_mut() = subscription;
    }

    pub(crate) fn step(&self, step: &Step) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        match step {
            Step::Do(deed) => self.deed(deed),
            Step::Poll(polls) => {
                self.world.run_some(*polls);
            }
            Step::Advance(millis) => {
                self.world.advance(Duration::from_millis(*millis));
                self.world.run_until_stalled();
                self.model.borrow_mut().stalled(self.world.now());
            }
            Step::ClearFinished => {
                let kept = std::mem::take(&mut self.model.borrow_mut().kept);
                let cleared = supervisor.clear_finished();
                self.expect(Promise::Bounds, cleared == kept.len(), || {
                    format!("{cleared} of {} runs were cleared", kept.len())
                });
            }
            Step::Retry(run) => self.retry(&supervisor, *run),
            Step::Shutdown(millis) => self.shutdown(&supervisor, Duration::from_millis(*millis)),
            Step::Drain => {
                self.close(true, None);
                self.await_shutdown(supervisor.drain());
            }
        }
    }

    pub(crate) fn expect(&self, promise: Promise, holds: bool, what: impl FnOnce() -> String) {
        self.model.borrow_mut().expect(promise, holds, what);
    }

    /// One of the runs that were accepted so far.
    fn chosen(&self, run: usize) -> Option<(usize, RunId)> {
        let model = self.model.borrow();
        let run = run.checked_rem(model.runs.len())?;
        Some((run, model.runs[run].id))
    }

    pub(crate) fn deed(&self, deed: &Deed) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        match deed {
            Deed::Spawn(spec) => self.spawn(&supervisor, spec),
            Deed::Cancel(run) => {
                if let Some((run, id)) = self.chosen(*run) {
                    self.cancel(&supervisor, run, id);
                }
            }
            Deed::CancelAll => self.cancel_all(&supervisor),
            Deed::SetPriority(run, priority) => {
                if let Some((run, id)) = self.chosen(*run) {
                    let expected = self.model.borrow_mut().set_priority(run, *priority);
                    let got = supervisor.set_priority(id, *priority);
                    let known = self.model.borrow().asking_many == 0;
                    self.expect(Promise::Order, !known || got == expected, || {
                        format!("set_priority of run {run} was {got}")
                    });
                }
            }
            Deed::SetLimit(limit) => {
                self.model.borrow_mut().limit = *limit;
                supervisor.set_concurrency(slots(*limit));
            }
            Deed::Pause => {
                self.model.borrow_mut().paused = true;
                supervisor.pause();
            }
            Deed::Resume => {
                self.model.borrow_mut().paused = false;
                supervisor.resume();
            }
        }
    }

    fn spawn(&self, supervisor: &Supervisor, spec: &Spec) {
        let (run, refusal, known) = {
            let model = self.model.borrow();
            (model.runs.len(), model.refusal(), model.asking_many == 0)
        };
        let options = self.options(spec);
        let (me, body) = (self.me.clone(), spec.clone());
        let spawned = if spec.repeatable {
            // A retry is another run: it finds its number by its id.
            supervisor.spawn_repeatable(options, move |ctx| {
                Watched::new(Remains::new(&me, None, &body), ctx)
            })
        } else {
            let remains = Remains::new(&me, Some(run), &body);
            supervisor.spawn_with(options, move |ctx| Watched::new(remains, ctx))
        };
        match spawned {
            Ok(handle) => {
                self.expect(Promise::Bounds, !known || refusal.is_none(), || {
                    format!("run {run} was accepted in spite of {refusal:?}")
                });
                self.accepted(supervisor, handle.id(), spec.clone());
                self.handles.borrow_mut().insert(handle.id(), handle);
            }
            Err(error) => {
                let right = !known || refusal.as_ref() == Some(&error);
                self.expect(Promise::Bounds, right, || {
                    format!("a run was refused: {error}")
                });
            }
        }
    }

    fn options(&self, spec: &Spec) -> RunOptions<()> {
        let call = |status: RunStatus| {
            let me = self.me.clone();
            move |run: RunId| {
                if let Some(machine) = me.upgrade() {
                    machine.called.borrow_mut().push((run, status));
                }
            }
        };
        let completed = call(RunStatus::Completed);
        let failed = call(RunStatus::Failed);
        let cancelled = call(RunStatus::Cancelled);
        RunOptions::new("")
            .priority(spec.priority)
            .grace(Duration::from_millis(spec.grace))
            .on_complete(move |(), run| completed(run.id))
            .on_error(move |_, run| failed(run.id))
            .on_cancel(move |_, run| cancelled(run.id))
    }

    /// Tells the model of a new run, and of every change of its status at once.
    fn accepted(&self, supervisor: &Supervisor, id: RunId, spec: Spec) {
        let run = {
            let mut model = self.model.borrow_mut();
            model.accept(id, spec);
            model.runs.len() - 1
        };
        let Some(watch) = supervisor.watch(id) else {
            return self.expect(Promise::OneEnd, false, || format!("run {run} was lost"));
        };
        let (look, me) = (watch.clone(), SendWrapper::new(self.me.clone()));
        let last = SendWrapper::new(Cell::new(RunStatus::Queued));
        let effect = ImmediateEffect::new_isomorphic(move || {
            let status = look.status();
            if last.replace(status) == status {
                return;
            }
            if let Some(machine) = me.upgrade() {
                let state = look.get_untracked().state;
                let now = machine.world.now();
                machine.model.borrow_mut().change(run, &state, now);
            }
        });
        self.looks.borrow_mut().push((watch, effect));
    }

    pub(crate) fn cancel(&self, supervisor: &Supervisor, run: usize, id: RunId) {
        let reason = self.reasons.get() + 1;
        self.reasons.set(reason);
        let reason = CancelReason::other(format!("reason {reason}"));
        let (live, at_once, changes) = {
            let mut model = self.model.borrow_mut();
            let (live, at_once) = (model.is_live(run), model.stops_at_once(run));
            let first = model.runs[run].asked.is_none();
            model.ask(run, reason.clone(), self.world.now());
            (live, first && at_once, model.changes.len())
        };
        let answer = supervisor.cancel(id, reason);
        self.expect(Promise::CancelAnswer, answer == live, || {
            format!("cancel of run {run} was {answer}")
        });
        let after = self.model.borrow().changes.len();
        self.expect(Promise::CancelAnswer, live || after == changes, || {
            format!("cancel of run {run}, which had ended, changed something")
        });
        let ended = !self.model.borrow().is_live(run);
        self.expect(Promise::Cancelled, ended || !at_once, || {
            format!("run {run} had not ended when cancel returned")
        });
    }

    /// Does what asks every run that is live to stop.
    pub(crate) fn ask_all<R>(&self, reason: &CancelReason, call: impl FnOnce() -> R) -> R {
        let at_once: Vec<usize> = {
            let mut model = self.model.borrow_mut();
            model.asking_many += 1;
            let live: Vec<usize> = (0..model.runs.len())
                .filter(|run| model.is_live(*run))
                .collect();
            let at_once = live
                .iter()
                .copied()
                .filter(|run| model.runs[*run].asked.is_none() && model.stops_at_once(*run))
                .collect();
            for run in live {
                model.ask(run, reason.clone(), self.world.now());
            }
            at_once
        };
        let result = call();
        let mut model = self.model.borrow_mut();
        model.asking_many -= 1;
        for run in at_once {
            let settled = !model.is_live(run) || !model.stops_at_once(run);
            model.expect(Promise::Cancelled, settled, || {
                format!("run {run} had not ended when all were cancelled")
            });
        }
        result
    }

    fn cancel_all(&self, supervisor: &Supervisor) {
        let reason = CancelReason::other("all");
        self.ask_all(&reason, || supervisor.cancel_all(reason.clone()));
    }

    fn retry(&self, supervisor: &Supervisor, run: usize) {
        let Some((run, id)) = self.chosen(run) else {
            return;
        };
        let may = {
            let model = self.model.borrow();
            let old = &model.runs[run];
            let ended = matches!(old.status, RunStatus::Failed | RunStatus::Cancelled);
            let kept = model.kept.contains(&run);
            ended && kept && old.repeatable && !old.retried && model.refusal().is_none()
        };
        let retried = supervisor.retry(id);
        self.expect(Promise::Bounds, retried.is_ok() == may, || {
            format!("retry of run {run}: {retried:?}")
        });
        if let Ok(new) = retried {
            let spec = {
                let mut model = self.model.borrow_mut();
                let old = &mut model.runs[run];
                old.retried = true;
                Spec {
                    priority: old.priority,
                    ..old.spec.clone()
                }
            };
            self.accepted(supervisor, new, spec);
        }
    }

    /// Compares what the supervisor says of itself with the model.
    pub(crate) fn compare(&self) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        let mut model = self.model.borrow_mut();
        let (counts, expected) = (supervisor.counts(), model.counts());
        model.expect(Promise::Bounds, counts == expected, || {
            format!("it counts {counts:?}, there are {expected:?}")
        });
        let (listed, expected) = (supervisor.run_ids(&RunFilter::all()), model.listed());
        model.expect(Promise::Bounds, listed == expected, || {
            format!("it lists {listed:?}, there are {expected:?}")
        });
        let (taken, expected) = (supervisor.main_lane().taken, expected_slots(&model));
        model.expect(Promise::Slots, taken == expected, || {
            format!("{taken} slots are taken by {expected} runs")
        });
    }

    /// A body waits for so many milliseconds from now on, or for nothing that the model knows.
    pub(crate) fn waits(&self, id: RunId, millis: Option<u64>) {
        let until = millis.map(|millis| self.world.now() + Duration::from_millis(millis));
        let mut model = self.model.borrow_mut();
        if let Some(run) = model.index(id) {
            model.runs[run].waits_until = until;
        }
    }

    pub(crate) fn says(&self, id: RunId, said: Said) {
        let mut model = self.model.borrow_mut();
        if let Some(run) = model.index(id) {
            model.runs[run].said = Some(said);
        }
    }
}

fn expected_slots(model: &Model) -> usize {
    let holds = |status| matches!(status, RunStatus::Running | RunStatus::Cancelling);
    model.runs.iter().filter(|run| holds(run.status)).count()
}
