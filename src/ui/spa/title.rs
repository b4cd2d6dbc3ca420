//! The title of the page.

use leptos::prelude::*;

use crate::ui::model::count;

/// Says in the title of the page how many runs run.
pub(super) fn follow_with_title(running: Memo<usize>) {
    let plain = document().title();
    Effect::new(move |_| {
        let title = match running.get() {
            0 => plain.clone(),
            some => format!("{} running · {plain}", count(some)),
        };
        document().set_title(&title);
    });
}
