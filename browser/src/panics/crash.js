// Says that the module has crashed. Nothing here calls Rust, but for one attempt to tell it: what has trapped may be
// half changed. The overlay lives in a shadow root with a style sheet of its own, so that it looks the same in any page
// and needs nothing from a content security policy.

const STYLE = `
  :host { all: initial; color-scheme: inherit; font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
  dialog {
    box-sizing: border-box; width: min(560px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); margin: auto;
    padding: 24px; overflow: auto; border: 1px solid light-dark(#868f9e, #77808f); border-radius: 10px;
    color: light-dark(#1a1f27, #e9ecf1); background: light-dark(#fff, #242a35);
  }
  dialog::backdrop { background: light-dark(#1a1f2766, #00000099); }
  h2 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; color: light-dark(#c3202f, #ff8a8a); }
  p { margin: 0 0 16px; }
  pre {
    margin: 0 0 16px; padding: 12px; max-height: 40dvh; overflow: auto; border: 1px solid light-dark(#dde1e8, #2f3642);
    border-radius: 6px; background: light-dark(#eef0f4, #12151b); white-space: pre-wrap; overflow-wrap: anywhere;
    font: 12px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
  }
  .buttons { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 8px; }
  .said { margin: 0; flex: 1 1 auto; }
  button {
    min-height: 32px; padding: 4px 16px; border: 1px solid light-dark(#868f9e, #77808f); border-radius: 6px; cursor: pointer;
    font: inherit; color: inherit; background: light-dark(#fff, #1d222b);
  }
  button.primary { border-color: transparent; color: light-dark(#fff, #0f1620); background: light-dark(#1d5fd1, #7aabff); }
  :focus-visible { outline: 2px solid light-dark(#1d5fd1, #7aabff); outline-offset: 2px; }
  @media (forced-colors: active) {
    button, button.primary { border-color: ButtonBorder; color: ButtonText; background: ButtonFace; }
    :focus-visible { outline-color: Highlight; }
  }
`;

let root;
let version = '';
let own = '';
let trapped;
let crash;

/** The address of the module whose code is innermost in a stack: `…/taskdeck_bg.wasm`. */
function innermostModule(stack) {
  return /([^\s()@]+):wasm-function\[/.exec(String(stack))?.[1];
}

/** Whether this is a trap of our own module: other modules of the page are none of our business. */
function isOurTrap(error) {
  if (!(error instanceof Error) || !own || innermostModule(error.stack) !== own) return false;
  const tooDeep =
    (error instanceof RangeError && /call stack/.test(error.message)) || (error.name === 'InternalError' && /recursion/.test(error.message));
  return tooDeep || error instanceof WebAssembly.RuntimeError;
}

/** A trap that nobody has caught: the module has crashed, if it has not said so itself. */
function uncaught(event) {
  const error = event.error ?? event.reason;
  if (!isOurTrap(error)) return;
  // The module's own listeners must not run any more.
  event.stopImmediatePropagation();
  let said;
  try {
    said = trapped();
  } catch {
    // With no stack or memory left it cannot even be told; each call of it traps, and nothing goes on.
  }
  crashed(said ?? `${error.name}: ${error.message}`);
}

/**
 * Called by Rust once the app is mounted.
 * @param {Element} app what is inert after a crash
 * @param {string} ofVersion
 * @param {() => string | undefined} onTrap tells the module that it has trapped; returns what the panic has said
 */
export function watch(app, ofVersion, onTrap) {
  root = app;
  version = ofVersion;
  trapped = onTrap;
  own = innermostModule(new Error().stack);
  addEventListener('error', uncaught, true);
  addEventListener('unhandledrejection', uncaught, true);
}

/** Called by Rust from inside of a panic: only notes it. What is drawn could call Rust's listeners. */
export function crashed(message) {
  if (crash) return;
  crash = { message, at: new Date() };
  queueMicrotask(draw);
}

function details() {
  return [
    'Taskdeck has crashed',
    crash.message,
    '',
    `Time: ${crash.at.toISOString()}`,
    `Taskdeck: ${version}`,
    `Browser: ${navigator.userAgent}`,
  ].join('\n');
}

/** No event of the app reaches its listeners any more. */
function silence(host) {
  root.inert = true;
  const names = new Set(['focusin', 'focusout', 'compositionstart', 'compositionupdate', 'compositionend']);
  for (const target of [window, HTMLElement.prototype, document]) {
    for (const name in target) if (name.startsWith('on')) names.add(name.slice(2));
  }
  for (const name of names) {
    const stop = (event) => {
      if (event.composedPath().includes(root)) event.stopImmediatePropagation();
    };
    addEventListener(name, stop, { capture: true, passive: true });
    host.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
  }
}

function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

function draw() {
  const host = element('div', { id: 'taskdeck-crashed' });
  silence(host);

  const text = element('pre', { id: 'details', tabIndex: 0, textContent: crash.message });
  const said = element('p', { className: 'said' });
  said.setAttribute('role', 'status');
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', 'Details');
  const copy = element('button', { type: 'button', textContent: 'Copy details' });
  const reload = element('button', { type: 'button', className: 'primary', textContent: 'Reload' });
  const dialog = element(
    'dialog',
    {},
    element('h2', { id: 'title', textContent: 'Taskdeck has crashed' }),
    element('p', {
      id: 'reason',
      textContent:
        'An error in its own code has stopped everything. What had not ended is lost; files on this device were not changed. Reload the page to start again.',
    }),
    text,
    element('div', { className: 'buttons' }, said, copy, reload),
  );
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.setAttribute('aria-labelledby', 'title');
  dialog.setAttribute('aria-describedby', 'reason');

  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(details());
      said.textContent = 'Copied';
    } catch {
      text.textContent = details();
      getSelection().selectAllChildren(text);
      said.textContent = 'Copying was refused; the text is selected';
    }
  });
  reload.addEventListener('click', () => location.reload());
  // There is nothing to go back to.
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.preventDefault();
    if (event.key !== 'Tab') return;
    const stops = [text, copy, reload];
    const at = stops.indexOf(dialog.getRootNode().activeElement);
    const next = event.shiftKey ? (at <= 0 ? stops.length : at) - 1 : (at + 1) % stops.length;
    stops[next].focus();
    event.preventDefault();
  });

  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
  document.body.append(host);
  // Above any dialog that was open, and what is behind is inert.
  dialog.showModal();
  copy.focus();
}
