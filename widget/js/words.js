// Words as numbers; widget/rust/words.rs has the same lists in the same order.

export const STATUSES = ['queued', 'running', 'cancelling', 'completed', 'failed', 'cancelled'];
export const [, RUNNING, CANCELLING, COMPLETED, FAILED, CANCELLED] = STATUSES.keys();
export const PRIORITIES = ['user-blocking', 'user-visible', 'background'];
export const OVERLAPS = ['allow', 'queue', 'drop', 'restart', 'keep-latest', 'join', 'refuse'];
export const KINDS = ['error', 'panic', 'timeout', 'lost'];
export const REASONS = ['user', 'parent', 'replaced', 'skipped', 'timeout', 'shutdown', 'owner'];

/** What the message of an `AbortError` says, by the reason. */
export const SAID = [
  'the run was cancelled',
  'its parent ended',
  'replaced by a newer run',
  'skipped: a run of the same task was there',
  'it took too long',
  'the deck was shut down',
  'the deck was destroyed',
];

/** The numbers and the texts of a policy, in the order of `RunPolicy` in widget/rust/policy.rs. */
export const NUMBERS = ['priority', 'overlap', 'timeout', 'deadline', 'delay', 'grace', 'critical', 'showProgress', 'undroppable'];
export const TEXTS = ['lane', 'key', 'unit'];
