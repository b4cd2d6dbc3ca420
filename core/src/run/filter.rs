//! Filters of runs.

use crate::RunStatus;

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

    /// Sets a text that the runs contain.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}
