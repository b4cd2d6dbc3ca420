//! Who waits in a lane, and who is next.

use std::time::Duration;

use super::line::{Line, LineKey};
use crate::{
    Instant, Priority, RunId,
    collections::sorted::{SortedMap, SortedSet},
};

/// The runs that wait in a lane: by class, which grows with the time they have waited, then by when they
/// came.
///
/// Runs grow old without a timer: those of one class come in the order in which they grow old, so only
/// the first of each has to be looked at. Runs whose class was changed while they waited break that
/// order and are kept apart.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Those that go before all others, by class without age.
    first: SortedSet<(Priority, LineKey)>,
    classes: [Line; 3],
    moved: Moved,
    len: usize,
}

/// A place in a queue; the least one is next.
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
    fn spot(self) -> LineKey {
        (self.ready, self.arrival, self.run)
    }
}

/// Whether a run goes before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    /// It inherits a slot that another has left for it.
    Inherits,
    /// It is as good as any.
    Common,
}

/// Where the run is that is next.
enum Next {
    First,
    Class(Priority),
    Moved(RunId),
}

impl Queue {
    pub(super) fn insert(&mut self, key: QueueKey) {
        let (class, spot) = (key.priority, key.spot());
        let new = match key.precedence {
            Precedence::Inherits => self.first.insert((class, spot)),
            Precedence::Common => self.classes[class as usize].insert(spot),
        };
        self.len += usize::from(new);
    }

    /// Changes the class of a run that waits; it grows old anew from now.
    pub(super) fn set_priority(&mut self, key: QueueKey, priority: Priority, now: Instant) -> bool {
        let waits = self.remove(key);
        let key = QueueKey { priority, ..key };
        if waits && key.precedence == Precedence::Inherits {
            self.insert(key);
        } else if waits {
            self.moved.insert(key, now);
            self.len += 1;
        }
        waits
    }

    pub(super) fn remove(&mut self, key: QueueKey) -> bool {
        let (class, spot) = (key.priority, key.spot());
        let there = match key.precedence {
            Precedence::Inherits => self.first.remove(&(class, spot)),
            Precedence::Common => {
                self.classes[class as usize].remove(&spot) || self.moved.remove(key.run)
            }
        };
        self.len -= usize::from(there);
        there
    }

    /// Takes out the run that is next.
    pub(super) fn pop(&mut self, now: Instant, ageing: Duration) -> Option<RunId> {
        let spot = match self.next(now, ageing)? {
            Next::First => self.first.pop_first().map(|(_, spot)| spot),
            Next::Class(class) => self.classes[class as usize].pop_first(),
            Next::Moved(run) => {
                self.len -= usize::from(self.moved.remove(run));
                return Some(run);
            }
        };
        let (_, _, run) = spot?;
        self.len -= 1;
        Some(run)
    }

    fn next(&mut self, now: Instant, ageing: Duration) -> Option<Next> {
        if !self.first.is_empty() {
            return Some(Next::First);
        }
        let waits = |class: &Priority| !self.classes[*class as usize].is_empty();
        let mut classes = CLASSES.into_iter().filter(waits);
        let first = classes.next();
        if classes.next().is_none() && self.moved.runs.is_empty() {
            // The usual case: nobody has to be compared.
            return first.map(Next::Class);
        }
        let heads = CLASSES.into_iter().filter_map(|class| {
            let spot = self.classes[class as usize].first()?;
            let grown = aged(class, now - spot.0, ageing);
            Some(((grown, *spot), Next::Class(class)))
        });
        let moved = self.moved.next(now, ageing);
        let moved = moved.map(|key| (key, Next::Moved(key.1.2)));
        heads
            .chain(moved)
            .min_by_key(|(key, _)| *key)
            .map(|(_, next)| next)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

const CLASSES: [Priority; 3] = [
    Priority::UserBlocking,
    Priority::UserVisible,
    Priority::Background,
];

/// Runs whose class was changed while they waited.
#[derive(Debug, Default)]
struct Moved {
    runs: SortedMap<RunId, Old>,
    /// In the order in which they are next, with the classes they have grown to.
    order: SortedSet<(Priority, LineKey)>,
    /// In the order in which they grow old.
    ages: SortedSet<(Instant, RunId)>,
}

/// One whose class was changed, with the class it has grown to and since when it is in that.
#[derive(Clone, Copy, Debug)]
struct Old {
    spot: LineKey,
    class: Priority,
    since: Instant,
}

impl Moved {
    fn insert(&mut self, key: QueueKey, since: Instant) {
        self.keep(Old {
            spot: key.spot(),
            class: key.priority,
            since,
        });
    }

    fn keep(&mut self, old: Old) {
        let (_, _, run) = old.spot;
        self.order.insert((old.class, old.spot));
        if old.class != Priority::UserBlocking {
            self.ages.insert((old.since, run));
        }
        self.runs.insert(run, old);
    }

    fn remove(&mut self, run: RunId) -> bool {
        let Some(old) = self.runs.remove(&run) else {
            return false;
        };
        self.order.remove(&(old.class, old.spot));
        self.ages.remove(&(old.since, run));
        true
    }

    /// The one that is next, after the class it has grown to.
    fn next(&mut self, now: Instant, ageing: Duration) -> Option<(Priority, LineKey)> {
        while let Some((since, run)) = self.ages.first().copied()
            && !ageing.is_zero()
            && now - since >= ageing
            && let Some(old) = self.runs.get(&run).copied()
        {
            self.remove(run);
            self.keep(Old {
                class: aged(old.class, ageing, ageing),
                since: since + ageing,
                ..old
            });
        }
        self.order.first().copied()
    }
}

/// The class of a run that has waited for so long.
fn aged(class: Priority, waited: Duration, ageing: Duration) -> Priority {
    if ageing.is_zero() || waited < ageing {
        return class;
    }
    match class {
        Priority::Background if waited - ageing < ageing => Priority::UserVisible,
        _ => Priority::UserBlocking,
    }
}
