import { defineConfig } from 'vite';

export default defineConfig({
  // The wasm lies beside the module.
  optimizeDeps: { exclude: ['taskdeck'] },
  // The package is linked from this repository: its `react` is the one of this project.
  resolve: { dedupe: ['react'] },
  server: {
    host: '127.0.0.1',
    // The server of the examples: node ../server/main.js react
    proxy: { '/api': 'http://127.0.0.1:8090' },
  },
});
