//! The face of a deck, for JavaScript: what is in front of the part `face`.

use std::{cell::OnceCell, fmt};

use js_sys::Function;
use taskdeck::{
    browser::GlobalErrors,
    parts::{Part, entries, load, part},
    reporter::Backlog,
};
use taskdeck_core::TaskError;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlElement};

use super::{
    deck::Core,
    face_part::{self, Look, Mounted, Reports},
};

/// What JavaScript calls of a face. It is a part of the program, which [`load_face`] loads.
pub(super) struct FacePart {
    reporter: fn(&Core, Backlog) -> Box<dyn Reports>,
    mount: fn(&Core, &dyn Reports, &Element, Look) -> Result<Box<dyn Mounted>, JsValue>,
}

part!(
    face,
    FacePart,
    FacePart {
        reporter: face_part::reporter,
        mount: face_part::mount,
    }
);

/// The panel of a tray. It is a part of its own, which [`load_tray`] loads.
struct TrayPart {
    mount: fn(
        &Core,
        &dyn Reports,
        HtmlElement,
        HtmlElement,
        Look,
    ) -> Result<Box<dyn Mounted>, JsValue>,
}

mod tray_part {
    use super::*;
    part!(
        tray,
        TrayPart,
        TrayPart {
            mount: face_part::mount_tray,
        }
    );
    thread_local! {
        pub(super) static TRAY: Part<TrayPart> = Part::new("tray", open);
    }
}

use tray_part::TRAY;

thread_local! {
    static FACE: Part<FacePart> = Part::new("face", open);
}

/// Loads what a face is made of.
///
/// # Errors
///
/// When the file could not be loaded.
#[wasm_bindgen]
pub async fn load_face() -> Result<(), JsError> {
    let loaded = load(&FACE).await;
    loaded
        .map(drop)
        .map_err(|why| JsError::new(&why.error.to_string()))
}

/// Loads the panel of a tray, with what a face is made of.
///
/// # Errors
///
/// When a file could not be loaded.
#[wasm_bindgen]
pub async fn load_tray() -> Result<(), JsError> {
    load_face().await?;
    let loaded = load(&TRAY).await;
    loaded
        .map(drop)
        .map_err(|why| JsError::new(&why.error.to_string()))
}

/// Returns whether what a face is made of is there.
#[wasm_bindgen]
#[must_use]
pub fn has_face() -> bool {
    entries(&FACE).is_some()
}

/// Returns the part. JavaScript calls what needs it after [`load_face`].
fn face() -> Result<&'static FacePart, JsError> {
    entries(&FACE).ok_or_else(|| JsError::new("the face is not loaded"))
}

/// The reporter of a deck that can have a face. It lives as long as the deck, so errors are kept while no face is shown.
#[wasm_bindgen]
pub struct FaceReporter {
    backlog: Backlog,
    _errors: Option<GlobalErrors>,
    /// Empty until a face is shown, or is needed to show something.
    reporter: OnceCell<Box<dyn Reports>>,
}

/// A face on a page. Dropping it removes the face from the page; the runs go on.
#[wasm_bindgen]
pub struct Face(Box<dyn Mounted>);

impl fmt::Debug for FaceReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaceReporter")
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Face")
    }
}

/// Shows the dashboard of a deck in an element.
///
/// An unknown theme or header means the default. `without` names the controls that are left out, with spaces between them.
/// `strings` holds pairs of a text and its replacement, all separated by NUL.
///
/// # Errors
///
/// When the face is not loaded, or the element takes none.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "an object would cost more")]
pub fn mount_face(
    core: &Core,
    reporter: &FaceReporter,
    target: &Element,
    theme: String,
    header: String,
    without: String,
    locale: Option<String>,
    strings: String,
) -> Result<Face, JsValue> {
    let look = Look {
        theme,
        header,
        without,
        locale,
        strings,
    };
    (face()?.mount)(core, reporter.loaded(core)?, target, look).map(Face)
}

/// Mounts the panel of a tray whose button `widget/js/tray.js` has drawn into `place`.
///
/// # Errors
///
/// When the face is not loaded, or the place takes none.
#[wasm_bindgen]
pub fn mount_tray_panel(
    core: &Core,
    reporter: &FaceReporter,
    place: HtmlElement,
    button: HtmlElement,
    without: String,
    locale: Option<String>,
    strings: String,
) -> Result<Face, JsValue> {
    let look = Look {
        without,
        locale,
        strings,
        ..Look::default()
    };
    let part = entries(&TRAY).ok_or_else(|| JsError::new("the panel is not loaded"))?;
    (part.mount)(core, reporter.loaded(core)?, place, button, look).map(Face)
}

/// Returns how many runs the header counts, by their status: queued, running, finished, failed.
#[wasm_bindgen]
#[must_use]
pub fn heads(core: &Core) -> Vec<u32> {
    let heads = core.supervisor.heads();
    let numbers = [heads.queued, heads.running, heads.finished(), heads.failed];
    numbers
        .map(|number| u32::try_from(number).unwrap_or(u32::MAX))
        .to_vec()
}

#[wasm_bindgen]
impl Face {
    /// Opens the panel of a tray, or closes it if it is open.
    pub fn toggle(&self) {
        self.0.toggle();
    }

    /// Closes the panel of a tray.
    pub fn close(&self) {
        self.0.close();
    }
}

#[wasm_bindgen]
impl FaceReporter {
    /// Creates the reporter of a deck. It keeps what it is told until a face is there.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(core: &Core, captures_errors: bool) -> Self {
        let backlog = Backlog::new(&core.supervisor);
        let errors = captures_errors.then(|| {
            let backlog = backlog.clone();
            GlobalErrors::listen(move |error| backlog.report_uncaught(error))
        });
        Self {
            backlog,
            _errors: errors,
            reporter: OnceCell::new(),
        }
    }

    /// Begins to report although there is no face on the page: errors go to the console, and are kept for the bell.
    pub fn begin(&self, core: &Core) {
        match self.loaded(core) {
            Ok(reporter) => reporter.begin(),
            Err(_) => self.backlog.release(),
        }
    }

    fn loaded(&self, core: &Core) -> Result<&dyn Reports, JsError> {
        let part = face()?;
        let make = || (part.reporter)(core, self.backlog.clone());
        Ok(&**self.reporter.get_or_init(make))
    }

    /// Reports an error. `lines` holds its message and the messages of its causes, separated by NUL.
    pub fn report(&self, lines: &str, context: &str) {
        let mut lines = lines.split('\0');
        let error = TaskError::new(lines.next().unwrap_or_default());
        self.backlog
            .report(lines.fold(error, TaskError::caused_by), context);
    }

    /// Calls `ask` whenever there is something to show before a face is there; now, if one was.
    pub fn on_news(&self, ask: Function) {
        self.backlog.on_news(move || {
            // The function throws nothing.
            let _ = ask.call0(&JsValue::UNDEFINED);
        });
    }

    /// Writes the errors that are kept to the console.
    pub fn give_up(&self) {
        self.backlog.release();
    }

    /// Allows the error dialog to open again, after it has opened too often or could not be drawn.
    pub fn reset_errors(&self) {
        if let Some(reporter) = self.reporter.get() {
            reporter.reset_errors();
        }
    }
}
