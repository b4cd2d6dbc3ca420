//! The task that pulls the changes since the last sync, page by page.

use std::time::Duration;

use leptos::prelude::*;
use serde::Deserialize;
use taskdeck::{Overlap, Retry, RunContext, Task, TaskError, Unit};

use crate::{
    http::{Answer, get},
    store::{self, Note, State},
};

/// The id of the task.
pub(crate) const SYNC: &str = "sync";

/// One page of changes.
#[derive(Deserialize)]
struct Changes {
    changed: Vec<Note>,
    /// The number of the last change; the next page begins after it.
    since: u64,
    /// How many changes remain.
    left: u32,
}

/// Creates the task that syncs the store with the server and updates `notes`.
pub(crate) fn sync_task(notes: RwSignal<Vec<Note>>) -> Task {
    Task::new(SYNC, "Sync notes", move |ctx| sync(ctx, notes))
        .description("Pulls what has changed on the server")
        .unit(Unit::Named("changes".into()))
        // However often it is started: one sync runs, and at most one waits.
        .overlap(Overlap::KeepLatest)
        .timeout(Duration::from_secs(60))
        .retry(Retry::new(4).delay(Duration::from_millis(500)).jitter())
}

async fn sync(ctx: RunContext, notes: RwSignal<Vec<Note>>) -> Result<String, TaskError> {
    let mut state = store::state().await?;
    let mut done = 0;
    loop {
        let address = format!("api/notes?since={}", state.since);
        let Answer::Body { text, tag } = get(&address, state.tag.as_deref()).await? else {
            ctx.log("304: nothing has changed");
            return Ok("Nothing has changed".to_owned());
        };
        let page: Changes = serde_json::from_str(&text)?;
        let count = page.changed.len();
        state = State {
            since: page.since,
            // The tag is valid only once the state is complete.
            tag: if page.left == 0 { tag } else { None },
        };
        store::apply(&page.changed, &state).await?;
        notes.set(store::notes().await?);
        done += count;
        ctx.log(format!("{count} changes, {} left", page.left));
        ctx.progress(done, done + page.left as usize);
        if page.left == 0 {
            return Ok(format!("{done} changes"));
        }
    }
}
