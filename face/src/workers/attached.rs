//! Parameters and outputs on their way between page and worker: files and blobs go as they are, and
//! nothing of them is copied; a buffer is moved.

use js_sys::{Array, ArrayBuffer};
use serde_json::Map;
use taskdeck_core::{Output, OutputPart, Params, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::message::{Attached, Part, What};
use crate::browser::{PickedFile, PickedFiles, SaveAs, output_file};

/// What cannot be written down, beside a message.
#[derive(Debug, Default)]
pub(super) struct Handles {
    pub(super) all: Array,
    /// Those of them that are moved.
    pub(super) moved: Array,
}

/// The values of parameters, and what is attached to them.
///
/// # Errors
///
/// When something is attached that cannot go to a worker; names it.
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
        // A mark, with nothing to send, or a name that only the page uses.
        if params.attachment::<()>(name).is_some() || params.attachment::<SaveAs>(name).is_some() {
            continue;
        }
        let what = if let Some(files) = params.attachment::<PickedFiles>(name) {
            for file in &files.0 {
                handles.all.push(&file.file);
            }
            What::Files(files.0.iter().map(|file| file.path.clone()).collect())
        } else if let Some(blob) = params.attachment::<Blob>(name) {
            handles.all.push(blob);
            What::Blob
        } else if let Some(buffer) = params.attachment::<ArrayBuffer>(name) {
            handles.all.push(buffer);
            handles.moved.push(buffer);
            What::Buffer
        } else {
            return Err(TaskError::new(message!(
                "{name} cannot be sent to a worker: it must be files, a Blob or an ArrayBuffer",
                name = name
            )));
        };
        attached.push(Attached {
            name: name.to_owned(),
            what,
        });
    }
    Ok((values, attached, handles))
}

/// The parameters as they were packed.
pub(super) fn unpack_params(
    values: Map<String, serde_json::Value>,
    attached: Vec<Attached>,
    handles: &Array,
) -> Params {
    let mut params = Params::from(values);
    let mut next = handles.iter();
    for Attached { name, what } in attached {
        params = match what {
            What::Files(paths) => {
                let file = |path| PickedFile {
                    file: next.next().unwrap_or_default().unchecked_into(),
                    path,
                };
                let files = PickedFiles(paths.into_iter().map(file).collect());
                params.attach(name, files)
            }
            What::Blob => attach::<Blob>(params, name, next.next()),
            What::Buffer => attach::<ArrayBuffer>(params, name, next.next()),
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

/// An output in parts, with a handle for each file.
pub(super) fn pack_output(output: &Output) -> (Vec<Part>, Array) {
    let handles = Array::new();
    let parts = output.parts.iter().filter_map(|part| {
        Some(match part {
            OutputPart::Text { label, text } => Part::Text {
                label: label.clone(),
                text: text.clone(),
            },
            OutputPart::File(file) => {
                // In a browser every file is a blob.
                handles.push(file.handle::<Blob>()?);
                Part::File {
                    name: file.name.to_string(),
                }
            }
            OutputPart::Table(table) => Part::Table(table.clone()),
            OutputPart::Series(series) => Part::Series(series.clone()),
            OutputPart::Json(value) => Part::Json(value.clone()),
        })
    });
    (parts.collect(), handles)
}

/// The output as it was packed.
///
/// # Errors
///
/// When a file is missing.
pub(super) fn unpack_output(parts: Vec<Part>, handles: &Array) -> Result<Output, TaskError> {
    let mut next = handles.iter();
    let parts = parts.into_iter().map(|part| match part {
        Part::Text { label, text } => Ok(OutputPart::Text { label, text }),
        Part::File { name } => {
            let blob = next.next().and_then(|blob| blob.dyn_into().ok());
            let blob = blob
                .ok_or_else(|| TaskError::new(message!("It sent no file {name}", name = &name)))?;
            Ok(OutputPart::File(output_file(&name, blob)))
        }
        Part::Table(table) => Ok(OutputPart::Table(table)),
        Part::Series(series) => Ok(OutputPart::Series(series)),
        Part::Json(value) => Ok(OutputPart::Json(value)),
    });
    Ok(Output {
        parts: parts.collect::<Result<_, TaskError>>()?,
    })
}
