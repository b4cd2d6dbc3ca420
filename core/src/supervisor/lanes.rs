//! The lanes of a supervisor, for those who use it.

use std::sync::Arc;

use super::{Supervisor, state::State};
use crate::{
    InvalidPolicy, LaneOptions, LaneUse, Limit, Message,
    lane::{Lane, LaneId},
};

impl Supervisor {
    /// The lane `main` as it is.
    #[must_use]
    pub fn main_lane(&self) -> LaneUse {
        self.inner.read(|state| state.lanes.main().usage())
    }

    /// The lane of this name as it is; `None` when there is none.
    #[must_use]
    pub fn lane(&self, name: &str) -> Option<LaneUse> {
        self.inner.read(|state| {
            let id = state.lanes.find(name)?;
            Some(state.lanes.get(id).usage())
        })
    }

    /// All lanes as they are: `main` first, then as they came.
    #[must_use]
    pub fn lanes(&self) -> Vec<(Arc<str>, LaneUse)> {
        let one = |lane: &Lane| (lane.name.clone(), lane.usage());
        self.inner
            .read(|state| state.lanes.iter().map(one).collect())
    }

    /// Makes a lane, or changes the one of this name. Lowering its limit stops nobody; raising it
    /// starts runs with the next turn. A rate counts the starts that there were while the lane had one.
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
            state.revision += 1;
            state.poke();
        });
        Ok(())
    }

    /// Starts no more runs in a lane until it is resumed; those that run go on, and those that wait say
    /// why. `false` when there is no such lane, it is suspended already, which keeps its reason, or a
    /// shutdown or a drain has begun: what a drain waits for has to start.
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
            let lane = state.lanes.find(name).filter(|_| state.closing.is_none());
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_none());
            lane.is_some_and(|lane| state.suspend_lane(lane, Some(why)))
        })
    }

    /// Starts runs again in a lane that was suspended. `false` when none of this name was.
    pub fn resume_lane(&self, name: &str) -> bool {
        self.inner.update(|state| {
            let lane = state.lanes.find(name);
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_some());
            lane.is_some_and(|lane| state.suspend_lane(lane, None))
        })
    }

    /// Changes how many slots the lane `main` has. Lowering it stops nobody; raising it starts runs
    /// with the next turn.
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
            state.revision += 1;
            state.poke();
        });
    }
}

impl State {
    fn suspend_lane(&mut self, lane: LaneId, why: Option<Message>) -> bool {
        self.lanes.suspend(lane, why);
        self.revision += 1;
        self.poke();
        true
    }
}
