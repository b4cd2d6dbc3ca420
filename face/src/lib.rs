//! Taskdeck in a page: the supervisor of [`taskdeck_core`] in the browser, a reporter for errors,
//! focus that is never lost, and Leptos components to show and control the runs.
//!
//! ```no_run
//! use taskdeck::{Config, RunContext, Supervisor};
//!
//! let supervisor = Supervisor::new(Config::default());
//! let run = supervisor.spawn("Count", async move |ctx: RunContext| {
//!     for i in 0..100 {
//!         ctx.progress(i + 1, 100);
//!         ctx.yield_now().await;
//!     }
//!     Ok(())
//! })?;
//! run.cancel();
//! # Ok::<_, taskdeck::SpawnError>(())
//! ```
//!
//! For what to use when, see [*Which one?*](taskdeck_core#which-one).

pub mod browser;
#[cfg(all(doctest, feature = "face"))]
mod documents;
#[cfg(feature = "face")]
#[doc(hidden)]
pub mod format;
#[cfg(feature = "face")]
#[doc(hidden)]
pub mod parts;
#[cfg(feature = "face")]
pub mod reporter;
#[cfg(feature = "face")]
pub mod texts;
#[cfg(feature = "face")]
pub mod ui;
#[cfg(feature = "face")]
pub mod workers;

#[cfg(feature = "split")]
#[doc(hidden)]
pub use leptos::wasm_split as __split;
#[cfg(feature = "split")]
#[doc(hidden)]
pub use leptos::wasm_split::wasm_split as __wasm_split;

pub use self::browser::Config;
pub use taskdeck_core::*;
