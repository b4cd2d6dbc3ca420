//! A page inside of the test's page, with this module once more: what crashes there ends nothing here.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Loads the module and counts what nobody catches, which the browser need not tell in the console.
const PAGE: &str = "<!DOCTYPE html><main></main><script type=module>
    globalThis.uncaught = 0;
    for (const name of ['error', 'unhandledrejection']) {
      addEventListener(name, (event) => { uncaught += 1; event.preventDefault(); }, true);
    }
    const module = await import('/wasm-bindgen-test');
    await module.default({ module_or_path: '/wasm-bindgen-test_bg.wasm' });
    globalThis.module = module;
</script>";

/// The page. It is taken away when this is dropped.
pub(crate) struct Frame(JsValue);

impl Frame {
    /// Opens a page, and waits until its module is there.
    pub(crate) async fn open() -> Self {
        let make = Function::new_with_args(
            "srcdoc",
            "return document.body.appendChild(Object.assign(document.createElement('iframe'), { srcdoc }))",
        );
        let frame = Self(make.call1(&JsValue::NULL, &PAGE.into()).unwrap());
        frame.until("globalThis.module !== undefined").await;
        frame
    }

    /// What an expression is in the page.
    pub(crate) fn ask(&self, expression: &str) -> JsValue {
        let window = Reflect::get(&self.0, &"contentWindow".into()).unwrap();
        let eval: Function = Reflect::get(&window, &"eval".into())
            .unwrap()
            .unchecked_into();
        eval.call1(&window, &expression.into()).unwrap()
    }

    /// Waits until an expression is true in the page; the test's own time is the limit.
    pub(crate) async fn until(&self, expression: &str) {
        while !self.ask(expression).is_truthy() {
            TimeoutFuture::new(1).await;
        }
    }

    /// Waits for what an async function of the module says.
    pub(crate) async fn wait_for(&self, function: &str) -> Result<JsValue, JsValue> {
        let promise: Promise = self.ask(&format!("module.{function}()")).unchecked_into();
        JsFuture::from(promise).await
    }

    /// Calls a function of the module in a turn of the page's own.
    pub(crate) fn call(&self, function: &str) {
        self.ask(&format!("setTimeout(module.{function})"));
    }

    /// Whether the module knows that it has crashed, and takes in no run.
    pub(crate) fn stands_still(&self) -> bool {
        let crashed = self.ask("module.crashed()").is_truthy();
        assert_eq!(self.ask("module.refuses()").is_truthy(), crashed);
        crashed
    }

    /// Waits for the overlay, and returns what it says has happened.
    pub(crate) async fn overlay(&self) -> String {
        self.until("document.getElementById('taskdeck-crashed') !== null")
            .await;
        let said = "document.getElementById('taskdeck-crashed').shadowRoot.querySelector('pre').textContent";
        self.ask(said).as_string().unwrap()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        let remove = Function::new_with_args("frame", "frame.remove()");
        remove.call1(&JsValue::NULL, &self.0).unwrap();
    }
}
