//! Turns for the page while the browser works for a body.

use std::{cell::Cell, time::Duration};

use taskdeck::browser::BrowserWorld;
use taskdeck_core::{Cancelled, Instant, RunContext, SharedWorld};

/// The time between two turns of the page.
const TURN: Duration = Duration::from_millis(5);

/// Gives the page a turn every 5 ms.
///
/// A stream of the browser works between the polls of a body, in time that the supervisor does not measure. Without
/// this, steps that only wait for such a stream would follow each other with no turn of the page in between.
pub(super) struct Pace {
    world: SharedWorld,
    since: Cell<Instant>,
}

impl Pace {
    pub(super) fn new() -> Self {
        let world = BrowserWorld::shared();
        let since = Cell::new(world.now());
        Self { world, since }
    }

    /// Gives the page a turn if one is due. Also a checkpoint.
    pub(super) async fn step(&self, ctx: &RunContext) -> Result<(), Cancelled> {
        if self.world.now() - self.since.get() >= TURN {
            ctx.yield_now().await;
            self.since.set(self.world.now());
        }
        ctx.checkpoint().await
    }
}
