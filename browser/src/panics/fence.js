// The JavaScript frame of the panic fence. It is not wasm-bindgen's own `catch`: that one calls back into the module with
// what it has caught, while the module's stack pointer is still where the trap has left it. After a stack overflow that
// would trap once more, outside of the fence.

let thrown;

/** Calls into the module, and keeps what that throws. */
export function enter(run) {
  try {
    run();
  } catch (error) {
    thrown = error;
  }
}

/** What the last call has thrown, once. */
export function takeThrown() {
  const error = thrown;
  thrown = undefined;
  return error;
}
