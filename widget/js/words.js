// What crosses between Rust and JavaScript as a number: a word is its place in its list, and a field of a run its place among the
// numbers of a record. Each order is written here alone: widget/build.rs makes Rust constants of the lists below, which are
// statements of the form `export const NAME = ['word', …];`.

/** The numbers of a run, as they lie in the memory of wasm. NaN stands for what is not there. */
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
  'why',
];

/** What the flags of a record say: the first is its lowest bit. */
export const FLAGS = ['notStopping', 'abandoned', 'critical'];

export const STATUSES = ['queued', 'running', 'cancelling', 'completed', 'failed', 'cancelled'];
export const PRIORITIES = ['user-blocking', 'user-visible', 'background'];
export const OVERLAPS = ['allow', 'queue', 'drop', 'restart', 'keep-latest', 'join', 'refuse'];
export const KINDS = ['error', 'panic', 'timeout', 'lost'];
export const REASONS = ['user', 'parent', 'replaced', 'skipped', 'timeout', 'shutdown', 'owner'];

/** The numbers and the texts of a policy. */
export const NUMBERS = ['priority', 'overlap', 'timeout', 'deadline', 'delay', 'grace', 'critical', 'showProgress', 'undroppable'];
export const TEXTS = ['lane', 'key', 'unit'];

/** How a body ended that threw: with an error, because its worker has died, or because it was asked to stop. */
export const THROWN = ['error', 'lost', 'aborted'];

export const SCHEDULE_STATES = ['active', 'paused', 'suspended', 'ended'];
export const SCHEDULE_CHANGES = ['pause', 'resume', 'stop'];

/** The places of words, by the words. */
export const places = (words) => Object.fromEntries(words.map((word, place) => [word, place]));

export const { running: RUNNING, cancelling: CANCELLING, completed: COMPLETED, failed: FAILED, cancelled: CANCELLED } = places(STATUSES);

/** What the message of an `AbortError` says, by the reason. */
export const SAID = {
  user: 'the run was cancelled',
  parent: 'its parent ended',
  replaced: 'replaced by a newer run',
  skipped: 'skipped: a run of the same task was there',
  timeout: 'it took too long',
  shutdown: 'the deck was shut down',
  owner: 'the deck was destroyed',
};
