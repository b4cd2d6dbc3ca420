// Snapshots of runs, made from the records that `widget/rust/snapshot.rs` writes.

import { describe } from './errors.js';
import { CANCELLED, CANCELLING, FAILED, FLAGS, indexes, KINDS, PRIORITIES, REASONS, RECORD, STATUSES } from './words.js';

const {
  number: NUMBER,
  status: STATUS,
  attempt: ATTEMPT,
  attempts: ATTEMPTS,
  priority: PRIORITY,
  flags: FLAGS_AT,
  done: DONE,
  total: TOTAL,
  fraction: FRACTION,
  createdAt: CREATED_AT,
  startedAt: STARTED_AT,
  finishedAt: FINISHED_AT,
  causeCode: CAUSE_CODE,
  problems: PROBLEMS,
} = indexes(RECORD);
const { notStopping: NOT_STOPPING, abandoned: ABANDONED, critical: CRITICAL } = indexes(FLAGS);

const NO_LINES = Object.freeze([]);

const orNull = (number) => (Number.isNaN(number) ? null : number);

/** Creates a snapshot from the fields in `numbers`, which begin at `start`, and from the `Record` of the run, if there is one. */
export function snapshot(record, numbers, start, id, title, task, lane, message, causeText, summary) {
  const [status, attempt, done, causeCode] = [numbers[start + STATUS], numbers[start + ATTEMPT], numbers[start + DONE], numbers[start + CAUSE_CODE]];
  const has = (flag) => ((numbers[start + FLAGS_AT] >> flag) & 1) !== 0;
  const error = status === FAILED ? Object.freeze({ kind: KINDS[causeCode], message: causeText, attempt, cause: record?.thrown?.value }) : null;
  const stopped = status === CANCELLING || status === CANCELLED;
  // JavaScript knows when a run happened that it has started itself.
  const time = (own, number) => (own === undefined ? orNull(number) : Math.round(record.engine.origin + own));
  const progress = Number.isNaN(done)
    ? null
    : Object.freeze({ done, total: orNull(numbers[start + TOTAL]), fraction: orNull(numbers[start + FRACTION]), message: message ?? null });
  return Object.freeze({
    id,
    title,
    task: task ?? null,
    lane,
    priority: PRIORITIES[numbers[start + PRIORITY]],
    status: STATUSES[status],
    attempt,
    attempts: numbers[start + ATTEMPTS],
    progress,
    error,
    summary: summary || null,
    problems: numbers[start + PROBLEMS],
    reason: stopped ? (record?.givenReason ? record.givenReason.value : REASONS[causeCode] ?? causeText) : null,
    notStopping: has(NOT_STOPPING),
    abandoned: has(ABANDONED),
    critical: has(CRITICAL),
    parent: record?.parent?.publicId ?? null,
    retryOf: record?.retryOf ?? null,
    log: record?.log ?? NO_LINES,
    createdAt: time(record?.createdAt, numbers[start + CREATED_AT]),
    startedAt: time(record?.startedAt, numbers[start + STARTED_AT]),
    finishedAt: time(record?.finishedAt, numbers[start + FINISHED_AT]),
  });
}

/** Creates the last snapshot of a run, from the facts that the core passed at its end. Without facts, JavaScript has run it. */
export function fromFacts(record, facts) {
  if (!facts) return withoutCore(record, record.status);
  const { numbers, id, lane, message, causeText, summary } = facts;
  record.id ??= id ?? `run-${numbers[NUMBER]}`;
  return snapshot(record, numbers, 0, record.id, record.title, record.task, lane ?? 'main', message, causeText, summary);
}

/** Creates the snapshot of a run from its record alone. */
export function withoutCore(record, status) {
  const { number = Number(record.started), done = NaN, total = NaN, reported = false } = record.attempt ?? {};
  const numbers = RECORD.map(() => NaN);
  [numbers[STATUS], numbers[ATTEMPT], numbers[ATTEMPTS], numbers[PRIORITY], numbers[FLAGS_AT], numbers[PROBLEMS]] = [status, number, 1, 1, 0, 0];
  if (reported) [numbers[DONE], numbers[TOTAL], numbers[FRACTION]] = [done, total, total > 0 ? done / total : NaN];
  return snapshot(record, numbers, 0, record.publicId, record.title, record.task, 'main');
}

/** Returns a value that JSON can hold as it is, and the message of any other. */
function valueOrMessage(value) {
  try {
    // An error has no own fields that JSON writes, and a function or a symbol disappears.
    const isWritten = !(value instanceof Error) && (value === undefined || JSON.stringify(value) !== undefined);
    return isWritten ? value : describe(value)[0];
  } catch {
    return describe(value)[0];
  }
}

/** Returns a snapshot that `JSON.stringify` accepts, whatever was thrown or passed as the reason. */
export function serializable(snapshot) {
  const { error, reason } = snapshot;
  return { ...snapshot, reason: valueOrMessage(reason), error: error && { ...error, cause: valueOrMessage(error.cause) } };
}
