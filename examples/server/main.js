// The server of the examples: `node main.js plain|react|leptos [port]`. Needs Node and nothing else.

import { startServer } from './server.js';
import { examples } from './examples.js';

const [name, port = '8090'] = process.argv.slice(2);
if (!examples[name]) {
  console.error(`choose an example: node main.js ${Object.keys(examples).join('|')} [port]`);
  process.exit(2);
}
const server = await startServer({ ...examples[name], port: Number(port) }).catch((error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is taken: choose another as the last word` : error.message);
  process.exit(1);
});
console.log(`the example is at ${server.origin}/ — Ctrl C ends it`);
