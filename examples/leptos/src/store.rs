//! Where the notes are kept: `store.js`, typed.

use serde::{Deserialize, Serialize};
use taskdeck::{TaskError, browser::js_error};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// A note, as the server and the store write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Whether it is only there to say that it has gone.
    #[serde(default)]
    pub(crate) deleted: bool,
}

/// How far the notes of the store are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// The last change that was written.
    pub(crate) since: u64,
    /// What the server called its notes when all was written: with it, it can say that nothing has changed.
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

/// All notes, newest first.
pub(crate) async fn notes() -> Result<Vec<Note>, TaskError> {
    let json = read_notes().await.map_err(|thrown| js_error(&thrown))?;
    let mut notes: Vec<Note> = serde_json::from_str(&json.as_string().unwrap_or_default())?;
    notes.sort_by_key(|note| std::cmp::Reverse(note.id));
    Ok(notes)
}

/// How far they are.
pub(crate) async fn state() -> Result<State, TaskError> {
    let json = read_state().await.map_err(|thrown| js_error(&thrown))?;
    Ok(match json.as_string() {
        Some(json) => serde_json::from_str(&json)?,
        None => State::default(),
    })
}

/// Writes changes and how far they are in one transaction: a sync that is cancelled goes on from there.
pub(crate) async fn apply(changed: &[Note], state: &State) -> Result<(), TaskError> {
    let changed = serde_json::to_string(changed)?;
    let state = serde_json::to_string(state)?;
    write(&changed, &state)
        .await
        .map_err(|thrown| js_error(&thrown))
}
