// The words and fields that cross between Rust and JavaScript as numbers. A word crosses as its index in its list; the fields of
// RECORD are numbers in memory, in that order. This file alone defines the orders: widget/build.rs generates Rust constants from
// the lists, which have to be statements of the form `export const NAME = ['word', …];`.

/** The numbers of a run, in the order in which they lie in the memory of the module. NaN means that there is none. */
export const RECORD = [
  'run',
  'number',
  'status',
  'attempt',
  'attempts',
  'priority',
  'flags',
  'done',
  'total',
  'fraction',
  'createdAt',
  'startedAt',
  'finishedAt',
  'causeCode',
  'problems',
];

/** The flags of a record; the first is the lowest bit. */
export const FLAGS = ['notStopping', 'abandoned', 'critical'];

export const STATUSES = ['queued', 'running', 'cancelling', 'completed', 'failed', 'cancelled'];
export const PRIORITIES = ['user-blocking', 'user-visible', 'background'];
export const OVERLAPS = ['allow', 'queue', 'drop', 'restart', 'keep-latest', 'join', 'refuse'];
export const KINDS = ['error', 'panic', 'timeout', 'lost'];
export const REASONS = ['user', 'parent', 'replaced', 'skipped', 'timeout', 'shutdown', 'owner', 'caller'];

/** The numbers and the texts of a policy. */
export const NUMBERS = ['priority', 'overlap', 'timeout', 'deadline', 'delay', 'grace', 'critical', 'showProgress', 'undroppable'];
export const TEXTS = ['lane', 'key', 'unit'];

/** Why an attempt failed: its body threw, its worker has ended, or its body was aborted. */
export const THROWN = ['error', 'lost', 'aborted'];

export const SCHEDULE_STATES = ['active', 'paused', 'suspended', 'ended'];
export const SCHEDULE_CHANGES = ['pause', 'resume', 'stop'];

/** Returns an object from each word to its index. */
export const indexes = (words) => Object.fromEntries(words.map((word, index) => [word, index]));

export const { running: RUNNING, cancelling: CANCELLING, completed: COMPLETED, failed: FAILED, cancelled: CANCELLED } = indexes(STATUSES);

/** The message of an `AbortError`, by the reason of the cancel. */
export const REASON_MESSAGES = {
  user: 'the run was cancelled',
  caller: 'the run was cancelled',
  parent: 'its parent ended',
  replaced: 'replaced by a newer run',
  skipped: 'skipped: a run of the same task was there',
  timeout: 'it took too long',
  shutdown: 'the deck was shut down',
  owner: 'the deck was destroyed',
};
