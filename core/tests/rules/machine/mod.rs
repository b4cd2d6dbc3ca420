//! Runs a program on a real supervisor, and passes what happens to the model.

mod act;
mod compare;
mod ends;
mod policy;
mod schedules;
mod spawn;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};

use reactive_graph::effect::ImmediateEffect;
use taskdeck_core::{
    Config, Interest, RunHandle, RunId, RunStatus, RunWatch, ScheduleHandle, Subscription,
    Supervisor, Task, World, sim::SimWorld,
};

use self::spawn::Asking;
use crate::{
    body::{Remains, Watched},
    coverage::Coverage,
    model::{LaneState, Model, Promise, Said, Wait},
    program::{Program, Spec, Step},
};

/// The names of the lanes.
pub(crate) const LANES: [&str; 3] = ["main", "disk", "network"];

/// What a program needs while it runs.
pub(crate) struct Machine {
    pub(crate) me: Weak<Self>,
    pub(crate) world: SimWorld,
    pub(crate) supervisor: RefCell<Option<Supervisor>>,
    pub(crate) model: RefCell<Model>,
    pub(crate) tasks: Vec<Rc<Spec>>,
    pub(crate) looks: RefCell<Vec<Option<(RunWatch, ImmediateEffect)>>>,
    pub(crate) handles: RefCell<Vec<Held>>,
    pub(crate) schedules: RefCell<Vec<ScheduleHandle>>,
    /// Calls under way that spawn a run, the innermost last.
    asking: RefCell<Vec<Asking>>,
    /// What the listener and the callbacks have received; for callbacks, by their number.
    pub(crate) told: RefCell<Vec<(RunId, RunStatus)>>,
    pub(crate) called: RefCell<Vec<(usize, RunStatus)>>,
    subscription: RefCell<Option<Subscription>>,
    /// How many futures of the program wait for the supervisor.
    pub(crate) waiting: Cell<usize>,
    reasons: Cell<u32>,
    titles: Cell<u32>,
    callers: Cell<usize>,
}

/// A handle of a run, with the key of its caller.
pub(crate) struct Held {
    pub(crate) handle: Rc<RunHandle<()>>,
    pub(crate) run: usize,
    pub(crate) joiner: usize,
    /// The number of its callbacks.
    pub(crate) caller: usize,
}

/// Runs a program to its end; returns what was broken, and which policies have met.
pub(crate) fn run(program: &Program) -> (Vec<(Promise, String)>, Coverage) {
    let set_up = &program.set_up;
    let world = SimWorld::new(program.seed);
    world.set_poll_cost(Duration::from_millis(set_up.poll_cost));
    let ageing = Duration::from_millis(set_up.ageing);
    let mut config = Config::new(world.shared())
        .max_queued(set_up.max_queued)
        .keep(set_up.keep)
        .ageing(ageing);
    for (name, lane) in LANES.iter().zip(&set_up.lanes).skip(1) {
        let options = policy::lane_options(lane);
        config = config.lane(*name, options).expect("it has a name");
    }
    let supervisor = Supervisor::new(config);
    let main = policy::lane_options(&set_up.lanes[0]);
    supervisor.lane(LANES[0]).set(main).expect("it has a name");
    let lanes = set_up.lanes.iter().map(LaneState::new).collect();
    let model = Model {
        max_queued: set_up.max_queued,
        keep: set_up.keep,
        ageing,
        poll_cost: Duration::from_millis(set_up.poll_cost),
        exact: set_up.poll_cost == 0,
        ..Model::new(lanes)
    };
    let machine = Rc::new_cyclic(|me| Machine {
        me: me.clone(),
        world,
        supervisor: RefCell::new(Some(supervisor)),
        model: RefCell::new(model),
        tasks: program.tasks.iter().map(task).collect(),
        looks: RefCell::default(),
        handles: RefCell::default(),
        schedules: RefCell::default(),
        asking: RefCell::default(),
        told: RefCell::default(),
        called: RefCell::default(),
        subscription: RefCell::default(),
        waiting: Cell::new(0),
        reasons: Cell::new(0),
        titles: Cell::new(0),
        callers: Cell::new(0),
    });
    machine.listen();
    machine.define();
    for step in &program.steps {
        machine.step(step);
        machine.compare();
    }
    machine.end(program.finale);
    let mut model = machine.model.borrow_mut();
    let mut coverage = Coverage::default();
    coverage.count(&model);
    let broken = std::mem::take(&mut model.broken);
    (broken.into_iter().collect(), coverage)
}

