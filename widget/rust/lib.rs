//! The supervisor for JavaScript, on which `widget/js/taskdeck.js` is built.
//!
//! Functions, promises, signals and thrown values stay in JavaScript. A run crosses as a number, its key. Rust
//! calls one JavaScript object for each deck, its `host::Host`.

mod body;
mod deck;
#[cfg(feature = "face")]
mod face;
#[cfg(feature = "face")]
mod face_part;
mod fields;
mod host;
mod key;
mod lanes;
mod policy;
mod reports;
#[cfg(feature = "face")]
mod results;
mod schedules;
mod snapshot;
mod words;

#[cfg(feature = "face")]
pub use self::face::{
    Face, FaceReporter, has_face, heads, load_face, load_tray, mount_face, mount_tray_panel,
};
pub use self::{deck::Core, policy::RunPolicy};
