//! The page and the browser: clipboard, console, uncaught errors, locks, reloading.

pub(crate) mod clipboard;
pub(crate) mod composed;
pub(crate) mod console;
pub(crate) mod error;
pub(crate) mod global_errors;
pub(crate) mod locks;
pub(crate) mod long_frames;
pub(crate) mod number;
pub(crate) mod promise;
pub(crate) mod reclaim;
pub(crate) mod reload;
pub(crate) mod scope;
