//! The fence itself: what it restores, and nested fences.

use std::{cell::Cell, rc::Rc};

use reactive_graph::{
    computed::ArcMemo,
    graph::{Observer, untrack},
    owner::Owner,
    traits::Get,
};
use taskdeck::browser::{BrowserWorld, install_panic_hook};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

#[wasm_bindgen_test]
fn an_owner_and_an_observer_that_were_there_are_there_again() {
    install_panic_hook();
    let world = BrowserWorld::shared();
    let owner = Owner::new();
    owner.with(|| {
        let trap = world.call(Box::new(|| {
            Owner::new().set();
            panic!("with another owner")
        }));
        assert!(trap.unwrap_err().message.starts_with("with another owner"));
        assert_eq!(Owner::current().as_ref(), Some(&owner));
    });
    let memo = ArcMemo::new(move |_| {
        let world = BrowserWorld::shared();
        let before = Observer::get();
        assert!(before.is_some());
        let seen = Rc::new(Cell::new(true));
        let inside = seen.clone();
        let trap = world.call(Box::new(move || {
            inside.set(Observer::get().is_some());
            panic!("in a memo")
        }));
        assert!(trap.is_err());
        assert!(!seen.get(), "a body is not the observer's own code");
        assert!(Observer::get() == before);
        7
    });
    assert_eq!(untrack(|| memo.get()), 7);
    assert_eq!(Owner::current(), None);
    assert!(Observer::get().is_none());
}

#[wasm_bindgen_test]
async fn one_fence_inside_another_catches_its_own() {
    let stage = Stage::new().await;
    let world = BrowserWorld::shared();
    let message = stage
        .panics_with(async move |_| {
            let inner = world.call(Box::new(|| panic!("the inner one")));
            assert!(inner.unwrap_err().message.starts_with("the inner one"));
            panic!("the outer one")
        })
        .await;
    assert!(message.starts_with("the outer one"), "{message}");
}
