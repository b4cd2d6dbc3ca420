//! The palette of commands, which finds every action by its name.

mod commands;
mod dialog;

pub(super) use self::dialog::Palette;
