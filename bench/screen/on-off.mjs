// Whether the screen changes what is measured: the same run with the dashboard and with --ui none, in turn (on off off on …),
// both in the same terminal (a tmux server of its own), so that whatever disturbs the machine disturbs both.
// Usage: npm run build && node bench/screen/on-off.mjs [--pairs 5] [--seconds 5] [--size 100x30] [--only closed|lag]
// Prints each pair, the median of their ratios and the ratio of their medians: of the achieved closed-loop rate (two
// saturated cores), and of the p99 of the send lag at 1,000 probes/s.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, pairedRatios } from '../lib/statistics.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    size: { type: 'string', default: '100x30' },
    only: { type: 'string' },
  },
});
const [columns, rows] = values.size.split('x');
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sockbench-screen-'));
const server = `sockbench-bench-${process.pid}`;
const tmux = (...words) =>
  execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...words], { encoding: 'utf8' });

const WORKS = [
  {
    id: 'closed',
    what: 'achieved closed-loop rate, 50 TCP clients (on / off; at least 0.95)',
    words: ['tcp', '--clients', '50'],
    unit: 'probes/s',
    figure: (result) => result.rate.achieved,
  },
  {
    id: 'lag',
    what: 'p99 of send lag at 1,000 probes/s (on / off; at most 1.10)',
    words: ['udp', '--rate', '1000'],
    unit: 'µs',
    figure: (result) => result.quality.generator.sendLagP99 / 1000,
  },
];

let count = 0;

/** One run, in the terminal's shell. */
async function measured(words, screen) {
  const file = join(folder, `${count++}.json`);
  const command = [process.execPath, main, ...words];
  const options = [
    '--duration',
    `${values.seconds}s`,
    '--ui',
    screen ? 'dashboard' : 'none',
    '--output',
    file,
  ];
  const done = `done-${count}`;
  tmux(
    'send-keys',
    '-t',
    'bench',
    `${[...command, ...options].join(' ')}; tmux -L ${server} wait-for -S ${done}`,
    'Enter',
  );
  tmux('wait-for', done);
  const { transports } = JSON.parse(readFileSync(file, 'utf8'));
  if (transports[0].quality.screen !== screen) throw new Error('the screen was not what was asked for');
  await sleep(500);
  return transports[0];
}

tmux(
  'new-session',
  '-d',
  '-s',
  'bench',
  '-x',
  columns,
  '-y',
  rows,
  'env -u CI LANG=C.UTF-8 bash --norc --noprofile',
);
try {
  console.log(
    `${cpus().length} cores, ${cpus()[0].model}, node ${process.versions.node}, screen ${values.size}`,
  );
  for (const { id, what, words, unit, figure } of WORKS) {
    if (values.only !== undefined && values.only !== id) continue;
    console.log(what);
    await measured(words, false);
    const [on, off] = [[], []];
    for (let pair = 0; pair < Number(values.pairs); pair++) {
      for (const screen of pair % 2 === 0 ? [true, false] : [false, true])
        (screen ? on : off).push(figure(await measured(words, screen)));
      console.log(`  on ${on.at(-1).toFixed(0)}, off ${off.at(-1).toFixed(0)} ${unit}`);
    }
    const ratios = pairedRatios(on, off);
    const [least, middle, most] = [ratios.least, ratios.median, ratios.most].map((ratio) => ratio.toFixed(3));
    console.log(`  median of the ratios ${middle} (${least} to ${most})`);
    console.log(`  ratio of the medians ${(median(on) / median(off)).toFixed(3)}`);
  }
} finally {
  tmux('kill-server');
  rmSync(folder, { recursive: true });
}
