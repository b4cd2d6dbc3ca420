//! What happens when runs of one group overlap.

/// What a new run does when others of its group are live: queued, waiting, running or cancelling.
///
/// A group are the runs of one task and one [`key`](crate::Policy::key); of runs without a task, those
/// of one key, else of one title. By arrival, as many go at a time as
/// [`at_a_time`](crate::Policy::at_a_time) says. The newcomer's policy decides.
///
/// A run that waits behind others of its group has no slot and blocks nobody. One that waits for its
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
    /// It goes its own way.
    #[default]
    Allow,
    /// It waits for its turn.
    Queue,
    /// It never starts: it is cancelled as skipped.
    Drop,
    /// The oldest is cancelled, and the newcomer has its slot when it has stopped, before anybody else.
    Restart,
    /// It waits, in place of another that waited.
    KeepLatest,
    /// It is none of its own: whoever wanted it is given the one that is live, unless that is being
    /// stopped; then it waits. Each is given the value, and told what happens; whoever cancels lets go,
    /// and the last one to let go cancels. The highest priority counts. The run must have the same type
    /// of value, which can be cloned: see [`RunOptions::join`](crate::RunOptions::join).
    Join,
    /// It is refused.
    Refuse,
}
