// `npm run fuzz [-- --total N] [--hours N] [--seed N] [--target NAME] [--jobs N]`: hostile bytes against every parser, the
// same number for each (a million for all of them together; `--night`: 100 million within ten hours), on every processor.
// What breaks a parser is kept in test/fuzz/corpus, where every test run tries it again; what came near to being honest is
// kept in .fuzz, so that a later run begins where this one ended.
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const { values } = parseArgs({
  options: {
    total: { type: 'string' },
    hours: { type: 'string' },
    night: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const total = Number(values.total ?? (values.night ? 1e8 : 1e6));
const end = performance.now() + Number(values.hours ?? (values.night ? 10 : 1)) * 3_600_000;
/** Of one parser at a time: long enough for the compiler, short enough to share the time. */
const CHUNK = 50_000;
const CHUNK_MS = 30_000;
const MOST_IN_POOL = 128;
const TELL_EVERY = 60_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
setPriority(19);
// Beside its sources, so that they find their files.
const bundle = 'test/fuzz/worker.bundle.mjs';
const worker = await rolldown({ input: 'test/fuzz/worker.ts', platform: 'node', external: /^[a-z@]/ });
await worker.write({ file: bundle, format: 'esm', codeSplitting: false });
await worker.close();

const pools = new Map();
const states = new Map();
let failed = 0;

function poolOf(target) {
  if (pools.has(target)) return pools.get(target);
  const folder = `.fuzz/${target}`;
  mkdirSync(folder, { recursive: true });
  const pool = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`));
  pools.set(target, pool);
  return pool;
}

/** Once there are enough, a new one takes the place of any other. */
function remember(target, fresh) {
  const pool = poolOf(target);
  for (const bytes of fresh) {
    const at = pool.length < MOST_IN_POOL ? pool.length : Math.floor(Math.random() * MOST_IN_POOL);
    pool[at] = bytes;
    writeFileSync(`.fuzz/${target}/${at}`, bytes);
  }
}

/** The parser that has had the least, of those that are not done. */
function next(share) {
  const open = [...states].filter(([, state]) => !state.broken && state.given < share);
  open.sort(([, one], [, other]) => one.given - other.given);
  return open[0];
}

async function work(seeds) {
  const child = fork(bundle, { serialization: 'advanced' });
  const answer = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code, signal) => reject(new Error(`a worker ended (${signal ?? code})`)));
    });
  const names = await answer();
  for (const name of names)
    if (!states.has(name) && (values.target === undefined || values.target === name))
      states.set(name, { given: 0, tried: 0, understood: 0, ms: 0, broken: false });
  const share = Math.ceil(total / states.size);
  for (let found = next(share); found !== undefined && performance.now() < end; found = next(share)) {
    const [target, state] = found;
    const inputs = Math.min(CHUNK, share - state.given);
    state.given += inputs;
    const begun = performance.now();
    child.removeAllListeners('exit');
    child.send({
      target,
      seed: seeds(),
      inputs,
      longest: Math.min(CHUNK_MS, end - begun),
      pool: poolOf(target),
    });
    const { tried, understood, fresh, broken } = await answer();
    state.given -= inputs - tried;
    state.tried += tried;
    state.understood += understood;
    state.ms += performance.now() - begun;
    remember(target, fresh);
    if (broken === undefined) continue;
    state.broken = true;
    failed++;
    console.error(`${target}: broken by ${broken.name}\n${broken.reason}`);
  }
  child.removeAllListeners('exit');
  child.disconnect();
}

function tell() {
  const all = [...states.values()].reduce((sum, { tried }) => sum + tried, 0);
  console.log(
    `${new Date().toISOString()} ${all.toLocaleString('en')} of ${total.toLocaleString('en')} inputs`,
  );
}

let seed = Number(values.seed);
console.log(`seed ${seed}`);
const telling = setInterval(tell, TELL_EVERY);
const jobs = Array.from({ length: Number(values.jobs) }, () => work(() => seed++));
await Promise.all(jobs).finally(() => {
  clearInterval(telling);
  rmSync(bundle, { force: true });
});
for (const [target, { tried, understood, ms, broken }] of states)
  console.log(
    `${target.padEnd(24)} ${String(tried).padStart(11)} inputs ${String(understood).padStart(11)} understood ${String(Math.round((tried / ms) * 1000)).padStart(8)}/s${broken ? '  BROKEN' : ''}`,
  );
tell();
process.exit(failed === 0 ? 0 : 1);
