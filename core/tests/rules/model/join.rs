//! Callers who join a run.

use taskdeck_core::{Instant, Priority};

use super::{Model, run::Joiner};
use crate::coverage::Mark;

impl Model {
    /// Notes that a caller joins a run: the highest priority counts.
    pub(crate) fn join(
        &mut self,
        run: usize,
        priority: Priority,
        body: Option<(usize, u32)>,
        now: Instant,
    ) -> usize {
        self.runs[run].mark(Mark::Join);
        self.runs[run].joiners.push(Joiner {
            priority,
            let_go: false,
            body,
        });
        if priority < self.runs[run].priority {
            self.move_to(run, priority, now);
        }
        self.runs[run].joiners.len() - 1
    }

    /// Returns whether a caller who releases a run is the last one.
    pub(crate) fn is_last(&self, run: usize, joiner: usize) -> bool {
        let joiners = &self.runs[run].joiners;
        let others = joiners.iter().enumerate();
        let mut others = others.filter(|(other, at)| *other != joiner && !at.let_go);
        !joiners[joiner].let_go && others.next().is_none()
    }

    /// Notes that a caller releases a run and is not the last one.
    pub(crate) fn let_go(&mut self, run: usize, joiner: usize, now: Instant) {
        let at = &mut self.runs[run];
        if at.joiners[joiner].let_go || !at.status.is_live() {
            return;
        }
        at.joiners[joiner].let_go = true;
        at.mark(Mark::LetGo);
        let left = at.joiners.iter().filter(|joiner| !joiner.let_go);
        let highest = left.map(|joiner| joiner.priority).min();
        let gone = at.joiners[joiner].priority;
        if let Some(highest) = highest.filter(|highest| *highest > gone) {
            self.move_to(run, highest, now);
        }
    }

    /// Notes that the priority of a run is changed, for all callers.
    pub(crate) fn set_priority(&mut self, run: usize, priority: Priority, now: Instant) -> bool {
        let waits = self.runs[run].waits();
        if waits {
            self.move_to(run, priority, now);
            for joiner in &mut self.runs[run].joiners {
                joiner.priority = priority;
            }
            self.runs[run].mark(Mark::Priority);
        }
        waits
    }

    /// Notes that a run has another priority, in which it ages anew.
    fn move_to(&mut self, run: usize, priority: Priority, now: Instant) {
        self.runs[run].priority = priority;
        self.runs[run].aged_since = Some(now);
    }
}
