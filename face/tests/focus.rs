//! Focus requests and their return.
#![cfg(target_arch = "wasm32")]

use std::{cell::Cell, rc::Rc};

use taskdeck::browser::{
    FocusReturn, active_element, cancel_focus, focus_after_render, focus_around, has_focus,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, HtmlElement, ShadowRootInit, ShadowRootMode};

wasm_bindgen_test_configure!(run_in_browser);

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// An element of the page that is removed on drop.
struct Stage(HtmlElement);

impl Stage {
    fn new() -> Self {
        cancel_focus();
        if let Some(active) = active_element() {
            active.blur().unwrap();
        }
        let stage = make("section");
        document().body().unwrap().append_child(&stage).unwrap();
        Self(stage)
    }

    fn button(&self) -> HtmlElement {
        put(&self.0, "button")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

fn make(name: &str) -> HtmlElement {
    document().create_element(name).unwrap().unchecked_into()
}

fn put(parent: &Element, name: &str) -> HtmlElement {
    let element = make(name);
    element.set_text_content(Some(name));
    parent.append_child(&element).unwrap();
    element
}

#[wasm_bindgen_test]
async fn it_waits_until_the_element_is_in_the_document() {
    let stage = Stage::new();
    let button = make("button");
    button.set_text_content(Some("late"));
    let request = focus_after_render(button.clone());
    assert!(!has_focus(&button));
    stage.0.append_child(&button).unwrap();
    assert!(!has_focus(&button), "focus comes in a later turn");
    assert!(request.await);
    assert!(has_focus(&button));
}

#[wasm_bindgen_test]
async fn the_newest_request_wins() {
    let stage = Stage::new();
    let (first, second, third) = (stage.button(), stage.button(), stage.button());
    let requests = [&first, &second, &third].map(|button| focus_after_render(button.clone()));
    let mut results = Vec::new();
    for request in requests {
        results.push(request.await);
    }
    assert_eq!(results, [false, false, true]);
    assert!(has_focus(&third));
}

#[wasm_bindgen_test]
async fn focus_comes_in_a_later_frame_so_no_listener_is_entered_twice() {
    let stage = Stage::new();
    let (first, second) = (stage.button(), stage.button());
    let next = second.clone();
    let seen = Rc::new(Cell::new(None));
    let in_listener = seen.clone();
    // A request that a listener makes is served after that listener has returned.
    let listener = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || {
        drop(focus_after_render(next.clone()));
        in_listener.set(Some(has_focus(&next)));
    });
    first.set_onfocus(Some(listener.as_ref().unchecked_ref()));
    let request = focus_after_render(first.clone());
    assert!(!has_focus(&first), "the call itself moves no focus");
    wait_until(|| has_focus(&second)).await;
    assert_eq!(seen.get(), Some(false), "nor does one in a listener");
    assert!(!request.await, "the newer one has replaced it");
    first.set_onfocus(None);
}

#[wasm_bindgen_test]
async fn an_older_request_never_comes_back() {
    let stage = Stage::new();
    let late = make("button");
    let older = focus_after_render(late.clone());
    let button = stage.button();
    assert!(focus_after_render(button.clone()).await);
    stage.0.append_child(&late).unwrap();
    assert!(!older.await);
    // After this request has been served, the older one would have been served too.
    assert!(focus_after_render(button.clone()).await);
    assert!(has_focus(&button));
}

#[wasm_bindgen_test]
async fn a_cancelled_request_is_false_and_does_no_harm() {
    let stage = Stage::new();
    let (here, other) = (stage.button(), stage.button());
    here.focus().unwrap();
    let request = focus_after_render(other.clone());
    request.cancel();
    assert!(!request.await);
    let request = focus_after_render(other);
    cancel_focus();
    assert!(!request.await);
    assert!(has_focus(&here));
}

#[wasm_bindgen_test]
async fn a_detached_element_is_never_focused() {
    let stage = Stage::new();
    let here = stage.button();
    here.focus().unwrap();
    let detached = make("button");
    let focused = Rc::new(Cell::new(false));
    let seen = focused.clone();
    let listener = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || seen.set(true));
    detached.set_onfocus(Some(listener.as_ref().unchecked_ref()));
    assert!(!focus_after_render(detached).await);
    assert!(!focused.get());
    assert!(has_focus(&here));
}

#[wasm_bindgen_test]
async fn what_takes_no_focus_is_false() {
    let stage = Stage::new();
    let disabled = stage.button();
    disabled.set_attribute("disabled", "").unwrap();
    assert!(!focus_after_render(disabled).await);
}

#[wasm_bindgen_test]
async fn it_works_inside_a_shadow_root() {
    let stage = Stage::new();
    for mode in [ShadowRootMode::Open, ShadowRootMode::Closed] {
        let host = put(&stage.0, "div");
        let root = host.attach_shadow(&ShadowRootInit::new(mode)).unwrap();
        let button = make("button");
        button.set_text_content(Some("inside"));
        root.append_child(&button).unwrap();
        assert!(focus_after_render(button.clone()).await);
        assert_eq!(root.active_element().as_ref(), Some(button.as_ref()));
        if mode == ShadowRootMode::Open {
            assert_eq!(active_element(), Some(button));
        }
    }
}

