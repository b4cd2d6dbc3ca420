// The built page of each example, and its part of the server.

import { fileURLToPath } from 'node:url';
import { files } from './files.js';
import { notes } from './notes.js';
import { orders } from './orders.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The widget, as built by `script/build`. */
const widget = here('../../dist/widget');

export const examples = {
  plain: { root: here('../plain'), at: { '/taskdeck/': widget }, api: files },
  react: { root: here('../react/dist'), api: orders },
  'own-ui': { root: here('../own-ui/dist'), api: files },
  leptos: { root: here('../leptos/dist'), api: notes },
};
