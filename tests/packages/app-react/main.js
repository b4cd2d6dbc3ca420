import { StrictMode, createElement as h, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { useDeck, useRuns } from 'taskdeck/react';

async function count(ctx) {
  for (let i = 1; i <= 3; i++) {
    ctx.progress(i, 3);
    await ctx.yield();
  }
}

function App() {
  const place = useRef(null);
  const deck = useDeck({ target: place }, (deck) => void deck.spawn('Count', count));
  const done = useRuns(deck, { status: 'completed' });
  useEffect(() => {
    if (done.length > 0) document.title = 'counted';
  }, [done]);
  return h('div', { ref: place });
}

createRoot(document.querySelector('#root')).render(h(StrictMode, null, h(App)));
