//! Runs that overlap.

/// What happens to a new run when others of its group are live: queued, held, running or cancelling.
///
/// A group is the runs of one task and one [`key`](crate::Policy::key). Without a task it is those of one
/// key, else of one title. By arrival, [`at_a_time`](crate::Policy::at_a_time) of them may run. The policy of
/// the new run decides.
///
/// A run that waits behind others of its group has no slot and blocks no other run. A run that waits for its
/// next attempt, or for its delay, is live and keeps its place.
///
/// ```
/// use taskdeck_core::{CancelReason, Config, Overlap, RunContext, RunOptions, RunStatus, Supervisor, sim::SimWorld};
///
/// let world = SimWorld::new(1);
/// let supervisor = Supervisor::new(Config::new(world.shared()));
/// let search = |text: &'static str| {
///     let options = RunOptions::new("Search").overlap(Overlap::Restart);
///     supervisor.spawn_with(options, async move |ctx: RunContext| {
///         ctx.yield_now().await;
///         Ok(format!("all about {text}"))
///     })
/// };
/// let (first, second) = (search("ca")?, search("cats")?);
/// let outcome = world.block_on(second.outcome());
/// assert_eq!(outcome.completed().as_deref(), Some("all about cats"));
/// assert_eq!(first.snapshot().unwrap().cancel_reason(), Some(&CancelReason::Replaced));
///
/// let save = || {
///     let options = RunOptions::new("Save").key("letter.txt").overlap(Overlap::KeepLatest);
///     supervisor.spawn_with(options, async |ctx: RunContext| Ok(ctx.yield_now().await))
/// };
/// let saves = [save()?, save()?, save()?];
/// world.block_on(supervisor.idle());
/// let statuses = saves.map(|run| run.snapshot().unwrap().status());
/// assert_eq!(statuses, [RunStatus::Completed, RunStatus::Cancelled, RunStatus::Completed]);
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// The run is independent of the others.
    #[default]
    Allow,
    /// The run waits for its turn.
    Queue,
    /// The run never starts: it is cancelled as skipped.
    Drop,
    /// The oldest run is cancelled. The new one gets its slot once it has stopped, before all others.
    Restart,
    /// The run waits, in place of another that waited.
    KeepLatest,
    /// No new run is made: the caller gets a handle to the live one, unless that is being stopped; then the
    /// new run waits for it.
    ///
    /// Each caller gets the value, and its callbacks are called. Cancelling releases one caller; the run is
    /// cancelled when the last one releases it. The highest priority counts. The values must have the same
    /// type, which can be cloned: see [`RunOptions::join`](crate::RunOptions::join).
    Join,
    /// The run is refused.
    Refuse,
}
