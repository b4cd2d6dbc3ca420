//! Starting runs of a task.

use leptos::prelude::GetUntracked;
use taskdeck_core::{FieldError, Params, RunId, SpawnError, Supervisor, Task, complete_params};

use crate::ui::deck::Deck;

/// Why nothing, or not all, was started.
#[derive(Debug)]
pub(super) enum NotStarted {
    /// Fields are wrong; each says why.
    Fields(Vec<FieldError>),
    /// The supervisor refused it.
    Refused(SpawnError),
}

/// Starts runs with these parameters: several where the task splits them, none while a field is wrong.
pub(super) fn start(
    supervisor: &Supervisor,
    task: &Task,
    params: Params,
) -> Result<Vec<RunId>, NotStarted> {
    let params = complete_params(task.fields(), params).map_err(NotStarted::Fields)?;
    task.split_params(params)
        .into_iter()
        .map(|params| match supervisor.start(task.id(), params) {
            Ok(run) => Ok(run.id()),
            Err(SpawnError::InvalidParams(errors)) => Err(NotStarted::Fields(errors)),
            Err(refused) => Err(NotStarted::Refused(refused)),
        })
        .collect()
}

/// Makes a sample of a task and starts it; what goes wrong is said above the runs.
pub(crate) fn start_sample(deck: Deck, task: Task) {
    let Some(sample) = task.make_sample() else {
        return;
    };
    leptos::task::spawn_local(async move {
        let sample = sample.await;
        // The deck may be gone by now.
        if deck.said.try_get_untracked().is_none() {
            return;
        }
        let result = match sample {
            Ok(params) => start(&deck.supervisor(), &task, params),
            Err(failed) => return deck.say(failed.message()),
        };
        match result {
            Ok(_) => {}
            Err(NotStarted::Refused(refused)) => deck.say(refused.to_string()),
            Err(NotStarted::Fields(errors)) => {
                deck.say(SpawnError::InvalidParams(errors).to_string());
            }
        }
    });
}
