//! A face in a shadow root of a foreign page.
#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use taskdeck::{
    Config, RunContext, Supervisor, Task, TaskError,
    browser::BrowserWorld,
    provide_supervisor,
    ui::{Face, FaceOptions, Theme, Variant},
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

#[path = "mounted/page.rs"]
mod page;

use page::{Page, for_ever, press, style, until};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
    // Counts what may outlive an element: listeners of the window and the document, and timers.
    let listeners = 0, timers = new Set(), watched = false;
    export function watch() {
        if (watched) return;
        watched = true;
        for (const target of [window, document]) {
            const { addEventListener, removeEventListener } = target;
            target.addEventListener = function (...args) { listeners += 1; return addEventListener.apply(this, args); };
            target.removeEventListener = function (...args) { listeners -= 1; return removeEventListener.apply(this, args); };
        }
        const { setTimeout, clearTimeout } = window;
        window.setTimeout = (call, ...rest) => {
            const id = setTimeout((...args) => { timers.delete(id); call(...args); }, ...rest);
            timers.add(id);
            return id;
        };
        window.clearTimeout = (id) => { timers.delete(id); clearTimeout(id); };
    }
    export function left() { return `${listeners} listeners, ${timers.size} timers`; }
"#)]
extern "C" {
    fn watch();
    fn left() -> String;
}

impl Page {
    async fn wait_for(&self, selector: &str) -> HtmlElement {
        until(selector, || self.find(selector).is_some()).await;
        self.find(selector).unwrap()
    }
}

fn tray() -> FaceOptions {
    FaceOptions {
        variant: Variant::Tray,
        ..FaceOptions::default()
    }
}

fn plain(id: &str, title: &str) -> Task {
    Task::new(id, title, async |_ctx: RunContext| Ok(()))
}

#[wasm_bindgen_test]
async fn no_style_comes_in_and_none_goes_out() {
    let page_style = document().create_element("style").unwrap();
    page_style.set_text_content(Some(
        "body * { color: rgb(255, 0, 0); font-size: 40px; letter-spacing: 9px; text-transform: uppercase; padding: 31px }
         div { display: flex; border: 5px solid; margin: 17px } h2, button { color: rgb(255, 0, 0) !important }",
    ));
    document()
        .head()
        .unwrap()
        .append_child(&page_style)
        .unwrap();
    let heading = document().create_element("kbd").unwrap();
    document().body().unwrap().append_child(&heading).unwrap();
    let before = style(&heading, "font-family");
    let page = Page::new(1000, FaceOptions::default());
    let host = page.face.as_ref().unwrap().host().clone();

    assert_eq!(style(&host, "padding-top"), "0px");
    assert_eq!(style(&host, "margin-top"), "0px");
    assert_eq!(style(&host, "height"), "448px");
    for selector in [".td", ".td h2", ".td-button"] {
        let element = page.find(selector).unwrap();
        assert_ne!(style(&element, "color"), "rgb(255, 0, 0)", "{selector}");
        assert_eq!(style(&element, "text-transform"), "none", "{selector}");
        assert_ne!(style(&element, "letter-spacing"), "9px", "{selector}");
    }
    assert_eq!(
        style(&page.find(".td-button").unwrap(), "font-size"),
        "14px"
    );
    assert_eq!(style(&heading, "font-family"), before);
    page_style.remove();
    heading.remove();
}

#[wasm_bindgen_test]
async fn what_is_not_seen_of_the_page_is_not_seen_of_the_deck() {
    let page = Page::new(1000, FaceOptions::default());
    page.target
        .style()
        .set_property("visibility", "hidden")
        .unwrap();
    assert_eq!(
        style(&page.find(".td-button").unwrap(), "visibility"),
        "hidden"
    );
}

#[wasm_bindgen_test]
async fn its_colours_follow_the_page_unless_a_theme_is_set() {
    let page = Page::new(1000, FaceOptions::default());
    let face = page.find(".td").unwrap();
    let (light, dark) = ("rgb(247, 248, 250)", "rgb(22, 26, 33)");
    for (scheme, colour) in [("light", light), ("dark", dark)] {
        page.target
            .style()
            .set_property("color-scheme", scheme)
            .unwrap();
        assert_eq!(style(&face, "background-color"), colour);
    }
    page.face.as_ref().unwrap().set_theme(Theme::Light);
    until("light", || style(&face, "background-color") == light).await;
    page.target
        .style()
        .set_property("--taskdeck-background", "rgb(1, 2, 3)")
        .unwrap();
    assert_eq!(style(&face, "background-color"), "rgb(1, 2, 3)");
}

