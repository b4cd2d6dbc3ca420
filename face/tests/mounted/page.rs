//! A page with a mounted face, and what a person does in it.

use std::time::Duration;

use leptos::prelude::*;
use taskdeck::{
    Config, RunContext, Supervisor, TaskError,
    browser::BrowserWorld,
    reporter::Reporter,
    ui::{FaceOptions, MountedFace, mount_face},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent, KeyboardEventInit, ShadowRoot};

/// A face that goes with its element when it is dropped.
pub(crate) struct Page {
    pub(crate) target: HtmlElement,
    pub(crate) supervisor: Supervisor,
    pub(crate) face: Option<MountedFace>,
}

impl Page {
    /// Mounts a face in an element of this width.
    pub(crate) fn new(width: u32, options: FaceOptions) -> Self {
        let target: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&target).unwrap();
        let style = format!("position: fixed; top: 0; left: 0; width: {width}px");
        target.set_attribute("style", &style).unwrap();
        let supervisor = Supervisor::new(Config::default());
        let reporter = Reporter::new(&supervisor);
        let face = mount_face(&target, supervisor.clone(), reporter, options).unwrap();
        Self {
            target,
            supervisor,
            face: Some(face),
        }
    }

    pub(crate) fn root(&self) -> ShadowRoot {
        self.face.as_ref().unwrap().host().shadow_root().unwrap()
    }

    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root().query_selector(selector).unwrap()?;
        found.dyn_into().ok()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.face.take());
        self.target.remove();
    }
}

/// Waits for a condition that holds within the next frames.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let world = BrowserWorld::shared();
    let deadline = world.now() + Duration::from_secs(10);
    while !is_so() {
        assert!(world.now() < deadline, "{what} did not come");
        world.next_frame().await;
    }
}

pub(crate) fn style(element: &Element, name: &str) -> String {
    let style = window().get_computed_style(element).unwrap().unwrap();
    style.get_property_value(name).unwrap()
}

/// Presses a key, or with `Ctrl` that of the palette.
pub(crate) fn press(target: &EventTarget, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(true);
    init.set_ctrl_key(key == "k");
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

pub(crate) async fn for_ever(ctx: RunContext) -> Result<(), TaskError> {
    Ok(ctx.sleep(Duration::from_secs(3_600)).await?)
}
