//! What a supervisor knows, and what others are shown of it.

pub(crate) mod groups;
pub(crate) mod store;
pub(crate) mod timers;

use std::task::Waker;
use std::{
    any::Any,
    collections::VecDeque,
    mem,
    rc::{Rc, Weak},
    sync::Arc,
    time::Duration,
};

use reactive_graph::signal::ArcRwSignal;

use crate::supervisor::{end::overdue::Overdue, query::waiting::Rows};
use crate::{
    CancelReason, Config, Instant, News, Overview, Progress, RunBrief, RunId, RunSnapshot,
    RunState, RunStatus, StatusChange, Task, Transition,
    collections::sorted::{SortedMap, SortedSet},
    collections::waiters::Waiters,
    lane::{Crossings, Lanes, Place, Turn},
    profile::{Blocks, PollTimes},
    random::Random,
    run::callbacks::{Callback, Callbacks},
    run::cell::Settle,
    run::ending::Ending,
    run::join::Joiners,
    run::record::Record,
    run::watch::{WatchCell, Watchers},
    schedule::Schedules,
    supervisor::end::shutdown::Closing,
    supervisor::notify::events::{self, Listener},
    supervisor::state::groups::Groups,
    supervisor::state::store::Store,
    supervisor::state::timers::Timers,
};

/// What a supervisor knows. It is never borrowed while code of anybody else runs.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) lanes: Lanes,
    pub(crate) crossings: Crossings,
    /// Runs with children that have not ended.
    pub(crate) parents: SortedSet<RunId>,
    /// Runs that have joined runs of others.
    pub(crate) joining: SortedSet<RunId>,
    /// The revision at which nobody could be helped to a slot.
    pub(crate) helped_at: Option<u64>,
    pub(crate) groups: Groups,
    pub(crate) tasks: SortedMap<Arc<str>, Rc<Task>>,
    pub(crate) task_order: Vec<Arc<str>>,
    pub(crate) timers: Timers,
    pub(crate) schedules: Schedules,
    /// Runs whose time is up, until it is certain that they have not ended in time.
    pub(crate) overdue: VecDeque<Overdue>,
    pub(crate) random: Random,
    /// How many runs wait for their first start.
    pub(crate) unstarted: usize,
    pub(crate) paused: bool,
    pub(crate) closing: Option<Closing>,
    pub(crate) driver_started: bool,
    /// How much of the slice was used since everybody else last had a turn.
    pub(crate) spent: Duration,
    /// When the driver will give everybody else a turn.
    pub(crate) slice_ends: Instant,
    /// What the clock shows, while nothing but the supervisor's own code has run since somebody looked: in a
    /// page to look costs as much as to poll.
    pub(crate) clock: Option<Instant>,
    pub(crate) notices: VecDeque<Notice>,
    pub(crate) listeners: Vec<Weak<Listener<StatusChange>>>,
    pub(crate) observers: Vec<(News, Weak<Listener<[Transition]>>)>,
    pub(crate) streams: Vec<events::Sender>,
    /// Who waits until no run is live.
    pub(crate) idle: Waiters,
    /// What lives as long as runs may.
    pub(crate) owned: Vec<Rc<dyn Any>>,
    /// Runs whose progress is to be shown with the next frame.
    pub(crate) dirty: Vec<RunId>,
    /// Queued runs that somebody looks at.
    pub(crate) rows: Rows,
    pub(crate) overview: Option<ArcRwSignal<Overview>>,
    pub(crate) revision: u64,
    pub(crate) evicted: u64,
    pub(crate) poll_times: PollTimes,
    pub(crate) blocks: Blocks,
    /// Counts what was shown to those who look at runs.
    moment: u64,
    pub(crate) effects: Effects,
    /// Whether the driver has to look whether there is something to do.
    poked: bool,
}

/// What somebody has to be told, in a later turn.
pub(crate) enum Notice {
    /// A run has changed its status.
    Change {
        change: StatusChange,
        callbacks: Option<Box<Callbacks>>,
        /// Where the value is, when somebody wants to be told it before anyone can take it.
        value: Option<Rc<dyn Settle>>,
    },
    /// The same, for those who are told of many at a time.
    Transition(Transition),
    /// A run that somebody has joined has changed its status.
    Joined {
        change: StatusChange,
        callbacks: Box<Callbacks>,
    },
    /// Somebody who had joined a run has let go of it.
    LetGo {
        reason: CancelReason,
        run: RunSnapshot,
        callbacks: Box<Callbacks>,
    },
    /// A run has reported progress.
    Progress {
        run: RunSnapshot,
        callback: Callback<Progress>,
    },
}

