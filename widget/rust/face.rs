//! The face of a deck, for JavaScript: what is in front of the part `face`.

use std::{any::Any, fmt};

use taskdeck::parts::{Part, entries, load, part};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};
use web_sys::Element;

use super::{deck::Core, face_part};

/// What JavaScript calls of a face. It is a part of the program, which [`load_face`] loads.
pub(super) struct FacePart {
    texts: fn() -> String,
    reporter: fn(&Core, bool) -> Box<dyn Reports>,
    mount: fn(&Core, &dyn Reports, &Element, &Look<'_>) -> Result<Box<dyn Any>, JsValue>,
}

/// The reporter of a deck, as JavaScript uses it.
pub(super) trait Reports {
    fn report(&self, lines: &str, context: &str);
    fn reset_errors(&self);
    fn as_any(&self) -> &dyn Any;
}

/// The options of a face, as JavaScript gives them.
pub(super) struct Look<'a> {
    pub(super) variant: &'a str,
    pub(super) theme: &'a str,
    pub(super) header: &'a str,
    pub(super) without: &'a str,
    pub(super) locale: Option<String>,
    pub(super) strings: &'a str,
}

part!(face, FacePart, FacePart {
    texts: face_part::texts,
    reporter: face_part::reporter,
    mount: face_part::mount,
});

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
    loaded.map(drop).map_err(|why| JsError::new(&why.error.to_string()))
}

/// Returns the part. JavaScript calls what needs it after [`load_face`].
fn face() -> Result<&'static FacePart, JsError> {
    entries(&FACE).ok_or_else(|| JsError::new("the face is not loaded"))
}

/// The reporter of a deck that can have a face. It lives as long as the deck, so errors are kept while no face is shown.
#[wasm_bindgen]
pub struct FaceReporter(Box<dyn Reports>);

/// A face on a page. Dropping it removes the face from the page; the runs go on.
#[wasm_bindgen]
pub struct Face(#[allow(dead_code, reason = "dropped with the face")] Box<dyn Any>);

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

/// Returns every text that `strings` can replace, one in a line.
///
/// # Errors
///
/// When the face is not loaded.
#[wasm_bindgen]
pub fn texts() -> Result<String, JsError> {
    Ok((face()?.texts)())
}

/// Shows the face of a deck in an element.
///
/// An unknown variant, theme or header means the default. `without` names the controls that are left out, with spaces
/// between them. `strings` holds pairs of a text and its replacement, all separated by NUL.
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
    variant: &str,
    theme: &str,
    header: &str,
    without: &str,
    locale: Option<String>,
    strings: &str,
) -> Result<Face, JsValue> {
    let look = Look {
        variant,
        theme,
        header,
        without,
        locale,
        strings,
    };
    (face()?.mount)(core, &*reporter.0, target, &look).map(Face)
}

#[wasm_bindgen]
impl FaceReporter {
    /// Creates the reporter of a deck.
    ///
    /// # Errors
    ///
    /// When the face is not loaded.
    #[wasm_bindgen(constructor)]
    pub fn new(core: &Core, captures_errors: bool) -> Result<Self, JsError> {
        Ok(Self((face()?.reporter)(core, captures_errors)))
    }

    /// Reports an error. `lines` holds its message and the messages of its causes, separated by NUL.
    pub fn report(&self, lines: &str, context: &str) {
        self.0.report(lines, context);
    }

    /// Allows the error dialog to open again, after it has opened too often or could not be drawn.
    pub fn reset_errors(&self) {
        self.0.reset_errors();
    }
}
