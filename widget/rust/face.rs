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

/// A face that is on a page, with the reporter of its deck. Dropping it takes it away.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Face {
    mounted: MountedFace,
    reporter: Reporter,
    _errors: Option<GlobalErrors>,
}

/// Every text that can be given in other words, one in a line.
#[wasm_bindgen]
#[must_use]
pub fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

/// Shows the face of a deck in an element. Words that are not known mean the default; `strings` are texts,
/// each with what stands for it, with a zero between.
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
    let mut words = strings.split('\0').map(str::to_owned);
    let pairs = std::iter::from_fn(|| words.next().zip(words.next()));
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
    let uncaught = reporter.downgrade();
    let listen = || {
        GlobalErrors::listen(move |error| {
            if let Some(reporter) = uncaught.upgrade() {
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
    /// Reports an error: its message and its causes, with a zero between.
    pub fn report(&self, lines: &str, context: &str) {
        let mut lines = lines.split('\0');
        let error = TaskError::new(lines.next().unwrap_or_default());
        self.reporter
            .report(lines.fold(error, TaskError::caused_by), context);
    }

    /// Shows errors again after too many of them.
    pub fn reset_errors(&self) {
        self.reporter.reset();
    }

    /// Light, dark, or what the page around it says, from now on.
    pub fn set_theme(&self, theme: &str) {
        self.mounted
            .set_theme(Theme::of_name(theme).unwrap_or_default());
    }
}
