use std::{cell::RefCell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use leptos::{
    html,
    mount::{UnmountHandle, mount_to},
    tachys::view::any_view::AnyViewState,
    wasm_bindgen::JsCast,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlInputElement, MouseEvent};

use crate::ui::lean::*;

wasm_bindgen_test_configure!(run_in_browser);

/// A view on the page.
struct Shown {
    root: HtmlElement,
    handle: UnmountHandle<AnyViewState>,
}

type HtmlElement = web_sys::HtmlElement;

fn show(view: impl FnOnce() -> AnyView + 'static) -> Shown {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let handle = mount_to(root.clone(), view);
    Shown { root, handle }
}

impl Shown {
    /// Returns the markup without the comments that Leptos leaves as placeholders.
    fn html(&self) -> String {
        self.root.inner_html().replace("<!---->", "")
    }

    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found.expect(selector).unchecked_into()
    }
}

/// Lets effects run.
async fn settle() {
    TimeoutFuture::new(0).await;
}

#[wasm_bindgen_test]
fn each_view_of_a_call_site_is_a_clone_of_its_own() {
    let item = || view! { <li class="a" hidden><b title="t">"x" " y"</b></li> };
    let shown = show(move || view! { <ul>{item()} {item()}</ul> });
    let one = r#"<li class="a" hidden=""><b title="t">x y</b></li>"#;
    assert_eq!(shown.html(), format!("<ul>{one}{one}</ul>"));
}

#[wasm_bindgen_test]
async fn values_follow_their_signals() {
    let (on, word) = (RwSignal::new(true), RwSignal::new("a".to_owned()));
    let shown = show(move || {
        view! {
            <p
                class="c"
                class:td-on=move || on.get()
                title=move || word.get()
                aria-label=move || on.get().then_some("yes")
                hidden=move || !on.get()
                style:height=move || on.get().then_some("1px")
                style=("--x", move || word.get())
            >
                {move || word.get()}
                <i>{move || on.get().then(|| word.get())}</i>
            </p>
        }
    });
    let on_it = r#"<p class="c td-on" title="a" aria-label="yes" style="height: 1px; --x: a;">a<i>a</i></p>"#;
    assert_eq!(shown.html(), on_it);
    on.set(false);
    word.set("b".to_owned());
    settle().await;
    let off = r#"<p class="c" title="b" style="--x: b;" hidden="">b<i></i></p>"#;
    assert_eq!(shown.html(), off);
    on.set(true);
    word.set("a".to_owned());
    settle().await;
    let p = shown.find("p");
    assert!(!p.has_attribute("hidden") && p.class_list().contains("td-on"));
    assert_eq!(p.get_attribute("aria-label").as_deref(), Some("yes"));
}

#[wasm_bindgen_test]
async fn a_property_is_set_again_over_what_was_typed() {
    let text = RwSignal::new("a".to_owned());
    let shown =
        show(move || view! { <input prop:value=move || text.get() prop:indeterminate=true /> });
    settle().await;
    let input: HtmlInputElement = shown.find("input").unchecked_into();
    assert!(input.indeterminate());
    assert_eq!(input.value(), "a");
    input.set_value("typed");
    text.set("a".to_owned());
    settle().await;
    settle().await;
    assert_eq!(input.value(), "a");
}

#[wasm_bindgen_test]
fn listeners_have_typed_events_and_targets_and_can_capture() {
    let calls = Rc::new(RefCell::new(Vec::new()));
    let log = calls.clone();
    let note = move |what: String| log.borrow_mut().push(what);
    let (outer, inner, early) = (note.clone(), note.clone(), note);
    let shown = show(move || {
        view! {
            <div
                on:click=move |event: MouseEvent| outer(format!("outer {}", event.detail()))
                on:click:capture=move |_| early("early".to_owned())
            >
                <button name="b" on:click:target=move |event| inner(event.target().name())></button>
            </div>
        }
    });
    shown.find("button").click();
    assert_eq!(*calls.borrow(), ["early", "b", "outer 0"]);
}

#[wasm_bindgen_test]
async fn a_view_that_is_built_again_keeps_its_element_and_focus() {
    let (number, calls) = (RwSignal::new(1), Rc::new(RefCell::new(Vec::new())));
    let node = NodeRef::<html::Button>::new();
    let log = calls.clone();
    let build = move || {
        let (number, log) = (number.get(), log.clone());
        view! {
            <button
                node_ref=node
                title=number.to_string()
                aria-label=move || format!("is {number}")
                on:click=move |_| log.borrow_mut().push(number)
            >
                <b>{number.to_string()}</b>
                {(number > 1).then(|| view! { <i></i> })}
            </button>
        }
    };
    let shown = show(move || view! { <p>{build}</p> });
    let button = shown.find("button");
    button.focus().unwrap();
    number.set(2);
    settle().await;
    assert!(shown.find("button") == button);
    assert!(document().active_element().as_ref() == Some(button.unchecked_ref::<Element>()));
    assert_eq!(
        shown.html(),
        r#"<p><button title="2" aria-label="is 2"><b>2</b><i></i></button></p>"#
    );
    assert!(node.get_untracked().is_some());
    button.click();
    assert_eq!(*calls.borrow(), [2], "the listener before is removed");
}

#[wasm_bindgen_test]
async fn another_template_takes_the_place_of_an_element() {
    let number = RwSignal::new(1);
    let build = move || match number.get() {
        1 => view! { <b>"one"</b> },
        2 => view! { <i>"two"</i> },
        _ => view! {
            <u></u>
            {"three"}
        },
    };
    let shown = show(move || view! { <p>"<" {build} ">"</p> });
    for expected in ["<b>one</b>", "<i>two</i>", "<u></u>three", "<b>one</b>"] {
        assert_eq!(shown.html(), format!("<p>&lt;{expected}&gt;</p>"));
        number.update(|number| *number = *number % 3 + 1);
        settle().await;
    }
}

#[wasm_bindgen_test]
async fn children_stay_in_their_places() {
    let (first, last) = (RwSignal::new(false), RwSignal::new(false));
    let when = |on: RwSignal<bool>| move || on.get().then(|| view! { <i></i> });
    let shown = show(move || view! { <p>{when(first)} <b></b> {when(last)} <u></u> {"end"}</p> });
    assert_eq!(shown.html(), "<p><b></b><u></u>end</p>");
    last.set(true);
    settle().await;
    first.set(true);
    settle().await;
    assert_eq!(shown.html(), "<p><i></i><b></b><i></i><u></u>end</p>");
}

#[wasm_bindgen_test]
fn graphics_are_in_the_namespace_of_svg() {
    let shown = show(|| view! { <p><svg viewBox="0 0 2 2"><path d="M0 0"></path></svg></p> });
    for element in ["svg", "path"] {
        let space = shown.find(element).namespace_uri();
        assert_eq!(space.as_deref(), Some("http://www.w3.org/2000/svg"));
    }
}

#[wasm_bindgen_test]
async fn what_is_gone_follows_no_signal() {
    let (number, reads) = (ArcRwSignal::new(1), Rc::new(RefCell::new(0)));
    let (read, counter) = (number.clone(), reads.clone());
    let shown = show(move || {
        let text = move || {
            *counter.borrow_mut() += 1;
            read.get().to_string()
        };
        view! { <p>{text}</p> }
    });
    let Shown { root, handle } = shown;
    drop(handle);
    number.set(2);
    settle().await;
    assert_eq!((*reads.borrow(), root.inner_html().as_str()), (1, ""));
    assert_eq!(Rc::strong_count(&reads), 1, "its closures are dropped");
}
