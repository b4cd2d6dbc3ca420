//! A supervisor for JavaScript.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;
use taskdeck_browser::{Config, latch_crashes};
use taskdeck_core::{
    CancelReason, Interest, LaneOptions, Limit, Priority, Rate, RunFilter, RunOptions, RunStatus,
    SpawnError, Subscription, Supervisor, Task, Transition,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    body::{Child, Function, Shared},
    fields,
    host::Host,
    key,
    policy::{self, RunPolicy},
    snapshot::Teller,
    words,
};

/// A supervisor for JavaScript. Dropping it ends every run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    pub(super) supervisor: Supervisor,
    pub(super) shared: Rc<Shared>,
    teller: Teller,
    /// Whether somebody wants to see each run that changes.
    observed: Rc<Cell<bool>>,
    told: RefCell<Subscription>,
}

/// So many slots; no limit where there are more than can be counted.
fn limit(slots: f64) -> Limit {
    match slots < f64::from(u32::MAX) {
        true => Limit::at_most(slots as usize).unwrap_or(Limit::UNLIMITED),
        false => Limit::UNLIMITED,
    }
}

fn reason(words: Option<String>) -> CancelReason {
    words.map_or(CancelReason::User, CancelReason::other)
}

#[wasm_bindgen]
impl Core {
    /// A supervisor with no runs.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(host: Host, concurrency: f64, max_queued: f64, keep: f64) -> Self {
        latch_crashes();
        let mut config = Config::default();
        config.concurrency = limit(concurrency);
        config.max_queued = max_queued as usize;
        config.keep = keep as usize;
        let supervisor = Supervisor::new(config);
        // Whoever listens is told of the first run in a microtask, too.
        supervisor.prepare();
        let world = supervisor.world();
        let origin = world.unix_time().as_secs_f64() - world.now().since_start().as_secs_f64();
        let teller = Teller {
            host: host.clone(),
            origin: origin * 1_000.0,
        };
        let observed = Rc::default();
        let shared = Shared::new(host);
        let told = listen(&supervisor, Interest::Changes, &teller, &observed, &shared);
        Self {
            supervisor,
            shared,
            teller,
            observed,
            told: RefCell::new(told),
        }
    }

    /// Tells of new runs too from now on, and of each change with a snapshot where that is wanted.
    pub fn observe(&self, with_snapshots: bool) {
        self.observed.set(self.observed.get() || with_snapshots);
        let told = listen(
            &self.supervisor,
            Interest::All,
            &self.teller,
            &self.observed,
            &self.shared,
        );
        drop(self.told.replace(told));
    }

    /// Accepts a run of a body; a child of a run when that is 0 or more.
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    pub fn spawn(
        &self,
        body: JsValue,
        title: &str,
        id: Option<String>,
        said: Option<RunPolicy>,
        params: Option<String>,
        parent: f64,
        attempt: u32,
    ) -> Result<f64, JsValue> {
        let function = Function::new(&self.shared, body);
        let body = move |ctx| function.body(ctx);
        let options = RunOptions::new(title).policy(policy::of_function(said));
        let options = with(options, id, params);
        if parent < 0.0 {
            let run = self.supervisor.spawn_repeatable(options, body);
            return run
                .map(|run| key::of(run.id()))
                .map_err(|error| self.refused(&error));
        }
        let above = self.shared.attempt(parent, attempt);
        let run = above
            .ok_or(SpawnError::ParentEnded)
            .and_then(|above| above.ctx.spawn_repeatable(options, body))
            .map_err(|error| self.refused(&error))?;
        let (id, parent) = (run.id(), key::run(parent));
        let child = Child { parent, run };
        let before = self.shared.children.borrow_mut().insert(id, child);
        drop(before);
        Ok(key::of(id))
    }

    /// Makes a task known, with its body; `false` when its id is taken.
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    pub fn define(
        &self,
        id: &str,
        title: &str,
        body: JsValue,
        said: RunPolicy,
        fields: Option<String>,
        description: &str,
        group: &str,
    ) -> bool {
        let function = Function::new(&self.shared, body);
        let mut task = Task::new(id, title, move |ctx| function.body(ctx))
            .policy(policy::of_function(Some(said)))
            .description(description)
            .group(group);
        for field in fields.as_deref().map(fields::fields).unwrap_or_default() {
            task = task.field(field);
        }
        self.supervisor.define(task).is_ok()
    }

    /// Accepts a run of a task.
    pub fn start(
        &self,
        task: &str,
        id: Option<String>,
        said: Option<RunPolicy>,
        params: Option<String>,
    ) -> Result<f64, JsValue> {
        let said = said.map(|said| said.0).unwrap_or_default();
        let options = with(RunOptions::of_task().policy(said), id, params);
        let run = self.supervisor.start_with(task, options);
        run.map(|run| key::of(run.id()))
            .map_err(|error| self.refused(&error))
    }

    /// See [`taskdeck_core::RunRef::cancel`]; without words a person has asked for it.
    pub fn cancel(&self, run: f64, words: Option<String>) -> bool {
        self.supervisor.run(key::run(run)).cancel(reason(words))
    }

    /// See [`Supervisor::cancel_all`].
    pub fn cancel_all(&self, words: Option<String>) -> usize {
        self.supervisor.cancel_all(reason(words))
    }

    /// See [`taskdeck_core::RunRef::abandon`].
    pub fn abandon(&self, run: f64) -> bool {
        self.supervisor.run(key::run(run)).abandon()
    }

    /// See [`taskdeck_core::RunRef::retry_now`].
    pub fn retry_now(&self, run: f64) -> bool {
        self.supervisor.run(key::run(run)).retry_now()
    }

    /// See [`taskdeck_core::RunRef::set_priority`].
    pub fn set_priority(&self, run: f64, priority: u32) -> bool {
        let priority: Priority = words::priority(priority);
        self.supervisor.run(key::run(run)).set_priority(priority)
    }

    /// Starts no more runs, or does again.
    pub fn set_paused(&self, paused: bool) {
        match paused {
            true => self.supervisor.pause(),
            false => self.supervisor.resume(),
        }
    }

    /// See [`Supervisor::is_paused`].
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.supervisor.is_paused()
    }

    /// How many slots there are.
    #[must_use]
    pub fn concurrency(&self) -> f64 {
        let main = self.supervisor.lane("main").usage();
        let slots = main.and_then(|main| main.limit.finite());
        slots.map_or(f64::INFINITY, |slots| slots as f64)
    }

    /// See [`taskdeck_core::LaneRef::set_limit`].
    pub fn set_concurrency(&self, slots: f64) {
        self.supervisor.lane("main").set_limit(limit(slots));
    }

    /// Makes a lane or changes it; without a rate where `starts` is 0. `false` when its name is empty.
    pub fn set_lane(&self, name: &str, slots: f64, starts: u32, window: f64) -> bool {
        let mut lane = LaneOptions::new(limit(slots));
        if let Ok(rate) = Rate::new(starts as usize, policy::millis(window)) {
            lane = lane.rate(rate);
        }
        self.supervisor.lane(name).set(lane).is_ok()
    }

    /// Slots, slots taken, and runs that wait, of a lane; empty when there is none.
    #[must_use]
    pub fn lane(&self, name: &str) -> Vec<f64> {
        let lane = self.supervisor.lane(name).usage();
        lane.map_or_else(Vec::new, |lane| {
            let limit = lane
                .limit
                .finite()
                .map_or(f64::INFINITY, |slots| slots as f64);
            vec![limit, lane.taken as f64, lane.waiting as f64]
        })
    }

    /// How many runs are queued, running, completed, failed, cancelled.
    #[must_use]
    pub fn counts(&self) -> Vec<u32> {
        let counts = self.supervisor.counts();
        let counts = [
            counts.queued,
            counts.running,
            counts.completed,
            counts.failed,
            counts.cancelled,
        ];
        counts.map(|count| count as u32).to_vec()
    }

    /// How many runs have not ended.
    #[must_use]
    pub fn active_count(&self) -> usize {
        self.supervisor.counts().live()
    }

    /// Runs that have not ended, oldest first.
    #[must_use]
    pub fn active_runs(&self) -> Vec<f64> {
        let runs = self.supervisor.active_ids();
        runs.into_iter().map(key::of).collect()
    }

    /// Runs that are meant, newest first: of these statuses (a bit each; of all when none is set), of
    /// this task, with this text.
    #[must_use]
    pub fn runs(&self, statuses: u32, task: Option<String>, text: String) -> Vec<f64> {
        let wanted = |status: &RunStatus| statuses & 1 << words::status(*status) != 0;
        let filter = RunFilter {
            statuses: RunStatus::ALL.into_iter().filter(wanted).collect(),
            task,
            text,
            ..RunFilter::default()
        };
        let runs = self.supervisor.run_ids(&filter);
        runs.into_iter().map(key::of).collect()
    }

    /// The status of a run as a number.
    #[must_use]
    pub fn status(&self, run: f64) -> u32 {
        let status = self.supervisor.run(key::run(run)).status();
        status.map_or(words::UNKNOWN, words::status)
    }

    /// A run as it is; `undefined` when it is not known.
    #[must_use]
    pub fn snapshot(&self, run: f64) -> JsValue {
        let run = self.supervisor.run(key::run(run)).brief();
        run.map_or(JsValue::UNDEFINED, |run| self.teller.snapshot(&run))
    }

    /// The public id of a run; `undefined` when it is not known.
    #[must_use]
    pub fn public_id(&self, run: f64) -> Option<String> {
        let run = self.supervisor.run(key::run(run)).brief()?;
        Some(run.public_id().to_string())
    }

    /// The run that this one is a retry of; `undefined` when it is none, or is not known.
    #[must_use]
    pub fn retry_of(&self, run: f64) -> Option<f64> {
        let run = self.supervisor.run(key::run(run)).brief()?;
        run.retry_of.map(key::of)
    }

    /// The run of this public id; `undefined` when there is none.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<f64> {
        self.supervisor.find(id).map(key::of)
    }

    /// See [`Supervisor::clear_finished`].
    pub fn clear_finished(&self) -> usize {
        self.supervisor.clear_finished()
    }

    /// Grows whenever a run came, went or changed its status.
    #[must_use]
    pub fn revision(&self) -> f64 {
        self.supervisor.revision() as f64
    }

    /// Ends the supervisor; resolves with the runs that stopped and those that were left.
    pub fn shutdown(&self, deadline: f64, drain: bool) -> Promise {
        let closing = match drain {
            true => self.supervisor.drain(),
            false => self.supervisor.shutdown(policy::millis(deadline)),
        };
        future_to_promise(async move {
            let report = closing.await;
            let keys = |runs: Vec<taskdeck_core::RunId>| {
                let keys = runs.into_iter().map(|run| JsValue::from(key::of(run)));
                keys.collect::<js_sys::Array>()
            };
            Ok(js_sys::Array::of2(&keys(report.stopped), &keys(report.abandoned)).into())
        })
    }
}

impl Core {
    fn refused(&self, error: &SpawnError) -> JsValue {
        let code = match error {
            SpawnError::InvalidPolicy(wrong) => wrong.field,
            error => error.code(),
        };
        self.shared.host.refusal(code, &error.to_string())
    }
}

/// Tells JavaScript what becomes of runs.
fn listen(
    supervisor: &Supervisor,
    interest: Interest,
    teller: &Teller,
    observed: &Rc<Cell<bool>>,
    shared: &Rc<Shared>,
) -> Subscription {
    let (teller, observed, shared) = (teller.clone(), observed.clone(), Rc::downgrade(shared));
    supervisor.observe(interest).subscribe(move |changes| {
        for Transition { run, .. } in changes {
            teller.tell(run, observed.get());
            if run.has_children
                && run.status().is_finished()
                && let Some(shared) = shared.upgrade()
            {
                shared.forget_children(run.id);
            }
        }
    })
}

fn with<T>(options: RunOptions<T>, id: Option<String>, params: Option<String>) -> RunOptions<T> {
    let options = options.params(fields::params(params.as_deref()));
    match id {
        Some(id) => options.public_id(id),
        None => options,
    }
}
