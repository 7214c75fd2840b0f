/** `sockbench report` as one would type it: the built command, files and exit statuses. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resultJson } from '../../src/present/export/json.ts';
import { samples } from '../fixtures/results.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let folder: string;

function report(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'report', ...words], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, LC_ALL: 'C.UTF-8', SOCKBENCH_LAB: undefined, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-report-'));
  for (const [name, make] of Object.entries(samples))
    writeFileSync(join(folder, `${name}.json`), resultJson(make()));
  writeFileSync(join(folder, 'cut.json'), resultJson(samples.udpLossy()).slice(0, 5000));
  writeFileSync(join(folder, 'foreign.json'), '{"title":"something else"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('--json gives back an equal document', () => {
  const { status, stdout } = report('compareLab.json', '--json');
  expect(status).toBe(0);
  // Beyond that, names that came later than the document stand with their defaults.
  expect(JSON.parse(stdout)).toMatchObject(JSON.parse(readFileSync(join(folder, 'compareLab.json'), 'utf8')));
});

test('prints what the run printed, in the language asked for', () => {
  const text = report('compareLab.json', '--width', '80');
  expect(text.status).toBe(0);
  const golden = (language: string): string =>
    readFileSync(new URL(`../present/golden/compareLab.${language}.txt`, import.meta.url), 'utf8');
  expect(text.stdout).toBe(golden('en'));
  expect(report('compareLab.json', '--width', '80', '--lang', 'pt-BR').stdout).toBe(golden('pt-BR'));
});

test('what a run prints, report reads: a pipe, a saved stream, a packed file, a page', () => {
  const ran = (...words: string[]) => {
    const args = [MAIN, 'udp', '--count', '20', '--rate', '2000', '--ui', 'none', ...words];
    return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  };
  const { stdout } = ran('--json', '--html', 'run.html');
  writeFileSync(join(folder, 'stream.jsonl'), ran('--json-stream').stdout);
  writeFileSync(join(folder, 'packed.json.gz'), gzipSync(stdout));
  writeFileSync(join(folder, 'marked.json'), `\ufeff${stdout}`);
  const piped = spawnSync(process.execPath, [MAIN, 'report', '-', '--csv'], {
    input: stdout,
    encoding: 'utf8',
  });
  expect(piped).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['packed.json.gz', 'marked.json', 'run.html'])
    expect(report(file, '--csv'), file).toEqual({ status: 0, stdout: piped.stdout, stderr: '' });
  expect(report('stream.jsonl', '--csv')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^transport,/),
  });
  const cut = readFileSync(join(folder, 'stream.jsonl'), 'utf8').split('\n').slice(0, -2).join('\n');
  writeFileSync(join(folder, 'cut.jsonl'), cut);
  expect(report('cut.jsonl')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cut.jsonl holds events, and no result'),
  });
});

test('gates: the exit status is 3 where one does not hold, 2 where one cannot be read', () => {
  expect(report('compareLab.json', '--assert', 'tcp.loss<1%').status).toBe(0);
  expect(report('compareLab.json', '--assert', 'loss<1%').status).toBe(3);
  expect(report('udpLossy.json').status).toBe(3);
  const misread = report('compareLab.json', '--assert', 'p99<fast');
  expect(misread.status).toBe(2);
  expect(misread.stderr).toMatch(/--assert does not take "?p99<fast"?: a time such as 5ms/);
  const bare = report('compareLab.json', '--assert', 'p99<5');
  expect(bare.status).toBe(2);
  expect(bare.stderr).toMatch(/does not take "?p99<5"? \(p99<5ms or p99<5s\?\): 5 what\? 5ms, 5s\./);
});

test('files that are no results get one sentence and no stack trace', () => {
  for (const [file, sentence] of [
    ['cut.json', /is a result of sockbench, but it is incomplete or damaged/],
    ['foreign.json', /is not a result of sockbench/],
    ['none.json', /cannot be read \(ENOENT\)/],
    ['.', /cannot be read \(EISDIR\)/],
  ] as const) {
    const { status, stdout, stderr } = report(file);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

test('every kind of file is written, and none is overwritten without --force', () => {
  const options = ['html', 'markdown', 'junit', 'hgrm', 'prometheus'].flatMap((name) => [
    `--${name}`,
    `out.${name}`,
  ]);
  expect(report('compareLab.json', ...options).status).toBe(0);
  const written = readdirSync(folder).filter((name) => name.startsWith('out'));
  expect(written.sort()).toEqual([
    'out-tcp.hgrm',
    'out-udp.hgrm',
    'out.html',
    'out.junit',
    'out.markdown',
    'out.prometheus',
  ]);
  const again = report('compareLab.json', '--html', 'out.html');
  expect(again.status).toBe(2);
  expect(again.stdout).toBe('');
  expect(again.stderr).toMatch(/out\.html already exists/);
  expect(report('compareLab.json', '--html', 'out.html', '--force').status).toBe(0);
});

test('a comparison gates, with its files for CI; what is appended goes behind what is there', () => {
  const of = (...words: string[]) => report('udpLossy.json', '--', 'plainEcho.json', ...words);
  const files = ['--junit', 'change.xml', '--markdown', 'change.md', '--markdown-append', 'page.md'];
  writeFileSync(join(folder, 'page.md'), 'before');
  writeFileSync(join(folder, 'change.md'), '');
  const failed = of('--assert', 'p50.change>900%', '--assert', 'loss.difference<50%', ...files);
  expect(failed.status).toBe(3);
  expect(failed.stdout).toMatch(/✖ p50\.change>900%: does not hold \(measured/);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  expect(read('change.xml')).toMatch(/<testsuite .*failures="1"/);
  expect(read('change.md')).toMatch(/^## sockbench: Comparison/);
  expect(read('page.md')).toBe(`before\n${read('change.md')}`);
  expect(of('--assert', 'loss.difference<50%').status).toBe(0);
  expect(JSON.parse(of('--json', '--assert', 'loss.difference<50%').stdout)).toMatchObject({
    asserts: [{ expression: 'loss.difference<50%', holds: true }],
  });
  const misread = of('--assert', 'p99<10%');
  expect(misread.status).toBe(2);
  expect(misread.stderr).toMatch(/\(p99\.change<10%\?\)/);
  expect(of('--csv').stderr).toMatch(/--csv does not go with --: it is for a single result/);
  expect(report('compareLab.json', '--markdown-append', 'page.md').status).toBe(0);
  expect(read('page.md')).toMatch(/^before\n## sockbench: Comparison[\s\S]*\n\n## sockbench: TCP \+ UDP\n/);
});

test('two groups are compared; one group is not two results', () => {
  // `--` stands between the groups; options may follow it all the same.
  const compared = report('udpLossy.json', '--', 'interrupted.json', '--width', '100', '--lang', 'pt-BR');
  expect(compared).toMatchObject({ status: 0, stdout: expect.stringMatching(/Não se pode julgar/) });
  expect(report('udpLossy.json', '--', '--width', '100').status).toBe(2);
  const right = report(
    '--width',
    '100',
    '--html',
    'comparison.html',
    'udpLossy.json',
    '--',
    'interrupted.json',
  );
  expect(right.status).toBe(0);
  expect(right.stdout).toMatch(/It cannot be judged whether anything changed/);
  expect(right.stdout).toMatch(/Not every run came to its end/);
  expect(readFileSync(join(folder, 'comparison.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(JSON.parse(report('--json', 'udpLossy.json', '--', 'udpLossy.json').stdout)).toMatchObject({
    schema: 'sockbench.comparison/1',
  });
  const two = report('udpLossy.json', 'interrupted.json');
  expect(two.status).toBe(2);
  expect(two.stderr).toMatch(/two groups with `--` between them/);
});

/** Files of at most 4 KiB: what a full disk looks like to a program, without a full disk. */
function withLittleSpace(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, MAIN, ...words],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, LC_ALL: 'C.UTF-8', SOCKBENCH_LAB: undefined },
    },
  );
  return { status, stdout, stderr };
}

test('no space left: said in a sentence, nothing half-written stays', () => {
  const { status, stderr } = withLittleSpace('report', 'compareLab.json', '--html', 'full.html');
  expect(status).toBe(1);
  expect(stderr).toMatch(/full\.html was not saved: no space is left there/);
  expect(readdirSync(folder).filter((name) => name.includes('full'))).toEqual([]);
});

test('no space left for the result of a run: it goes to standard output', () => {
  const { status, stdout, stderr } = withLittleSpace(
    'udp',
    '--count',
    '40',
    '--rate',
    '200',
    '--ui',
    'none',
    '--output',
    'run.json',
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/run\.json was not saved/);
  expect(stderr).toMatch(/the result follows on standard output/);
  const document = JSON.parse(stdout.slice(stdout.indexOf('{\n')));
  expect(document).toMatchObject({ schema: 'sockbench.result/1', ending: { status: 'completed' } });
  expect(document.transports[0].probes.sent).toBe(40);
});

test('the index of reports is made from the folders', () => {
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
  const { stdout: comparison } = report('--json', 'udpLossy.json', '--', 'udpLossy.json');
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
