//! Messages between page and worker: JSON text, with handles of objects beside it.

use js_sys::Array;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use taskdeck_core::{CancelReason, Message, Progress, Series, Table, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};

/// A message from the page to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToWorker {
    /// Runs a job.
    Start(Start),
    /// Cancels the run.
    Cancel(CancelReason),
}

/// What a worker needs to run a job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Start {
    /// The name of the job.
    pub(super) job: String,
    pub(super) title: String,
    pub(super) attempt: u32,
    pub(super) params: Map<String, Value>,
    /// The attachments of the parameters, in the order of the handles.
    pub(super) attached: Vec<Attached>,
    /// Where large files are kept: the page's folder, and the prefix of their names.
    pub(super) files: Option<(String, String)>,
}

/// An attachment of the parameters. It has one handle, or one per file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Attached {
    pub(super) name: String,
    pub(super) kind: AttachmentKind,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum AttachmentKind {
    /// Picked files, with their paths.
    Files(Vec<String>),
    Blob,
    Buffer,
}

/// A message from a worker to the page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromWorker {
    /// The worker can accept a run.
    Ready,
    /// The worker program could not be loaded, with the reason.
    NotLoaded(String),
    /// What the body has reported since the last message.
    Report(ReportBatch),
    /// The output so far, with a handle for each file.
    Output(PackedOutput),
    /// The run has ended.
    End(End),
}

/// What a body has reported since the last message.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ReportBatch {
    pub(super) progress: Option<Progress>,
    pub(super) note: Option<Message>,
    pub(super) summary: Option<Message>,
    pub(super) problems: Vec<Message>,
    pub(super) lines: Vec<Message>,
    /// The number of older lines that were dropped.
    pub(super) dropped: usize,
}

/// How a run ended in a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum End {
    Completed,
    Failed(TaskError),
    Cancelled(CancelReason),
}

/// An output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PackedOutput {
    pub(super) parts: Vec<Part>,
    pub(super) summary: Option<Message>,
    pub(super) problems: Vec<Message>,
}

/// A part of an output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Part {
    Text {
        label: Message,
        text: Message,
    },
    /// Size and media type are those of the blob.
    File {
        name: String,
        before: Option<u64>,
    },
    Table(Table),
    Series(Series),
    Json(Value),
}

/// Encodes a message as an array of its text and its handles.
pub(super) fn encode(message: &impl Serialize, handles: &Array) -> Result<JsValue, TaskError> {
    let text = serde_json::to_string(message)?;
    Ok(Array::of2(&text.into(), handles).into())
}

/// Decodes a message and its handles.
///
/// # Errors
///
/// The message is malformed.
pub(super) fn decode<M: DeserializeOwned>(message: &JsValue) -> Result<(M, Array), TaskError> {
    let malformed = |what: &str| {
        TaskError::new(message!(
            "It sent a message that does not parse ({why})",
            why = what
        ))
    };
    let parts: &Array = message
        .dyn_ref()
        .ok_or_else(|| malformed("it is not an array"))?;
    let text = parts
        .get(0)
        .as_string()
        .ok_or_else(|| malformed("it has no text"))?;
    let message = serde_json::from_str(&text).map_err(|error| malformed(&error.to_string()))?;
    let handles = parts.get(1).dyn_into().unwrap_or_default();
    Ok((message, handles))
}
