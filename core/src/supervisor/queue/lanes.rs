//! The lanes of a supervisor.

use std::sync::Arc;

use crate::{
    InvalidPolicy, LaneOptions, LaneUse, Limit, Message,
    lane::{Lane, LaneId},
    supervisor::{Inner, Supervisor, state::State},
};

impl Supervisor {
    /// Returns a reference to the lane of this name. There may be no such lane yet: [`LaneRef::set`] creates it.
    pub fn lane<'a>(&'a self, name: &'a str) -> LaneRef<'a> {
        LaneRef {
            supervisor: self,
            name,
        }
    }

    /// Returns the current use of all lanes: `main` first, then in the order in which they were created.
    #[must_use]
    pub fn lanes(&self) -> Vec<(Arc<str>, LaneUse)> {
        let one = |lane: &Lane| (lane.name.clone(), lane.usage());
        self.inner
            .read(|state| state.lanes.iter().map(one).collect())
    }
}

/// A reference to the lane of a name: see [`Supervisor::lane`]. The lane `main` always exists.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "a reference does nothing by itself"]
pub struct LaneRef<'a> {
    supervisor: &'a Supervisor,
    name: &'a str,
}

impl LaneRef<'_> {
    /// Returns the current use of the lane; `None` when there is no such lane.
    #[must_use]
    pub fn usage(self) -> Option<LaneUse> {
        self.inner().read(|state| {
            let id = state.lanes.find(self.name)?;
            Some(state.lanes.get(id).usage())
        })
    }

    /// Creates the lane, or changes it. A lower limit stops no run; a higher one starts runs with
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
    /// supervisor.lane("disk").set(LaneOptions::at_most(1)?)?;
    /// for file in 1..=3 {
    ///     let options = RunOptions::new(format!("File {file}")).lane("disk");
    ///     supervisor.spawn_with(options, async |_ctx: RunContext| {
    ///         std::future::pending::<Result<(), TaskError>>().await
    ///     })?;
    /// }
    /// world.run_until_stalled();
    /// let disk = supervisor.lane("disk").usage().unwrap();
    /// assert_eq!((disk.taken, disk.waiting), (1, 2));
    /// assert_eq!(supervisor.lane("main").usage().unwrap().taken, 0);
    ///
    /// supervisor.lane("disk").set(LaneOptions::default())?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.lane("disk").usage().unwrap().taken, 3);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn set(self, options: LaneOptions) -> Result<(), InvalidPolicy> {
        let name = Arc::from(self.name);
        InvalidPolicy::if_empty("lane", Some(&name))?;
        self.inner().update(|state| {
            state.lanes.set(name, options);
            state.view.touch();
        });
        Ok(())
    }

    /// Starts no more runs in the lane until it is resumed. Running runs go on, and queued runs show the reason.
    ///
    /// Returns `false` when there is no such lane, when it is suspended already, which keeps its reason, and when
    /// a shutdown or a drain has begun: a drain has to start what it waits for.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.lane("main").suspend("The disk is full");
    /// let run = supervisor.spawn("Save", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// let waiting = supervisor.run(run.id()).snapshot().unwrap().waiting.unwrap();
    /// assert_eq!(waiting.to_string(), "Waiting: main is suspended. The disk is full");
    ///
    /// assert!(supervisor.lane("main").resume());
    /// world.block_on(run.wait());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn suspend(self, why: impl Into<Message>) -> bool {
        let why = why.into();
        self.inner().update(|state| {
            let lane = state.lanes.find(self.name);
            let lane = lane.filter(|_| !state.lifecycle.is_closing());
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_none());
            lane.is_some_and(|lane| state.set_suspended(lane, Some(why)))
        })
    }

    /// Starts runs again in the suspended lane. Returns `false` when it is not suspended.
    pub fn resume(self) -> bool {
        self.inner().update(|state| {
            let lane = state.lanes.find(self.name);
            let lane = lane.filter(|lane| state.lanes.get(*lane).suspended().is_some());
            lane.is_some_and(|lane| state.set_suspended(lane, None))
        })
    }

    /// Sets the number of slots. A lower limit stops no run; a higher one starts runs with the
    /// next turn. Returns `false` when there is no such lane.
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
    /// assert_eq!(supervisor.lane("main").usage().unwrap().taken, 4);
    /// supervisor.lane("main").set_limit(Limit::UNLIMITED);
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.lane("main").usage().unwrap().taken, 9);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn set_limit(self, limit: Limit) -> bool {
        self.inner().update(|state| {
            let lane = state.lanes.find(self.name);
            if let Some(lane) = lane {
                state.lanes.set_limit(lane, limit);
                state.view.touch();
            }
            lane.is_some()
        })
    }

    fn inner(&self) -> &Inner {
        &self.supervisor.inner
    }
}

impl State {
    fn set_suspended(&mut self, lane: LaneId, why: Option<Message>) -> bool {
        self.lanes.suspend(lane, why);
        self.view.touch();
        true
    }
}
