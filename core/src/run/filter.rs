//! Which runs are meant.

use crate::RunStatus;

/// Which runs are meant; the default means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only runs of one of these statuses; of all when empty.
    pub statuses: Vec<RunStatus>,
    /// Only runs of this task.
    pub task: Option<String>,
    /// Only runs whose title, task, public id or error has this text, upper or lower case.
    pub text: String,
    /// Only runs that no other run has started.
    pub roots: bool,
    /// Only runs that have a [lint](crate::Lint).
    pub linted: bool,
}

impl RunFilter {
    /// All runs.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// The same, of this status too.
    #[must_use]
    pub fn status(mut self, status: RunStatus) -> Self {
        self.statuses.push(status);
        self
    }

    /// The same, of this task only.
    #[must_use]
    pub fn task(mut self, task: impl Into<String>) -> Self {
        self.task = Some(task.into());
        self
    }

    /// The same, without runs that others have started.
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

    /// The same, with a [lint](crate::Lint) only.
    #[must_use]
    pub fn linted(mut self) -> Self {
        self.linted = true;
        self
    }

    /// The same, with this text only.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}
