//! The face of a deck, for JavaScript.

use taskdeck::{
    browser::GlobalErrors,
    reporter::Reporter,
    texts::all_texts,
    ui::{self, Controls, FaceOptions, Header, MountedFace, Theme, Variant},
};
use taskdeck_core::TaskError;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Element;

use super::deck::Core;

/// The reporter of a deck that can have a face. It lives as long as the deck, so errors are kept while no face is shown.
#[wasm_bindgen]
#[derive(Debug)]
pub struct FaceReporter {
    reporter: Reporter,
    _errors: Option<GlobalErrors>,
}

/// A face on a page. Dropping it removes the face from the page; the runs go on.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Face {
    _mounted: MountedFace,
}

/// Returns every text that `strings` can replace, one in a line.
#[wasm_bindgen]
#[must_use]
pub fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

/// Shows the face of a deck in an element.
///
/// An unknown variant, theme or header means the default. `without` names the controls that are left out, with spaces
/// between them. `strings` holds pairs of a text and its replacement, all separated by NUL.
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
    let mut texts = strings.split('\0').map(str::to_owned);
    let pairs = std::iter::from_fn(|| texts.next().zip(texts.next()));
    let options = FaceOptions {
        variant: match variant {
            "tray" => Variant::Tray,
            _ => Variant::Dashboard,
        },
        theme: Theme::of_name(theme).unwrap_or_default(),
        header: match header {
            "compact" => Header::Compact,
            "none" => Header::Hidden,
            _ => Header::Full,
        },
        controls: controls(without),
        strings: pairs.collect(),
        locale,
    };
    let reporter = reporter.reporter.clone();
    let mounted = ui::mount_face(target, core.supervisor.clone(), reporter, options)
        .map_err(|error| core.shared.host.refusal("target", &error.to_string()))?;
    Ok(Face { _mounted: mounted })
}

/// Returns all controls but these.
fn controls(without: &str) -> Controls {
    let has = |name| without.split(' ').all(|left_out| left_out != name);
    Controls {
        concurrency: has("concurrency"),
        pause: has("pause"),
        search: has("search"),
        palette: has("palette"),
        settings: has("settings"),
        clear: has("clear"),
    }
}

#[wasm_bindgen]
impl FaceReporter {
    /// Creates the reporter of a deck.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(core: &Core, captures_errors: bool) -> Self {
        let reporter = Reporter::new(&core.supervisor);
        let weak_reporter = reporter.downgrade();
        let listen = || {
            GlobalErrors::listen(move |error| {
                if let Some(reporter) = weak_reporter.upgrade() {
                    reporter.report_uncaught(error);
                }
            })
        };
        Self {
            reporter,
            _errors: captures_errors.then(listen),
        }
    }

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
}
