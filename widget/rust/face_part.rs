//! What is behind the front of the face: in the part `face`.

use std::any::Any;

use taskdeck::{
    reporter::{Backlog, Reporter},
    ui::{self, Controls, FaceOptions, Header, MountedFace, MountedTray, Theme},
};
use taskdeck_core::TaskError;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::deck::Core;

/// The reporter of a deck, as JavaScript uses it.
pub(super) trait Reports {
    fn begin(&self);
    fn reset_errors(&self);
    fn handle(&self) -> &dyn Any;
}

/// A face on a page, as JavaScript uses it.
pub(super) trait Mounted {
    fn toggle(&self) {}
    fn close(&self) {}
}

/// The options of a face, as JavaScript gives them. An empty word means the default.
#[derive(Default)]
pub(super) struct Look {
    pub(super) theme: String,
    pub(super) header: String,
    pub(super) without: String,
    pub(super) locale: Option<String>,
    pub(super) strings: String,
}

pub(super) fn reporter(core: &Core, backlog: Backlog) -> Box<dyn Reports> {
    Box::new(Reporter::of(backlog, &core.supervisor))
}

impl Reports for Reporter {
    fn begin(&self) {
        ui::begin_to_report(self.clone());
    }

    fn reset_errors(&self) {
        self.reset();
    }

    fn handle(&self) -> &dyn Any {
        self
    }
}

/// Returns the reporter of the deck, which [`reporter`] has made.
fn own(reporter: &dyn Reports) -> Result<Reporter, JsValue> {
    let own = reporter.handle().downcast_ref::<Reporter>();
    own.cloned().ok_or(JsValue::UNDEFINED)
}

impl Mounted for MountedFace {}

impl Mounted for MountedTray {
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
    let mounted = ui::mount_dashboard(target, supervisor, own(reporter)?, options(look));
    boxed(core, mounted)
}

pub(super) fn mount_tray(
    core: &Core,
    reporter: &dyn Reports,
    place: HtmlElement,
    button: HtmlElement,
    look: Look,
) -> Result<Box<dyn Mounted>, JsValue> {
    let supervisor = core.supervisor.clone();
    let mounted = ui::mount_tray_panel(place, button, supervisor, own(reporter)?, options(look));
    boxed(core, mounted)
}

fn boxed<M: Mounted + 'static>(
    core: &Core,
    mounted: Result<M, TaskError>,
) -> Result<Box<dyn Mounted>, JsValue> {
    match mounted {
        Ok(mounted) => Ok(Box::new(mounted)),
        Err(error) => Err(core.shared.host.refusal("target", &error.to_string())),
    }
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
