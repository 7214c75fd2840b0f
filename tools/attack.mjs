// `npm run attack [-- --texts N] [--seed N] [--write] [--only listening]`: the attack suites in full: what a bounded share of
// is in every `npm test`. Everything that listens or calls, as a process, with figures, which --write puts into
// docs/attacks.md; rooms, servers and relays; screens in a real terminal; files that others planted; results that are valid
// and absurd. Some minutes; needs root for the parts with two users and with forged sources.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    texts: { type: 'string', default: '40000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
/** Measured: not beside anything else. */
const LISTENING = ['test/attacks'];
const SUITES = [
  'test/run/server/attacks',
  'test/run/chat',
  'test/run/files',
  'test/end-to-end/right-edge',
  'test/end-to-end/outputs',
  'test/end-to-end/any-terminal',
  'test/end-to-end/stopped',
  'test/present/extremes',
  'test/present/hostile',
  'test/fuzz',
];
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
console.log(`${values.texts} texts, seed ${values.seed}`);

function suites(names, env) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts'];
  const words = [...vitest, '--testTimeout', '1800000', ...names];
  const { status } = spawnSync(process.execPath, words, {
    stdio: 'inherit',
    env: { ...process.env, ...env, SOCKBENCH_ATTACK_TEXTS: values.texts, SOCKBENCH_ATTACK_SEED: values.seed },
  });
  return status ?? 1;
}

const bytes = (count) =>
  count >= 1e6
    ? `${(count / 1e6).toFixed(1)} MB`
    : count >= 1e3
      ? `${(count / 1e3).toFixed(1)} kB`
      : `${count.toFixed(0)} B`;
const change = (before, after) => `${before.toFixed(0)} → ${after.toFixed(0)}`;

function table(rows) {
  const lines = rows
    .toSorted((a, b) => a.kind.localeCompare(b.kind))
    .map(({ kind, name, sent, got, before, after }) => {
      const open = after.descriptors === 0 ? '' : change(before.descriptors, after.descriptors);
      const memory = change(before.memory, after.memory);
      return `| \`${kind}\` | ${name} | ${bytes(sent)} | ${bytes(got)} | ${memory} | ${after.peak.toFixed(0)} | ${open} |`;
    });
  return [
    '| on | attack | sent to it | got from it | memory, MB | most, MB | descriptors |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function write(text) {
  const file = 'docs/attacks.md';
  const [begin, end] = ['<!-- figures -->', '<!-- end of figures -->'];
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, `${page.split(begin)[0]}${begin}\n${text}\n${end}${page.split(end)[1]}`);
}

const folder = mkdtempSync(join(tmpdir(), 'sockbench-attack-'));
const figures = join(folder, 'figures.jsonl');
writeFileSync(figures, '');
const listening = suites(LISTENING, { SOCKBENCH_ATTACK: 'full', SOCKBENCH_ATTACK_FIGURES: figures });
const measured = table(
  readFileSync(figures, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
);
rmSync(folder, { recursive: true });
console.log(`\n${measured}\n`);
if (values.write && listening === 0) write(measured);
const others = values.only === 'listening' ? 0 : suites(SUITES, {});
process.exit(listening || others);
