//! Errors of calls that were refused. What is refused never becomes a run.

use std::{fmt, sync::Arc};

use crate::{FieldError, InvalidPolicy, RunId};

/// Why a run was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpawnError {
    /// As many runs are queued as the supervisor allows.
    QueueFull {
        /// The number of runs that may be queued.
        limit: usize,
    },
    /// The parameters are larger than allowed.
    ParamsTooLarge {
        /// Their size as JSON, in bytes.
        size: usize,
        /// The largest size.
        limit: usize,
    },
    /// The parameters do not fit the fields of the task; every wrong field is listed.
    InvalidParams(Vec<FieldError>),
    /// A value of the policy is invalid.
    InvalidPolicy(InvalidPolicy),
    /// There is no lane of this name.
    UnknownLane {
        /// The name of the lane.
        lane: Arc<str>,
        /// The lanes that exist.
        known: Vec<Arc<str>>,
    },
    /// As many runs of its group are live as the policy allows.
    Overlap {
        /// The newest of them.
        behind: RunId,
    },
    /// The live run that it would join has another type of value.
    JoinType {
        /// The live run.
        run: RunId,
    },
    /// Its parent has ended, or was requested to stop.
    ParentEnded,
    /// Its lane already waits, through other runs and their children, for the lane of its parent.
    LaneCircle {
        /// Its lane.
        lane: Arc<str>,
    },
    /// It would have to wait for a run that waits for it: its parent, or another ancestor.
    WaitsForAncestor {
        /// The ancestor.
        run: RunId,
    },
    /// No task of this id is defined.
    UnknownTask(Arc<str>),
    /// A live run has this public id.
    IdInUse(Arc<str>),
    /// A shutdown or a drain has begun.
    ShutDown,
    /// The world of the supervisor [has crashed](crate::World::has_crashed).
    Crashed,
}

impl SpawnError {
    /// Returns a short name of the kind, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::QueueFull { .. } => "queue-full",
            Self::ParamsTooLarge { .. } => "params-too-large",
            Self::InvalidParams(_) => "invalid-params",
            Self::InvalidPolicy(_) => "invalid-policy",
            Self::UnknownLane { .. } => "unknown-lane",
            Self::Overlap { .. } => "overlap",
            Self::JoinType { .. } => "join-type",
            Self::ParentEnded => "parent-ended",
            Self::LaneCircle { .. } => "lane-circle",
            Self::WaitsForAncestor { .. } => "waits-for-ancestor",
            Self::UnknownTask(_) => "unknown-task",
            Self::IdInUse(_) => "id-in-use",
            Self::ShutDown => "shut-down",
            Self::Crashed => "crashed",
        }
    }
}

impl fmt::Display for SpawnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull { limit } => {
                write!(
                    f,
                    "the queue is full: {limit} runs wait already; try again when some have started"
                )
            }
            Self::ParamsTooLarge { size, limit } => {
                write!(
                    f,
                    "the parameters take {size} bytes; at most {limit} are taken"
                )
            }
            Self::InvalidParams(errors) => {
                for (i, error) in errors.iter().enumerate() {
                    let separator = if i == 0 { "" } else { "; " };
                    write!(f, "{separator}{error}")?;
                }
                Ok(())
            }
            Self::InvalidPolicy(error) => error.fmt(f),
            Self::UnknownLane { lane, known } => {
                write!(
                    f,
                    "there is no lane \"{lane}\"; there are: {}",
                    known.join(", ")
                )
            }
            Self::Overlap { .. } => {
                f.write_str("a run of the same task is live; try again when it has ended")
            }
            Self::JoinType { .. } => f.write_str(
                "the live run has another type of value and cannot be joined; give another key",
            ),
            Self::ParentEnded => f.write_str("its parent has ended or is being stopped"),
            Self::LaneCircle { lane } => {
                write!(
                    f,
                    "the lane \"{lane}\" waits for the lane of the parent; take that one for the child"
                )
            }
            Self::WaitsForAncestor { .. } => f.write_str(
                "it would wait for its own parent to end; give it another key, or Overlap::Allow",
            ),
            Self::UnknownTask(id) => write!(f, "no task \"{id}\" was defined"),
            Self::IdInUse(id) => {
                write!(f, "a live run has the id \"{id}\"; give another, or none")
            }
            Self::ShutDown => f.write_str("the supervisor was shut down and takes no more runs"),
            Self::Crashed => {
                f.write_str("the page has crashed and starts nothing any more; reload it")
            }
        }
    }
}

impl std::error::Error for SpawnError {}

impl From<InvalidPolicy> for SpawnError {
    fn from(error: InvalidPolicy) -> Self {
        Self::InvalidPolicy(error)
    }
}

/// Why a run was not retried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryError {
    /// The run is no longer kept, or never was.
    UnknownRun,
    /// The run is live or was completed.
    NotEnded,
    /// Its body can be called only once.
    NotRepeatable,
    /// It was retried already.
    AlreadyRetried,
    /// The new run was not accepted.
    Refused(SpawnError),
}

impl fmt::Display for RetryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRun => f.write_str("the run is not kept any more"),
            Self::NotEnded => f.write_str("only a run that failed or was cancelled can be retried"),
            Self::NotRepeatable => f.write_str("its body can be called only once"),
            Self::AlreadyRetried => f.write_str("it was retried already"),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RetryError {}

/// Why a task was not defined.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DefineError {
    /// A task of this id is defined already, and stays.
    Exists(Arc<str>),
    /// A value of its policy is invalid.
    InvalidPolicy(InvalidPolicy),
}

impl fmt::Display for DefineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(id) => write!(f, "a task \"{id}\" is defined already"),
            Self::InvalidPolicy(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DefineError {}

impl From<InvalidPolicy> for DefineError {
    fn from(error: InvalidPolicy) -> Self {
        Self::InvalidPolicy(error)
    }
}
