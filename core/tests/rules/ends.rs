//! The end of a supervisor: nothing may be left, and everybody has to know.

use std::{
    future::Future,
    task::{Context, Poll, Waker},
    time::Duration,
};

use taskdeck_core::{
    CancelReason, Outcome, RunId, RunStatus, Shutdown, ShutdownReport, Supervisor, World,
};

use crate::{
    machine::Machine,
    model::{Closing, Promise, Run},
    program::{Deed, End, Finale, Spec, Step},
};

impl Machine {
    /// Notes a shutdown in the model.
    pub(crate) fn close(&self, draining: bool, deadline: Option<Duration>) {
        let now = self.world.now();
        let mut model = self.model.borrow_mut();
        let live = (0..model.runs.len())
            .filter(|run| model.is_live(*run))
            .collect();
        let closing = model.closing.get_or_insert(Closing {
            draining,
            deadline: None,
            live,
        });
        closing.draining &= draining;
        if let Some(deadline) = deadline.map(|deadline| now + deadline) {
            closing.deadline = Some(closing.deadline.map_or(deadline, |old| old.min(deadline)));
        }
    }

    pub(crate) fn shutdown(&self, supervisor: &Supervisor, deadline: Duration) {
        self.close(false, Some(deadline));
        let shutdown = self.ask_all(&CancelReason::Shutdown, || supervisor.shutdown(deadline));
        self.await_shutdown(shutdown);
    }

    pub(crate) fn await_shutdown(&self, shutdown: Shutdown) {
        self.shutdowns.set(self.shutdowns.get() + 1);
        let me = self.me.clone();
        self.world.spawn(Box::pin(async move {
            let report = shutdown.await;
            if let Some(machine) = me.upgrade() {
                machine.shutdowns.set(machine.shutdowns.get() - 1);
                machine.is_shut(&report);
            }
        }));
    }

    /// The future of a shutdown has resolved: from here on nothing may be left.
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
        let (futures, others) = (self.world.live_futures(), self.shutdowns.get());
        model.expect(Promise::Shutdown, futures == others, || {
            format!("{futures} futures are alive after the shutdown, {others} wait for it")
        });
        let Some(closing) = &model.closing else {
            return;
        };
        let mut expected: Vec<_> = closing.live.iter().map(|run| model.runs[*run].id).collect();
        let mut reported: Vec<_> = report
            .stopped
            .iter()
            .chain(&report.abandoned)
            .copied()
            .collect();
        expected.sort();
        reported.sort();
        let run = |id: &RunId| model.index(*id).map(|run| &model.runs[run]);
        let may_be_cut = |id| run(id).is_some_and(|run| run.was_late(closing.deadline));
        let was_cut = |id| may_be_cut(id) && run(id).is_some_and(Run::had_time_left);
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
            self.world.advance(Duration::from_millis(100));
            self.world.run_until_stalled();
            self.compare();
            let shut = self.model.borrow().shut;
            self.expect(Promise::Shutdown, shut, || {
                "the shutdown does not end".to_owned()
            });
            self.step(&Step::Do(Deed::Spawn(Box::new(idle()))));
        }
        let supervisor = self.supervisor.take();
        self.model.borrow_mut().dropped = true;
        self.ask_all(&CancelReason::Owner, || drop(supervisor));
        self.world.run_until_stalled();
        self.check_ends();
        self.check_told(told_all);
    }

    /// Every run has ended once and for all, and whoever waits for it learns how.
    fn check_ends(&self) {
        let (timers, futures) = (self.world.pending_timers(), self.world.live_futures());
        self.expect(Promise::Shutdown, timers == 0 && futures == 0, || {
            format!("{timers} timers and {futures} futures are left when all is over")
        });
        let runs = self.model.borrow().runs.len();
        for run in 0..runs {
            let (id, status) = {
                let model = self.model.borrow();
                (model.runs[run].id, model.runs[run].status)
            };
            self.expect(Promise::OneEnd, status.is_finished(), || {
                format!("run {run} is {status} when all is over")
            });
            let Some(handle) = self.handles.borrow_mut().remove(&id) else {
                continue;
            };
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
        }
    }

    /// Everybody was told each change once, in order; when the supervisor was dropped, not all.
    fn check_told(&self, told_all: bool) {
        let changes = self.model.borrow().changes.clone();
        let told = self.told.take();
        let right = if told_all {
            told == changes
        } else {
            changes.starts_with(&told)
        };
        self.expect(Promise::OneEnd, right, || {
            format!("the listener was told {told:?}, there was {changes:?}")
        });
        let called = self.called.take();
        let retried: Vec<RunId> = {
            let model = self.model.borrow();
            model.runs.iter().map(|run| run.id).collect()
        };
        // A retry has no handle of its own and so nobody who is told its value.
        let ends: Vec<_> = changes
            .into_iter()
            .filter(|(_, status)| status.is_finished())
            .filter(|(id, status)| *status != RunStatus::Completed || !self.is_retry(*id, &retried))
            .collect();
        let right = if told_all {
            called == ends
        } else {
            ends.starts_with(&called)
        };
        self.expect(Promise::OneEnd, right, || {
            format!("callbacks were told {called:?}, there was {ends:?}")
        });
    }

    fn is_retry(&self, id: RunId, runs: &[RunId]) -> bool {
        let run = runs.iter().position(|run| *run == id);
        let looks = self.looks.borrow();
        run.and_then(|run| looks.get(run))
            .is_some_and(|(watch, _)| watch.get_untracked().retry_of.is_some())
    }
}

fn idle() -> Spec {
    Spec {
        priority: Default::default(),
        grace: 0,
        repeatable: false,
        moves: Vec::new(),
        end: End::Value,
        on_drop: None,
    }
}
