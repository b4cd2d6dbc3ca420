//! The options of a program's runs, as a supervisor takes them.

use std::{rc::Rc, time::Duration};

use taskdeck_core::{
    ErrorKind, LaneOptions, Limit, Policy, Rate, Retry, RunOptions, RunStatus, TaskError,
};

use super::{LANES, Machine};
use crate::{
    body::Number,
    model::{self, Said},
    program::{Condition, Group, Lane, Retrying, Spec},
};

pub(super) fn lane_options(lane: &Lane) -> LaneOptions {
    let limit = lane.limit.map_or(Limit::UNLIMITED, slots);
    match lane.rate {
        Some((starts, window)) => {
            let rate = Rate::new(starts, Duration::from_millis(window));
            LaneOptions::new(limit).rate(rate.expect("a program has rates that can be kept"))
        }
        None => LaneOptions::new(limit),
    }
}

pub(super) fn slots(limit: usize) -> Limit {
    Limit::at_most(limit).expect("a program has at least one slot")
}

impl Spec {
    /// Returns the key, if it has one.
    pub(crate) fn key(&self) -> Option<String> {
        match self.terms.group {
            Some(Group::Key(key)) => Some(format!("key {key}")),
            _ => None,
        }
    }
}

impl Machine {
    pub(super) fn policy(&self, spec: &Spec, run: Number) -> Policy {
        let (terms, millis) = (&spec.terms, Duration::from_millis);
        let mut policy = Policy::new()
            .priority(spec.priority)
            .grace(millis(spec.grace));
        policy.overlap = terms.overlap;
        policy.at_a_time = terms.at_a_time;
        policy.key = spec.key().map(Into::into);
        policy.lane = terms.lane.map(|lane| LANES[lane].into());
        policy.timeout = terms.timeout.map(millis);
        policy.deadline = terms.deadline.map(millis);
        policy.delay = terms.delay.map(millis);
        policy.retry = terms.retry.map(|retry| self.retrying(&retry, run));
        policy.supervised = terms.supervised.then_some(true);
        policy
    }

    fn retrying(&self, retry: &Retrying, run: Number) -> Retry {
        let new = Retry::new(retry.limit)
            .delay(Duration::from_millis(retry.delay))
            .factor(f64::from(retry.factor))
            .max_delay(Duration::from_millis(retry.max_delay));
        let new = if retry.jitter { new.jitter() } else { new };
        let me = self.me.clone();
        match retry.when {
            Condition::Always => new,
            Condition::NoPanic => new.when(|error| error.kind() != ErrorKind::Panic),
            Condition::Never => new.when(|_| false),
            Condition::Panics => new.when(|_: &TaskError| {
                std::panic::resume_unwind(Box::new("the condition panics"));
            }),
            Condition::Cancels => new.when(move |_| {
                if let (Some(machine), Some(run)) = (me.upgrade(), run.get())
                    && let Some(supervisor) = machine.supervisor()
                {
                    let id = {
                        let at = &mut machine.model.borrow_mut().runs[run];
                        let by_time = at.asked.as_ref().is_some_and(|asked| asked.is_timeout());
                        let stopped = matches!(at.said, None | Some(Said::Stopped)) || at.cut;
                        at.was_timed_out = by_time && stopped;
                        at.id
                    };
                    machine.cancel(&supervisor, run, id);
                }
                true
            }),
        }
    }

    /// Returns the group of a run without a task that is spawned now, and its title.
    pub(super) fn name(&self, spec: &Spec) -> (model::Group, String) {
        let title = match spec.terms.group {
            Some(Group::Title(title)) => format!("title {title}"),
            _ => {
                self.titles.set(self.titles.get() + 1);
                format!("nobody else's {}", self.titles.get())
            }
        };
        let name = spec.key().unwrap_or_else(|| title.clone());
        let group = model::Group {
            task: None,
            name: Some(name),
        };
        (group, title)
    }

    pub(super) fn next_caller(&self) -> usize {
        self.callers.set(self.callers.get() + 1);
        self.callers.get()
    }

    /// Returns the options of a run; calls of its callbacks are recorded under this number.
    pub(super) fn options(
        &self,
        spec: &Rc<Spec>,
        title: String,
        run: Number,
        caller: usize,
    ) -> RunOptions<()> {
        let call = |status: RunStatus| {
            let me = self.me.clone();
            move || {
                if let Some(machine) = me.upgrade() {
                    machine.called.borrow_mut().push((caller, status));
                }
            }
        };
        let completed = call(RunStatus::Completed);
        let failed = call(RunStatus::Failed);
        let cancelled = call(RunStatus::Cancelled);
        RunOptions::new(title)
            .policy(self.policy(spec, run))
            .on_complete(move |(), _| completed())
            .on_error(move |_, _| failed())
            .on_cancel(move |_, _| cancelled())
    }
}
