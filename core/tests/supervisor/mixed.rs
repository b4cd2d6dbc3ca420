//! Groups, children, retries, delays, timeouts and cancels together, at random: every run ends, and no lane
//! exceeds its slots.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc, time::Duration};

use taskdeck_core::{
    CancelReason, Config, LaneOptions, Limit, Overlap, Priority, Retry, RunContext, RunHandle,
    RunId, RunOptions, RunStatus, SpawnError, Supervisor, TaskError, World, sim::SimWorld,
};

use crate::stage::millis;

/// Random numbers, the same for the same seed.
#[derive(Clone)]
struct Dice(Rc<RefCell<u64>>);

impl Dice {
    fn below(&self, bound: u64) -> u64 {
        let mut state = self.0.borrow_mut();
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % bound
    }

    fn one_in(&self, number: u64) -> bool {
        self.below(number) == 0
    }

    fn of<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// What all bodies of a program share.
#[derive(Clone)]
struct Program {
    dice: Dice,
    started: Rc<RefCell<Vec<RunId>>>,
    supervisor: std::rc::Weak<Supervisor>,
    bodies: Rc<RefCell<u32>>,
}

type Ended = Pin<Box<dyn Future<Output = Result<(), TaskError>>>>;

impl Program {
    fn options(&self) -> RunOptions<()> {
        let dice = &self.dice;
        let mut options = RunOptions::new(dice.of(&["a", "b", "c", "d"]));
        if !dice.one_in(3) {
            options = options.overlap(dice.of(&[
                Overlap::Allow,
                Overlap::Queue,
                Overlap::Drop,
                Overlap::Restart,
                Overlap::KeepLatest,
                Overlap::Join,
                Overlap::Refuse,
            ]));
        }
        if dice.one_in(4) {
            options = options.at_a_time(1 + dice.below(3) as usize);
        }
        if dice.one_in(3) {
            options = options.lane(dice.of(&["main", "net", "disk"]));
        }
        if dice.one_in(3) {
            options = options.grace(millis(dice.below(8)));
        }
        if dice.one_in(3) {
            options = options.retry(Retry::new(dice.below(3) as u32).delay(millis(dice.below(6))));
        }
        if dice.one_in(5) {
            options = options.timeout(millis(1 + dice.below(20)));
        }
        if dice.one_in(8) {
            options = options.deadline(millis(1 + dice.below(40)));
        }
        if dice.one_in(5) {
            options = options.delay(millis(dice.below(6)));
        }
        if dice.one_in(4) {
            options = options.supervised();
        }
        options.priority(dice.of(&[
            Priority::UserBlocking,
            Priority::UserVisible,
            Priority::Background,
        ]))
    }

    fn body(&self, depth: u64) -> impl Fn(RunContext) -> Ended + 'static {
        let program = self.clone();
        move |ctx| {
            let program = program.clone();
            Box::pin(async move { program.run(ctx, depth).await })
        }
    }

    fn spawn(
        &self,
        parent: Option<&RunContext>,
        depth: u64,
    ) -> Result<Option<RunHandle<()>>, SpawnError> {
        let (options, body) = (self.options(), self.body(depth));
        let run = match (parent, self.supervisor.upgrade()) {
            (Some(ctx), _) => ctx.spawn_repeatable(options, body),
            (None, Some(supervisor)) => supervisor.spawn_repeatable(options, body),
            (None, None) => return Ok(None),
        };
        run.map(|run| {
            self.started.borrow_mut().push(run.id());
            Some(run)
        })
    }

    async fn run(self, ctx: RunContext, depth: u64) -> Result<(), TaskError> {
        let dice = self.dice.clone();
        *self.bodies.borrow_mut() += 1;
        let bodies = self.bodies.clone();
        let _gone = crate::stage::OnDrop(move || *bodies.borrow_mut() -= 1);
        for step in 0..dice.below(4) {
            ctx.progress(step, 4_u32);
            if dice.one_in(2) {
                ctx.sleep(millis(dice.below(6))).await?;
            }
            if depth > 0 && dice.one_in(2) {
                let child = self.spawn(Some(&ctx), depth - 1);
                if let Ok(Some(child)) = child {
                    match dice.below(6) {
                        0 => drop(child.wait().await),
                        1 => _ = child.cancel(),
                        2 => drop(child.outcome().await),
                        _ => drop(child),
                    }
                }
            }
            if dice.one_in(8) {
                self.cancel_one();
            }
        }
        match dice.below(8) {
            0 => Err(TaskError::new("by chance")),
            // Without the hook that prints the panic.
            1 => std::panic::resume_unwind(Box::new("by chance")),
            _ => Ok(()),
        }
    }

