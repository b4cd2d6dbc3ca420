//! The last measurements of each address.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use taskdeck_core::{Measurement, Series, message};

/// The most measurements of one address.
pub(super) const KEPT: usize = 60;

/// The most addresses. The one that was requested longest ago is dropped first.
const ADDRESSES: usize = 32;

/// The last measurements of each address. It is a cheap handle.
#[derive(Clone, Debug, Default)]
pub(super) struct History(Rc<RefCell<VecDeque<(String, VecDeque<Measurement>)>>>);

impl History {
    /// Adds a measurement, and returns the last ones of its address.
    pub(super) fn add(&self, address: &str, measurement: Measurement) -> Series {
        let mut all = self.0.borrow_mut();
        let known = all.iter().position(|(known, _)| known == address);
        let known = known.and_then(|place| all.remove(place));
        let (address, mut measurements) =
            known.unwrap_or_else(|| (address.to_owned(), VecDeque::new()));
        measurements.push_back(measurement);
        if measurements.len() > KEPT {
            measurements.pop_front();
        }
        let series = Series {
            measurements: measurements.iter().cloned().collect(),
            ..Series::new(message!("Time to answer"), "ms")
        };
        all.push_back((address, measurements));
        if all.len() > ADDRESSES {
            all.pop_front();
        }
        series
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn measured(millis: u32) -> Measurement {
        Measurement::new(Duration::ZERO, millis.into(), "200 OK")
    }

    #[test]
    fn the_last_sixty_of_each_address_are_kept() {
        let history = History::default();
        history.add("b", measured(1));
        for millis in 0..100 {
            history.add("a", measured(millis));
        }
        let series = history.add("a", measured(100));
        let values: Vec<_> = series.measurements.iter().map(|one| one.value).collect();
        assert_eq!(
            (values.len(), values[0], values[59]),
            (60, Some(41.0), Some(100.0))
        );
        assert_eq!(history.add("b", measured(2)).measurements.len(), 2);
    }

    #[test]
    fn the_address_that_was_looked_at_longest_ago_is_forgotten() {
        let history = History::default();
        for address in 0..ADDRESSES {
            history.add(&address.to_string(), measured(1));
        }
        history.add("0", measured(2));
        history.add("one more", measured(1));
        assert_eq!(history.add("0", measured(3)).measurements.len(), 3);
        assert_eq!(history.add("1", measured(3)).measurements.len(), 1);
    }
}
