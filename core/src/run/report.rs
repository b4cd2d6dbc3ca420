//! Reports of a body, observed as they are made.

use std::rc::Rc;

use crate::{Message, Output, Progress, RunId};

/// A report of a body, as [`Config::on_report`](crate::Config::on_report) receives it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Report<'a> {
    /// Progress.
    Progress(&'a Progress),
    /// A line of the log.
    Log(&'a Message),
    /// A note on how the body runs.
    Note(&'a Message),
    /// The output.
    Output(&'a Output),
    /// The line that is shown of the result.
    Summary(&'a Message),
    /// A problem.
    Problem(&'a Message),
}

/// A function that is called with every report, inside the call that makes it. It must be cheap.
///
/// It is for an engine that passes reports on where no later turn may come, as in a worker whose body never
/// yields. See [`RunOptions::on_progress`](crate::RunOptions::on_progress) for following a run.
pub type Reports = Rc<dyn Fn(RunId, Report<'_>)>;
