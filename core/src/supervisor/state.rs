//! What a supervisor knows, and how a run moves on in its life.

use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    rc::{Rc, Weak},
    sync::Arc,
    task::Waker,
};

use reactive_graph::signal::ArcRwSignal;

use crate::{
    Config, Instant, Overview, RunId, RunSnapshot, RunState, StatusChange, Task,
    body::{Ending, Settle},
    events::{self, Listener},
    lane::{Lane, Place},
    options::Callbacks,
    record::{BodySlot, Record},
    store::Store,
    supervisor::shutdown::Closing,
    timers::{Timer, Timers},
    watch::{WatchCell, Watchers},
    world::Body,
};

/// What a supervisor knows. It is never borrowed while code of anybody else runs.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) main: Lane,
    pub(crate) tasks: BTreeMap<Arc<str>, Rc<Task>>,
    pub(crate) task_order: Vec<Arc<str>>,
    pub(crate) timers: Timers,
    pub(crate) paused: bool,
    pub(crate) closing: Option<Closing>,
    pub(crate) driver_started: bool,
    pub(crate) turn_started: Instant,
    pub(crate) notices: VecDeque<Notice>,
    pub(crate) listeners: Vec<Weak<Listener>>,
    pub(crate) streams: Vec<events::Sender>,
    pub(crate) idle_wakers: Vec<Waker>,
    /// Runs whose progress is to be shown with the next frame.
    pub(crate) dirty: Vec<RunId>,
    pub(crate) overview: Option<ArcRwSignal<Overview>>,
    pub(crate) revision: u64,
    pub(crate) evicted: u64,
    pub(crate) effects: Effects,
}

/// A change that somebody has to be told of, in a later turn.
pub(crate) struct Notice {
    pub(crate) change: StatusChange,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    /// Where the value is, when somebody wants to be told it before anyone can take it.
    pub(crate) value: Option<Rc<dyn Settle>>,
}

/// What follows from a change of the state and touches code of others: done when nothing is borrowed.
#[derive(Default)]
pub(crate) struct Effects {
    pub(crate) bodies: Vec<Body>,
    pub(crate) records: Vec<Record>,
    pub(crate) wakers: Vec<Waker>,
    pub(crate) shows: Vec<(Arc<WatchCell>, RunSnapshot)>,
    pub(crate) trash: Vec<Box<dyn FnOnce()>>,
    pub(crate) poke: bool,
    some: bool,
}

impl Effects {
    pub(crate) fn mark(&mut self) -> &mut Self {
        self.some = true;
        self
    }
}

