//! One request of a watched address.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use taskdeck::browser::{NoAnswer, Probe, Visitor, fetch, probe_end};
use taskdeck_core::{Measurement, Message, SharedWorld, TaskError, message};

use crate::tasks::{
    address,
    reach::{Unread, status_words},
};

/// The result of one request.
pub(super) struct Look {
    /// The time until the answer began.
    time: Option<Duration>,
    /// The status, or why there is none.
    words: Message,
    /// Why the request failed.
    pub(super) failure: Option<TaskError>,
}

impl Look {
    fn failed(words: impl Into<Message>, failure: TaskError) -> Self {
        Self {
            time: None,
            words: words.into(),
            failure: Some(failure),
        }
    }

    /// Returns the line for the row of the run: *200 OK · 47 ms*.
    pub(super) fn summary(&self) -> Message {
        match self.time {
            Some(time) => message!(
                "{status} · {time}",
                status = &self.words,
                time = whole_millis(time)
            ),
            None => self.words.clone(),
        }
    }

    pub(super) fn measurement(&self, at: Duration) -> Measurement {
        let millis = self.time.map(|time| time.as_secs_f64() * 1_000.0);
        Measurement {
            at,
            value: millis.map(f64::round),
            words: self.words.clone(),
            failed: self.failure.is_some(),
        }
    }
}

/// Requests an address, and closes the connection after `patience`.
pub(super) async fn look(address: &str, world: &SharedWorld, patience: Duration) -> Look {
    let timeout = world.sleep(patience);
    match select(pin!(request(address, world)), timeout).await {
        Either::Left((look, _)) => look,
        Either::Right(_) => {
            let host = address::host(address);
            Look::failed(
                message!("no answer in {time}", time = patience),
                TaskError::new(message!(
                    "{host} gave no answer in {time}",
                    host = host,
                    time = patience
                )),
            )
        }
    }
}

async fn request(address: &str, world: &SharedWorld) -> Look {
    let started = world.now();
    let answer = match fetch(address, Visitor::Unknown).await {
        Ok(answer) => answer,
        Err(failed) => return unread(address, world, &failed).await,
    };
    let time = Some(world.now() - started);
    let words = status_words(answer.status(), &answer.status_text());
    let failure = (!answer.is_ok()).then(|| {
        TaskError::new(message!("The server answered {status}", status = &words)).caused_by(address)
    });
    Look {
        time,
        words: words.into(),
        failure,
    }
}

/// Requests the address again without reading the answer, and measures the time. With a hidden status, only that
/// something answers is known, and how fast.
async fn unread(address: &str, world: &SharedWorld, failed: &NoAnswer) -> Look {
    let unread = match Unread::known(address, failed).await {
        Some(known) => known,
        None => {
            let started = world.now();
            if probe_end(address).await != Probe::Silent {
                return Look {
                    time: Some(world.now() - started),
                    words: message!("reachable, status hidden"),
                    failure: None,
                };
            }
            Unread::refused(true)
        }
    };
    Look::failed(unread.in_brief(), unread.error(address, &failed.error))
}

/// Rounds a time to milliseconds, of which there is at least one.
fn whole_millis(time: Duration) -> Duration {
    Duration::from_millis((time.as_secs_f64() * 1_000.0).round().max(1.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_has_the_status_and_the_time() {
        let look = Look {
            time: Some(Duration::from_micros(47_300)),
            words: "200 OK".into(),
            failure: None,
        };
        assert_eq!(look.summary(), "200 OK · 47 ms");
        let failed = Look::failed("no answer", TaskError::new("no answer"));
        assert_eq!(failed.summary(), "no answer");
    }
}