/// What follows from a change of the state and touches code of others: done when nothing is borrowed.
#[derive(Default)]
pub(crate) struct Effects {
    pub(crate) shows: Vec<(Arc<WatchCell>, u64, RunSnapshot)>,
    /// To be dropped: what others gave to a run may call the supervisor when it is dropped.
    pub(crate) records: Vec<Record>,
    /// To be dropped likewise.
    pub(crate) shared: Vec<Rc<dyn Any>>,
    pub(crate) wakers: Vec<Waker>,
    /// Attempts that end so, now that the last child has ended, unless others say that they are worth
    /// another.
    pub(crate) concluded: Vec<(RunId, Ending)>,
}

impl Effects {
    fn is_empty(&self) -> bool {
        self.shows.is_empty()
            && self.records.is_empty()
            && self.shared.is_empty()
            && self.wakers.is_empty()
            && self.concluded.is_empty()
    }
}

impl State {
    pub(crate) fn new(config: Config) -> Self {
        let seed = config.seed.unwrap_or_else(|| config.world.seed());
        Self {
            store: Store::default(),
            lanes: Lanes::new(&config),
            crossings: Crossings::default(),
            parents: SortedSet::new(),
            joining: SortedSet::new(),
            helped_at: None,
            groups: Groups::default(),
            config,
            tasks: SortedMap::new(),
            task_order: Vec::new(),
            timers: Timers::default(),
            schedules: Schedules::default(),
            overdue: VecDeque::new(),
            random: Random::new(seed),
            unstarted: 0,
            paused: false,
            closing: None,
            driver_started: false,
            spent: Duration::ZERO,
            slice_ends: Instant::START,
            clock: None,
            notices: VecDeque::new(),
            listeners: Vec::new(),
            observers: Vec::new(),
            streams: Vec::new(),
            owned: Vec::new(),
            idle: Waiters::default(),
            dirty: Vec::new(),
            rows: Rows::default(),
            overview: None,
            revision: 0,
            evicted: 0,
            poll_times: PollTimes::default(),
            blocks: Blocks::default(),
            moment: 0,
            effects: Effects::default(),
            poked: false,
        }
    }

    pub(crate) fn take_effects(&mut self) -> Option<Effects> {
        (!self.effects.is_empty()).then(|| mem::take(&mut self.effects))
    }

    pub(crate) fn poke(&mut self) {
        self.poked = true;
    }

    /// Whether somebody has poked since it was asked.
    pub(crate) fn take_poke(&mut self) -> bool {
        mem::take(&mut self.poked)
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.unwrap_or_else(|| self.config.world.now())
    }

    pub(crate) fn overview(&self) -> Overview {
        Overview {
            counts: self.store.counts,
            main: self.lanes.main().usage(),
            paused: self.paused,
            shut_down: self.closing.is_some(),
            evicted: self.evicted,
            revision: self.revision,
            tasks: self.task_order.len(),
        }
    }

    /// A run as it is.
    pub(crate) fn snapshot(&self, id: RunId) -> Option<RunSnapshot> {
        Some(self.snapshot_of(id, self.store.get(id)?))
    }

    /// A run as it is, of this record.
    pub(crate) fn snapshot_of(&self, id: RunId, record: &Record) -> RunSnapshot {
        let lane = self.lanes.get(record.lane).name.clone();
        record.snapshot(id, lane, self.waiting(record))
    }

    pub(crate) fn brief_of(&self, id: RunId, record: &Record) -> RunBrief {
        let lane = self.lanes.get(record.lane).name.clone();
        record.brief(id, lane)
    }

    /// When something has to be done by the clock.
    pub(crate) fn next_timer(&self) -> Option<Instant> {
        let (timer, opening) = (self.timers.next(), self.lanes.next_opening());
        timer.into_iter().chain(opening).min()
    }

    /// Whether a run may start now.
    pub(crate) fn may_start(&self) -> bool {
        self.starts_runs() && self.lanes.has_open()
    }

    /// Whether runs are started at all.
    pub(crate) fn starts_runs(&self) -> bool {
        let draining = self.closing.as_ref().is_none_or(|closing| closing.draining);
        draining && (!self.paused || self.closing.is_some())
    }

    /// Drops finished runs that are too many or too old, and sets the timer for the next one.
    pub(crate) fn keep_bounded(&mut self, now: Instant) {
        let before = self.store.counts.finished();
        let gone = &mut self.effects.records;
        self.store.evict_over(self.config.keep, gone);
        if let Some(age) = self.config.keep_for {
            let age = age.max(Duration::from_micros(1));
            if now.since_start() >= age {
                let limit = Instant::after_start(now.since_start() - age);
                self.store.evict_older(limit, gone);
            }
            self.timers.expire = self.store.oldest_finished().map(|oldest| oldest + age);
        }
        let evicted = before - self.store.counts.finished();
        if evicted > 0 {
            self.evicted += evicted as u64;
            self.revision += 1;
            self.poke();
        }
    }

