//! What a panic says, before it traps.

use std::{
    cell::{Cell, RefCell},
    panic::{self, PanicHookInfo},
};

use super::{crash, fence};

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message and place of each panic for the run that it ends, then calls the hook that was
/// there before. Without it a panicked run says that it panicked, but not why. A second call does
/// nothing.
pub fn install_panic_hook() {
    if INSTALLED.replace(true) {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let said = said(info);
        if fence::is_entered() {
            KEPT.set(Some(said));
        } else {
            crash::latch(&said);
        }
        before(info);
    }));
}

/// What the last panic inside a fence has said, once.
pub(crate) fn take_kept() -> Option<String> {
    KEPT.take()
}

/// The message and the place. The place ends the first line, as that is all of it that a row has room
/// for.
fn said(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panicked with something that is not a text");
    match info.location() {
        Some(place) => with_place(message, &place.to_string()),
        None => message.to_owned(),
    }
}

fn with_place(message: &str, place: &str) -> String {
    match message.split_once('\n') {
        Some((first, rest)) => format!("{first} (at {place})\n{rest}"),
        None => format!("{message} (at {place})"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_place;

    #[test]
    fn the_first_line_has_the_message_and_the_place() {
        assert_eq!(with_place("no", "a.rs:1:2"), "no (at a.rs:1:2)");
        assert_eq!(
            with_place("no\nleft: 1", "a.rs:1:2"),
            "no (at a.rs:1:2)\nleft: 1"
        );
    }
}
