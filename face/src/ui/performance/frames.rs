//! The frames that the browser itself found long.

use std::rc::Rc;

use crate::{
    browser::{LongFrame, LongFrames},
    ui::lean::*,
};

/// The browser's long frames, for as long as the current owner lives.
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
        // With its owner the value goes too, but only when that is swept up: listening ends now.
        on_cleanup(move || drop(heard.try_update_value(Option::take)));
        Self { heard, news }
    }

    /// Those that ended at this time or later, tracked; `None` where the browser tells of none.
    pub(super) fn since(self, time: f64) -> Option<Vec<LongFrame>> {
        self.news.track();
        let heard = self.heard.try_get_value()??;
        Some(heard.since(time))
    }
}
