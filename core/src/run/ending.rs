//! How a run ended, and waiting for its end.

use std::{
    cell::RefCell,
    fmt,
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use send_wrapper::SendWrapper;

use crate::{CancelReason, RunState, TaskError, collections::waiters::Waiters};

/// How a run ended, without its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ending {
    Completed,
    Failed(TaskError),
    Cancelled { reason: CancelReason, started: bool },
}

impl From<Ending> for RunState {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Completed => Self::Completed,
            Ending::Failed(error) => Self::Failed(error),
            Ending::Cancelled { reason, started } => Self::Cancelled { reason, started },
        }
    }
}

/// The end of a run, and the wakers of what waits for it. It outlives the record.
#[derive(Debug, Default)]
pub(crate) struct End(RefCell<EndState>);

#[derive(Debug)]
enum EndState {
    Live(Waiters),
    Ended(RunState),
}

impl Default for EndState {
    fn default() -> Self {
        Self::Live(Waiters::default())
    }
}

impl End {
    /// Creates the end of a run that has ended.
    pub(crate) fn of_finished(state: RunState) -> Self {
        Self(RefCell::new(EndState::Ended(state)))
    }

    /// Notes how the run ended, and adds the wakers of what waits for it.
    pub(crate) fn settle(&self, state: RunState, wakers: &mut Vec<Waker>) {
        let before = mem::replace(&mut *self.0.borrow_mut(), EndState::Ended(state));
        if let EndState::Live(mut waiters) = before {
            waiters.take(wakers);
        }
    }

    fn poll(&self, key: &mut Option<u64>, waker: Waker) -> Poll<RunState> {
        let mut waker = Some(waker);
        match &mut *self.0.borrow_mut() {
            EndState::Ended(state) => return Poll::Ready(state.clone()),
            EndState::Live(waiters) => waiters.wait(key, &mut waker),
        }
        Poll::Pending
    }

    fn leave(&self, key: u64) {
        let left = match &mut *self.0.borrow_mut() {
            EndState::Live(waiters) => waiters.leave(key),
            EndState::Ended(_) => None,
        };
        drop(left);
    }
}

/// Waits for the end of a run. Resolves with its final state, or with `None` when the run was not known.
///
/// See [`RunHandle::outcome`](crate::RunHandle::outcome) for the value. Dropping it changes nothing for the
/// run.
#[must_use = "a future does nothing unless it is awaited"]
pub struct Wait {
    end: SendWrapper<Option<Rc<End>>>,
    key: Option<u64>,
}

impl Wait {
    pub(crate) fn new(end: Option<Rc<End>>) -> Self {
        Self {
            end: SendWrapper::new(end),
            key: None,
        }
    }
}

impl Future for Wait {
    type Output = Option<RunState>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<RunState>> {
        let Self { end, key } = self.get_mut();
        match &**end {
            Some(end) => end.poll(key, context.waker().clone()).map(Some),
            None => Poll::Ready(None),
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let (Some(end), Some(key)) = (&*self.end, self.key) {
            end.leave(key);
        }
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wait")
    }
}
