/**
 * Side-by-side measurements: `npm run bench -- [--rounds 5] [--seconds 3] [--only ID,ID] [--name NAME] [--base REV]`.
 *
 * sockbench and its peers run in turn (A B A B …), so that whatever disturbs the machine disturbs both; each round gives
 * one ratio, and the table shows the median of the ratios with the least and the most. Nothing is installed: peers are
 * taken from the PATH, the C programs of bench/limit are compiled if there is a compiler. With `--base REV`, the other
 * side is sockbench itself as it was at that revision. With `--runs`, it makes the runs of bench/scenarios.mjs instead:
 * saved results with their pages, as anyone makes them. With `--leaks`, 200 runs in one process; with `--goodput`, one stream
 * after the other beside what its link carried; with `--load`, busy lines whose truth is known. `--help` has the rest.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { delays } from './delays/main.mjs';
import { goodput } from './goodput/main.mjs';
import { leaks } from './leaks.mjs';
import { baseBuild } from './lib/base.mjs';
import { explain } from './lib/explain.mjs';
import { hostOf } from './lib/host.mjs';
import { compileLimits, versionOf } from './lib/programs.mjs';
import { writeReport } from './lib/report.mjs';
import { pairedRatios } from './lib/statistics.mjs';
import { load } from './load/main.mjs';
import { micro } from './micro/main.mjs';
import { writeReportIndex } from './report-index.mjs';
import { rowsOf } from './rows.mjs';
import { makeRuns } from './scenarios.mjs';
import { start } from './start.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    name: { type: 'string' },
    base: { type: 'string' },
    runs: { type: 'boolean', default: false },
    start: { type: 'boolean', default: false },
    leaks: { type: 'boolean', default: false },
    goodput: { type: 'boolean', default: false },
    delays: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(readFileSync(new URL('help.txt', import.meta.url), 'utf8'));
  process.exit();
}
const rounds = Number(values.rounds);
const seconds = Number(values.seconds ?? 3);
const wanted = values.only?.split(',');
const name = values.name ?? (values.base === undefined ? 'peers' : `against-${values.base}`);

/** One figure, or null with the reason where a run failed: a failed run is told, not hidden. */
async function figure(what, measure) {
  try {
    return await measure();
  } catch (error) {
    console.error(`  ${what}: ${error.message}`);
    return null;
  }
}

async function measureRow(row) {
  const ours = [];
  const theirs = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await figure('sockbench', row.ours));
    if (row.theirs) theirs.push(await figure(row.against, row.theirs));
    console.error(
      `  round ${round + 1}: ${show(ours.at(-1))}${row.theirs ? ` against ${show(theirs.at(-1))}` : ''} ${row.unit}`,
    );
  }
  const { id, work, against, unit, least, most, mostAbsolute, note } = row;
  const figures = { id, work, against, unit, least, most, mostAbsolute, note, ours, theirs };
  return {
    ...figures,
    skipped: row.theirs === undefined || row.theirs ? null : `${against} is not on this machine`,
    ratio: row.theirs ? pairedRatios(ours, theirs) : null,
  };
}

const show = (value) =>
  value === null || value === undefined ? 'failed' : Number(value.toPrecision(4)).toLocaleString('en');

if (values.runs) {
  await makeRuns(root, wanted);
  await writeReportIndex(join(root, 'reports'));
  process.exit();
}

if (values.goodput) {
  console.error(`written: ${await goodput(root, seconds, wanted)}`);
  await writeReportIndex(join(root, 'reports'));
  process.exit();
}

if (values.delays) {
  console.error(`written: ${await delays(root, Number(values.seconds ?? 5), wanted)}`);
  await writeReportIndex(join(root, 'reports'));
  process.exit();
}

if (values.load) {
  console.error(`written: ${await load(root, Number(values.seconds ?? 8), wanted)}`);
  await writeReportIndex(join(root, 'reports'));
  process.exit();
}

if (values.start) {
  console.error(`written: ${await start(root, rounds)}`);
  await writeReportIndex(join(root, 'reports'));
  process.exit();
}

if (values.leaks) {
  await leaks(root);
  process.exit();
}

const limits = compileLimits();
const versions = {
  iperf3: versionOf('iperf3', ['--version']),
  sockperf: versionOf('sockperf', ['--version']),
  irtt: versionOf('irtt', ['version']),
  cc: versionOf('cc', ['--version']),
};
const has = { iperf3: versions.iperf3 !== null, sockperf: versions.sockperf !== null };
const base = values.base === undefined ? undefined : await baseBuild(root, values.base);
try {
  let rows = rowsOf({ root, seconds, limits: limits?.folder ?? null, has });
  if (base !== undefined) {
    const before = new Map(
      rowsOf({ root: base.root, seconds, limits: limits?.folder ?? null, has }).map((row) => [row.id, row]),
    );
    rows = rows.map(({ id, work, unit, ours }) => ({
      id,
      work,
      unit,
      ours,
      against: `revision ${values.base}`,
      theirs: before.get(id).ours,
    }));
  }
  if (wanted !== undefined) rows = rows.filter(({ id }) => wanted.includes(id));
  const results = [];
  for (const row of rows) {
    console.error(`${row.work} | ${row.against}`);
    results.push(await measureRow(row));
  }
  const spec = {
    command: ['npm', 'run', 'bench', '--', ...process.argv.slice(2)],
    rounds,
    seconds,
    versions,
    host: hostOf(root),
  };
  const costs = base === undefined && wanted === undefined ? await explain(root) : null;
  const folder = writeReport(root, name, spec, {
    rows: results,
    micro: wanted === undefined ? micro() : null,
    costs,
  });
  await writeReportIndex(join(root, 'reports'));
  console.error(`written: ${folder}`);
} finally {
  limits?.remove();
  base?.remove();
}
