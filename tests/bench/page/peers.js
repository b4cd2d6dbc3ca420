// The libraries to compare with, in one file.

import '@uppy/core/css/style.min.css';
import '@uppy/dashboard/css/style.min.css';

export { default as PQueue } from 'p-queue';
export { default as Uppy } from '@uppy/core';
export { default as Dashboard } from '@uppy/dashboard';
