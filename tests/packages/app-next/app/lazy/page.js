'use client';

import { useEffect, useRef } from 'react';
import { lazyDeck } from 'taskdeck/lazy';

export default function Page() {
  const place = useRef(null);
  useEffect(() => {
    const deck = lazyDeck({ target: place.current });
    deck.spawn('Count', (ctx) => ctx.yield(), { onComplete: () => { document.title = 'counted'; } });
    return () => deck.destroy();
  }, []);
  return <div ref={place} />;
}
