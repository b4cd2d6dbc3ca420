// The overlay of a crashed module. It calls Rust only once, to report the trap: data of the module may be half changed.
// Its shadow root has its own style sheet, so that it looks the same in any page and needs no exception from a content
// security policy.

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
  .status { margin: 0; flex: 1 1 auto; }
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

/** Returns the address of the innermost module in a stack: `…/taskdeck_bg.wasm`. */
function innermostModule(stack) {
  return /([^\s()@]+):wasm-function\[/.exec(String(stack))?.[1];
}

/** Returns what the addresses of a program's parts begin with: they differ from its own after the name. */
const stemOf = (address) => address?.replace(/_bg\b[^/]*$/, '_');

/** Returns whether this is a trap of this program and not of another module in the page. */
function isOurTrap(error) {
  if (!(error instanceof Error) || !own) return false;
  const module = innermostModule(error.stack);
  const isPart = stemOf(own) !== own && module?.startsWith(stemOf(own));
  if (module !== own && !isPart) return false;
  const tooDeep =
    (error instanceof RangeError && /call stack/.test(error.message)) || (error.name === 'InternalError' && /recursion/.test(error.message));
  return tooDeep || error instanceof WebAssembly.RuntimeError;
}

/** Treats an uncaught trap of this module as a crash. A panic has reported it already. */
function uncaught(event) {
  const error = event.error ?? event.reason;
  if (!isOurTrap(error)) return;
  // The module's own listeners must not run any more.
  event.stopImmediatePropagation();
  let message;
  try {
    message = trapped();
  } catch {
    // Without stack or memory, every call of the module traps, so it runs no further anyway.
  }
  crashed(message ?? `${error.name}: ${error.message}`);
}

/**
 * Called by Rust once the app is mounted.
 * @param {Element} app the element that becomes inert after a crash
 * @param {string} ofVersion
 * @param {() => string | undefined} onTrap stops the module after a trap; returns the message of the panic
 */
export function watch(app, ofVersion, onTrap) {
  root = app;
  version = ofVersion;
  trapped = onTrap;
  own = innermostModule(new Error().stack);
  addEventListener('error', uncaught, true);
  addEventListener('unhandledrejection', uncaught, true);
}

/** Called by Rust during a panic. It draws later, because drawing could call listeners in Rust. */
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

/** Stops every event of the app before it reaches a listener. */
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
  const status = element('p', { className: 'status' });
  status.setAttribute('role', 'status');
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
    element('div', { className: 'buttons' }, status, copy, reload),
  );
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.setAttribute('aria-labelledby', 'title');
  dialog.setAttribute('aria-describedby', 'reason');

  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(details());
      status.textContent = 'Copied';
    } catch {
      text.textContent = details();
      getSelection().selectAllChildren(text);
      status.textContent = 'Copying was refused; the text is selected';
    }
  });
  reload.addEventListener('click', () => location.reload());
  // The dialog cannot be closed: the page behind it is dead.
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
  // Modal, so that it covers other open dialogs and makes them inert.
  dialog.showModal();
  copy.focus();
}
