//! Keeps the message of a panic before it traps.

use std::{
    cell::{Cell, RefCell},
    panic::{self, PanicHookInfo},
};

use taskdeck_core::{format::cut, number::plain};

use super::{crash, fence};

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
    static LAST_MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs a panic hook that keeps the message and location of each panic for the run that it
/// ends, and then calls the previous hook. Without it, the error of a run that panicked does not
/// contain the panic's message. A second call does nothing.
pub fn install_panic_hook() {
    if INSTALLED.replace(true) {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = message_of(info);
        if fence::is_entered() {
            LAST_MESSAGE.set(Some(message));
        } else {
            crash::latch(&message);
        }
        before(info);
    }));
}

/// Takes the message of the last panic inside a fence.
pub(crate) fn take_message() -> Option<String> {
    LAST_MESSAGE.take()
}

/// Returns the message with the location at the end of its first line, which is the only line that
/// fits a row.
fn message_of(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panicked with something that is not a text");
    match info.location() {
        Some(location) => {
            let [line, column] = [location.line(), location.column()]
                .map(f64::from)
                .map(plain);
            with_location(
                message,
                &[location.file(), ":", &line, ":", &column].concat(),
            )
        }
        None => message.to_owned(),
    }
}

fn with_location(message: &str, location: &str) -> String {
    match cut(message, b'\n') {
        Some((first, rest)) => [first, " (at ", location, ")\n", rest].concat(),
        None => [message, " (at ", location, ")"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::with_location;

    #[test]
    fn the_first_line_has_the_message_and_the_place() {
        assert_eq!(with_location("no", "a.rs:1:2"), "no (at a.rs:1:2)");
        assert_eq!(
            with_location("no\nleft: 1", "a.rs:1:2"),
            "no (at a.rs:1:2)\nleft: 1"
        );
    }
}