/// A task can be run again and again, whatever its spec says.
fn task(spec: &Spec) -> Rc<Spec> {
    Rc::new(Spec {
        repeatable: true,
        ..spec.clone()
    })
}

impl Machine {
    pub(crate) fn supervisor(&self) -> Option<Supervisor> {
        self.supervisor.borrow().clone()
    }

    pub(crate) fn expect(&self, promise: Promise, holds: bool, what: impl FnOnce() -> String) {
        self.model.borrow_mut().expect(promise, holds, what);
    }

    fn listen(self: &Rc<Self>) {
        let me = self.me.clone();
        let subscription = self.supervisor().map(|supervisor| {
            supervisor
                .observe(Interest::All)
                .subscribe(move |transitions| {
                    if let Some(machine) = me.upgrade() {
                        let told = transitions.iter().map(|one| (one.run.id, one.run.status()));
                        machine.told.borrow_mut().extend(told);
                    }
                })
        });
        *self.subscription.borrow_mut() = subscription;
    }

    /// Defines the tasks, which are started by their numbers.
    fn define(&self) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        for (task, spec) in self.tasks.iter().enumerate() {
            let (me, body) = (self.me.clone(), spec.clone());
            let recipe = move |ctx| Watched::new(Remains::new(&me, Rc::default(), &body), ctx);
            let defined = Task::new(format!("task-{task}"), "Task", recipe)
                .policy(self.policy(spec, Rc::default()));
            supervisor.define(defined).expect("its policy is fine");
        }
    }

    pub(crate) fn step(&self, step: &Step) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        self.discover();
        match step {
            Step::Do(deed) => self.deed(deed),
            Step::Poll(polls) => {
                self.world.run_some(*polls);
            }
            Step::Advance(millis) => self.advance(*millis),
            Step::Sleep(millis) => {
                self.model.borrow_mut().exact = false;
                self.world.work(Duration::from_millis(*millis));
            }
            Step::SetClock(millis) => {
                self.model.borrow_mut().exact = false;
                let by = Duration::from_millis(millis.unsigned_abs());
                let unix = self.world.unix_time();
                self.world.set_unix_time(match millis.is_negative() {
                    true => unix.saturating_sub(by),
                    false => unix + by,
                });
                self.model.borrow_mut().clock_was_set();
            }
            Step::AwaitIdle => self.await_idle(&supervisor),
            Step::ClearFinished => self.clear_finished(&supervisor),
            Step::Retry(run) => self.retry(&supervisor, *run),
            Step::Schedule(of) => self.schedule(&supervisor, of),
            Step::PauseSchedule(schedule) => self.pause_schedule(*schedule),
            Step::ResumeSchedule(schedule) => self.resume_schedule(*schedule),
            Step::RunScheduleNow(schedule) => self.run_schedule_now(*schedule),
            Step::StopSchedule(schedule) => self.stop_schedule(*schedule),
            Step::Shutdown(millis) => self.shutdown(&supervisor, Duration::from_millis(*millis)),
            Step::Drain => self.drain(&supervisor),
        }
        self.discover();
    }

    fn advance(&self, millis: u64) {
        self.pass(millis);
        self.model.borrow_mut().stalled(self.world.now());
    }

    /// Notes that a body waits, until a time or for something that the model does not know.
    pub(crate) fn waits(&self, id: RunId, wait: Option<Wait>) {
        let mut model = self.model.borrow_mut();
        if let Some(run) = model.index(id) {
            model.runs[run].waits = wait;
        }
    }

    pub(crate) fn says(&self, id: RunId, said: Said) {
        let mut model = self.model.borrow_mut();
        if let Some(run) = model.index(id) {
            model.runs[run].said = Some(said);
        }
    }
}
