import { memo, useRef, useState } from 'react';
import type { RunSnapshot } from 'taskdeck';
import { useDeck, useRuns } from 'taskdeck/react';
import { defineExport } from './export';

const YEARS = ['2026', '2025', '2024'] as const;
const MOODS = { well: 'well', slow: 'slow', flaky: 'busy at first', broken: 'broken' };

export function App() {
  const place = useRef<HTMLDivElement>(null);
  // The tray shows everything else: the queue, notifications, errors, retries.
  const deck = useDeck({ target: place, variant: 'tray', concurrency: 2 }, defineExport);
  const exports = useRuns(deck, { task: 'export' });
  const [year, setYear] = useState<(typeof YEARS)[number]>('2026');

  return (
    <>
      <header>
        <div>
          <h1>Orders</h1>
          <p>Export a year. The page stays responsive.</p>
        </div>
        <div ref={place} />
      </header>
      <main>
        <section aria-labelledby="new">
          <h2 id="new">New export</h2>
          <div className="row">
            <label>
              Year{' '}
              <select value={year} onChange={(event) => setYear(event.target.value as typeof year)}>
                {YEARS.map((year) => (
                  <option key={year}>{year}</option>
                ))}
              </select>
            </label>
            <button type="button" disabled={!deck} onClick={() => deck?.start('export', { year }, { id: nameOf(year) })}>
              Export
            </button>
          </div>
          <Moods />
        </section>
        <section aria-labelledby="exports">
          <h2 id="exports">Exports</h2>
          {exports.length === 0 && <p>None yet.</p>}
          <ul aria-labelledby="exports">
            {exports.map((run) => (
              <Export key={run.id} run={run} onCancel={deck!.cancel.bind(deck, run.id)} />
            ))}
          </ul>
        </section>
      </main>
    </>
  );
}

/** One export, drawn by the page itself. It renders again only when the snapshot of its run changes. */
const Export = memo(
  function Export({ run, onCancel }: { run: RunSnapshot; onCancel: () => void }) {
    const { id, status, progress, error } = run;
    const isLive = status === 'queued' || status === 'running';
    return (
      <li aria-label={id} data-status={status}>
        <p>
          <b>{id}</b> {statusText(run)}
        </p>
        {isLive && (
          <>
            {status === 'running' && <progress aria-label={`Progress of ${id}`} value={progress?.fraction ?? undefined} />}
            <button type="button" aria-label={`Cancel ${id}`} onClick={onCancel}>
              Cancel
            </button>
          </>
        )}
        {error && <p className="wrong">{error.message}</p>}
      </li>
    );
  },
  (before, now) => before.run === now.run,
);

let exported = 0;

/** A readable id instead of `run-7`. */
const nameOf = (year: string) => `Export ${(exported += 1)} (${year})`;

function statusText({ status, progress }: RunSnapshot): string {
  if (status === 'running') return progress?.message ?? 'starting';
  if (status === 'completed') return `${progress?.done} orders, saved`;
  return status;
}

/** Sets the mood of the example's server. */
function Moods() {
  const choose = async (mood: string) => {
    const answer = await fetch('/api/mood', { method: 'PUT', body: mood });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
  };
  return (
    <fieldset>
      <legend>Mood of the server</legend>
      {Object.entries(MOODS).map(([mood, words]) => (
        <label key={mood}>
          <input type="radio" name="mood" defaultChecked={mood === 'well'} onChange={() => void choose(mood)} /> {words}
        </label>
      ))}
    </fieldset>
  );
}
