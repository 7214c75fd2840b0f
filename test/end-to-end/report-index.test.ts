/** The index of a folder of reports, as `bench/` makes it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { resultJson } from '../../src/present/export/json.ts';
import { typed } from '../cli/typed.ts';
import { samples } from '../fixtures/results.ts';

const folder = mkdtempSync(join(tmpdir(), 'sockbench-index-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the index of reports is made from the folders', async () => {
  const reports = join(folder, 'reports');
  mkdirSync(join(reports, 'lossy'), { recursive: true });
  writeFileSync(join(reports, 'lossy', 'result.json'), resultJson(samples.compareLab()));
  writeFileSync(join(reports, 'lossy', 'spec.json'), '{}');
  writeFileSync(join(reports, 'lossy', 'page.html'), '');
  for (const name of ['leaks', 'peers', 'twice']) mkdirSync(join(reports, name));
  const spec = { command: ['npm', 'run', 'bench'], startedAt: '2026', host: { startedAt: '2026' } };
  writeFileSync(join(reports, 'peers', 'spec.json'), JSON.stringify(spec));
  const row = { ratio: { median: 0.9 }, ours: [], skipped: null };
  writeFileSync(
    join(reports, 'peers', 'raw.json'),
    JSON.stringify({ rows: [{ ...row, least: 0.85 }, { ...row, least: 2 }, row] }),
  );
  writeFileSync(join(reports, 'peers', 'index.html'), '');
  // A check without rows says itself what it found, and has no page.
  writeFileSync(join(reports, 'leaks', 'spec.json'), JSON.stringify(spec));
  writeFileSync(join(reports, 'leaks', 'raw.json'), JSON.stringify({ says: 'Nothing was left behind.' }));
  writeFileSync(join(reports, 'twice', 'spec.json'), JSON.stringify(spec));
  const file = join(folder, 'udpLossy.json');
  writeFileSync(file, resultJson(samples.udpLossy()));
  const { out: comparison } = await typed('report', '--json', file, '--', file);
  writeFileSync(join(reports, 'twice', 'comparison.json'), comparison);
  // Of the time before.
  for (const name of ['index.html', 'README.md']) writeFileSync(join(reports, name), 'old');
  const script = fileURLToPath(new URL('../../bench/report-index.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, reports], { timeout: 30_000 });
  expect(status).toBe(0);
  const index = readFileSync(join(reports, 'index.html'), 'utf8');
  expect(index).toContain('href="lossy/page.html"');
  expect(index).toContain('TCP delivered every probe; UDP lost 107 of 1,000');
  const list = readFileSync(join(reports, 'README.md'), 'utf8');
  expect(list).toContain('[lossy](lossy/page.html)');
  expect(list).toContain('[peers](peers/index.html) | Beside other programs: 1 of 2 goals met.');
  expect(list).toContain('[leaks](leaks/raw.json) | Nothing was left behind.');
  expect(list).toContain('[twice](twice/page.html) | It cannot be judged whether anything changed');
});
