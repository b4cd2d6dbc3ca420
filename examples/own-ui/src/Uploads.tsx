import { memo, type ComponentProps } from 'react';
import type { RunSnapshot } from 'taskdeck';
import { useDeckContext } from 'taskdeck/react';
import { isLive, type Queue } from './queue';
import { sampleFiles } from './samples';

const megabytes = new Intl.NumberFormat('en', { style: 'unit', unit: 'megabyte', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const size = (bytes: number) => megabytes.format(bytes / 1e6);

/** A button that keeps the focus when it has nothing to do. One that is `disabled` would lose it. */
function Action({ isOff = false, act, ...rest }: ComponentProps<'button'> & { isOff?: boolean; act: () => void }) {
  // The second click of a double click would undo the first one: a Cancel has become a Retry by then.
  return <button type="button" aria-disabled={isOff} onClick={({ detail }) => !isOff && detail < 2 && act()} {...rest} />;
}

export function Uploads({ queue }: { queue: Queue }) {
  const { items, sent, total, completed, failed, isReady } = queue;
  const stopped = items.map(({ run }) => run).filter(({ status }) => status === 'failed' || status === 'cancelled');
  const add = (input: HTMLInputElement) => {
    queue.add(input.files ?? []);
    input.value = '';
  };
  return (
    <>
      <h1>Uploads</h1>
      <div className="row">
        <label className="button">
          Choose files
          <input type="file" multiple className="hidden" disabled={!isReady} onChange={({ target }) => add(target)} />
        </label>
        <Action isOff={!isReady} act={() => queue.add(sampleFiles(20))}>Make 20 sample files</Action>
      </div>
      <section aria-labelledby="whole">
        <h2 id="whole">
          {items.length === 0 ? 'No files yet' : `${completed} of ${items.length} sent`}
          {failed > 0 && <em>, {failed} failed</em>}
        </h2>
        <p>{`${size(sent)} of ${size(total)}`}</p>
        <progress aria-label="Progress of all files" value={sent} max={total || 1} />
        <div className="row">
          <Action isOff={!queue.isLive} act={() => queue.cancelAll()}>Cancel all</Action>
          <Action isOff={stopped.length === 0} act={() => queue.retry(stopped)}>Retry all</Action>
          <Action isOff={items.every(({ run }) => isLive(run))} act={queue.clear}>Clear finished</Action>
        </div>
      </section>
      <ul role="list" aria-label="Files">
        {items.map(({ key, file, run }) => (
          <Row key={key} file={file} run={run} />
        ))}
      </ul>
      {items.length === 0 && (
        <p className="empty">
          Choose files, or drop them anywhere on this page. To watch them go, choose <i>Slow</i> on the page <i>Server</i> first.
        </p>
      )}
    </>
  );
}

/** One file. It renders again only when the snapshot of its run changes. */
const Row = memo(function Row({ file, run }: { file: File; run: RunSnapshot }) {
  const deck = useDeckContext();
  const verb = isLive(run) ? 'Cancel' : run.status === 'completed' ? 'Send again' : 'Retry';
  const act = () => (isLive(run) ? deck?.cancel(run.id) : deck?.get(run.id)?.retry());
  return (
    <li aria-label={file.name} data-status={run.status}>
      <b>{file.name}</b>
      <span>{statusText(run, file)}</span>
      <Action aria-label={`${verb} ${file.name}`} act={act}>{verb}</Action>
      {run.status === 'running' && <progress aria-label={`Progress of ${file.name}`} value={run.progress?.done ?? 0} max={file.size || 1} />}
    </li>
  );
});

function statusText({ status, attempt, attempts, progress, error }: RunSnapshot, file: File) {
  if (status === 'running') return progress?.fraction === 1 ? 'Waiting for the server' : `${size(progress?.done ?? 0)} of ${size(file.size)}`;
  if (status === 'queued') return attempt > 0 ? `Attempt ${attempt} of ${attempts} failed, and another follows` : 'Waiting';
  if (status === 'failed') return error?.message;
  return status === 'completed' ? `Sent, ${size(file.size)}` : 'Cancelled';
}
