import { createRoot } from 'react-dom/client';
import { DeckProvider } from 'taskdeck/react';
import { App } from './App';
import { defineUpload } from './upload';
import './style.css';

// The provider stands above the routes, so a change of route keeps the runs.
createRoot(document.getElementById('root')!).render(<DeckProvider define={defineUpload}><App /></DeckProvider>);
