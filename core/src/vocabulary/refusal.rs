//! Errors of calls that were refused. What is refused never becomes a run.

use std::{fmt, sync::Arc};

use crate::{Arg, FieldError, InvalidPolicy, Message, RunId, message};

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

impl SpawnError {
    /// Why, in words, and what to do about it.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::QueueFull { limit } => message!(
                "The queue is full: 1 run is waiting. Try again when it has started.|The queue is full: {count} runs are waiting. Try again when some have started.",
                count = *limit
            ),
            Self::ParamsTooLarge { size, limit } => message!(
                "The parameters take {size}; at most {limit} are allowed",
                size = Arg::bytes(*size),
                limit = Arg::bytes(*limit)
            ),
            Self::InvalidParams(errors) => errors
                .iter()
                .map(|error| error.message.clone())
                .reduce(|one, next| message!("{one}; {next}", one = one, next = next))
                .unwrap_or_default(),
            Self::InvalidPolicy(error) => error.message.clone(),
            Self::UnknownLane { lane, known } => message!(
                "There is no lane \"{lane}\". The lanes are: {known}",
                lane = lane,
                known = known.iter().collect::<Arg>()
            ),
            Self::Overlap { .. } => {
                message!("A run of this task is live; try again when it has ended")
            }
            Self::JoinType { .. } => message!(
                "The live run has another type of value and cannot be joined; use another key"
            ),
            Self::ParentEnded => message!("The parent run has ended or is being stopped"),
            Self::LaneCircle { lane } => message!(
                "The lane \"{lane}\" waits for the lane of the parent; use that one for the child",
                lane = lane
            ),
            Self::WaitsForAncestor { .. } => message!(
                "The run would wait for its own parent to end; use another key or Overlap::Allow"
            ),
            Self::UnknownTask(id) => message!("No task \"{id}\" is defined", id = id),
            Self::IdInUse(id) => {
                message!(
                    "A live run has the id \"{id}\"; use another one or none",
                    id = id
                )
            }
            Self::ShutDown => message!("Shut down: no more runs are started"),
            Self::Crashed => message!("The page has crashed; reload it to start tasks again"),
        }
    }
}

impl fmt::Display for SpawnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
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

impl RetryError {
    /// Why, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::UnknownRun => message!("The run is no longer kept"),
            Self::NotEnded => message!("Only a failed or cancelled run can be retried"),
            Self::NotRepeatable => message!("The run cannot be repeated"),
            Self::AlreadyRetried => message!("The run was already retried"),
            Self::Refused(error) => error.message(),
        }
    }
}

impl fmt::Display for RetryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
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
            Self::Exists(id) => write!(f, "A task \"{id}\" is already defined"),
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