#[wasm_bindgen_test]
async fn a_task_that_is_defined_later_has_a_card() {
    let page = Page::new(1000, FaceOptions::default());
    page.supervisor.define(plain("a", "First")).unwrap();
    page.wait_for(".td-card").await;
    page.supervisor
        .define(plain("b", "Second").group("More"))
        .unwrap();
    until("the second card", || {
        page.root().query_selector_all(".td-card").unwrap().length() == 2
    })
    .await;
    let titles = page.find(".td-tasks").unwrap().text_content().unwrap();
    assert!(titles.find("First") < titles.find("More"), "{titles}");
    page.find(".td-card [type=submit]").unwrap().click();
    page.wait_for(".td-row[data-status=completed]").await;
}

#[wasm_bindgen_test]
async fn keys_of_the_page_are_the_pages() {
    let page = Page::new(1000, FaceOptions::default());
    let toasts = page.find(".td-toasts").unwrap();
    press(&document().body().unwrap(), "F8");
    let world = BrowserWorld::shared();
    for _ in 0..3 {
        world.next_frame().await;
    }
    assert!(page.root().active_element().is_none());
    press(&page.find(".td-queue-button").unwrap(), "F8");
    until("focus", || {
        page.root().active_element().as_deref() == Some(&*toasts)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_list_in_a_shadow_root_follows_its_scrolling() {
    let page = Page::new(1000, FaceOptions::default());
    page.supervisor.pause();
    for number in 0..300 {
        page.supervisor
            .spawn(format!("Run {number}"), for_ever)
            .unwrap();
    }
    page.wait_for(".td-row:not([hidden])").await;
    let scroller = page.find(".td-runs .td-scroll").unwrap();
    until("room to scroll", || scroller.scroll_height() > 10_000).await;
    scroller.set_scroll_top(scroller.scroll_height());
    until("the oldest run", || {
        scroller.text_content().unwrap().contains("Run 0")
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_tray_opens_a_panel_and_gives_focus_back() {
    let page = Page::new(1000, tray());
    let button = page.find(".td-tray-button").unwrap();
    let panel = page.find(".td-tray-panel").unwrap();
    assert_eq!((button.offset_width(), button.offset_height()), (48, 48));
    assert_eq!(style(&panel, "display"), "none");

    let run = page.supervisor.spawn("Work", for_ever).unwrap();
    until("the count", || {
        button.text_content().as_deref() == Some("1")
    })
    .await;
    assert_eq!(
        button.get_attribute("aria-label").unwrap(),
        "Runs: 1 running"
    );
    button.focus().unwrap();
    button.click();
    until("focus in the panel", || {
        page.root().active_element().as_deref() == Some(&*panel)
    })
    .await;
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("true")
    );
    assert_eq!(panel.offset_width(), 380);
    page.wait_for(".td-row .td-cancel").await.click();
    page.wait_for(".td-row[data-status=cancelled]").await;
    drop(run);

    press(&panel, "Escape");
    until("focus back", || {
        page.root().active_element().as_deref() == Some(&*button)
    })
    .await;
    assert_eq!(style(&panel, "display"), "none");
}

#[wasm_bindgen_test]
async fn the_tray_shows_that_a_run_has_failed() {
    let page = Page::new(1000, tray());
    let dot = page.find(".td-tray-dot").unwrap();
    assert!(dot.hidden());
    let failing = async |_ctx: RunContext| Err::<(), _>(TaskError::new("no room"));
    page.supervisor.spawn("Work", failing).unwrap();
    until("the dot", || !dot.hidden()).await;
    let button = page.find(".td-tray-button").unwrap();
    assert_eq!(
        button.get_attribute("aria-label").unwrap(),
        "Runs: 1 failed"
    );
}

#[wasm_bindgen_test]
async fn unmounting_leaves_nothing_behind() {
    watch();
    for options in [FaceOptions::default(), tray()] {
        let before = left();
        let sheets = document().adopted_style_sheets().length();
        let page = Page::new(1000, options);
        page.supervisor.define(plain("a", "First")).unwrap();
        let run = page.supervisor.spawn("Work", for_ever).unwrap();
        page.wait_for(".td-row[data-status=running]").await;
        let host = page.face.as_ref().unwrap().host().clone();
        assert_ne!(left(), before);
        run.cancel();
        let supervisor = page.supervisor.clone();
        drop(page);
        supervisor.shutdown(Duration::ZERO).await;
        assert!(!host.is_connected());
        assert_eq!(document().adopted_style_sheets().length(), sheets);
        until(&format!("what was there before ({before})"), || {
            left() == before
        })
        .await;
    }
}

fn pairs(words: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = words.iter();
    own.map(|(english, own)| ((*english).to_owned(), (*own).to_owned()))
        .collect()
}

#[wasm_bindgen_test]
async fn as_a_component_it_comes_and_goes_with_its_page() {
    watch();
    let before = left();
    let target: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&target).unwrap();
    let supervisor = Supervisor::new(Config::default());
    let run = supervisor.spawn("Work", for_ever).unwrap();
    let is_shown = RwSignal::new(true);
    let page = {
        let supervisor = supervisor.clone();
        mount_to(target.clone(), move || {
            provide_supervisor(supervisor);
            view! { <Show when=move || is_shown.get()><Face options=tray() /></Show> }
        })
    };
    let host = || target.query_selector("[data-variant=tray]").unwrap();
    let button = || {
        let root = host()?.shadow_root()?;
        root.query_selector(".td-tray-button").ok()?
    };
    for _ in 0..3 {
        is_shown.set(true);
        until("its button", || button().is_some()).await;
        is_shown.set(false);
        until("its going", || host().is_none()).await;
    }
    assert!(run.status().get_untracked().is_live());
    is_shown.set(true);
    until("its button", || button().is_some()).await;
    drop(page);
    until("its going with the page", || host().is_none()).await;
    run.cancel();
    supervisor.shutdown(Duration::ZERO).await;
    drop(supervisor);
    target.remove();
    until(&format!("what was there before ({before})"), || {
        left() == before
    })
    .await;
}

#[wasm_bindgen_test]
async fn words_and_numbers_are_those_that_were_given() {
    let german = FaceOptions {
        strings: pairs(&[
            ("Run", "Starten"),
            ("Run {title}", "{title} starten"),
            ("Nothing is running", "Es läuft nichts"),
            ("{count} failed", "{count} gescheitert"),
            ("Failed", "Gescheitert"),
            ("{label} is required", "{label} fehlt"),
        ]),
        locale: Some("de".to_owned()),
        ..FaceOptions::default()
    };
    let (page, english) = (
        Page::new(1000, german),
        Page::new(1000, FaceOptions::default()),
    );
    let field = taskdeck::Field::text("to", "Ziel").required();
    page.supervisor
        .define(plain("a", "Export").field(field))
        .unwrap();
    english.supervisor.define(plain("a", "Export")).unwrap();
    let run = page.wait_for(".td-card [type=submit]").await;
    assert_eq!(run.text_content().as_deref(), Some("Starten"));
    assert_eq!(run.get_attribute("aria-label").unwrap(), "Export starten");
    let counts = page.find(".td-counts").unwrap();
    assert_eq!(counts.inner_text(), "Es läuft nichts");
    run.click();
    until("what is wrong", || {
        let wrong = page.find(".td-error:not([hidden])");
        wrong.and_then(|wrong| wrong.text_content()).as_deref() == Some("Ziel fehlt")
    })
    .await;
    // A thousand are kept.
    for _ in 0..1_100 {
        let failing = async |_ctx: RunContext| Err::<(), _>(TaskError::new("{count} failed"));
        page.supervisor.spawn("Work", failing).unwrap();
    }
    until("the number", || counts.inner_text() == "1.000 gescheitert").await;
    let row = page.wait_for(".td-row[data-status=failed]").await;
    let text = row.text_content().unwrap();
    assert!(text.contains("Gescheitert"), "{text}");
    // The texts of a body are not replaced.
    assert!(text.contains("{count} failed"), "{text}");
    // Decks share no texts.
    let run = english.wait_for(".td-card [type=submit]").await;
    assert_eq!(run.text_content().as_deref(), Some("Run"));
}

#[wasm_bindgen_test]
async fn an_unknown_locale_is_ignored() {
    let page = Page::new(
        1000,
        FaceOptions {
            locale: Some("not a locale".to_owned()),
            ..FaceOptions::default()
        },
    );
    page.supervisor.spawn("Work", for_ever).unwrap();
    let counts = page.find(".td-counts").unwrap();
    until("the count", || counts.inner_text() == "1 running").await;
}
