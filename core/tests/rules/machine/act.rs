//! What a program, or a body, does to a supervisor.

use std::time::Duration;

use taskdeck_core::{CancelReason, RunId, RunStatus, Supervisor, World};

use super::{LANES, Machine, policy};
use crate::{
    coverage::Mark,
    model::{Promise, Run},
    program::{Deed, Lane},
};

impl Machine {
    /// Returns one of the runs that were accepted so far.
    pub(super) fn chosen(&self, run: usize) -> Option<(usize, RunId)> {
        let model = self.model.borrow();
        let run = run.checked_rem(model.runs.len())?;
        Some((run, model.runs[run].id))
    }

    /// Returns one of the runs for which this holds, else any.
    fn chosen_where(&self, run: usize, is_so: impl Fn(&Run) -> bool) -> Option<(usize, RunId)> {
        let such: Vec<(usize, RunId)> = {
            let model = self.model.borrow();
            let runs = model.runs.iter().enumerate();
            let such = runs.filter(|(_, run)| is_so(run));
            such.map(|(at, run)| (at, run.id)).collect()
        };
        match run.checked_rem(such.len()) {
            Some(at) => Some(such[at]),
            None => self.chosen(run),
        }
    }

    pub(crate) fn deed(&self, deed: &Deed) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        self.discover();
        match deed {
            Deed::Spawn(spec) => self.spawn(&supervisor, spec),
            Deed::Start(task) => self.start(&supervisor, *task),
            Deed::Cancel(run) => {
                if let Some((run, id)) = self.chosen(*run) {
                    self.cancel(&supervisor, run, id);
                }
            }
            Deed::CancelAll => self.cancel_all(&supervisor),
            Deed::LetGo(handle) => self.let_go(*handle),
            Deed::RetryNow(run) => self.retry_now(&supervisor, *run),
            Deed::StopRetrying(run) => self.stop_retrying(&supervisor, *run),
            Deed::SetPriority(run, priority) => {
                if let Some((run, id)) = self.chosen(*run) {
                    let now = self.world.now();
                    let expected = self.model.borrow_mut().set_priority(run, *priority, now);
                    let got = supervisor.run(id).set_priority(*priority);
                    self.expect(Promise::Order, got == expected, || {
                        format!("set_priority of run {run} was {got}")
                    });
                }
            }
            Deed::SetLimit(limit) => {
                let mut model = self.model.borrow_mut();
                model.lanes[0].limit = *limit;
                model.mark_lane(0);
                drop(model);
                supervisor.lane("main").set_limit(policy::slots(*limit));
            }
            Deed::SetLane(lane, to) => self.set_lane(&supervisor, *lane, to),
            Deed::SuspendLane(lane) => self.suspend_lane(&supervisor, *lane, true),
            Deed::ResumeLane(lane) => self.suspend_lane(&supervisor, *lane, false),
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

    fn set_lane(&self, supervisor: &Supervisor, lane: usize, to: &Lane) {
        let mut model = self.model.borrow_mut();
        model.lanes[lane].set(to);
        model.mark_lane(lane);
        drop(model);
        let set = supervisor.lane(LANES[lane]).set(policy::lane_options(to));
        self.expect(Promise::Bounds, set.is_ok(), || format!("{set:?}"));
    }

    /// Suspends or resumes a lane; during a drain none is suspended.
    fn suspend_lane(&self, supervisor: &Supervisor, lane: usize, suspend: bool) {
        let mut model = self.model.borrow_mut();
        let may = !suspend || model.closing.is_none();
        let expected = may && model.lanes[lane].suspended != suspend;
        if expected {
            model.lanes[lane].suspended = suspend;
        }
        drop(model);
        let got = match suspend {
            true => supervisor.lane(LANES[lane]).suspend("tried out"),
            false => supervisor.lane(LANES[lane]).resume(),
        };
        self.expect(Promise::Waiting, got == expected, || {
            format!("to suspend lane {lane}, {suspend}, was {got}")
        });
    }

    fn next_reason(&self) -> CancelReason {
        let reason = self.reasons.get() + 1;
        self.reasons.set(reason);
        CancelReason::other(format!("reason {reason}"))
    }

    pub(crate) fn cancel(&self, supervisor: &Supervisor, run: usize, id: RunId) {
        let reason = self.next_reason();
        self.judge_cancel(run, &reason, || supervisor.run(id).cancel(reason.clone()));
    }

    /// Cancels by a handle: a caller who has joined releases the run, and the last one cancels it.
    fn let_go(&self, handle: usize) {
        let handles = self.handles.borrow();
        let shared: Vec<usize> = {
            let model = self.model.borrow();
            let is_shared = |at: &usize| {
                let run = &model.runs[handles[*at].run];
                run.status.is_live() && run.joiners.len() > 1
            };
            (0..handles.len()).filter(is_shared).collect()
        };
        let any = || handle.checked_rem(handles.len());
        let shared = handle.checked_rem(shared.len()).map(|at| shared[at]);
        let Some(at) = shared.or_else(any) else {
            return;
        };
        let (run, joiner) = (handles[at].run, handles[at].joiner);
        // The call may spawn others, which have handles.
        let handle = handles[at].handle.clone();
        drop(handles);
        let reason = self.next_reason();
        let last = self.model.borrow().is_last(run, joiner);
        if last {
            return self.judge_cancel(run, &reason, || handle.cancel_with(reason.clone()));
        }
        let now = self.world.now();
        let live = {
            let mut model = self.model.borrow_mut();
            model.let_go(run, joiner, now);
            model.is_live(run)
        };
        let answer = handle.cancel_with(reason);
        self.expect(Promise::CancelAnswer, answer == live, || {
            format!("letting go of run {run} was {answer}")
        });
    }

    fn judge_cancel(&self, run: usize, reason: &CancelReason, call: impl FnOnce() -> bool) {
        let (live, at_once, changes) = {
            let mut model = self.model.borrow_mut();
            let (live, at_once) = (model.is_live(run), model.stops_at_once(run));
            let first = model.runs[run].asked.is_none();
            model.ask(run, reason.clone(), self.world.now());
            (live, first && at_once, model.changes.len())
        };
        let answer = call();
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

    /// Does what requests every live run to stop, the newest first or last.
    pub(crate) fn ask_all<R>(
        &self,
        reason: &CancelReason,
        newest_first: bool,
        call: impl FnOnce() -> R,
    ) -> R {
        let at_once: Vec<usize> = {
            let mut model = self.model.borrow_mut();
            let mut live: Vec<usize> = model.live().collect();
            if newest_first {
                live.reverse();
            }
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
        let live = self.model.borrow().live().count();
        let asked = self.ask_all(&reason, true, || supervisor.cancel_all(reason.clone()));
        self.expect(Promise::CancelAnswer, asked == live, || {
            format!("{asked} of {live} runs were asked to stop")
        });
    }

    fn retry_now(&self, supervisor: &Supervisor, run: usize) {
        let waits = |run: &Run| run.waits() && run.hold.is_some();
        let Some((run, id)) = self.chosen_where(run, waits) else {
            return;
        };
        let waits = {
            let mut model = self.model.borrow_mut();
            let at = &mut model.runs[run];
            at.hurried = at.waits() && at.hold.is_some();
            at.hurried
        };
        let answer = supervisor.run(id).retry_now();
        if answer {
            self.model.borrow_mut().runs[run].mark(Mark::RetryNow);
        }
        self.expect(Promise::Retry, answer == waits, || {
            format!("retry_now of run {run} was {answer}")
        });
    }

    fn stop_retrying(&self, supervisor: &Supervisor, run: usize) {
        let waits = |run: &Run| run.waits() && run.attempt > 0;
        let Some((run, id)) = self.chosen_where(run, waits) else {
            return;
        };
        let waits = {
            let mut model = self.model.borrow_mut();
            let at = &mut model.runs[run];
            let waits = at.waits() && at.attempt > 0;
            at.given_up |= waits;
            waits
        };
        let answer = supervisor.run(id).stop_retrying();
        self.expect(Promise::Retry, answer == waits, || {
            format!("stop_retrying of run {run} was {answer}")
        });
        let status = self.model.borrow().runs[run].status;
        let failed = !waits || status == RunStatus::Failed;
        self.expect(Promise::Retry, failed, || {
            format!("run {run} is {status} and was to have failed")
        });
    }

    pub(super) fn clear_finished(&self, supervisor: &Supervisor) {
        let kept = std::mem::take(&mut self.model.borrow_mut().kept);
        let cleared = supervisor.clear_finished();
        self.expect(Promise::Bounds, cleared == kept.len(), || {
            format!("{cleared} of {} runs were cleared", kept.len())
        });
    }

    /// Waits for the supervisor to be idle; then nothing may be live.
    pub(super) fn await_idle(&self, supervisor: &Supervisor) {
        self.waiting.set(self.waiting.get() + 1);
        let (me, idle) = (self.me.clone(), supervisor.idle());
        self.world.spawn(Box::pin(async move {
            idle.await;
            let Some(machine) = me.upgrade() else {
                return;
            };
            machine.discover();
            machine.waiting.set(machine.waiting.get() - 1);
            let live = machine.model.borrow().live().count();
            machine.expect(Promise::Bounds, live == 0, || {
                format!("it is idle with {live} live runs")
            });
        }));
    }

    /// Lets this much time pass, and looks often enough for runs that schedules have started.
    pub(super) fn pass(&self, millis: u64) {
        for _ in 0..millis {
            self.world.advance(Duration::from_millis(1));
            self.discover();
        }
        self.world.run_until_stalled();
        self.discover();
    }
}
