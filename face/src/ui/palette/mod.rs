//! The palette of commands, which finds every action by its name.

mod commands;
mod dialog;
mod key;

pub(super) use self::{dialog::Palette, key::listen_for_key};
