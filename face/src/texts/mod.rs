//! Every word on screen: English, or what was given in its place; and numbers and times as a locale writes
//! them.
//!
//! A text is named by what it says in English: `tr!(texts, "{count} running", count = three)`. All of them
//! stand in `english.txt`, one in a line, and a text that is not there does not compile. What the supervisor
//! says by itself stands in `supervisor.txt`, and is found again when it is shown. Those of the performance view
//! stand in `performance.txt`.

mod fill;
mod given;
mod text;

pub use self::{given::Texts, text::all_texts};
pub(crate) use self::{
    given::{provide_texts, use_texts},
    text::Text,
};

/// A text for people, with what stands in its braces.
macro_rules! tr {
    ($from:expr, $english:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const TEXT: $crate::texts::Text = $crate::texts::Text::of($english);
        $from.texts().say(TEXT, &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),*])
    }};
}

pub(crate) use tr;
