//! What bodies report, and how they learn that they are requested to stop: the supervisor as [`Host`] of bodies.

use std::{any::Any, mem, rc::Rc, task::Waker};

use crate::{
    CancelReason, Message, Output, Progress, Report, RunId, RunState, ScheduleId, SharedWorld,
    run::{
        context::{AttemptId, Host},
        record::{Record, findings::Findings},
    },
    supervisor::{Inner, state::store::Store},
};

impl Host for Inner {
    fn world(&self) -> &SharedWorld {
        &self.world
    }

    fn schedule_of(&self, run: RunId) -> Option<ScheduleId> {
        self.read(|state| state.runs.get(run)?.extras.as_ref()?.schedule)
    }

    fn report_amounts(&self, from: AttemptId, done: f64, total: Option<f64>) {
        self.report(from, |progress| progress.set(done, total));
    }

    fn report_message(&self, from: AttemptId, message: Message) {
        self.report(from, |progress| progress.message = Some(message));
    }

    fn expect_children(&self, from: AttemptId, count: usize) {
        self.update(|state| {
            let record = attempt_mut(&mut state.runs, from)?;
            let family = record.extras().family.get_or_insert_default();
            family.progress.expected = count;
            state.child_progressed(from.run);
            Some(())
        });
    }

    fn log(&self, from: AttemptId, text: Message) {
        let live = self.update(|state| {
            let (now, keep) = (state.now(), state.config.log_lines);
            let record = attempt_mut(&mut state.runs, from)?;
            record.extras().log.push(now, text.clone(), keep);
            state.mark_dirty(from.run);
            Some(())
        });
        if live.is_some() {
            self.pass_report(from.run, Report::Log(&text));
        }
    }

    fn note(&self, from: AttemptId, note: Message) {
        let live = self.update(|state| {
            attempt_mut(&mut state.runs, from)?.extras().note = Some(note.clone());
            state.mark_dirty(from.run);
            Some(())
        });
        if live.is_some() {
            self.pass_report(from.run, Report::Note(&note));
        }
    }

    fn output(&self, from: AttemptId, output: Output) {
        // The previous output may run code of the caller when it is dropped, so it leaves the borrow.
        let before = self.update(|state| {
            let extras = attempt_mut(&mut state.runs, from)?.extras();
            if let (Some(findings), Some(_)) = (&mut extras.findings, &output.summary) {
                findings.summary = None;
            }
            let before = mem::replace(&mut extras.output, output.clone());
            state.mark_dirty(from.run);
            Some(before)
        });
        if before.is_some() {
            self.pass_report(from.run, Report::Output(&output));
        }
    }

    fn summary(&self, from: AttemptId, text: Message) {
        let taken = self.update_findings(from, |findings| findings.summary = Some(text.clone()));
        if taken {
            self.pass_report(from.run, Report::Summary(&text));
        }
    }

    fn problem(&self, from: AttemptId, text: Message) {
        if self.update_findings(from, |findings| findings.add_problem(text.clone())) {
            self.pass_report(from.run, Report::Problem(&text));
        }
    }

    fn cancel_reason(&self, of: AttemptId) -> Option<CancelReason> {
        self.read(|state| {
            let record = state.runs.get(of.run)?;
            if record.attempt > of.attempt {
                return None;
            }
            match &record.state {
                RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
                    Some(reason.clone())
                }
                _ => None,
            }
        })
    }

    fn wait_for_cancel(&self, of: AttemptId, key: &mut Option<u64>, waker: &Waker) {
        let mut waker = Some(waker.clone());
        self.update(|state| {
            if let Some(record) = attempt_mut(&mut state.runs, of) {
                record.extras().cancel.wait(key, &mut waker);
            }
        });
    }

    fn stop_waiting_for_cancel(&self, run: RunId, key: u64) {
        let left = self.update(|state| {
            let record = state.runs.live_mut(run)?;
            record.extras.as_mut()?.cancel.leave(key)
        });
        drop(left);
    }

    fn slice_is_used_up(&self) -> bool {
        self.read(|state| state.clock.is_slice_over())
    }

    fn into_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

impl Inner {
    /// Changes the progress of a run. A million of these calls cost one update per frame, so the record is looked
    /// up once.
    fn report(&self, from: AttemptId, change: impl FnOnce(&mut Progress)) {
        let observed = self.update(|state| {
            let record = attempt_mut(&mut state.runs, from)?;
            record.progressed = true;
            let reported = record.reported.get_or_insert_default();
            change(reported.progress.get_or_insert_default());
            let is_timed = reported.rate.count();
            let has_parent = record.origin().is_some();
            if record.becomes_dirty() {
                state.view.add_dirty(from.run);
            }
            if is_timed {
                let now = state.now();
                let record = attempt_mut(&mut state.runs, from)?;
                record.reported.as_mut()?.rate.note(now);
            }
            if has_parent {
                state.update_part(from.run);
            }
            let on_report = state.config.on_report.clone()?;
            let record = attempt_mut(&mut state.runs, from)?;
            Some((on_report, record.progress().cloned()?))
        });
        if let Some((on_report, progress)) = observed {
            on_report(from.run, Report::Progress(&progress));
        }
    }

    /// Changes the findings of an attempt. Returns `false` when it is over.
    fn update_findings(&self, from: AttemptId, change: impl FnOnce(&mut Findings)) -> bool {
        let updated = self.update(|state| {
            let extras = attempt_mut(&mut state.runs, from)?.extras();
            change(extras.findings.get_or_insert_default());
            state.mark_dirty(from.run);
            Some(())
        });
        updated.is_some()
    }

    /// Passes a report to the observer of all reports.
    fn pass_report(&self, run: RunId, report: Report<'_>) {
        let on_report = self.read(|state| state.config.on_report.clone());
        if let Some(on_report) = on_report {
            on_report(run, report);
        }
    }
}

/// Returns the record of a live run whose attempt this is.
fn attempt_mut(runs: &mut Store, of: AttemptId) -> Option<&mut Record> {
    let record = runs.live_mut(of.run)?;
    (record.attempt <= of.attempt).then_some(record)
}
