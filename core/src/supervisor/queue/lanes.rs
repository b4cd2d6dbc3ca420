//! The lanes of a supervisor.

use std::sync::Arc;

use crate::{
    InvalidPolicy, LaneOptions, LaneUse, Limit, Message,
    lane::{Lane, LaneId},
    supervisor::{Supervisor, state::State},
};

impl Supervisor {
    /// Returns the current use of the lane `main`.
    #[must_use]
    pub fn main_lane(&self) -> LaneUse {
        self.inner.read(|state| state.lanes.main().usage())
    }

    /// Returns the current use of the lane of this name; `None` when there is no such lane.
    #[must_use]
    pub fn lane(&self, name: &str) -> Option<LaneUse> {
        self.inner.read(|state| {
            let id = state.lanes.find(name)?;
            Some(state.lanes.get(id).usage())
        })
    }

    /// Returns the current use of all lanes: `main` first, then in the order in which they were created.
    #[must_use]
    pub fn lanes(&self) -> Vec<(Arc<str>, LaneUse)> {
        let one = |lane: &Lane| (lane.name.clone(), lane.usage());
        self.inner
            .read(|state| state.lanes.iter().map(one).collect())
    }

    /// Creates a lane, or changes the lane of this name. A lower limit stops no run; a higher one starts runs with
    /// the next turn. A new rate counts the starts that were made while the lane had a rate.
    ///
    /// # Errors
    ///
    /// When the name is empty.
    ///
    /// ```
    /// # use taskdeck_core::{Config, LaneOptions, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.set_lane("disk", LaneOptions::at_most(1)?)?;
    /// for file in 1..=3 {
    ///     let options = RunOptions::new(format!("File {file}")).lane("disk");
    ///     supervisor.spawn_with(options, async |_ctx: RunContext| {
    ///         std::future::pending::<Result<(), TaskError>>().await
    ///     })?;
    /// }
    /// world.run_until_stalled();
    /// let disk = supervisor.lane("disk").unwrap();
    /// assert_eq!((disk.taken, disk.waiting), (1, 2));
    /// assert_eq!(supervisor.main_lane().taken, 0);
    ///
    /// supervisor.set_lane("disk", LaneOptions::default())?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.lane("disk").unwrap().taken, 3);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_lane(
        &self,
        name: impl Into<Arc<str>>,
        options: LaneOptions,
    ) -> Result<(), InvalidPolicy> {
        let name = name.into();
        InvalidPolicy::if_empty("lane", Some(&name))?;
        self.inner.update(|state| {
            state.lanes.set(name, options);
            state.view.touch();
        });
        Ok(())
    }

    /// Starts no more runs in a lane until it is resumed. Running runs go on, and queued runs show the reason.
    ///
    /// Returns `false` when there is no such lane, when it is suspended already, which keeps its reason, and when
    /// a shutdown or a drain has begun: a drain has to start what it waits for.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.suspend_lane("main", "The disk is full");
    /// let run = supervisor.spawn("Save", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// let waiting = supervisor.run(run.id()).unwrap().waiting.unwrap();
    /// assert_eq!(waiting.to_string(), "Waiting: main is suspended. The disk is full");
    ///
    /// assert!(supervisor.resume_lane("main"));
    /// world.block_on(run.wait());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn suspend_lane(&self, name: &str, why: impl Into<Message>) -> bool {
        let why = why.into();
        self.inner.update(|state| {
            let lane = state.lanes.find(name);
            let lane = lane.filter(|_| !state.lifecycle.is_closing());
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_none());
            lane.is_some_and(|lane| state.set_suspended(lane, Some(why)))
        })
    }

    /// Starts runs again in a suspended lane. Returns `false` when no lane of this name is suspended.
    pub fn resume_lane(&self, name: &str) -> bool {
        self.inner.update(|state| {
            let lane = state.lanes.find(name);
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_some());
            lane.is_some_and(|lane| state.set_suspended(lane, None))
        })
    }

    /// Sets the number of slots of the lane `main`. A lower limit stops no run; a higher one starts runs with the
    /// next turn.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Limit, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// for _ in 0..9 {
    ///     supervisor.spawn("Wait", async |_ctx: RunContext| {
    ///         std::future::pending::<Result<(), TaskError>>().await
    ///     })?;
    /// }
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.main_lane().taken, 4);
    /// supervisor.set_concurrency(Limit::UNLIMITED);
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.main_lane().taken, 9);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn set_concurrency(&self, limit: Limit) {
        self.inner.update(|state| {
            state.lanes.set_limit(LaneId::MAIN, limit);
            state.view.touch();
        });
    }
}

impl State {
    fn set_suspended(&mut self, lane: LaneId, why: Option<Message>) -> bool {
        self.lanes.suspend(lane, why);
        self.view.touch();
        true
    }
}
