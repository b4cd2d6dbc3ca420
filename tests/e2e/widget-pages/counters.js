// Counts the resources of a page, from before the first module is loaded: `globalThis.counters`.
//
//   now()    the live ones: timers, frames, listeners, workers, ports, blobs, observers; nodes and sheets of the document
//   made     the number of each that were ever created

(() => {
  const made = {};
  const there = {};
  const count = (kind) => {
    made[kind] = 0;
    return (there[kind] = new Set());
  };

  /** Wraps a function that starts something that its callback ends, and the function that cancels it. */
  const timer = (kind, start, end, repeats) => {
    const live = count(kind);
    const [begin, stop] = [globalThis[start], globalThis[end]];
    if (!begin) return;
    globalThis[start] = (callback, ...rest) => {
      made[kind] += 1;
      const id = begin.call(globalThis, (...given) => {
        if (!repeats) live.delete(id);
        return callback(...given);
      }, ...rest);
      live.add(id);
      return id;
    };
    globalThis[end] = (id) => {
      live.delete(id);
      stop.call(globalThis, id);
    };
  };
  timer('timers', 'setTimeout', 'clearTimeout', false);
  timer('intervals', 'setInterval', 'clearInterval', true);
  timer('frames', 'requestAnimationFrame', 'cancelAnimationFrame', false);
  timer('idle callbacks', 'requestIdleCallback', 'cancelIdleCallback', false);

  // A listener is collected with its target, so only targets that live as long as the page count.
  const listeners = new Map();
  const stays = new Set();
  const isThere = (target) => target === globalThis || target instanceof MediaQueryList || stays.has(target) || (target instanceof Node && target.isConnected);
  made.listeners = 0;
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const name = (type, options) => `${type} ${Boolean(typeof options === 'object' ? options?.capture : options)}`;
  // Playwright's own script listens too, at times in the world of the page in Firefox: first to an event with its name, then to
  // others before anything else runs.
  let isPlaywright = false;
  const playwrightBegins = () => {
    isPlaywright = true;
    queueMicrotask(() => (isPlaywright = false));
  };
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target = this ?? globalThis;
    if (String(type).startsWith('__playwright')) playwrightBegins();
    if (callback && !isPlaywright) {
      made.listeners += 1;
      const all = listeners.get(target) ?? new Set();
      listeners.set(target, all);
      const one = { key: name(type, options), callback };
      if (![...all].some(({ key, callback: other }) => key === one.key && other === callback)) all.add(one);
      const gone = () => all.delete(one);
      if (options?.once) add.call(target, type, gone, { once: true, capture: options.capture });
      if (options?.signal) add.call(options.signal, 'abort', gone, { once: true });
    }
    return add.call(target, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target = this ?? globalThis;
    for (const one of listeners.get(target) ?? []) {
      if (one.key === name(type, options) && one.callback === callback) listeners.get(target).delete(one);
    }
    return remove.call(target, type, callback, options);
  };
  const countListeners = () => {
    let number = 0;
    for (const [target, all] of listeners) {
      if (all.size === 0) listeners.delete(target);
      else if (isThere(target)) number += all.size;
    }
    return number;
  };

  /** Wraps a class whose objects live until one of these methods is called. */
  const kept = (kind, of, ...ends) => {
    const live = count(kind);
    const Native = globalThis[of];
    globalThis[of] = class extends Native {
      constructor(...given) {
        super(...given);
        made[kind] += 1;
        live.add(this);
      }
    };
    for (const end of ends) {
      globalThis[of].prototype[end] = function (...given) {
        live.delete(this);
        return Native.prototype[end].apply(this, given);
      };
    }
    return live;
  };
  kept('workers', 'Worker', 'terminate');
  for (const of of ['ResizeObserver', 'MutationObserver', 'IntersectionObserver']) kept(of, of, 'disconnect');

  const ports = count('ports');
  const NativeChannel = globalThis.MessageChannel;
  globalThis.MessageChannel = class extends NativeChannel {
    constructor() {
      super();
      made.ports += 1;
      ports.add(this.port1);
    }
  };
  const { close } = MessagePort.prototype;
  MessagePort.prototype.close = function () {
    ports.delete(this);
    close.call(this);
  };

  const blobs = count('blobs');
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    made.blobs += 1;
    blobs.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    blobs.delete(url);
    revokeObjectURL.call(URL, url);
  };

  /** Returns the number of nodes of the document, with those of shadow roots. */
  const nodes = (root) => {
    let number = 0;
    const walker = document.createTreeWalker(root);
    do {
      number += 1;
      if (walker.currentNode.shadowRoot) number += nodes(walker.currentNode.shadowRoot);
    } while (walker.nextNode());
    return number;
  };

  globalThis.counters = {
    made,
    /** Counts the listeners of this object too. */
    watch: (target) => stays.add(target),
    now: () => ({
      ...Object.fromEntries(Object.entries(there).map(([kind, live]) => [kind, live.size])),
      listeners: countListeners(),
      nodes: nodes(document),
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    }),
    /** Returns the live listeners by name, for the message of a failed test. */
    listeners: () => [...listeners].filter(([target]) => isThere(target)).flatMap(([target, all]) => [...all].map(({ key }) => `${target.constructor.name} ${key}`)),
  };
})();
