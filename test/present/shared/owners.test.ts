import { describe, expect, it } from 'vitest';
import { emptyLane } from '../../../src/present/live/model/model.ts';
import { mostOf, ownersBar } from '../../../src/present/live/parts/owners.ts';
import { summarySentence } from '../../../src/present/live/sentences.ts';
import { delaySentences, holdingSentence, ownerRows } from '../../../src/present/shared/owners.ts';
import type { RunResult, TransportResult } from '../../../src/result/document/schema.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { samples } from '../../fixtures/results.ts';
import { scenario } from '../live/scenarios.ts';
import { canvasFor, modelAt } from '../live/screenshot.tsx';

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

describe('the sentence of a comparison on the screen', () => {
  const said = (
    tcp: Partial<Record<string, number>>,
    udp: Partial<Record<string, number>>,
    portuguese = false,
  ) => {
    const model = modelAt(scenario({ transports: ['tcp', 'udp'] }), 5);
    const lanes = model.lanes.map((lane) => {
      const none = { generator: 0, blocked: 0, network: 0, server: 0, unknown: 0 };
      const slowest = { ...none, ...(lane.transport === 'tcp' ? tcp : udp) };
      const snapshot = { ...lane.snapshot!, holders: { all: slowest, slowest } };
      return { ...lane, snapshot };
    });
    const canvas = canvasFor(portuguese ? { language: 'pt-BR' } : {});
    return summarySentence(canvas, { ...model, lanes });
  };

  it('says whose the time of the slowest was, of each transport', () => {
    expect(said({ network: 0.93, server: 0.07 }, { network: 0.99, generator: 0.01 })).toMatch(
      /The largest part of that time passed in the network \(TCP 93 %, UDP 99 %\)\.$/,
    );
    expect(said({ network: 0.93, server: 0.07 }, { network: 0.29, generator: 0.71 })).toMatch(
      /passed, for TCP, in the network \(93 %\); for UDP, in the generator \(71 %\)\.$/,
    );
    expect(said({ network: 1 }, { network: 0.2, server: 0.8 }, true)).toMatch(
      /A maior parte desse tempo passou, no TCP, na rede \(100 %\); no UDP, no servidor \(80 %\)\.$/,
    );
  });

  it('at the end path, up and down are the network', () => {
    const lane = (slowest: Record<string, number>) => ({
      ...emptyLane('udp'),
      final: { owners: { all: slowest, slowest } } as never,
    });
    const none = { generator: 0, blocked: 0, path: 0, up: 0, down: 0, server: 0, unknown: 0 };
    expect(mostOf(lane({ ...none, path: 0.3, up: 0.2, down: 0.1, generator: 0.4 }))).toEqual({
      name: 'network',
      share: 0.6,
    });
    expect(mostOf(lane({ ...none, path: 0.3, generator: 0.4, server: 0.3 }))!.name).toBe('generator');
    expect(mostOf(emptyLane('tcp'))).toBeNull();
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
