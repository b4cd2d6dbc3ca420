//! A supervisor for JavaScript.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;
use taskdeck::browser::{Config, latch_crashes};
use taskdeck_core::{
    CancelReason, Interest, Priority, RetryError, RunFilter, RunOptions, RunStatus, SpawnError,
    Subscription, Supervisor, Task, Transition,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{
    body::{Function, Shared},
    fields,
    host::Host,
    key,
    policy::{self, RunPolicy},
    snapshot::HostNotifier,
    words,
};

/// A supervisor for JavaScript. Dropping it ends every run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    pub(super) supervisor: Supervisor,
    pub(super) shared: Rc<Shared>,
    notifier: HostNotifier,
    /// Whether notices of changes carry a snapshot.
    with_snapshots: Rc<Cell<bool>>,
    subscription: RefCell<Subscription>,
}

fn reason(text: Option<String>) -> CancelReason {
    text.map_or(CancelReason::Caller, CancelReason::other)
}

#[wasm_bindgen]
impl Core {
    /// Creates a supervisor without runs. `origin` is when the page's clock started, in milliseconds since 1970 began.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(host: Host, concurrency: f64, max_queued: f64, keep: f64, origin: f64) -> Self {
        latch_crashes();
        let mut config = Config::default();
        config.concurrency = policy::limit(concurrency);
        config.max_queued = max_queued as usize;
        config.keep = keep as usize;
        let supervisor = Supervisor::new(config);
        // Listeners are to be notified in a microtask, of the first run too.
        supervisor.prepare();
        let notifier = HostNotifier {
            host: host.clone(),
            origin,
        };
        let with_snapshots = Rc::default();
        let shared = Shared::new(host);
        let subscription = listen(
            &supervisor,
            Interest::Changes,
            &notifier,
            &with_snapshots,
            &shared,
        );
        Self {
            supervisor,
            shared,
            notifier,
            with_snapshots,
            subscription: RefCell::new(subscription),
        }
    }

    /// Notifies of new runs too from now on. With `with_snapshots`, every notice carries a snapshot from now on.
    pub fn observe(&self, with_snapshots: bool) {
        self.with_snapshots
            .set(self.with_snapshots.get() || with_snapshots);
        let subscription = listen(
            &self.supervisor,
            Interest::All,
            &self.notifier,
            &self.with_snapshots,
            &self.shared,
        );
        drop(self.subscription.replace(subscription));
    }

    /// Accepts a run of a body. If `parent` is 0 or more, it is a child of that run.
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    pub fn spawn(
        &self,
        body: JsValue,
        title: &str,
        id: Option<String>,
        policy: Option<RunPolicy>,
        params: Option<String>,
        parent: f64,
        attempt: u32,
    ) -> Result<f64, JsValue> {
        let function = Function::new(&self.shared, body);
        let body = move |ctx| function.body(ctx);
        let options = RunOptions::new(title).policy(policy::of_function(policy));
        let options = with_id_and_params(options, id, params);
        if parent < 0.0 {
            let run = self.supervisor.spawn_repeatable(options, body);
            return run
                .map(|run| key::of(run.id()))
                .map_err(|error| self.refused(&error));
        }
        let parent_attempt = self.shared.attempt(parent, attempt);
        let run = parent_attempt
            .ok_or(SpawnError::ParentEnded)
            .and_then(|attempt| attempt.ctx.spawn_repeatable(options, body))
            .map_err(|error| self.refused(&error))?;
        let id = run.id();
        self.shared.add_child(key::run(parent), run);
        Ok(key::of(id))
    }

    /// Returns the number of the newest run.
    #[must_use]
    pub fn last_number(&self) -> f64 {
        self.supervisor.last_number() as f64
    }

    /// Takes over a run that JavaScript has accepted under this number. If its body was called already, the attempt
    /// begins inside this call.
    pub fn take_over(
        &self,
        body: JsValue,
        title: &str,
        number: f64,
        has_begun: bool,
    ) -> Result<f64, JsValue> {
        self.supervisor.skip_to_number(number as u64);
        let run = self.spawn(body, title, None, None, None, -1.0, 0)?;
        if has_begun {
            self.supervisor.begin_now();
        }
        Ok(run)
    }

    /// Defines a task with its body. Returns `false` when its id is taken.
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    pub fn define(
        &self,
        id: &str,
        title: &str,
        body: JsValue,
        policy: RunPolicy,
        fields: Option<String>,
        description: &str,
        group: &str,
    ) -> bool {
        let function = Function::new(&self.shared, body);
        let mut task = Task::new(id, title, move |ctx| function.body(ctx))
            .policy(policy::of_function(Some(policy)))
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
        policy: Option<RunPolicy>,
        params: Option<String>,
    ) -> Result<f64, JsValue> {
        let policy = policy.map(|policy| policy.0).unwrap_or_default();
        let options = with_id_and_params(RunOptions::of_task().policy(policy), id, params);
        let run = self.supervisor.start_with(task, options);
        run.map(|run| key::of(run.id()))
            .map_err(|error| self.refused(&error))
    }

    /// See [`taskdeck_core::RunRef::cancel`]. Without a text, the reason is [`CancelReason::Caller`].
    pub fn cancel(&self, run: f64, text: Option<String>) -> bool {
        self.supervisor.run(key::run(run)).cancel(reason(text))
    }

    /// See [`Supervisor::cancel_all`].
    pub fn cancel_all(&self, text: Option<String>) -> usize {
        self.supervisor.cancel_all(reason(text))
    }

    /// See [`taskdeck_core::RunRef::abandon`].
    pub fn abandon(&self, run: f64) -> bool {
        self.supervisor.run(key::run(run)).abandon()
    }

    /// Spawns a run in place of one that has failed or was cancelled; see [`taskdeck_core::RunRef::retry_with`]. Returns
    /// `undefined` for a run that cannot be retried.
    pub fn retry(
        &self,
        run: f64,
        id: Option<String>,
        policy: Option<RunPolicy>,
    ) -> Result<Option<f64>, JsValue> {
        let policy = policy.map(|policy| policy.0).unwrap_or_default();
        let run = self.supervisor.run(key::run(run));
        match run.retry_with(id.map(Into::into), &policy) {
            Ok(new) => Ok(Some(key::of(new))),
            Err(RetryError::Refused(error)) => Err(self.refused(&error)),
            Err(_) => Ok(None),
        }
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

    /// Pauses or resumes the start of runs.
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

    /// Returns the numbers of queued, running, completed, failed and cancelled runs.
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

    /// Returns the number of runs that have not ended.
    #[must_use]
    pub fn active_count(&self) -> usize {
        self.supervisor.counts().live()
    }

    /// Returns the runs that have not ended, oldest first.
    #[must_use]
    pub fn active_runs(&self) -> Vec<f64> {
        let runs = self.supervisor.active_ids();
        runs.into_iter().map(key::of).collect()
    }

    /// Returns the runs of these statuses and this task that contain this text, newest first. Each status is a
    /// bit; without any, runs of all statuses are returned.
    #[must_use]
    pub fn runs(&self, statuses: u32, task: Option<String>, text: String) -> Vec<f64> {
        let is_included = |status: &RunStatus| statuses & 1 << words::status(*status) != 0;
        let filter = RunFilter {
            statuses: RunStatus::ALL.into_iter().filter(is_included).collect(),
            task,
            text,
            ..RunFilter::default()
        };
        let runs = self.supervisor.run_ids(&filter);
        runs.into_iter().map(key::of).collect()
    }

    /// Returns the index of a run's status in `STATUSES`.
    #[must_use]
    pub fn status(&self, run: f64) -> u32 {
        let status = self.supervisor.run(key::run(run)).status();
        status.map_or(words::UNKNOWN, words::status)
    }

    /// Returns a snapshot of a run; `undefined` when the run is not kept.
    #[must_use]
    pub fn snapshot(&self, run: f64) -> JsValue {
        let run = self.supervisor.run(key::run(run)).brief();
        run.map_or(JsValue::UNDEFINED, |run| self.notifier.snapshot(&run))
    }

    /// Returns the public id of a run; `undefined` when the run is not kept.
    #[must_use]
    pub fn public_id(&self, run: f64) -> Option<String> {
        let run = self.supervisor.run(key::run(run)).brief()?;
        Some(String::from(&*run.public_id()))
    }

    /// Returns the run that this one retries; `undefined` when it is not a retry or is not kept.
    #[must_use]
    pub fn retry_of(&self, run: f64) -> Option<f64> {
        let run = self.supervisor.run(key::run(run)).brief()?;
        run.retry_of.map(key::of)
    }

    /// Returns the run of this public id; `undefined` when there is none.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<f64> {
        self.supervisor.find(id).map(key::of)
    }

    /// See [`Supervisor::clear_finished`].
    pub fn clear_finished(&self) -> usize {
        self.supervisor.clear_finished()
    }

    /// Returns a number that grows whenever a run is accepted, changes its status or is evicted.
    #[must_use]
    pub fn revision(&self) -> f64 {
        self.supervisor.revision() as f64
    }

    /// Ends the supervisor. Resolves with the runs that stopped and the runs that were abandoned.
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
            SpawnError::InvalidPolicy(invalid) => invalid.field,
            error => error.code(),
        };
        self.shared.host.refusal(code, &error.message().english())
    }
}

/// Notifies JavaScript of changes of runs, and drops the handles of children when their parent ends.
fn listen(
    supervisor: &Supervisor,
    interest: Interest,
    notifier: &HostNotifier,
    with_snapshots: &Rc<Cell<bool>>,
    shared: &Rc<Shared>,
) -> Subscription {
    let (notifier, with_snapshots) = (notifier.clone(), with_snapshots.clone());
    let shared = Rc::downgrade(shared);
    supervisor.observe(interest).subscribe(move |changes| {
        for Transition { run, .. } in changes {
            notifier.notify(run, with_snapshots.get());
            if run.has_children
                && run.status().is_finished()
                && let Some(shared) = shared.upgrade()
            {
                shared.drop_children(run.id);
            }
        }
    })
}

fn with_id_and_params<T>(
    options: RunOptions<T>,
    id: Option<String>,
    params: Option<String>,
) -> RunOptions<T> {
    let options = options.params(fields::params(params.as_deref()));
    match id {
        Some(id) => options.public_id(id),
        None => options,
    }
}
