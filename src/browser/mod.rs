//! The page behind the core's traits: clocks, timers, turns, frames, the panic fence.

mod console;
mod error;
mod fence;
mod files;
mod frame;
mod turn;
mod world;

pub use self::{
    console::console_error,
    error::js_error,
    fence::install_panic_hook,
    files::{PickedFile, PickedFiles},
    world::BrowserWorld,
};
