//! The first screen of an embedded face: text sizes, narrow layouts, and the parts that its options leave out.

use leptos::prelude::*;
use taskdeck::{
    RunContext, Task, TaskError,
    browser::BrowserWorld,
    ui::{Controls, FaceOptions, Header},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

#[path = "mounted/page.rs"]
mod page;

use page::{Page, for_ever, press, style, until};

wasm_bindgen_test_configure!(run_in_browser);

impl Page {
    fn define(&self) {
        let task = Task::new("export", "Export", for_ever);
        self.supervisor.define(task).unwrap();
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root().query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|at| found.item(at).unwrap().unchecked_into())
            .collect()
    }

    /// Returns whether an element is there and drawn.
    fn shows(&self, selector: &str) -> bool {
        self.all(selector)
            .iter()
            .any(|element| element.get_client_rects().length() > 0)
    }

    async fn wait_for(&self, selector: &str) -> HtmlElement {
        until(selector, || self.shows(selector)).await;
        self.find(selector).unwrap()
    }

    fn heading(&self, region: &str) -> String {
        let heading = self.find(&format!("{region} h2")).unwrap();
        heading.text_content().unwrap()
    }
}

#[wasm_bindgen_test]
async fn the_text_has_the_size_of_the_browser_and_not_of_the_pages_root() {
    let root: HtmlElement = document().document_element().unwrap().unchecked_into();
    for size in ["62.5%", "200%"] {
        root.style().set_property("font-size", size).unwrap();
        let deck = Page::new(900, FaceOptions::default());
        deck.define();
        let title = deck.wait_for(".td-card-title").await;
        assert_eq!(style(&title, "font-size"), "14px", "{size}");
        // An element inside elements with other sizes.
        let line = deck.find(".td-card-line").unwrap();
        assert_eq!(style(&line, "font-size"), "12px", "{size}");
        assert_eq!(deck.face.as_ref().unwrap().host().offset_height(), 448);
        root.style().remove_property("font-size").unwrap();
    }
}

#[wasm_bindgen_test]
async fn heights_follow_the_text() {
    let deck = Page::new(1_000, FaceOptions::default());
    deck.define();
    let tile = deck.wait_for(".td-card").await;
    assert_eq!(tile.offset_height(), 55);
    let target = deck.target.style();
    target.set_property("--taskdeck-font-size", "24px").unwrap();
    assert!(tile.offset_height() >= 83, "{}", tile.offset_height());
    let button = deck.find(".td-card [type=submit]").unwrap();
    assert_eq!(button.offset_height(), 48);
}

#[wasm_bindgen_test]
async fn a_narrow_deck_has_tabs_only_with_tasks_and_four_rows_in_view() {
    for has_tasks in [false, true] {
        let deck = Page::new(480, FaceOptions::default());
        for number in 0..8 {
            let title = format!("Run {number}");
            deck.supervisor.spawn(title, for_ever).unwrap();
        }
        if has_tasks {
            deck.define();
        }
        deck.wait_for(".td-row[data-status=running]").await;
        until("its tabs", || deck.shows("[role=tab]") == has_tasks).await;
        assert!(!deck.shows(".td-tasks"), "the runs come first");
        let bottom = deck.target.get_bounding_client_rect().bottom();
        let in_view = || {
            let rows = deck.all(".td-row:not([hidden])");
            let rects = rows.iter().map(|row| row.get_bounding_client_rect());
            rects
                .filter(|rect| rect.height() > 0.0 && rect.bottom() <= bottom)
                .count()
        };
        until("four rows", || in_view() >= 4).await;
    }
}

#[wasm_bindgen_test]
async fn a_deck_without_tasks_has_no_empty_column() {
    let deck = Page::new(1_000, FaceOptions::default());
    let runs = deck.wait_for(".td-runs").await;
    assert!(runs.offset_width() > 950, "{}", runs.offset_width());
    assert!(deck.find(".td-tasks").is_none());
    deck.define();
    deck.wait_for(".td-tasks").await;
    assert!(runs.offset_width() < 700, "{}", runs.offset_width());
}

