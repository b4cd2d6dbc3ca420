//! What is behind the front of the face: in the part `face`.

use std::any::Any;

use taskdeck::{
    browser::GlobalErrors,
    reporter::{Backlog, Reporter},
    texts::all_texts,
    ui::{self, Controls, FaceOptions, Header, MountedFace, Theme},
};
use taskdeck_core::TaskError;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::{
    deck::Core,
    face::{Look, Mounted, Reports},
};

struct DeckReporter {
    reporter: Reporter,
    _errors: Option<GlobalErrors>,
}

pub(super) fn texts() -> String {
    all_texts().collect::<Vec<_>>().join("\n")
}

pub(super) fn reporter(core: &Core, backlog: &Backlog, captures_errors: bool) -> Box<dyn Reports> {
    let reporter = Reporter::after(backlog, &core.supervisor);
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
    fn report(&self, error: TaskError, context: &str) {
        self.reporter.report(error, context);
    }

    fn reset_errors(&self) {
        self.reporter.reset();
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Mounted for MountedFace {
    fn toggle(&self) {
        self.toggle();
    }

    fn close(&self) {
        self.close();
    }
}

pub(super) fn mount(
    core: &Core,
    reporter: &dyn Reports,
    target: &Element,
    look: Look,
) -> Result<Box<dyn Mounted>, JsValue> {
    let supervisor = core.supervisor.clone();
    let mounted = ui::mount_face(target, supervisor, own(core, reporter), options(look));
    boxed(core, mounted)
}

pub(super) fn mount_tray(
    core: &Core,
    reporter: &dyn Reports,
    place: HtmlElement,
    button: HtmlElement,
    look: Look,
) -> Result<Box<dyn Mounted>, JsValue> {
    let (supervisor, reporter) = (core.supervisor.clone(), own(core, reporter));
    let mounted = ui::mount_tray_panel(place, button, supervisor, reporter, options(look));
    boxed(core, mounted)
}

fn boxed(
    core: &Core,
    mounted: Result<MountedFace, TaskError>,
) -> Result<Box<dyn Mounted>, JsValue> {
    match mounted {
        Ok(mounted) => Ok(Box::new(mounted)),
        Err(error) => Err(core.shared.host.refusal("target", &error.to_string())),
    }
}

/// Returns the reporter of the deck.
fn own(core: &Core, reporter: &dyn Reports) -> Reporter {
    let own = reporter.as_any().downcast_ref::<DeckReporter>();
    own.map_or_else(
        || Reporter::new(&core.supervisor),
        |own| own.reporter.clone(),
    )
}

fn options(look: Look) -> FaceOptions {
    FaceOptions {
        theme: Theme::of_name(&look.theme).unwrap_or_default(),
        header: match &*look.header {
            "compact" => Header::Compact,
            "none" => Header::Hidden,
            _ => Header::Full,
        },
        controls: controls(&look.without),
        strings: pairs(&look.strings),
        locale: look.locale,
        ..FaceOptions::default()
    }
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