#[wasm_bindgen_test]
async fn a_guard_gives_focus_back_inside_a_shadow_root() {
    let stage = Stage::new();
    let host = put(&stage.0, "div");
    let root = host
        .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .unwrap();
    let opener = make("button");
    opener.set_text_content(Some("inside"));
    root.append_child(&opener).unwrap();
    opener.focus().unwrap();
    let guard = FocusReturn::remember();
    stage.button().focus().unwrap();
    assert!(guard.give_back().await);
    assert_eq!(active_element(), Some(opener));
}

#[wasm_bindgen_test]
async fn a_dropped_guard_gives_focus_back() {
    let stage = Stage::new();
    let (opener, inside) = (stage.button(), stage.button());
    opener.focus().unwrap();
    let guard = FocusReturn::remember();
    inside.focus().unwrap();
    drop(guard);
    assert!(has_focus(&inside), "in a later turn");
    wait_until(|| has_focus(&opener)).await;
}

#[wasm_bindgen_test]
async fn a_forgotten_guard_leaves_focus_where_it_is() {
    let stage = Stage::new();
    let (opener, inside) = (stage.button(), stage.button());
    opener.focus().unwrap();
    let guard = FocusReturn::remember();
    inside.focus().unwrap();
    guard.forget();
    frames(3).await;
    assert!(has_focus(&inside));
}

#[wasm_bindgen_test]
async fn when_the_item_is_gone_focus_goes_to_the_one_that_took_its_place() {
    let stage = Stage::new();
    let list = put(&stage.0, "ul");
    list.set_text_content(None);
    let items: Vec<_> = (0..3).map(|_| put(&list, "li")).collect();
    let buttons: Vec<_> = items.iter().map(|item| put(item, "button")).collect();

    for (gone, nearest) in [(1, 2), (2, 0)] {
        buttons[gone].focus().unwrap();
        let guard = FocusReturn::remember();
        items[gone].remove();
        assert!(guard.give_back().await);
        assert!(has_focus(&buttons[nearest]), "{gone} is gone");
    }
}

#[wasm_bindgen_test]
async fn when_a_button_is_disabled_focus_goes_to_its_neighbour() {
    let stage = Stage::new();
    let (_, retry, after) = (stage.button(), stage.button(), stage.button());
    retry.focus().unwrap();
    let guard = FocusReturn::remember();
    retry.set_attribute("disabled", "").unwrap();
    assert!(guard.give_back().await);
    assert!(has_focus(&after));
}

#[wasm_bindgen_test]
async fn when_nothing_is_left_in_a_region_the_region_has_focus() {
    let stage = Stage::new();
    stage.button();
    let region = put(&stage.0, "section");
    region.set_attribute("aria-label", "Runs").unwrap();
    let button = put(&region, "button");
    button.focus().unwrap();
    let guard = FocusReturn::remember();
    button.remove();
    assert!(guard.give_back().await);
    assert!(has_focus(&region));
}

#[wasm_bindgen_test]
async fn around_a_dialog_focus_comes_back_and_the_result_is_the_dialogs() {
    let stage = Stage::new();
    let (opener, inside) = (stage.button(), stage.button());
    opener.focus().unwrap();
    let left_behind = Rc::new(Cell::new(None));
    let slot = left_behind.clone();
    let answer = focus_around({
        let inside = inside.clone();
        async move {
            assert!(focus_after_render(inside).await);
            // The dialog closes before this button is drawn.
            slot.set(Some(focus_after_render(make("button"))));
            42
        }
    })
    .await;
    assert_eq!(answer, 42);
    assert!(has_focus(&opener), "given back before it returns");
    assert!(!left_behind.take().unwrap().await);
    frames(3).await;
    assert!(has_focus(&opener));
}

#[wasm_bindgen_test]
async fn around_a_dialog_that_is_dropped_focus_comes_back() {
    let stage = Stage::new();
    let (opener, inside) = (stage.button(), stage.button());
    opener.focus().unwrap();
    let mut dialog = Box::pin(focus_around(async move {
        inside.focus().unwrap();
        std::future::pending::<()>().await;
    }));
    assert!(futures_util::poll!(&mut dialog).is_pending());
    assert!(!has_focus(&opener));
    drop(dialog);
    wait_until(|| has_focus(&opener)).await;
}

async fn frames(count: usize) {
    let world = taskdeck::browser::BrowserWorld::shared();
    for _ in 0..count {
        world.next_frame().await;
    }
}

/// Waits for a condition. The test runner ends a test that never gets there.
async fn wait_until(is_so: impl Fn() -> bool) {
    while !is_so() {
        frames(1).await;
    }
}
