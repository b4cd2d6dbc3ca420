//! What page and worker say to each other: a text in JSON, and beside it what cannot be written down.

use js_sys::Array;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use taskdeck_core::{CancelReason, Message, Progress, Series, Table, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};

/// What the page says to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToWorker {
    /// Run this job.
    Start(Start),
    /// The run was asked to stop.
    Cancel(CancelReason),
}

/// A run as a worker needs to know it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Start {
    /// The name of the job.
    pub(super) job: String,
    pub(super) title: String,
    pub(super) attempt: u32,
    pub(super) params: Map<String, Value>,
    /// What is attached to the parameters, in the order of the handles.
    pub(super) attached: Vec<Attached>,
    /// Where large files are kept: the page's folder, and what their names begin with.
    pub(super) files: Option<(String, String)>,
}

/// What is attached to parameters, in as many handles as it takes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Attached {
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum What {
    /// Picked files, with their paths.
    Files(Vec<String>),
    Blob,
    Buffer,
}

/// What a worker says to the page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromWorker {
    /// It can be given a run.
    Ready,
    /// Its program could not be loaded, for this reason.
    NotLoaded(String),
    /// What the body has reported since the last time.
    Report(Reported),
    /// What a person sees as the result, with a handle for each file.
    Output(Vec<Part>),
    /// The run has ended.
    End(End),
}

/// What a body has reported since the last time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Reported {
    pub(super) progress: Option<Progress>,
    pub(super) note: Option<Message>,
    pub(super) lines: Vec<Message>,
    /// How many older lines were dropped.
    pub(super) dropped: usize,
}

/// How a run ended in a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum End {
    Completed,
    Failed(TaskError),
    Cancelled(CancelReason),
}

/// One part of an output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Part {
    Text {
        label: Message,
        text: Message,
    },
    /// Size and media type are those of its blob.
    File {
        name: String,
    },
    Table(Table),
    Series(Series),
    Json(Value),
}

/// A message as it is posted: the text, then the handles.
pub(super) fn written(message: &impl Serialize, handles: &Array) -> Result<JsValue, TaskError> {
    let text = serde_json::to_string(message)?;
    Ok(Array::of2(&text.into(), handles).into())
}

/// A message as it came, with its handles.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read<M: DeserializeOwned>(message: &JsValue) -> Result<(M, Array), TaskError> {
    let wrong = |what: &str| {
        TaskError::new(message!(
            "It sent a message that does not parse ({why})",
            why = what
        ))
    };
    let parts: &Array = message
        .dyn_ref()
        .ok_or_else(|| wrong("it is not an array"))?;
    let text = parts
        .get(0)
        .as_string()
        .ok_or_else(|| wrong("it has no text"))?;
    let message = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    let handles = parts.get(1).dyn_into().unwrap_or_default();
    Ok((message, handles))
}
