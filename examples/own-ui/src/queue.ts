import { useMemo } from 'react';
import type { RunSnapshot } from 'taskdeck';
import { useDeckContext, useTask } from 'taskdeck/react';
import type { UploadDeck } from './upload';

export const isLive = ({ status }: RunSnapshot) => ['queued', 'running', 'cancelling'].includes(status);

/** Returns the upload queue: its files in the order in which they were added, each with its newest run. */
export function useQueue() {
  const deck = useDeckContext<UploadDeck>();
  const task = useTask(deck, 'upload');
  const items = useMemo(() => {
    // A retry is a run of its own and takes the place of the run before it: a key of a map keeps its place.
    const byFile = new Map<File, { key: string; file: File; run: RunSnapshot }>();
    for (const run of [...task.runs].reverse()) {
      const params = deck?.get(run.id)?.params as { file: [File] } | undefined;
      const file = params?.file[0];
      if (file) byFile.set(file, { key: byFile.get(file)?.key ?? run.id, file, run });
    }
    return [...byFile.values()];
  }, [deck, task.runs]);
  // What arrived of a file that failed or was cancelled is discarded.
  const sentBytes = (file: File, run: RunSnapshot) => (run.status === 'completed' ? file.size : isLive(run) ? (run.progress?.done ?? 0) : 0);
  const total = items.reduce((sum, { file }) => sum + file.size, 0);
  const sent = items.reduce((sum, { file, run }) => sum + sentBytes(file, run), 0);
  const count = (status: string) => items.filter(({ run }) => run.status === status).length;
  return { deck, task, items, total, sent, count };
}

export type Queue = ReturnType<typeof useQueue>;