    /// Shows a change to those who look at the run, and notes whom to tell later.
    pub(crate) fn changed(
        &mut self,
        id: RunId,
        from: Option<RunStatus>,
        value: Option<Rc<dyn Settle>>,
    ) {
        self.revision += 1;
        self.poke();
        self.show(id);
        let Some(record) = self.store.get(id) else {
            return;
        };
        let failed = matches!(record.state, RunState::Failed(_)) && self.config.on_error.is_some();
        let told = failed
            || value.is_some()
            || record.callbacks().is_some()
            || record.joiners().is_some()
            || !self.listeners.is_empty()
            || !self.streams.is_empty();
        if told {
            let run = self.snapshot_of(id, record);
            let change = StatusChange { from, run };
            let joined = record.joiners().map(|_| change.clone());
            self.notices.push_back(Notice::Change {
                change,
                callbacks: record.callbacks().cloned().map(Box::new),
                value,
            });
            if let Some(change) = joined {
                self.tell_joiners(id, &change);
            }
        }
        if let Some(record) = self.store.get(id)
            && self.is_observed(from, record)
        {
            let run = self.brief_of(id, record);
            self.notices
                .push_back(Notice::Transition(Transition { from, run }));
        }
    }

    /// Whether those who are told of many at a time are told of this change.
    fn is_observed(&self, from: Option<RunStatus>, record: &Record) -> bool {
        let retries = |record: &Record| {
            let extras = record.extras.as_ref();
            extras.is_some_and(|extras| extras.retry_of.is_some())
        };
        self.observers
            .iter()
            .any(|(news, _)| from.is_some() || *news == News::All || retries(record))
    }

    /// Shows a run as it is now to those who look at it.
    pub(crate) fn show(&mut self, id: RunId) {
        let Some(record) = self.store.get(id) else {
            return;
        };
        if let Some(watcher) = record.watchers.upgrade() {
            self.moment += 1;
            let run = self.snapshot_of(id, record);
            self.rows.note(&run);
            self.effects.shows.push((watcher, self.moment, run));
        }
    }

    /// Shows a run with the next frame, if somebody looks at it or wants to be told.
    pub(crate) fn mark_dirty(&mut self, id: RunId) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let wanted = record.watchers.strong_count() > 0 || record.owes_progress();
        if wanted && !mem::replace(&mut record.dirty, true) {
            self.dirty.push(id);
            if self.dirty.len() == 1 {
                self.poke();
            }
        }
    }

    /// Shows the progress of this frame to those who look, and notes whom to tell.
    pub(crate) fn show_dirty(&mut self) {
        for id in mem::take(&mut self.dirty) {
            if let Some(record) = self.store.live_mut(id) {
                record.dirty = false;
                self.owe_progress(id);
                self.show(id);
            }
        }
    }

    /// Notes that somebody has to be told of the progress of a run, if it is new.
    pub(crate) fn owe_progress(&mut self, id: RunId) {
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        if !record.owes_progress() {
            return;
        }
        record.progressed = false;
        let own = record.callbacks().into_iter();
        let joined = record.joiners().into_iter();
        let callbacks: Vec<_> = own
            .chain(joined.flat_map(Joiners::callbacks))
            .filter_map(|callbacks| callbacks.on_progress.clone())
            .collect();
        for callback in callbacks {
            if let Some(run) = self.snapshot(id) {
                self.notices.push_back(Notice::Progress { run, callback });
            }
        }
    }

    /// The signals of a run, made when nobody looked at it before.
    pub(crate) fn watch(&mut self, id: RunId) -> Option<Arc<WatchCell>> {
        let record = self.store.get(id)?;
        if let Some(cell) = record.watchers.upgrade() {
            return Some(cell);
        }
        let run = self.snapshot(id)?;
        self.rows.note(&run);
        let cell = WatchCell::new(run);
        let record = self.store.get_mut(id)?;
        record.watchers = Arc::downgrade(&cell);
        Some(cell)
    }
}

/// Where a run stands in its lane's queue.
pub(crate) fn place(id: RunId, record: &Record) -> Place {
    let inherits = record.terms().is_some_and(|terms| terms.inherits);
    Place {
        turn: if inherits {
            Turn::Inherits
        } else {
            Turn::Common
        },
        priority: record.priority,
        ready: record.ready_at(),
        arrival: record.arrival,
        run: id,
    }
}

/// Nobody looks.
pub(crate) fn no_watchers() -> Watchers {
    std::sync::Weak::new()
}
