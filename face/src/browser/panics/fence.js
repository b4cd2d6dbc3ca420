// The JavaScript frame of the panic fence. wasm-bindgen's `catch` is no alternative: it passes the exception to the
// module while the stack pointer is still where the trap left it. After a stack overflow that call traps again, outside
// the fence.

let thrown;

/** Calls into the module, and keeps the exception. */
export function enter(run) {
  try {
    run();
  } catch (error) {
    thrown = error;
  }
}

/** Takes the exception of the last call. */
export function takeThrown() {
  const error = thrown;
  thrown = undefined;
  return error;
}
