//! Filters of runs.

use crate::{RunStatus, ScheduleId};

/// Selects runs; the default selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// The statuses of the runs; any when empty.
    pub statuses: Vec<RunStatus>,
    /// The task of the runs; any when `None`.
    pub task: Option<String>,
    /// A text that the title, the task, the public id or the error contains; the case does not matter.
    pub text: String,
    /// Whether only runs without a parent match.
    pub roots: bool,
    /// Whether only runs with a [lint](crate::Lint) match.
    pub linted: bool,
    /// Whether only runs that were not retried match.
    pub current: bool,
    /// Whether only runs that completed with problems match.
    pub with_problems: bool,
    /// Whether runs of a schedule match only when it has ended.
    pub unscheduled: bool,
    /// The schedule that started the runs; any or none when `None`.
    pub schedule: Option<ScheduleId>,
}

impl RunFilter {
    /// Creates a filter that selects all runs.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Adds a status: runs of it match too.
    #[must_use]
    pub fn status(mut self, status: RunStatus) -> Self {
        self.statuses.push(status);
        self
    }

    /// Sets the task of the runs.
    #[must_use]
    pub fn task(mut self, task: impl Into<String>) -> Self {
        self.task = Some(task.into());
        self
    }

    /// Selects only runs without a parent.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     ctx.spawn("Check one", async |_ctx: RunContext| Ok(()))?;
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// assert_eq!(supervisor.run_ids(&RunFilter::all()).len(), 2);
    /// assert_eq!(supervisor.run_ids(&RunFilter::all().roots()), [run.id()]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn roots(mut self) -> Self {
        self.roots = true;
        self
    }

    /// Selects only runs with a [lint](crate::Lint).
    #[must_use]
    pub fn linted(mut self) -> Self {
        self.linted = true;
        self
    }

    /// Selects only runs that were not retried.
    #[must_use]
    pub fn current(mut self) -> Self {
        self.current = true;
        self
    }

    /// Selects only runs that completed with [problems](crate::RunContext::problem), or some of whose children failed.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Import", async |ctx: RunContext| Ok(ctx.problem("line 7 has no date")))?;
    /// world.block_on(run.wait());
    /// assert_eq!(supervisor.run_ids(&RunFilter::all().with_problems().current()), [run.id()]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn with_problems(mut self) -> Self {
        self.with_problems = true;
        self
    }

    /// Leaves out the runs that a schedule has started, with the runs below them, until it ends: a face shows them with
    /// their schedule.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, RunContext, RunFilter, RunOptions, Schedule, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.define(Task::new("look", "Look", async |_ctx: RunContext| Ok(())))?;
    /// let schedule = Schedule::every(Duration::from_secs(60)).at_once();
    /// let schedule = supervisor.add_schedule(schedule, "look", RunOptions::of_task())?;
    /// world.run_until_stalled();
    /// let of_schedule = RunFilter::all().schedule(schedule.id());
    /// assert_eq!(supervisor.run_ids(&of_schedule).len(), 1);
    /// assert!(supervisor.run_ids(&RunFilter::all().unscheduled()).is_empty());
    /// schedule.stop();
    /// assert_eq!(supervisor.run_ids(&RunFilter::all().unscheduled()).len(), 1);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unscheduled(mut self) -> Self {
        self.unscheduled = true;
        self
    }

    /// Selects only the runs that this schedule has started.
    #[must_use]
    pub fn schedule(mut self, schedule: ScheduleId) -> Self {
        self.schedule = Some(schedule);
        self
    }

    /// Sets a text that the runs contain.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}
