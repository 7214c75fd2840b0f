import { describe, expect, it } from 'vitest';
import { emptyLane } from '../../src/present/live/model/model.ts';
import { ownersBar } from '../../src/present/live/parts/owners.ts';
import { delaySentences, holdingSentence, ownerRows } from '../../src/present/owners.ts';
import type { RunResult, TransportResult } from '../../src/result/document/schema.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';
import { canvasFor } from './live/screenshot.tsx';

const en = wordsFor('en');

function changed(result: RunResult, change: Partial<TransportResult>): RunResult {
  return { ...result, transports: result.transports.map((one) => ({ ...one, ...change })) };
}

describe('whose delay', () => {
  it('shows who held something, for all answers and for the slowest', () => {
    expect(ownerRows(samples.udpLossy(), en)).toEqual({
      head: ['', 'generator', 'path', 'up', 'down', 'server'],
      rows: [
        ['UDP, all answers', '0.1 %', '97 %', '0.9 %', '2 %', '< 0.1 %'],
        ['UDP, slowest 1 %', '1 %', '82 %', '8 %', '8 %', '1 %'],
      ],
    });
  });

  it('is not there where nobody tells', () => {
    for (const make of [samples.plainEcho, samples.up]) {
      expect(ownerRows(make(), en)).toBeNull();
      expect(delaySentences(make(), en)).toEqual([]);
      expect(make().transports.map((one) => holdingSentence(one, en))).toEqual([null]);
    }
  });

  it('one way is an interval where the clocks allow no more, a point where they are one', () => {
    expect(delaySentences(samples.udpLossy(), en)).toEqual([
      'UDP: up varies by 400 µs, down by 3.1 ms (p99, above the least of each direction).',
      'UDP, one way (p50): up between 0 and 40 ms, down between 0 and 40 ms (the clocks allow no more).',
    ]);
    expect(delaySentences(samples.compareLab(), wordsFor('pt-BR'))[1]).toBe(
      'TCP, em cada sentido (p50): subida 20,1 ms, descida 20,2 ms (os dois lados leem o mesmo relógio).',
    );
  });

  it('nothing known of a percentile is a dash', () => {
    const result = samples.udpLossy();
    const delay = result.transports[0]!.delay!;
    const unknown = changed(result, { delay: { ...delay, up: { ...delay.up, p50: null } } });
    expect(delaySentences(unknown, en)[1]).toContain('up –, down between');
  });

  it('the sentence of a comparison names the path, then whoever held most', () => {
    const [tcp] = samples.compareLab().transports;
    expect(holdingSentence(tcp!, en)).toBe(
      'TCP, the slowest 1 % of the answers: 28 % on the path itself, 62 % beyond that on the way up, 8 % beyond that on the way down.',
    );
  });
});

describe('the bar of the screen', () => {
  const bar = (columns: number, shares: Partial<Record<string, number>>): string => {
    const none = { generator: 0, blocked: 0, network: 0, server: 0, unknown: 0 };
    const slowest = { ...none, ...shares };
    const lane = { ...emptyLane('udp'), snapshot: { holders: { all: slowest, slowest } } as never };
    return ownersBar(canvasFor({ columns }), lane).trimEnd();
  };

  it('adds up to its width, and names who held most', () => {
    const text = bar(80, { network: 0.6, server: 0.3, generator: 0.1 });
    expect(text).toMatch(/^Whose delay \(slowest 1 %\) █+▚+▒+ █ network 60 %/);
    const drawn = /[█▚▒]{10,}/.exec(text)![0];
    const count = (glyph: string): number => drawn.split(glyph).length - 1;
    expect(count('█') / drawn.length).toBeCloseTo(0.6, 1);
    expect(count('▒') / drawn.length).toBeCloseTo(0.3, 1);
  });

  it('fits at every width, and no name is cut', () => {
    for (let columns = 26; columns <= 120; columns++) {
      const text = bar(columns, { network: 0.5, server: 0.25, blocked: 0.2, generator: 0.05 });
      expect(text.length).toBeLessThanOrEqual(columns);
      expect(text).not.toContain('…');
    }
  });

  it('is empty before anything was answered', () => {
    expect(ownersBar(canvasFor({ columns: 60 }), emptyLane('udp')).trim()).toBe('');
  });
});
