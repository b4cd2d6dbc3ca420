//! The remembered limits of lanes.

use std::sync::Arc;

use serde_json::{Map, Value};
use taskdeck_core::{LaneOptions, LaneUse, Limit, Supervisor};

use super::storage::{read, write};
use crate::ui::{deck::Deck, lean::*, model::MAX_SLOTS};

const NAME: &str = "lanes";

/// What is stored in place of a number of slots.
const UNLIMITED: &str = "unlimited";

type Limits = Vec<(Arc<str>, Limit)>;

/// Applies the stored limits to the lanes that exist, and stores those that differ from the program's own.
pub(super) fn remember_lanes(deck: Deck) {
    let supervisor = deck.supervisor();
    let own = limits(&supervisor);
    if let Some(Value::Object(stored)) = read(NAME) {
        for (name, lane) in supervisor.lanes() {
            if let Some(limit) = stored.get(&*name).and_then(limit_in) {
                set_limit(&supervisor, &name, &lane, limit);
            }
        }
    }
    let limits = Memo::new(move |_| {
        deck.overview.track();
        limits(&deck.supervisor())
    });
    Effect::new(move |before: Option<Limits>| {
        let now = limits.get();
        if before.is_some_and(|before| before != now) {
            let changed = now.iter().filter(|limit| !own.contains(limit));
            let stored: Map<_, _> = changed
                .map(|(name, limit)| (name.to_string(), stored_limit(*limit)))
                .collect();
            write(NAME, (!stored.is_empty()).then_some(Value::Object(stored)));
        }
        now
    });
}

fn limits(supervisor: &Supervisor) -> Limits {
    let lanes = supervisor.lanes().into_iter();
    lanes.map(|(name, lane)| (name, lane.limit)).collect()
}

fn set_limit(supervisor: &Supervisor, name: &str, lane: &LaneUse, limit: Limit) {
    let mut options = LaneOptions::new(limit);
    options.rate = lane.rate;
    // A limit that is refused is forgotten with the next change.
    let _ = supervisor.lane(name).set(options);
}

fn stored_limit(limit: Limit) -> Value {
    limit.finite().map_or_else(|| UNLIMITED.into(), Value::from)
}

fn limit_in(stored: &Value) -> Option<Limit> {
    if stored.as_str() == Some(UNLIMITED) {
        return Some(Limit::UNLIMITED);
    }
    let slots = usize::try_from(stored.as_u64()?).ok()?;
    Limit::at_most(slots.min(MAX_SLOTS)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_stored_as_a_number_or_a_word() {
        for limit in [Limit::UNLIMITED, Limit::at_most(3).unwrap()] {
            assert_eq!(limit_in(&stored_limit(limit)), Some(limit));
        }
        for wrong in [Value::Null, 0.into(), (-1).into(), "many".into()] {
            assert_eq!(limit_in(&wrong), None, "{wrong}");
        }
    }
}
