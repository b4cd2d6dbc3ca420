//! The reporter's face in a page: toasts, the error modal, and the chain between them.
#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};

use js_sys::Function;
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
};
use taskdeck::{
    Config, RunContext, RunOptions, Supervisor, TaskError,
    browser::{BrowserWorld, has_focus},
    provide_supervisor,
    reporter::{Reporter, provide_reporter},
    ui::notifications::{Announcer, ErrorModal, NotificationBell, Notifications, StormBanner},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlDialogElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

struct Page {
    root: HtmlElement,
    supervisor: Supervisor,
    reporter: Reporter,
    console: Rc<RefCell<Vec<String>>>,
    mounted: Option<Box<dyn FnOnce()>>,
}

impl Page {
    async fn new() -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let supervisor = Supervisor::new(Config::default());
        let console: Rc<RefCell<Vec<String>>> = Rc::default();
        let lines = console.clone();
        let reporter = Reporter::with_console(
            &supervisor,
            Rc::new(move |line| {
                lines.borrow_mut().push(line.to_owned());
                Ok(())
            }),
        );
        let (below, inner_reporter) = (supervisor.clone(), reporter.clone());
        let handle: UnmountHandle<_> = mount_to(root.clone(), move || {
            provide_supervisor(below);
            provide_reporter(inner_reporter);
            view! {
                <button id="opener">"Opener"</button>
                <StormBanner />
                <NotificationBell />
                <Notifications />
                <ErrorModal />
                <Announcer />
            }
        });
        let page = Self {
            root,
            supervisor,
            reporter,
            console,
            mounted: Some(Box::new(move || drop(handle))),
        };
        frame().await;
        page
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).unwrap();
        found.map(JsCast::unchecked_into)
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|at| found.item(at).unwrap().unchecked_into())
            .collect()
    }

    fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector)
            .unwrap_or_else(|| panic!("there is no {selector}"))
    }

    fn dialog(&self) -> HtmlDialogElement {
        self.get("dialog").unchecked_into()
    }

    /// Returns the button with this name inside an element.
    fn button(&self, within: &str, name: &str) -> HtmlElement {
        let all = self.all(&format!("{within} button"));
        let found = all.into_iter().find(|button| {
            button.get_attribute("aria-label").as_deref() == Some(name)
                || button
                    .text_content()
                    .is_some_and(|text| text.trim() == name)
        });
        found.unwrap_or_else(|| panic!("there is no button {name} in {within}"))
    }

    fn text(&self, selector: &str) -> String {
        self.get(selector).text_content().unwrap_or_default()
    }

    async fn fail(&self, title: &str, message: &str) {
        self.start(title, message, false);
        self.supervisor.idle().await;
        frame().await;
    }

    async fn fail_critically(&self, title: &str, message: &str) {
        self.start(title, message, true);
        self.supervisor.idle().await;
        frame().await;
    }

    fn start(&self, title: &str, message: &str, critical: bool) {
        let message = message.to_owned();
        let mut options = RunOptions::<()>::new(title);
        if critical {
            options = options.critical();
        }
        let body = move |_: RunContext| {
            let message = message.clone();
            async move { Err(TaskError::new(message)) }
        };
        self.supervisor.spawn_repeatable(options, body).unwrap();
    }

    async fn close_by_escape(&self) {
        wait_until(|| {
            press(&self.dialog(), "Escape");
            !self.dialog().open()
        })
        .await;
        wait_until(|| self.reporter.modal().get_untracked().is_none()).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(unmount) = self.mounted.take() {
            unmount();
        }
        self.root.remove();
    }
}

async fn frame() {
    BrowserWorld::shared().next_frame().await;
    leptos::task::tick().await;
}

/// Waits for a condition. The test runner ends a test that never gets there.
async fn wait_until(is_so: impl Fn() -> bool) {
    while !is_so() {
        frame().await;
    }
}

/// Presses a key. Returns `false` if the page prevented its default action.
fn press(on: &Element, key: &str) -> bool {
    let dispatch = Function::new_with_args(
        "on, key",
        "return on.dispatchEvent(new KeyboardEvent('keydown',
            { key, bubbles: true, cancelable: true, composed: true }));",
    );
    let result = dispatch.call2(&JsValue::UNDEFINED, on, &key.into());
    result.unwrap().as_bool().unwrap()
}

#[wasm_bindgen_test]
async fn a_critical_failure_opens_a_named_and_described_modal_with_focus_on_close() {
    let page = Page::new().await;
    page.fail_critically("Pay", "Declined").await;
    let dialog = page.dialog();
    assert!(dialog.open());
    assert_eq!(dialog.get_attribute("role").as_deref(), Some("alertdialog"));
    let refers = |name: &str| {
        let id = dialog.get_attribute(name).unwrap();
        document()
            .get_element_by_id(&id)
            .unwrap()
            .text_content()
            .unwrap()
    };
    assert_eq!(refers("aria-labelledby"), "Pay");
    assert_eq!(refers("aria-describedby"), "Declined");
    assert!(has_focus(&page.button("dialog", "Close")));
    page.close_by_escape().await;
}

