//! Web Locks: what one page or worker holds for as long as it lives, and others can see and wait for.
//!
//! web-sys has them only behind its flag for unstable interfaces, hence by name. Where there are none, as
//! in a page that is not secure, nothing is held and nothing is known of others.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{promise::let_go, scope::scope};

/// Holds a lock until this page or worker is gone; resolves when it is held, or cannot be.
pub async fn hold(name: &str) {
    let held = Promise::new(&mut |resolve, _| {
        let on_held = resolve.clone();
        let asked = request(name, move || {
            // Nobody can do anything about a promise that does not resolve.
            let _ = on_held.call0(&JsValue::UNDEFINED);
            // One that is never settled: the lock is held for ever.
            Promise::new(&mut |_, _| {}).into()
        });
        if asked.is_none() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(held).await;
}

/// Calls this once nobody holds the lock of this name any more. `false` where there are no locks.
pub fn when_free(name: &str, free: impl FnOnce() + 'static) -> bool {
    let asked = request(name, move || {
        free();
        JsValue::UNDEFINED
    });
    asked.is_some()
}

/// The names of all locks that somebody holds.
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

/// Asks for a lock, which is held until what `granted` returns is settled.
fn request(name: &str, granted: impl FnOnce() -> JsValue + 'static) -> Option<()> {
    let locks = locks()?;
    let request = method(&locks, "request")?;
    let granted = Closure::once_into_js(granted);
    let released = request.call2(&locks, &name.into(), &granted).ok()?;
    let_go(released.unchecked_into());
    Some(())
}

fn locks() -> Option<JsValue> {
    let locks = Reflect::get(&scope().navigator(), &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
