//! Mounts a face into a page.

use std::fmt;

use any_spawner::Executor;
use leptos::{
    tachys::view::{Mountable, any_view::AnyViewState},
    wasm_bindgen::{JsCast, JsValue},
};
use taskdeck_core::{Supervisor, TaskError, provide_supervisor};
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use super::{FaceOptions, FaceParts, Variant, style::adopt_style, tray::Tray};
use crate::{
    browser::js_error,
    reporter::{Reporter, provide_reporter},
    texts::{Texts, provide_texts},
    ui::{Theme, dashboard::dashboard, lean::*},
};

/// The names of the parts that a page can style with `::part`.
const PARTS: &str = "deck, header, tasks, card, runs, row, bar, selection, details, toast, dialog, tray-button, tray-panel";

/// A face that is mounted in a page.
///
/// # On drop
///
/// The face is removed with its element, listeners, timers and observers. The runs continue, because they
/// belong to the supervisor.
#[must_use = "dropping it takes the face away"]
pub struct MountedFace {
    host: HtmlElement,
    theme: RwSignal<Theme>,
    owner: Owner,
    view: AnyViewState,
}

/// Appends an element to `target` and mounts the face of a supervisor in it, in an open shadow root. The face
/// fills that element, which is 28em high unless `--taskdeck-height` is set.
///
/// # Errors
///
/// The browser refuses the shadow root or its style sheet.
pub fn mount_face(
    target: &Element,
    supervisor: Supervisor,
    reporter: Reporter,
    options: FaceOptions,
) -> Result<MountedFace, TaskError> {
    let host = host(target, options.variant).map_err(|thrown| js_error(&thrown))?;
    let root = host
        .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .and_then(|root| adopt_style(&root).map(|()| root))
        .map_err(|thrown| {
            host.remove();
            js_error(&thrown)
        })?;
    // An executor that was set earlier works as well.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (theme, view) = owner.with(|| {
        provide_supervisor(supervisor);
        provide_context(FaceParts {
            header: options.header,
            controls: options.controls,
        });
        let texts = Texts::new(&options.strings, options.locale.as_deref());
        provide_texts(texts);
        reporter.set_texts(texts);
        provide_reporter(reporter);
        let theme = RwSignal::new(options.theme);
        let view = match options.variant {
            Variant::Dashboard => dashboard(false, true, theme, RwSignal::new(false)),
            Variant::Tray => view! { <Tray theme=theme /> }.into_any(),
        };
        let mut view = view.build();
        // Mounting only appends nodes, which a shadow root supports too.
        view.mount(root.unchecked_ref(), None);
        (theme, view)
    });
    Ok(MountedFace {
        host,
        theme,
        owner,
        view,
    })
}

fn host(target: &Element, variant: Variant) -> Result<HtmlElement, JsValue> {
    let page = target.owner_document().unwrap_or_else(document);
    let host: HtmlElement = page.create_element("div")?.unchecked_into();
    host.set_attribute("data-variant", variant.name())?;
    // For a page whose own element wraps the host in another shadow root.
    host.set_attribute("exportparts", PARTS)?;
    target.append_child(&host)?;
    Ok(host)
}

impl MountedFace {
    /// Returns the element that the face is mounted in.
    #[must_use]
    pub fn host(&self) -> &HtmlElement {
        &self.host
    }

    /// Sets the theme. `Auto` follows the surrounding page.
    pub fn set_theme(&self, theme: Theme) {
        self.theme.set(theme);
    }
}

impl Drop for MountedFace {
    fn drop(&mut self) {
        self.view.unmount();
        // Closures of the view may still hold clones.
        self.owner.cleanup();
        self.host.remove();
    }
}

impl fmt::Debug for MountedFace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MountedFace")
    }
}
