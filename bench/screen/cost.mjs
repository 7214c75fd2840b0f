// What the screen costs: feeds a synthetic compare run to the built dashboard at a fixed size and prints the share of one
// core that the process used. Usage: node bench/screen/cost.mjs [COLUMNSxROWS …] [--seconds N] [--udp]
// Run `npm run build` first. One size a process, because what is compiled for one would warm up the next.
import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const args = process.argv.slice(2);
const seconds = Number(args[args.indexOf('--seconds') + 1] || 20);
const sizes = args.filter((arg) => /^\d+x\d+$/.test(arg));
const transports = args.includes('--udp') ? ['udp'] : ['tcp', 'udp'];
const wanted = sizes.length === 0 ? ['100x30', '200x50'] : sizes;
if (wanted.length > 1) {
  for (const size of wanted)
    process.stdout.write(
      execFileSync(process.execPath, [
        fileURLToPath(import.meta.url),
        size,
        '--seconds',
        String(seconds),
        ...args.filter((arg) => arg === '--udp'),
      ]),
    );
} else {
  await measure(wanted[0]);
}

async function measure(size) {
  const [columns, rows] = size.split('x').map(Number);
  const { scenario } = await bundled('../../test/present/live/scenarios.ts');
  const { startDashboard } = await import('../../dist/present/live/index.js');
  const { wordsFor } = await import('../../dist/words/index.js');
  const { spec, events } = scenario({ transports, loss: 0.05, delay: 20e6, seconds: seconds + 3 });
  const sink = openSync('/dev/null', 'w');
  let [bytes, frames] = [0, 0];
  const stdout = Object.assign(new EventEmitter(), {
    columns,
    rows,
    isTTY: true,
    write: (text) => {
      bytes += text.length;
      frames++;
      writeSync(sink, text);
      return true;
    },
  });
  const stdin = Object.assign(new EventEmitter(), { isTTY: false, isRaw: false });
  const dashboard = startDashboard({
    spec,
    words: wordsFor('en'),
    language: 'en',
    env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    stdout,
    stdin,
    control: { stop: () => {} },
    hold: 0,
  });
  const steps = steps200(events);
  let at = 0;
  const next = () => {
    for (const event of steps[at] ?? []) dashboard.push(event);
    at++;
  };
  const timer = setInterval(next, 200);
  // The start (loading, first compilation) is not what a frame costs.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  [bytes, frames] = [0, 0];
  const [before, begin] = [process.cpuUsage(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const used = process.cpuUsage(before);
  const elapsed = performance.now() - begin;
  clearInterval(timer);
  dashboard.close();
  const share = ((used.user + used.system) / 1000 / elapsed) * 100;
  console.log(
    `${size}: ${share.toFixed(1)} % of one core, ${((frames * 1000) / elapsed).toFixed(1)} frames/s, ${(bytes / frames / 1000).toFixed(1)} kB a frame, node ${process.versions.node}`,
  );
}

/** Events by snapshot step. */
function steps200(events) {
  const steps = [[]];
  let last = 0;
  for (const event of events) {
    const elapsed = event.event === 'snapshot' ? event.snapshot.elapsed : last;
    if (elapsed > last) steps.push([]);
    last = elapsed;
    if (event.event !== 'result') steps.at(-1).push(event);
  }
  return steps;
}

async function bundled(path) {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
