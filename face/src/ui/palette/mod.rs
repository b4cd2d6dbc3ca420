//! The palette of commands: everything that can be done, found by its name.

mod commands;
mod dialog;

pub(super) use self::dialog::Palette;
