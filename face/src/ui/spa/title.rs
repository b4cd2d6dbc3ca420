//! The title of the page.

use crate::{
    format::count,
    texts::{tr, use_texts},
    ui::lean::*,
};

/// Keeps the number of running runs in the title of the page.
pub(super) fn follow_with_title(running: Memo<usize>) {
    let texts = use_texts();
    let plain = document().title();
    Effect::new(move |_| {
        let title = match running.get() {
            0 => plain.clone(),
            some => tr!(texts, "{count} running", count = count(texts, some)) + " · " + &plain,
        };
        document().set_title(&title);
    });
}
