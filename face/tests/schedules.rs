//! Schedules on the page: the form that starts one, its line on the card, and the chart of its
//! results.
#![cfg(target_arch = "wasm32")]

use std::{rc::Rc, time::Duration};

use gloo_timers::future::TimeoutFuture;
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
};
use taskdeck::{
    Config, Field, Measurement, Output, Params, RunContext, RunStatus, Schedule, Series,
    Supervisor, Task, TaskError, browser::has_focus, provide_supervisor, reporter::Reporter,
    reporter::provide_reporter, ui::Dashboard,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

struct Page {
    root: HtmlElement,
    supervisor: Supervisor,
    mounted: Option<Box<dyn FnOnce()>>,
}

impl Page {
    /// Creates a deck with a task of this body whose form starts a schedule.
    fn new<F>(body: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<Output, TaskError>> + 'static,
    {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let supervisor = Supervisor::new(Config::default());
        let body = Rc::new(body);
        let look = Task::new("look", "Look", move |_ctx: RunContext| {
            let body = body.clone();
            async move { body().await }
        })
        .field(
            Field::text("name", "Name")
                .required()
                .default("there")
                .checked(|name| match name.as_str() {
                    Some("nowhere") => Err("There is nothing to look at".to_owned()),
                    _ => Ok(()),
                }),
        )
        .run_title(|params| format!("Look {}", params.text("name").unwrap_or_default()))
        .scheduled_by(|_| {
            let every = Schedule::every(Duration::from_millis(40)).at_once();
            Some(every.suspend_after(1, Duration::from_secs(60)))
        });
        supervisor.define(look).unwrap();
        let (below, reporter) = (supervisor.clone(), Reporter::new(&supervisor));
        let handle: UnmountHandle<_> = mount_to(root.clone(), move || {
            provide_supervisor(below);
            provide_reporter(reporter);
            view! { <Dashboard /> }
        });
        Self {
            root,
            supervisor,
            mounted: Some(Box::new(move || drop(handle))),
        }
    }

    fn get(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found
            .unwrap_or_else(|| panic!("there is no {selector}"))
            .unchecked_into()
    }

    fn has(&self, selector: &str) -> bool {
        self.root.query_selector(selector).unwrap().is_some()
    }

    fn text(&self, selector: &str) -> String {
        self.get(selector).text_content().unwrap_or_default()
    }

    /// Waits for a condition. The test runner ends a test that never gets there.
    async fn until(&self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            TimeoutFuture::new(10).await;
        }
    }

    fn starts(&self) -> u64 {
        self.supervisor
            .schedules()
            .first()
            .map_or(0, |schedule| schedule.starts)
    }

    async fn run(&self) {
        TimeoutFuture::new(20).await;
        self.get("[aria-label='Run Look']").click();
        self.until(|page| page.starts() > 0).await;
        TimeoutFuture::new(20).await;
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

#[wasm_bindgen_test]
async fn run_starts_a_schedule_that_can_be_stopped() {
    let page = Page::new(async || Ok(Output::none()));
    TimeoutFuture::new(20).await;
    assert!(!page.has(".td-schedules"));
    page.run().await;
    assert_eq!(page.supervisor.schedules().len(), 1);
    page.until(|page| page.has(".td-schedules")).await;
    assert_eq!(page.text(".td-schedule-title"), "Look there");
    let words = page.text(".td-schedule-when");
    assert!(words.starts_with("Every 40 ms · "), "{words}");
    assert!(page.has("[aria-label='Pause Look there']"));
    page.until(|page| page.starts() > 2).await;

    let stop = page.get("[aria-label='Stop Look there']");
    stop.focus().unwrap();
    stop.click();
    assert!(page.supervisor.schedules().is_empty());
    page.until(|page| !page.has(".td-schedules")).await;
    assert!(!has_focus(&document().body().unwrap()));
}

#[wasm_bindgen_test]
async fn a_field_that_is_wrong_starts_no_schedule() {
    let page = Page::new(async || Ok(Output::none()));
    TimeoutFuture::new(20).await;
    let name: web_sys::HtmlInputElement = page.get(".td-card input").unchecked_into();
    name.set_value("nowhere");
    name.dispatch_event(&web_sys::Event::new("input").unwrap())
        .unwrap();
    page.get("[aria-label='Run Look']").click();
    TimeoutFuture::new(50).await;
    assert!(page.supervisor.schedules().is_empty());
    assert_eq!(name.get_attribute("aria-invalid").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn a_suspended_schedule_shows_why_and_can_be_resumed() {
    let page = Page::new(async || Err(TaskError::new("nothing there")));
    page.run().await;
    page.until(|page| page.has("[aria-label='Resume Look there']"))
        .await;
    assert_eq!(
        page.text(".td-schedule-reason"),
        "Suspended after 2 failures in 1 min: nothing there"
    );
    let resume = page.get("[aria-label='Resume Look there']");
    resume.focus().unwrap();
    resume.click();
    page.until(|page| page.starts() == 4).await;
    assert!(!has_focus(&document().body().unwrap()));
}

#[wasm_bindgen_test]
async fn what_was_measured_is_a_picture_with_words_and_a_table() {
    let page = Page::new(async || {
        let at = Duration::from_secs(1_767_268_800);
        let series = Series::new("Time to answer", "ms")
            .and(Measurement::new(at, 40.0, "200 OK"))
            .and(Measurement::failed(
                at,
                Some(80.0),
                "503 Service Unavailable",
            ))
            .and(Measurement::failed(at, None, "<b>unreachable</b>"));
        Ok(series.into())
    });
    let run = page.supervisor.start("look", Params::new()).unwrap();
    run.wait().await;
    assert_eq!(run.snapshot().unwrap().status(), RunStatus::Completed);
    page.until(|page| {
        page.root
            .query_selector("[aria-label^='Details of']")
            .unwrap()
            .is_some()
    })
    .await;
    page.get("[aria-label^='Details of']").click();
    page.until(|page| page.root.query_selector(".td-series").unwrap().is_some())
        .await;
    let words = "3 times, 40 to 80 ms, the last 80 ms, 2 failed";
    assert_eq!(page.text(".td-series-words"), words);
    let picture = page.get(".td-series");
    assert_eq!(
        picture.get_attribute("aria-label"),
        Some(format!("Time to answer: {words}"))
    );
    for class in ["bar", "failed", "nothing"] {
        page.get(&format!(".td-series .td-series-{class}"));
    }
    let rows = page.root.query_selector_all(".td-table tbody tr").unwrap();
    assert_eq!(rows.length(), 3);
    let newest = rows.item(0).unwrap().text_content().unwrap();
    assert!(newest.contains("<b>unreachable</b>"), "{newest}");
}
