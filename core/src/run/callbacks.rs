//! The callbacks of a run.

use std::rc::Rc;

use crate::{CancelReason, Progress, RunSnapshot, TaskError};

pub(crate) type OnComplete<T> = Box<dyn FnOnce(&T, &RunSnapshot)>;

pub(crate) type Callback<A> = Rc<dyn Fn(&A, &RunSnapshot)>;

/// The callbacks of one run and of the runs that retry it.
#[derive(Clone, Default)]
pub(crate) struct Callbacks {
    pub(crate) on_start: Option<Rc<dyn Fn(&RunSnapshot)>>,
    pub(crate) on_progress: Option<Callback<Progress>>,
    pub(crate) on_error: Option<Callback<TaskError>>,
    pub(crate) on_cancel: Option<Callback<CancelReason>>,
}
