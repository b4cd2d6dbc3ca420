//! Converts parameters and outputs to messages between page and worker. Files and blobs are passed
//! by handle without copying their bytes; a buffer is moved.

use js_sys::{Array, ArrayBuffer};
use serde_json::Map;
use taskdeck_core::{Output, OutputPart, Params, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::message::{Attached, AttachmentKind, PackedOutput, Part};
use crate::browser::{PickedFile, PickedFiles, SaveAs, output_file};

/// Objects that travel beside a message because JSON cannot hold them.
#[derive(Debug, Default)]
pub(super) struct Handles {
    pub(super) all: Array,
    /// Those that are moved and not cloned.
    pub(super) moved: Array,
}

/// Splits parameters into their values, a description of their attachments, and the handles.
///
/// # Errors
///
/// An attachment cannot be sent to a worker. The error contains its name.
pub(super) fn pack_params(
    params: &Params,
) -> Result<(Map<String, serde_json::Value>, Vec<Attached>, Handles), TaskError> {
    let values = params
        .values()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    let handles = Handles::default();
    let mut attached = Vec::new();
    for name in params.attachment_names() {
        // Skips marks, which have no data, and the name to save under, which only the page uses.
        if params.attachment::<()>(name).is_some() || params.attachment::<SaveAs>(name).is_some() {
            continue;
        }
        let kind = if let Some(files) = params.attachment::<PickedFiles>(name) {
            for file in &files.0 {
                handles.all.push(&file.file);
            }
            AttachmentKind::Files(files.0.iter().map(|file| file.path.clone()).collect())
        } else if let Some(blob) = params.attachment::<Blob>(name) {
            handles.all.push(blob);
            AttachmentKind::Blob
        } else if let Some(buffer) = params.attachment::<ArrayBuffer>(name) {
            handles.all.push(buffer);
            handles.moved.push(buffer);
            AttachmentKind::Buffer
        } else {
            return Err(TaskError::new(message!(
                "{name} cannot be sent to a worker: it must be files, a Blob or an ArrayBuffer",
                name = name
            )));
        };
        attached.push(Attached {
            name: name.to_owned(),
            kind,
        });
    }
    Ok((values, attached, handles))
}

/// Rebuilds parameters from [`pack_params`].
pub(super) fn unpack_params(
    values: Map<String, serde_json::Value>,
    attached: Vec<Attached>,
    handles: &Array,
) -> Params {
    let mut params = Params::from(values);
    let mut next = handles.iter();
    for Attached { name, kind } in attached {
        params = match kind {
            AttachmentKind::Files(paths) => {
                let file = |path| PickedFile {
                    file: next.next().unwrap_or_default().unchecked_into(),
                    path,
                };
                let files = PickedFiles(paths.into_iter().map(file).collect());
                params.attach(name, files)
            }
            AttachmentKind::Blob => attach::<Blob>(params, name, next.next()),
            AttachmentKind::Buffer => attach::<ArrayBuffer>(params, name, next.next()),
        };
    }
    params
}

fn attach<H: JsCast + 'static>(params: Params, name: String, handle: Option<JsValue>) -> Params {
    match handle {
        Some(handle) => params.attach(name, handle.unchecked_into::<H>()),
        None => params,
    }
}

/// Splits an output into its parts and a handle for each file.
pub(super) fn pack_output(output: &Output) -> (PackedOutput, Array) {
    let handles = Array::new();
    let parts = output.parts.iter().filter_map(|part| {
        Some(match part {
            OutputPart::Text { label, text } => Part::Text {
                label: label.clone(),
                text: text.clone(),
            },
            OutputPart::File(file) => {
                // In a browser, the handle of a file is a blob.
                handles.push(file.handle::<Blob>()?);
                Part::File {
                    name: file.name.to_string(),
                    before: file.before,
                }
            }
            OutputPart::Table(table) => Part::Table(table.clone()),
            OutputPart::Series(series) => Part::Series(series.clone()),
            OutputPart::Json(value) => Part::Json(value.clone()),
        })
    });
    let packed = PackedOutput {
        parts: parts.collect(),
        summary: output.summary.clone(),
        problems: output.problems.clone(),
    };
    (packed, handles)
}

/// Rebuilds an output from [`pack_output`].
///
/// # Errors
///
/// The handle of a file is missing.
pub(super) fn unpack_output(packed: PackedOutput, handles: &Array) -> Result<Output, TaskError> {
    let mut next = handles.iter();
    let parts = packed.parts.into_iter().map(|part| match part {
        Part::Text { label, text } => Ok(OutputPart::Text { label, text }),
        Part::File { name, before } => {
            let blob = next.next().and_then(|blob| blob.dyn_into().ok());
            let blob = blob
                .ok_or_else(|| TaskError::new(message!("It sent no file {name}", name = &name)))?;
            let mut file = output_file(&name, blob);
            file.before = before;
            Ok(OutputPart::File(file))
        }
        Part::Table(table) => Ok(OutputPart::Table(table)),
        Part::Series(series) => Ok(OutputPart::Series(series)),
        Part::Json(value) => Ok(OutputPart::Json(value)),
    });
    Ok(Output {
        parts: parts.collect::<Result<_, TaskError>>()?,
        summary: packed.summary,
        problems: packed.problems,
    })
}
