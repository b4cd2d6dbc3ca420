//! The style of faces in shadow roots.

use std::cell::RefCell;

use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, ShadowRoot};

/// Style sheets with their places in the cascade, written by `build.rs`.
pub(in crate::ui) mod sheets {
    include!(concat!(env!("OUT_DIR"), "/styles.rs"));
}

/// What a face has from the beginning.
#[cfg(feature = "split")]
use sheets::FRONT as FIRST;

#[cfg(not(feature = "split"))]
use sheets::ALL as FIRST;

/// A style sheet as text, and its place in the cascade.
pub(crate) type Sheet = (usize, &'static str);

thread_local! {
    static STYLE: RefCell<Style> = RefCell::default();
}

/// The style sheets that are loaded, in their order, and the shadow roots that have them. All faces share them, so that each
/// is parsed once.
#[derive(Default)]
struct Style {
    sheets: Vec<(usize, CssStyleSheet)>,
    roots: Vec<ShadowRoot>,
    knows_medium: bool,
}

impl Style {
    fn add(&mut self, sheets: &[Sheet]) -> Result<(), JsValue> {
        for &(place, css) in sheets {
            let found = self
                .sheets
                .binary_search_by_key(&place, |(place, _)| *place);
            if let Err(at) = found {
                let sheet = CssStyleSheet::new()?;
                sheet.replace_sync(css)?;
                self.sheets.insert(at, (place, sheet));
            }
        }
        Ok(())
    }

    fn apply(&self, root: &ShadowRoot) {
        let sheets: js_sys::Array = self.sheets.iter().map(|(_, sheet)| sheet).collect();
        root.set_adopted_style_sheets(&sheets);
    }
}

/// The style of a shadow root.
///
/// # On drop
///
/// The root gets no further style sheets.
pub(super) struct AdoptedStyle(ShadowRoot);

/// Adds the style sheets to a shadow root, now and when parts with more of them are loaded. A constructed style sheet needs no
/// permission from a content security policy.
pub(super) fn adopt_style(root: &ShadowRoot) -> Result<AdoptedStyle, JsValue> {
    STYLE.with_borrow_mut(|style| {
        if !style.knows_medium {
            register_medium();
            style.knows_medium = true;
        }
        style.add(FIRST)?;
        style.apply(root);
        style.roots.push(root.clone());
        Ok(AdoptedStyle(root.clone()))
    })
}

/// Adds the style sheets of a part to all faces.
#[cfg(feature = "split")]
pub(crate) fn add_style(sheets: &[Sheet]) {
    STYLE.with_borrow_mut(|style| {
        // A browser that has refused one has refused the face.
        let _ = style.add(sheets);
        for root in &style.roots {
            style.apply(root);
        }
    });
}

impl Drop for AdoptedStyle {
    fn drop(&mut self) {
        STYLE.with_borrow_mut(|style| style.roots.retain(|root| *root != self.0));
    }
}

/// Registers the property that keeps the size of *medium* text as a length. Without it, its `1em` would be
/// resolved again by each element. A style sheet in a shadow root cannot register a property. A second
/// registration fails, and changes nothing.
fn register_medium() {
    let definition = js_sys::Object::new();
    let fields = [
        ("name", JsValue::from("--td-medium")),
        ("syntax", JsValue::from("<length>")),
        ("inherits", JsValue::TRUE),
        ("initialValue", JsValue::from("16px")),
    ];
    for (name, value) in fields {
        let _ = js_sys::Reflect::set(&definition, &name.into(), &value);
    }
    let css = js_sys::Reflect::get(&js_sys::global(), &"CSS".into());
    let register = css
        .and_then(|css| js_sys::Reflect::get(&css, &"registerProperty".into()))
        .and_then(JsCast::dyn_into::<js_sys::Function>);
    if let Ok(register) = register {
        let _ = register.call1(&JsValue::UNDEFINED, &definition);
    }
}
