import { memo } from 'react';
import type { RunSnapshot } from 'taskdeck';
import { isLive, type Queue } from './queue';
import { sampleFiles } from './samples';

const megabytes = new Intl.NumberFormat('en', { style: 'unit', unit: 'megabyte', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const size = (bytes: number) => megabytes.format(bytes / 1e6);

export function Uploads({ queue: { deck, task, items, total, sent, count } }: { queue: Queue }) {
  const add = (files: Iterable<File>) => [...files].forEach((file) => task.start({ file }));
  return (
    <>
      <h1>Uploads</h1>
      <div className="row">
        <label className="button">
          Choose files
          <input type="file" multiple className="hidden" disabled={!deck} onChange={({ target }) => add(target.files ?? [])} />
        </label>
        <button type="button" disabled={!deck} onClick={() => add(sampleFiles(20))}>Make 20 sample files</button>
      </div>
      <section aria-labelledby="whole">
        <h2 id="whole">{items.length === 0 ? 'No files yet' : `${count('completed')} of ${items.length} sent`}</h2>
        <p>{`${size(sent)} of ${size(total)}`}</p>
        <progress aria-label="Progress of all files" value={sent} max={total || 1} />
        {/* A button that is `disabled` would lose the focus. */}
        <button type="button" aria-disabled={!task.isLive} onClick={() => task.cancelAll()}>Cancel all</button>
      </section>
      <ul role="list" aria-label="Files">
        {items.map(({ key, file, run }) => <Row key={key} file={file} run={run} act={() => act(run)} />)}
      </ul>
    </>
  );

  function act(run: RunSnapshot) {
    if (isLive(run)) deck?.cancel(run.id);
    else deck?.get(run.id)?.retry();
  }
}

/** One file. It renders again only when the snapshot of its run changes. */
const Row = memo(function Row({ file, run, act }: { file: File; run: RunSnapshot; act(): void }) {
  const verb = isLive(run) ? 'Cancel' : run.status === 'completed' ? 'Send again' : 'Retry';
  return (
    <li aria-label={file.name} data-status={run.status}>
      <b>{file.name}</b>
      <span>{statusText(run, file)}</span>
      {/* The second click of a double click would undo the first one: a Cancel has become a Retry by then. */}
      <button type="button" aria-label={`${verb} ${file.name}`} onClick={({ detail }) => detail < 2 && act()}>{verb}</button>
      {run.status === 'running' && <progress aria-label={`Progress of ${file.name}`} value={run.progress?.done ?? 0} max={file.size || 1} />}
    </li>
  );
}, (before, after) => before.run === after.run);

function statusText({ status, attempt, attempts, progress, error }: RunSnapshot, file: File) {
  if (status === 'running') return `${size(progress?.done ?? 0)} of ${size(file.size)}`;
  if (status === 'queued') return attempt > 0 ? `Attempt ${attempt} of ${attempts} failed, and another follows` : 'Waiting';
  return { completed: `Sent, ${size(file.size)}`, failed: error?.message, cancelled: 'Cancelled', cancelling: 'Stopping' }[status];
}
