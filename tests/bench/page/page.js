// The functions that the driver can call.

import * as face from './face.js';
import * as memory from './memory.js';
import init from './program/taskdeck_bench.js';
import * as rates from './rates.js';

const module = await init();
const ofModule = Object.fromEntries(Object.entries(memory).map(([name, measure]) => [name, () => measure(module.memory)]));
globalThis.bench = { ...face, ...rates, ...ofModule };
