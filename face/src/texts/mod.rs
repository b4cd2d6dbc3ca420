//! Every word on screen, in English or in its replacement, and numbers and times in a locale.
//!
//! A text of the face is named by its English form: `tr!(texts, "Retry {title}", title = title)`.
//! All of them are in `english.txt`, one per line, and a text that is missing there does not
//! compile. Those of the performance view are in `performance.txt`.
//!
//! The texts of the supervisor and of task bodies are [`Message`](taskdeck_core::Message)s, which
//! are rendered when they are shown. Those of the supervisor are in `supervisor.txt`. Those of the
//! workers and of the browser room are in `workers.txt`, a list for translators that no program
//! contains; the app has its own list.
//!
//! The forms of a plural are in one line: `1 row|{count} rows`. The number named `count` selects
//! the form, and the last form is the name of the text.

mod english;
mod fill;
mod lookup;

pub(crate) use self::{
    english::Text,
    lookup::{provide_texts, use_texts},
};
pub use self::{english::all_texts, lookup::Texts};

/// A text for the user, with its placeholders replaced. `count: number` selects the form of a plural.
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

/// A text for the user by its English form. It is looked up at compile time: a program contains no list of texts.
macro_rules! text {
    ($english:expr) => {
        const { $crate::texts::Text::of($english) }
    };
}

pub(crate) use {text, tr};
