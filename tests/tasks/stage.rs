//! A supervisor with the built-in tasks, and what the tests need to make and look at files.

use std::borrow::Cow;

use js_sys::{Array, Reflect, Uint8Array};
use taskdeck::{
    Config, Message, Output, OutputPart, Params, RunHandle, RunId, RunState, Supervisor, TaskError,
    browser::{PickedFile, PickedFiles},
    workers::Pool,
};
use taskdeck_app::tasks::builtin;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

pub(crate) struct Stage(pub(crate) Supervisor);

/// How a run ended, and what it shows.
pub(crate) struct End {
    pub(crate) state: RunState,
    pub(crate) output: Output,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let supervisor = Supervisor::new(Config::default());
        let pool = Pool::on_page();
        pool.serve(&supervisor);
        for task in builtin(&pool) {
            supervisor.define(task).unwrap();
        }
        Self(supervisor)
    }

    /// Starts what a form with these parameters starts.
    pub(crate) fn start(&self, task: &str, params: Params) -> Vec<RunHandle<Output>> {
        let known = builtin(&Pool::on_page());
        let task = known.iter().find(|known| known.id() == task).unwrap();
        task.split_params(params)
            .into_iter()
            .map(|params| self.0.start(task.id(), params).unwrap())
            .collect()
    }

    /// How the children of a run have ended, in the order in which they were started.
    pub(crate) fn children(&self, run: RunId) -> Vec<End> {
        let children = self.0.run(run).children().into_iter();
        children
            .map(|child| End {
                state: self.0.run(child).snapshot().unwrap().state,
                output: self.0.run(child).output().unwrap(),
            })
            .collect()
    }

    /// Runs what a form with these parameters starts, to its end.
    pub(crate) async fn run(&self, task: &str, params: Params) -> Vec<End> {
        let mut ends = Vec::new();
        for run in self.start(task, params) {
            ends.push(end(run).await);
        }
        ends
    }

    /// The same for a form that starts one run.
    pub(crate) async fn run_one(&self, task: &str, params: Params) -> End {
        let mut ends = self.run(task, params).await;
        assert_eq!(ends.len(), 1);
        ends.remove(0)
    }
}

pub(crate) async fn end(run: RunHandle<Output>) -> End {
    let state = run.wait().await.unwrap();
    let output = run.output().unwrap();
    End { state, output }
}

impl End {
    pub(crate) fn error(&self) -> &TaskError {
        match &self.state {
            RunState::Failed(error) => error,
            other => panic!("{other:?} is no failure"),
        }
    }

    /// The text of this label.
    pub(crate) fn text(&self, wanted: &str) -> Cow<'_, str> {
        self.completed_parts()
            .find_map(|part| match part {
                OutputPart::Text { label, text } if *label == *wanted => Some(text.english()),
                _ => None,
            })
            .unwrap_or_else(|| panic!("no text {wanted} in {:?}", self.output))
    }

    /// The name and contents of the one file.
    pub(crate) fn file(&self) -> (&str, Blob) {
        self.completed_parts()
            .find_map(|part| match part {
                OutputPart::File(file) => Some((&*file.name, file.handle::<Blob>()?.clone())),
                _ => None,
            })
            .unwrap_or_else(|| panic!("no file in {:?}", self.output))
    }

    pub(crate) fn rows(&self) -> Vec<Vec<&str>> {
        self.completed_parts()
            .find_map(|part| match part {
                OutputPart::Table(table) => Some(&table.rows),
                _ => None,
            })
            .unwrap_or_else(|| panic!("no table in {:?}", self.output))
            .iter()
            .map(|row| row.iter().map(leaked).collect())
            .collect()
    }

    fn completed_parts(&self) -> impl Iterator<Item = &OutputPart> {
        assert!(self.state.status().is_finished());
        self.output.parts.iter()
    }

    /// The same, which must have completed.
    pub(crate) fn completed(self) -> Self {
        assert_eq!(self.state, RunState::Completed);
        self
    }
}

/// A cell in English. It lives as long as the test: a message makes its text anew each time.
pub(crate) fn leaked(cell: &Message) -> &'static str {
    cell.to_string().leak()
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> File {
    let parts = Array::of1(&Uint8Array::from(bytes));
    File::new_with_blob_sequence(&parts, name).unwrap()
}

/// A file of these parts.
pub(crate) fn file_of(name: &str, parts: &Array) -> File {
    File::new_with_blob_sequence(parts, name).unwrap()
}

pub(crate) fn params(files: impl IntoIterator<Item = File>) -> Params {
    let picked = files.into_iter().map(PickedFile::alone).collect();
    PickedFiles(picked).into_params(Params::new(), "files")
}

pub(crate) async fn bytes_of(blob: &Blob) -> Vec<u8> {
    let buffer = JsFuture::from(blob.array_buffer()).await.unwrap();
    Uint8Array::new(&buffer).to_vec()
}

pub(crate) async fn text_of(blob: &Blob) -> String {
    let text = JsFuture::from(blob.text()).await.unwrap();
    text.as_string().unwrap()
}

/// A method of a browser's object that has no binding, called with these arguments.
pub(crate) async fn call(
    object: &wasm_bindgen::JsValue,
    method: &str,
    args: &[&wasm_bindgen::JsValue],
) -> wasm_bindgen::JsValue {
    let function = Reflect::get(object, &method.into()).unwrap();
    let args: Array = args.iter().copied().collect();
    let result = function
        .unchecked_into::<js_sys::Function>()
        .apply(object, &args)
        .unwrap();
    match result.dyn_into::<js_sys::Promise>() {
        Ok(promise) => JsFuture::from(promise).await.unwrap(),
        Err(value) => value,
    }
}

/// A file of these bytes that was changed since it was picked, and so cannot be read any more.
pub(crate) async fn broken_file(name: &str, bytes: &[u8]) -> File {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap();
    let storage = Reflect::get(&navigator, &"storage".into()).unwrap();
    let root = call(&storage, "getDirectory", &[]).await;
    let create = js_sys::Object::new();
    Reflect::set(&create, &"create".into(), &true.into()).unwrap();
    let handle = call(&root, "getFileHandle", &[&name.into(), &create]).await;
    let write = async |bytes: &[u8]| {
        let writable = call(&handle, "createWritable", &[]).await;
        call(&writable, "write", &[&Uint8Array::from(bytes)]).await;
        call(&writable, "close", &[]).await;
    };
    write(bytes).await;
    let picked = call(&handle, "getFile", &[]).await.unchecked_into();
    write(b"other bytes").await;
    picked
}
