//! One address looked at.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use taskdeck_core::{SharedWorld, TaskError};

use super::finding::{Finding, Size};
use crate::{
    browser::{Answer, Visitor, fetch, is_address},
    tasks::{
        address,
        reach::{Unread, status_words},
    },
};

/// How many bytes of a body without a length are read to know its size.
const READ: u64 = 16_000_000;

/// Looks at an address for at most so long. What is still open then is closed.
pub(super) async fn probe(text: &str, world: &SharedWorld, patience: Duration) -> Finding {
    let address = match address::check(text) {
        Ok(address) if is_address(address) => address,
        Ok(_) => return Finding::failed("not an address"),
        Err(why) => return Finding::failed(format!("not an address: {why}")),
    };
    let timeout = world.sleep(patience);
    match select(pin!(look(address, world)), timeout).await {
        Either::Left((finding, _)) => finding,
        Either::Right(_) => Finding::failed(format!("no answer in {} s", patience.as_secs())),
    }
}

async fn look(address: &str, world: &SharedWorld) -> Finding {
    let started = world.now();
    let answer = match fetch(address, Visitor::Known).await {
        Ok(answer) => answer,
        Err(failed) => {
            return match Unread::find_out(address, &failed).await {
                Unread::Hidden => {
                    Finding::answer("reachable, status hidden", world.now() - started)
                }
                other => Finding::failed(other.to_string()),
            };
        }
    };
    let status = status_words(answer.status(), &answer.status_text());
    match size(&answer).await {
        Ok(size) => Finding {
            size: Some(size),
            ..Finding::answer(status, world.now() - started)
        },
        Err(_) => Finding::failed(format!("{status}, then the connection was cut")),
    }
}

async fn size(answer: &Answer) -> Result<Size, TaskError> {
    if let Some(length) = answer.length().filter(|_| answer.shows_all_headers()) {
        return Ok(Size::Exactly(length));
    }
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
