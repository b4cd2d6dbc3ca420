//! A frame in the test's page that loads this module again, so that a crash there does not end the
//! test.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Loads the module and counts uncaught errors, without printing them in the console.
const PAGE: &str = "<!DOCTYPE html><main></main><script type=module>
    globalThis.uncaught = 0;
    for (const name of ['error', 'unhandledrejection']) {
      addEventListener(name, (event) => { uncaught += 1; event.preventDefault(); }, true);
    }
    const module = await import('/wasm-bindgen-test');
    await module.default({ module_or_path: '/wasm-bindgen-test_bg.wasm' });
    globalThis.module = module;
</script>";

/// The frame. It is removed on drop.
pub(crate) struct Frame(JsValue);

impl Frame {
    /// Opens a frame and waits until its module is loaded.
    pub(crate) async fn open() -> Self {
        let make = Function::new_with_args(
            "srcdoc",
            "return document.body.appendChild(Object.assign(document.createElement('iframe'), { srcdoc }))",
        );
        let frame = Self(make.call1(&JsValue::NULL, &PAGE.into()).unwrap());
        frame.until("globalThis.module !== undefined").await;
        frame
    }

    /// Evaluates an expression in the frame.
    pub(crate) fn eval(&self, expression: &str) -> JsValue {
        let window = Reflect::get(&self.0, &"contentWindow".into()).unwrap();
        let eval: Function = Reflect::get(&window, &"eval".into())
            .unwrap()
            .unchecked_into();
        eval.call1(&window, &expression.into()).unwrap()
    }

    /// Waits until an expression is true in the frame. The test runner ends a test that never gets
    /// there.
    pub(crate) async fn until(&self, expression: &str) {
        while !self.eval(expression).is_truthy() {
            TimeoutFuture::new(1).await;
        }
    }

    /// Calls an async function of the module and awaits its result.
    pub(crate) async fn wait_for(&self, function: &str) -> Result<JsValue, JsValue> {
        let promise: Promise = self.eval(&format!("module.{function}()")).unchecked_into();
        JsFuture::from(promise).await
    }

    /// Calls a function of the module in a turn of the frame.
    pub(crate) fn call(&self, function: &str) {
        self.eval(&format!("setTimeout(module.{function})"));
    }

    /// Returns whether the module has crashed and refuses new runs.
    pub(crate) fn stands_still(&self) -> bool {
        let crashed = self.eval("module.crashed()").is_truthy();
        assert_eq!(self.eval("module.refuses()").is_truthy(), crashed);
        crashed
    }

    /// Waits for the overlay and returns its message.
    pub(crate) async fn overlay(&self) -> String {
        self.until("document.getElementById('taskdeck-crashed') !== null")
            .await;
        let message = "document.getElementById('taskdeck-crashed').shadowRoot.querySelector('pre').textContent";
        self.eval(message).as_string().unwrap()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        let remove = Function::new_with_args("frame", "frame.remove()");
        remove.call1(&JsValue::NULL, &self.0).unwrap();
    }
}
