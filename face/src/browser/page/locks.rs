//! Web Locks, which mark a page or worker as alive: others can see a held lock, and wait until it
//! is free.
//!
//! They are looked up by name, because web-sys has them only among its unstable interfaces. A page
//! that is not secure has no locks: nothing is held, and [`held`] returns nothing.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{promise::detach, scope::scope};

/// Takes a lock for the lifetime of this page or worker. Resolves once it is held, or if there are
/// no locks.
pub async fn hold(name: &str) {
    let held = Promise::new(&mut |resolve, _| {
        let on_held = resolve.clone();
        let requested = request(name, move || {
            // If resolving fails, nothing can be done.
            let _ = on_held.call0(&JsValue::UNDEFINED);
            // The promise never settles, so the lock is held for ever.
            Promise::new(&mut |_, _| {}).into()
        });
        if requested.is_none() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(held).await;
}

/// Calls `callback` once the lock is free. Returns `false`, and never calls it, if there are no
/// locks.
pub fn when_free(name: &str, callback: impl FnOnce() + 'static) -> bool {
    let requested = request(name, move || {
        callback();
        JsValue::UNDEFINED
    });
    requested.is_some()
}

/// Returns the names of all held locks of this origin.
pub(crate) async fn held() -> Vec<String> {
    let names = async {
        let locks = locks()?;
        let query = method(&locks, "query")?.call0(&locks).ok()?;
        let state = JsFuture::from(query.dyn_into::<Promise>().ok()?)
            .await
            .ok()?;
        let held: Array = Reflect::get(&state, &"held".into()).ok()?.dyn_into().ok()?;
        let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
        Some(held.iter().filter_map(name).collect())
    };
    names.await.unwrap_or_default()
}

/// Requests a lock, which is held until the promise returned by `granted` settles.
fn request(name: &str, granted: impl FnOnce() -> JsValue + 'static) -> Option<()> {
    let locks = locks()?;
    let request = method(&locks, "request")?;
    let granted = Closure::once_into_js(granted);
    let released = request.call2(&locks, &name.into(), &granted).ok()?;
    detach(released.unchecked_into());
    Some(())
}

fn locks() -> Option<JsValue> {
    let locks = Reflect::get(&scope().navigator(), &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
