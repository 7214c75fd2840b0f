/** Reports as their readers want them: several of them in one place, none taken for another. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { comparisonJunit, junitXml } from '../../src/present/export/junit.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { judge } from '../../src/result/asserts/thresholds.ts';
import { compareRuns } from '../../src/result/compare/compare.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import { wordsFor } from '../../src/words/index.ts';
import { lossy, runResult, runSpec, samples } from '../fixtures/results.ts';
import { transportResult } from '../fixtures/transport.ts';
import { readJunit } from './junit-schema.ts';

const words = wordsFor('en');
const gated = (result: RunResult, ...asserts: string[]): RunResult => ({
  ...result,
  asserts: judge(asserts, result),
});
const udp = (change: object): RunResult => {
  const [transport] = [transportResult({ transport: 'udp' })];
  return { ...runResult([transport]), spec: runSpec(['udp'], change), effective: null };
};
const target = (host: string) => ({ scheme: 'sockbench' as const, host, port: 5000 });
/** Runs of one pipeline. */
const DIFFERENT: Readonly<Record<string, RunResult>> = {
  'another server': udp({ target: target('192.0.2.7') }),
  'a third': udp({ target: target('2001:db8::7') }),
  'another port': udp({ target: { ...target('192.0.2.7'), port: 5001 } }),
  'its own server': udp({ target: null }),
  'another mode': udp({ target: null, mode: 'up' }),
  'another rate': udp({ target: null, rate: 5000 }),
  'another size': udp({ target: null, size: 1400 }),
  'more clients': udp({ target: null, clients: 9 }),
  'a link': udp({ target: null, impairment: lossy }),
  'another link': udp({ target: null, impairment: { ...lossy, profile: 'dsl' } }),
  'the other transport': {
    ...runResult([transportResult({ transport: 'tcp' })]),
    spec: runSpec(['tcp'], { target: null }),
    effective: null,
  },
};

describe('JUnit', () => {
  it.each(Object.keys(samples))('%s follows the schema, in both languages', (name) => {
    for (const language of ['en', 'pt-BR'] as const) {
      const { problems, cases } = readJunit(
        junitXml(samples[name as keyof typeof samples](), wordsFor(language)),
      );
      expect(problems).toEqual([]);
      expect(new Set(cases).size).toBe(cases.length);
    }
  });

  it('has no two cases that nothing tells apart: of different runs, and of one gate that was given twice', () => {
    const all = Object.values(DIFFERENT).flatMap(
      (result) =>
        readJunit(junitXml(gated(result, 'p99<5ms', 'loss<1%', 'p99<5ms', 'p99 < 5ms'), words)).cases,
    );
    expect(all).toHaveLength(3 * Object.keys(DIFFERENT).length);
    expect(new Set(all).size).toBe(all.length);
  });

  it('calls the same run the same, whenever it was made and whatever came of it', () => {
    const one = gated(udp({ target: target('192.0.2.7'), seed: 1 }), 'p99<5ms');
    const again = gated(
      { ...udp({ target: target('192.0.2.7'), seed: 2 }), startedAt: '2027-01-01T00:00:00Z' },
      'p99<5ms',
    );
    expect(readJunit(junitXml(one, words)).cases).toEqual(readJunit(junitXml(again, words)).cases);
  });

  it('says how long the run was', () => {
    expect(junitXml(samples.udpLossy(), words)).toMatch(/name="the run completed" time="10\.000"/);
  });

  it('of a comparison', () => {
    const runs = [{ file: 'a', result: samples.udpLossy() }];
    const xml = comparisonJunit(compareRuns(runs, runs, ['p50.change<10%', 'loss.change>1%']), words);
    expect(readJunit(xml)).toMatchObject({ problems: [], cases: { length: 3 } });
    expect(xml).toContain('failures="1"');
  });
});

/** Name and labels of each sample. */
const series = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));

describe('OpenMetrics', () => {
  const files = Object.values(DIFFERENT).map((result) =>
    openMetrics(gated(result, 'p99<5ms', 'loss<1%', 'p99<5ms')),
  );

  it('of several runs has no series twice, in one file or in one folder', () => {
    const all = files.flatMap(series);
    expect(all.length).toBeGreaterThan(200);
    expect(new Set(all).size).toBe(all.length);
  });

  it('passes promtool, alone and together', () => {
    for (const text of [...Object.values(samples).map((make) => openMetrics(make())), together(files)]) {
      const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
        input: text,
        encoding: 'utf8',
      });
      if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
        console.log('promtool is not installed: its check of metrics was left out');
        return;
      }
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
    }
  });
});

/** As a collector that reads a folder puts them together: each family once. */
function together(files: readonly string[]): string {
  const families = new Map<string, Set<string>>();
  for (const text of files) {
    for (const part of text.split(/^(?=# TYPE)/m)) {
      const [type = '', help = '', ...lines] = part
        .split('\n')
        .filter((line) => line !== '' && line !== '# EOF');
      const family = families.get(`${type}\n${help}`) ?? new Set();
      for (const line of lines) family.add(line);
      families.set(`${type}\n${help}`, family);
    }
  }
  return `${Array.from(families, ([head, lines]) => [head, ...lines].join('\n')).join('\n')}\n# EOF\n`;
}

/** RFC 4180, and what spreadsheets do: a cell that begins with =, +, - or @ is a formula; a comma is no decimal point. */
describe('CSV', () => {
  it.each(Object.keys(samples))('%s: whole rows, numbers with a point, no formulas', (name) => {
    const text = intervalsCsv(samples[name as keyof typeof samples]());
    expect(text.endsWith('\r\n')).toBe(true);
    const rows = text
      .slice(0, -2)
      .split('\r\n')
      .map((line) => line.split(','));
    for (const row of rows) {
      expect(row).toHaveLength(rows[0]!.length);
      for (const cell of row) expect(cell).toMatch(/^(?:[a-zA-Z][a-zA-Z0-9]*|\d+(?:\.\d+)?)?$/);
    }
  });

  it('is read by the reader of another language as the same numbers', () => {
    const result = samples.udpLossy();
    const program = 'import csv, json, sys; print(json.dumps(list(csv.DictReader(sys.stdin))))';
    const read = JSON.parse(
      execFileSync('python3', ['-c', program], { input: intervalsCsv(result), encoding: 'utf8' }),
    ) as Record<string, string>[];
    const [transport] = result.transports;
    expect(read).toHaveLength(transport!.intervals.length);
    expect(read.map((row) => Number(row['p99']))).toEqual(transport!.intervals.map(({ p99 }) => p99));
  });
});
