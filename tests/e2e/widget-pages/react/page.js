// React and the hooks of the built widget, for the tests of the hooks. tests/e2e/react.js bundles it.

import { Component, StrictMode, createElement, memo, useEffect, useRef } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { DeckProvider, useDeck, useDeckContext, useRun, useRuns, useTask } from 'taskdeck/react';

/** An error boundary that shows the error as `name code`. */
class Boundary extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return { message: `${error.name} ${error.code}` };
  }

  render() {
    return this.state.message ? createElement('p', { role: 'alert' }, this.state.message) : this.props.children;
  }
}

const react = { Boundary, StrictMode, createElement, createRoot, hydrateRoot, memo, renderToString, useEffect, useRef };
globalThis.tools = { ...react, DeckProvider, useDeck, useDeckContext, useRun, useRuns, useTask };
document.documentElement.dataset.ready = '';
