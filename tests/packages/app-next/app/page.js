'use client';

import { useEffect, useRef } from 'react';
import { useDeck, useRuns } from 'taskdeck/react';

export default function Page() {
  const place = useRef(null);
  const deck = useDeck({ target: place }, (deck) => void deck.spawn('Count', (ctx) => ctx.yield()));
  const done = useRuns(deck, { status: 'completed' });
  useEffect(() => {
    if (done.length > 0) document.title = 'counted';
  }, [done]);
  return <div ref={place} />;
}
