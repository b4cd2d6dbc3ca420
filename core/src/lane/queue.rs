//! Who waits in a lane, and who is next.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{Instant, Priority, RunId};

/// The runs that wait in a lane: by class, which grows with the time they have waited, then by when they
/// came.
///
/// Runs grow old without a timer: those of one class come in the order in which they grow old, so only
/// the first of each has to be looked at. Runs whose class was changed while they waited break that
/// order and are kept apart.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Those that go before all others.
    first: BTreeSet<Place>,
    classes: [BTreeSet<Place>; 3],
    moved: Moved,
    len: usize,
}

/// A place in a queue; the least one is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) turn: Turn,
    pub(crate) priority: Priority,
    /// When it became ready: when it was accepted, or when its last wait was over.
    pub(crate) ready: Instant,
    pub(crate) arrival: u64,
    pub(crate) run: RunId,
}

/// Whether a run goes before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// It inherits a slot that another has left for it.
    Inherits,
    /// It is as good as any.
    Common,
}

impl Queue {
    pub(super) fn insert(&mut self, place: Place) {
        self.len += usize::from(self.of(place).insert(place));
    }

    /// Changes the class of a run that waits; it grows old anew from now.
    pub(super) fn move_to(&mut self, place: Place, priority: Priority, now: Instant) -> bool {
        let waits = self.remove(place);
        let place = Place { priority, ..place };
        if waits && place.turn == Turn::Inherits {
            self.insert(place);
        } else if waits {
            self.moved.insert(place, now);
            self.len += 1;
        }
        waits
    }

    pub(super) fn remove(&mut self, place: Place) -> bool {
        let there = self.of(place).remove(&place) || self.moved.remove(place.run);
        self.len -= usize::from(there);
        there
    }

    /// Takes out the run that is next.
    pub(super) fn pop(&mut self, now: impl FnOnce() -> Instant, ageing: Duration) -> Option<RunId> {
        let next = match self.first.first() {
            Some(first) => *first,
            None => self.next_by_class(now, ageing)?,
        };
        self.remove(next);
        Some(next.run)
    }

    fn next_by_class(&mut self, now: impl FnOnce() -> Instant, ageing: Duration) -> Option<Place> {
        let mut heads = self.classes.iter().filter_map(BTreeSet::first);
        let one = heads.next().copied();
        if self.moved.is_empty() && heads.next().is_none() {
            return one;
        }
        let now = now();
        let moved = self.moved.next(now, ageing);
        let heads = self.classes.iter().filter_map(BTreeSet::first);
        heads
            .map(|place| (aged(place.priority, now - place.ready, ageing), *place))
            .chain(moved)
            .min_by_key(|(class, place)| (*class, place.ready, place.arrival))
            .map(|(_, place)| place)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn of(&mut self, place: Place) -> &mut BTreeSet<Place> {
        match place.turn {
            Turn::Inherits => &mut self.first,
            Turn::Common => &mut self.classes[place.priority as usize],
        }
    }
}

/// Runs whose class was changed while they waited.
#[derive(Debug, Default)]
struct Moved {
    places: BTreeMap<RunId, Old>,
    /// In the order in which they are next, with the classes they have grown to.
    order: BTreeSet<(Priority, Instant, u64, RunId)>,
    /// In the order in which they began to grow old in that class.
    ages: BTreeSet<(Instant, RunId)>,
}

/// One whose class was changed.
#[derive(Clone, Copy, Debug)]
struct Old {
    place: Place,
    class: Priority,
    since: Instant,
}

impl Old {
    fn key(self) -> (Priority, Instant, u64, RunId) {
        (
            self.class,
            self.place.ready,
            self.place.arrival,
            self.place.run,
        )
    }
}

impl Moved {
    fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn insert(&mut self, place: Place, since: Instant) {
        self.keep(Old {
            place,
            class: place.priority,
            since,
        });
    }

    fn keep(&mut self, old: Old) {
        self.order.insert(old.key());
        if old.class != Priority::UserBlocking {
            self.ages.insert((old.since, old.place.run));
        }
        self.places.insert(old.place.run, old);
    }

    fn remove(&mut self, run: RunId) -> bool {
        let Some(old) = self.places.remove(&run) else {
            return false;
        };
        self.order.remove(&old.key());
        self.ages.remove(&(old.since, run));
        true
    }

    /// The one that is next, with the class it has grown to.
    fn next(&mut self, now: Instant, ageing: Duration) -> Option<(Priority, Place)> {
        while let Some((since, run)) = self.ages.first().copied()
            && !ageing.is_zero()
            && now - since >= ageing
            && let Some(old) = self.places.get(&run).copied()
        {
            self.remove(run);
            self.keep(Old {
                class: aged(old.class, ageing, ageing),
                since: since + ageing,
                ..old
            });
        }
        let (class, _, _, run) = self.order.first()?;
        let old = self.places.get(run)?;
        Some((*class, old.place))
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
