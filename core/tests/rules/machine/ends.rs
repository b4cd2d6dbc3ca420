//! The end of a supervisor: nothing may be left, and all that waits must resolve.

use std::{
    future::Future,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use taskdeck_core::{
    CancelReason, Outcome, RunId, RunStatus, Shutdown, ShutdownReport, Supervisor, World,
};

use crate::{
    coverage::Mark,
    machine::{Held, Machine},
    model::{Closing, Promise},
    program::{Deed, End, Finale, Spec, Step},
};

impl Machine {
    /// Notes a shutdown in the model.
    pub(crate) fn close(&self, draining: bool, deadline: Option<Duration>) {
        let now = self.world.now();
        let mut model = self.model.borrow_mut();
        model.end_schedules();
        if draining {
            model.mark_live(Mark::Drain);
            for lane in &mut model.lanes {
                lane.suspended = false;
            }
        }
        let live = model.live().collect();
        let closing = model.closing.get_or_insert(Closing {
            draining,
            deadline: None,
            live,
            later: Default::default(),
            abandoned: Default::default(),
        });
        closing.draining &= draining;
        if let Some(deadline) = deadline.map(|deadline| now + deadline) {
            closing.deadline = Some(closing.deadline.map_or(deadline, |old| old.min(deadline)));
        }
    }

    pub(crate) fn shutdown(&self, supervisor: &Supervisor, deadline: Duration) {
        self.close(false, Some(deadline));
        let shutdown = self.ask_all(&CancelReason::Shutdown, false, || {
            supervisor.shutdown(deadline)
        });
        self.await_shutdown(shutdown);
    }

    pub(crate) fn drain(&self, supervisor: &Supervisor) {
        self.close(true, None);
        self.await_shutdown(supervisor.drain());
    }

    pub(crate) fn await_shutdown(&self, shutdown: Shutdown) {
        self.waiting.set(self.waiting.get() + 1);
        let me = self.me.clone();
        self.world.spawn(Box::pin(async move {
            let report = shutdown.await;
            if let Some(machine) = me.upgrade() {
                machine.discover();
                machine.waiting.set(machine.waiting.get() - 1);
                machine.is_shut(&report);
            }
        }));
    }

    /// Checks that nothing is left when the future of a shutdown has resolved.
    fn is_shut(&self, report: &ShutdownReport) {
        let mut model = self.model.borrow_mut();
        model.shut = true;
        let live = model.runs.iter().filter(|run| run.status.is_live()).count();
        model.expect(Promise::Shutdown, live == 0, || {
            format!("{live} runs are live after the shutdown")
        });
        let timers = self.world.pending_timers();
        model.expect(Promise::Shutdown, timers == 0, || {
            format!("{timers} timers are pending after the shutdown")
        });
        let (futures, others) = (self.world.live_futures(), self.waiting.get());
        model.expect(Promise::Shutdown, futures == others, || {
            format!("{futures} futures are alive after the shutdown, {others} wait for it")
        });
        let Some(closing) = &model.closing else {
            return;
        };
        // Children that were accepted later count too.
        let all = closing.live.iter().chain(&closing.later);
        let mut expected: Vec<_> = all.map(|run| model.runs[*run].id).collect();
        let mut reported: Vec<_> = report
            .stopped
            .iter()
            .chain(&report.abandoned)
            .copied()
            .collect();
        expected.sort();
        reported.sort();
        let may_be_cut = |id: &RunId| {
            let run = model.index(*id).map(|run| &model.runs[run]);
            run.is_some_and(|run| run.was_late(closing.deadline))
        };
        let was_cut = |id: &RunId| {
            let run = model.index(*id);
            run.is_some_and(|run| closing.abandoned.contains(&run))
        };
        let whole = expected == reported;
        let fair = report.abandoned.iter().all(may_be_cut) && !report.stopped.iter().any(was_cut);
        model.expect(Promise::Shutdown, whole, || {
            format!("{expected:?} were live, {reported:?} are reported")
        });
        model.expect(Promise::Shutdown, fair, || {
            format!("it is reported wrongly who stopped in time: {report:?}")
        });
    }

    pub(crate) fn end(&self, finale: Finale) {
        let closing = self.model.borrow().closing.is_some();
        let told_all = closing || finale == Finale::Shutdown;
        if told_all {
            self.step(&Step::Shutdown(50));
            self.pass(100);
            self.compare();
            let shut = self.model.borrow().shut;
            self.expect(Promise::Shutdown, shut, || {
                "the shutdown does not end".to_owned()
            });
            self.step(&Step::Do(Deed::Spawn(Box::new(idle()))));
        }
        let supervisor = self.supervisor.take();
        self.model.borrow_mut().dropped = true;
        {
            let mut model = self.model.borrow_mut();
            let live: Vec<usize> = model.live().collect();
            for run in live {
                model.ask_alone(run, CancelReason::Owner, self.world.now());
            }
        }
        drop(supervisor);
        self.world.run_until_stalled();
        self.check_ends(told_all);
        self.check_told(told_all);
    }

    /// Checks that every run has ended once, and that all that waits for it learns how.
    fn check_ends(&self, told_all: bool) {
        let (timers, futures) = (self.world.pending_timers(), self.world.live_futures());
        self.expect(Promise::Shutdown, timers == 0 && futures == 0, || {
            format!("{timers} timers and {futures} futures are left when all is over")
        });
        let model = self.model.borrow();
        let lives: Vec<usize> = model.live().collect();
        drop(model);
        self.expect(Promise::OneEnd, lives.is_empty(), || {
            format!("runs {lives:?} are live when all is over")
        });
        for held in self.handles.take() {
            let (run, caller) = (held.run, held.caller);
            let status = self.end_of(&held);
            let handle = Rc::into_inner(held.handle).expect("nobody else has it");
            let mut outcome = Box::pin(handle.outcome());
            let outcome = outcome
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
            let right = match &outcome {
                Poll::Ready(Outcome::Completed(())) => status == RunStatus::Completed,
                Poll::Ready(Outcome::Failed(_)) => status == RunStatus::Failed,
                Poll::Ready(Outcome::Cancelled(_)) => status == RunStatus::Cancelled,
                Poll::Pending => false,
            };
            self.expect(Promise::OneEnd, right, || {
                format!("run {run} is {status} and its outcome {outcome:?}")
            });
            self.check_called(run, caller, status, told_all);
        }
    }

    /// Returns how the run ends for a caller who has joined it.
    fn end_of(&self, held: &Held) -> RunStatus {
        let model = self.model.borrow();
        let run = &model.runs[held.run];
        match run.joiners[held.joiner].let_go {
            true => RunStatus::Cancelled,
            false => run.status,
        }
    }

    /// Checks that callbacks of callers who have joined were called once with the end; when the supervisor
    /// was dropped, at most once.
    fn check_called(&self, run: usize, caller: usize, status: RunStatus, told_all: bool) {
        // A retry takes the callbacks along.
        if self.model.borrow().runs[run].retried {
            return;
        }
        let called = self.called.borrow();
        let called = called.iter().filter(|(of, _)| *of == caller);
        let called: Vec<RunStatus> = called.map(|(_, status)| *status).collect();
        let right = called == [status] || (called.is_empty() && !told_all);
        self.expect(Promise::OneEnd, right, || {
            format!("who has joined run {run} was told {called:?}, and it is {status}")
        });
    }

    /// Checks that every change was delivered once, in order; when the supervisor was dropped, not all were.
    fn check_told(&self, told_all: bool) {
        let changes = self.model.borrow().changes.clone();
        let told = self.told.take();
        if self.model.borrow().has_scheduled() {
            return self.check_told_of_each(&told, &changes, told_all);
        }
        let right = if told_all {
            told == changes
        } else {
            changes.starts_with(&told)
        };
        self.expect(Promise::OneEnd, right, || {
            format!("the listener was told {told:?}, there was {changes:?}")
        });
    }

    /// Checks the same for each run: those of schedules are seen a little late.
    fn check_told_of_each(&self, told: &[Change], changes: &[Change], told_all: bool) {
        let runs = self.model.borrow().runs.len();
        for run in 0..runs {
            let id = self.model.borrow().runs[run].id;
            let of = |all: &[Change]| -> Vec<Change> {
                all.iter().filter(|(of, _)| *of == id).copied().collect()
            };
            let (told, changes) = (of(told), of(changes));
            let right = told == changes || (!told_all && changes.starts_with(&told));
            self.expect(Promise::OneEnd, right, || {
                format!("the listener was told {told:?} of run {run}, there was {changes:?}")
            });
        }
    }
}

/// A run and what it was from then on.
type Change = (RunId, RunStatus);

fn idle() -> Spec {
    Spec {
        priority: Default::default(),
        grace: 0,
        repeatable: false,
        terms: Default::default(),
        moves: Vec::new(),
        ends: vec![End::Value],
        on_drop: None,
    }
}