impl State {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            store: Store::default(),
            main: Lane::new(config.concurrency),
            config,
            tasks: BTreeMap::new(),
            task_order: Vec::new(),
            timers: Timers::default(),
            paused: false,
            closing: None,
            driver_started: false,
            turn_started: Instant::START,
            notices: VecDeque::new(),
            listeners: Vec::new(),
            streams: Vec::new(),
            idle_wakers: Vec::new(),
            dirty: Vec::new(),
            overview: None,
            revision: 0,
            evicted: 0,
            effects: Effects::default(),
        }
    }

    pub(crate) fn take_effects(&mut self) -> Option<Effects> {
        self.effects.some.then(|| mem::take(&mut self.effects))
    }

    pub(crate) fn poke(&mut self) {
        self.effects.mark().poke = true;
    }

    pub(crate) fn now(&self) -> Instant {
        self.config.world.now()
    }

    pub(crate) fn overview(&self) -> Overview {
        Overview {
            counts: self.store.counts,
            main: self.main.usage(),
            paused: self.paused,
            shut_down: self.closing.is_some(),
            evicted: self.evicted,
            revision: self.revision,
        }
    }

    /// Whether a run may start now.
    pub(crate) fn may_start(&self) -> bool {
        let draining = self.closing.as_ref().is_none_or(|closing| closing.draining);
        draining && (!self.paused || self.closing.is_some()) && self.main.has_eligible()
    }

    /// Moves a live run to another live state, or a queued one to running.
    pub(crate) fn transition(&mut self, id: RunId, to: RunState) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let from = record.status();
        record.state = to;
        let to = record.status();
        self.store.counts.remove(from);
        self.store.counts.add(to);
        self.changed(id, Some(from), None);
    }

    /// Ends a live run whose body is gone. A slot that it held is free from here on.
    pub(crate) fn finish(&mut self, id: RunId, end: RunState) {
        let now = self.now();
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        let from = record.status();
        let place = place(id, record);
        record.state = end;
        record.finished_at = Some(now);
        let body = match mem::replace(&mut record.slot, BodySlot::Empty) {
            BodySlot::Resting(body) => Some(body),
            _ => None,
        };
        let recipe = if record.status() == crate::RunStatus::Completed {
            record.repeat.take()
        } else {
            None
        };
        let to = record.status();
        let cell = record.cell.take();
        let wakers = match &mut record.extras {
            Some(extras) => {
                extras.cancel_wakers.clear();
                mem::take(&mut extras.end_wakers)
            }
            None => Vec::new(),
        };
        let grace = match &record.state {
            RunState::Cancelled { .. } | RunState::Failed(_) | RunState::Completed => record.grace,
            _ => std::time::Duration::ZERO,
        };
        let ending = Ending::of(&record.state);
        let was_cancelling = from == crate::RunStatus::Cancelling && !grace.is_zero();

        let effects = self.effects.mark();
        effects.bodies.extend(body);
        effects.wakers.extend(wakers);
        if let Some(recipe) = recipe {
            effects.trash.push(Box::new(move || drop(recipe)));
        }
        if was_cancelling {
            self.timers.clear(Timer::Grace(id));
        }
        if from == crate::RunStatus::Queued {
            self.main.leave(place);
        } else {
            self.main.free_slot();
        }
        let value = cell.filter(|cell| {
            let told_first = to == crate::RunStatus::Completed && cell.has_callback();
            if !told_first && let Some(ending) = ending {
                self.effects.wakers.extend(cell.settle(ending));
            }
            told_first
        });
        self.store.retire(id, from, to);
        self.changed(id, Some(from), value);
        if let Some(closing) = &mut self.closing {
            closing.ended(id);
        }
        if self.store.counts.live() == 0 {
            self.effects.wakers.append(&mut self.idle_wakers);
        }
        self.keep_bounded(now);
        self.poke();
    }

    /// Drops finished runs that are too many or too old, and sets the timer for the next one.
    pub(crate) fn keep_bounded(&mut self, now: Instant) {
        let gone = &mut self.effects.mark().records;
        let before = gone.len();
        self.store.evict_over(self.config.keep, gone);
        if let Some(age) = self.config.keep_for {
            let age = age.max(std::time::Duration::from_micros(1));
            if now.since_start() >= age {
                let limit = Instant::after_start(now.since_start() - age);
                self.store.evict_older(limit, gone);
            }
        }
        let evicted = gone.len() - before;
        self.evicted += evicted as u64;
        if evicted > 0 {
            self.revision += 1;
        }
        if let Some(age) = self.config.keep_for
            && let Some(oldest) = self.store.oldest_finished()
        {
            self.timers.set_only(oldest + age, Timer::Expire);
        }
    }

    /// Shows a change to those who look at the run, and notes whom to tell later.
    fn changed(
        &mut self,
        id: RunId,
        from: Option<crate::RunStatus>,
        value: Option<Rc<dyn Settle>>,
    ) {
        self.revision += 1;
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let failed = matches!(record.state, RunState::Failed(_)) && self.config.on_error.is_some();
        let told = failed
            || value.is_some()
            || record.callbacks().is_some()
            || !self.listeners.is_empty()
            || !self.streams.is_empty();
        let watcher = record.watchers.upgrade();
        if told || watcher.is_some() {
            let run = record.snapshot(id);
            if let Some(watcher) = watcher {
                self.effects.mark().shows.push((watcher, run.clone()));
            }
            if told {
                let callbacks = record.callbacks().cloned().map(Box::new);
                self.notices.push_back(Notice {
                    change: StatusChange { from, run },
                    callbacks,
                    value,
                });
            }
        }
        self.poke();
    }

    /// Tells everybody of a run that was just accepted.
    pub(crate) fn accepted(&mut self, id: RunId) {
        self.changed(id, None, None);
    }

    /// Shows a run to those who look at it, after something other than its status has changed.
    pub(crate) fn show(&mut self, id: RunId) {
        let Some(record) = self.store.get(id) else {
            return;
        };
        if let Some(watcher) = record.watchers.upgrade() {
            let run = record.snapshot(id);
            self.effects.mark().shows.push((watcher, run));
        }
    }

    /// Shows a run with the next frame, if somebody looks at it or wants to be told.
    pub(crate) fn mark_dirty(&mut self, id: RunId) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let wanted = record.watchers.strong_count() > 0
            || record
                .callbacks()
                .is_some_and(|callbacks| callbacks.on_progress.is_some());
        if wanted && !mem::replace(&mut record.dirty, true) {
            self.dirty.push(id);
            if self.dirty.len() == 1 {
                self.poke();
            }
        }
    }

    /// The signals of a run, made when nobody looked at it before.
    pub(crate) fn watch(&mut self, id: RunId) -> Option<Arc<WatchCell>> {
        let record = self.store.get_mut(id)?;
        if let Some(cell) = record.watchers.upgrade() {
            return Some(cell);
        }
        let cell = WatchCell::new(record.snapshot(id));
        record.watchers = Arc::downgrade(&cell);
        Some(cell)
    }
}

/// Where a run stands in its lane's queue.
pub(crate) fn place(id: RunId, record: &Record) -> Place {
    Place {
        priority: record.priority,
        arrival: record.arrival,
        run: id,
    }
}

/// Nobody looks.
pub(crate) fn no_watchers() -> Watchers {
    std::sync::Weak::new()
}
