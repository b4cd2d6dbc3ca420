//! The texts of a lane, and limits as input.

use taskdeck_core::{LaneUse, Limit};

use crate::{
    format::count,
    texts::{Texts, tr},
};

/// Returns the word for no limit.
pub(crate) fn unlimited_text(texts: Texts) -> String {
    tr!(texts, "unlimited")
}

/// The largest limit that can be set, apart from *unlimited*.
pub(crate) const MAX_SLOTS: usize = 999;

/// Returns the use of a lane: *3 of 4, 12 waiting*.
pub(crate) fn lane_use(texts: Texts, lane: &LaneUse) -> String {
    let taken = count(texts, lane.taken);
    let of = match lane.limit.finite() {
        Some(limit) => tr!(
            texts,
            "{count} of {all}",
            count = taken,
            all = count(texts, limit)
        ),
        None => tr!(texts, "{count} running, unlimited", count = taken),
    };
    match waiting_text(texts, lane) {
        Some(waiting) => format!("{of}, {waiting}"),
        None => of,
    }
}

/// Returns the number of runs that wait in a lane, if any: *12 waiting*.
pub(crate) fn waiting_text(texts: Texts, lane: &LaneUse) -> Option<String> {
    (lane.waiting > 0).then(|| tr!(texts, "{count} waiting", count = count(texts, lane.waiting)))
}

/// Returns a limit as text for its field.
pub(crate) fn limit_text(texts: Texts, limit: Limit) -> String {
    match limit.finite() {
        Some(slots) => slots.to_string(),
        None => unlimited_text(texts),
    }
}

/// Parses a typed limit. Returns `None` if it is not a limit.
pub(crate) fn parse_limit(texts: Texts, text: &str) -> Option<Limit> {
    let text = text.trim();
    if ["∞", "unlimited", "infinity", "none"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
        || text == unlimited_text(texts)
    {
        return Some(Limit::UNLIMITED);
    }
    // A number with too many digits to parse is a very large limit.
    let is_number = !text.is_empty() && text.chars().all(|char| char.is_ascii_digit());
    let slots = text.parse().unwrap_or(MAX_SLOTS).min(MAX_SLOTS);
    Limit::at_most(slots).ok().filter(|_| is_number)
}

/// Returns the limit that is `by` higher, or `None` if it would not change.
pub(crate) fn step_limit(limit: Limit, by: isize) -> Option<Limit> {
    let now = limit.finite()?;
    let most = MAX_SLOTS.max(now);
    let next = now.saturating_add_signed(by).clamp(1, most);
    Limit::at_most(next).ok().filter(|next| *next != limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(taken: usize, limit: Limit, waiting: usize) -> LaneUse {
        LaneUse {
            limit,
            taken,
            waiting,
            rate: None,
            suspended: None,
        }
    }

    fn at_most(slots: usize) -> Limit {
        Limit::at_most(slots).unwrap()
    }

    #[test]
    fn the_use_of_a_lane_is_a_sentence() {
        assert_eq!(lane_use(Texts::ENGLISH, &lane(3, at_most(4), 0)), "3 of 4");
        assert_eq!(
            lane_use(Texts::ENGLISH, &lane(4, at_most(4), 1_200)),
            "4 of 4, 1,200 waiting"
        );
        let free = lane(7, Limit::UNLIMITED, 0);
        assert_eq!(lane_use(Texts::ENGLISH, &free), "7 running, unlimited");
    }

    #[test]
    fn only_a_valid_limit_is_parsed() {
        assert_eq!(parse_limit(Texts::ENGLISH, " 12 "), Some(at_most(12)));
        assert_eq!(
            parse_limit(Texts::ENGLISH, "Unlimited"),
            Some(Limit::UNLIMITED)
        );
        assert_eq!(parse_limit(Texts::ENGLISH, "∞"), Some(Limit::UNLIMITED));
        let great = "9".repeat(40);
        assert_eq!(
            parse_limit(Texts::ENGLISH, &great),
            Some(at_most(MAX_SLOTS))
        );
        for wrong in ["0", "", "-3", "2.5", "many"] {
            assert_eq!(parse_limit(Texts::ENGLISH, wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_limit_never_steps_below_one() {
        assert_eq!(step_limit(at_most(2), -1), Some(at_most(1)));
        assert_eq!(step_limit(at_most(4), -10), Some(at_most(1)));
        assert_eq!(step_limit(at_most(1), -1), None);
        assert_eq!(step_limit(at_most(MAX_SLOTS), 1), None);
        assert_eq!(step_limit(at_most(5_000), -1), Some(at_most(4_999)));
        assert_eq!(step_limit(Limit::UNLIMITED, 1), None);
    }
}
