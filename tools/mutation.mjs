// `npm run mutation [wire|measure|link|src/…/file.ts …]`: changes the pure core in small ways, one at a time, and counts
// how many of the changes a test notices. One run for each file, at the lowest priority; what is known from an earlier run
// is kept (reports/mutation). Fails below a score of 85 %. `--score` only adds up what is known.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST = 85;
const CORE = ['wire', 'measure', 'link'];
/** Not pure: system calls of the lab. */
const OUTSIDE = 'src/link/system';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
setPriority(19);

const filesIn = (folder) =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : []))
    .filter((path) => !path.startsWith(OUTSIDE));
const folderOf = (file) => file.split('/')[1];
const reportOf = (file) => `reports/mutation/${file.replaceAll('/', '-')}.json`;

const wanted = process.argv.slice(2).filter((word) => word !== '--score');
const files = (wanted.length === 0 ? CORE : wanted).flatMap((one) =>
  one.endsWith('.ts') ? [one] : filesIn(`src/${one}`),
);

if (!process.argv.includes('--score')) {
  for (const file of files) {
    console.log(`— ${file}`);
    const env = { ...process.env, SOCKBENCH_MUTATED: folderOf(file), SOCKBENCH_MUTATED_FILE: file };
    const stryker = ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'tools/stryker.config.mjs'];
    const { status } = spawnSync(process.execPath, [...stryker, '--mutate', file], { stdio: 'inherit', env });
    if (status !== 0) process.exit(status ?? 1);
  }
}

/** Mutants by what became of them, as Stryker counts its score: those that hang count as noticed. */
function tally(file) {
  const counts = { noticed: 0, unnoticed: 0 };
  if (!existsSync(reportOf(file))) return counts;
  const report = JSON.parse(readFileSync(reportOf(file), 'utf8'));
  for (const { status } of report.files[file]?.mutants ?? []) {
    if (status === 'Killed' || status === 'Timeout') counts.noticed++;
    else if (status === 'Survived' || status === 'NoCoverage') counts.unnoticed++;
  }
  return counts;
}

const score = ({ noticed, unnoticed }) => (100 * noticed) / (noticed + unnoticed);
const add = (a, b) => ({ noticed: a.noticed + b.noticed, unnoticed: a.unnoticed + b.unnoticed });
const show = (name, counts) =>
  console.log(
    `${name}: ${score(counts).toFixed(1)} % of ${counts.noticed + counts.unnoticed} mutants noticed`,
  );

let failed = false;
for (const folder of new Set(files.map(folderOf))) {
  let sum = { noticed: 0, unnoticed: 0 };
  for (const file of files.filter((one) => folderOf(one) === folder)) {
    const counts = tally(file);
    if (counts.noticed + counts.unnoticed === 0) continue;
    show(`  ${file}`, counts);
    sum = add(sum, counts);
  }
  show(folder, sum);
  // Not a number where nothing is known: that is no pass.
  if (!(score(sum) >= LEAST)) failed = true;
}
process.exit(failed ? 1 : 0);
