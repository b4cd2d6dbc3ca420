//! What a body reports, told as it does.

use std::rc::Rc;

use crate::{Message, Output, Progress, RunId};

/// What a body has just reported.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Report<'a> {
    /// How far it is.
    Progress(&'a Progress),
    /// A line of its log.
    Log(&'a Message),
    /// What is to be known of how it runs.
    Note(&'a Message),
    /// What a person sees as its result.
    Output(&'a Output),
}

/// Told every report inside the call that makes it, however many there are: for an engine that hands
/// them on from where no later turn may come, as from a worker whose body never yields. It must be
/// cheap. Whoever wants to follow a run uses [`RunOptions::on_progress`](crate::RunOptions::on_progress).
pub type Reports = Rc<dyn Fn(RunId, Report<'_>)>;
