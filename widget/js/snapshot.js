// A run at one moment, from a record of the core. `widget/rust/snapshot.rs` writes the record.

import { describe } from './errors.js';
import { CANCELLED, CANCELLING, FAILED, FLAGS, KINDS, places, PRIORITIES, REASONS, RECORD, STATUSES } from './words.js';

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
  why: WHY,
} = places(RECORD);
const { notStopping: NOT_STOPPING, abandoned: ABANDONED, critical: CRITICAL } = places(FLAGS);

const orNull = (number) => (Number.isNaN(number) ? null : number);

/** Makes a snapshot of the record that lies among `numbers` from `at` on; `known` is what JavaScript knows of the run, if anything. */
export function snapshot(known, numbers, at, id, title, task, lane, message, said) {
  const [status, attempt, done, why] = [numbers[at + STATUS], numbers[at + ATTEMPT], numbers[at + DONE], numbers[at + WHY]];
  const has = (flag) => ((numbers[at + FLAGS_AT] >> flag) & 1) !== 0;
  const error = status === FAILED ? Object.freeze({ kind: KINDS[why], message: said, attempt, cause: known?.thrown?.value }) : null;
  const stopped = status === CANCELLING || status === CANCELLED;
  const progress = Number.isNaN(done)
    ? null
    : Object.freeze({ done, total: orNull(numbers[at + TOTAL]), fraction: orNull(numbers[at + FRACTION]), message: message ?? null });
  return Object.freeze({
    id,
    title,
    task: task ?? null,
    lane,
    priority: PRIORITIES[numbers[at + PRIORITY]],
    status: STATUSES[status],
    attempt,
    attempts: numbers[at + ATTEMPTS],
    progress,
    error,
    reason: stopped ? (known?.given ? known.given.value : REASONS[why] ?? said) : null,
    notStopping: has(NOT_STOPPING),
    abandoned: has(ABANDONED),
    critical: has(CRITICAL),
    createdAt: numbers[at + CREATED_AT],
    startedAt: orNull(numbers[at + STARTED_AT]),
    finishedAt: orNull(numbers[at + FINISHED_AT]),
  });
}

/** A run that has ended, from what the core has told at its end. */
export function fromFacts(known, { numbers, id, lane, message, said }) {
  known.id ??= id ?? `run-${numbers[NUMBER]}`;
  return snapshot(known, numbers, 0, known.id, known.title, known.task, lane ?? 'main', message, said);
}

/** What is known of a run without the core. */
export function lean(known, status) {
  const { number = 0, done = NaN, total = NaN, reported = false } = known.attempt ?? {};
  const numbers = RECORD.map(() => NaN);
  [numbers[STATUS], numbers[ATTEMPT], numbers[ATTEMPTS], numbers[PRIORITY], numbers[FLAGS_AT]] = [status, number, 1, 1, 0];
  if (reported) [numbers[DONE], numbers[TOTAL], numbers[FRACTION]] = [done, total, total > 0 ? done / total : NaN];
  return snapshot(known, numbers, 0, known.id, known.title, known.task, 'main');
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
