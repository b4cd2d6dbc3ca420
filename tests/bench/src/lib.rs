//! The program of `script/bench`: supervisors with the work that the page measures.

mod latch;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use taskdeck::{
    CancelReason, Config, Limit, RunContext, RunId, RunOptions, SpawnError, Supervisor, Task,
    reporter::Reporter,
    ui::{FaceOptions, MountedFace, mount_face},
};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use self::latch::Latch;

/// A supervisor and its runs.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Bench {
    supervisor: Supervisor,
    face: RefCell<Option<MountedFace>>,
    waiting: RefCell<Vec<Waiting>>,
    /// The number of runs created, used in their titles.
    made: Cell<u32>,
}

/// A run that waits until its latch opens.
#[derive(Debug)]
struct Waiting {
    run: RunId,
    latch: Latch,
    context: Rc<RefCell<Option<RunContext>>>,
}

#[wasm_bindgen]
impl Bench {
    /// Creates a supervisor with this number of slots, or unlimited ones, that keeps `keep`
    /// finished runs.
    #[wasm_bindgen(constructor)]
    pub fn new(slots: Option<usize>, keep: usize, profiler: bool) -> Result<Self, JsError> {
        let mut config = Config::default();
        config.concurrency = match slots {
            Some(slots) => Limit::at_most(slots)?,
            None => Limit::UNLIMITED,
        };
        config.keep = keep;
        config.max_queued = usize::MAX;
        config.profiler = profiler;
        let supervisor = Supervisor::new(config);
        supervisor.prepare();
        Ok(Self {
            supervisor,
            face: RefCell::new(None),
            waiting: RefCell::new(Vec::new()),
            made: Cell::new(0),
        })
    }

    /// Mounts the dashboard in `target`.
    pub fn mount(&self, target: &Element) -> Result<(), JsError> {
        let options = FaceOptions::default();
        let supervisor = self.supervisor.clone();
        let reporter = Reporter::new(&supervisor);
        let face = mount_face(target, supervisor, reporter, options)
            .map_err(|error| JsError::new(&error.to_string()))?;
        self.face.replace(Some(face));
        Ok(())
    }

    /// Defines a task that waits until it is cancelled, for its card.
    pub fn define(&self) -> Result<(), JsError> {
        let task = Task::new("wait", "Wait", async |ctx: RunContext| {
            ctx.progress(0, 100);
            ctx.cancelled().await;
            Ok(())
        });
        Ok(self.supervisor.define(task)?)
    }

    /// Spawns runs that complete in their first poll.
    pub fn spawn(&self, count: u32) -> Result<(), SpawnFailed> {
        for _ in 0..count {
            let body = async |_ctx: RunContext| Ok(());
            self.supervisor.spawn("Work", body)?;
        }
        Ok(())
    }

    /// Like [`spawn`](Self::spawn), with a title of 20 characters for each run.
    pub fn spawn_titled(&self, count: u32) -> Result<(), SpawnFailed> {
        for _ in 0..count {
            let body = async |_ctx: RunContext| Ok(());
            self.supervisor.spawn(self.title(), body)?;
        }
        Ok(())
    }

    /// Spawns runs that wait.
    pub fn spawn_waiting(&self, count: u32) -> Result<(), SpawnFailed> {
        for _ in 0..count {
            let (latch, context) = (Latch::default(), Rc::new(RefCell::new(None)));
            let (inside, place) = (latch.clone(), context.clone());
            let body = async move |ctx: RunContext| {
                place.replace(Some(ctx));
                inside.await;
                Ok(())
            };
            let run = self.supervisor.spawn(self.title(), body)?.id();
            let waiting = Waiting {
                run,
                latch,
                context,
            };
            self.waiting.borrow_mut().push(waiting);
        }
        Ok(())
    }

    fn title(&self) -> String {
        self.made.set(self.made.get() + 1);
        format!("Run number {:09}", self.made.get())
    }

    /// Resolves when no run is live.
    pub async fn idle(&self) {
        self.supervisor.idle().await;
    }

    /// Returns the number of live runs.
    pub fn live(&self) -> usize {
        self.supervisor.counts().live()
    }

    /// Returns the number of queued runs.
    pub fn queued(&self) -> usize {
        self.supervisor.counts().queued
    }

    /// Starts no runs until [`resume`](Self::resume).
    pub fn pause(&self) {
        self.supervisor.pause();
    }

    /// Starts runs again.
    pub fn resume(&self) {
        self.supervisor.resume();
    }

    /// Cancels all live runs.
    pub fn cancel_all(&self) {
        self.supervisor.cancel_all(CancelReason::User);
    }

    /// Reports progress in every waiting run.
    pub fn report_all(&self, done: u32, total: u32) {
        for waiting in &*self.waiting.borrow() {
            report(waiting, done, total);
        }
    }

    /// Reports progress in `count` waiting runs, evenly spread.
    pub fn report_some(&self, count: usize, done: u32) {
        let waiting = self.waiting.borrow();
        let step = (waiting.len() / count).max(1);
        for waiting in waiting.iter().step_by(step).take(count) {
            report(waiting, done, 1_000_000);
        }
    }

    /// Cancels `count` waiting runs, evenly spread.
    pub fn cancel_some(&self, count: usize) {
        for waiting in self.take_some(count) {
            self.supervisor.run(waiting.run).cancel(CancelReason::User);
        }
    }

    /// Ends `count` waiting runs, evenly spread, in the next turns.
    pub fn end_some(&self, count: usize) {
        for waiting in self.take_some(count) {
            waiting.latch.open();
        }
    }

    /// Removes `count` waiting runs, evenly spread. The order of the others does not matter.
    fn take_some(&self, count: usize) -> Vec<Waiting> {
        let mut waiting = self.waiting.borrow_mut();
        let step = (waiting.len() / count).max(1);
        (0..count.min(waiting.len()))
            .rev()
            .map(|at| waiting.swap_remove(at * step))
            .collect()
    }

    /// Spawns one run that reports in a loop, in slices of at most 8 ms. Returns how often its
    /// observer was notified.
    pub async fn flood(&self, reports: u32) -> Result<u32, SpawnFailed> {
        let updates = Rc::new(Cell::new(0));
        let count = updates.clone();
        let options = RunOptions::new("Flood").on_progress(move |_, _| count.set(count.get() + 1));
        let run = self
            .supervisor
            .spawn_with(options, async move |ctx: RunContext| {
                for done in 0..reports {
                    ctx.progress(done + 1, reports);
                    if done % 1_000 == 0 {
                        ctx.checkpoint().await?;
                    }
                }
                Ok(())
            })?;
        run.wait().await;
        Ok(updates.get())
    }
}

/// A run was refused.
#[derive(Debug)]
pub struct SpawnFailed(SpawnError);

impl From<SpawnError> for SpawnFailed {
    fn from(error: SpawnError) -> Self {
        Self(error)
    }
}

impl From<SpawnFailed> for JsValue {
    fn from(failed: SpawnFailed) -> Self {
        JsError::new(&failed.0.to_string()).into()
    }
}

fn report(waiting: &Waiting, done: u32, total: u32) {
    if let Some(context) = &*waiting.context.borrow() {
        context.progress(done, total);
    }
}
