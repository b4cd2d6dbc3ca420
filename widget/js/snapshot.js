// A run at one moment, from the numbers of the core. `widget/rust/snapshot.rs` is the other side.

import { describe } from './errors.js';
import { CANCELLED, CANCELLING, FAILED, KINDS, PRIORITIES, REASONS, STATUSES } from './words.js';

const orNull = (number) => (Number.isNaN(number) ? null : number);

/** Makes a snapshot; `record` is what JavaScript knows of the run, if anything. */
export function snapshot(record, id, title, task, lane, status, attempt, attempts, priority, flags, done, total, fraction, message, createdAt, startedAt, finishedAt, why, said) {
  const error = status === FAILED ? Object.freeze({ kind: KINDS[why], message: said, attempt, cause: record?.thrown?.value }) : null;
  const stopped = status === CANCELLING || status === CANCELLED;
  const progress = Number.isNaN(done) ? null : Object.freeze({ done, total: orNull(total), fraction: orNull(fraction), message: message ?? null });
  return Object.freeze({
    id,
    title,
    task: task ?? null,
    lane,
    priority: PRIORITIES[priority],
    status: STATUSES[status],
    attempt,
    attempts,
    progress,
    error,
    reason: stopped ? (record?.given ? record.given.value : REASONS[why] ?? said) : null,
    notStopping: (flags & 1) !== 0,
    abandoned: (flags & 2) !== 0,
    critical: (flags & 4) !== 0,
    createdAt,
    startedAt: orNull(startedAt),
    finishedAt: orNull(finishedAt),
  });
}

/** A run that has ended, from what the core has told at its end. */
export function fromFacts(record, [number, id, lane, ...facts]) {
  return snapshot(record, (record.id ??= id ?? `run-${number}`), record.title, record.task, lane ?? 'main', record.status, ...facts);
}

/** What is known of a run without the core. */
export function lean(record, status) {
  const { number = 0, done = NaN, total = NaN, reported = false } = record.attempt ?? {};
  const progress = reported ? [done, total, total > 0 ? done / total : NaN] : [NaN, NaN, NaN];
  return snapshot(record, record.id, record.title, record.task, 'main', status, number, 1, 1, 0, ...progress, undefined, NaN, NaN, NaN);
}

/** The same value where JSON can hold it, else its message. */
function jsonOr(value) {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return describe(value)[0];
  }
}

/** The same snapshot, such that `JSON.stringify` takes it whatever was thrown or given as a reason. */
export function writable(snapshot) {
  const { error, reason } = snapshot;
  return { ...snapshot, reason: jsonOr(reason), error: error && { ...error, cause: jsonOr(error.cause) } };
}
