//! The long animation frames that the browser reports.

use std::rc::Rc;

use crate::{
    browser::{LongFrame, LongFrames},
    ui::lean::*,
};

/// The browser's long frames, until the current owner ends.
#[derive(Clone, Copy)]
pub(super) struct Frames {
    heard: StoredValue<Option<Rc<LongFrames>>, LocalStorage>,
    news: RwSignal<u64>,
}

impl Frames {
    pub(super) fn listen() -> Self {
        let news = RwSignal::new(0_u64);
        let frames = LongFrames::listen(move || {
            // The view may be gone by now.
            let _ = news.try_update(|news| *news += 1);
        });
        let heard = StoredValue::new_local(frames.map(Rc::new));
        // The value is dropped some time after its owner. This ends the observation at once.
        on_cleanup(move || drop(heard.try_update_value(Option::take)));
        Self { heard, news }
    }

    /// Returns the frames that ended at `time` or later, tracked, or `None` if the browser does not report
    /// them.
    pub(super) fn since(self, time: f64) -> Option<Vec<LongFrame>> {
        self.news.track();
        let heard = self.heard.try_get_value()??;
        Some(heard.since(time))
    }
}
