//! Where the time of the deck went: how long polls took, who blocked the page, and the timeline.

mod blockers;
mod door;
mod draw;
mod frames;
mod inks;
mod input;
mod model;
mod panel;
mod poll_times;
mod redraw;
mod save;
mod shapes;
mod state;
mod table;
mod timeline;

use std::time::Duration;

pub(super) use self::door::{Shown, button, perform, work};

/// Who blocked the page longer ago than this is forgotten.
const RECENT: Duration = Duration::from_secs(60);
