//! The reporter in virtual time, with drawers that can be made to fail.
#![cfg(not(target_arch = "wasm32"))]

mod chain;
mod guard;
mod history;
mod milestones;
mod modal;
mod rig;
mod schedules;
mod seen;
mod storm;
mod toasts;
mod waiting;
