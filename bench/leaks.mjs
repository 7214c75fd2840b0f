/**
 * 200 runs in one process, each with a server process and a generator thread of its own: what stays behind?
 * Open files and threads must be as many as before; memory must stop growing.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hostOf } from './lib/host.mjs';
import { median } from './lib/statistics.mjs';

const RUNS = 200;
/** Caches fill, code is compiled: what is there then is what later runs are compared with. */
const SETTLED = 40;
const EACH = {
  target: null,
  mode: 'echo',
  clients: 4,
  rate: 2000,
  arrivals: 'periodic',
  size: null,
  duration: 50e6,
  count: null,
  warmup: 0,
  lossThreshold: 1e9,
  interval: 1e9,
  threads: 1,
  busyPoll: false,
  bind: null,
  family: 0,
  dscp: null,
  sendBuffer: null,
  receiveBuffer: null,
  nagle: false,
  congestionControl: null,
  impairment: null,
  seed: 1,
  perFlow: false,
  together: null,
  ownNetwork: false,
  asserts: [],
};

const count = (folder) => readdirSync(folder).length;
const state = () => ({
  files: count('/proc/self/fd'),
  threads: count('/proc/self/task'),
  children: process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length,
  memory: process.memoryUsage.rss(),
});

export async function leaks(root) {
  const { Run } = await import(pathToFileURL(join(root, 'dist/run/client/run.js')).href);
  const states = [];
  for (let run = 0; run < RUNS; run++) {
    const spec = {
      ...EACH,
      transports: [run % 2 === 0 ? 'udp' : 'tcp'],
      engine: run % 4 < 2 ? 'linux' : 'portable',
    };
    const options = {
      version: 'bench',
      command: [],
      reports: null,
      key: null,
      lab: undefined,
    };
    let result;
    for await (const event of new Run(spec, options).start())
      if (event.event === 'result') result = event.result;
    if (result.ending.status !== 'completed') throw new Error(`run ${run}: ${JSON.stringify(result.ending)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
    states.push(state());
    if (run % 20 === 19) console.error(`${run + 1} runs: ${JSON.stringify(states.at(-1))}`);
  }
  const part = (from, to, key) => median(states.slice(from, to).map((one) => one[key]));
  const verdict = {};
  for (const key of ['files', 'threads', 'children', 'memory'])
    verdict[key] = { after40: part(SETTLED - 10, SETTLED + 10, key), after200: part(RUNS - 20, RUNS, key) };
  const folder = join(root, 'reports', 'leaks');
  mkdirSync(folder, { recursive: true });
  const spec = { command: ['npm', 'run', 'bench', '--', '--leaks'], runs: RUNS, host: hostOf(root) };
  writeFileSync(join(folder, 'spec.json'), `${JSON.stringify(spec, null, 2)}\n`);
  const figure = (key) =>
    `${key} ${[verdict[key].after40, verdict[key].after200].map((v) => (key === 'memory' ? `${(v / 1e6).toFixed(1)} MB` : v)).join(' and ')}`;
  const says = `After 40 and after 200 runs in one process: ${Object.keys(verdict).map(figure).join(', ')}.`;
  writeFileSync(join(folder, 'raw.json'), `${JSON.stringify({ says, verdict, states })}\n`);
  console.log(JSON.stringify(verdict, null, 2));
  const leaked = ['files', 'threads', 'children'].filter(
    (key) => verdict[key].after200 > verdict[key].after40,
  );
  if (leaked.length > 0) throw new Error(`left behind: ${leaked.join(', ')}`);
}
