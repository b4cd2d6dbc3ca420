//! The supervisor for JavaScript: what `widget/js/taskdeck.js` is built on.
//!
//! Functions, promises, signals and what is thrown stay in JavaScript. What crosses are numbers: a run
//! is a key, a body a number that JavaScript has given it. The one object of a deck that is called from
//! here is its `host::Host`.

mod body;
mod deck;
#[cfg(feature = "face")]
mod face;
mod fields;
mod host;
mod key;
mod policy;
mod reports;
mod schedules;
mod snapshot;
mod words;

#[cfg(feature = "face")]
pub use self::face::{Face, mount_face, texts};
pub use self::{deck::Core, policy::RunPolicy};
