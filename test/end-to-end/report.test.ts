/** `sockbench report` as one would type it: files and exit statuses. Where another process is no part of it, in this one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { resultJson } from '../../src/present/export/json.ts';
import { typed } from '../cli/typed.ts';
import { samples } from '../fixtures/results.ts';
import { commandHere } from './in-process.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let folder: string;

async function report(...words: string[]) {
  const { status, out, err } = await typed('report', ...words);
  return { status, stdout: out, stderr: err };
}

const before = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-report-'));
  process.chdir(folder);
  vi.stubEnv('LC_ALL', 'C.UTF-8').stubEnv('NO_COLOR', '1').stubEnv('SOCKBENCH_LAB', undefined);
  for (const [name, make] of Object.entries(samples))
    writeFileSync(join(folder, `${name}.json`), resultJson(make()));
  writeFileSync(join(folder, 'cut.json'), resultJson(samples.udpLossy()).slice(0, 5000));
  writeFileSync(join(folder, 'foreign.json'), '{"title":"something else"}');
});
afterAll(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('--json gives back an equal document', async () => {
  const { status, stdout } = await report('compareLab.json', '--json');
  expect(status).toBe(0);
  // Beyond that, names that came later than the document stand with their defaults.
  expect(JSON.parse(stdout)).toMatchObject(JSON.parse(readFileSync(join(folder, 'compareLab.json'), 'utf8')));
});

test('prints what the run printed, in the language asked for', async () => {
  const text = await report('compareLab.json', '--width', '80');
  expect(text.status).toBe(0);
  const golden = (language: string): string =>
    readFileSync(new URL(`../present/golden/compareLab.${language}.txt`, import.meta.url), 'utf8');
  expect(text.stdout).toBe(golden('en'));
  expect((await report('compareLab.json', '--width', '80', '--lang', 'pt-BR')).stdout).toBe(golden('pt-BR'));
});

test('what a run prints, report reads: a pipe, a saved stream, a packed file, a page', async () => {
  const ran = async (...words: string[]) =>
    (await commandHere('udp', '--count', '20', '--rate', '2000', '--ui', 'none', ...words)).out;
  const stdout = await ran('--json', '--html', 'run.html');
  writeFileSync(join(folder, 'stream.jsonl'), await ran('--json-stream'));
  writeFileSync(join(folder, 'packed.json.gz'), gzipSync(stdout));
  writeFileSync(join(folder, 'marked.json'), `\ufeff${stdout}`);
  const piped = spawnSync(process.execPath, [MAIN, 'report', '-', '--csv'], {
    input: stdout,
    encoding: 'utf8',
  });
  expect(piped).toMatchObject({ status: 0, stderr: '' });
  for (const file of ['packed.json.gz', 'marked.json', 'run.html'])
    expect(await report(file, '--csv'), file).toEqual({ status: 0, stdout: piped.stdout, stderr: '' });
  expect(await report('stream.jsonl', '--csv')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^transport,/),
  });
  const cut = readFileSync(join(folder, 'stream.jsonl'), 'utf8').split('\n').slice(0, -2).join('\n');
  writeFileSync(join(folder, 'cut.jsonl'), cut);
  expect(await report('cut.jsonl')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cut.jsonl holds events, and no result'),
  });
});

test('gates: the exit status is 3 where one does not hold, 2 where one cannot be read', async () => {
  expect((await report('compareLab.json', '--assert', 'tcp.loss<1%')).status).toBe(0);
  expect((await report('compareLab.json', '--assert', 'loss<1%')).status).toBe(3);
  expect((await report('udpLossy.json')).status).toBe(3);
  const misread = await report('compareLab.json', '--assert', 'p99<fast');
  expect(misread.status).toBe(2);
  expect(misread.stderr).toMatch(/--assert does not take "?p99<fast"?: a time such as 5ms/);
  const bare = await report('compareLab.json', '--assert', 'p99<5');
  expect(bare.status).toBe(2);
  expect(bare.stderr).toMatch(/does not take "?p99<5"? \(p99<5ms or p99<5s\?\): 5 what\? 5ms, 5s\./);
});

test('files that are no results get one sentence and no stack trace', async () => {
  for (const [file, sentence] of [
    ['cut.json', /is a result of sockbench, but it is incomplete or damaged/],
    ['foreign.json', /is not a result of sockbench/],
    ['none.json', /cannot be read \(ENOENT\)/],
    ['.', /cannot be read \(EISDIR\)/],
  ] as const) {
    const { status, stdout, stderr } = await report(file);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

test('every kind of file is written, and none is overwritten without --force', async () => {
  const options = ['html', 'markdown', 'junit', 'hgrm', 'prometheus'].flatMap((name) => [
    `--${name}`,
    `out.${name}`,
  ]);
  expect((await report('compareLab.json', ...options)).status).toBe(0);
  const written = readdirSync(folder).filter((name) => name.startsWith('out'));
  expect(written.sort()).toEqual([
    'out-tcp.hgrm',
    'out-udp.hgrm',
    'out.html',
    'out.junit',
    'out.markdown',
    'out.prometheus',
  ]);
  const again = await report('compareLab.json', '--html', 'out.html');
  expect(again.status).toBe(2);
  expect(again.stdout).toBe('');
  expect(again.stderr).toMatch(/out\.html already exists/);
  expect((await report('compareLab.json', '--html', 'out.html', '--force')).status).toBe(0);
});

test('a comparison gates, with its files for CI; what is appended goes behind what is there', async () => {
  const of = (...words: string[]) => report('udpLossy.json', '--', 'plainEcho.json', ...words);
  const files = ['--junit', 'change.xml', '--markdown', 'change.md', '--markdown-append', 'page.md'];
  writeFileSync(join(folder, 'page.md'), 'before');
  writeFileSync(join(folder, 'change.md'), '');
  const failed = await of('--assert', 'p50.change>900%', '--assert', 'loss.difference<50%', ...files);
  expect(failed.status).toBe(3);
  expect(failed.stdout).toMatch(/✖ p50\.change>900%: does not hold \(measured/);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  expect(read('change.xml')).toMatch(/<testsuite .*failures="1"/);
  expect(read('change.md')).toMatch(/^## sockbench: Comparison/);
  expect(read('page.md')).toBe(`before\n${read('change.md')}`);
  expect((await of('--assert', 'loss.difference<50%')).status).toBe(0);
  expect(JSON.parse((await of('--json', '--assert', 'loss.difference<50%')).stdout)).toMatchObject({
    asserts: [{ expression: 'loss.difference<50%', holds: true }],
  });
  const misread = await of('--assert', 'p99<10%');
  expect(misread.status).toBe(2);
  expect(misread.stderr).toMatch(/\(p99\.change<10%\?\)/);
  expect((await of('--csv')).stderr).toMatch(/--csv does not go with --: it is for a single result/);
  expect((await report('compareLab.json', '--markdown-append', 'page.md')).status).toBe(0);
  expect(read('page.md')).toMatch(/^before\n## sockbench: Comparison[\s\S]*\n\n## sockbench: TCP \+ UDP\n/);
});

test('two groups are compared; one group is not two results', async () => {
  // `--` stands between the groups; options may follow it all the same.
  const compared = await report(
    'udpLossy.json',
    '--',
    'interrupted.json',
    '--width',
    '100',
    '--lang',
    'pt-BR',
  );
  expect(compared).toMatchObject({ status: 0, stdout: expect.stringMatching(/Não se pode julgar/) });
  expect((await report('udpLossy.json', '--', '--width', '100')).status).toBe(2);
  const right = await report(
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
  expect(JSON.parse((await report('--json', 'udpLossy.json', '--', 'udpLossy.json')).stdout)).toMatchObject({
    schema: 'sockbench.comparison/1',
  });
  const two = await report('udpLossy.json', 'interrupted.json');
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

test('no space left: said in a sentence, nothing half-written stays', async () => {
  const { status, stderr } = withLittleSpace('report', 'compareLab.json', '--html', 'full.html');
  expect(status).toBe(1);
  expect(stderr).toMatch(/full\.html was not saved: no space is left there/);
  expect(readdirSync(folder).filter((name) => name.includes('full'))).toEqual([]);
});

test('no space left for the result of a run: it goes to standard output', async () => {
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
