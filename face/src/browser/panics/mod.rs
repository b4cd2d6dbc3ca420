//! Panics: the fence that catches the trap of one run, and the latch that stops a page whose own
//! code has panicked.

pub(crate) mod crash;
pub(crate) mod fence;
pub(crate) mod panic_hook;
mod reactive;
pub(crate) mod trap;
