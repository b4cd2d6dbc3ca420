// The server of the examples: `node main.js plain|react|own-ui|leptos [port]`. It needs only Node.

import { startServer } from './server.js';
import { examples } from './examples.js';

const [name, port = '8090'] = process.argv.slice(2);
if (!examples[name]) {
  console.error(`Usage: node main.js ${Object.keys(examples).join('|')} [port]`);
  process.exit(2);
}
const server = await startServer({ ...examples[name], port: Number(port) }).catch((error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is in use. Name another port as the last argument.` : error.message);
  process.exit(1);
});
console.log(`The example runs at ${server.origin}/ (Ctrl C to stop)`);