#[wasm_bindgen_test]
async fn escape_closes_it_and_focus_goes_back() {
    let page = Page::new().await;
    let opener = page.get("#opener");
    opener.focus().unwrap();
    page.fail_critically("Pay", "Declined").await;
    assert!(!has_focus(&opener));
    page.close_by_escape().await;
    wait_until(|| has_focus(&opener)).await;
}

#[wasm_bindgen_test]
async fn one_that_opened_by_itself_takes_no_keys_at_first() {
    let page = Page::new().await;
    page.fail_critically("Pay", "Declined").await;
    assert!(
        !press(&page.button("dialog", "Close"), "Enter"),
        "Enter does nothing"
    );
    press(&page.dialog(), "Escape");
    assert!(page.dialog().open());
    page.close_by_escape().await;
}

#[wasm_bindgen_test]
async fn newcomers_change_only_the_number() {
    let page = Page::new().await;
    page.fail_critically("Pay", "Declined").await;
    let message = page.get(".td-modal-message");
    page.fail("Export", "No room").await;
    page.reporter
        .report_uncaught(TaskError::new("x is not a function"));
    frame().await;
    assert!(
        message.is_connected(),
        "the page that is read is not drawn anew"
    );
    assert!(page.text(".td-pager").contains("1 of 3"));
    assert!(has_focus(&page.button("dialog", "Close")));
    page.button("dialog", "Next error").click();
    frame().await;
    assert_eq!(page.text(".td-modal-message"), "No room");
    page.close_by_escape().await;
    // The third error was not viewed.
    wait_until(|| page.text(".td-toasts").contains("1 more error")).await;
}

#[wasm_bindgen_test]
async fn tab_goes_round() {
    let page = Page::new().await;
    page.fail("Export", "No room").await;
    page.button(".td-toasts", "Show error of Export").click();
    frame().await;
    let close = page.button("dialog", "Close");
    wait_until(|| has_focus(&close)).await;
    press(&close, "Tab");
    assert!(
        has_focus(&page.get(".td-modal-body")),
        "from the last to the first"
    );
    page.close_by_escape().await;
}

#[wasm_bindgen_test]
async fn there_is_one_modal_at_most_on_the_page() {
    let (one, two) = (Page::new().await, Page::new().await);
    one.fail_critically("Pay", "Declined").await;
    two.fail_critically("Export", "No room").await;
    assert!(one.dialog().open() && !two.dialog().open());
    assert!(two.text(".td-toasts").contains("No room"));
    one.close_by_escape().await;
}

#[wasm_bindgen_test]
async fn typing_is_not_interrupted() {
    let page = Page::new().await;
    let input: HtmlElement = document().create_element("input").unwrap().unchecked_into();
    page.root.append_child(&input).unwrap();
    input.focus().unwrap();
    page.fail_critically("Pay", "Declined").await;
    assert!(!page.dialog().open() && has_focus(&input));
    assert!(page.text(".td-toasts").contains("Declined"));
}

#[wasm_bindgen_test]
async fn another_dialog_is_not_covered() {
    let page = Page::new().await;
    let other: HtmlDialogElement = document()
        .create_element("dialog")
        .unwrap()
        .unchecked_into();
    other.set_text_content(Some("Sure?"));
    page.root.append_child(&other).unwrap();
    other.show_modal().unwrap();
    page.reporter.report_uncaught(TaskError::new("Declined"));
    frame().await;
    let error = page
        .get("dialog.td-modal")
        .unchecked_into::<HtmlDialogElement>();
    assert!(!error.open());
    other.close();
}

#[wasm_bindgen_test]
async fn a_modal_that_throws_is_a_toast_and_a_region_that_is_gone_is_the_console() {
    let page = Page::new().await;
    Function::new_with_args("d", "d.showModal = () => { throw new Error('broken'); };")
        .call1(&JsValue::UNDEFINED, &page.dialog())
        .unwrap();
    page.fail_critically("Pay", "Declined").await;
    assert!(page.text(".td-toasts").contains("Declined"));
    assert!(page.console.borrow().is_empty());

    page.get(".td-toasts").remove();
    page.fail_critically("Export", "No room").await;
    assert_eq!(*page.console.borrow(), ["Export: No room"]);
}

