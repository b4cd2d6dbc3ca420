import { useEffect, useState, useSyncExternalStore, type DragEvent } from 'react';
import { describe, useQueue } from './queue';
import { Server } from './Server';
import { Uploads } from './Uploads';

const ROUTES = { '#uploads': 'Uploads', '#server': 'Server' };

const onHashChange = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export function App() {
  const route = useSyncExternalStore(onHashChange, () => (location.hash === '#server' ? '#server' : '#uploads'));
  const queue = useQueue();
  const [isOver, setIsOver] = useState(false);
  const running = queue.runs.filter(({ status }) => status === 'running').length;

  // Closing the page would stop the uploads.
  useEffect(() => {
    if (!queue.isLive) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [queue.isLive]);

  // Files can be dropped anywhere. Where a page does not take them, the browser opens them instead of the page.
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isOver);
    if (event.type === 'drop' && queue.isReady) queue.add(event.dataTransfer.files);
  };

  return (
    <div className="page" data-over={isOver || undefined} onDragOver={drag(true)} onDragLeave={drag(false)} onDrop={drag(false)}>
      <title>{ROUTES[route]}</title>
      <nav aria-label="Pages">
        {Object.entries(ROUTES).map(([hash, title]) => (
          <a key={hash} href={hash} aria-current={hash === route ? 'page' : undefined}>
            {title} {hash === '#uploads' && running > 0 && <span className="badge">{running} running</span>}
          </a>
        ))}
      </nav>
      <main>{route === '#server' ? <Server /> : <Uploads queue={queue} />}</main>
      <p role="status" className="hidden">{describe(queue)}</p>
    </div>
  );
}
