//! The fence of worlds where a panic unwinds.

use std::task::{Poll, Waker};

use crate::world::{Body, Polled, Trap};

/// Polls and calls inside [`std::panic::catch_unwind`]: the fence of worlds where a panic unwinds.
#[derive(Debug)]
pub(crate) struct UnwindFence;

impl UnwindFence {
    pub(crate) fn poll(mut body: Body, waker: &Waker) -> Polled {
        let mut end = None;
        let caught = Self::call(|| {
            end = match body.poll(waker) {
                Poll::Pending => Some(Polled::Pending(body)),
                Poll::Ready(result) => {
                    drop(body);
                    Some(Polled::Ready(result))
                }
            };
        });
        match (caught, end) {
            (Ok(()), Some(end)) => end,
            (Ok(()), None) => unreachable!("the fence ran its function"),
            (Err(trap), _) => Polled::Trapped(trap),
        }
    }

    pub(crate) fn call(function: impl FnOnce()) -> Result<(), Trap> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(function)).map_err(|payload| {
            let message = payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "panicked with something that is not a text".to_owned());
            Trap { message }
        })
    }
}
