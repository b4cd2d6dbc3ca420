//! Accepting runs.

use std::{collections::BTreeSet, time::Duration};

use taskdeck_core::{Instant, RunId, RunStatus};

use super::{Group, Hold, Model, Run, group::Verdict, run::Joiner};
use crate::{coverage::Mark, program::Spec};

/// The expected result of a call that spawns a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is refused, with this code.
    Refused(&'static str),
    /// A new run.
    New(Verdict),
    Joined(usize),
}

/// Where a run comes from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin {
    pub(crate) schedule: Option<usize>,
    pub(crate) parent: Option<(usize, u32)>,
}

impl Model {
    /// Returns the expected result of a call that spawns a run now.
    pub(crate) fn answer(&self, spec: &Spec, group: &Group, origin: Origin) -> Answer {
        let retries = spec.terms.retry.is_some_and(|retry| retry.limit > 0);
        if retries && !spec.repeatable {
            return Answer::Refused("invalid-policy");
        }
        let draining = self.closing.as_ref().map(|closing| closing.draining);
        let may_be_child = origin.parent.is_some() && draining == Some(true);
        if draining.is_some() && !may_be_child {
            return Answer::Refused("shut-down");
        }
        if let Some(code) = self.refused_child(spec, group, origin) {
            return Answer::Refused(code);
        }
        let verdict = self.verdict(spec, group);
        if self.closes_circle(spec, group, origin, &verdict) {
            return Answer::Refused("waits-for-ancestor");
        }
        let room = match &verdict {
            Verdict::Refuse { .. } => return Answer::Refused("overlap"),
            Verdict::Join(run) => return Answer::Joined(*run),
            Verdict::Skip => usize::MAX,
            Verdict::Accept => self.max_queued,
            Verdict::Replace(old) => {
                let waits = |run: &&usize| self.runs[**run].started.is_none();
                self.max_queued + old.iter().filter(waits).count()
            }
        };
        if self.unstarted() >= room {
            return Answer::Refused("queue-full");
        }
        Answer::New(verdict)
    }

    /// Returns how many runs wait for their first start.
    fn unstarted(&self) -> usize {
        let waits = |run: &&Run| run.waits() && run.attempt == 0;
        self.runs.iter().filter(waits).count()
    }

    /// Accepts a run, and returns its number.
    pub(crate) fn accept(
        &mut self,
        id: RunId,
        spec: Spec,
        group: Group,
        origin: Origin,
        now: Instant,
    ) -> usize {
        let run = self.runs.len();
        let lane = spec.terms.lane.unwrap_or_else(|| {
            let parent = origin.parent.map(|(parent, _)| &self.runs[parent]);
            parent.map_or(0, |parent| parent.lane)
        });
        let delay = spec.terms.delay.filter(|delay| *delay > 0);
        let hold = delay.map(|delay| Hold::Delay(now + Duration::from_millis(delay)));
        self.runs.push(Run {
            id,
            lane,
            schedule: origin.schedule,
            priority: spec.priority,
            aged_since: None,
            status: RunStatus::Queued,
            attempt: 0,
            started: None,
            attempt_started: None,
            ended_at: None,
            past: Vec::new(),
            hold,
            behind: false,
            inherits: false,
            ready: now,
            asked: None,
            hurried: false,
            given_up: false,
            retried: false,
            polled: false,
            leaving: false,
            // A repeatable body is made when an attempt begins.
            gone: spec.repeatable,
            said: None,
            cut: false,
            was_timed_out: false,
            waits: None,
            joiners: vec![Joiner {
                priority: spec.priority,
                let_go: false,
                body: None,
            }],
            parent: origin.parent,
            is_parent: false,
            wanted: false,
            lender: None,
            marks: BTreeSet::new(),
            group: group.clone(),
            spec: spec.clone(),
        });
        self.changes.push((id, RunStatus::Queued));
        self.runs[run].behind = self.is_behind(run);
        self.note_overlap(&spec, &group, Some(run));
        if hold.is_some() {
            self.runs[run].mark(Mark::Delay);
        }
        if origin.schedule.is_some() {
            self.runs[run].mark(Mark::Schedule);
        }
        if let Some((parent, _)) = origin.parent {
            self.runs[run].mark(Mark::Children);
            self.runs[parent].mark(Mark::Children);
            self.runs[parent].is_parent = true;
        }
        if let Some(closing) = &mut self.closing {
            closing.later.insert(run);
        }
        run
    }
}
