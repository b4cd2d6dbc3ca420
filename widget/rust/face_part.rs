//! What is behind the front of the face: in the part `face`.

use std::any::Any;

use taskdeck::{
    browser::GlobalErrors,
    reporter::Reporter,
    texts::all_texts,
    ui::{self, Controls, FaceOptions, Header, Theme, Variant},
};
use taskdeck_core::TaskError;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{
    deck::Core,
    face::{Look, Reports},
};

struct DeckReporter {
    reporter: Reporter,
    _errors: Option<GlobalErrors>,
}

pub(super) fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

pub(super) fn reporter(core: &Core, captures_errors: bool) -> Box<dyn Reports> {
    let reporter = Reporter::new(&core.supervisor);
    let weak_reporter = reporter.downgrade();
    let listen = || {
        GlobalErrors::listen(move |error| {
            if let Some(reporter) = weak_reporter.upgrade() {
                reporter.report_uncaught(error);
            }
        })
    };
    Box::new(DeckReporter {
        reporter,
        _errors: captures_errors.then(listen),
    })
}

impl Reports for DeckReporter {
    fn report(&self, lines: &str, context: &str) {
        let mut lines = lines.split('\0');
        let error = TaskError::new(lines.next().unwrap_or_default());
        self.reporter
            .report(lines.fold(error, TaskError::caused_by), context);
    }

    fn reset_errors(&self) {
        self.reporter.reset();
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

pub(super) fn mount(
    core: &Core,
    reporter: &dyn Reports,
    target: &Element,
    look: &Look<'_>,
) -> Result<Box<dyn Any>, JsValue> {
    let mut texts = look.strings.split('\0').map(str::to_owned);
    let pairs = std::iter::from_fn(|| texts.next().zip(texts.next()));
    let options = FaceOptions {
        variant: match look.variant {
            "tray" => Variant::Tray,
            _ => Variant::Dashboard,
        },
        theme: Theme::of_name(look.theme).unwrap_or_default(),
        header: match look.header {
            "compact" => Header::Compact,
            "none" => Header::Hidden,
            _ => Header::Full,
        },
        controls: controls(look.without),
        strings: pairs.collect(),
        locale: look.locale.clone(),
    };
    let reporter = reporter.as_any().downcast_ref::<DeckReporter>();
    let reporter = reporter.map_or_else(|| Reporter::new(&core.supervisor), |own| own.reporter.clone());
    let mounted = ui::mount_face(target, core.supervisor.clone(), reporter, options)
        .map_err(|error| core.shared.host.refusal("target", &error.to_string()))?;
    Ok(Box::new(mounted))
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
