//! The request of one address.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use taskdeck::browser::{Answer, Visitor, fetch, is_address, is_offline};
use taskdeck_core::{Message, SharedWorld, TaskError, message};

use super::finding::{Finding, Size, Verdict};
use crate::tasks::{
    address,
    body::{Broken, wrong_length},
    reach::{Unread, status_words},
};

/// The bytes of a body without a length that are read to find its size.
const READ: u64 = 16_000_000;

/// The status of an answer that cannot be read. The error of the browser is the same for all three causes.
const UNKNOWN: Message =
    message!("hidden from pages, or could not be reached, or the browser refused it");

/// Requests an address, and closes the connection after `patience`.
pub(super) async fn probe(text: &str, world: &SharedWorld, patience: Duration) -> Finding {
    let address = match address::check(text) {
        Ok(address) if is_address(address) => address,
        Ok(_) => return Finding::without_request(Verdict::Invalid, message!("not an address")),
        Err(why) => {
            let why = message!("not an address: {why}", why = why);
            return Finding::without_request(Verdict::Invalid, why);
        }
    };
    let timeout = world.sleep(patience);
    match select(pin!(look(address, world)), timeout).await {
        Either::Left((finding, _)) => finding,
        Either::Right(_) => Finding::unreachable(message!("no answer in {time}", time = patience)),
    }
}

/// Sends one request, and measures the time until its answer begins or it fails.
async fn look(address: &str, world: &SharedWorld) -> Finding {
    let started = world.now();
    let answer = fetch(address, Visitor::Unknown).await;
    let time = world.now() - started;
    let answer = match answer {
        Ok(answer) => answer,
        Err(failed) => {
            return match Unread::known(address, &failed).await {
                Some(known) if known.was_sent() => {
                    Finding::unreachable(known.in_brief()).after(time)
                }
                Some(known) => Finding::unreachable(known.in_brief()),
                None if is_offline() => Finding::unreachable(Unread::Offline.in_brief()),
                None => Finding::unreachable(UNKNOWN).after(time),
            };
        }
    };
    let status = status_words(answer.status(), &answer.status_text());
    let found = match size(&answer).await {
        Ok(size) => Finding {
            size: Some(size),
            verdict: match answer.is_ok() {
                true => Verdict::Ok,
                false => Verdict::Error,
            },
            ..Finding::answer(status, time)
        },
        Err(broken) => Finding::unreachable(broken.after(&status)).after(time),
    };
    Finding {
        moved_to: answer.moved_to(),
        ..found
    }
}

async fn size(answer: &Answer) -> Result<Size, Broken> {
    if let Some(length) = answer.length().filter(|_| answer.shows_all_headers()) {
        return Ok(Size::Exactly(length));
    }
    let read = read(answer).await;
    match read {
        Ok(Size::Exactly(size)) if wrong_length(answer, size).await.is_some() => Err(Broken::Cut),
        Ok(size) => Ok(size),
        Err(error) => Err(Broken::find_out(answer, &error).await),
    }
}

async fn read(answer: &Answer) -> Result<Size, TaskError> {
    let mut size = 0;
    if let Some(mut body) = answer.body()? {
        while let Some(piece) = body.next().await? {
            size += u64::from(piece.length());
            if size > READ {
                return Ok(answer.length().map_or(Size::MoreThan(READ), Size::Exactly));
            }
        }
    }
    Ok(Size::Exactly(size))
}
