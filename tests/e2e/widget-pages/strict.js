// The page with a strict policy: three decks, whose tasks use everything that a policy could forbid.

import { createDeck } from '/widget/taskdeck.js';
import '/widget/element.js';

globalThis.violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, sourceFile, lineNumber }) => {
  if (blockedURI.endsWith('/favicon.ico')) return;
  globalThis.violations.push(`${effectiveDirective} ${blockedURI} ${sample} ${sourceFile}:${lineNumber}`);
});

const place = document.querySelector('#place');
const deck = await createDeck({ target: place, captureGlobalErrors: true });
const tray = await createDeck({ target: place, variant: 'tray' });
const element = document.createElement('task-deck');
place.append(element);
await element.ready;

// With trusted types, the page has to create the workers.
const address = new URL('job.js', import.meta.url);
const trusted = globalThis.trustedTypes?.createPolicy('page', { createScriptURL: (text) => text });
const worker = () => new Worker(trusted ? trusted.createScriptURL(address.href) : address, { type: 'module' });

deck.define({
  id: 'all',
  title: 'Everything',
  description: 'Has a field of each kind',
  group: 'Some',
  params: [
    { name: 'text', label: 'Text', help: 'What is written', default: 'text' },
    { name: 'token', label: 'Token', secret: true, default: 'hush' },
    { name: 'area', type: 'textarea', default: 'a\nb' },
    { name: 'number', type: 'number', min: 0, max: 9, default: 3 },
    { name: 'choice', type: 'select', options: ['a', 'b'] },
    { name: 'on', type: 'switch' },
    { name: 'files', type: 'files', multiple: true, folders: true },
  ],
  async run(ctx, params) {
    ctx.progress(1, 2, '<img src=x onerror=alert(1)>');
    ctx.log('<b>a line</b>');
    await ctx.sleep(1);
    await ctx.yield();
    await ctx.spawn('Child', () => {}).result;
    return params.text;
  },
});
deck.define({ id: 'job', title: 'Job', worker });
deck.define({ id: 'fails', title: 'Fails', critical: true, run() { throw new Error('<script>alert(1)</script>', { cause: new Error('a cause') }); } });
deck.schedule('all', {}, { every: 1e7 });
Object.assign(globalThis, { deck, tray, element, address });
document.documentElement.dataset.ready = '';
