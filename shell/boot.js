// Starts the program. The skeleton in index.html stays until the program has mounted; if it cannot start, the skeleton shows why.

const element = (id) => document.getElementById(id);

/** Replaces the skeleton with the reason why the program does not run. */
function stop(title, reason, advice, retry) {
  const skeleton = element('skeleton');
  if (!skeleton) return;
  skeleton.classList.add('shell-stopped');
  element('shell-title').textContent = title;
  element('shell-reason').textContent = reason;
  element('shell-advice').textContent = advice;
  element('shell-retry').hidden = !retry;
  const message = element('shell-message');
  message.hidden = false;
  message.setAttribute('role', 'alert');
}

/** Describes why a file could not be loaded, because the browser's own error seldom does. */
async function whyMissing(address, error) {
  const file = new URL(address).pathname.split('/').pop();
  if (navigator.onLine === false) return `This device is offline, so ${file} could not be fetched.`;
  try {
    const answer = await fetch(address, { cache: 'no-store' });
    if (!answer.ok) {
      return `The server answered ${answer.status} ${answer.statusText} for ${file}.`.replace('  ', ' ');
    }
    return `${file} was loaded but could not be used: ${error.message}`;
  } catch {
    return `The server could not be reached, so ${file} could not be fetched.`;
  }
}

function fail(reason) {
  stop('Taskdeck could not start', reason, 'No file was read and nothing was sent.', true);
}

async function start() {
  if (typeof WebAssembly !== 'object' || typeof WebAssembly.instantiate !== 'function') {
    stop(
      'Taskdeck needs WebAssembly',
      'This browser does not support it, or it is switched off (for example by a lockdown mode).',
      'Use a current browser, or allow WebAssembly for this site, then reload.',
      false,
    );
    return;
  }

  const js = element('program-js').href;
  const wasm = element('program-wasm').href;

  const [program, answer] = await Promise.allSettled([import(js), fetch(wasm)]);
  if (program.status === 'rejected') return fail(await whyMissing(js, program.reason));
  if (answer.status === 'rejected' || !answer.value.ok) return fail(await whyMissing(wasm, answer.reason));

  // A panic ends as a bare trap. Its message goes to the console just before.
  let panic = '';
  const { error: log } = console;
  console.error = (...words) => {
    panic = /^panicked at .*\n([^\n]+)/.exec(String(words[0]))?.[1] ?? panic;
    log.apply(console, words);
  };
  try {
    await program.value.default({ module_or_path: answer.value });
  } catch (error) {
    const tooOld = error instanceof WebAssembly.CompileError;
    const said = panic || (error instanceof Error ? error.message : String(error));
    fail(tooOld ? `This browser cannot run its WebAssembly: ${said}` : `It stopped during the start: ${said}`);
  } finally {
    console.error = log;
  }
}

/** Under `trunk serve`, reloads after a build and logs a failed one. A release has no such socket. */
function followTrunk() {
  const base = document.querySelector('meta[name="trunk-socket"]')?.content ?? '{{';
  if (base.startsWith('{{')) return;
  const address = new URL(`${base}.well-known/trunk/ws`, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

  const connect = (lost) => {
    const socket = new WebSocket(address);
    // After a lost connection trunk was restarted, and has built again.
    socket.onopen = () => lost && location.reload();
    socket.onmessage = (event) => {
      const { type, data } = JSON.parse(event.data);
      if (type === 'reload') location.reload();
      if (type === 'buildFailure') console.error(`trunk: the build failed\n${data.reason}`);
    };
    socket.onclose = () => setTimeout(connect, 2000, true);
  };
  connect(false);
}

element('skeleton').classList.add('shell-started');
element('shell-retry').addEventListener('click', () => location.reload());
followTrunk();
start();
