// The queues to compare the widget with, in one file. p-queue 10 dispatches DOM events, which p-queue 9 does not.

export { default as PQueue } from 'p-queue';
export { default as PQueue9 } from 'p-queue-9';
