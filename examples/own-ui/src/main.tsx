import { Component, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { DeckProvider } from 'taskdeck/react';
import { App } from './App';
import { defineUpload } from './upload';
import './style.css';

/** Shows why the deck could not be created: a WebAssembly that is blocked, for example. */
class Boundary extends Component<{ children: ReactNode }> {
  state: { error?: Error } = {};
  static getDerivedStateFromError = (error: Error) => ({ error });
  render() {
    return this.state.error ? <p role="alert">Uploads do not work here: {this.state.error.message}</p> : this.props.children;
  }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Boundary>
      {/* Above the routes: a change of route keeps the runs. */}
      <DeckProvider define={defineUpload}>
        <App />
      </DeckProvider>
    </Boundary>
  </StrictMode>,
);
