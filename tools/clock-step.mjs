// `node tools/clock-step.mjs [--seconds 100]`, as root, on a machine whose time nobody else needs: sets the wall clock of the
// whole machine forward in the middle of a run, and back a second later, on each engine. Fails where a figure shows it.
// Not among the tests, because a clock cannot be set for a single program; what reckons with it is in
// test/net/linux/kernel/kernel-clock.test.ts.
import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '100' } } });
const step = Number(values.seconds);
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const words = ['udp', '--rate', '500', '--duration', '4s', '--json', '--ui', 'none'];

/** The wall clock by the monotonic one, so that it comes back to where it would be. */
const began = Date.now() - performance.now();
const set = (seconds) =>
  execFileSync('date', ['--set', `@${((began + performance.now()) / 1000 + seconds).toFixed(6)}`]);

let failed = false;
for (const engine of ['portable', 'linux']) {
  const run = spawn(process.execPath, [main, ...words, '--engine', engine], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  run.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  const ended = new Promise((resolve) => run.once('close', resolve));
  try {
    await sleep(2500);
    set(step);
    await sleep(1000);
  } finally {
    set(0);
  }
  const status = await ended;
  const [{ probes, latency, jitter, quality }] = JSON.parse(text).transports;
  const { min, max } = latency.service;
  const sound =
    status === 0 &&
    probes.received === 2000 &&
    min > 0 &&
    max < 1e9 &&
    Object.values(jitter).every((one) => one < 1e8);
  failed ||= !sound;
  console.log(
    `${engine} (times of arrival from ${quality.timestampSource}): ${probes.received} of 2000 answered, ` +
      `service time ${min / 1000} to ${max / 1000} µs, jitter ${JSON.stringify(jitter)}: ${sound ? 'sound' : 'WRONG'}`,
  );
}
process.exit(failed ? 1 : 0);
