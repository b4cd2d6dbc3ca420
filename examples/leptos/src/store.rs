//! The typed interface of `store.js`, which stores the notes.

use serde::{Deserialize, Serialize};
use taskdeck::{TaskError, browser::js_error};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// A note, as the server and the store serialize it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Whether the note was deleted; then only its id counts.
    #[serde(default)]
    pub(crate) deleted: bool,
}

/// The state up to which the stored notes are in sync.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// The number of the last stored change.
    pub(crate) since: u64,
    /// The server's tag of this state, once it is stored completely. With the tag, the server can answer that
    /// nothing has changed.
    pub(crate) tag: Option<String>,
}

#[wasm_bindgen(module = "/store.js")]
extern "C" {
    #[wasm_bindgen(js_name = readNotes, catch)]
    async fn read_notes() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = readState, catch)]
    async fn read_state() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = apply, catch)]
    async fn write(changed: &str, state: &str) -> Result<(), JsValue>;
}

/// Returns all notes, newest first.
pub(crate) async fn notes() -> Result<Vec<Note>, TaskError> {
    let json = read_notes().await.map_err(|thrown| js_error(&thrown))?;
    let mut notes: Vec<Note> = serde_json::from_str(&json.as_string().unwrap_or_default())?;
    notes.sort_by_key(|note| std::cmp::Reverse(note.id));
    Ok(notes)
}

/// Returns the stored state; the default before the first sync.
pub(crate) async fn state() -> Result<State, TaskError> {
    let json = read_state().await.map_err(|thrown| js_error(&thrown))?;
    Ok(match json.as_string() {
        Some(json) => serde_json::from_str(&json)?,
        None => State::default(),
    })
}

/// Writes changes and their state in one transaction, so that a cancelled sync can continue from there.
pub(crate) async fn apply(changed: &[Note], state: &State) -> Result<(), TaskError> {
    let changed = serde_json::to_string(changed)?;
    let state = serde_json::to_string(state)?;
    write(&changed, &state)
        .await
        .map_err(|thrown| js_error(&thrown))
}
