//! The details of a run that has ended: its result and its problems.
#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use leptos::prelude::*;
use taskdeck::{
    Config, Output, RunContext, Supervisor, Table,
    browser::BrowserWorld,
    reporter::Reporter,
    ui::{FaceOptions, MountedFace, mount_face},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, ShadowRoot};

wasm_bindgen_test_configure!(run_in_browser);

struct Page {
    target: HtmlElement,
    face: Option<MountedFace>,
}

impl Page {
    /// Shows the details of a run whose body calls `work`.
    async fn details_of(work: impl Fn(&RunContext) + 'static) -> Self {
        let target: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&target).unwrap();
        let style = "position: fixed; top: 0; left: 0; width: 1000px; height: 700px";
        target.set_attribute("style", style).unwrap();
        let supervisor = Supervisor::new(Config::default());
        let reporter = Reporter::new(&supervisor);
        let options = FaceOptions::default();
        let face = mount_face(&target, supervisor.clone(), reporter, options).unwrap();
        let page = Self {
            target,
            face: Some(face),
        };
        let body = async move |ctx: RunContext| {
            work(&ctx);
            Ok(())
        };
        supervisor.spawn("Work", body).unwrap().wait().await;
        let open = page.wait_for("[aria-label='Details of Work']").await;
        open.unchecked_into::<HtmlElement>().click();
        page.wait_for(".td-details").await;
        page
    }

    fn root(&self) -> ShadowRoot {
        self.face.as_ref().unwrap().host().shadow_root().unwrap()
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root().query_selector(selector).unwrap()
    }

    async fn wait_for(&self, selector: &str) -> Element {
        let world = BrowserWorld::shared();
        let deadline = world.now() + Duration::from_secs(10);
        loop {
            if let Some(found) = self.find(selector) {
                return found;
            }
            assert!(world.now() < deadline, "{selector} did not come");
            world.next_frame().await;
        }
    }

    fn text(&self, selector: &str) -> String {
        let found = self.find(selector);
        found
            .and_then(|found| found.text_content())
            .unwrap_or_default()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.face.take());
        self.target.remove();
    }
}

#[wasm_bindgen_test]
async fn a_run_that_is_done_with_problems_says_so_and_shows_the_first_200() {
    let page = Page::details_of(|ctx| {
        for line in 1..=250 {
            ctx.problem(format!("line {line} has no date"));
        }
    })
    .await;
    page.wait_for(".td-details[data-status='problems']").await;
    assert_eq!(
        page.text(".td-details .td-status").trim(),
        "Done with problems"
    );
    let problems = page.root().query_selector_all(".td-problems > li").unwrap();
    assert_eq!(problems.length(), 200);
    let section = page.text(".td-section:has(.td-problems)");
    assert!(section.starts_with("250 problems"), "{section}");
    assert!(
        section.contains("The first 200 of 250 are shown"),
        "{section}"
    );
}

#[wasm_bindgen_test]
async fn a_table_is_titled_by_what_it_is_and_offers_to_be_copied() {
    let page = Page::details_of(|ctx| {
        ctx.output(Output::from(Table {
            title: "Columns".into(),
            columns: vec!["Name".into(), "".into()],
            rows: vec![vec!["id".into(), "1".into()]],
        }));
    })
    .await;
    page.wait_for(".td-table").await;
    assert_eq!(page.text(".td-table-title .td-part-label"), "Columns");
    let button = page.wait_for(".td-details .td-result:not([hidden])").await;
    assert_eq!(button.get_attribute("aria-label").unwrap(), "Copy Work");
    // A column without a name has nothing to press, and a short table has no filter.
    let sorts = page.root().query_selector_all(".td-sort").unwrap();
    assert_eq!(sorts.length(), 1);
    assert!(page.find(".td-table-filter").is_none());
}

#[wasm_bindgen_test]
async fn without_a_result_there_is_nothing_to_copy_or_save() {
    let page = Page::details_of(|_| {}).await;
    page.wait_for(".td-details .td-result[hidden]").await;
    page.wait_for(".td-details[data-status='completed']").await;
    // Profiles and ids are for developers.
    let headings = page.root().query_selector_all(".td-details h3").unwrap();
    assert_eq!(headings.length(), 1);
}
