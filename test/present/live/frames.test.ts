import { describe, expect, it } from 'vitest';
import { emptyModel, type RunModel } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import type { Transport } from '../../../src/units.ts';
import { widthOf } from '../../../src/width.ts';
import { effectiveOf, resultOf, scenario, specOf } from './scenarios.ts';
import { drawn, modelAt, shoot } from './screenshot.tsx';

const lossy = scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6 });
const lossyUdp = scenario({ transports: ['udp'], loss: 0.05, delay: 20e6 });
const clean = scenario({ transports: ['tcp', 'udp'] });
const slow = scenario({ transports: ['udp'], saturated: true });

function failed(transports: readonly Transport[]): RunModel {
  const spec = specOf(transports);
  const ending = {
    status: 'failed' as const,
    code: 'connection-refused',
    operation: 'connect',
    details: { address: '10.0.0.7:5000' },
    message: 'Nothing listens on 10.0.0.7:5000: the connection was refused.',
  };
  return reduce(emptyModel(spec), { event: 'result', result: resultOf(spec, effectiveOf(spec), [], ending) });
}

const text = (lines: readonly string[]): string => lines.join('\n');

describe('states of the compare screen at 100×30', () => {
  it('starting', () => {
    const lines = shoot(emptyModel(lossy.spec));
    expect(lines[0]).toMatch(/^sockbench compare .* starting $|^sockbench compare .* starting$/);
    expect(text(lines)).toContain('Connecting to the server.');
  });

  it('running: UDP has holes where TCP has stalls, under the same numbers', () => {
    const lines = shoot(modelAt(lossy, 5));
    const strip = lines.filter((line) => /^ +[\d,]+ {2}[■▒·×]/.test(line));
    expect(strip.length).toBeGreaterThanOrEqual(2);
    for (const row of strip) {
      const [left, right] = row.split('│');
      expect(left).not.toContain('×');
      expect(right).not.toContain('▒');
      expect(/[\d,]+/.exec(left!)![0]).toBe(/[\d,]+/.exec(right!)![0]);
    }
    expect(text(strip)).toContain('▒');
    expect(text(lines)).toMatch(/UDP has lost \d+ of 501 datagrams so far and goes on\./);
    const unwrapped = text(lines).replace(/\s*\n│ /g, ' ');
    expect(unwrapped).toMatch(/The network dropped \d+ packets of TCP.*sent\s+\d+ segments again/);
  });

  it('impaired: the link is told, and that two ways lose more than one', () => {
    expect(shoot(modelAt(lossy, 5))[2]).toBe(
      'link, each way: loses 5 % (9.75 % of round trips), delays 20 ms',
    );
  });

  it('the wire crosses the dropped segment out and links its retransmission', () => {
    const lines = shoot(modelAt(lossy, 5));
    const dropped = lines.findIndex((line) => /seq [\d,]+ ─+╳ +lost/.test(line));
    const again = lines.findIndex((line) => /seq [\d,]+ ─+▶ {2}↻ again/.test(line));
    expect(dropped).toBeGreaterThan(0);
    expect(again).toBeGreaterThan(dropped);
    const number = (line: string): string => /seq ([\d,]+)/.exec(line)![1]!;
    expect(number(lines[again]!)).toBe(number(lines[dropped]!));
    expect(text(lines)).toMatch(/#\d+ .*╳.* lost for good/);
  });

  it('without impairment: loopback has nothing to show, and what to type instead', () => {
    expect(text(shoot(modelAt(clean, 5)))).toContain('Try: sockbench compare --loss 5% --delay 20ms');
    expect(text(shoot(modelAt(lossy, 5)))).not.toContain('Try:');
  });

  it('ended: totals are the result’s', () => {
    const model = modelAt(lossy, Number.POSITIVE_INFINITY);
    const lost = model.result!.transports[1]!.probes!.lost;
    const lines = text(shoot(model));
    expect(lines).toContain(`UDP lost ${lost} of 1,000 datagrams and went on.`);
    expect(lines).toContain(`delivered ${1000 - lost} of 1,000  lost ${lost}`);
    expect(lines).toContain('delivered 1,000 of 1,000  lost 0');
  });

  it('failed: why, in the person’s language', () => {
    expect(text(shoot(failed(['tcp', 'udp'])))).toContain('The run failed: Nothing listens on 10.0.0.7:5000');
    expect(text(shoot(failed(['udp']), { language: 'pt-BR' }))).toContain('Nada escuta em 10.0.0.7:5000');
  });
});

describe('states of a single transport', () => {
  it('running: rate, percentiles, directions, strip, generator', () => {
    const lines = text(shoot(modelAt(lossyUdp, 5)));
    expect(lines).toContain('offered 100/s');
    expect(lines).toMatch(/response time +p50 +p90 +p99 +p99\.9 +max/);
    expect(lines).toMatch(/up +501 +\d+ +\d+ \([\d.]+ %\) +0 +0/);
    expect(lines).toContain('Trust: good');
  });

  it('saturated: says whose fault it is, and what to do', () => {
    const lines = text(shoot(modelAt(slow, 5)));
    expect(lines).toContain('▲ TOO SLOW');
    expect(lines).toContain('Use --threads 2 or lower --rate.');
    expect(text(shoot(modelAt(slow, 5), { language: 'pt-BR' }))).toContain('LENTO DEMAIS');
  });

  it('starting, failed and ended draw without data', () => {
    expect(text(shoot(emptyModel(lossyUdp.spec)))).toContain('Connecting to the server.');
    expect(text(shoot(failed(['udp'])))).toContain('failed');
    expect(text(shoot(modelAt(lossyUdp, Number.POSITIVE_INFINITY)))).toContain('UDP lost');
  });
});

describe('every size, language and state', () => {
  const models: [string, RunModel][] = [
    ['starting', emptyModel(lossy.spec)],
    ['running', modelAt(lossy, 5)],
    ['ended', modelAt(lossy, Number.POSITIVE_INFINITY)],
    ['failed', failed(['tcp', 'udp'])],
    ['single', modelAt(lossyUdp, 5)],
    ['saturated', modelAt(slow, 5)],
    ['clean', modelAt(clean, 5)],
  ];
  for (const [columns, rows] of [
    [80, 24],
    [100, 30],
    [200, 50],
    [61, 13],
    [137, 19],
    [30, 8],
  ] as const)
    for (const language of ['en', 'pt-BR'] as const)
      it(`fits ${columns}×${rows} in ${language}`, () => {
        for (const [name, model] of models)
          for (const help of [false, true]) {
            const lines = drawn(model, { columns, rows, language, ui: { help } });
            expect(lines.length, name).toBeLessThanOrEqual(rows);
            for (const line of lines) expect(widthOf(line), `${name}: ${line}`).toBeLessThanOrEqual(columns);
          }
      });

  it('uses the room at 200×50', () => {
    const lines = drawn(modelAt(lossy, 5), { columns: 200, rows: 50 });
    expect(lines.length).toBe(50);
    expect(text(lines)).toContain('How often, by latency');
    expect(lines.filter((line) => line.trim() === '').length).toBeLessThan(6);
  });

  it('is ASCII where the locale is not UTF-8', () => {
    for (const language of ['en', 'pt-BR'] as const)
      for (const [name, model] of models) {
        const lines = drawn(model, { env: { LANG: 'C', NO_COLOR: '1' }, language });
        expect(text(lines), name).toMatch(/^[\x20-\x7e\n]*$/);
      }
  });

  it('NO_COLOR: no escape sequence at all; with colours the same text', () => {
    const plain = text(drawn(modelAt(lossy, 5)));
    expect(plain).not.toContain('\u001B');
    const coloured = text(drawn(modelAt(lossy, 5), { env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' } }));
    expect(coloured).toContain('\u001B[');
    expect(coloured.replace(/\u001B\[[\d;]*m/g, '')).toBe(plain);
  });

  it('numbers and durations follow the language', () => {
    const lines = text(drawn(modelAt(lossy, Number.POSITIVE_INFINITY), { language: 'pt-BR' }));
    expect(lines).toMatch(/40,\d ms/);
    expect(lines).toContain('1.000 datagramas');
  });

  it('is the same picture for the same data', () => {
    expect(drawn(modelAt(lossy, 5))).toEqual(drawn(modelAt(lossy, 5)));
  });
});
