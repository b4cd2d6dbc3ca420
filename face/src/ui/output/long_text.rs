//! A text of any length.

use std::sync::Arc;

use super::links::linkify;
use crate::{
    format::count,
    texts::{tr, use_texts},
    ui::lean::*,
};

/// The number of characters that are shown. A browser takes seconds to lay out a megabyte without a line break.
const SHOWN: usize = 10_000;

/// A text of any length. A long one is cut, followed by the number of characters left out.
#[component]
pub(crate) fn LongText(text: Arc<str>) -> impl IntoView {
    let texts = use_texts();
    let end = text.char_indices().nth(SHOWN).map(|(end, _)| end);
    let left_out = end.map(|end| text[end..].chars().count());
    let shown = linkify(&text[..end.unwrap_or(text.len())]);
    // Each text has its own direction, so that one from right to left does not affect what is around it.
    view! {
        <span class="td-text" dir="auto">
            {shown}
        </span>
        {left_out
            .map(|left_out| {
                view! {
                    <span class="td-quiet">
                        {tr!(
                            texts,
                            "… {count} more characters are not shown; Copy has all of them.",
                            count = count(texts, left_out)
                        )}
                    </span>
                }
            })}
    }
}
