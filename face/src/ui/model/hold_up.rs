//! What holds up the runs that wait in a lane.

use std::sync::Arc;

use taskdeck_core::LaneUse;

use crate::texts::{Texts, tr};

/// Why runs of a lane do not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HoldUp {
    /// All its slots are taken, and runs wait for one.
    Full,
    /// It is suspended.
    Suspended,
}

/// Returns what holds up a lane, if anything does.
pub(crate) fn hold_up(lane: &LaneUse) -> Option<HoldUp> {
    let is_taken = lane.limit.finite().is_some_and(|limit| lane.taken >= limit);
    if lane.suspended.is_some() {
        Some(HoldUp::Suspended)
    } else {
        (is_taken && lane.waiting > 0).then_some(HoldUp::Full)
    }
}

/// Returns the most serious hold-up of all lanes, and a sentence for each: *network is full, 12 wait*.
pub(crate) fn hold_ups(texts: Texts, lanes: &[(Arc<str>, LaneUse)]) -> (Option<HoldUp>, String) {
    let held = || {
        lanes
            .iter()
            .filter_map(|(name, lane)| Some((name, lane, hold_up(lane)?)))
    };
    let sentences: Vec<String> = held()
        .map(|(name, lane, why)| match why {
            HoldUp::Suspended => tr!(texts, "{name} is suspended", name = name),
            HoldUp::Full => tr!(
                texts,
                "{name} is full, 1 waits|{name} is full, {count} wait",
                count: lane.waiting,
                name = name
            ),
        })
        .collect();
    let worst = held().map(|(_, _, why)| why).max();
    (worst, sentences.join(". "))
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{Limit, Message};

    use super::*;

    fn lane(taken: usize, limit: usize, waiting: usize) -> LaneUse {
        LaneUse {
            limit: Limit::at_most(limit).unwrap(),
            taken,
            waiting,
            rate: None,
            suspended: None,
        }
    }

    #[test]
    fn a_lane_holds_up_only_what_waits_for_a_slot() {
        assert_eq!(hold_up(&lane(4, 4, 0)), None);
        assert_eq!(hold_up(&lane(3, 4, 2)), None, "it waits for something else");
        assert_eq!(hold_up(&lane(4, 4, 2)), Some(HoldUp::Full));
        assert_eq!(hold_up(&lane(5, 4, 2)), Some(HoldUp::Full));
        let free = LaneUse {
            limit: Limit::UNLIMITED,
            ..lane(4, 4, 2)
        };
        assert_eq!(hold_up(&free), None);
    }

    #[test]
    fn each_lane_that_holds_up_is_named() {
        let suspended = LaneUse {
            suspended: Some(Message::from("too many failures")),
            ..lane(0, 4, 0)
        };
        let lanes = [
            ("main", lane(1, 4, 0)),
            ("network", lane(16, 16, 1_200)),
            ("workers", suspended),
        ]
        .map(|(name, lane)| (Arc::from(name), lane));
        assert_eq!(
            hold_ups(Texts::ENGLISH, &lanes),
            (
                Some(HoldUp::Suspended),
                "network is full, 1,200 wait. workers is suspended".to_owned()
            )
        );
        assert_eq!(hold_ups(Texts::ENGLISH, &lanes[..1]), (None, String::new()));
    }
}
