// What the tests of the hooks use, bundled by react.js of the tests: React, and the hooks of the built widget.

import { Component, StrictMode, createElement, memo, useRef } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { useDeck, useRuns } from 'taskdeck/react';

/** Shows what was thrown below it, as `name code`. */
class Boundary extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return { said: `${error.name} ${error.code}` };
  }

  render() {
    return this.state.said ? createElement('p', { role: 'alert' }, this.state.said) : this.props.children;
  }
}

globalThis.tools = { Boundary, StrictMode, createElement, createRoot, hydrateRoot, memo, renderToString, useDeck, useRef, useRuns };
document.documentElement.dataset.ready = '';
