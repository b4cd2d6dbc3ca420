//! The queue of a lane.

use std::time::Duration;

use super::line::{LineKey, PriorityLine};
use crate::{
    Instant, Priority, RunId,
    collections::sorted::{SortedMap, SortedSet},
};

/// The queue of a lane: by priority, which rises with the time that a run has waited, then by when runs
/// became ready.
///
/// Ageing needs no timer. Runs of one priority are in the order in which they age, so only the first of each
/// is looked at. Runs whose priority was changed while they waited break that order, and are kept apart.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Runs that go before all others, by their priority as it was set.
    first: ByPriority,
    classes: [PriorityLine; 3],
    reprioritized: Reprioritized,
    len: usize,
}

/// The place of a run in a queue; the smallest is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct QueueKey {
    pub(crate) precedence: Precedence,
    pub(crate) priority: Priority,
    /// When it became ready: when it was accepted, or when its last wait was over.
    pub(crate) ready: Instant,
    pub(crate) arrival: u64,
    pub(crate) run: RunId,
}

impl QueueKey {
    fn line_key(self) -> LineKey {
        (self.ready, self.arrival, self.run)
    }
}

/// Whether a run goes before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    /// It inherits a slot that another run has vacated for it.
    Inherits,
    /// It has no precedence.
    Common,
}

/// Where the next run is.
enum Next {
    First,
    Class(Priority),
    Reprioritized(RunId),
}

impl Queue {
    pub(super) fn insert(&mut self, key: QueueKey) {
        let (class, line_key) = (key.priority, key.line_key());
        let new = match key.precedence {
            Precedence::Inherits => self.first[class as usize].insert(line_key),
            Precedence::Common => self.classes[class as usize].insert(line_key),
        };
        self.len += usize::from(new);
    }

    /// Changes the priority of a queued run, which ages anew from now. Returns `false` when the run is not
    /// queued.
    pub(super) fn set_priority(&mut self, key: QueueKey, priority: Priority, now: Instant) -> bool {
        let waits = self.remove(key);
        let key = QueueKey { priority, ..key };
        if waits && key.precedence == Precedence::Inherits {
            self.insert(key);
        } else if waits {
            self.reprioritized.insert(key, now);
            self.len += 1;
        }
        waits
    }

    pub(super) fn remove(&mut self, key: QueueKey) -> bool {
        let (class, line_key) = (key.priority, key.line_key());
        let there = match key.precedence {
            Precedence::Inherits => self.first[class as usize].remove(&line_key),
            Precedence::Common => {
                self.classes[class as usize].remove(&line_key) || self.reprioritized.remove(key.run)
            }
        };
        self.len -= usize::from(there);
        there
    }

    /// Removes the next run.
    pub(super) fn pop(&mut self, now: Instant, ageing: Duration) -> Option<RunId> {
        let line_key = match self.next(now, ageing)? {
            Next::First => self.first.iter_mut().find_map(SortedSet::pop_first),
            Next::Class(class) => self.classes[class as usize].pop_first(),
            Next::Reprioritized(run) => {
                self.len -= usize::from(self.reprioritized.remove(run));
                return Some(run);
            }
        };
        let (_, _, run) = line_key?;
        self.len -= 1;
        Some(run)
    }

    fn next(&mut self, now: Instant, ageing: Duration) -> Option<Next> {
        if self.first.iter().any(|runs| !runs.is_empty()) {
            return Some(Next::First);
        }
        let waits = |class: &Priority| !self.classes[*class as usize].is_empty();
        let mut classes = CLASSES.into_iter().filter(waits);
        let first = classes.next();
        if classes.next().is_none() && self.reprioritized.runs.is_empty() {
            // In the usual case no priorities have to be compared.
            return first.map(Next::Class);
        }
        let heads = CLASSES.into_iter().filter_map(|class| {
            let line_key = self.classes[class as usize].first()?;
            let grown = aged(class, now - line_key.0, ageing);
            Some(((grown, *line_key), Next::Class(class)))
        });
        let moved = self.reprioritized.next(now, ageing);
        let moved = moved.map(|key| (key, Next::Reprioritized(key.1.2)));
        heads
            .chain(moved)
            .min_by_key(|(key, _)| *key)
            .map(|(_, next)| next)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// Runs of each priority, in the order of a line.
type ByPriority = [SortedSet<LineKey>; 3];

const CLASSES: [Priority; 3] = [
    Priority::UserBlocking,
    Priority::UserVisible,
    Priority::Background,
];

/// Runs whose priority was changed while they waited.
#[derive(Debug, Default)]
struct Reprioritized {
    runs: SortedMap<RunId, AgedRun>,
    /// By the priority that they have aged to.
    order: ByPriority,
    /// By when they age next. The number has no meaning.
    ages: SortedSet<LineKey>,
}

/// A run whose priority was changed: the priority that it has aged to, and since when it has that.
#[derive(Clone, Copy, Debug)]
struct AgedRun {
    line_key: LineKey,
    class: Priority,
    since: Instant,
}

impl Reprioritized {
    fn insert(&mut self, key: QueueKey, since: Instant) {
        self.keep(AgedRun {
            line_key: key.line_key(),
            class: key.priority,
            since,
        });
    }

    fn keep(&mut self, old: AgedRun) {
        let (_, _, run) = old.line_key;
        self.order[old.class as usize].insert(old.line_key);
        if old.class != Priority::UserBlocking {
            self.ages.insert((old.since, 0, run));
        }
        self.runs.insert(run, old);
    }

    fn remove(&mut self, run: RunId) -> bool {
        let Some(old) = self.runs.remove(&run) else {
            return false;
        };
        self.order[old.class as usize].remove(&old.line_key);
        self.ages.remove(&(old.since, 0, run));
        true
    }

    /// Returns the place of the next run, with the priority that it has aged to.
    fn next(&mut self, now: Instant, ageing: Duration) -> Option<(Priority, LineKey)> {
        while let Some((since, _, run)) = self.ages.first().copied()
            && !ageing.is_zero()
            && now - since >= ageing
            && let Some(old) = self.runs.get(&run).copied()
        {
            self.remove(run);
            self.keep(AgedRun {
                class: aged(old.class, ageing, ageing),
                since: since + ageing,
                ..old
            });
        }
        CLASSES.into_iter().find_map(|class| {
            let first = self.order[class as usize].first()?;
            Some((class, *first))
        })
    }
}

/// Returns the priority of a run that has waited this long.
fn aged(class: Priority, waited: Duration, ageing: Duration) -> Priority {
    if ageing.is_zero() || waited < ageing {
        return class;
    }
    match class {
        Priority::Background if waited - ageing < ageing => Priority::UserVisible,
        _ => Priority::UserBlocking,
    }
}
