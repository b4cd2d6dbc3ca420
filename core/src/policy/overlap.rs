//! What happens when runs of one group overlap.

/// What a new run does when others of its group are live: queued, waiting, running or cancelling.
///
/// A group are the runs of one task and one [`key`](crate::Policy::key); of runs without a task, those
/// of one key, else of one title. By arrival, as many go at a time as
/// [`at_a_time`](crate::Policy::at_a_time) says. The newcomer's policy decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// It goes its own way.
    #[default]
    Allow,
    /// It waits for its turn.
    Queue,
    /// It never starts: it is cancelled as skipped.
    Drop,
    /// The oldest is cancelled, and the newcomer has its slot when it has stopped.
    Restart,
    /// It waits, in place of another that waited.
    KeepLatest,
    /// It is none of its own: whoever wanted it is given the one that is live.
    Join,
    /// It is refused.
    Refuse,
}
