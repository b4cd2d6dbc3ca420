//! Every word on screen: English, or what was given in its place; and numbers and times as a locale writes
//! them.
//!
//! A text of the face is named by what it says in English: `tr!(texts, "Retry {title}", title = title)`. All of them
//! stand in `english.txt`, one in a line, and a text that is not there does not compile. Those of the performance view
//! stand in `performance.txt`.
//!
//! What the supervisor and task bodies say is a [`Message`](taskdeck_core::Message), which is rendered when it is shown.
//! Those of the supervisor stand in `supervisor.txt`, those of workers and of the browser room in `workers.txt`, which
//! translators read and no program holds; the app has a list of its own.
//!
//! The forms of a plural stand in one line: `1 row|{count} rows`. The number called `count` chooses, and the last form
//! is the name of the text.

mod fill;
mod given;
mod text;

pub use self::{given::Texts, text::all_texts};
pub(crate) use self::{
    given::{provide_texts, use_texts},
    text::Text,
};

/// A text for people, with what stands in its braces; `count: number` is the number that chooses the form of a plural.
macro_rules! tr {
    ($from:expr, $english:literal, count: $count:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        const TEXT: $crate::texts::Text = $crate::texts::Text::of($english);
        $from.texts().say_count(TEXT, $count, &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),*])
    }};
    ($from:expr, $english:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const TEXT: $crate::texts::Text = $crate::texts::Text::of($english);
        $from.texts().say(TEXT, &[$((stringify!($name), AsRef::<str>::as_ref(&$value))),*])
    }};
}

pub(crate) use tr;
