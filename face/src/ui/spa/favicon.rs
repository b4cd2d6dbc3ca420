//! The icon of the page.

use leptos::wasm_bindgen::JsCast;
use send_wrapper::SendWrapper;
use web_sys::HtmlLinkElement;

use crate::ui::lean::document;

/// What the icon shows beside the mark of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// A ring.
    Running,
    /// A tick.
    Done,
    /// An exclamation mark.
    Failed,
}

/// The icon of the page, which is put back where there is nothing to show.
#[derive(Debug)]
pub(super) struct Favicon(Option<(SendWrapper<HtmlLinkElement>, String)>);

impl Favicon {
    /// Returns the icon of the page, if it has one.
    pub(super) fn of_page() -> Self {
        let link = document().query_selector("link[rel~=icon]").ok().flatten();
        let link = link.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok());
        Self(link.map(|link| {
            let plain = link.href();
            (SendWrapper::new(link), plain)
        }))
    }

    pub(super) fn show(&self, mark: Mark) {
        let Some((link, plain)) = &self.0 else { return };
        let address = match mark {
            Mark::None => plain.clone(),
            mark => {
                let drawn = js_sys::encode_uri_component(&svg(mark));
                format!("data:image/svg+xml,{}", String::from(drawn))
            }
        };
        if link.href() != address {
            link.set_href(&address);
        }
    }
}

/// Returns the icon with a mark in its corner. The marks differ in shape, not only in colour.
fn svg(mark: Mark) -> String {
    let mark = match mark {
        Mark::None => "",
        Mark::Running => {
            "<circle cx='22' cy='22' r='10' fill='#fff'/>\
             <path d='M22 15.5a6.5 6.5 0 1 1-6.5 6.5' fill='none' stroke='#1d5fd1' stroke-width='4' stroke-linecap='round'/>"
        }
        Mark::Done => {
            "<circle cx='22' cy='22' r='10' fill='#17743a' stroke='#fff' stroke-width='2'/>\
             <path d='m17 22.5 3.5 3.5 6.5-7' fill='none' stroke='#fff' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'/>"
        }
        Mark::Failed => {
            "<path d='M17.5 11.5h9l5 5v9l-5 5h-9l-5-5v-9z' fill='#c3202f' stroke='#fff' stroke-width='2'/>\
             <path d='M22 15.5v7' fill='none' stroke='#fff' stroke-width='3.5' stroke-linecap='round'/>\
             <circle cx='22' cy='27' r='2' fill='#fff'/>"
        }
    };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>\
         <rect width='32' height='32' rx='7' fill='#1d5fd1'/>\
         <g fill='none' stroke='#fff' stroke-width='3' stroke-linecap='round'>\
         <path d='M8 10h16'/><path d='M8 16h11' opacity='.8'/><path d='M8 22h6' opacity='.6'/></g>{mark}</svg>"
    )
}