    fn cancel_one(&self) {
        let started = self.started.borrow().clone();
        if let (Some(supervisor), false) = (self.supervisor.upgrade(), started.is_empty()) {
            let id = self.dice.of(&started);
            supervisor.run(id).cancel(CancelReason::User);
            drop(supervisor);
        }
    }
}

fn at_most(slots: u64) -> Limit {
    Limit::at_most(slots as usize).expect("at least one")
}

/// Runs a program. A failure names its seed.
fn run(seed: u64) {
    let world = SimWorld::new(seed);
    let dice = Dice(Rc::new(RefCell::new(seed.wrapping_mul(0x9E37_79B9) + 1)));
    let mut config = Config::new(world.shared()).concurrency(at_most(1 + dice.below(3)));
    for name in ["net", "disk"] {
        let lane = LaneOptions::new(at_most(1 + dice.below(2)));
        config = config.lane(name, lane).expect("a name");
    }
    config.keep = 10_000;
    let supervisor = Rc::new(Supervisor::new(config));
    let program = Program {
        dice: dice.clone(),
        started: Rc::default(),
        supervisor: Rc::downgrade(&supervisor),
        bodies: Rc::default(),
    };
    let slots_are_kept = || {
        for (name, lane) in supervisor.lanes() {
            let (taken, limit) = (lane.taken, lane.limit.get());
            assert!(taken <= limit, "seed {seed}: {taken} of {limit} in {name}");
        }
    };
    let mut handles = Vec::new();
    for _ in 0..12 {
        match dice.below(8) {
            0 => program.cancel_one(),
            1 => supervisor.pause(),
            2 => supervisor.resume(),
            3 => drop(handles.pop().map(|run: RunHandle<()>| run.cancel())),
            4 => world.advance(millis(dice.below(10))),
            _ => handles.extend(program.spawn(None, 2).ok().flatten()),
        }
        world.run_some(dice.below(30) as usize);
        slots_are_kept();
    }
    let bodies = program.bodies.clone();
    match dice.below(4) {
        0 => {
            let report = world.block_on(supervisor.shutdown(millis(dice.below(10))));
            assert_eq!(supervisor.counts().live(), 0, "seed {seed}: {report:?}");
            assert_eq!(*bodies.borrow(), 0, "seed {seed}: bodies are left");
            assert_eq!(world.pending_timers(), 0, "seed {seed}: timers are left");
            return;
        }
        1 => {
            drop(supervisor);
            world.run_until_stalled();
            assert_eq!(*bodies.borrow(), 0, "seed {seed}: bodies are left");
            assert_eq!(world.live_futures(), 0, "seed {seed}: futures are left");
            for run in handles {
                let outcome = world.block_on(run.outcome());
                assert!(outcome.status().is_finished());
            }
            return;
        }
        2 => drop(supervisor.drain()),
        _ => supervisor.resume(),
    }
    for _ in 0..200 {
        world.advance(millis(5));
        slots_are_kept();
    }
    let live: Vec<_> = supervisor
        .active_ids()
        .into_iter()
        .filter_map(|id| supervisor.run(id).snapshot())
        .map(|run| {
            (
                run.id,
                run.title,
                run.state,
                run.waiting,
                run.lane,
                run.parent,
            )
        })
        .collect();
    assert!(live.is_empty(), "seed {seed}: {live:#?}");
    assert_eq!(*program.bodies.borrow(), 0, "seed {seed}: bodies are left");
    for (name, lane) in supervisor.lanes() {
        let left = (lane.taken, lane.waiting);
        assert_eq!(left, (0, 0), "seed {seed}: {name}");
    }
    let timers = world.pending_timers();
    assert_eq!(timers, 0, "seed {seed}: timers are left");
    for id in supervisor.run_ids(&Default::default()) {
        let Some(parent) = supervisor.run(id).snapshot() else {
            continue;
        };
        for child in supervisor.run(id).children() {
            let child = supervisor.run(child).snapshot().expect("all are kept");
            assert!(
                child.finished_at <= parent.finished_at,
                "seed {seed}: a child ended after its parent"
            );
        }
        assert!(parent.status() != RunStatus::Running);
    }
    assert!(world.now().since_start() > Duration::ZERO);
}

#[test]
fn whatever_is_started_comes_to_its_end() {
    let first: u64 = option_env("MIXED_FROM").unwrap_or(0);
    let seeds: u64 = option_env("MIXED_SEEDS").unwrap_or(500);
    for seed in first..first + seeds {
        run(seed);
    }
}

fn option_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
