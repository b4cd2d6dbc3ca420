import { useSyncExternalStore } from 'react';
import { useQueue } from './queue';
import { Uploads } from './Uploads';

const onHashChange = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export function App() {
  const isAbout = useSyncExternalStore(onHashChange, () => location.hash === '#about');
  const queue = useQueue();
  const { task, items, count } = queue;
  return (
    <div className="page">
      <title>{isAbout ? 'About' : 'Uploads'}</title>
      <nav aria-label="Pages">
        <a href="#uploads" aria-current={isAbout ? undefined : 'page'}>
          Uploads {count('running') > 0 && <span className="badge">{count('running')} running</span>}
        </a>
        <a href="#about" aria-current={isAbout ? 'page' : undefined}>About</a>
      </nav>
      <main>{isAbout ? <h1>Uploads go on while this page is open</h1> : <Uploads queue={queue} />}</main>
      {/* It changes when the queue starts and when it ends, and not in between. */}
      <p role="status" className="hidden">
        {items.length === 0 ? '' : task.isLive ? 'Sending files' : `${count('completed')} of ${items.length} files sent`}
      </p>
    </div>
  );
}
