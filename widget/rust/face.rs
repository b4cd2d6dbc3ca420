//! The face of a deck, for JavaScript.

use taskdeck::{
    reporter::Reporter,
    texts::all_texts,
    ui::{self, FaceOptions, MountedFace, Theme, Variant},
};
use taskdeck_browser::GlobalErrors;
use taskdeck_core::TaskError;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Element;

use super::deck::Core;

/// A face on a page, with the reporter of its deck. Dropping it removes the face from the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Face {
    mounted: MountedFace,
    reporter: Reporter,
    _errors: Option<GlobalErrors>,
}

/// Returns every text that `strings` can replace, one in a line.
#[wasm_bindgen]
#[must_use]
pub fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

/// Shows the face of a deck in an element.
///
/// An unknown variant or theme means the default. `strings` holds pairs of a text and its replacement, all
/// separated by NUL.
#[wasm_bindgen]
pub fn mount_face(
    core: &Core,
    target: &Element,
    variant: &str,
    theme: &str,
    locale: Option<String>,
    strings: &str,
    captures_errors: bool,
) -> Result<Face, JsValue> {
    let reporter = Reporter::new(&core.supervisor);
    let mut texts = strings.split('\0').map(str::to_owned);
    let pairs = std::iter::from_fn(|| texts.next().zip(texts.next()));
    let options = FaceOptions {
        variant: match variant {
            "tray" => Variant::Tray,
            _ => Variant::Dashboard,
        },
        theme: Theme::of_name(theme).unwrap_or_default(),
        strings: pairs.collect(),
        locale,
    };
    let mounted = ui::mount_face(target, core.supervisor.clone(), reporter.clone(), options)
        .map_err(|error| core.shared.host.refusal("target", &error.to_string()))?;
    let weak_reporter = reporter.downgrade();
    let listen = || {
        GlobalErrors::listen(move |error| {
            if let Some(reporter) = weak_reporter.upgrade() {
                reporter.report_uncaught(error);
            }
        })
    };
    Ok(Face {
        mounted,
        reporter,
        _errors: captures_errors.then(listen),
    })
}

#[wasm_bindgen]
impl Face {
    /// Reports an error. `lines` holds its message and the messages of its causes, separated by NUL.
    pub fn report(&self, lines: &str, context: &str) {
        let mut lines = lines.split('\0');
        let error = TaskError::new(lines.next().unwrap_or_default());
        self.reporter
            .report(lines.fold(error, TaskError::caused_by), context);
    }

    /// Allows the error dialog to open again, after it has opened too often or could not be drawn.
    pub fn reset_errors(&self) {
        self.reporter.reset();
    }

    /// Sets the theme: light, dark, or that of the page around the face.
    pub fn set_theme(&self, theme: &str) {
        self.mounted
            .set_theme(Theme::of_name(theme).unwrap_or_default());
    }
}
