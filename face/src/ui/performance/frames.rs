//! The long animation frames that the browser reports.

use std::rc::Rc;

use crate::{
    browser::{LongFrame, LongFrames},
    ui::lean::*,
};

/// The browser's long frames, until the current owner ends.
#[derive(Clone, Copy)]
pub(super) struct Frames {
    observer: StoredValue<Option<Rc<LongFrames>>>,
    revision: RwSignal<u64>,
}

impl Frames {
    pub(super) fn listen() -> Self {
        let revision = RwSignal::new(0_u64);
        let frames = LongFrames::listen(move || {
            // The view may be gone by now.
            let _ = revision.try_update(|revision| *revision += 1);
        });
        let observer = StoredValue::new(frames.map(Rc::new));
        // The value is dropped some time after its owner. This ends the observation at once.
        on_cleanup(move || drop(observer.try_update_value(Option::take)));
        Self { observer, revision }
    }

    /// Returns the frames that ended at `time` or later, tracked, or `None` if the browser does not report
    /// them.
    pub(super) fn since(self, time: f64) -> Option<Vec<LongFrame>> {
        self.revision.track();
        let observer = self.observer.try_get_value()??;
        Some(observer.since(time))
    }
}
