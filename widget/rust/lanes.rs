//! The lanes of a deck, for JavaScript.

use taskdeck_core::{LaneOptions, Rate};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{deck::Core, policy};

#[wasm_bindgen]
impl Core {
    /// Returns the number of slots of the lane `main`; `Infinity` without a limit.
    #[must_use]
    pub fn concurrency(&self) -> f64 {
        let main = self.supervisor.lane("main").usage();
        let slots = main.and_then(|main| main.limit.finite());
        slots.map_or(f64::INFINITY, |slots| slots as f64)
    }

    /// See [`taskdeck_core::LaneRef::set_limit`].
    pub fn set_concurrency(&self, slots: f64) {
        self.supervisor.lane("main").set_limit(policy::limit(slots));
    }

    /// Creates or changes a lane. It has no rate when `starts` is 0. Returns `false` when the name is empty.
    pub fn set_lane(&self, name: &str, slots: f64, starts: u32, window: f64) -> bool {
        let mut lane = LaneOptions::new(policy::limit(slots));
        if let Ok(rate) = Rate::new(starts as usize, policy::millis(window)) {
            lane = lane.rate(rate);
        }
        self.supervisor.lane(name).set(lane).is_ok()
    }

    /// Returns the slots of a lane, the slots taken and the runs that wait; empty for an unknown lane.
    #[must_use]
    pub fn lane(&self, name: &str) -> Vec<f64> {
        let lane = self.supervisor.lane(name).usage();
        lane.map_or_else(Vec::new, |lane| {
            let limit = lane
                .limit
                .finite()
                .map_or(f64::INFINITY, |slots| slots as f64);
            vec![limit, lane.taken as f64, lane.waiting as f64]
        })
    }
}
