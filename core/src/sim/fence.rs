//! A fence for worlds where a panic unwinds.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    task::{Poll, Waker},
};

use crate::world::{Body, Polled, Trap};

/// A fence for worlds where a panic unwinds: it polls and calls inside [`std::panic::catch_unwind`].
#[derive(Debug)]
pub(crate) struct UnwindFence;

impl UnwindFence {
    pub(crate) fn poll(mut body: Body, waker: &Waker) -> Polled {
        let result = match Self::call(|| body.poll(waker)) {
            Ok(Poll::Pending) => return Polled::Pending(body),
            Ok(Poll::Ready(result)) => Ok(result),
            Err(trap) => Err(trap),
        };
        // The drop is apart from the poll: a second panic while the first unwinds would abort.
        let dropped = Self::call(move || drop(body));
        match result.and_then(|result| dropped.map(|()| result)) {
            Ok(result) => Polled::Ready(result),
            Err(trap) => Polled::Trapped(trap),
        }
    }

    pub(crate) fn call<R>(function: impl FnOnce() -> R) -> Result<R, Trap> {
        catch_unwind(AssertUnwindSafe(function)).map_err(|payload| {
            let message = payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "panicked with something that is not a text".to_owned());
            Trap { message }
        })
    }
}