#[wasm_bindgen_test]
async fn a_compact_header_has_no_name_and_a_hidden_one_nothing() {
    let with = |header| FaceOptions {
        header,
        ..FaceOptions::default()
    };
    let compact = Page::new(800, with(Header::Compact));
    compact.wait_for(".td-counts").await;
    assert!(!compact.shows(".td-mark") && !compact.shows(".td-name"));
    assert!(compact.shows(".td-queue-button") && compact.shows(".td-bell button"));
    let hidden = Page::new(480, with(Header::Hidden));
    hidden.define();
    hidden.wait_for("[role=tab]").await;
    assert!(!hidden.shows("header") && !hidden.shows(".td-counts"));
    // Errors reach the user all the same. In a window that is not looked at, no row is in view.
    let blurred = web_sys::Event::new("blur").unwrap();
    window().dispatch_event(&blurred).unwrap();
    let failing = async |_ctx: RunContext| Err::<(), _>(TaskError::new("no room"));
    let _ = hidden.supervisor.spawn("Work", failing).unwrap();
    hidden.wait_for(".td-toast").await;
}

#[wasm_bindgen_test]
async fn a_control_that_is_left_out_has_no_button_no_key_and_no_command() {
    let controls = Controls {
        concurrency: false,
        pause: false,
        search: false,
        palette: false,
        settings: false,
        clear: false,
    };
    let deck = Page::new(
        1_000,
        FaceOptions {
            controls,
            ..FaceOptions::default()
        },
    );
    let _ = deck.supervisor.spawn("Work", for_ever).unwrap();
    let row = deck.wait_for(".td-row").await;
    for selector in [
        ".td-queue-button",
        ".td-pause",
        "[type=search]",
        ".td-status-filter",
        ".td-count",
        ".td-popover-root",
    ] {
        assert!(!deck.shows(selector), "{selector}");
    }
    until("the counts as text", || {
        let counts = deck.find(".td-counts").unwrap();
        counts.inner_text().trim() == "1 running"
    })
    .await;
    for key in ["k", "?", "/"] {
        press(&row, key);
    }
    let world = BrowserWorld::shared();
    for _ in 0..3 {
        world.next_frame().await;
    }
    assert!(!deck.shows("dialog"));

    let deck = Page::new(
        1_000,
        FaceOptions {
            controls: Controls {
                palette: true,
                ..controls
            },
            ..FaceOptions::default()
        },
    );
    let _ = deck.supervisor.spawn("Work", for_ever).unwrap();
    let row = deck.wait_for(".td-row").await;
    press(&row, "k");
    let palette = deck.wait_for(".td-commands").await;
    let commands = palette.text_content().unwrap();
    assert!(commands.contains("Cancel all"), "{commands}");
    for missing in ["Pause", "Clear finished", "Search", "Show failed", "Theme"] {
        assert!(!commands.contains(missing), "{missing} in {commands}");
    }
}

#[wasm_bindgen_test]
async fn a_further_deck_has_names_of_its_own() {
    let first = Page::new(800, FaceOptions::default());
    let second = Page::new(800, FaceOptions::default());
    for deck in [&first, &second] {
        deck.define();
        deck.wait_for(".td-tasks").await;
    }
    assert_eq!(first.heading(".td-tasks"), "Tasks");
    assert_eq!(first.heading(".td-runs"), "Runs");
    assert_eq!(second.heading(".td-tasks"), "Tasks, deck 2");
    assert_eq!(second.heading(".td-runs"), "Runs, deck 2");
    // The names are free again once their deck has gone.
    drop(first);
    let third = Page::new(800, FaceOptions::default());
    third.wait_for(".td-runs").await;
    assert_eq!(third.heading(".td-runs"), "Runs");
}
