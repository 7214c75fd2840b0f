/**
 * Runs as anyone makes them, saved with their pages: `npm run bench -- --runs [--only NAME,NAME]`.
 * Each folder holds the command, the saved result, and the page that `sockbench report` makes from it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostOf } from './lib/host.mjs';

const RUNS = {
  'lossy-link': 'compare --loss 5% --delay 20ms --duration 5s',
  'bursts-of-loss': 'udp --burst-loss 5%,8 --delay 20ms --jitter 3ms --rate 100 --duration 6s',
  'narrow-link':
    'compare --mode up --bandwidth 5M --delay 10ms --queue 50 --rate 300 --size 1400 --duration 2s',
  'lossy-link-bbr': 'compare --loss 5% --delay 20ms --duration 5s --congestion bbr',
  'narrow-link-bbr':
    'compare --mode up --bandwidth 5M --delay 10ms --queue 50 --rate 300 --size 1400 --duration 2s --congestion bbr',
  loopback: 'compare --rate 1000 --duration 5s --congestion cubic',
  'loopback-bbr': 'compare --rate 1000 --duration 5s --congestion bbr',
  'fifty-clients': 'tcp --clients 50 --duration 5s --congestion cubic',
  'fifty-clients-bbr': 'tcp --clients 50 --duration 5s --congestion bbr',
  'receive-buffer': 'udp --mode up --rate max --duration 2s',
  'new-connections': 'tcp --mode connect --rate 300 --duration 4s',
  'busy-line': 'load',
  'busy-line-bbr': 'load --congestion bbr',
  'busy-line-codel': 'load --aqm codel',
};

/** The same asked twice, in turn: a comparison that must find nothing; and on a path that is slower by 2 ms. */
const COMPARISONS = {
  'same-against-same': ['udp --rate 500 --duration 1s', 'udp --rate 500 --duration 1s'],
  'slower-by-2ms': [
    'udp --loss 1% --delay 5ms --rate 500 --duration 1s --loss-threshold 300ms',
    'udp --loss 1% --delay 6ms --rate 500 --duration 1s --loss-threshold 300ms',
  ],
};
const REPEATS = 6;

export async function makeRuns(root, wanted) {
  const chosen = (name) => wanted === undefined || wanted.includes(name);
  for (const [name, words] of Object.entries(RUNS)) if (chosen(name)) makeRun(root, name, words);
  for (const [name, sides] of Object.entries(COMPARISONS)) if (chosen(name)) compare(root, name, sides);
}

function makeRun(root, name, words) {
  const folder = fresh(root, name, ['sockbench', ...words.split(' ')]);
  measure(root, folder, words, 'result.json');
  report(root, folder, ['result.json', '--html', 'page.html']);
  console.error(`${name}: ${words}`);
}

function compare(root, name, sides) {
  const folder = fresh(
    root,
    name,
    sides
      .map((words) => `sockbench ${words}`)
      .join(' -- ')
      .split(' '),
  );
  const files = [[], []];
  for (let turn = 1; turn <= REPEATS; turn++) {
    // A B B A A B …: whatever comes and goes on the machine falls on both.
    for (const side of turn % 2 === 1 ? [0, 1] : [1, 0]) {
      const file = `${side === 0 ? 'before' : 'after'}-${turn}.json`;
      measure(root, folder, sides[side], file);
      // A comparison reads figures: the fates of single packets would be megabytes.
      const result = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      for (const { link } of result.transports) if (link !== null) link.packets = [];
      writeFileSync(join(folder, file), `${JSON.stringify(result)}\n`);
      files[side].push(file);
    }
  }
  const groups = [...files[0], '--', ...files[1]];
  writeFileSync(join(folder, 'comparison.json'), report(root, folder, ['--json', ...groups]));
  report(root, folder, ['--html', 'page.html', ...groups]);
  console.error(`${name}: ${sides.join(' against ')}`);
}

function fresh(root, name, command) {
  const folder = join(root, 'reports', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const host = hostOf(root);
  writeFileSync(
    join(folder, 'spec.json'),
    `${JSON.stringify({ command, startedAt: host.startedAt, host }, null, 2)}\n`,
  );
  return folder;
}

const commandOf = (root) => join(root, 'dist', 'cli', 'main.js');

function measure(root, folder, words, file) {
  const args = [commandOf(root), ...words.split(' '), '--ui', 'none', '--output', file];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`${words}: status ${status}\n${stderr}`);
  const result = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  // As hostOf: the version of the kernel, not the name of a machine's build of it.
  for (const { host } of [result, ...(result.runs ?? [])]) host.kernel = host.kernel.split('-')[0];
  writeFileSync(join(folder, file), `${JSON.stringify(result)}\n`);
}

const report = (root, folder, args) =>
  execFileSync(process.execPath, [commandOf(root), 'report', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C' },
  });