#[wasm_bindgen_test]
async fn hostile_text_is_text() {
    let page = Page::new().await;
    let hostile = "<img src=x onerror=alert(1)>\u{202e}🙂";
    page.fail_critically(hostile, hostile).await;
    assert_eq!(page.text(".td-modal-message"), hostile);
    assert!(page.find("img").is_none());
    page.close_by_escape().await;
    page.fail(hostile, hostile).await;
    assert_eq!(page.text(".td-toast-text"), hostile);
    assert!(page.find("img").is_none());
}

#[wasm_bindgen_test]
async fn a_dismissed_toast_hands_focus_on_and_the_last_one_back() {
    let page = Page::new().await;
    page.fail("Export", "No room").await;
    page.fail("Import", "No file").await;
    page.get("#opener").focus().unwrap();
    let dismiss = page.button(".td-toasts", "Dismiss Import");
    dismiss.focus().unwrap();
    dismiss.click();
    let next = page.button(".td-toasts", "Dismiss Export");
    wait_until(|| has_focus(&next)).await;
    next.click();
    wait_until(|| has_focus(&page.get("#opener"))).await;
}

#[wasm_bindgen_test]
async fn f8_goes_to_the_toasts_and_escape_back() {
    let page = Page::new().await;
    let region = page.get(".td-toasts");
    let opener = page.get("#opener");
    opener.focus().unwrap();
    press(&opener, "F8");
    wait_until(|| has_focus(&region)).await;
    press(&region, "Escape");
    wait_until(|| has_focus(&opener)).await;

    page.fail("Export", "No room").await;
    press(&opener, "F8");
    wait_until(|| has_focus(&page.button(".td-toasts", "Show error of Export"))).await;
}

#[wasm_bindgen_test]
async fn a_storm_is_one_banner_and_dismissing_it_keeps_focus() {
    let page = Page::new().await;
    for _ in 0..200 {
        page.start("Export", "No room", false);
    }
    page.supervisor.idle().await;
    wait_until(|| {
        page.find(".td-storm").is_some_and(|storm| {
            storm
                .text_content()
                .unwrap()
                .contains("200 failed: No room")
        })
    })
    .await;
    assert!(!page.dialog().open() && page.all(".td-toast").is_empty());
    let dismiss = page.button(".td-storm", "Dismiss");
    dismiss.focus().unwrap();
    dismiss.click();
    wait_until(|| page.find(".td-storm").is_none()).await;
    wait_until(|| has_focus(&page.button(".td-bell", "Notification history, 99+ new"))).await;
}

#[wasm_bindgen_test]
async fn the_bell_keeps_what_was_dismissed() {
    let page = Page::new().await;
    page.fail("Export", "No room").await;
    page.button(".td-toasts", "Dismiss Export").click();
    let bell = page.button(".td-bell", "Notification history, 1 new");
    bell.click();
    wait_until(|| {
        page.find(".td-bell-panel")
            .is_some_and(|panel| has_focus(&panel))
    })
    .await;
    assert!(page.text(".td-bell-panel").contains("No room"));
    page.button(".td-bell-panel", "Show error of Export")
        .click();
    frame().await;
    assert!(page.dialog().open());
    page.close_by_escape().await;
    assert!(
        page.find(".td-bell-panel").is_some(),
        "the error leads back to the history"
    );
    press(&page.get(".td-bell-panel"), "Escape");
    wait_until(|| has_focus(&page.button(".td-bell", "Notification history"))).await;
    assert!(page.find(".td-bell-panel").is_none());
}

#[wasm_bindgen_test]
async fn milestones_are_read_out_and_the_same_words_again() {
    let page = Page::new().await;
    let announced = || page.text(".td-announcer");
    page.fail("Export", "No room").await;
    wait_until(|| announced() == "Export failed: No room").await;
    page.fail("Export", "No room").await;
    wait_until(|| announced().is_empty()).await;
    wait_until(|| announced() == "Export failed: No room").await;
}

#[wasm_bindgen_test]
async fn opening_the_bell_dismisses_the_toasts_and_takes_focus_from_them() {
    let page = Page::new().await;
    page.fail("Export", "No room").await;
    page.fail("Import", "No file").await;
    page.button(".td-toasts", "Dismiss Import").focus().unwrap();
    page.reporter.history_open().set(true);
    wait_until(|| page.all(".td-toast").is_empty()).await;
    wait_until(|| {
        page.find(".td-bell-panel")
            .is_some_and(|panel| has_focus(&panel))
    })
    .await;
    assert_eq!(page.all(".td-bell-item").len(), 2);
    page.button(".td-bell", "Notification history");
}

#[wasm_bindgen_test]
async fn an_error_without_a_run_has_no_details() {
    let page = Page::new().await;
    page.reporter.report(TaskError::new("Not stored"), "Save");
    frame().await;
    page.button(".td-toasts", "Show error of Save");
    assert!(!page.text(".td-toasts").contains("Details"));
}
