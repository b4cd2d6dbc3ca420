import { useMemo } from 'react';
import type { RunSnapshot } from 'taskdeck';
import { useDeckContext, useTask } from 'taskdeck/react';
import type { UploadDeck } from './upload';

/** A file and its newest run. */
interface Item {
  key: string;
  file: File;
  run: RunSnapshot;
}

export const isLive = ({ status }: RunSnapshot) => ['queued', 'running', 'cancelling'].includes(status);

/** Returns the upload queue: its files in the order in which they were added, and what is true of all of them. */
export function useQueue() {
  const deck = useDeckContext<UploadDeck>();
  const task = useTask(deck, 'upload');
  const items = useMemo(() => {
    // A retry is a run of its own and takes the place of the run before it: a key of a map keeps its place.
    const byFile = new Map<File, Item>();
    for (const run of [...task.runs].reverse()) {
      const params = deck?.get(run.id)?.params as { file: File[] } | undefined;
      const file = params?.file[0];
      if (file) byFile.set(file, { key: byFile.get(file)?.key ?? run.id, file, run });
    }
    return [...byFile.values()];
  }, [deck, task.runs]);

  // A cancelled file is not wanted any more; a failed one still is, and the server has discarded what arrived of it.
  const wanted = items.filter(({ run }) => run.status !== 'cancelled');
  const sentBytes = ({ file, run }: Item) => (run.status === 'completed' ? file.size : isLive(run) ? (run.progress?.done ?? 0) : 0);
  const count = (status: string) => items.filter(({ run }) => run.status === status).length;
  return {
    ...task,
    items,
    total: wanted.reduce((sum, { file }) => sum + file.size, 0),
    sent: wanted.reduce((sum, item) => sum + sentBytes(item), 0),
    completed: count('completed'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    isReady: deck !== null,
    add: (files: Iterable<File>) => [...files].forEach((file) => task.start({ file })),
    retry: (runs: RunSnapshot[]) => runs.forEach(({ id }) => deck?.get(id)?.retry()),
    clear: () => deck?.clearFinished(),
  };
}

export type Queue = ReturnType<typeof useQueue>;

/** Describes the queue for a live region: a text that changes when the queue starts and when it ends, and not in between. */
export function describe({ isLive, items, completed, failed, cancelled }: Queue) {
  if (items.length === 0) return '';
  if (isLive) return 'Sending files';
  const rest = [failed && `${failed} failed`, cancelled && `${cancelled} cancelled`].filter(Boolean);
  return [`${completed} of ${items.length} files sent`, ...rest].join(', ');
}
