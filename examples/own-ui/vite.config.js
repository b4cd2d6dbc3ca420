import { defineConfig } from 'vite';

export default defineConfig({
  // Keeps the wasm beside the module.
  optimizeDeps: { exclude: ['taskdeck'] },
  // The package is linked from this repository, and must use this project's `react`.
  resolve: { dedupe: ['react'] },
  server: {
    host: '127.0.0.1',
    // The linked package lies outside this folder.
    fs: { allow: ['.', '../../dist/widget'] },
    // The server of the examples: `node ../server/main.js own-ui`.
    proxy: { '/api': 'http://127.0.0.1:8090' },
  },
});
