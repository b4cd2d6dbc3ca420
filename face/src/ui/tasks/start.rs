//! Starts the runs of a task.

use taskdeck_core::{
    FieldError, Params, RunOptions, Schedule, ScheduleError, SpawnError, Supervisor, Task,
    complete_params,
};

use crate::ui::{deck::Deck, lean::*};

/// Why a start failed, at least in part.
#[derive(Debug)]
pub(super) enum StartError {
    /// Fields are invalid.
    Fields(Vec<FieldError>),
    /// The supervisor refused a run or a schedule.
    Refused(ScheduleError),
}

impl From<SpawnError> for StartError {
    fn from(refused: SpawnError) -> Self {
        match refused {
            SpawnError::InvalidParams(errors) => Self::Fields(errors),
            refused => Self::Refused(refused.into()),
        }
    }
}

impl From<ScheduleError> for StartError {
    fn from(refused: ScheduleError) -> Self {
        match refused {
            ScheduleError::Refused(refused) => refused.into(),
            refused => Self::Refused(refused),
        }
    }
}

/// Starts the task with these parameters: one run, or several if the task splits them, or a schedule where the
/// task has one for them. Starts nothing if a field is invalid.
pub(super) fn start(deck: Deck, task: &Task, params: Params) -> Result<(), StartError> {
    let supervisor = deck.supervisor();
    let params = complete_params(task.fields(), params).map_err(StartError::Fields)?;
    let mut started = Vec::new();
    let mut start_one = |params: Params| match task.schedule_for(&params) {
        Some(schedule) => start_schedule(&supervisor, task, schedule, params),
        None => {
            started.push(supervisor.start(task.id(), params)?.id());
            Ok(())
        }
    };
    let result = task
        .split_params(params)
        .into_iter()
        .try_for_each(&mut start_one);
    if !started.is_empty() {
        deck.started.set(started);
    }
    Ok(result?)
}

fn start_schedule(
    supervisor: &Supervisor,
    task: &Task,
    schedule: Schedule,
    params: Params,
) -> Result<(), ScheduleError> {
    let options = RunOptions::of_task().params(params);
    supervisor.add_schedule(schedule, task.id(), options)?;
    Ok(())
}

/// Makes a sample of a task and starts it. An error is shown above the list of runs.
pub(crate) fn start_sample(deck: Deck, task: Task) {
    let Some(sample) = task.make_sample() else {
        return;
    };
    leptos::task::spawn_local(async move {
        let sample = sample.await;
        // The deck may be gone by now.
        if deck.notice.try_get_untracked().is_none() {
            return;
        }
        let result = match sample {
            Ok(params) => start(deck, &task, params),
            Err(failed) => return deck.show_notice(failed.message()),
        };
        match result {
            Ok(()) => {}
            Err(StartError::Refused(refused)) => deck.show_notice(refused.message()),
            Err(StartError::Fields(errors)) => {
                deck.show_notice(SpawnError::InvalidParams(errors).message());
            }
        }
    });
}
