//! Paints at most once per frame, and only when something changes.

use std::time::Duration;

use gloo_timers::callback::Timeout;

use crate::{browser::unless_crashed, ui::lean::*};

/// The time between two paints of what only moves with time, with reduced motion.
const REDUCED_INTERVAL: Duration = Duration::from_secs(1);

/// Paints with the next frame on request.
#[derive(Clone, Copy)]
pub(super) struct Redraw {
    paint: StoredValue<Box<dyn Fn() -> Option<Duration>>>,
    frame: StoredValue<Option<AnimationFrameRequestHandle>>,
    later: StoredValue<Option<Timeout>>,
}

impl Redraw {
    /// Creates a painter. `paint` returns the time after which something will have moved, if anything does.
    pub(super) fn new(paint: impl Fn() -> Option<Duration> + 'static) -> Self {
        let redraw = Self {
            paint: StoredValue::new(Box::new(paint)),
            frame: StoredValue::new(None),
            later: StoredValue::new(None),
        };
        on_cleanup(move || {
            drop(redraw.later.try_update_value(Option::take));
            if let Some(Some(frame)) = redraw.frame.try_update_value(Option::take) {
                frame.cancel();
            }
        });
        redraw
    }

    /// Requests a paint with the next frame.
    pub(super) fn request(self) {
        let is_requested = self.frame.try_with_value(Option::is_some);
        if is_requested != Some(false) {
            return;
        }
        let frame = request_animation_frame_with_handle(unless_crashed(move || self.paint()));
        self.frame.set_value(frame.ok());
    }

    fn paint(self) {
        if self.frame.try_update_value(Option::take).is_none() {
            return;
        }
        let moves = self.paint.with_value(|paint| paint());
        let timer = moves.map(|after| {
            let after = if prefers_reduced_motion() {
                after.max(REDUCED_INTERVAL)
            } else {
                after
            };
            let millis = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
            Timeout::new(
                millis.min(i32::MAX as u32),
                unless_crashed(move || self.request()),
            )
        });
        self.later.set_value(timer);
    }
}

/// Returns whether the user prefers reduced motion.
fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
