//! Every word on screen, in English or in its replacement, and numbers and times in a locale.
//!
//! A text is named by its English form: `tr!(texts, "{count} running", count = three)`. All texts
//! are in `english.txt`, one per line, and a text that is missing there does not compile. Texts
//! written by the supervisor are in `supervisor.txt`, and are replaced when they are shown. Those
//! of the performance view are in `performance.txt`.

mod fill;
mod given;
mod text;

pub use self::{given::Texts, text::all_texts};
pub(crate) use self::{
    given::{provide_texts, use_texts},
    text::Text,
};

/// A text for the user, with its placeholders replaced.
macro_rules! tr {
    ($from:expr, $english:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const TEXT: $crate::texts::Text = $crate::texts::Text::of($english);
        $from.texts().say(TEXT, &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),*])
    }};
}

pub(crate) use tr;
