//! Mounts a face into a page.

use std::fmt;

use any_spawner::Executor;
use leptos::{
    tachys::view::{Mountable, any_view::AnyViewState},
    wasm_bindgen::{JsCast, JsValue},
};
use taskdeck_core::{Supervisor, TaskError, provide_supervisor};
use web_sys::{Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::{
    FaceOptions, FaceParts, Variant,
    style::{AdoptedStyle, adopt_style},
    tray::{Tray, TrayState, tray_of_button},
};
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
    /// Whether the host goes with the face.
    owns_host: bool,
    theme: RwSignal<Theme>,
    owner: Owner,
    view: AnyViewState,
    _style: AdoptedStyle,
}

/// The panel of a tray that is mounted in a page.
///
/// # On drop
///
/// As with [`MountedFace`].
#[must_use = "dropping it takes the panel away"]
pub struct MountedTray {
    face: MountedFace,
    tray: Option<TrayState>,
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
    match options.variant {
        Variant::Dashboard => mount_dashboard(target, supervisor, reporter, options),
        Variant::Tray => mount_in_host(target, Variant::Tray, reporter, options, |theme| {
            provide_supervisor(supervisor);
            view! { <Tray theme=theme /> }.into_any()
        }),
    }
}

/// Like [`mount_face`], with a dashboard whatever the variant is: a program that calls only this one contains no tray.
///
/// # Errors
///
/// The browser refuses the shadow root or its style sheet.
pub fn mount_dashboard(
    target: &Element,
    supervisor: Supervisor,
    reporter: Reporter,
    options: FaceOptions,
) -> Result<MountedFace, TaskError> {
    mount_in_host(target, Variant::Dashboard, reporter, options, |theme| {
        provide_supervisor(supervisor);
        dashboard(false, true, theme, RwSignal::new(false))
    })
}

fn mount_in_host(
    target: &Element,
    variant: Variant,
    reporter: Reporter,
    options: FaceOptions,
    view: impl FnOnce(RwSignal<Theme>) -> AnyView,
) -> Result<MountedFace, TaskError> {
    let host = host(target, variant).map_err(|thrown| js_error(&thrown))?;
    let (root, style) = host
        .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .and_then(|root| adopt_style(&root).map(|style| (root, style)))
        .map_err(|thrown| {
            host.remove();
            js_error(&thrown)
        })?;
    let mut mounted = mount(host, root.unchecked_ref(), style, reporter, options, view);
    mounted.owns_host = true;
    Ok(mounted)
}

/// Mounts the panel of a tray, whose `button` the page has drawn into `place`, an element with the classes of a tray in a
/// shadow root. The page calls [`MountedTray::toggle`] when the button is pressed, and shows the numbers in it.
///
/// # Errors
///
/// `place` is in no shadow root, or the browser refuses the style sheet.
pub fn mount_tray_panel(
    place: HtmlElement,
    button: HtmlElement,
    supervisor: Supervisor,
    reporter: Reporter,
    options: FaceOptions,
) -> Result<MountedTray, TaskError> {
    let root = place.get_root_node().dyn_into::<ShadowRoot>();
    let root = root.map_err(|_| TaskError::new("The place of a tray is in no shadow root"))?;
    let style = adopt_style(&root).map_err(|thrown| js_error(&thrown))?;
    let parent = place.clone();
    let mut state = None;
    let face = mount(place, &parent, style, reporter, options, |_| {
        provide_supervisor(supervisor.clone());
        let (tray, view) = tray_of_button(supervisor, button);
        state = Some(tray);
        view
    });
    Ok(MountedTray { face, tray: state })
}

/// Mounts a view into an element or a shadow root.
fn mount(
    host: HtmlElement,
    parent: &Element,
    style: AdoptedStyle,
    reporter: Reporter,
    options: FaceOptions,
    view: impl FnOnce(RwSignal<Theme>) -> AnyView,
) -> MountedFace {
    // An executor that was set earlier works as well.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (theme, view) = owner.with(|| {
        provide_context(FaceParts {
            header: options.header,
            controls: options.controls,
        });
        let texts = Texts::new(&options.strings, options.locale.as_deref());
        provide_texts(texts);
        reporter.set_texts(texts);
        provide_reporter(reporter);
        let theme = RwSignal::new(options.theme);
        let mut view = view(theme).build();
        // Mounting only appends nodes, which a shadow root supports too.
        view.mount(parent, None);
        (theme, view)
    });
    MountedFace {
        host,
        owns_host: false,
        theme,
        owner,
        view,
        _style: style,
    }
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

impl MountedTray {
    /// Opens the panel, or closes it if it is open.
    pub fn toggle(&self) {
        if let Some(tray) = self.tray {
            tray.toggle();
        }
    }

    /// Closes the panel.
    pub fn close(&self) {
        if let Some(tray) = self.tray {
            tray.close();
        }
    }
}

impl fmt::Debug for MountedTray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MountedTray").field(&self.face).finish()
    }
}

impl Drop for MountedFace {
    fn drop(&mut self) {
        self.view.unmount();
        // Closures of the view may still hold clones.
        self.owner.cleanup();
        if self.owns_host {
            self.host.remove();
        }
    }
}

impl fmt::Debug for MountedFace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MountedFace")
    }
}
