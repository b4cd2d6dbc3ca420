//! The face of a deck, for JavaScript.

use js_sys::Function;
use taskdeck::{
    browser::GlobalErrors,
    reporter::Reporter,
    texts::all_texts,
    ui::{self, Controls, FaceOptions, Header, MountedFace, Theme},
};
use taskdeck_core::TaskError;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlElement};

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
    mounted: MountedFace,
}

/// Returns every text that `strings` can replace, one in a line.
#[wasm_bindgen]
#[must_use]
pub fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

/// Shows the dashboard of a deck in an element.
///
/// An unknown theme or header means the default. `without` names the controls that are left out, with spaces between them.
/// `strings` holds pairs of a text and its replacement, all separated by NUL.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "an object would cost more")]
pub fn mount_face(
    core: &Core,
    reporter: &FaceReporter,
    target: &Element,
    theme: &str,
    header: &str,
    without: &str,
    locale: Option<String>,
    strings: &str,
) -> Result<Face, JsValue> {
    let options = FaceOptions {
        theme: Theme::of_name(theme).unwrap_or_default(),
        header: match header {
            "compact" => Header::Compact,
            "none" => Header::Hidden,
            _ => Header::Full,
        },
        controls: controls(without),
        strings: pairs(strings),
        locale,
        ..FaceOptions::default()
    };
    let reporter = reporter.reporter.clone();
    face(
        core,
        ui::mount_face(target, core.supervisor.clone(), reporter, options),
    )
}

/// Mounts the panel of a tray whose button `widget/js/tray.js` has drawn into `place`.
#[wasm_bindgen]
pub fn mount_tray_panel(
    core: &Core,
    reporter: &FaceReporter,
    place: HtmlElement,
    button: HtmlElement,
    without: &str,
    locale: Option<String>,
    strings: &str,
) -> Result<Face, JsValue> {
    let options = FaceOptions {
        controls: controls(without),
        strings: pairs(strings),
        locale,
        ..FaceOptions::default()
    };
    let reporter = reporter.reporter.clone();
    let supervisor = core.supervisor.clone();
    face(
        core,
        ui::mount_tray_panel(place, button, supervisor, reporter, options),
    )
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

fn face(core: &Core, mounted: Result<MountedFace, TaskError>) -> Result<Face, JsValue> {
    let mounted =
        mounted.map_err(|error| core.shared.host.refusal("target", &error.to_string()))?;
    Ok(Face { mounted })
}

/// Returns the pairs of a text and its replacement.
fn pairs(strings: &str) -> Vec<(String, String)> {
    let mut texts = strings.split('\0').map(str::to_owned);
    std::iter::from_fn(|| texts.next().zip(texts.next())).collect()
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
impl Face {
    /// Opens the panel of a tray, or closes it if it is open.
    pub fn toggle(&self) {
        self.mounted.toggle();
    }

    /// Closes the panel of a tray.
    pub fn close(&self) {
        self.mounted.close();
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

    /// Keeps errors and announcements for a face that is not loaded yet, and calls `ask` whenever there is something to show.
    pub fn wait_for_face(&self, ask: Function) {
        self.reporter.wait_for_face(move || {
            // The function throws nothing.
            let _ = ask.call0(&JsValue::UNDEFINED);
        });
    }

    /// Shows what was kept. Without a face, it goes to the console.
    pub fn release(&self) {
        self.reporter.release();
    }

    /// Allows the error dialog to open again, after it has opened too often or could not be drawn.
    pub fn reset_errors(&self) {
        self.reporter.reset();
    }
}
